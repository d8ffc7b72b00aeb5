/* SPDX-License-Identifier: MIT */
/* The lines of the levels: where they are, which of them the pointer is at, how they are drawn. A
 * line is known by its handle, 2 * level, and one more where the level ends. */
#pragma once
#include "sentinel-metric-view.h"
G_BEGIN_DECLS

#define SENTINEL_METRIC_NO_HANDLE G_MAXUINT

gboolean sentinel_metric_levels_is_handle (const SentinelMetricView *view, guint handle);
double sentinel_metric_levels_get (const SentinelMetricView *view, guint handle);
/* not past the other line of the same level */
void sentinel_metric_levels_set (SentinelMetricView *view, guint handle, double value);
char *sentinel_metric_levels_format (const SentinelMetricView *view, guint handle);
/* the nearest line within reach; NO_HANDLE: none */
guint sentinel_metric_levels_find (const SentinelMetricView *view,
                                   const graphene_rect_t *plot,
                                   double y,
                                   double reach);
/* the next one in the order of values, up or down; the first or last after NO_HANDLE */
guint sentinel_metric_levels_step (const SentinelMetricView *view, guint handle, gboolean is_up);
/* grows by what of the lines should be seen with the values */
void sentinel_metric_levels_extend (const SentinelMetricView *view, double *low, double *high);

void sentinel_metric_levels_draw (const SentinelMetricView *view,
                                  GtkSnapshot *snapshot,
                                  const graphene_rect_t *plot);

G_END_DECLS
