/* SPDX-License-Identifier: MIT */
/* What the overview shows, read in one snapshot, so that its numbers agree with each other. */
#pragma once
#include "sentinel-event-counts.h"
#include "sentinel-overview-range.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct {
  SentinelOverviewRange range;
  gint64 midnight_us; /* when today began */
  gint64 n_rules, n_enabled;
  /* yesterday: until the same time of day */
  gint64 n_today, n_yesterday;
  SentinelEventCounts counts;
  GArray *buckets; /* of SentinelHistogramBucket */
} SentinelOverviewFacts;

void sentinel_overview_facts_free (gpointer self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelOverviewFacts, sentinel_overview_facts_free)

/* zone NULL: the local one */
void sentinel_overview_facts_read_async (SentinelStore *store,
                                         SentinelOverviewRange range,
                                         GTimeZone *zone,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
/* (transfer full); the source object is the store */
SentinelOverviewFacts *sentinel_overview_facts_read_finish (SentinelStore *store,
                                                            GAsyncResult *result,
                                                            GError **error);

G_END_DECLS
