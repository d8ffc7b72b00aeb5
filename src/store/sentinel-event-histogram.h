/* SPDX-License-Identifier: MIT */
/* How many events fired in each stretch of time, by importance. */
#pragma once
#include "sentinel-importance.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

/* a place for each importance, from low to critical */
#define SENTINEL_HISTOGRAM_N_TONES 4

typedef struct {
  gint64 from_us, to_us; /* to_us: not in it any more */
  gint64 n[SENTINEL_HISTOGRAM_N_TONES];
} SentinelHistogramBucket;

SentinelImportance sentinel_histogram_get_importance (guint tone);
gint64 sentinel_histogram_bucket_get_total (const SentinelHistogramBucket *self);

/* (transfer full): of SentinelHistogramBucket, n_edges - 1 of them. edges_us: rising */
GArray *sentinel_event_histogram_read (SentinelDatabase *db,
                                       const gint64 *edges_us,
                                       guint n_edges,
                                       GError **error);

G_END_DECLS
