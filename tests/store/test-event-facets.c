/* SPDX-License-Identifier: MIT */
/* Numbers beside quick filters and on the badge, against counting every event: events and what
 * people do to them are made up from one seed, so that a failure comes again. */
#include "sentinel-attention.h"
#include "sentinel-event-counts.h"
#include "sentinel-event-facets.h"
#include "sentinel-test-events.h"

#define SEED 20251125
#define N_EVENTS 1500
#define N_ACTS 200

typedef struct {
  SentinelTestStore *store;
  GRand *rand;
  GPtrArray *events; /* of SentinelEvent, as they are stored */
} Fixture;

static gboolean
happens (Fixture *fixture, gint32 one_of)
{
  return g_rand_int_range (fixture->rand, 0, one_of) == 0;
}

static void
make_attention (Fixture *fixture, SentinelEvent *event)
{
  event->acked_at_us = happens (fixture, 2) ? SENTINEL_TEST_NOW_US : 0;
  event->snoozed_until_us = happens (fixture, 4) ? SENTINEL_TEST_NOW_US + 9 : 0;
  event->closed_at_us = happens (fixture, 2) ? SENTINEL_TEST_NOW_US : 0;
}

/* Ten categories, the later the rarer, so that some of them are too many. */
static SentinelEvent *
make_event (Fixture *fixture)
{
  static const char *const categories[] = { "General", "Market", "System", "Security", "Säumnis",
                                            "zeta",    "Ärger",  "a \\ b", "50%",      "last" };
  static const char *const words[] = { "disk full", "Straße", "load", "50%" };
  SentinelEvent *event =
      sentinel_test_event_new ((SentinelImportance) (10 * g_rand_int_range (fixture->rand, 1, 5)),
                               words[g_rand_int_range (fixture->rand, 0, 4)],
                               words[g_rand_int_range (fixture->rand, 0, 4)]);
  gint32 last = g_rand_int_range (fixture->rand, 0, G_N_ELEMENTS (categories));

  g_set_str (&event->category, categories[g_rand_int_range (fixture->rand, 0, last + 1)]);
  make_attention (fixture, event);
  event->shown_until_us = SENTINEL_TEST_NOW_US + g_rand_int_range (fixture->rand, -5, 6);
  return event;
}

static void
set_up (Fixture *fixture, gconstpointer has_suppressed)
{
  fixture->store = sentinel_test_store_new ();
  fixture->rand = g_rand_new_with_seed (SEED);
  fixture->events = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);
  for (guint i = 0; i < N_EVENTS; i++) {
    SentinelEvent *event = make_event (fixture);

    if (has_suppressed != NULL && happens (fixture, 5))
      event->suppressed_by = 1;
    g_ptr_array_add (fixture->events, event);
  }
  sentinel_test_store_insert_events (fixture->store, fixture->events);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_ptr_array_unref (fixture->events);
  g_rand_free (fixture->rand);
  sentinel_test_store_free (fixture->store);
}

/* Facets: */

static gpointer
read_facets (SentinelDatabase *db, gpointer query, GError **error)
{
  return sentinel_event_facets_read (db, query, error);
}

static gpointer
read_ids (SentinelDatabase *db, gpointer query, GError **error)
{
  return sentinel_result_query (db, query, error);
}

static SentinelQuery
make_query (SentinelFilter *filter)
{
  return (SentinelQuery) { .filter = filter, .live = TRUE, .now_us = SENTINEL_TEST_NOW_US };
}

/* What the window would list: a search, and a quick filter chosen beside it. */
static GPtrArray *
list_live (Fixture *fixture, const char *search, const char *quick)
{
  g_autofree char *text = g_strdup_printf ("%s %s", quick, search);
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelFilter) filter = sentinel_filter_parse (text, &error);
  SentinelQuery query = make_query (filter);
  g_autoptr (SentinelResult) result = NULL;
  GPtrArray *found = g_ptr_array_new ();

  g_assert_no_error (error);
  result = sentinel_test_store_read (fixture->store, read_ids, &query);
  for (gint64 i = 0; i < sentinel_result_get_count (result); i++)
    g_ptr_array_add (found,
                     g_ptr_array_index (fixture->events, sentinel_result_get_id (result, i) - 1));
  return found;
}

static gboolean
is_waiting (const SentinelEvent *event)
{
  SentinelAttention attention = sentinel_event_get_attention (event);

  return attention == SENTINEL_ATTENTION_NEW
         || (attention == SENTINEL_ATTENTION_UNSEEN
             && event->importance >= SENTINEL_IMPORTANCE_HIGH);
}

static void
assert_importances (const SentinelEventFacets *facets, GPtrArray *events)
{
  gint64 n_of[4] = { 0 };
  gint64 n_waiting = 0;

  for (guint i = 0; i < events->len; i++) {
    const SentinelEvent *event = g_ptr_array_index (events, i);

    n_of[event->importance / 10 - 1]++;
    n_waiting += is_waiting (event);
  }
  for (guint i = 0; i < G_N_ELEMENTS (n_of); i++)
    g_assert_cmpint (facets->n_of[i], ==, n_of[i]);
  g_assert_cmpint (facets->n_all, ==, events->len);
  g_assert_cmpint (facets->n_grave, ==, n_of[2] + n_of[3]);
  g_assert_cmpint (facets->n_waiting, ==, n_waiting);
}

static GHashTable *
count_categories (GPtrArray *events)
{
  GHashTable *counts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < events->len; i++) {
    const SentinelEvent *event = g_ptr_array_index (events, i);
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, event->category));

    g_hash_table_insert (counts, event->category, GUINT_TO_POINTER (n + 1));
  }
  return counts;
}

/* The greatest first; those that are left out are no greater than the last. */
static void
assert_categories (const SentinelEventFacets *facets, GPtrArray *events)
{
  g_autoptr (GHashTable) counts = count_categories (events);
  guint n_categories = g_hash_table_size (counts);
  gint64 least = G_MAXINT64;
  GHashTableIter iter;
  gpointer n;

  g_assert_cmpuint (facets->categories->len,
                    ==,
                    MIN (n_categories, SENTINEL_FACETS_MAX_CATEGORIES));
  for (guint i = 0; i < facets->categories->len; i++) {
    const SentinelCategoryCount *count = g_ptr_array_index (facets->categories, i);

    g_assert_cmpint (count->n, ==, GPOINTER_TO_UINT (g_hash_table_lookup (counts, count->name)));
    g_assert_cmpint (count->n, <=, least);
    least = count->n;
    g_hash_table_remove (counts, count->name);
  }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, NULL, &n))
    g_assert_cmpint (GPOINTER_TO_UINT (n), <=, least);
}

/* Whoever presses a quick filter gets as many rows as it says. */
static void
assert_quick_filters (Fixture *fixture, const SentinelEventFacets *facets, const char *search)
{
  g_autoptr (GPtrArray) waiting = list_live (fixture, search, "is:waiting");
  g_autoptr (GPtrArray) grave = list_live (fixture, search, "importance:high,critical");

  g_assert_cmpint (facets->n_waiting, ==, waiting->len);
  g_assert_cmpint (facets->n_grave, ==, grave->len);
  for (guint i = 0; i < facets->categories->len; i++) {
    const SentinelCategoryCount *count = g_ptr_array_index (facets->categories, i);
    g_autofree char *quick = g_strdup_printf ("category:\"%s\"", count->name);
    g_autoptr (GPtrArray) events = list_live (fixture, search, quick);

    g_assert_cmpint (count->n, ==, events->len);
  }
}

static const char *const searches[] = {
  "",
  "disk",
  "-disk",
  "straße",
  "importance:low",
  "importance:critical is:open",
  "is:acknowledged",
  "is:snoozed",
  "-is:waiting",
  "is:new,unseen",
  "category:system",
  "-category:säumnis load",
  "source:load",
  "id:1,2,3",
  "after:2031-01-01",
};

static void
test_facets (Fixture *fixture, gconstpointer unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++) {
    g_autoptr (SentinelFilter) filter = sentinel_filter_parse (searches[i], NULL);
    SentinelQuery query = make_query (filter);
    g_autoptr (SentinelEventFacets) facets =
        sentinel_test_store_read (fixture->store, read_facets, &query);
    g_autoptr (GPtrArray) events = list_live (fixture, searches[i], "");

    g_test_message ("“%s”: %u events", searches[i], events->len);
    assert_importances (facets, events);
    assert_categories (facets, events);
    assert_quick_filters (fixture, facets, searches[i]);
  }
}

/* The limit of the list is not one of the counts. */
static void
test_limit_does_not_count (Fixture *fixture, gconstpointer unused)
{
  SentinelQuery query = make_query (NULL);
  g_autoptr (SentinelEventFacets) all = NULL;
  g_autoptr (SentinelEventFacets) limited = NULL;

  all = sentinel_test_store_read (fixture->store, read_facets, &query);
  query.limit = 1;
  limited = sentinel_test_store_read (fixture->store, read_facets, &query);
  g_assert_cmpint (all->n_all, >, N_EVENTS / 2);
  g_assert_cmpint (limited->n_all, ==, all->n_all);
}

/* Counts: */

static gpointer
read_counts (SentinelDatabase *db, gpointer unused, GError **error)
{
  g_autofree SentinelEventCounts *counts = g_new0 (SentinelEventCounts, 1);

  return sentinel_event_counts_read (db, counts, error) ? g_steal_pointer (&counts) : NULL;
}

static SentinelEventCounts
count_all (GPtrArray *events)
{
  SentinelEventCounts counts = { 0 };

  for (guint i = 0; i < events->len; i++) {
    const SentinelEvent *event = g_ptr_array_index (events, i);

    counts.n_open += sentinel_event_is_open (event);
    if (!is_waiting (event))
      continue;
    counts.n_waiting++;
    counts.n_waiting_of[event->importance / 10 - 1]++;
    counts.worst_waiting = MAX (counts.worst_waiting, event->importance);
  }
  return counts;
}

static void
assert_counts (Fixture *fixture)
{
  g_autofree SentinelEventCounts *found =
      sentinel_test_store_read (fixture->store, read_counts, NULL);
  SentinelEventCounts expected = count_all (fixture->events);

  g_assert_cmpint (found->n_open, ==, expected.n_open);
  g_assert_cmpint (found->n_waiting, ==, expected.n_waiting);
  g_assert_cmpint (found->worst_waiting, ==, expected.worst_waiting);
  for (guint i = 0; i < G_N_ELEMENTS (expected.n_waiting_of); i++)
    g_assert_cmpint (found->n_waiting_of[i], ==, expected.n_waiting_of[i]);
}

/* Also while events are acknowledged, snoozed, closed, and come back. */
static void
test_counts (Fixture *fixture, gconstpointer unused)
{
  assert_counts (fixture);
  for (guint i = 0; i < N_ACTS; i++) {
    SentinelEvent *event =
        g_ptr_array_index (fixture->events, g_rand_int_range (fixture->rand, 0, N_EVENTS));

    make_attention (fixture, event);
    sentinel_test_store_update_event (fixture->store, event);
    assert_counts (fixture);
  }
}

/* Down to nothing: the worst goes first. */
static void
test_counts_to_nothing (Fixture *fixture, gconstpointer unused)
{
  for (int importance = SENTINEL_IMPORTANCE_CRITICAL; importance >= SENTINEL_IMPORTANCE_LOW;
       importance -= 10) {
    for (guint i = 0; i < fixture->events->len; i++) {
      SentinelEvent *event = g_ptr_array_index (fixture->events, i);

      if ((int) event->importance != importance || !is_waiting (event))
        continue;
      event->acked_at_us = SENTINEL_TEST_NOW_US;
      sentinel_test_store_update_event (fixture->store, event);
    }
    assert_counts (fixture);
  }
  g_assert_cmpint (count_all (fixture->events).n_waiting, ==, 0);
}

int
main (int argc, char **argv)
{
  static const gboolean suppressed = TRUE;

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/event-facets/facets", Fixture, &suppressed, set_up, test_facets, tear_down);
  g_test_add ("/event-facets/limit", Fixture, NULL, set_up, test_limit_does_not_count, tear_down);
  g_test_add ("/event-counts/acts", Fixture, NULL, set_up, test_counts, tear_down);
  g_test_add ("/event-counts/to-nothing", Fixture, NULL, set_up, test_counts_to_nothing, tear_down);
  return g_test_run ();
}
