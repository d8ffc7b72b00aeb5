/* SPDX-License-Identifier: MIT */
/* What is told after commits, of this process and of others. */
#include "sentinel-change-feed.h"
#include "sentinel-statement.h"
#include "store-helpers.h"
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  guint n_rule_signals;
  guint n_event_signals;
  guint n_reloads;
  SentinelIdRanges *event_ids; /* of all signals */
  gint64 told_at_us;
} Ear;

static void
rules_changed_cb (SentinelStore *store, SentinelIdRanges *ids, gpointer data)
{
  Ear *ear = data;

  ear->n_rule_signals++;
  ear->told_at_us = g_get_monotonic_time ();
}

static void
events_changed_cb (SentinelStore *store, SentinelIdRanges *ids, gpointer data)
{
  Ear *ear = data;

  ear->n_event_signals++;
  for (guint i = 0; i < sentinel_id_ranges_get_n_ranges (ids); i++) {
    gint64 first, last;

    sentinel_id_ranges_get (ids, i, &first, &last);
    sentinel_id_ranges_add (ear->event_ids, first, last);
  }
}

static void
reload_cb (SentinelStore *store, gpointer data)
{
  Ear *ear = data;

  ear->n_reloads++;
}

static Ear *
ear_new (SentinelStore *store)
{
  Ear *ear = g_new0 (Ear, 1);

  ear->event_ids = sentinel_id_ranges_new ();
  g_signal_connect (store, "rules-changed", G_CALLBACK (rules_changed_cb), ear);
  g_signal_connect (store, "events-changed", G_CALLBACK (events_changed_cb), ear);
  g_signal_connect (store, "reload", G_CALLBACK (reload_cb), ear);
  return ear;
}

static void
ear_free (Ear *ear)
{
  sentinel_id_ranges_unref (ear->event_ids);
  g_free (ear);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ear, ear_free)

static void
assert_ids (const SentinelIdRanges *ids, gint64 first, gint64 last)
{
  gint64 actual_first, actual_last;

  g_assert_cmpuint (sentinel_id_ranges_get_n_ranges (ids), ==, 1);
  sentinel_id_ranges_get (ids, 0, &actual_first, &actual_last);
  g_assert_cmpint (actual_first, ==, first);
  g_assert_cmpint (actual_last, ==, last);
}

static void
test_own_commits_are_told_once (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (Ear) ear = ear_new (test->store);

  for (guint i = 0; i < 20; i++)
    sentinel_test_store_write (test, helper_insert_event, NULL);
  g_assert_cmpuint (ear->n_event_signals, ==, 0);
  sentinel_test_settle ();
  g_assert_cmpuint (ear->n_event_signals, ==, 1);
  g_assert_cmpuint (ear->n_rule_signals, ==, 0);
  assert_ids (ear->event_ids, 1, 20);
  sentinel_test_store_write (test, helper_touch_rule, NULL);
  sentinel_test_settle ();
  g_assert_cmpuint (ear->n_event_signals, ==, 1);
  g_assert_cmpuint (ear->n_rule_signals, ==, 1);
}

static gboolean
time_is_up_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* The byte that we write ourselves wakes us too: that leads to one look, and then to nothing. */
static void
test_own_byte_leads_to_nothing (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (Ear) ear = ear_new (test->store);
  gboolean is_over = FALSE;
  guint n_wakes = 0;

  sentinel_test_store_write (test, helper_touch_rule, NULL);
  g_timeout_add (200, time_is_up_cb, &is_over);
  for (; !is_over; n_wakes++)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (ear->n_rule_signals, ==, 1);
  g_assert_cmpuint (n_wakes, <=, 6);
}

static void
test_failed_function_tells_nothing (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (Ear) ear = ear_new (test->store);

  g_assert_false (sentinel_store_write (test->store, helper_insert_and_fail, NULL, NULL));
  sentinel_test_settle ();
  g_assert_cmpuint (ear->n_event_signals, ==, 0);
  g_assert_cmpint (helper_query_int (test->store, "SELECT count(*) FROM change"), ==, 0);
}

static gboolean
has_heard_of_rule (gpointer data)
{
  const Ear *ear = data;

  return ear->n_rule_signals > 0;
}

/* Each line on the child's standard input is a commit; it answers with the time at which that was
 * durable. */
static int
child_commit (const char *path)
{
  g_autoptr (SentinelFakeClock) clock = sentinel_fake_clock_new (SENTINEL_TEST_NOW_US);
  g_autoptr (SentinelStore) store = sentinel_store_new (path, SENTINEL_CLOCK (clock));
  char line[64];

  while (fgets (line, sizeof line, stdin) != NULL) {
    int n = atoi (line);

    for (int i = 0; i < n; i++)
      if (!sentinel_store_write (store, helper_touch_rule, NULL, NULL))
        return 1;
    g_print ("%" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
    fflush (stdout);
  }
  sentinel_store_close (store);
  return 0;
}

static int
compare_delays (gconstpointer a, gconstpointer b)
{
  const gint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static void
test_foreign_commits_are_seen_at_once (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (Ear) ear = ear_new (test->store);
  HelperChild *child;
  gint64 delays_us[50];

  helper_query_int (test->store, "SELECT 1");
  child = helper_spawn_self ("--commit", test->path);
  for (gsize i = 0; i < G_N_ELEMENTS (delays_us); i++) {
    g_autofree char *answer = NULL;

    ear->n_rule_signals = 0;
    helper_write_line (child, "1");
    answer = helper_read_line (child);
    g_assert_true (sentinel_test_wait_until (has_heard_of_rule, ear, SENTINEL_TEST_TIMEOUT_MS));
    delays_us[i] = ear->told_at_us - g_ascii_strtoll (answer, NULL, 10);
  }
  g_assert_cmpint (helper_join (child), ==, 0);
  qsort (delays_us, G_N_ELEMENTS (delays_us), sizeof delays_us[0], compare_delays);
  g_test_message ("median %" G_GINT64_FORMAT " µs, worst %" G_GINT64_FORMAT " µs",
                  delays_us[25],
                  delays_us[49]);
  g_assert_cmpint (delays_us[45], <, 100 * 1000);
  g_assert_cmpuint (ear->n_reloads, ==, 0);
}

/* Two stores of one process are to each other like two processes. */
static void
test_two_stores_in_one_process (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (Ear) ear = ear_new (test->store);
  g_autoptr (SentinelStore) other = sentinel_store_new (test->path, SENTINEL_CLOCK (test->clock));

  helper_query_int (test->store, "SELECT 1");
  g_assert_true (sentinel_store_write (other, helper_touch_rule, NULL, NULL));
  g_assert_true (sentinel_test_wait_until (has_heard_of_rule, ear, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_store_close (other);
}

/* Foreign rows come before our own, also when we write before we were woken. */
static void
test_foreign_rows_are_read_before_writing (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (Ear) ear = ear_new (test->store);
  g_autoptr (SentinelStore) other = sentinel_store_new (test->path, SENTINEL_CLOCK (test->clock));

  sentinel_test_store_write (test, helper_insert_event, NULL);
  g_assert_true (sentinel_store_write (other, helper_insert_event, NULL, NULL));
  sentinel_test_store_write (test, helper_insert_event, NULL);
  sentinel_test_settle ();
  assert_ids (ear->event_ids, 1, 3);
  g_assert_cmpuint (ear->n_reloads, ==, 0);
  sentinel_store_close (other);
}

static void
test_deleted_watch_file_is_made_again (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (Ear) ear = ear_new (test->store);
  g_autoptr (SentinelStore) other = NULL;
  g_autofree char *watch_file = g_build_filename (test->folder, "sentinel.changed", NULL);

  sentinel_test_store_write (test, helper_insert_event, NULL);
  sentinel_test_settle ();
  g_assert_cmpint (g_unlink (watch_file), ==, 0);
  while (!g_file_test (watch_file, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
  other = sentinel_store_new (test->path, SENTINEL_CLOCK (test->clock));
  g_assert_true (sentinel_store_write (other, helper_touch_rule, NULL, NULL));
  g_assert_true (sentinel_test_wait_until (has_heard_of_rule, ear, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_store_close (other);
}

static gboolean
has_reloaded (gpointer data)
{
  const Ear *ear = data;

  return ear->n_reloads > 0;
}

static gboolean
add_many_changes (SentinelTransaction *tx, gpointer data, GError **error)
{
  return sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                       error,
                                       "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 "
                                       "FROM n WHERE i < ?)"
                                       " INSERT INTO change (noun, first_id, last_id) SELECT 1, i, "
                                       "i FROM n",
                                       "i",
                                       *(gint64 *) data);
}

/* The other store cannot look while its connection is busy: then its place in the feed is trimmed
 * away. */
static void
test_trimmed_feed_means_reload (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (Ear) ear = ear_new (test->store);
  g_autoptr (SentinelStore) other = sentinel_store_new (test->path, SENTINEL_CLOCK (test->clock));
  gint64 n = 25000;

  helper_query_int (test->store, "SELECT 1");
  g_assert_true (sentinel_store_write (other, add_many_changes, &n, NULL));
  g_assert_true (sentinel_store_write (other, helper_touch_rule, NULL, NULL));
  g_assert_cmpint (helper_query_int (other, "SELECT count(*) FROM change"), ==, 10000);
  g_assert_true (sentinel_test_wait_until (has_reloaded, ear, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_test_store_write (test, helper_insert_event, NULL);
  sentinel_test_settle ();
  g_assert_cmpuint (ear->n_reloads, ==, 1);
  assert_ids (ear->event_ids, 1, 1);
  sentinel_store_close (other);
}

static void
test_own_feed_is_trimmed (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (Ear) ear = ear_new (test->store);
  gint64 n = 20000;

  sentinel_test_store_write (test, add_many_changes, &n);
  sentinel_test_store_write (test, helper_touch_rule, NULL);
  sentinel_test_store_write (test, helper_touch_rule, NULL);
  g_assert_cmpint (helper_query_int (test->store, "SELECT count(*) FROM change"), <=, 20000);
  g_assert_cmpint (helper_query_int (test->store, "SELECT max (seq) FROM change"), ==, 20002);
  sentinel_test_settle ();
  g_assert_cmpuint (ear->n_reloads, ==, 0);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--commit"))
    return child_commit (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/changes/own-commits-are-told-once", test_own_commits_are_told_once);
  g_test_add_func ("/changes/own-byte-leads-to-nothing", test_own_byte_leads_to_nothing);
  g_test_add_func ("/changes/failed-function-tells-nothing", test_failed_function_tells_nothing);
  g_test_add_func ("/changes/foreign-commits-are-seen-at-once",
                   test_foreign_commits_are_seen_at_once);
  g_test_add_func ("/changes/two-stores-in-one-process", test_two_stores_in_one_process);
  g_test_add_func ("/changes/foreign-rows-are-read-before-writing",
                   test_foreign_rows_are_read_before_writing);
  g_test_add_func ("/changes/deleted-watch-file-is-made-again",
                   test_deleted_watch_file_is_made_again);
  g_test_add_func ("/changes/trimmed-feed-means-reload", test_trimmed_feed_means_reload);
  g_test_add_func ("/changes/own-feed-is-trimmed", test_own_feed_is_trimmed);
  return g_test_run ();
}
