/* SPDX-License-Identifier: MIT */
/* The times are worked out before the read, as readers have no clock. */
#include "sentinel-overview-facts.h"
#include "sentinel-event-histogram.h"
#include "sentinel-rule-store.h"

typedef struct {
  SentinelOverviewRange range;
  GArray *edges; /* of gint64 */
  /* yesterday, the same time yesterday, today, the end of time */
  gint64 day_edges[4];
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_array_unref (self->edges);
  g_free (self);
}

/**
 * sentinel_overview_facts_free:
 * @self: (nullable): a #SentinelOverviewFacts
 */
void
sentinel_overview_facts_free (gpointer self)
{
  SentinelOverviewFacts *facts = self;

  if (facts == NULL)
    return;
  g_clear_pointer (&facts->buckets, g_array_unref);
  g_free (facts);
}

static gboolean
read_days (SentinelDatabase *db,
           const Question *question,
           SentinelOverviewFacts *facts,
           GError **error)
{
  g_autoptr (GArray) days = sentinel_event_histogram_read (db,
                                                           question->day_edges,
                                                           G_N_ELEMENTS (question->day_edges),
                                                           error);

  if (days == NULL)
    return FALSE;
  facts->n_yesterday =
      sentinel_histogram_bucket_get_total (&g_array_index (days, SentinelHistogramBucket, 0));
  facts->n_today =
      sentinel_histogram_bucket_get_total (&g_array_index (days, SentinelHistogramBucket, 2));
  facts->midnight_us = question->day_edges[2];
  return TRUE;
}

static gpointer
read_facts (SentinelDatabase *db, gpointer data, GError **error)
{
  const Question *question = data;
  g_autoptr (SentinelOverviewFacts) facts = g_new0 (SentinelOverviewFacts, 1);

  facts->range = question->range;
  facts->n_rules = sentinel_rule_store_count (db, &facts->n_enabled, error);
  if (facts->n_rules < 0 || !sentinel_event_counts_read (db, &facts->counts, error)
      || !read_days (db, question, facts, error))
    return NULL;
  facts->buckets =
      sentinel_event_histogram_read (db,
                                     (const gint64 *) (gconstpointer) question->edges->data,
                                     question->edges->len,
                                     error);
  return facts->buckets != NULL ? g_steal_pointer (&facts) : NULL;
}

/**
 * sentinel_overview_facts_read_async:
 * @store: the store
 * @range: what the histogram shows
 * @zone: (nullable): whose days; %NULL: the local ones
 * @cancellable: (nullable): to stop waiting
 * @callback: called with @store as the source
 * @user_data: for @callback
 *
 * Main thread.
 */
void
sentinel_overview_facts_read_async (SentinelStore *store,
                                    SentinelOverviewRange range,
                                    GTimeZone *zone,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  gint64 now_us = sentinel_clock_get_realtime_us (sentinel_store_get_clock (store));
  Question *question = g_new0 (Question, 1);

  question->range = range;
  question->edges = sentinel_overview_range_list_edges (range, now_us, zone);
  question->day_edges[0] = sentinel_overview_range_get_midnight (now_us, -1, zone);
  question->day_edges[2] = sentinel_overview_range_get_midnight (now_us, 0, zone);
  question->day_edges[1] =
      MIN (question->day_edges[0] + now_us - question->day_edges[2] + 1, question->day_edges[2]);
  question->day_edges[3] = G_MAXINT64;
  sentinel_store_read_async (store,
                             read_facts,
                             question,
                             question_free,
                             sentinel_overview_facts_free,
                             cancellable,
                             callback,
                             user_data);
}

/**
 * sentinel_overview_facts_read_finish:
 * @store: the store
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the facts, or %NULL with @error
 */
SentinelOverviewFacts *
sentinel_overview_facts_read_finish (SentinelStore *store, GAsyncResult *result, GError **error)
{
  return sentinel_store_read_finish (store, result, error);
}
