/* SPDX-License-Identifier: MIT */
/* The list that views show: after every signal, and after any edits of the store, it equals a plain
 * array. */
#include "sentinel-error.h"
#include "sentinel-event-list.h"
#include "sentinel-rule-store.h"
#include "sentinel-test-events.h"

#define TIMEOUT SENTINEL_TEST_TIMEOUT_MS

typedef struct {
  SentinelTestStore *store;
  SentinelEventList *list;
  GArray *shadow; /* ids, kept from the signals alone */
  guint n_signals;
  GArray *expected; /* ids that the list shall come to */
} Fixture;

static gint64
get_id_at (SentinelEventList *list, guint position)
{
  g_autoptr (SentinelEventSlot) slot = g_list_model_get_item (G_LIST_MODEL (list), position);

  return slot != NULL ? sentinel_event_slot_get_id (slot) : 0;
}

static void
assert_equals_shadow (Fixture *fixture)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)),
                    ==,
                    fixture->shadow->len);
  for (guint i = 0; i < fixture->shadow->len; i++)
    g_assert_cmpint (get_id_at (fixture->list, i), ==, g_array_index (fixture->shadow, gint64, i));
  g_assert_cmpint (get_id_at (fixture->list, fixture->shadow->len), ==, 0);
}

static void
items_changed_cb (GListModel *model, guint position, guint n_removed, guint n_added, gpointer data)
{
  Fixture *fixture = data;

  fixture->n_signals++;
  g_assert_cmpuint (n_removed + n_added, >, 0);
  if (n_removed > 0)
    g_array_remove_range (fixture->shadow, position, n_removed);
  for (guint i = 0; i < n_added; i++) {
    gint64 id = get_id_at (fixture->list, position + i);

    g_array_insert_val (fixture->shadow, position + i, id);
  }
  assert_equals_shadow (fixture);
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = sentinel_test_store_new ();
  fixture->list = sentinel_event_list_new (fixture->store->store);
  fixture->shadow = g_array_new (FALSE, FALSE, sizeof (gint64));
  fixture->expected = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->list);
  sentinel_test_store_free (fixture->store);
  g_array_unref (fixture->shadow);
  g_array_unref (fixture->expected);
}

static gboolean
is_loaded (gpointer list)
{
  return !sentinel_event_list_is_loading (list);
}

static void
show (Fixture *fixture, const SentinelQuery *query)
{
  sentinel_event_list_set_query (fixture->list, query);
  g_assert_true (sentinel_event_list_is_loading (fixture->list));
  g_assert_true (sentinel_test_wait_until (is_loaded, fixture->list, TIMEOUT));
}

static gboolean
equals_expected (Fixture *fixture)
{
  if (fixture->shadow->len != fixture->expected->len)
    return FALSE;
  for (guint i = 0; i < fixture->shadow->len; i++)
    if (g_array_index (fixture->shadow, gint64, i) != g_array_index (fixture->expected, gint64, i))
      return FALSE;
  return TRUE;
}

static gpointer
read_query (SentinelDatabase *db, gpointer query, GError **error)
{
  return sentinel_result_query (db, query, error);
}

static void
expect_answer_of (Fixture *fixture, SentinelQuery *query)
{
  g_autoptr (SentinelResult) result = NULL;

  query->now_us = sentinel_test_store_now_us (fixture->store);
  result = sentinel_test_store_read (fixture->store, read_query, query);
  g_array_set_size (fixture->expected, 0);
  for (gint64 i = 0; i < sentinel_result_get_count (result); i++) {
    gint64 id = sentinel_result_get_id (result, i);

    g_array_append_val (fixture->expected, id);
  }
}

typedef struct {
  Fixture *fixture;
  SentinelQuery *query;
} Wanted;

/* A list that has just changed takes its time before it asks again, and what is live changes with
 * the time. */
static gboolean
shows_expected (gpointer data)
{
  Wanted *wanted = data;

  if (equals_expected (wanted->fixture))
    return TRUE;
  sentinel_fake_clock_advance (wanted->fixture->store->clock, 500 * G_TIME_SPAN_MILLISECOND);
  expect_answer_of (wanted->fixture, wanted->query);
  return FALSE;
}

static void
wait_for_answer_of (Fixture *fixture, SentinelQuery *query)
{
  expect_answer_of (fixture, query);
  g_assert_true (sentinel_test_wait_until (shows_expected, &(Wanted) { fixture, query }, TIMEOUT));
  assert_equals_shadow (fixture);
}

static gint64
insert (Fixture *fixture, SentinelImportance importance, const char *message)
{
  g_autoptr (SentinelEvent) event = sentinel_test_event_new (importance, "a", message);

  sentinel_test_store_insert_event (fixture->store, event);
  return event->id;
}

static void
insert_many (Fixture *fixture, guint n_events)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);

  for (guint i = 0; i < n_events; i++)
    g_ptr_array_add (events, sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "m"));
  sentinel_test_store_insert_events (fixture->store, events);
}

static void
test_empty_until_asked (Fixture *fixture, gconstpointer data)
{
  insert (fixture, SENTINEL_IMPORTANCE_LOW, "m");
  sentinel_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->list), 0));
  g_assert_false (sentinel_event_list_is_loading (fixture->list));
  g_assert_cmpint (sentinel_event_list_get_position (fixture->list, 1), ==, -1);
}

static void
test_new_events_come_in_at_the_top (Fixture *fixture, gconstpointer data)
{
  SentinelQuery query = { 0 };
  g_autoptr (SentinelEventSlot) slot = NULL;

  insert_many (fixture, 3);
  show (fixture, &query);
  g_assert_cmpuint (fixture->n_signals, ==, 1);
  insert (fixture, SENTINEL_IMPORTANCE_LOW, "new");
  wait_for_answer_of (fixture, &query);
  g_assert_cmpuint (fixture->n_signals, ==, 2);
  slot = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  /* No placeholder: it came with the answer. */
  g_assert_cmpstr (sentinel_event_slot_get_event (slot)->message, ==, "new");
  g_assert_cmpint (sentinel_event_list_get_position (fixture->list, 4), ==, 0);
  g_assert_cmpint (sentinel_event_list_get_position (fixture->list, 1), ==, 3);
}

static gboolean
slot_has_event (gpointer slot)
{
  return sentinel_event_slot_get_event (slot) != NULL;
}

static void
test_rows_are_read_when_looked_at (Fixture *fixture, gconstpointer data)
{
  SentinelQuery query = { 0 };
  g_autoptr (SentinelEventSlot) slot = NULL;
  g_autoptr (SentinelEventSlot) again = NULL;
  g_autoptr (SentinelEventSlot) neighbour = NULL;

  insert_many (fixture, 1000);
  show (fixture, &query);
  slot = g_list_model_get_item (G_LIST_MODEL (fixture->list), 700);
  g_assert_null (sentinel_event_slot_get_event (slot));
  g_assert_cmpint (sentinel_event_slot_get_id (slot), ==, 300);
  g_assert_true (sentinel_test_wait_until (slot_has_event, slot, TIMEOUT));
  g_assert_cmpint (sentinel_event_slot_get_event (slot)->id, ==, 300);
  again = g_list_model_get_item (G_LIST_MODEL (fixture->list), 700);
  g_assert_true (again == slot);
  neighbour = g_list_model_get_item (G_LIST_MODEL (fixture->list), 701);
  g_assert_nonnull (sentinel_event_slot_get_event (neighbour));
}

typedef struct {
  SentinelEventSlot *slot;
  const char *message;
} ExpectedMessage;

static gboolean
has_message (gpointer data)
{
  const ExpectedMessage *expected = data;
  SentinelEvent *event = sentinel_event_slot_get_event (expected->slot);

  return event != NULL && g_str_equal (event->message, expected->message);
}

/* Also a row that nobody looks at must not show its old self later. */
static void
test_touched_rows_are_read_again (Fixture *fixture, gconstpointer data)
{
  SentinelQuery query = { 0 };
  g_autoptr (SentinelEvent) first =
      sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "before");
  g_autoptr (SentinelEvent) second =
      sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "before");
  g_autoptr (SentinelEventSlot) visible = NULL;
  g_autoptr (SentinelEventSlot) hidden = NULL;

  sentinel_test_store_insert_event (fixture->store, first);
  sentinel_test_store_insert_event (fixture->store, second);
  show (fixture, &query);
  visible = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  g_assert_true (sentinel_test_wait_until (has_message,
                                           &(ExpectedMessage) { visible, "before" },
                                           TIMEOUT));
  g_set_str (&first->message, "after");
  g_set_str (&second->message, "after");
  sentinel_test_store_update_event (fixture->store, first);
  sentinel_test_store_update_event (fixture->store, second);
  g_assert_true (sentinel_test_wait_until (has_message,
                                           &(ExpectedMessage) { visible, "after" },
                                           TIMEOUT));
  hidden = g_list_model_get_item (G_LIST_MODEL (fixture->list), 1);
  g_assert_true (sentinel_test_wait_until (has_message,
                                           &(ExpectedMessage) { hidden, "after" },
                                           TIMEOUT));
  g_assert_cmpuint (fixture->n_signals, ==, 1);
}

static gboolean
rename_rule (SentinelTransaction *tx, gpointer rule_id, GError **error)
{
  g_autoptr (SentinelRule) rule =
      sentinel_rule_store_get (sentinel_transaction_get_database (tx), *(gint64 *) rule_id, error);

  if (rule == NULL)
    return FALSE;
  g_set_str (&rule->name, "Renamed");
  return sentinel_rule_store_update (tx, rule, "Ada", error);
}

static gboolean
ensure_manual (SentinelTransaction *tx, gpointer rule_id, GError **error)
{
  *(gint64 *) rule_id = sentinel_rule_store_ensure_manual (tx, error);
  return *(gint64 *) rule_id != 0;
}

static gboolean
is_renamed (gpointer slot)
{
  SentinelEvent *event = sentinel_event_slot_get_event (slot);

  return event != NULL && g_strcmp0 (event->rule, "Renamed") == 0;
}

static void
test_rules_that_are_renamed (Fixture *fixture, gconstpointer data)
{
  SentinelQuery query = { 0 };
  g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "m");
  g_autoptr (SentinelEventSlot) slot = NULL;

  sentinel_test_store_write (fixture->store, ensure_manual, &event->rule_id);
  sentinel_test_store_insert_event (fixture->store, event);
  show (fixture, &query);
  slot = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  g_assert_false (is_renamed (slot));
  sentinel_test_store_write (fixture->store, rename_rule, &event->rule_id);
  g_assert_true (sentinel_test_wait_until (is_renamed, slot, TIMEOUT));
}

static void
test_live_rows_leave_by_time (Fixture *fixture, gconstpointer data)
{
  SentinelQuery query = { .live = TRUE };
  g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "over");

  event->closed_at_us = SENTINEL_TEST_NOW_US;
  event->shown_until_us = SENTINEL_TEST_NOW_US + 5 * G_TIME_SPAN_MINUTE;
  sentinel_test_store_insert_event (fixture->store, event);
  insert (fixture, SENTINEL_IMPORTANCE_LOW, "still firing");
  show (fixture, &query);
  g_assert_cmpuint (fixture->shadow->len, ==, 2);
  g_assert_cmpint (sentinel_fake_clock_get_next_due_us (fixture->store->clock,
                                                        SENTINEL_CLOCK_REALTIME),
                   ==,
                   event->shown_until_us);
  sentinel_fake_clock_advance (fixture->store->clock, 5 * G_TIME_SPAN_MINUTE);
  wait_for_answer_of (fixture, &query);
  g_assert_cmpuint (fixture->shadow->len, ==, 1);
}

static void
test_acknowledged_high_leaves_live_at_once (Fixture *fixture, gconstpointer data)
{
  SentinelQuery query = { .live = TRUE };
  g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_HIGH, "a", "m");

  sentinel_test_store_insert_event (fixture->store, event);
  show (fixture, &query);
  g_assert_cmpuint (fixture->shadow->len, ==, 1);
  event->acked_at_us = SENTINEL_TEST_NOW_US;
  sentinel_test_store_update_event (fixture->store, event);
  wait_for_answer_of (fixture, &query);
  g_assert_cmpuint (fixture->shadow->len, ==, 0);
}

static void
test_limit_tells_how_many_are_older (Fixture *fixture, gconstpointer data)
{
  SentinelQuery query = { .limit = 4 };
  gint64 n_older;

  insert_many (fixture, 10);
  show (fixture, &query);
  g_object_get (fixture->list, "n-older", &n_older, NULL);
  g_assert_cmpint (n_older, ==, 6);
  g_assert_cmpuint (fixture->shadow->len, ==, 4);
  insert_many (fixture, 1);
  wait_for_answer_of (fixture, &query);
  g_object_get (fixture->list, "n-older", &n_older, NULL);
  g_assert_cmpint (n_older, ==, 7);
}

/* Only the answer to the last of several queries is shown. */
static void
test_offered_step_by_step (Fixture *fixture, gconstpointer data)
{
  SentinelQuery query = { .sort = SENTINEL_SORT_TIME };

  insert_many (fixture, 100);
  sentinel_event_list_offer (fixture->list, 10);
  show (fixture, &query);
  g_assert_cmpuint (fixture->shadow->len, ==, 10);
  g_assert_false (sentinel_event_list_is_offered_whole (fixture->list));
  sentinel_event_list_offer (fixture->list, 30);
  g_assert_cmpuint (fixture->shadow->len, ==, 30);
  /* Nothing that is shown goes again. */
  sentinel_event_list_offer (fixture->list, 5);
  g_assert_cmpuint (fixture->shadow->len, ==, 30);
  /* What comes then is shown, and so is the rest. */
  insert (fixture, SENTINEL_IMPORTANCE_HIGH, "new");
  wait_for_answer_of (fixture, &query);
  g_assert_true (sentinel_event_list_is_offered_whole (fixture->list));
}

static gboolean
has_rows (gpointer data)
{
  Fixture *fixture = data;

  return fixture->shadow->len > 0;
}

/* Many rows at once make the next answer wait, one does not. */
static void
test_a_storm_is_shown_in_steps (Fixture *fixture, gconstpointer data)
{
  SentinelQuery query = { .sort = SENTINEL_SORT_TIME };

  show (fixture, &query);
  sentinel_fake_clock_advance (fixture->store->clock, G_TIME_SPAN_SECOND);
  insert_many (fixture, 300);
  g_assert_true (sentinel_test_wait_until (has_rows, fixture, TIMEOUT));
  sentinel_test_settle ();
  fixture->n_signals = 0;
  for (guint i = 0; i < 5; i++)
    insert (fixture, SENTINEL_IMPORTANCE_HIGH, "storm");
  sentinel_test_settle ();
  g_assert_cmpuint (fixture->n_signals, ==, 0);
  sentinel_fake_clock_advance (fixture->store->clock, 2 * G_TIME_SPAN_SECOND);
  wait_for_answer_of (fixture, &query);
  g_assert_cmpuint (fixture->n_signals, ==, 1);
}

static void
test_the_last_query_counts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SentinelQuery query = { 0 };

  insert_many (fixture, 2000);
  insert (fixture, SENTINEL_IMPORTANCE_CRITICAL, "needle");
  for (int i = 0; i < 20; i++) {
    g_autoptr (SentinelFilter) filter = sentinel_filter_parse (i % 2 == 0 ? "m" : "needle", &error);

    g_assert_no_error (error);
    query.filter = filter;
    sentinel_event_list_set_query (fixture->list, &query);
  }
  g_assert_true (sentinel_test_wait_until (is_loaded, fixture->list, TIMEOUT));
  g_assert_cmpuint (fixture->shadow->len, ==, 1);
  g_assert_cmpint (get_id_at (fixture->list, 0), ==, 2001);
  g_assert_null (sentinel_event_list_get_error (fixture->list));
}

static void
test_gone_while_it_reads (Fixture *fixture, gconstpointer data)
{
  SentinelEventList *list = sentinel_event_list_new (fixture->store->store);
  SentinelQuery query = { 0 };

  insert_many (fixture, 500);
  sentinel_event_list_set_query (list, &query);
  g_assert_finalize_object (list);
  list = sentinel_event_list_new (fixture->store->store);
  sentinel_event_list_set_query (list, &query);
  g_assert_true (sentinel_test_wait_until (is_loaded, list, TIMEOUT));
  g_object_unref (g_list_model_get_item (G_LIST_MODEL (list), 400));
  g_assert_finalize_object (list);
  show (fixture, &query);
  g_assert_cmpuint (fixture->shadow->len, ==, 500);
}

static void
test_a_slot_may_outlive_its_list (Fixture *fixture, gconstpointer data)
{
  SentinelEventList *list = sentinel_event_list_new (fixture->store->store);
  g_autoptr (SentinelEventSlot) slot = NULL;
  SentinelQuery query = { 0 };

  insert_many (fixture, 1);
  sentinel_event_list_set_query (list, &query);
  g_assert_true (sentinel_test_wait_until (is_loaded, list, TIMEOUT));
  slot = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_finalize_object (list);
  g_assert_cmpint (sentinel_event_slot_get_id (slot), ==, 1);
}

static gboolean
has_error (gpointer list)
{
  return sentinel_event_list_get_error (list) != NULL;
}

static void
test_a_database_that_is_none (void)
{
  g_autofree char *folder = sentinel_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "sentinel.db", NULL);
  g_autoptr (SentinelFakeClock) clock = sentinel_fake_clock_new (SENTINEL_TEST_NOW_US);
  g_autoptr (GError) error = NULL;
  SentinelQuery query = { 0 };
  SentinelEventList *list;
  SentinelStore *store;

  g_file_set_contents (path,
                       "this is not a database at all, but a text of some length",
                       -1,
                       &error);
  g_assert_no_error (error);
  store = sentinel_store_new (path, SENTINEL_CLOCK (clock));
  list = sentinel_event_list_new (store);
  sentinel_event_list_set_query (list, &query);
  g_assert_true (sentinel_test_wait_until (has_error, list, TIMEOUT));
  g_assert_error (sentinel_event_list_get_error (list), SENTINEL_ERROR, SENTINEL_ERROR_CORRUPT);
  g_assert_true (sentinel_test_wait_until (is_loaded, list, TIMEOUT));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_finalize_object (list);
  sentinel_store_close (store);
  g_assert_finalize_object (store);
  sentinel_test_remove_folder (folder);
}

static gpointer
read_event (SentinelDatabase *db, gpointer id, GError **error)
{
  return sentinel_event_store_get (db, *(gint64 *) id, error);
}

static void
edit_randomly (Fixture *fixture, gint64 *n_events)
{
  g_autoptr (SentinelEvent) event = NULL;
  gint64 id;

  if (*n_events == 0 || g_test_rand_int_range (0, 3) == 0) {
    SentinelImportance importance = (SentinelImportance) (10 * g_test_rand_int_range (1, 5));

    *n_events = insert (fixture, importance, "m");
    return;
  }
  id = g_test_rand_int_range (1, (gint32) *n_events + 1);
  event = sentinel_test_store_read (fixture->store, read_event, &id);
  if (g_test_rand_bit ())
    event->acked_at_us = event->acked_at_us != 0 ? 0 : SENTINEL_TEST_NOW_US;
  else
    event->importance = (SentinelImportance) (10 * g_test_rand_int_range (1, 5));
  if (g_test_rand_int_range (0, 4) == 0)
    event->closed_at_us = SENTINEL_TEST_NOW_US;
  event->shown_until_us = SENTINEL_TEST_NOW_US + g_test_rand_int_range (0, 10) * G_TIME_SPAN_SECOND;
  sentinel_test_store_update_event (fixture->store, event);
}

static void
test_random_edits (Fixture *fixture, gconstpointer data)
{
  const SentinelQuery *template = data;
  SentinelQuery query = *template;
  gint64 n_events = 0;

  show (fixture, &query);
  for (int round = 0; round < 60; round++) {
    for (int i = g_test_rand_int_range (1, 6); i > 0; i--)
      edit_randomly (fixture, &n_events);
    if (query.live && round % 10 == 9)
      sentinel_fake_clock_advance (fixture->store->clock, G_TIME_SPAN_SECOND);
    wait_for_answer_of (fixture, &query);
  }
}

static void
add (const char *path,
     const SentinelQuery *query,
     void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, query, fixture_set_up, test, fixture_tear_down);
}

int
main (int argc, char **argv)
{
  static const SentinelQuery by_time = { .sort = SENTINEL_SORT_TIME };
  static const SentinelQuery oldest_first = { .sort = SENTINEL_SORT_TIME, .ascending = TRUE };
  static const SentinelQuery by_importance = { .sort = SENTINEL_SORT_IMPORTANCE };
  static const SentinelQuery by_status = { .sort = SENTINEL_SORT_STATUS, .limit = 20 };
  static const SentinelQuery live = { .live = TRUE };

  g_test_init (&argc, &argv, NULL);
  add ("/event-list/empty-until-asked", NULL, test_empty_until_asked);
  add ("/event-list/new-events-come-in-at-the-top", NULL, test_new_events_come_in_at_the_top);
  add ("/event-list/rows-are-read-when-looked-at", NULL, test_rows_are_read_when_looked_at);
  add ("/event-list/touched-rows-are-read-again", NULL, test_touched_rows_are_read_again);
  add ("/event-list/rules-that-are-renamed", NULL, test_rules_that_are_renamed);
  add ("/event-list/live-rows-leave-by-time", NULL, test_live_rows_leave_by_time);
  add ("/event-list/acknowledged-high-leaves-live-at-once",
       NULL,
       test_acknowledged_high_leaves_live_at_once);
  add ("/event-list/limit-tells-how-many-are-older", NULL, test_limit_tells_how_many_are_older);
  add ("/event-list/offered-step-by-step", NULL, test_offered_step_by_step);
  add ("/event-list/a-storm-is-shown-in-steps", NULL, test_a_storm_is_shown_in_steps);
  add ("/event-list/the-last-query-counts", NULL, test_the_last_query_counts);
  add ("/event-list/gone-while-it-reads", NULL, test_gone_while_it_reads);
  add ("/event-list/a-slot-may-outlive-its-list", NULL, test_a_slot_may_outlive_its_list);
  g_test_add_func ("/event-list/a-database-that-is-none", test_a_database_that_is_none);
  add ("/event-list/random-edits/by-time", &by_time, test_random_edits);
  add ("/event-list/random-edits/oldest-first", &oldest_first, test_random_edits);
  add ("/event-list/random-edits/by-importance", &by_importance, test_random_edits);
  add ("/event-list/random-edits/by-status-with-limit", &by_status, test_random_edits);
  add ("/event-list/random-edits/live", &live, test_random_edits);
  return g_test_run ();
}
