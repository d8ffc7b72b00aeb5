/* SPDX-License-Identifier: MIT */
/* The outbox by rule and action: whose turn it is, what counts for cooldown and cap, how the last
 * one ended. */
#include "sentinel-action-run-store.h"
#include "sentinel-error.h"
#include "sentinel-test-events.h"

typedef struct {
  const char *key, *channel;
  gint64 rule_id, next_at_us, sent_at_us;
  SentinelDeliveryReason reason;
  SentinelDeliveryState state;
} Row;

static gboolean
insert_rows (SentinelTransaction *tx, const Row *rows, gsize n_rows, GError **error)
{
  for (gsize i = 0; i < n_rows; i++) {
    const Row *row = &rows[i];
    g_autoptr (SentinelDelivery) delivery = sentinel_delivery_new (row->channel, row->reason);

    delivery->idem_key = g_strdup (row->key);
    delivery->rule_id = row->rule_id;
    delivery->next_at_us = row->next_at_us;
    delivery->sent_at_us = row->sent_at_us;
    delivery->state = row->state;
    if (!sentinel_delivery_store_insert (tx, delivery, error))
      return FALSE;
  }
  return TRUE;
}

static void
assert_next (SentinelTransaction *tx, const char *const *busy, const char *expected_key)
{
  g_autoptr (SentinelDelivery) next = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sentinel_action_run_store_find_next (sentinel_transaction_get_database (tx),
                                                      "command",
                                                      busy,
                                                      &next,
                                                      &error));
  g_assert_no_error (error);
  g_assert_cmpstr (next != NULL ? next->idem_key : NULL, ==, expected_key);
}

static gboolean
test_whose_turn_it_is (SentinelTransaction *tx, gpointer data, GError **error)
{
  static const Row rows[] = {
    { "desktop", "desktop", 1, 1, 0, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_PENDING },
    { "commander", "commander", 1, 1, 0, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_PENDING },
    { "sent", "command", 1, 1, 1, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_SENT },
    { "later", "command", 1, 9, 0, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_PENDING },
    { "named", "command:a", 1, 3, 0, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_PENDING },
    { "other-rule", "command", 12, 5, 0, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_PENDING },
    { "no-rule", "command", 0, 7, 0, SENTINEL_DELIVERY_TEST, SENTINEL_DELIVERY_PENDING },
  };
  static const char *const busy[] = { "command:a/1", "command/12", "command/0", "command/1", NULL };

  if (!insert_rows (tx, rows, G_N_ELEMENTS (rows), error))
    return FALSE;
  assert_next (tx, busy + 4, "named");
  assert_next (tx, (const char *const[]) { busy[0], NULL }, "other-rule");
  assert_next (tx, (const char *const[]) { busy[0], busy[1], NULL }, "no-rule");
  assert_next (tx, (const char *const[]) { busy[0], busy[1], busy[2], NULL }, "later");
  assert_next (tx, busy, NULL);
  return TRUE;
}

static void
assert_usage (SentinelTransaction *tx, gboolean is_end, gint64 since_us, gint64 n, gint64 last_us)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelDelivery) own = sentinel_action_run_store_get_by_key (db, "own", &error);
  SentinelActionUsage usage;

  g_assert_no_error (error);
  g_assert_true (sentinel_action_run_store_get_usage (db,
                                                      own,
                                                      is_end,
                                                      since_us,
                                                      50,
                                                      &usage,
                                                      &error));
  g_assert_cmpint (usage.n_runs, ==, n);
  g_assert_cmpint (usage.last_at_us, ==, last_us);
}

static gboolean
test_what_counts (SentinelTransaction *tx, gpointer data, GError **error)
{
  static const Row rows[] = {
    { "a", "command", 1, 0, 10, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_SENT },
    { "b", "command", 1, 0, 20, SENTINEL_DELIVERY_RAISED, SENTINEL_DELIVERY_FAILED },
    { "end", "command", 1, 0, 30, SENTINEL_DELIVERY_RESOLVED, SENTINEL_DELIVERY_SENT },
    { "test", "command", 1, 0, 40, SENTINEL_DELIVERY_TEST, SENTINEL_DELIVERY_SENT },
    { "held", "command", 1, 0, 0, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_CANCELLED },
    { "name", "command:a", 1, 0, 40, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_SENT },
    { "rule", "command", 2, 0, 40, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_SENT },
    { "future", "command", 1, 0, 60, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_SENT },
    { "own", "command", 1, 0, 45, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_CLAIMED },
  };

  if (!insert_rows (tx, rows, G_N_ELEMENTS (rows), error))
    return FALSE;
  assert_usage (tx, FALSE, 0, 2, 20);
  assert_usage (tx, FALSE, 10, 1, 20);
  assert_usage (tx, FALSE, 20, 0, 0);
  assert_usage (tx, TRUE, 0, 1, 30);
  return TRUE;
}

static gboolean
test_the_last_result (SentinelTransaction *tx, gpointer data, GError **error)
{
  static const Row rows[] = {
    { "old", "command", 1, 5, 9, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_FAILED },
    { "new", "command", 1, 7, 8, SENTINEL_DELIVERY_TEST, SENTINEL_DELIVERY_SENT },
    { "name", "command:a", 1, 6, 0, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_CANCELLED },
    { "way", "command:b", 1, 6, 0, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_PENDING },
  };
  static const struct {
    const char *channel, *key;
    gint64 at_us;
  } cases[] = { { "command", "new", 8 }, { "command:a", "name", 6 }, { "command:b", "way", 0 } };
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelDelivery) none = NULL, real = NULL;

  if (!insert_rows (tx, rows, G_N_ELEMENTS (rows), error))
    return FALSE;
  g_assert_true (sentinel_delivery_store_get_last_real_result (db, 1, "command", &real, error));
  g_assert_cmpstr (real->idem_key, ==, "old");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SentinelDelivery) last = NULL;

    if (!sentinel_delivery_store_get_last_result (db, 1, cases[i].channel, &last, error))
      return FALSE;
    g_assert_cmpstr (last->idem_key, ==, cases[i].key);
    g_assert_cmpint (sentinel_delivery_get_result_us (last), ==, cases[i].at_us);
  }
  g_assert_true (sentinel_delivery_store_get_last_result (db, 2, "command", &none, error));
  g_assert_null (none);
  return TRUE;
}

static gboolean
test_what_was_begun (SentinelTransaction *tx, gpointer data, GError **error)
{
  static const Row rows[] = {
    { "begun", "command", 1, 0, 0, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_CLAIMED },
    { "claimed", "command", 1, 0, 0, SENTINEL_DELIVERY_FIRED, SENTINEL_DELIVERY_CLAIMED },
  };
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelDelivery) begun = NULL, claimed = NULL, none = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!insert_rows (tx, rows, G_N_ELEMENTS (rows), error))
    return FALSE;
  begun = sentinel_action_run_store_get_by_key (db, "begun", error);
  if (begun == NULL || !sentinel_action_run_store_set_begun (tx, begun->id, 5, error))
    return FALSE;
  g_assert_cmpint (sentinel_delivery_store_release_claims (tx, NULL, error), ==, 1);
  g_assert_cmpint (sentinel_delivery_store_fail_begun (tx, NULL, "it ended", error), ==, 1);
  g_clear_pointer (&begun, sentinel_delivery_free);
  begun = sentinel_action_run_store_get_by_key (db, "begun", error);
  claimed = sentinel_action_run_store_get_by_key (db, "claimed", error);
  g_assert_cmpint (begun->state, ==, SENTINEL_DELIVERY_FAILED);
  g_assert_cmpint (begun->sent_at_us, ==, 5);
  g_assert_cmpstr (begun->error, ==, "it ended");
  g_assert_cmpint (claimed->state, ==, SENTINEL_DELIVERY_PENDING);
  none = sentinel_action_run_store_get_by_key (db, "nothing", &local_error);
  g_assert_error (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sentinel_test_add_transaction ("/action-run-store/whose-turn-it-is", test_whose_turn_it_is);
  sentinel_test_add_transaction ("/action-run-store/what-counts", test_what_counts);
  sentinel_test_add_transaction ("/action-run-store/the-last-result", test_the_last_result);
  sentinel_test_add_transaction ("/action-run-store/what-was-begun", test_what_was_begun);
  return g_test_run ();
}
