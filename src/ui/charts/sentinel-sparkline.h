/* SPDX-License-Identifier: MIT */
/* A small line of what was measured, for a table row. It is broken where nothing was observed.
 * Without a time range of its own it shows from its first point to its last. */
#pragma once
#include "sentinel-chart.h"
#include "sentinel-importance.h"
#include "sentinel-pixel-columns.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_SPARKLINE (sentinel_sparkline_get_type ())
G_DECLARE_FINAL_TYPE (SentinelSparkline, sentinel_sparkline, SENTINEL, SPARKLINE, SentinelChart)

GtkWidget *sentinel_sparkline_new (void);
/* (element-type SentinelPoint) (nullable) oldest first; copied. gap_us: two points further apart
 * are not joined. The accessible label is the caller's sentence. */
void sentinel_sparkline_set_points (SentinelSparkline *self, GArray *points, gint64 gap_us);
/* of an instance that fires the line has that colour; NONE: quiet */
void sentinel_sparkline_set_tone (SentinelSparkline *self, SentinelImportance tone);

G_END_DECLS
