/* SPDX-License-Identifier: MIT */
/* Columns and gaps are both in order, so one pass joins them. */
#include "sentinel-metric-stops.h"

static const SentinelMetricGap *
get_gap (const SentinelMetricStops *self, guint index)
{
  return &g_array_index (self->gaps, SentinelMetricGap, index);
}

static SentinelPixelColumn *
get_column (const SentinelMetricStops *self, guint index)
{
  return &g_array_index (self->columns, SentinelPixelColumn, index);
}

static const SentinelMetricStop *
get_stop (const SentinelMetricStops *self, guint index)
{
  return &g_array_index (self->stops, SentinelMetricStop, index);
}

/* Cut to the range, and those that touch made one. */
static void
take_gaps (SentinelMetricStops *self, const SentinelMetricData *data, guint n_columns)
{
  gint64 pixel_us = (data->to_us - data->from_us) / n_columns;
  SentinelMetricGap joined = { 0, 0 };

  for (guint i = 0; i < data->gaps->len; i++) {
    SentinelMetricGap gap = g_array_index (data->gaps, SentinelMetricGap, i);

    gap.from_us = MAX (gap.from_us, data->from_us);
    gap.to_us = MIN (gap.to_us, data->to_us);
    if (gap.to_us <= gap.from_us)
      continue;
    if (joined.to_us > joined.from_us && gap.from_us <= joined.to_us) {
      joined.to_us = MAX (joined.to_us, gap.to_us);
      continue;
    }
    if (joined.to_us > joined.from_us && joined.to_us - joined.from_us >= pixel_us)
      g_array_append_val (self->gaps, joined);
    joined = gap;
  }
  if (joined.to_us > joined.from_us && joined.to_us - joined.from_us >= pixel_us)
    g_array_append_val (self->gaps, joined);
}

/* A line does not go on over what nobody saw. */
static void
break_columns (SentinelMetricStops *self)
{
  guint gap = 0;

  for (guint i = 1; i < self->columns->len; i++) {
    SentinelPixelColumn *column = get_column (self, i);
    gint64 before_us = get_column (self, i - 1)->at_us;

    while (gap < self->gaps->len && get_gap (self, gap)->to_us <= before_us)
      gap++;
    if (gap < self->gaps->len && get_gap (self, gap)->from_us < column->at_us)
      column->is_joined = FALSE;
  }
}

static void
add_column_stop (SentinelMetricStops *self, guint column)
{
  gint64 at_us = get_column (self, column)->at_us;
  SentinelMetricStop stop = { at_us, at_us, at_us, column };

  g_array_append_val (self->stops, stop);
}

static void
add_gap_stop (SentinelMetricStops *self, const SentinelMetricGap *gap)
{
  SentinelMetricStop stop = { .from_us = gap->from_us,
                              .to_us = gap->to_us,
                              .at_us = gap->from_us + (gap->to_us - gap->from_us) / 2,
                              .column = G_MAXUINT };

  g_array_append_val (self->stops, stop);
}

static gint64
get_middle (const SentinelMetricGap *gap)
{
  return gap->from_us + (gap->to_us - gap->from_us) / 2;
}

static void
join (SentinelMetricStops *self)
{
  guint gap = 0;

  for (guint i = 0; i < self->columns->len; i++) {
    while (gap < self->gaps->len && get_middle (get_gap (self, gap)) < get_column (self, i)->at_us)
      add_gap_stop (self, get_gap (self, gap++));
    add_column_stop (self, i);
  }
  while (gap < self->gaps->len)
    add_gap_stop (self, get_gap (self, gap++));
}

/**
 * sentinel_metric_stops_new:
 * @data: (nullable): what is shown
 * @n_columns: in how many columns of pixels
 *
 * One pass over the points. Any thread.
 *
 * Returns: (transfer full): the columns, gaps and stops
 */
SentinelMetricStops *
sentinel_metric_stops_new (const SentinelMetricData *data, guint n_columns)
{
  SentinelMetricStops *self = g_new0 (SentinelMetricStops, 1);

  self->columns = sentinel_pixel_columns_new (data != NULL ? data->points : NULL,
                                              data != NULL ? data->from_us : 0,
                                              data != NULL ? data->to_us : 0,
                                              n_columns,
                                              0);
  self->gaps = g_array_new (FALSE, FALSE, sizeof (SentinelMetricGap));
  self->stops = g_array_new (FALSE, FALSE, sizeof (SentinelMetricStop));
  if (data == NULL || n_columns == 0)
    return self;
  take_gaps (self, data, n_columns);
  break_columns (self);
  join (self);
  return self;
}

/**
 * sentinel_metric_stops_free:
 * @self: (nullable) (transfer full): stops
 */
void
sentinel_metric_stops_free (SentinelMetricStops *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->columns);
  g_array_unref (self->gaps);
  g_array_unref (self->stops);
  g_free (self);
}

static gint64
find_distance (const SentinelMetricStop *stop, gint64 at_us)
{
  if (at_us < stop->from_us)
    return stop->from_us - at_us;
  return at_us > stop->to_us ? at_us - stop->to_us : 0;
}

/* the first that is at or after a time, or the number of stops */
static guint
find_after (const SentinelMetricStops *self, gint64 at_us)
{
  guint low = 0, high = self->stops->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (get_stop (self, middle)->at_us < at_us)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/**
 * sentinel_metric_stops_find:
 * @self: stops
 * @at_us: a time, microseconds UTC
 *
 * Returns: the index of the stop nearest to it; G_MAXUINT where there are none
 */
guint
sentinel_metric_stops_find (const SentinelMetricStops *self, gint64 at_us)
{
  guint after = find_after (self, at_us), best;

  if (self->stops->len == 0)
    return G_MAXUINT;
  best = MIN (after, self->stops->len - 1);
  if (after > 0
      && find_distance (get_stop (self, after - 1), at_us)
             < find_distance (get_stop (self, best), at_us))
    best = after - 1;
  return best;
}

/**
 * sentinel_metric_stops_get_column:
 * @self: stops
 * @stop: an index in its stops
 *
 * Returns: (transfer none) (nullable): what was measured there; %NULL: nothing
 */
const SentinelPixelColumn *
sentinel_metric_stops_get_column (const SentinelMetricStops *self, guint stop)
{
  guint column = get_stop (self, stop)->column;

  return column < self->columns->len ? get_column (self, column) : NULL;
}
