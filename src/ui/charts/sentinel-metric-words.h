/* SPDX-License-Identifier: MIT */
/* What a metric chart shows, in words: for who does not see it, and beside the cursor. */
#pragma once
#include "sentinel-metric-stops.h"
G_BEGIN_DECLS

/* "91.3 %"; unit nullable, from outside */
char *sentinel_metric_format_value (double value, const char *unit);
/* "CPU, last 42 %, from 3 % to 97 %, 5 events"; title, data nullable */
char *sentinel_metric_format_summary (const char *title, const SentinelMetricData *data);
/* lines about one stop; zone NULL: the local one */
char *sentinel_metric_format_stop (const SentinelMetricData *data,
                                   const SentinelMetricStops *stops,
                                   guint stop,
                                   GTimeZone *zone);
/* "Critical 90 %", of the line where it ends "Critical ends at 81 %" */
char *sentinel_metric_format_level (const SentinelMetricLevel *level,
                                    gboolean is_clear,
                                    const char *unit);

G_END_DECLS
