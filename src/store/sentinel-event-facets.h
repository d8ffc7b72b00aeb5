/* SPDX-License-Identifier: MIT */
/* How many of the live events there are of each kind, for quick filters. */
#pragma once
#include "sentinel-importance.h"
#include "sentinel-result.h"
G_BEGIN_DECLS

#define SENTINEL_FACETS_MAX_CATEGORIES 8

typedef struct {
  char *name;
  gint64 n;
} SentinelCategoryCount;

typedef struct {
  gint64 n_all;
  gint64 n_waiting; /* as "is:waiting" finds them */
  gint64 n_grave; /* high and critical */
  gint64 n_of[4]; /* low, medium, high, critical */
  GPtrArray *categories; /* of SentinelCategoryCount, the greatest first */
} SentinelEventFacets;

/* query: a live one; its filter counts, its limit and order do not. Reader thread. */
SentinelEventFacets *sentinel_event_facets_read (SentinelDatabase *db,
                                                 const SentinelQuery *query,
                                                 GError **error);
void sentinel_event_facets_free (SentinelEventFacets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelEventFacets, sentinel_event_facets_free)

G_END_DECLS
