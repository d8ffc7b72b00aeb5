/* SPDX-License-Identifier: MIT */
/* The axes of a metric chart: round values at the end of the lines, round times below. */
#pragma once
#include "sentinel-metric-view.h"
G_BEGIN_DECLS

void sentinel_metric_axes_draw (const SentinelMetricView *view,
                                GtkSnapshot *snapshot,
                                const graphene_rect_t *plot);
/* shrinks the plot by their room */
void sentinel_metric_axes_place (const SentinelMetricView *view, graphene_rect_t *plot);
/* how many steps of values have room in a widget of that height */
guint sentinel_metric_axes_count_steps (const SentinelMetricView *view, int height);

G_END_DECLS
