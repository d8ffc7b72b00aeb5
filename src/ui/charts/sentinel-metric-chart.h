/* SPDX-License-Identifier: MIT */
/* What was measured over time, against the levels of a rule: a line with its extremes, the events
 * that were open or would have been, hatching where nothing was observed.
 *
 * The pointer, or the arrow keys once it has the focus, move a cursor that says what is there:
 * Ctrl with an arrow goes from event to event, Home and End to the ends. Where levels can be
 * edited, the pointer drags their lines; [ and ] choose one for the keyboard, Up and Down, Page Up
 * and Page Down move it, Escape lets go of it. */
#pragma once
#include "sentinel-chart.h"
#include "sentinel-metric-data.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_METRIC_CHART (sentinel_metric_chart_get_type ())
G_DECLARE_FINAL_TYPE (SentinelMetricChart,
                      sentinel_metric_chart,
                      SENTINEL,
                      METRIC_CHART,
                      SentinelChart)

/* Signal "level-dragged" (guint level_index, gboolean is_clear, double value, gboolean done): a
 * person moves a line; done: and let go of it. Property "levels-editable". */
GtkWidget *sentinel_metric_chart_new (void);
/* data: nullable; zone: NULL: the local one */
void sentinel_metric_chart_set_data (SentinelMetricChart *self,
                                     SentinelMetricData *data,
                                     GTimeZone *zone);
/* (nullable): what is measured, for who does not see it */
void sentinel_metric_chart_set_title (SentinelMetricChart *self, const char *title);
void sentinel_metric_chart_set_levels_editable (SentinelMetricChart *self, gboolean is_editable);

/* what a screen reader is told of the whole, and of the cursor or the chosen line (nullable) */
const char *sentinel_metric_chart_get_summary (SentinelMetricChart *self);
const char *sentinel_metric_chart_get_cursor_text (SentinelMetricChart *self);

G_END_DECLS
