/* SPDX-License-Identifier: MIT */
/* No pane has room for more columns than are kept here, so dragging a level does not go through all
 * samples again. */
#include "sentinel-preview-metric.h"

#include <math.h>

#define N_COLUMNS 1200
#define GAP_SPANS 3 /* so many without a sample are a gap */
#define LEAST_GAP_US (5 * G_TIME_SPAN_MINUTE)

struct _SentinelPreviewMetric {
  SentinelRuleHistory *history;
  guint series;
  GArray *points; /* of SentinelPoint */
  GArray *gaps; /* of SentinelMetricGap */
};

static const SentinelMeasuredSeries *
get_measured (const SentinelPreviewMetric *self)
{
  return g_ptr_array_index (self->history->measured, self->series);
}

static void
fold (SentinelPoint *point, const SentinelSample *sample)
{
  point->min = MIN (point->min, sample->min);
  point->max = MAX (point->max, sample->max);
  point->last = sample->last;
  point->at_us = sample->at_us;
}

/* Which column a time falls into. */
static gint64
get_column (const SentinelPreviewMetric *self, gint64 at_us)
{
  gint64 width_us = MAX (1, (self->history->to_us - self->history->from_us) / N_COLUMNS);

  return (at_us - self->history->from_us) / width_us;
}

static void
make_points (SentinelPreviewMetric *self)
{
  GArray *samples = get_measured (self)->range->samples;
  gint64 column = -1;

  for (guint i = 0; i < samples->len; i++) {
    const SentinelSample *sample = &g_array_index (samples, SentinelSample, i);
    gint64 its_column = get_column (self, sample->at_us);
    SentinelPoint point = { sample->at_us, sample->min, sample->max, sample->last };

    if (its_column == column)
      fold (&g_array_index (self->points, SentinelPoint, self->points->len - 1), sample);
    else
      g_array_append_val (self->points, point);
    column = its_column;
  }
}

static void
add_gap (SentinelPreviewMetric *self, gint64 from_us, gint64 to_us)
{
  SentinelMetricGap gap = { from_us, to_us };

  g_array_append_val (self->gaps, gap);
}

/* The part that a sample is in says for how long it stands. */
static void
make_gaps (SentinelPreviewMetric *self, gint64 period_us)
{
  const SentinelSampleRange *range = get_measured (self)->range;
  gint64 before_us = self->history->from_us, longest_us = LEAST_GAP_US;
  guint part = 0;

  for (guint i = 0; i < range->samples->len; i++) {
    gint64 at_us = g_array_index (range->samples, SentinelSample, i).at_us;

    while (part < range->parts->len
           && g_array_index (range->parts, SentinelSamplePart, part).first <= i) {
      gint64 span_us = g_array_index (range->parts, SentinelSamplePart, part++).span_us;

      longest_us = MAX (LEAST_GAP_US, GAP_SPANS * MAX (span_us, period_us));
    }
    if (at_us - before_us > longest_us)
      add_gap (self, before_us, at_us);
    before_us = at_us;
  }
  if (self->history->to_us - before_us > longest_us)
    add_gap (self, before_us, self->history->to_us);
}

/* The usual distance of raw samples: rules may run once a day. */
static gint64
find_period_us (const SentinelPreviewMetric *self)
{
  GArray *samples = get_measured (self)->range->samples;
  gint64 shortest_us = G_MAXINT64;
  guint first = samples->len > 100 ? samples->len - 100 : 0;

  for (guint i = first + 1; i < samples->len; i++)
    shortest_us = MIN (shortest_us,
                       g_array_index (samples, SentinelSample, i).at_us
                           - g_array_index (samples, SentinelSample, i - 1).at_us);
  return shortest_us != G_MAXINT64 ? shortest_us : 0;
}

/**
 * sentinel_preview_metric_new:
 * @history: what was measured
 * @series: which of it
 *
 * Returns: (transfer full): what a chart needs of it
 */
SentinelPreviewMetric *
sentinel_preview_metric_new (SentinelRuleHistory *history, guint series)
{
  SentinelPreviewMetric *self = g_new0 (SentinelPreviewMetric, 1);

  self->history = sentinel_rule_history_ref (history);
  self->series = series;
  self->points = g_array_new (FALSE, FALSE, sizeof (SentinelPoint));
  self->gaps = g_array_new (FALSE, FALSE, sizeof (SentinelMetricGap));
  make_points (self);
  make_gaps (self, find_period_us (self));
  return self;
}

/**
 * sentinel_preview_metric_free:
 * @self: (nullable) (transfer full): what a chart needs
 */
void
sentinel_preview_metric_free (SentinelPreviewMetric *self)
{
  if (self == NULL)
    return;
  sentinel_rule_history_unref (self->history);
  g_array_unref (self->points);
  g_array_unref (self->gaps);
  g_free (self);
}

static void
add_levels (SentinelMetricData *data, const SentinelPlan *plan)
{
  for (guint i = 0; i < plan->n_levels; i++) {
    const SentinelLevel *level = &plan->levels[i];
    gboolean has_clear = level->clear < level->raise || level->clear > level->raise;
    SentinelMetricLevel line = { level->importance, level->raise, has_clear ? level->clear : NAN };

    sentinel_metric_data_add_level (data, &line);
  }
}

static void
add_events (SentinelMetricData *data, const SentinelPreview *preview, guint series)
{
  for (guint i = 0; i < preview->events->len; i++) {
    const SentinelPreviewEvent *event = &g_array_index (preview->events, SentinelPreviewEvent, i);
    SentinelMetricBand band = { event->opened_at_us,
                                event->closed_at_us,
                                event->importance,
                                SENTINEL_METRIC_BAND_PREDICTED };
    SentinelMetricMark mark = { event->opened_at_us, event->importance };

    if (event->series != series)
      continue;
    if (event->closed_at_us == event->opened_at_us)
      sentinel_metric_data_add_mark (data, &mark);
    else
      sentinel_metric_data_add_band (data, &band);
  }
}

/**
 * sentinel_preview_metric_make_data:
 * @self: what was measured
 * @plan: whose levels to show
 * @preview: (nullable): what would have come of it
 *
 * Returns: (transfer full): what to draw
 */
SentinelMetricData *
sentinel_preview_metric_make_data (SentinelPreviewMetric *self,
                                   const SentinelPlan *plan,
                                   const SentinelPreview *preview)
{
  SentinelMetricData *data = sentinel_metric_data_new (get_measured (self)->series->unit,
                                                       self->history->from_us,
                                                       self->history->to_us);

  for (guint i = 0; i < self->points->len; i++)
    sentinel_metric_data_add_point (data, &g_array_index (self->points, SentinelPoint, i));
  for (guint i = 0; i < self->gaps->len; i++) {
    const SentinelMetricGap *gap = &g_array_index (self->gaps, SentinelMetricGap, i);

    sentinel_metric_data_add_gap (data, gap->from_us, gap->to_us);
  }
  add_levels (data, plan);
  if (preview != NULL)
    add_events (data, preview, self->series);
  return data;
}
