/* SPDX-License-Identifier: MIT */
/* The outbox: nothing twice for one key, due rows of the right channels in order, and every way out
 * of "pending". */
#include "sentinel-delivery-store.h"
#include "sentinel-error.h"
#include "sentinel-test-events.h"

static const char *const desktop[] = { "desktop", NULL };
static const char *const both[] = { "desktop", "command", NULL };
static const char *const none[] = { NULL };

static gint64
insert (SentinelTransaction *tx,
        const char *channel,
        const char *key,
        gint64 event_id,
        gint64 next_at_us)
{
  g_autoptr (SentinelDelivery) delivery = sentinel_delivery_new (channel, SENTINEL_DELIVERY_FIRED);
  g_autoptr (GError) error = NULL;

  delivery->idem_key = g_strdup (key);
  delivery->event_id = event_id;
  delivery->next_at_us = next_at_us;
  g_assert_true (sentinel_delivery_store_insert (tx, delivery, &error));
  g_assert_no_error (error);
  return delivery->id;
}

static SentinelDelivery *
get (SentinelTransaction *tx, gint64 id)
{
  g_autoptr (GError) error = NULL;
  SentinelDelivery *delivery =
      sentinel_delivery_store_get (sentinel_transaction_get_database (tx), id, &error);

  g_assert_no_error (error);
  return delivery;
}

static void
assert_state (SentinelTransaction *tx, gint64 id, SentinelDeliveryState state)
{
  g_autoptr (SentinelDelivery) delivery = get (tx, id);

  g_assert_cmpint (delivery->state, ==, state);
}

static void
assert_due (SentinelTransaction *tx,
            const char *const *channels,
            gint64 now_us,
            const char *expected_keys)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) due =
      sentinel_delivery_store_list_due (sentinel_transaction_get_database (tx),
                                        channels,
                                        now_us,
                                        100,
                                        &error);
  g_autoptr (GString) keys = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < due->len; i++)
    g_string_append_printf (keys, "%s ", ((SentinelDelivery *) due->pdata[i])->idem_key);
  g_assert_cmpstr (keys->str, ==, expected_keys);
}

static gboolean
test_round_trip (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelDelivery) delivery =
      sentinel_delivery_new ("desktop", SENTINEL_DELIVERY_RAISED);
  g_autoptr (SentinelDelivery) stored = NULL;

  delivery->idem_key = g_strdup ("key");
  delivery->event_id = 3;
  delivery->transition_id = 4;
  g_set_str (&delivery->body, "{\"title\":\"CPU\"}");
  delivery->expires_at_us = 50;
  if (!sentinel_delivery_store_insert (tx, delivery, error))
    return FALSE;
  delivery->state = SENTINEL_DELIVERY_CLAIMED;
  delivery->attempts = 2;
  delivery->next_at_us = 9;
  delivery->claimed_by = g_strdup ("pid 5");
  delivery->sent_at_us = 60;
  delivery->error = g_strdup ("refused");
  if (!sentinel_delivery_store_update (tx, delivery, error))
    return FALSE;
  stored = get (tx, delivery->id);
  g_assert_cmpstr (stored->channel, ==, "desktop");
  g_assert_cmpint (stored->event_id, ==, 3);
  g_assert_cmpint (stored->transition_id, ==, 4);
  g_assert_cmpstr (stored->idem_key, ==, "key");
  g_assert_cmpint (stored->reason, ==, SENTINEL_DELIVERY_RAISED);
  g_assert_cmpstr (stored->body, ==, "{\"title\":\"CPU\"}");
  g_assert_cmpint (stored->state, ==, SENTINEL_DELIVERY_CLAIMED);
  g_assert_cmpint (stored->attempts, ==, 2);
  g_assert_cmpint (stored->next_at_us, ==, 9);
  g_assert_cmpint (stored->expires_at_us, ==, 50);
  g_assert_cmpstr (stored->claimed_by, ==, "pid 5");
  g_assert_cmpint (stored->sent_at_us, ==, 60);
  g_assert_cmpstr (stored->error, ==, "refused");
  return TRUE;
}

static gboolean
test_a_key_counts_once (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) deliveries = NULL;

  g_assert_cmpint (insert (tx, "desktop", "key", 1, 0), >, 0);
  g_assert_cmpint (insert (tx, "desktop", "key", 1, 0), ==, 0);
  deliveries =
      sentinel_delivery_store_list_of_event (sentinel_transaction_get_database (tx), 1, error);
  g_assert_cmpuint (deliveries->len, ==, 1);
  return TRUE;
}

static gboolean
test_due (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);

  g_assert_cmpint (sentinel_delivery_store_get_next_due_us (db, both, error), ==, 0);
  insert (tx, "desktop", "late", 1, 200);
  insert (tx, "command", "early", 1, 100);
  g_assert_cmpint (sentinel_delivery_store_get_next_due_us (db, desktop, error), ==, 200);
  g_assert_cmpint (sentinel_delivery_store_get_next_due_us (db, both, error), ==, 100);
  insert (tx, "desktop", "now", 1, 0);
  insert (tx, "other", "never", 1, 0);
  g_assert_cmpint (sentinel_delivery_store_get_next_due_us (db, desktop, error), ==, 1);
  g_assert_cmpint (sentinel_delivery_store_get_next_due_us (db, none, error), ==, 0);
  assert_due (tx, both, 150, "now early ");
  assert_due (tx, both, 200, "now early late ");
  assert_due (tx, desktop, 150, "now ");
  assert_due (tx, none, 150, "");
  return TRUE;
}

static gboolean
test_cancel (SentinelTransaction *tx, gpointer data, GError **error)
{
  gint64 mine = insert (tx, "desktop", "a", 1, 0);
  gint64 other_event = insert (tx, "desktop", "b", 2, 0);
  gint64 other_channel = insert (tx, "command", "c", 1, 0);
  gboolean was_pending = FALSE;

  if (!sentinel_delivery_store_cancel_pending (tx, 1, "desktop", &was_pending, error))
    return FALSE;
  g_assert_true (was_pending);
  assert_state (tx, mine, SENTINEL_DELIVERY_CANCELLED);
  assert_state (tx, other_event, SENTINEL_DELIVERY_PENDING);
  assert_state (tx, other_channel, SENTINEL_DELIVERY_PENDING);
  if (!sentinel_delivery_store_cancel_pending (tx, 1, "desktop", &was_pending, error))
    return FALSE;
  g_assert_false (was_pending);
  return TRUE;
}

static gint64
insert_expiring (SentinelTransaction *tx, const char *key, gint64 expires_at_us)
{
  g_autoptr (SentinelDelivery) delivery =
      sentinel_delivery_new ("desktop", SENTINEL_DELIVERY_FIRED);
  g_autoptr (GError) error = NULL;

  delivery->idem_key = g_strdup (key);
  delivery->expires_at_us = expires_at_us;
  sentinel_delivery_store_insert (tx, delivery, &error);
  g_assert_no_error (error);
  return delivery->id;
}

static gboolean
test_expire (SentinelTransaction *tx, gpointer data, GError **error)
{
  gint64 never = insert_expiring (tx, "never", 0);
  gint64 over = insert_expiring (tx, "over", 100);
  gint64 later = insert_expiring (tx, "later", 101);

  g_assert_cmpint (sentinel_delivery_store_expire (tx, 100, 10, error), ==, 1);
  g_assert_cmpint (sentinel_delivery_store_expire (tx, 100, 10, error), ==, 0);
  assert_state (tx, never, SENTINEL_DELIVERY_PENDING);
  assert_state (tx, over, SENTINEL_DELIVERY_EXPIRED);
  assert_state (tx, later, SENTINEL_DELIVERY_PENDING);
  return TRUE;
}

static gint64
insert_claimed (SentinelTransaction *tx, const char *key, const char *claimed_by)
{
  g_autoptr (SentinelDelivery) delivery = get (tx, insert (tx, "desktop", key, 1, 500));
  g_autoptr (GError) error = NULL;

  delivery->state = SENTINEL_DELIVERY_CLAIMED;
  delivery->claimed_by = g_strdup (claimed_by);
  sentinel_delivery_store_update (tx, delivery, &error);
  g_assert_no_error (error);
  return delivery->id;
}

static gboolean
test_hasten (SentinelTransaction *tx, gpointer data, GError **error)
{
  insert (tx, "desktop", "a", 1, 500);
  insert (tx, "desktop", "b", 1, 501);
  g_assert_cmpint (sentinel_delivery_store_hasten (tx, 500, 100, error), ==, 1);
  assert_due (tx, desktop, 100, "b ");
  assert_due (tx, desktop, 500, "b a ");
  return TRUE;
}

static gboolean
test_release_claims (SentinelTransaction *tx, gpointer data, GError **error)
{
  gint64 mine = insert_claimed (tx, "a", "me");
  gint64 theirs = insert_claimed (tx, "b", "them");

  assert_due (tx, desktop, 1000, "");
  g_assert_cmpint (sentinel_delivery_store_release_claims (tx, "me", error), ==, 1);
  assert_state (tx, mine, SENTINEL_DELIVERY_PENDING);
  assert_state (tx, theirs, SENTINEL_DELIVERY_CLAIMED);
  g_assert_cmpint (sentinel_delivery_store_release_claims (tx, NULL, error), ==, 1);
  assert_state (tx, theirs, SENTINEL_DELIVERY_PENDING);
  assert_due (tx, desktop, 1, "a b ");
  return TRUE;
}

static gboolean
test_told (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  const SentinelTold first = { 1, SENTINEL_IMPORTANCE_HIGH, 10 };
  const SentinelTold second = { 0, SENTINEL_IMPORTANCE_NONE, 20 };
  SentinelTold told;

  if (!sentinel_delivery_store_get_told (db, "desktop", 5, &told, error))
    return FALSE;
  g_assert_cmpint (told.at_us, ==, 0);
  if (!sentinel_delivery_store_put_told (tx, "desktop", 5, &first, error)
      || !sentinel_delivery_store_get_told (db, "desktop", 5, &told, error))
    return FALSE;
  g_assert_cmpint (told.event_id, ==, 1);
  g_assert_cmpint (told.level, ==, SENTINEL_IMPORTANCE_HIGH);
  if (!sentinel_delivery_store_put_told (tx, "desktop", 5, &second, error)
      || !sentinel_delivery_store_get_told (db, "desktop", 5, &told, error))
    return FALSE;
  g_assert_cmpint (told.event_id, ==, 0);
  g_assert_cmpint (told.at_us, ==, 20);
  return TRUE;
}

static gboolean
test_missing (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelDelivery) delivery =
      sentinel_delivery_new ("desktop", SENTINEL_DELIVERY_FIRED);
  g_autoptr (GError) get_error = NULL;
  g_autoptr (GError) update_error = NULL;

  delivery->id = 9;
  g_assert_null (sentinel_delivery_store_get (sentinel_transaction_get_database (tx),
                                              9,
                                              &get_error));
  g_assert_error (get_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
  g_assert_false (sentinel_delivery_store_update (tx, delivery, &update_error));
  g_assert_error (update_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
  return TRUE;
}

/* event_id 0: the end was told */
static void
put_told (SentinelTransaction *tx,
          const char *channel,
          gint64 instance_id,
          gint64 event_id,
          gint64 at_us)
{
  const SentinelTold told = { event_id, SENTINEL_IMPORTANCE_HIGH, at_us };
  g_autoptr (GError) error = NULL;

  sentinel_delivery_store_put_told (tx, channel, instance_id, &told, &error);
  g_assert_no_error (error);
}

static void
assert_told (SentinelTransaction *tx, guint limit, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids =
      sentinel_delivery_store_list_told (sentinel_transaction_get_database (tx),
                                         "desktop",
                                         limit,
                                         &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%d ", (int) g_array_index (ids, gint64, i));
  g_assert_cmpstr (text->str, ==, expected);
}

/* The newest first, of one channel, without those whose end was told. */
static gboolean
test_list_told (SentinelTransaction *tx, gpointer data, GError **error)
{
  assert_told (tx, 10, "");
  put_told (tx, "desktop", 1, 11, 100);
  put_told (tx, "desktop", 2, 12, 300);
  put_told (tx, "desktop", 3, 13, 200);
  put_told (tx, "desktop", 4, 14, 400);
  put_told (tx, "desktop", 4, 0, 500);
  put_told (tx, "pager", 5, 15, 600);
  assert_told (tx, 10, "12 13 11 ");
  assert_told (tx, 2, "12 13 ");
  return TRUE;
}

static void
assert_newest (SentinelTransaction *tx, gint64 until_id, guint limit, const char *expected)
{
  g_autoptr (GError) error = NULL;
  gint64 n_left_out;
  g_autoptr (GPtrArray) deliveries =
      sentinel_delivery_store_list_newest_of_event (sentinel_transaction_get_database (tx),
                                                    1,
                                                    until_id,
                                                    limit,
                                                    &n_left_out,
                                                    &error);
  g_autoptr (GString) keys = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < deliveries->len; i++)
    g_string_append_printf (keys, "%s ", ((SentinelDelivery *) deliveries->pdata[i])->idem_key);
  g_string_append_printf (keys, "+%d", (int) n_left_out);
  g_assert_cmpstr (keys->str, ==, expected);
}

static gboolean
test_newest_of_event (SentinelTransaction *tx, gpointer data, GError **error)
{
  const struct {
    const char *key;
    gint64 event_id, transition_id;
  } rows[] = { { "a", 1, 5 }, { "other", 2, 6 }, { "b", 1, 7 }, { "c", 1, 7 }, { "d", 1, 9 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (SentinelDelivery) delivery =
        sentinel_delivery_new ("desktop", SENTINEL_DELIVERY_FIRED);

    delivery->idem_key = g_strdup (rows[i].key);
    delivery->event_id = rows[i].event_id;
    delivery->transition_id = rows[i].transition_id;
    if (!sentinel_delivery_store_insert (tx, delivery, error))
      return FALSE;
  }
  assert_newest (tx, G_MAXINT64, 9, "a b c d +0");
  assert_newest (tx, G_MAXINT64, 3, "b c d +1");
  assert_newest (tx, 8, 1, "c +2");
  assert_newest (tx, 5, 9, "a +0");
  assert_newest (tx, 4, 9, "+0");
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sentinel_test_add_transaction ("/delivery-store/round-trip", test_round_trip);
  sentinel_test_add_transaction ("/delivery-store/a-key-counts-once", test_a_key_counts_once);
  sentinel_test_add_transaction ("/delivery-store/due", test_due);
  sentinel_test_add_transaction ("/delivery-store/cancel", test_cancel);
  sentinel_test_add_transaction ("/delivery-store/expire", test_expire);
  sentinel_test_add_transaction ("/delivery-store/hasten", test_hasten);
  sentinel_test_add_transaction ("/delivery-store/release-claims", test_release_claims);
  sentinel_test_add_transaction ("/delivery-store/told", test_told);
  sentinel_test_add_transaction ("/delivery-store/list-told", test_list_told);
  sentinel_test_add_transaction ("/delivery-store/newest-of-event", test_newest_of_event);
  sentinel_test_add_transaction ("/delivery-store/missing", test_missing);
  return g_test_run ();
}
