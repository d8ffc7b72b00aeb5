/* SPDX-License-Identifier: MIT */
/* How many events go on and how many need a person, from the partial indexes alone: what it costs
 * grows with what is open, not with the history. */
#pragma once
#include "sentinel-importance.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct {
  gint64 n_open;
  /* as "is:waiting" finds them: nobody acknowledged or snoozed them, and they go on or are at least
   * high */
  gint64 n_waiting;
  gint64 n_waiting_of[4]; /* low, medium, high, critical */
  SentinelImportance worst_waiting; /* NONE: nothing waits */
} SentinelEventCounts;

/* any connection */
gboolean sentinel_event_counts_read (SentinelDatabase *db,
                                     SentinelEventCounts *counts,
                                     GError **error);

G_END_DECLS
