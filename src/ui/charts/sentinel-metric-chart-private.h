/* SPDX-License-Identifier: MIT */
/* For the two halves of the metric chart: what it shows, and what the pointer and keys do to it. */
#pragma once
#include "sentinel-metric-chart.h"
#include "sentinel-metric-view.h"
G_BEGIN_DECLS

struct _SentinelMetricChart {
  SentinelChart parent_instance;
  SentinelMetricView view;
  char *title, *summary, *cursor_text;
  guint n_pixels; /* for which the columns were made */
  guint cursor; /* a stop; G_MAXUINT: none */
  gint64 cursor_us; /* where it was, for other stops */
  gboolean is_editable;
  guint dragged; /* the handle that is being dragged */
  double drag_y; /* where its line was then */
  gboolean is_over_line; /* the pointer shows that it could drag */
};

/* not while a line is dragged */
void sentinel_metric_chart_fit_values (SentinelMetricChart *self);
/* made now if they are not there for that width */
const SentinelMetricStops *sentinel_metric_chart_ensure_stops (SentinelMetricChart *self,
                                                               const graphene_rect_t *plot);
void sentinel_metric_chart_emit_dragged (SentinelMetricChart *self,
                                         guint handle,
                                         double value,
                                         gboolean is_done);

void sentinel_metric_chart_add_acts (SentinelMetricChart *self);
void sentinel_metric_chart_class_add_acts (GtkWidgetClass *widget_class);
/* says again what is at the cursor, after other data */
void sentinel_metric_chart_renew_cursor (SentinelMetricChart *self);

G_END_DECLS
