/* SPDX-License-Identifier: MIT */
/* One delivery: decide and mark, run, keep the output, answer. What was marked is not repeated by
 * the outbox, so only what could not be started is tried again. */
#include "sentinel-command-channel.h"

#include "sentinel-action-run-store.h"
#include "sentinel-action.h"
#include "sentinel-command-begin.h"
#include "sentinel-command-text.h"
#include "sentinel-error.h"
#include "sentinel-event-store.h"
#include "sentinel-json.h"
#include "sentinel-note-store.h"

#define N_AT_ONCE 8 /* that many that hang delay nobody else */
#define NICE 10
#define EXTRA_US G_TIME_SPAN_MINUTE /* beyond a command's own time, to be started and ended */

struct _SentinelCommandChannel {
  SentinelChannel parent_instance;
  SentinelStore *store;
  GHashTable *held_back; /* lanes whose stretch of being held back is in the log */
};

G_DEFINE_FINAL_TYPE (SentinelCommandChannel, sentinel_command_channel, SENTINEL_TYPE_CHANNEL)

/* The data of a delivery's task. */
typedef struct {
  SentinelCommandBegin *begin;
  JsonObject *event;
  char *output; /* nullable: to be kept */
  GError *error; /* nullable: why it was not started */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  sentinel_command_begin_free (run->begin);
  json_object_unref (run->event);
  g_clear_error (&run->error);
  g_free (run->output);
  g_free (run);
}

static gboolean
is_test (const Run *run)
{
  return run->begin->delivery->reason == SENTINEL_DELIVERY_TEST;
}

/* After it was run: */

static gboolean
write_note (SentinelTransaction *tx, gpointer data, GError **error)
{
  const Run *run = data;
  const SentinelActor actor = { run->begin->action->name, SENTINEL_VIA_ENGINE };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (SentinelEvent) event =
      sentinel_event_store_get (sentinel_transaction_get_database (tx),
                                run->begin->delivery->event_id,
                                &local_error);
  g_autoptr (SentinelNote) note = NULL;

  if (g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    return TRUE; /* it is no longer kept */
  if (event == NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  note = sentinel_note_new (event->id,
                            SENTINEL_NOTE_ACTION,
                            run->output,
                            &actor,
                            sentinel_transaction_get_now_us (tx));
  return sentinel_note_store_insert (tx, note, error);
}

/* Who tries an action is told at once what it wrote. */
static gboolean
write_first_line (SentinelTransaction *tx, gpointer data, GError **error)
{
  const Run *run = data;

  return sentinel_action_run_store_set_output (tx, run->begin->delivery->id, run->output, error);
}

/* It was run all the same. */
static void
note_written_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    g_warning ("What a command wrote is not kept: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
keep_output (GTask *task, const SentinelChildResult *result)
{
  SentinelCommandChannel *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);

  run->output = is_test (run) ? sentinel_command_text_dup_first_line (result)
                              : sentinel_command_text_dup_output (result);
  if (run->output == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  sentinel_store_write_async (self->store,
                              is_test (run) ? write_first_line : write_note,
                              run,
                              NULL,
                              NULL,
                              note_written_cb,
                              g_object_ref (task));
}

/* Where this fails too, the row stays marked, and the outbox ends it. */
static void
taken_back_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Run *run = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    g_warning ("A command that could not be started is not tried again: %s", error->message);
  g_task_return_error (task, g_steal_pointer (&run->error));
}

/* error: (transfer full) */
static void
take_back (GTask *task, GError *error)
{
  SentinelCommandChannel *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);

  run->error = error;
  sentinel_store_write_async (self->store,
                              sentinel_command_begin_take_back,
                              run->begin,
                              NULL,
                              NULL,
                              taken_back_cb,
                              g_object_ref (task));
}

static void
ended_cb (GObject *source, GAsyncResult *answer, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Run *run = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (SentinelChildResult) result = sentinel_child_run_finish (answer, &error);
  g_autofree char *failure = NULL;

  if (result == NULL) {
    take_back (task, error);
    return;
  }
  failure = sentinel_command_text_describe_failure (result, run->begin->action->timeout_ms);
  if (failure == NULL)
    keep_output (task, result);
  else
    g_task_return_new_error (task,
                             SENTINEL_ERROR,
                             result->end == SENTINEL_CHILD_TIMED_OUT ? SENTINEL_ERROR_TIMEOUT
                                                                     : SENTINEL_ERROR_FAILED,
                             "%s",
                             failure);
}

/* Running: */

/* The words of "on", which who wrote the action knows. */
static const char *
get_reason_word (SentinelDeliveryReason reason)
{
  return reason == SENTINEL_DELIVERY_RAISED
             ? "level"
             : sentinel_nick_of (sentinel_delivery_reason_nicks, (int) reason);
}

static char *
dup_rule_name (const Run *run)
{
  if (run->begin->rule_name != NULL)
    return g_strdup (run->begin->rule_name);
  return g_strdup (json_object_get_string_member_with_default (run->event, "rule", ""));
}

static void
start (GTask *task)
{
  SentinelCommandChannel *self = g_task_get_source_object (task);
  const Run *run = g_task_get_task_data (task);
  const SentinelAction *action = run->begin->action;
  const char *reason = get_reason_word (run->begin->delivery->reason);
  g_autofree char *rule_name = dup_rule_name (run);
  g_auto (GStrv) environment =
      sentinel_command_text_make_environment (run->event, rule_name, reason, is_test (run));
  g_autoptr (GBytes) input =
      sentinel_command_text_make_input (run->event, rule_name, reason, is_test (run));
  const SentinelChildSpec spec = {
    .argv = (const char *const *) action->argv,
    .additions = (const char *const *) environment,
    .input = input,
    .timeout_us = action->timeout_ms * G_TIME_SPAN_MILLISECOND,
    .max_output = SENTINEL_CHILD_MAX_OUTPUT,
    .max_errors = SENTINEL_CHILD_MAX_ERRORS,
    .nice = NICE,
  };

  sentinel_child_run_async (&spec,
                            sentinel_store_get_clock (self->store),
                            g_task_get_cancellable (task),
                            ended_cb,
                            g_object_ref (task));
}

/* Deciding: */

static void
return_declined (GTask *task)
{
  const Run *run = g_task_get_task_data (task);

  g_task_return_new_error (task,
                           SENTINEL_ERROR,
                           SENTINEL_ERROR_DECLINED,
                           "%s",
                           run->begin->declined);
}

static void
held_back_logged_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    g_warning ("That a command is held back is not in the log: %s", error->message);
  return_declined (task);
}

/* One line for all that is held back until it is run again. */
static void
hold_back (GTask *task)
{
  SentinelCommandChannel *self = g_task_get_source_object (task);
  const Run *run = g_task_get_task_data (task);

  if (!g_hash_table_add (self->held_back, sentinel_delivery_dup_lane (run->begin->delivery))) {
    return_declined (task);
    return;
  }
  sentinel_store_write_async (self->store,
                              sentinel_command_begin_log_held_back,
                              run->begin,
                              NULL,
                              NULL,
                              held_back_logged_cb,
                              g_object_ref (task));
}

static void
begun_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  SentinelCommandChannel *self = g_task_get_source_object (task);
  const Run *run = g_task_get_task_data (task);
  g_autofree char *lane = NULL;
  GError *error = NULL;

  if (!sentinel_store_write_finish (SENTINEL_STORE (store), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (run->begin->is_held_back) {
    hold_back (task);
    return;
  }
  if (run->begin->declined != NULL) {
    return_declined (task);
    return;
  }
  lane = sentinel_delivery_dup_lane (run->begin->delivery);
  if (!is_test (run))
    g_hash_table_remove (self->held_back, lane);
  start (task);
}

static JsonObject *
get_object (JsonObject *body, const char *member)
{
  JsonNode *node = json_object_get_member (body, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* The body of a test has the action too: as it stands in a form, stored or not. */
static Run *
run_new (const char *idem_key, JsonObject *body, GError **error)
{
  JsonObject *event = get_object (body, "event");
  JsonObject *object = get_object (body, "action");
  SentinelAction *action = NULL;
  Run *run;

  if (event == NULL) {
    g_set_error_literal (error,
                         SENTINEL_ERROR,
                         SENTINEL_ERROR_INVALID,
                         "A command is run for an event, and this delivery has none");
    return NULL;
  }
  if (object != NULL) {
    action = sentinel_action_from_json (object, error);
    if (action == NULL)
      return NULL;
  }
  run = g_new0 (Run, 1);
  run->begin = sentinel_command_begin_new (idem_key, action);
  run->event = json_object_ref (event);
  return run;
}

static const char *
sentinel_command_channel_get_id (SentinelChannel *channel)
{
  return SENTINEL_ACTION_COMMAND;
}

static void
sentinel_command_channel_deliver_async (SentinelChannel *channel,
                                        const char *idem_key,
                                        JsonObject *body,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  SentinelCommandChannel *self = SENTINEL_COMMAND_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (channel, cancellable, callback, user_data);
  GError *error = NULL;
  Run *run = run_new (idem_key, body, &error);

  g_task_set_static_name (task, "sentinel-command-channel-deliver");
  g_task_set_source_tag (task, sentinel_command_channel_deliver_async);
  g_task_set_check_cancellable (task, FALSE);
  if (run == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_task_set_task_data (task, run, run_free);
  sentinel_store_write_async (self->store,
                              sentinel_command_begin_run,
                              run->begin,
                              NULL,
                              NULL, /* whether it is marked must be known */
                              begun_cb,
                              g_object_ref (task));
}

static gboolean
sentinel_command_channel_deliver_finish (SentinelChannel *channel,
                                         GAsyncResult *result,
                                         GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
sentinel_command_channel_finalize (GObject *object)
{
  SentinelCommandChannel *self = SENTINEL_COMMAND_CHANNEL (object);

  g_hash_table_unref (self->held_back);
  g_object_unref (self->store);
  G_OBJECT_CLASS (sentinel_command_channel_parent_class)->finalize (object);
}

static void
sentinel_command_channel_class_init (SentinelCommandChannelClass *klass)
{
  SentinelChannelClass *channel_class = SENTINEL_CHANNEL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sentinel_command_channel_finalize;
  channel_class->get_id = sentinel_command_channel_get_id;
  channel_class->deliver_async = sentinel_command_channel_deliver_async;
  channel_class->deliver_finish = sentinel_command_channel_deliver_finish;
  channel_class->n_at_once = N_AT_ONCE;
  channel_class->attempt_limit_us = SENTINEL_ACTION_MAX_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND
                                    + EXTRA_US;
  channel_class->is_owners = TRUE; /* always the same environment, and nothing is run twice */
}

static void
sentinel_command_channel_init (SentinelCommandChannel *self)
{
  self->held_back = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * sentinel_command_channel_new:
 * @store: where the rules are, and by whose clock commands are timed
 *
 * Returns: (transfer full): the channel
 */
SentinelChannel *
sentinel_command_channel_new (SentinelStore *store)
{
  SentinelCommandChannel *self = g_object_new (SENTINEL_TYPE_COMMAND_CHANNEL, NULL);

  self->store = g_object_ref (store);
  return SENTINEL_CHANNEL (self);
}
