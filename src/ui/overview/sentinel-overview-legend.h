/* SPDX-License-Identifier: MIT */
/* The importances of the histogram with their sums; each leads to its events. */
#pragma once
#include "sentinel-event-histogram.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_OVERVIEW_LEGEND (sentinel_overview_legend_get_type ())
G_DECLARE_FINAL_TYPE (SentinelOverviewLegend,
                      sentinel_overview_legend,
                      SENTINEL,
                      OVERVIEW_LEGEND,
                      AdwBin)

/* Signal "activated" (int importance). */
/* (element-type SentinelHistogramBucket) */
void sentinel_overview_legend_show (SentinelOverviewLegend *self, GArray *buckets);

G_END_DECLS
