/* SPDX-License-Identifier: MIT */
/* Commands as actions, from the event to the child and back: real processes, a clock that stands
 * still. */
#include "sentinel-action-run-store.h"
#include "sentinel-action-test.h"
#include "sentinel-command-begin.h"
#include "sentinel-command-channel.h"
#include "sentinel-delivery-plan.h"
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-log-store.h"
#include "sentinel-note-store.h"
#include "sentinel-outbox.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-store.h"
#include "sentinel-test-events.h"

#define SECOND G_TIME_SPAN_SECOND

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

/* The tests' ground: */

typedef struct {
  SentinelTestStore *base;
  SentinelOutbox *outbox;
  char *folder; /* where scripts leave what they did; $1 for them */
  SentinelRule *rule;
  SentinelEvent *event; /* the last one */
  gboolean is_stopped;
} Fixture;

static void
make_outbox (Fixture *fixture)
{
  fixture->outbox = sentinel_outbox_new (fixture->base->store);
  sentinel_outbox_add_channel (fixture->outbox,
                               sentinel_command_channel_new (fixture->base->store));
  sentinel_outbox_add_channel (fixture->outbox, g_object_new (TEST_TYPE_DESKTOP, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->base = sentinel_test_store_new ();
  fixture->folder = sentinel_test_make_folder ();
  make_outbox (fixture);
}

static void
start (Fixture *fixture)
{
  sentinel_outbox_set_owner (fixture->outbox, TRUE);
  sentinel_outbox_start (fixture->outbox);
}

static void
stopped_cb (GObject *outbox, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  sentinel_outbox_stop_finish (SENTINEL_OUTBOX (outbox), result, &error);
  g_assert_no_error (error);
  ((Fixture *) user_data)->is_stopped = TRUE;
}

static gboolean
is_stopped (gpointer data)
{
  return ((Fixture *) data)->is_stopped;
}

static void
wait_for_stop (Fixture *fixture)
{
  g_assert_true (sentinel_test_wait_until (is_stopped, fixture, SENTINEL_TEST_TIMEOUT_MS));
  fixture->is_stopped = FALSE;
  g_assert_finalize_object (fixture->outbox);
  fixture->outbox = NULL;
}

static void
stop (Fixture *fixture)
{
  sentinel_outbox_stop_async (fixture->outbox, stopped_cb, fixture);
  wait_for_stop (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  if (fixture->outbox != NULL)
    stop (fixture);
  g_clear_pointer (&fixture->rule, sentinel_rule_unref);
  g_clear_pointer (&fixture->event, sentinel_event_unref);
  sentinel_test_store_free (fixture->base);
  sentinel_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

/* A command action that runs a script with the folder as $1; more: further members. */
static char *
make_action (Fixture *fixture, const char *script, const char *more)
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

static SentinelRule *
make_rule (const char *name, const char *actions)
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

static void
use_rule (Fixture *fixture, const char *name, const char *actions)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (make_rule (name, actions), 0, &ada);

  sentinel_test_store_write (fixture->base, sentinel_rule_acts_add, act);
  g_clear_pointer (&fixture->rule, sentinel_rule_unref);
  fixture->rule = sentinel_rule_copy (act->rule);
  fixture->rule->id = act->rule_id;
}

static void
use_script (Fixture *fixture, const char *script, const char *more)
{
  g_autofree char *action = make_action (fixture, script, more);
  g_autofree char *actions = g_strdup_printf ("[%s]", action);

  use_rule (fixture, "CPU", actions);
}

static gboolean
write_change (SentinelTransaction *tx,
              Fixture *fixture,
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
  Fixture *fixture = data;

  return sentinel_event_store_insert (tx, fixture->event, NULL, error)
         && write_change (tx, fixture, SENTINEL_TRANSITION_FIRED, error);
}

static void
fire_with (Fixture *fixture, const char *message)
{
  g_clear_pointer (&fixture->event, sentinel_event_unref);
  fixture->event = sentinel_test_event_new (SENTINEL_IMPORTANCE_HIGH, "host-1", message);
  fixture->event->rule_id = fixture->rule->id;
  fixture->event->value_last = 93.5;
  g_set_str (&fixture->event->unit, "%");
  sentinel_test_store_write (fixture->base, write_fired, fixture);
}

static void
fire (Fixture *fixture)
{
  fire_with (fixture, "busy");
}

static gboolean
write_resolved (SentinelTransaction *tx, gpointer data, GError **error)
{
  Fixture *fixture = data;

  fixture->event->closed_at_us = sentinel_transaction_get_now_us (tx);
  fixture->event->close_reason = SENTINEL_CLOSE_RESOLVED;
  fixture->event->level_now = SENTINEL_IMPORTANCE_NONE;
  return sentinel_event_store_update (tx, fixture->event, error)
         && write_change (tx, fixture, SENTINEL_TRANSITION_RESOLVED, error);
}

static void
resolve (Fixture *fixture)
{
  sentinel_test_store_write (fixture->base, write_resolved, fixture);
}

/* The newest row of an action of the rule. */
typedef struct {
  Fixture *fixture;
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

static SentinelDelivery *
get_last (Fixture *fixture, const char *channel)
{
  Wanted wanted = { .fixture = fixture, .channel = channel };

  sentinel_test_store_read (fixture->base, read_last, &wanted);
  return wanted.found;
}

static gboolean
is_in_state (gpointer data)
{
  const Wanted *wanted = data;
  g_autoptr (SentinelDelivery) last = get_last (wanted->fixture, wanted->channel);

  return last != NULL && last->state == wanted->state;
}

static SentinelDelivery *
wait_for (Fixture *fixture, const char *channel, SentinelDeliveryState state)
{
  Wanted wanted = { fixture, channel, state, NULL };
  SentinelDelivery *last;

  if (!sentinel_test_wait_until (is_in_state, &wanted, SENTINEL_TEST_TIMEOUT_MS)) {
    last = get_last (fixture, channel);
    g_error ("%s is %s: %s",
             channel,
             last != NULL ? sentinel_nick_of (sentinel_delivery_state_nicks, (int) last->state)
                          : "not there",
             last != NULL ? last->error : NULL);
  }
  return get_last (fixture, channel);
}

static void
expect (Fixture *fixture, SentinelDeliveryState state, const char *error_part)
{
  g_autoptr (SentinelDelivery) last = wait_for (fixture, "command", state);

  if (error_part == NULL)
    g_assert_null (last->error);
  else {
    g_test_message ("%s", last->error);
    g_assert_nonnull (strstr (last->error, error_part));
  }
}

static char *
read_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static gboolean
has_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
write_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

static gpointer
list_notes (SentinelDatabase *db, gpointer event_id, GError **error)
{
  return sentinel_note_store_list (db, *(gint64 *) event_id, error);
}

static GPtrArray *
get_notes (Fixture *fixture)
{
  return sentinel_test_store_read (fixture->base, list_notes, &fixture->event->id);
}

static gpointer
list_log (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_log_store_list (db, 0, SENTINEL_LOG_WARNING, 100, error);
}

static GPtrArray *
get_log (Fixture *fixture)
{
  return sentinel_test_store_read (fixture->base, list_log, NULL);
}

static void
assert_log_lines (Fixture *fixture, guint n)
{
  g_autoptr (GPtrArray) entries = get_log (fixture);

  g_assert_cmpuint (entries->len, ==, n);
}

static void
advance (Fixture *fixture, gint64 duration_us)
{
  sentinel_fake_clock_advance (fixture->base->clock, duration_us);
  sentinel_test_settle ();
}

static guint
count_runs (Fixture *fixture)
{
  g_autofree char *text = has_file (fixture, "runs") ? read_file (fixture, "runs") : g_strdup ("");
  guint n = 0;

  for (const char *at = text; *at != '\0'; at++)
    n += *at == '\n';
  return n;
}

/* What a command is given, and what is kept of it: */

static void
assert_text (JsonObject *object, const char *member, const char *expected)
{
  g_assert_cmpstr (json_object_get_string_member (object, member), ==, expected);
}

static void
test_gets_the_event (Fixture *fixture, gconstpointer unused)
{
  static const char *const lines[] = {
    "SENTINEL_RULE=CPU\n",       "SENTINEL_REASON=fired\n",
    "SENTINEL_SOURCE=host-1\n",  "SENTINEL_MESSAGE=two\\nlines \\x1b[31m “ü” $(id)\n",
    "SENTINEL_VALUE=93.5\n",     "SENTINEL_UNIT=%\n",
    "SENTINEL_EVENT_ID=1\n",     "SENTINEL_IMPORTANCE=high\n",
    "SENTINEL_STATUS=new\n",     "SENTINEL_OPENED_AT=2025-11-25T02:12:12Z\n",
    "SENTINEL_CATEGORY=System\n"
  };
  g_autoptr (JsonObject) input = NULL;
  g_autofree char *environment = NULL;
  g_autofree char *text = NULL;

  use_script (fixture, "cat > $1/input; env > $1/env; echo", "");
  start (fixture);
  fire_with (fixture, "two\nlines \033[31m “ü” $(id)");
  expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  text = read_file (fixture, "input");
  input = sentinel_json_parse_object (text, -1, 0, NULL);
  g_assert_nonnull (input);
  assert_text (input, "rule", "CPU");
  assert_text (input, "reason", "fired");
  assert_text (input, "message", "two\nlines \033[31m “ü” $(id)");
  assert_text (input, "importance", "high");
  g_assert_cmpint (json_object_get_int_member (input, "id"), ==, 1);
  g_assert_false (json_object_get_boolean_member (input, "test"));
  environment = read_file (fixture, "env");
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_nonnull (strstr (environment, lines[i]));
  g_assert_null (strstr (environment, "SENTINEL_TEST="));
}

static void
test_output_is_a_note (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) notes = NULL;
  const SentinelNote *note;

  use_script (fixture, "printf 'told \\033 \\377 \\000 12\\nbye\\n'", ",\"name\":\"siren\"");
  start (fixture);
  fire (fixture);
  sentinel_delivery_free (wait_for (fixture, "command:siren", SENTINEL_DELIVERY_SENT));
  notes = get_notes (fixture);
  g_assert_cmpuint (notes->len, ==, 1);
  note = g_ptr_array_index (notes, 0);
  g_assert_cmpint (note->kind, ==, SENTINEL_NOTE_ACTION);
  g_assert_cmpint (note->via, ==, SENTINEL_VIA_ENGINE);
  g_assert_cmpstr (note->author, ==, "siren");
  g_assert_cmpstr (note->body, ==, "told \\x1b \357\277\275 \357\277\275 12\nbye");
}

static void
test_a_flood_is_cut (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) notes = NULL;
  const SentinelNote *note;

  use_script (fixture, "yes | head -c 20000000", "");
  start (fixture);
  fire (fixture);
  expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  notes = get_notes (fixture);
  g_assert_cmpuint (notes->len, ==, 1);
  note = g_ptr_array_index (notes, 0);
  g_assert_cmpuint (strlen (note->body), <, 65536 + 100);
  g_assert_true (g_str_has_suffix (note->body, "(the rest is not kept)"));
}

/* What goes wrong: */

static void
test_a_failure_is_for_good (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelDelivery) last = NULL;
  g_autoptr (GPtrArray) notes = NULL;

  use_script (fixture, "echo run >> $1/runs; echo a >&2; echo 'no siren' >&2; exit 3", "");
  start (fixture);
  fire (fixture);
  expect (fixture, SENTINEL_DELIVERY_FAILED, "exited with status 3: no siren");
  advance (fixture, G_TIME_SPAN_HOUR);
  last = get_last (fixture, "command");
  g_assert_cmpint (last->state, ==, SENTINEL_DELIVERY_FAILED);
  g_assert_cmpint (last->attempts, ==, 1);
  g_assert_cmpint (sentinel_delivery_get_result_us (last), ==, SENTINEL_TEST_NOW_US);
  g_assert_cmpuint (count_runs (fixture), ==, 1);
  assert_log_lines (fixture, 1);
  notes = get_notes (fixture);
  g_assert_cmpuint (notes->len, ==, 0);
}

static void
test_a_signal (Fixture *fixture, gconstpointer unused)
{
  use_script (fixture, "kill -KILL $$", "");
  start (fixture);
  fire (fixture);
  expect (fixture, SENTINEL_DELIVERY_FAILED, "was ended by signal 9");
}

static gboolean
is_to_be_tried_again (gpointer data)
{
  g_autoptr (SentinelDelivery) last = get_last (data, "command");

  return last->state == SENTINEL_DELIVERY_PENDING && last->error != NULL;
}

static void
test_what_is_gone_is_tried_again (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *program = g_build_filename (fixture->folder, "siren", NULL);
  g_autofree char *actions =
      g_strdup_printf ("[{\"channel\":\"command\",\"argv\":[\"%s\"]}]", program);
  g_autoptr (SentinelDelivery) last = NULL;
  g_autoptr (GError) error = NULL;

  use_rule (fixture, "CPU", actions);
  start (fixture);
  fire (fixture);
  g_assert_true (sentinel_test_wait_until (is_to_be_tried_again,
                                           fixture,
                                           SENTINEL_TEST_TIMEOUT_MS));
  last = get_last (fixture, "command");
  g_assert_nonnull (strstr (last->error, "Cannot start"));
  g_assert_cmpint (last->sent_at_us, ==, 0);
  g_file_set_contents_full (program,
                            "#!/bin/sh\necho here\n",
                            -1,
                            G_FILE_SET_CONTENTS_NONE,
                            0700,
                            &error);
  g_assert_no_error (error);
  sentinel_test_settle ();
  advance (fixture, 6 * SECOND);
  expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
}

static void
use_many (Fixture *fixture, const char *const *actions, const char *name)
{
  g_autofree char *joined = g_strjoinv (",", (char **) actions);
  g_autofree char *list = g_strdup_printf ("[%s]", joined);

  use_rule (fixture, name, list);
}

/* Neither the desktop, nor other commands of the same rule, nor those of other rules. */
static void
test_one_that_hangs_delays_nobody (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *hanging = make_action (fixture, "touch $1/hangs; exec sleep 1000", "");
  g_autofree char *other = make_action (fixture, "true", ",\"name\":\"other\"");
  const char *const actions[] = { hanging, other, NULL };
  g_autoptr (SentinelRule) first = NULL;

  use_many (fixture, actions, "CPU");
  start (fixture);
  fire (fixture);
  g_assert_true (sentinel_test_wait_for_file (fixture->folder, "hangs"));
  sentinel_delivery_free (wait_for (fixture, "desktop", SENTINEL_DELIVERY_SENT));
  sentinel_delivery_free (wait_for (fixture, "command:other", SENTINEL_DELIVERY_SENT));
  first = g_steal_pointer (&fixture->rule);
  use_rule (fixture, "Memory", "[{\"channel\":\"command\",\"argv\":[\"true\"]}]");
  fire (fixture);
  expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  sentinel_delivery_free (wait_for (fixture, "desktop", SENTINEL_DELIVERY_SENT));
  sentinel_rule_unref (fixture->rule);
  fixture->rule = g_steal_pointer (&first);
  expect (fixture, SENTINEL_DELIVERY_CLAIMED, NULL);
  advance (fixture, 30 * SECOND);
  expect (fixture, SENTINEL_DELIVERY_FAILED, "took longer than 30s and was ended");
}

static guint
count_files (Fixture *fixture, const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, prefix);
  return n;
}

static gboolean
do_eight_hang (gpointer data)
{
  return count_files (data, "hangs-") == 8;
}

/* However many there are, only so many at once; the ninth has its turn when one of them ends. */
static void
test_not_all_at_once (Fixture *fixture, gconstpointer unused)
{
  for (guint i = 0; i < 9; i++) {
    g_autofree char *name = g_strdup_printf ("Rule %u", i);
    g_autofree char *action = make_action (fixture, "touch $1/hangs-$$; exec sleep 1000", "");
    const char *const actions[] = { action, NULL };

    use_many (fixture, actions, name);
    fire (fixture);
  }
  start (fixture);
  g_assert_true (sentinel_test_look_until (do_eight_hang, fixture));
  expect (fixture, SENTINEL_DELIVERY_PENDING, NULL);
  sentinel_delivery_free (wait_for (fixture, "desktop", SENTINEL_DELIVERY_SENT));
  advance (fixture, 30 * SECOND);
  expect (fixture, SENTINEL_DELIVERY_CLAIMED, NULL);
}

/* In their order: an end waits for what its beginning does. */
static void
test_the_end_waits_for_the_beginning (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *runs = NULL;

  use_script (fixture,
              "echo $SENTINEL_REASON >> $1/runs; touch $1/at-it;"
              " while [ $SENTINEL_REASON = fired ] && [ ! -e $1/go ]; do sleep 0.01; done",
              ",\"on\":[\"fired\",\"resolved\"]");
  start (fixture);
  fire (fixture);
  g_assert_true (sentinel_test_wait_for_file (fixture->folder, "at-it"));
  resolve (fixture);
  sentinel_test_settle ();
  expect (fixture, SENTINEL_DELIVERY_PENDING, NULL);
  write_file (fixture, "go");
  expect (fixture, SENTINEL_DELIVERY_SENT, NULL); /* although the cooldown is not over */
  runs = read_file (fixture, "runs");
  g_assert_cmpstr (runs, ==, "fired\nresolved\n");
}

/* Who ends the program does not wait for all of a command's time. */
static void
test_stop_ends_it (Fixture *fixture, gconstpointer unused)
{
  use_script (fixture, "touch $1/hangs; exec sleep 1000", ",\"timeout_ms\":600000");
  start (fixture);
  fire (fixture);
  g_assert_true (sentinel_test_wait_for_file (fixture->folder, "hangs"));
  sentinel_outbox_stop_async (fixture->outbox, stopped_cb, fixture);
  advance (fixture, 29 * SECOND);
  g_assert_false (fixture->is_stopped);
  advance (fixture, 1 * SECOND);
  wait_for_stop (fixture);
  expect (fixture, SENTINEL_DELIVERY_FAILED, "the program that ran it ended");
}

/* Cooldown and cap: */

static void
test_cooldown (Fixture *fixture, gconstpointer unused)
{
  use_script (fixture, "echo run >> $1/runs; false", ""); /* a failure counts too */
  start (fixture);
  fire (fixture);
  expect (fixture, SENTINEL_DELIVERY_FAILED, "exited with status 1");
  assert_log_lines (fixture, 1);
  for (guint i = 0; i < 3; i++) {
    advance (fixture, 60 * SECOND);
    fire (fixture);
    expect (fixture, SENTINEL_DELIVERY_CANCELLED, "held back: it was run ");
  }
  assert_log_lines (fixture, 2); /* one for the stretch */
  advance (fixture, 120 * SECOND);
  fire (fixture);
  expect (fixture, SENTINEL_DELIVERY_FAILED, "exited with status 1");
  g_assert_cmpuint (count_runs (fixture), ==, 2);
  fire (fixture);
  expect (fixture, SENTINEL_DELIVERY_CANCELLED, "its cooldown is 5m");
  assert_log_lines (fixture, 4);
}

static void
test_cap (Fixture *fixture, gconstpointer unused)
{
  use_script (fixture, "echo run >> $1/runs", ",\"cooldown_ms\":0,\"max_per_hour\":2");
  start (fixture);
  for (guint i = 0; i < 2; i++) {
    fire (fixture);
    expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
    advance (fixture, 60 * SECOND);
  }
  fire (fixture);
  expect (fixture, SENTINEL_DELIVERY_CANCELLED, "2 times within an hour");
  g_assert_cmpuint (count_runs (fixture), ==, 2);
  advance (fixture, G_TIME_SPAN_HOUR);
  fire (fixture);
  expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
}

static void
test_limits_hold_over_a_restart (Fixture *fixture, gconstpointer unused)
{
  use_script (fixture, "echo run >> $1/runs", "");
  start (fixture);
  fire (fixture);
  expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  stop (fixture);
  sentinel_test_store_reopen (fixture->base);
  make_outbox (fixture);
  start (fixture);
  fire (fixture);
  expect (fixture, SENTINEL_DELIVERY_CANCELLED, "held back");
  g_assert_cmpuint (count_runs (fixture), ==, 1);
}

/* A run that seems to lie in the future holds back nothing. */
static void
test_the_clock_is_set_back (Fixture *fixture, gconstpointer unused)
{
  use_script (fixture, "echo run >> $1/runs", "");
  start (fixture);
  fire (fixture);
  expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  sentinel_fake_clock_set_realtime (fixture->base->clock, SENTINEL_TEST_NOW_US - G_TIME_SPAN_DAY);
  fire (fixture);
  expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  g_assert_cmpuint (count_runs (fixture), ==, 2);
}

static void
test_only_ends (Fixture *fixture, gconstpointer unused)
{
  use_script (fixture, "echo run >> $1/runs", ",\"on\":[\"resolved\"]");
  start (fixture);
  fire (fixture);
  resolve (fixture);
  expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  fire (fixture);
  resolve (fixture);
  expect (fixture, SENTINEL_DELIVERY_CANCELLED, "held back");
  g_assert_cmpuint (count_runs (fixture), ==, 1);
}

/* The rule as it is now: */

static void
edit_actions (Fixture *fixture, const char *actions)
{
  SentinelRule *rule = make_rule ("CPU", actions);
  g_autoptr (SentinelRuleAct) act = NULL;

  rule->id = fixture->rule->id;
  rule->version = 1;
  g_set_str (&rule->uid, fixture->rule->uid);
  act = sentinel_rule_act_new (rule, rule->id, &ada);
  sentinel_test_store_write (fixture->base, sentinel_rule_acts_edit, act);
}

static void
test_an_action_that_was_removed (Fixture *fixture, gconstpointer unused)
{
  use_script (fixture, "echo run >> $1/runs", "");
  fire (fixture);
  edit_actions (fixture, "[]");
  start (fixture);
  expect (fixture, SENTINEL_DELIVERY_CANCELLED, "does not have this action any more");
  g_assert_cmpuint (count_runs (fixture), ==, 0);
}

static gboolean
put_old_actions (SentinelTransaction *tx, gpointer data, GError **error)
{
  Fixture *fixture = data;

  fixture->rule->id = sentinel_rule_store_insert (tx, fixture->rule, "Ada", error);
  return fixture->rule->id != 0;
}

/* From before anybody checked: the outbox shows what is wrong. */
static void
test_an_action_without_sense (Fixture *fixture, gconstpointer unused)
{
  fixture->rule = make_rule ("CPU", "[{\"channel\":\"command\"}]");
  sentinel_test_store_write (fixture->base, put_old_actions, fixture);
  start (fixture);
  fire (fixture);
  expect (fixture, SENTINEL_DELIVERY_FAILED, "actions[0].argv: must be");
}

static void
test_only_the_owner_runs_it (Fixture *fixture, gconstpointer unused)
{
  use_script (fixture, "echo run >> $1/runs", "");
  sentinel_outbox_start (fixture->outbox);
  fire (fixture);
  sentinel_delivery_free (wait_for (fixture, "desktop", SENTINEL_DELIVERY_SENT));
  expect (fixture, SENTINEL_DELIVERY_PENDING, NULL);
  sentinel_outbox_set_owner (fixture->outbox, TRUE);
  expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
}

/* A process that dies: */

static gboolean
claim_row (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDelivery *row = data;

  row->state = SENTINEL_DELIVERY_CLAIMED;
  row->attempts = 1;
  g_set_str (&row->claimed_by, "a process that died");
  return sentinel_delivery_store_update (tx, row, error);
}

static gboolean
release_all (SentinelTransaction *tx, gpointer unused, GError **error)
{
  return sentinel_delivery_plan_release_claims (tx, NULL, error);
}

/* Claims the row as a process that dies before it does anything with it. */
static char *
claim_and_die (Fixture *fixture)
{
  g_autoptr (SentinelDelivery) row = get_last (fixture, "command");

  sentinel_test_store_write (fixture->base, claim_row, row);
  return g_strdup (row->idem_key);
}

static void
test_died_before_the_mark (Fixture *fixture, gconstpointer unused)
{
  use_script (fixture, "echo run >> $1/runs", "");
  fire (fixture);
  g_free (claim_and_die (fixture));
  sentinel_test_store_write (fixture->base, release_all, NULL);
  start (fixture);
  expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  g_assert_cmpuint (count_runs (fixture), ==, 1);
}

static void
test_died_after_the_mark (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *key = NULL;
  g_autoptr (SentinelCommandBegin) begin = NULL;

  use_script (fixture, "echo run >> $1/runs", "");
  fire (fixture);
  key = claim_and_die (fixture);
  begin = sentinel_command_begin_new (key, NULL);
  sentinel_test_store_write (fixture->base, sentinel_command_begin_run, begin);
  g_assert_null (begin->declined);
  sentinel_test_store_write (fixture->base, release_all, NULL);
  start (fixture);
  expect (fixture, SENTINEL_DELIVERY_FAILED, "it is not done again");
  advance (fixture, G_TIME_SPAN_HOUR);
  expect (fixture, SENTINEL_DELIVERY_FAILED, "it is not done again");
  g_assert_cmpuint (count_runs (fixture), ==, 0);
  assert_log_lines (fixture, 1);
}

/* Trying an action: */

static gint64
try_action (Fixture *fixture, SentinelRule *rule, const char *channel)
{
  g_autoptr (SentinelActionTest) test = sentinel_action_test_new (rule, channel);

  sentinel_test_store_write (fixture->base, sentinel_action_test, test);
  return test->delivery_id;
}

static void
test_a_test (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelDelivery) last = NULL;
  g_autoptr (JsonObject) input = NULL;
  g_autofree char *text = NULL;
  gint64 id;

  use_script (fixture, "cat > $1/input; echo \"$SENTINEL_TEST\" >> $1/runs; echo note", "");
  start (fixture);
  for (guint i = 0; i < 2; i++) {
    id = try_action (fixture, sentinel_rule_ref (fixture->rule), "command");
    last = wait_for (fixture, "command", SENTINEL_DELIVERY_SENT);
    g_assert_cmpint (last->id, ==, id);
    g_clear_pointer (&last, sentinel_delivery_free);
  }
  text = read_file (fixture, "input");
  input = sentinel_json_parse_object (text, -1, 0, NULL);
  g_assert_true (json_object_get_boolean_member (input, "test"));
  assert_text (input, "reason", "test");
  assert_text (input, "rule", "CPU");
  g_clear_pointer (&text, g_free);
  fire (fixture); /* no cooldown */
  expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  text = read_file (fixture, "runs");
  g_assert_cmpstr (text, ==, "1\n1\n\n");
  id = try_action (fixture, sentinel_rule_ref (fixture->rule), "desktop");
  last = wait_for (fixture, "desktop", SENTINEL_DELIVERY_SENT);
  g_assert_cmpint (last->id, ==, id);
}

static gpointer
read_row (SentinelDatabase *db, gpointer id, GError **error)
{
  return sentinel_delivery_store_get (db, *(gint64 *) id, error);
}

typedef struct {
  SentinelTestStore *base;
  gint64 id;
} WantedRow;

static gboolean
has_failed (gpointer data)
{
  WantedRow *wanted = data;
  g_autoptr (SentinelDelivery) row = sentinel_test_store_read (wanted->base, read_row, &wanted->id);

  return row->state == SENTINEL_DELIVERY_FAILED && row->attempts == 1
         && strstr (row->error, "Cannot start") != NULL;
}

/* Before it is saved, and a person does not wait for the eighth attempt. */
static void
test_a_test_of_what_is_not_stored (Fixture *fixture, gconstpointer unused)
{
  WantedRow wanted = { fixture->base, 0 };

  fixture->rule =
      make_rule ("New", "[{\"channel\":\"command\",\"name\":\"a\",\"argv\":[\"/nowhere/siren\"]}]");
  start (fixture);
  wanted.id = try_action (fixture, sentinel_rule_ref (fixture->rule), "command:a");
  g_assert_true (sentinel_test_wait_until (has_failed, &wanted, SENTINEL_TEST_TIMEOUT_MS));
}

static void
test_what_cannot_be_tried (Fixture *fixture, gconstpointer unused)
{
  static const struct {
    const char *channel;
    SentinelError code;
  } cases[] = {
    { "command:siren", SENTINEL_ERROR_NOT_FOUND },
    { "email", SENTINEL_ERROR_UNSUPPORTED },
    { "command", SENTINEL_ERROR_INVALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    SentinelRule *rule =
        make_rule ("CPU", "[{\"channel\":\"email\",\"enabled\":false},{\"channel\":\"command\"}]");
    g_autoptr (SentinelActionTest) test = sentinel_action_test_new (rule, cases[i].channel);
    g_autoptr (GError) error = NULL;

    g_assert_false (sentinel_store_write (fixture->base->store,
                                          sentinel_action_test,
                                          test,
                                          &error));
    g_assert_error (error, SENTINEL_ERROR, (int) cases[i].code);
  }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/commands/gets-the-event", test_gets_the_event },
    { "/commands/output-is-a-note", test_output_is_a_note },
    { "/commands/a-flood-is-cut", test_a_flood_is_cut },
    { "/commands/a-failure-is-for-good", test_a_failure_is_for_good },
    { "/commands/a-signal", test_a_signal },
    { "/commands/what-is-gone-is-tried-again", test_what_is_gone_is_tried_again },
    { "/commands/one-that-hangs-delays-nobody", test_one_that_hangs_delays_nobody },
    { "/commands/not-all-at-once", test_not_all_at_once },
    { "/commands/the-end-waits-for-the-beginning", test_the_end_waits_for_the_beginning },
    { "/commands/stop-ends-it", test_stop_ends_it },
    { "/commands/cooldown", test_cooldown },
    { "/commands/cap", test_cap },
    { "/commands/limits-hold-over-a-restart", test_limits_hold_over_a_restart },
    { "/commands/the-clock-is-set-back", test_the_clock_is_set_back },
    { "/commands/only-ends", test_only_ends },
    { "/commands/an-action-that-was-removed", test_an_action_that_was_removed },
    { "/commands/an-action-without-sense", test_an_action_without_sense },
    { "/commands/only-the-owner-runs-it", test_only_the_owner_runs_it },
    { "/commands/died-before-the-mark", test_died_before_the_mark },
    { "/commands/died-after-the-mark", test_died_after_the_mark },
    { "/commands/a-test", test_a_test },
    { "/commands/a-test-of-what-is-not-stored", test_a_test_of_what_is_not_stored },
    { "/commands/what-cannot-be-tried", test_what_cannot_be_tried },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
