/* SPDX-License-Identifier: MIT */
/* For tests: a day of a processor as a metric chart shows it. */
#pragma once
#include "sentinel-metric-data.h"
G_BEGIN_DECLS

/* (transfer full): a point a minute up to to_us; a gap, events that were open and one that would
 * have been, a level at 90 % and one at 75 % */
SentinelMetricData *sentinel_metric_maker_new_day (gint64 to_us);

G_END_DECLS
