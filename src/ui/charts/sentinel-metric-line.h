/* SPDX-License-Identifier: MIT */
/* The line of a metric chart: what was measured last in each column of pixels, and from the least
 * to the greatest of it. */
#pragma once
#include "sentinel-metric-view.h"
G_BEGIN_DECLS

void sentinel_metric_line_draw (const SentinelMetricView *view,
                                GtkSnapshot *snapshot,
                                const graphene_rect_t *plot);
void sentinel_metric_line_draw_dot (const SentinelMetricView *view,
                                    GtkSnapshot *snapshot,
                                    const graphene_rect_t *plot,
                                    const SentinelPixelColumn *column,
                                    float radius);

G_END_DECLS
