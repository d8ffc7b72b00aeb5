/* SPDX-License-Identifier: MIT */
/* The answer to a query for events: how many, which id stands where, and where an id stands. At
 * first a plain array of ids made on a reader; the list sits on this interface, so that an index
 * may come behind it. Immutable: a change of the data makes a new one. */
#pragma once
#include "sentinel-filter.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef enum {
  SENTINEL_SORT_TIME, /* id: the order of firing */
  SENTINEL_SORT_IMPORTANCE,
  SENTINEL_SORT_SOURCE,
  SENTINEL_SORT_CATEGORY,
  SENTINEL_SORT_MESSAGE,
  SENTINEL_SORT_STATUS,
  SENTINEL_SORT_RULE,
  SENTINEL_SORT_VALUE,
  SENTINEL_SORT_CLOSED,
} SentinelSort;

/* time importance source category message status rule value closed */
extern const SentinelNick sentinel_sort_nicks[];

typedef struct {
  SentinelFilter *filter; /* (nullable) all */
  SentinelSort sort;
  gboolean ascending; /* FALSE: newest or greatest first; ties always newest first */
  gboolean live; /* only what needs a person (design/02, "Live shows"), counted at now_us */
  gint64 now_us;
  gint64 limit; /* 0: none */
} SentinelQuery;

#define SENTINEL_LIVE_WINDOW 20000
#define SENTINEL_LIVE_LIMIT 5000

#define SENTINEL_TYPE_RESULT (sentinel_result_get_type ())
G_DECLARE_DERIVABLE_TYPE (SentinelResult, sentinel_result, SENTINEL, RESULT, GObject)

struct _SentinelResultClass {
  GObjectClass parent_class;
  gint64 (*get_count) (SentinelResult *self);
  gint64 (*get_id) (SentinelResult *self, gint64 position);
  gint64 (*get_position) (SentinelResult *self, gint64 id);
  gint64 (*get_n_older) (SentinelResult *self); /* (nullable) 0 */
  gint64 (*get_stale_at_us) (SentinelResult *self); /* (nullable) 0 */
};

gint64 sentinel_result_get_count (SentinelResult *self);
gint64 sentinel_result_get_id (SentinelResult *self, gint64 position); /* 0: past the end */
gint64 sentinel_result_get_position (SentinelResult *self, gint64 id); /* -1: not in it */
gint64 sentinel_result_get_n_older (SentinelResult *self); /* matches that the limit cut */
/* When the answer changes although no row did: a row of a live query has been shown long enough. 0:
 * never */
gint64 sentinel_result_get_stale_at_us (SentinelResult *self);

/* reader thread */
SentinelResult *sentinel_result_query (SentinelDatabase *db,
                                       const SentinelQuery *query,
                                       GError **error);
/* all matches, whatever the limit; -1 on error */
gint64 sentinel_result_query_count (SentinelDatabase *db,
                                    const SentinelQuery *query,
                                    GError **error);
SentinelResult *sentinel_result_new_from_ids (GArray *ids); /* (transfer full) of gint64 */

G_END_DECLS
