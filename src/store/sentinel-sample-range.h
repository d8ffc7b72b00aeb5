/* SPDX-License-Identifier: MIT */
/* What was measured in a stretch of time, as fine as it is still there: samples where those are
 * kept, before that minutes, then hours, then days. */
#pragma once
#include "sentinel-series-store.h"
G_BEGIN_DECLS

typedef struct {
  gint64 from_us; /* begin of its first sample */
  gint64 span_us; /* that each of its samples stands for: 10 s, a minute, an hour or a day */
  guint first; /* index of its first sample; it lasts until the next part's */
} SentinelSamplePart;

typedef struct {
  GArray *samples; /* of SentinelSample, oldest first */
  GArray *parts; /* of SentinelSamplePart, oldest first; empty: no samples */
} SentinelSampleRange;

/* Those that begin in the range. Reader thread. */
SentinelSampleRange *sentinel_sample_range_read (SentinelDatabase *db,
                                                 gint64 instance_id,
                                                 const char *name,
                                                 gint64 from_us,
                                                 gint64 to_us,
                                                 GError **error);
void sentinel_sample_range_free (SentinelSampleRange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelSampleRange, sentinel_sample_range_free)

/* the longest; 0: no samples */
gint64 sentinel_sample_range_get_span_us (const SentinelSampleRange *self);

G_END_DECLS
