/* SPDX-License-Identifier: MIT */
/* The cursor of a metric chart: a line at one stop, and a bubble that says what is there. */
#pragma once
#include "sentinel-metric-view.h"
G_BEGIN_DECLS

/* text: lines */
void sentinel_metric_cursor_draw (const SentinelMetricView *view,
                                  GtkSnapshot *snapshot,
                                  const graphene_rect_t *plot,
                                  guint stop,
                                  const char *text);
/* the stop where the event band before or after begins; the same stop: there is none */
guint sentinel_metric_cursor_find_band (const SentinelMetricView *view,
                                        guint stop,
                                        gboolean is_forward);

G_END_DECLS
