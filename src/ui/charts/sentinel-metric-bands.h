/* SPDX-License-Identifier: MIT */
/* The stretches of a metric chart: when nothing was observed, when events were open. */
#pragma once
#include "sentinel-metric-view.h"
G_BEGIN_DECLS

/* below the line */
void sentinel_metric_bands_draw (const SentinelMetricView *view,
                                 GtkSnapshot *snapshot,
                                 const graphene_rect_t *plot);
/* over it: the bars at the top and the shapes above them */
void sentinel_metric_bands_draw_tops (const SentinelMetricView *view,
                                      GtkSnapshot *snapshot,
                                      const graphene_rect_t *plot);

G_END_DECLS
