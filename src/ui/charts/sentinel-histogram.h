/* SPDX-License-Identifier: MIT */
/* Events over time: a bar for each bucket, stacked by importance, the critical ones at the
 * baseline. */
#pragma once
#include "sentinel-chart.h"
#include "sentinel-event-histogram.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_HISTOGRAM (sentinel_histogram_get_type ())
G_DECLARE_FINAL_TYPE (SentinelHistogram, sentinel_histogram, SENTINEL, HISTOGRAM, SentinelChart)

/* Signal "activated" (gint64 from_us, gint64 to_us): show the events of that bar. */
GtkWidget *sentinel_histogram_new (void);
/* (element-type SentinelHistogramBucket): oldest first, side by side; copied */
void sentinel_histogram_set_buckets (SentinelHistogram *self, GArray *buckets, GTimeZone *zone);

typedef struct {
  float left, right;
  /* edges from the baseline up, critical first; equal where there is nothing of an importance */
  float edges[SENTINEL_HISTOGRAM_N_TONES + 1];
} SentinelHistogramBar;
void sentinel_histogram_place_bar (SentinelHistogram *self, guint index, SentinelHistogramBar *bar);

G_END_DECLS
