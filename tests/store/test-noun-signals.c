/* SPDX-License-Identifier: MIT */
/* Whatever a noun store writes is told under its noun, with the ids that listeners look for. */
#include "sentinel-delivery-store.h"
#include "sentinel-instance-store.h"
#include "sentinel-log-store.h"
#include "sentinel-note-store.h"
#include "sentinel-request-store.h"
#include "sentinel-rule-store.h"
#include "sentinel-run-store.h"
#include "sentinel-setting-store.h"
#include "sentinel-test-events.h"

#define RULE_ID 1
#define EVENT_ID 1

static const char *const all_signals[] = { "rules-changed",   "runs-changed", "events-changed",
                                           "outbox-changed",  "logs-changed", "requests-changed",
                                           "settings-changed" };

typedef struct {
  const char *signal;
  gint64 id;
  SentinelWriteFunc write;
} Case;

typedef struct {
  const Case *expected;
  gboolean was_told, was_told_otherwise;
  const char *signal; /* of this handler */
} Listener;

static gboolean
make_rule_and_event (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "m");

  event->rule_id = sentinel_rule_store_ensure_manual (tx, error);
  g_assert_cmpint (event->rule_id, ==, RULE_ID);
  return sentinel_event_store_insert (tx, event, NULL, error);
}

static gboolean
update_rule (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelRule) rule =
      sentinel_rule_store_get (sentinel_transaction_get_database (tx), RULE_ID, error);

  return rule != NULL && sentinel_rule_store_update (tx, rule, "Ada", error);
}

static gboolean
put_state (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelRuleState) state = sentinel_rule_state_new (RULE_ID);

  return sentinel_rule_store_put_state (tx, state, error);
}

static gboolean
put_instance (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelInstance) instance = sentinel_instance_new (RULE_ID);

  g_set_str (&instance->labels, "{}");
  return sentinel_instance_store_put (tx, instance, error);
}

static gboolean
insert_run (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelRun) run = sentinel_run_new (RULE_ID);

  return sentinel_run_store_insert (tx, run, error);
}

static gboolean
insert_event (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "m");

  return sentinel_event_store_insert (tx, event, NULL, error);
}

static gboolean
update_event (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelEvent) event =
      sentinel_event_store_get (sentinel_transaction_get_database (tx), EVENT_ID, error);

  return event != NULL && sentinel_event_store_update (tx, event, error);
}

static gboolean
add_transition (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelTransition) transition =
      sentinel_transition_new (SENTINEL_TRANSITION_FIRED, 1);

  transition->event_id = EVENT_ID;
  return sentinel_event_store_add_transition (tx, transition, error);
}

static gboolean
insert_note (SentinelTransaction *tx, gpointer data, GError **error)
{
  const SentinelActor actor = { "Ada", SENTINEL_VIA_WINDOW };
  g_autoptr (SentinelNote) note =
      sentinel_note_new (EVENT_ID, SENTINEL_NOTE_COMMENT, "?", &actor, 1);

  return sentinel_note_store_insert (tx, note, error);
}

static gboolean
insert_delivery (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelDelivery) delivery =
      sentinel_delivery_new ("desktop", SENTINEL_DELIVERY_FIRED);

  delivery->idem_key = g_strdup ("key");
  return sentinel_delivery_store_insert (tx, delivery, error);
}

static gboolean
insert_log (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelLogEntry) entry = sentinel_log_entry_new (SENTINEL_LOG_INFO, "engine", "m", 1);

  return sentinel_log_store_insert (tx, entry, error);
}

static gboolean
insert_request (SentinelTransaction *tx, gpointer data, GError **error)
{
  return sentinel_request_store_insert (tx, SENTINEL_REQUEST_RUN_RULE, RULE_ID, NULL, error) != 0;
}

static gboolean
set_setting (SentinelTransaction *tx, gpointer data, GError **error)
{
  return sentinel_setting_store_set (tx, "user.name", "Ada", error);
}

static const Case cases[] = {
  { "rules-changed", RULE_ID, update_rule },        { "runs-changed", RULE_ID, put_state },
  { "runs-changed", RULE_ID, put_instance },        { "runs-changed", RULE_ID, insert_run },
  { "events-changed", EVENT_ID + 1, insert_event }, { "events-changed", EVENT_ID, update_event },
  { "events-changed", EVENT_ID, add_transition },   { "events-changed", EVENT_ID, insert_note },
  { "outbox-changed", 1, insert_delivery },         { "logs-changed", 1, insert_log },
  { "requests-changed", 1, insert_request },        { "settings-changed", 0, set_setting },
};

static void
changed_cb (SentinelStore *store, SentinelIdRanges *ids, gpointer data)
{
  Listener *listener = data;

  if (g_str_equal (listener->signal, listener->expected->signal)
      && sentinel_id_ranges_contains (ids, listener->expected->id))
    listener->was_told = TRUE;
  else
    listener->was_told_otherwise = TRUE;
}

static gboolean
was_told (gpointer data)
{
  const Listener *listeners = data;

  for (guint i = 0; i < G_N_ELEMENTS (all_signals); i++)
    if (listeners[i].was_told)
      return TRUE;
  return FALSE;
}

static gboolean
is_told_of_event (gpointer told)
{
  return *(gboolean *) told;
}

static void
first_event_cb (SentinelStore *store, SentinelIdRanges *ids, gpointer told)
{
  *(gboolean *) told = TRUE;
}

static void
prepare (SentinelTestStore *store)
{
  gboolean told = FALSE;
  gulong handler =
      g_signal_connect (store->store, "events-changed", G_CALLBACK (first_event_cb), &told);

  sentinel_test_store_write (store, make_rule_and_event, NULL);
  g_assert_true (sentinel_test_wait_until (is_told_of_event, &told, SENTINEL_TEST_TIMEOUT_MS));
  g_signal_handler_disconnect (store->store, handler);
  sentinel_test_settle ();
}

static void
test_told (gconstpointer data)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  Listener listeners[G_N_ELEMENTS (all_signals)] = { 0 };

  prepare (store);
  for (guint i = 0; i < G_N_ELEMENTS (all_signals); i++) {
    listeners[i].expected = data;
    listeners[i].signal = all_signals[i];
    g_signal_connect (store->store, all_signals[i], G_CALLBACK (changed_cb), &listeners[i]);
  }
  sentinel_test_store_write (store, listeners[0].expected->write, NULL);
  g_assert_true (sentinel_test_wait_until (was_told, listeners, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_test_settle ();
  for (guint i = 0; i < G_N_ELEMENTS (all_signals); i++)
    g_assert_false (listeners[i].was_told_otherwise);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/noun-signals/%s/%u", cases[i].signal, i);

    g_test_add_data_func (path, &cases[i], test_told);
  }
  return g_test_run ();
}
