/* SPDX-License-Identifier: MIT */
/* What the parts of a metric chart draw from, and what all of them draw with. */
#pragma once
#include "sentinel-chart.h"
#include "sentinel-metric-stops.h"
#include "sentinel-value-axis.h"
G_BEGIN_DECLS

#define SENTINEL_METRIC_N_TONES 4
#define SENTINEL_METRIC_SHAPE 5.f /* how far a shape reaches from its middle, in pixels */

typedef struct {
  SentinelChart *chart;
  SentinelMetricData *data; /* nullable */
  SentinelMetricStops *stops;
  GArray *levels; /* of SentinelMetricLevel: those of data, as they were dragged since */
  SentinelValueAxis axis;
  GTimeZone *zone; /* NULL: the local one */
  guint chosen; /* 2 * level, one more where it ends; G_MAXUINT: none */
  /* children of the chart */
  GtkWidget *label_ink, *rule_ink, *gap_ink, *bubble_ink, *bubble_fill_ink;
  GtkWidget *tone_inks[SENTINEL_METRIC_N_TONES]; /* from low to critical */
} SentinelMetricView;

void sentinel_metric_view_add_inks (SentinelMetricView *self);
gboolean sentinel_metric_view_is_rtl (const SentinelMetricView *self);
/* how far it is from the one edge of the plot, for the end of the axis that text is written at */
float sentinel_metric_view_get_end (const SentinelMetricView *self, const graphene_rect_t *plot);
void sentinel_metric_view_get_color (const SentinelMetricView *self,
                                     SentinelImportance importance,
                                     float alpha,
                                     GdkRGBA *color);
/* the part of the plot between two times, mirrored where people read so; empty: neither is in it */
void sentinel_metric_view_get_stretch (const SentinelMetricView *self,
                                       const graphene_rect_t *plot,
                                       gint64 from_us,
                                       gint64 to_us,
                                       graphene_rect_t *stretch);
/* a line of pixels from edge to edge of the plot */
void sentinel_metric_view_draw_level (const SentinelMetricView *self,
                                      GtkSnapshot *snapshot,
                                      const graphene_rect_t *plot,
                                      float y,
                                      float height,
                                      const GdkRGBA *color);
void sentinel_metric_view_stroke (GtkSnapshot *snapshot,
                                  GskPathBuilder *builder,
                                  float width,
                                  const GdkRGBA *color);
/* octagon, triangle, diamond or ring, as the icons of events */
void sentinel_metric_view_draw_shape (const SentinelMetricView *self,
                                      GtkSnapshot *snapshot,
                                      SentinelImportance importance,
                                      const graphene_point_t *middle);

G_END_DECLS
