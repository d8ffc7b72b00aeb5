/* SPDX-License-Identifier: MIT */
/* Events are written with the rows that they cause, as the engine does it, and scripts leave files
 * that say what they did. */
#include "command-fixture.h"
#include "sentinel-action-run-store.h"
#include "sentinel-command-channel.h"
#include "sentinel-delivery-plan.h"
#include "sentinel-json.h"
#include "sentinel-log-store.h"
#include "sentinel-note-store.h"
#include "sentinel-rule-acts.h"
#include "sentinel-test-events.h"

static const SentinelActor ada = { "Ada", SENTINEL_VIA_WINDOW };

/* A desktop that takes everything. */

#define TEST_TYPE_DESKTOP (test_desktop_get_type ())
G_DECLARE_FINAL_TYPE (TestDesktop, test_desktop, TEST, DESKTOP, SentinelChannel)

struct _TestDesktop {
  SentinelChannel parent;
};

G_DEFINE_FINAL_TYPE (TestDesktop, test_desktop, SENTINEL_TYPE_CHANNEL)

static const char *
test_desktop_get_id (SentinelChannel *channel)
{
  return SENTINEL_CHANNEL_DESKTOP;
}

static void
test_desktop_deliver_async (SentinelChannel *channel,
                            const char *idem_key,
                            JsonObject *body,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (channel, cancellable, callback, user_data);

  g_task_return_boolean (task, TRUE);
}

static gboolean
test_desktop_deliver_finish (SentinelChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
test_desktop_class_init (TestDesktopClass *klass)
{
  SentinelChannelClass *channel_class = SENTINEL_CHANNEL_CLASS (klass);

  channel_class->get_id = test_desktop_get_id;
  channel_class->deliver_async = test_desktop_deliver_async;
  channel_class->deliver_finish = test_desktop_deliver_finish;
}

static void
test_desktop_init (TestDesktop *self)
{
}

void
command_fixture_make_outbox (CommandFixture *fixture)
{
  fixture->outbox = sentinel_outbox_new (fixture->base->store);
  sentinel_outbox_add_channel (fixture->outbox,
                               sentinel_command_channel_new (fixture->base->store));
  sentinel_outbox_add_channel (fixture->outbox, g_object_new (TEST_TYPE_DESKTOP, NULL));
}

void
command_fixture_set_up (CommandFixture *fixture, gconstpointer unused)
{
  fixture->base = sentinel_test_store_new ();
  fixture->folder = sentinel_test_make_folder ();
  command_fixture_make_outbox (fixture);
}

void
command_fixture_start (CommandFixture *fixture)
{
  sentinel_outbox_set_owner (fixture->outbox, TRUE);
  sentinel_outbox_start (fixture->outbox);
}

void
command_fixture_stopped_cb (GObject *outbox, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  sentinel_outbox_stop_finish (SENTINEL_OUTBOX (outbox), result, &error);
  g_assert_no_error (error);
  ((CommandFixture *) user_data)->is_stopped = TRUE;
}

static gboolean
is_stopped (gpointer data)
{
  return ((CommandFixture *) data)->is_stopped;
}

void
command_fixture_wait_for_stop (CommandFixture *fixture)
{
  g_assert_true (sentinel_test_wait_until (is_stopped, fixture, SENTINEL_TEST_TIMEOUT_MS));
  fixture->is_stopped = FALSE;
  g_assert_finalize_object (fixture->outbox);
  fixture->outbox = NULL;
}

void
command_fixture_stop (CommandFixture *fixture)
{
  sentinel_outbox_stop_async (fixture->outbox, command_fixture_stopped_cb, fixture);
  command_fixture_wait_for_stop (fixture);
}

void
command_fixture_tear_down (CommandFixture *fixture, gconstpointer unused)
{
  if (fixture->outbox != NULL)
    command_fixture_stop (fixture);
  g_clear_pointer (&fixture->rule, sentinel_rule_unref);
  g_clear_pointer (&fixture->event, sentinel_event_unref);
  sentinel_test_store_free (fixture->base);
  sentinel_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

/* A command action that runs a script with the folder as $1; more: further members. */
char *
command_fixture_make_action (CommandFixture *fixture, const char *script, const char *more)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *argv = json_array_new ();
  g_autofree char *text = NULL;

  json_array_add_string_element (argv, "/bin/sh");
  json_array_add_string_element (argv, "-c");
  json_array_add_string_element (argv, script);
  json_array_add_string_element (argv, "sh");
  json_array_add_string_element (argv, fixture->folder);
  json_object_set_array_member (object, "argv", argv);
  text = sentinel_json_object_to_text (object);
  return g_strdup_printf ("{\"channel\":\"command\"%s,%s", more, text + 1);
}

SentinelRule *
command_fixture_make_rule (const char *name, const char *actions)
{
  SentinelRule *rule = sentinel_rule_new ();
  g_autoptr (GError) error = NULL;

  g_set_str (&rule->name, name);
  g_set_str (&rule->trigger, "test");
  rule->period_ms = 10000;
  json_node_unref (rule->actions);
  rule->actions = sentinel_json_parse (actions, -1, 0, &error);
  g_assert_no_error (error);
  return rule;
}

void
command_fixture_use_rule (CommandFixture *fixture, const char *name, const char *actions)
{
  g_autoptr (SentinelRuleAct) act =
      sentinel_rule_act_new (command_fixture_make_rule (name, actions), 0, &ada);

  sentinel_test_store_write (fixture->base, sentinel_rule_acts_add, act);
  g_clear_pointer (&fixture->rule, sentinel_rule_unref);
  fixture->rule = sentinel_rule_copy (act->rule);
  fixture->rule->id = act->rule_id;
}

void
command_fixture_use_script (CommandFixture *fixture, const char *script, const char *more)
{
  g_autofree char *action = command_fixture_make_action (fixture, script, more);
  g_autofree char *actions = g_strdup_printf ("[%s]", action);

  command_fixture_use_rule (fixture, "CPU", actions);
}

static gboolean
write_change (SentinelTransaction *tx,
              CommandFixture *fixture,
              SentinelTransitionKind kind,
              GError **error)
{
  g_autoptr (SentinelTransition) transition =
      sentinel_transition_new (kind, sentinel_transaction_get_now_us (tx));

  transition->event_id = fixture->event->id;
  return sentinel_event_store_add_transition (tx, transition, error)
         && sentinel_delivery_plan_write (tx, fixture->rule, fixture->event, transition, error);
}

static gboolean
write_fired (SentinelTransaction *tx, gpointer data, GError **error)
{
  CommandFixture *fixture = data;

  return sentinel_event_store_insert (tx, fixture->event, NULL, error)
         && write_change (tx, fixture, SENTINEL_TRANSITION_FIRED, error);
}

void
command_fixture_fire_with (CommandFixture *fixture, const char *message)
{
  g_clear_pointer (&fixture->event, sentinel_event_unref);
  fixture->event = sentinel_test_event_new (SENTINEL_IMPORTANCE_HIGH, "host-1", message);
  fixture->event->rule_id = fixture->rule->id;
  fixture->event->value_last = 93.5;
  g_set_str (&fixture->event->unit, "%");
  sentinel_test_store_write (fixture->base, write_fired, fixture);
}

void
command_fixture_fire (CommandFixture *fixture)
{
  command_fixture_fire_with (fixture, "busy");
}

static gboolean
write_resolved (SentinelTransaction *tx, gpointer data, GError **error)
{
  CommandFixture *fixture = data;

  fixture->event->closed_at_us = sentinel_transaction_get_now_us (tx);
  fixture->event->close_reason = SENTINEL_CLOSE_RESOLVED;
  fixture->event->level_now = SENTINEL_IMPORTANCE_NONE;
  return sentinel_event_store_update (tx, fixture->event, error)
         && write_change (tx, fixture, SENTINEL_TRANSITION_RESOLVED, error);
}

void
command_fixture_resolve (CommandFixture *fixture)
{
  sentinel_test_store_write (fixture->base, write_resolved, fixture);
}

/* The newest row of an action of the rule. */
typedef struct {
  CommandFixture *fixture;
  const char *channel;
  SentinelDeliveryState state;
  SentinelDelivery *found;
} Wanted;

static gpointer
read_last (SentinelDatabase *db, gpointer data, GError **error)
{
  Wanted *wanted = data;

  sentinel_delivery_store_get_last_result (db,
                                           wanted->fixture->rule->id,
                                           wanted->channel,
                                           &wanted->found,
                                           error);
  return NULL;
}

SentinelDelivery *
command_fixture_get_last (CommandFixture *fixture, const char *channel)
{
  Wanted wanted = { .fixture = fixture, .channel = channel };

  sentinel_test_store_read (fixture->base, read_last, &wanted);
  return wanted.found;
}

static gboolean
is_in_state (gpointer data)
{
  const Wanted *wanted = data;
  g_autoptr (SentinelDelivery) last = command_fixture_get_last (wanted->fixture, wanted->channel);

  return last != NULL && last->state == wanted->state;
}

SentinelDelivery *
command_fixture_wait_for (CommandFixture *fixture, const char *channel, SentinelDeliveryState state)
{
  Wanted wanted = { fixture, channel, state, NULL };
  SentinelDelivery *last;

  if (!sentinel_test_wait_until (is_in_state, &wanted, SENTINEL_TEST_TIMEOUT_MS)) {
    last = command_fixture_get_last (fixture, channel);
    g_error ("%s is %s: %s",
             channel,
             last != NULL ? sentinel_nick_of (sentinel_delivery_state_nicks, (int) last->state)
                          : "not there",
             last != NULL ? last->error : NULL);
  }
  return command_fixture_get_last (fixture, channel);
}

void
command_fixture_expect (CommandFixture *fixture,
                        SentinelDeliveryState state,
                        const char *error_part)
{
  g_autoptr (SentinelDelivery) last = command_fixture_wait_for (fixture, "command", state);

  if (error_part == NULL)
    g_assert_null (last->error);
  else {
    g_test_message ("%s", last->error);
    g_assert_nonnull (strstr (last->error, error_part));
  }
}

char *
command_fixture_read_file (CommandFixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

gboolean
command_fixture_has_file (CommandFixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

void
command_fixture_write_file (CommandFixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

static gpointer
list_notes (SentinelDatabase *db, gpointer event_id, GError **error)
{
  return sentinel_note_store_list (db, *(gint64 *) event_id, error);
}

GPtrArray *
command_fixture_get_notes (CommandFixture *fixture)
{
  return sentinel_test_store_read (fixture->base, list_notes, &fixture->event->id);
}

static gpointer
list_log (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_log_store_list (db, 0, SENTINEL_LOG_WARNING, 100, error);
}

static GPtrArray *
get_log (CommandFixture *fixture)
{
  return sentinel_test_store_read (fixture->base, list_log, NULL);
}

void
command_fixture_assert_log_lines (CommandFixture *fixture, guint n)
{
  g_autoptr (GPtrArray) entries = get_log (fixture);

  g_assert_cmpuint (entries->len, ==, n);
}

void
command_fixture_advance (CommandFixture *fixture, gint64 duration_us)
{
  sentinel_fake_clock_advance (fixture->base->clock, duration_us);
  sentinel_test_settle ();
}

guint
command_fixture_count_runs (CommandFixture *fixture)
{
  g_autofree char *text = command_fixture_has_file (fixture, "runs")
                              ? command_fixture_read_file (fixture, "runs")
                              : g_strdup ("");
  guint n = 0;

  for (const char *at = text; *at != '\0'; at++)
    n += *at == '\n';
  return n;
}

void
command_fixture_use_many (CommandFixture *fixture, const char *const *actions, const char *name)
{
  g_autofree char *joined = g_strjoinv (",", (char **) actions);
  g_autofree char *list = g_strdup_printf ("[%s]", joined);

  command_fixture_use_rule (fixture, name, list);
}
