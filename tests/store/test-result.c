/* SPDX-License-Identifier: MIT */
/* Queries against sorting and choosing one by one, the live view by its definition, and results on
 * their own. */
#include "sentinel-attention.h"
#include "sentinel-error.h"
#include "sentinel-result.h"
#include "sentinel-test-events.h"
#include <math.h>

static gpointer
read_query (SentinelDatabase *db, gpointer query, GError **error)
{
  return sentinel_result_query (db, query, error);
}

static gpointer
read_count (SentinelDatabase *db, gpointer query, GError **error)
{
  gint64 count = sentinel_result_query_count (db, query, error);

  return count >= 0 ? g_memdup2 (&count, sizeof count) : NULL;
}

static gint64
ask_count (SentinelTestStore *store, SentinelQuery *query)
{
  g_autofree gint64 *count = sentinel_test_store_read (store, read_count, query);

  return *count;
}

static void
test_positions (void)
{
  const gint64 orders[][4] = { { 9, 7, 4, 2 }, { 2, 4, 7, 9 }, { 4, 9, 2, 7 } };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_autoptr (SentinelResult) result =
        sentinel_result_new_from_ids (g_array_append_vals (ids, orders[i], 4));

    g_assert_cmpint (sentinel_result_get_count (result), ==, 4);
    for (gint64 position = 0; position < 4; position++) {
      g_assert_cmpint (sentinel_result_get_id (result, position), ==, orders[i][position]);
      g_assert_cmpint (sentinel_result_get_position (result, orders[i][position]), ==, position);
    }
    g_assert_cmpint (sentinel_result_get_id (result, 4), ==, 0);
    g_assert_cmpint (sentinel_result_get_id (result, -1), ==, 0);
    g_assert_cmpint (sentinel_result_get_position (result, 3), ==, -1);
    g_assert_cmpint (sentinel_result_get_position (result, 10), ==, -1);
  }
}

static SentinelEvent *
make_random_event (void)
{
  static const char *const words[] = { "alpha", "Beta", "gamma", "Delta" };
  SentinelEvent *event =
      sentinel_test_event_new ((SentinelImportance) (10 * g_test_rand_int_range (1, 5)),
                               words[g_test_rand_int_range (0, 4)],
                               words[g_test_rand_int_range (0, 4)]);

  g_set_str (&event->category, words[g_test_rand_int_range (0, 4)]);
  event->closed_at_us = g_test_rand_bit () ? 0
                                           : SENTINEL_TEST_NOW_US + g_test_rand_int_range (0, 9);
  event->acked_at_us = g_test_rand_bit () ? 0 : SENTINEL_TEST_NOW_US;
  event->shown_until_us = SENTINEL_TEST_NOW_US + g_test_rand_int_range (-5, 6);
  event->value_last = g_test_rand_bit () ? (double) NAN : g_test_rand_int_range (0, 9);
  return event;
}

static GPtrArray *
insert_random_events (SentinelTestStore *store, guint n_events)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);

  for (guint i = 0; i < n_events; i++)
    g_ptr_array_add (events, make_random_event ());
  sentinel_test_store_insert_events (store, events);
  return events;
}

static int
compare_numbers (double a, double b)
{
  return (a > b) - (a < b);
}

/* What has no value comes last in both directions. */
static int
compare_optional (double a, double b, int sign)
{
  if (isnan (a) || isnan (b))
    return isnan (a) - isnan (b);
  return sign * compare_numbers (a, b);
}

static int
compare_keys (const SentinelEvent *a, const SentinelEvent *b, SentinelSort sort, int sign)
{
  switch (sort) {
  case SENTINEL_SORT_TIME:
    return sign * compare_numbers ((double) a->id, (double) b->id);
  case SENTINEL_SORT_IMPORTANCE:
    return sign * compare_numbers (a->importance, b->importance);
  case SENTINEL_SORT_SOURCE:
    return sign * g_ascii_strcasecmp (a->source, b->source);
  case SENTINEL_SORT_CATEGORY:
    return sign * g_ascii_strcasecmp (a->category, b->category);
  case SENTINEL_SORT_MESSAGE:
    return sign * g_ascii_strcasecmp (a->message, b->message);
  case SENTINEL_SORT_STATUS:
    return sign
           * compare_numbers (sentinel_event_get_attention (a), sentinel_event_get_attention (b));
  case SENTINEL_SORT_VALUE:
    return compare_optional (a->value_last, b->value_last, sign);
  case SENTINEL_SORT_CLOSED:
    return compare_optional (a->closed_at_us != 0 ? (double) a->closed_at_us : (double) NAN,
                             b->closed_at_us != 0 ? (double) b->closed_at_us : (double) NAN,
                             sign);
  case SENTINEL_SORT_RULE:
  default:
    return 0;
  }
}

static int
compare_events (gconstpointer a, gconstpointer b, gpointer data)
{
  const SentinelQuery *query = data;
  const SentinelEvent *first = *(const SentinelEvent *const *) a;
  const SentinelEvent *second = *(const SentinelEvent *const *) b;
  int order = compare_keys (first, second, query->sort, query->ascending ? 1 : -1);

  return order != 0 ? order : compare_numbers ((double) second->id, (double) first->id);
}

static void
assert_ids (SentinelResult *result, GPtrArray *events)
{
  g_assert_cmpint (sentinel_result_get_count (result), ==, events->len);
  for (guint i = 0; i < events->len; i++)
    g_assert_cmpint (sentinel_result_get_id (result, i),
                     ==,
                     ((SentinelEvent *) events->pdata[i])->id);
}

static void
test_sorts (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autoptr (GPtrArray) events = insert_random_events (store, 300);

  for (int i = 0; sentinel_sort_nicks[i].nick != NULL; i++)
    for (int ascending = 0; ascending < 2; ascending++) {
      SentinelQuery query = { .sort = (SentinelSort) sentinel_sort_nicks[i].value,
                              .ascending = ascending };
      g_autoptr (SentinelResult) result = sentinel_test_store_read (store, read_query, &query);

      g_ptr_array_sort_with_data (events, compare_events, &query);
      assert_ids (result, events);
    }
}

static void
test_limit (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autoptr (GPtrArray) events = insert_random_events (store, 10);
  SentinelQuery query = { .limit = 4 };
  g_autoptr (SentinelResult) cut = sentinel_test_store_read (store, read_query, &query);
  g_autoptr (SentinelResult) whole = NULL;

  g_assert_cmpint (sentinel_result_get_count (cut), ==, 4);
  g_assert_cmpint (sentinel_result_get_id (cut, 0), ==, 10);
  g_assert_cmpint (sentinel_result_get_n_older (cut), ==, 6);
  g_assert_cmpint (ask_count (store, &query), ==, 10);
  query.limit = 10;
  whole = sentinel_test_store_read (store, read_query, &query);
  g_assert_cmpint (sentinel_result_get_count (whole), ==, 10);
  g_assert_cmpint (sentinel_result_get_n_older (whole), ==, 0);
}

static void
test_empty (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  SentinelQuery query = { .live = TRUE, .now_us = SENTINEL_TEST_NOW_US };
  g_autoptr (SentinelResult) result = sentinel_test_store_read (store, read_query, &query);

  g_assert_cmpint (sentinel_result_get_count (result), ==, 0);
  g_assert_cmpint (sentinel_result_get_stale_at_us (result), ==, 0);
  g_assert_cmpint (ask_count (store, &query), ==, 0);
}

/* The definition, word for word. */
static gboolean
is_live (const SentinelEvent *event, gint64 now_us)
{
  gboolean is_high = event->importance >= SENTINEL_IMPORTANCE_HIGH;

  if (is_high && event->acked_at_us != 0)
    return FALSE;
  return event->closed_at_us == 0 || is_high || event->shown_until_us > now_us;
}

static gint64
remove_what_is_not_live (GPtrArray *events, gint64 now_us)
{
  gint64 stale_at_us = 0;

  for (guint i = events->len; i > 0; i--) {
    const SentinelEvent *event = g_ptr_array_index (events, i - 1);
    gboolean leaves_by_time = event->closed_at_us != 0
                              && event->importance < SENTINEL_IMPORTANCE_HIGH;

    if (!is_live (event, now_us))
      g_ptr_array_remove_index (events, i - 1);
    else if (leaves_by_time)
      stale_at_us = stale_at_us == 0 ? event->shown_until_us
                                     : MIN (stale_at_us, event->shown_until_us);
  }
  return stale_at_us;
}

static void
test_live (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autoptr (GPtrArray) events = insert_random_events (store, 400);
  SentinelQuery query = { .live = TRUE, .now_us = SENTINEL_TEST_NOW_US };
  gint64 stale_at_us = remove_what_is_not_live (events, query.now_us);

  g_assert_cmpint (ask_count (store, &query), ==, events->len);
  for (int i = 0; sentinel_sort_nicks[i].nick != NULL; i++) {
    g_autoptr (SentinelResult) result = NULL;

    query.sort = (SentinelSort) sentinel_sort_nicks[i].value;
    result = sentinel_test_store_read (store, read_query, &query);
    g_ptr_array_sort_with_data (events, compare_events, &query);
    assert_ids (result, events);
    g_assert_cmpint (sentinel_result_get_stale_at_us (result), ==, stale_at_us);
  }
}

static void
insert_many (SentinelTestStore *store, guint n_events, SentinelImportance importance)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);

  for (guint i = 0; i < n_events; i++) {
    SentinelEvent *event = sentinel_test_event_new (importance, "a", "m");

    event->closed_at_us = SENTINEL_TEST_NOW_US;
    g_ptr_array_add (events, event);
  }
  sentinel_test_store_insert_events (store, events);
}

/* A low event that is over is shown only while it is among the newest; a high one that nobody
 * acknowledged always. */
static void
test_live_limits (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  SentinelQuery query = { .live = TRUE, .now_us = SENTINEL_TEST_NOW_US };
  g_autoptr (SentinelResult) result = NULL;

  insert_many (store, 1, SENTINEL_IMPORTANCE_HIGH);
  insert_many (store, SENTINEL_LIVE_WINDOW + 10, SENTINEL_IMPORTANCE_LOW);
  g_assert_cmpint (ask_count (store, &query), ==, SENTINEL_LIVE_WINDOW + 1);
  result = sentinel_test_store_read (store, read_query, &query);
  g_assert_cmpint (sentinel_result_get_count (result), ==, SENTINEL_LIVE_LIMIT);
  g_assert_cmpint (sentinel_result_get_id (result, 0), ==, SENTINEL_LIVE_WINDOW + 11);
  g_assert_cmpint (sentinel_result_get_n_older (result),
                   ==,
                   SENTINEL_LIVE_WINDOW + 1 - SENTINEL_LIVE_LIMIT);
}

static void
test_live_with_filter (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autoptr (GPtrArray) events = insert_random_events (store, 200);
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelFilter) filter =
      sentinel_filter_parse ("source:alpha,beta -importance:critical", &error);
  SentinelQuery query = { .filter = filter,
                          .live = TRUE,
                          .now_us = SENTINEL_TEST_NOW_US,
                          .limit = 3 };
  g_autoptr (SentinelResult) result = sentinel_test_store_read (store, read_query, &query);

  g_assert_no_error (error);
  remove_what_is_not_live (events, query.now_us);
  for (guint i = events->len; i > 0; i--) {
    const SentinelEvent *event = g_ptr_array_index (events, i - 1);

    if (event->importance == SENTINEL_IMPORTANCE_CRITICAL
        || (!g_str_equal (event->source, "alpha") && !g_str_equal (event->source, "Beta")))
      g_ptr_array_remove_index (events, i - 1);
  }
  g_assert_cmpint (ask_count (store, &query), ==, events->len);
  g_assert_cmpint (sentinel_result_get_n_older (result), ==, (gint64) events->len - 3);
  g_ptr_array_sort_with_data (events, compare_events, &query);
  g_ptr_array_set_size (events, 3);
  assert_ids (result, events);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/result/positions", test_positions);
  g_test_add_func ("/result/sorts", test_sorts);
  g_test_add_func ("/result/limit", test_limit);
  g_test_add_func ("/result/empty", test_empty);
  g_test_add_func ("/result/live", test_live);
  g_test_add_func ("/result/live-limits", test_live_limits);
  g_test_add_func ("/result/live-with-filter", test_live_with_filter);
  return g_test_run ();
}
