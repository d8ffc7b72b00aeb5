/* SPDX-License-Identifier: MIT */
/* Arrays, and the extremes that are found while they are filled. */
#include "sentinel-metric-data.h"
#include <math.h>

G_DEFINE_BOXED_TYPE (SentinelMetricData,
                     sentinel_metric_data,
                     sentinel_metric_data_ref,
                     sentinel_metric_data_unref)

/**
 * sentinel_metric_data_new:
 * @unit: (nullable): of all values, from outside
 * @from_us: where the stretch begins, microseconds UTC
 * @to_us: where it ends; not before @from_us
 *
 * Any thread.
 *
 * Returns: (transfer full): a stretch without anything in it
 */
SentinelMetricData *
sentinel_metric_data_new (const char *unit, gint64 from_us, gint64 to_us)
{
  SentinelMetricData *self = g_atomic_rc_box_new0 (SentinelMetricData);

  self->unit = g_strdup (unit);
  self->from_us = from_us;
  self->to_us = MAX (from_us, to_us);
  self->points = g_array_new (FALSE, FALSE, sizeof (SentinelPoint));
  self->gaps = g_array_new (FALSE, FALSE, sizeof (SentinelMetricGap));
  self->levels = g_array_new (FALSE, FALSE, sizeof (SentinelMetricLevel));
  self->bands = g_array_new (FALSE, FALSE, sizeof (SentinelMetricBand));
  self->marks = g_array_new (FALSE, FALSE, sizeof (SentinelMetricMark));
  self->lowest = self->highest = self->last = NAN;
  return self;
}

/**
 * sentinel_metric_data_ref:
 * @self: data
 *
 * Returns: (transfer full): @self. Any thread.
 */
SentinelMetricData *
sentinel_metric_data_ref (SentinelMetricData *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_data (gpointer data)
{
  SentinelMetricData *self = data;

  g_free (self->unit);
  g_array_unref (self->points);
  g_array_unref (self->gaps);
  g_array_unref (self->levels);
  g_array_unref (self->bands);
  g_array_unref (self->marks);
}

/**
 * sentinel_metric_data_unref:
 * @self: (transfer full): data
 *
 * Any thread.
 */
void
sentinel_metric_data_unref (SentinelMetricData *self)
{
  g_atomic_rc_box_release_full (self, clear_data);
}

/**
 * sentinel_metric_data_add_point:
 * @self: data that nobody else has yet
 * @point: what was measured next; with a value that is no number: nothing was
 */
void
sentinel_metric_data_add_point (SentinelMetricData *self, const SentinelPoint *point)
{
  g_array_append_vals (self->points, point, 1);
  if (!isfinite (point->min) || !isfinite (point->max) || !isfinite (point->last))
    return;
  self->lowest = fmin (self->lowest, point->min);
  self->highest = fmax (self->highest, point->max);
  self->last = point->last;
}

/**
 * sentinel_metric_data_add_gap:
 * @self: data that nobody else has yet
 * @from_us: since when nothing was observed, microseconds UTC
 * @to_us: up to when; a stretch without length is left out
 */
void
sentinel_metric_data_add_gap (SentinelMetricData *self, gint64 from_us, gint64 to_us)
{
  SentinelMetricGap gap = { from_us, to_us };

  if (to_us > from_us)
    g_array_append_val (self->gaps, gap);
}

/**
 * sentinel_metric_data_add_level:
 * @self: data that nobody else has yet
 * @level: from which value on something fires
 */
void
sentinel_metric_data_add_level (SentinelMetricData *self, const SentinelMetricLevel *level)
{
  g_array_append_vals (self->levels, level, 1);
}

/**
 * sentinel_metric_data_add_band:
 * @self: data that nobody else has yet
 * @band: when an event was open, or would have been
 */
void
sentinel_metric_data_add_band (SentinelMetricData *self, const SentinelMetricBand *band)
{
  g_array_append_vals (self->bands, band, 1);
}

/**
 * sentinel_metric_data_add_mark:
 * @self: data that nobody else has yet
 * @mark: when an event of a moment was
 */
void
sentinel_metric_data_add_mark (SentinelMetricData *self, const SentinelMetricMark *mark)
{
  g_array_append_vals (self->marks, mark, 1);
}
