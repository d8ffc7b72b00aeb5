/* SPDX-License-Identifier: MIT */
/* Counting events by time and importance: against a slow reference that reads every row, with ids
 * that are gone and a clock that was set back. */
#include "sentinel-event-histogram.h"
#include "sentinel-event-store.h"
#include "sentinel-filter-sql.h"
#include "sentinel-result.h"
#include "sentinel-statement.h"
#include "sentinel-test-events.h"
#include "sentinel-test-store.h"
#include "sentinel-timestamp.h"

#define N_EVENTS 2000
#define N_EDGES 25
#define STEP_US (6 * G_TIME_SPAN_HOUR / N_EVENTS)

typedef struct {
  gint64 edges[N_EDGES];
} Edges;

/* what the events are like: when each opened, after the test's time */
typedef gint64 (*OpenedFunc) (guint i);

static gint64
open_in_order (guint i)
{
  return i * STEP_US;
}

/* each up to an hour before the newest of all so far */
static gint64
open_out_of_order (guint i)
{
  return i * STEP_US - g_test_rand_int_range (0, 3600) * G_TIME_SPAN_SECOND;
}

/* halfway the clock is set back by four hours */
static gint64
open_after_step_back (guint i)
{
  return i * STEP_US - (i < N_EVENTS / 2 ? 0 : 4 * G_TIME_SPAN_HOUR);
}

static gboolean
insert_events (SentinelTransaction *tx, gpointer data, GError **error)
{
  OpenedFunc *opened = data;

  for (guint i = 0; i < N_EVENTS; i++) {
    g_autoptr (SentinelEvent) event =
        sentinel_test_event_new ((SentinelImportance) (10 * g_test_rand_int_range (1, 5)),
                                 "a",
                                 "m");

    event->opened_at_us = SENTINEL_TEST_NOW_US + (*opened) (i);
    if (!sentinel_event_store_insert (tx, event, NULL, error))
      return FALSE;
  }
  return TRUE;
}

/* a third of them, all of the oldest among it, as pruning does */
static gboolean
remove_some (SentinelTransaction *tx, gpointer data, GError **error)
{
  return sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                       error,
                                       "DELETE FROM event WHERE id < ? OR id % 5 = 0",
                                       "i",
                                       (gint64) N_EVENTS / 6);
}

static gpointer
read_fast (SentinelDatabase *db, gpointer data, GError **error)
{
  Edges *edges = data;

  return sentinel_event_histogram_read (db, edges->edges, N_EDGES, error);
}

static gint64
count_slowly (SentinelDatabase *db, const SentinelHistogramBucket *bucket, guint tone)
{
  g_autoptr (GError) error = NULL;
  gboolean has_row;
  g_autoptr (SentinelStatement) count =
      sentinel_statement_get (db,
                              "SELECT count (*) FROM event WHERE +opened_at_us >= ?"
                              " AND +opened_at_us < ? AND importance = ?",
                              &error);

  g_assert_no_error (error);
  sentinel_statement_bind (count,
                           "iii",
                           bucket->from_us,
                           bucket->to_us,
                           (gint64) sentinel_histogram_get_importance (tone));
  g_assert_true (sentinel_statement_step (count, &has_row, &error));
  return sentinel_statement_get_int (count, 0);
}

static gpointer
read_slow (SentinelDatabase *db, gpointer data, GError **error)
{
  Edges *edges = data;
  GArray *buckets = g_array_new (FALSE, TRUE, sizeof (SentinelHistogramBucket));

  g_array_set_size (buckets, N_EDGES - 1);
  for (guint i = 0; i + 1 < N_EDGES; i++) {
    SentinelHistogramBucket *bucket = &g_array_index (buckets, SentinelHistogramBucket, i);

    bucket->from_us = edges->edges[i];
    bucket->to_us = edges->edges[i + 1];
    for (guint tone = 0; tone < SENTINEL_HISTOGRAM_N_TONES; tone++)
      bucket->n[tone] = count_slowly (db, bucket, tone);
  }
  return buckets;
}

static void
assert_same (GArray *fast, GArray *slow)
{
  g_assert_cmpmem (fast->data,
                   fast->len * sizeof (SentinelHistogramBucket),
                   slow->data,
                   slow->len * sizeof (SentinelHistogramBucket));
}

/* widths of all kinds, from before the first event to after the last */
static void
choose_edges (Edges *edges)
{
  gint64 at_us = SENTINEL_TEST_NOW_US + g_test_rand_int_range (-7200, 7200) * G_TIME_SPAN_SECOND;

  for (guint i = 0; i < N_EDGES; i++) {
    edges->edges[i] = at_us;
    at_us += g_test_rand_int_range (1, 1800) * G_TIME_SPAN_SECOND;
  }
}

static void
compare_often (SentinelTestStore *store)
{
  for (guint i = 0; i < 50; i++) {
    g_autoptr (GArray) fast = NULL;
    g_autoptr (GArray) slow = NULL;
    Edges edges;

    choose_edges (&edges);
    fast = sentinel_test_store_read (store, read_fast, &edges);
    slow = sentinel_test_store_read (store, read_slow, &edges);
    assert_same (fast, slow);
  }
}

static void
test_in_order (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  OpenedFunc opened = open_in_order;

  compare_often (store);
  sentinel_test_store_write (store, insert_events, &opened);
  compare_often (store);
  sentinel_test_store_write (store, remove_some, NULL);
  compare_often (store);
}

static void
test_clock_steps (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  OpenedFunc opened = open_out_of_order;

  sentinel_test_store_write (store, insert_events, &opened);
  compare_often (store);
  sentinel_test_store_write (store, remove_some, NULL);
  compare_often (store);
}

/* A step of hours may lose what was fired before it, but never counts what is not in the time. */
static void
test_clock_set_back (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  OpenedFunc opened = open_after_step_back;

  sentinel_test_store_write (store, insert_events, &opened);
  for (guint i = 0; i < 50; i++) {
    g_autoptr (GArray) fast = NULL;
    g_autoptr (GArray) slow = NULL;
    Edges edges;

    choose_edges (&edges);
    fast = sentinel_test_store_read (store, read_fast, &edges);
    slow = sentinel_test_store_read (store, read_slow, &edges);
    for (guint bucket = 0; bucket < fast->len; bucket++)
      g_assert_cmpint (sentinel_histogram_bucket_get_total (&g_array_index (fast,
                                                                            SentinelHistogramBucket,
                                                                            bucket)),
                       <=,
                       sentinel_histogram_bucket_get_total (&g_array_index (slow,
                                                                            SentinelHistogramBucket,
                                                                            bucket)));
  }
}

/* a bar leads to what it counted */
static gpointer
count_by_filter (SentinelDatabase *db, gpointer data, GError **error)
{
  const SentinelHistogramBucket *bucket = data;
  g_autofree char *from = sentinel_timestamp_format_utc (bucket->from_us);
  g_autofree char *to = sentinel_timestamp_format_utc (bucket->to_us);
  g_autofree char *text = g_strdup_printf ("after:%s before:%s", from, to);
  g_autoptr (SentinelFilter) filter = sentinel_filter_parse (text, error);
  SentinelQuery query = { .filter = filter };

  g_assert_nonnull (filter);
  return GSIZE_TO_POINTER ((gsize) sentinel_result_query_count (db, &query, error));
}

static void
test_bar_leads_to_its_events (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autoptr (GArray) buckets = NULL;
  OpenedFunc opened = open_out_of_order;
  gint64 total = 0;
  Edges edges;

  sentinel_test_store_write (store, insert_events, &opened);
  choose_edges (&edges);
  buckets = sentinel_test_store_read (store, read_fast, &edges);
  for (guint i = 0; i < buckets->len; i++) {
    SentinelHistogramBucket *bucket = &g_array_index (buckets, SentinelHistogramBucket, i);
    gint64 n =
        (gint64) GPOINTER_TO_SIZE (sentinel_test_store_read (store, count_by_filter, bucket));

    g_assert_cmpint (n, ==, sentinel_histogram_bucket_get_total (bucket));
    total += n;
  }
  g_assert_cmpint (total, >, 0);
}

/* the steps of a plan, one a line */
static gpointer
explain_filter (SentinelDatabase *db, gpointer unused, GError **error)
{
  g_autoptr (SentinelFilter) filter =
      sentinel_filter_parse ("after:2025-11-25 before:2025-11-26", error);
  g_autoptr (SentinelFilterSql) sql = sentinel_filter_sql_new (filter);
  g_autofree char *text =
      g_strdup_printf ("EXPLAIN QUERY PLAN SELECT e.id FROM event e WHERE %s ORDER BY e.id DESC",
                       sql->where);
  g_autoptr (SentinelStatement) statement = sentinel_statement_prepare (db, text, error);
  GString *plan = g_string_new (NULL);
  gboolean has_row;

  g_assert_no_error (*error);
  while (sentinel_statement_step (statement, &has_row, error) && has_row)
    g_string_append_printf (plan, "%s\n", sentinel_statement_get_text (statement, 3));
  return g_string_free (plan, FALSE);
}

static void
test_filter_reads_its_range (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autofree char *plan = sentinel_test_store_read (store, explain_filter, NULL);

  g_assert_nonnull (strstr (plan, "SEARCH e USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)\n"));
  g_assert_null (strstr (plan, "SCAN e"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-histogram/in-order", test_in_order);
  g_test_add_func ("/event-histogram/clock-steps", test_clock_steps);
  g_test_add_func ("/event-histogram/clock-set-back", test_clock_set_back);
  g_test_add_func ("/event-histogram/bar-leads-to-its-events", test_bar_leads_to_its_events);
  g_test_add_func ("/event-histogram/filter-reads-its-range", test_filter_reads_its_range);
  return g_test_run ();
}
