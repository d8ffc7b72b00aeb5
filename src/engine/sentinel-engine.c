/* SPDX-License-Identifier: MIT */
/* Who is the owner runs the loop of the rules, serves what others ask, ends acknowledgements and
 * rolls up samples; everybody delivers on his own channels. */
#include "sentinel-engine-private.h"

#include <unistd.h>

#include "sentinel-delivery-plan.h"
#include "sentinel-log-store.h"

enum {
  PROP_STATE = 1,
  PROP_N_RULES,
  PROP_NEXT_DUE_US,
  PROP_N_UNSTORED,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (SentinelEngine, sentinel_engine, G_TYPE_OBJECT)

static void wait_for_lock (SentinelEngine *self);

static void
set_state (SentinelEngine *self, SentinelEngineState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
notify_loop (SentinelEngine *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_RULES]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEXT_DUE_US]);
}

static void
loop_changed_cb (SentinelEngine *self)
{
  notify_loop (self);
}

static void
unstored_changed_cb (SentinelEngine *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNSTORED]);
}

/**
 * sentinel_engine_ensure_loop:
 * @self: an engine that holds the lock
 *
 * Makes the loop, not started, where there is none.
 */
void
sentinel_engine_ensure_loop (SentinelEngine *self)
{
  if (self->loop != NULL)
    return;
  self->loop =
      sentinel_rule_loop_new (self->store, self->registry, sentinel_engine_get_pause (self));
  g_signal_connect_object (self->loop,
                           "changed",
                           G_CALLBACK (loop_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->loop,
                           "unstored-changed",
                           G_CALLBACK (unstored_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * sentinel_engine_drop_loop:
 * @self: an engine
 *
 * Drops the loop, if there is one, and gives back the lock.
 */
void
sentinel_engine_drop_loop (SentinelEngine *self)
{
  if (self->loop == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->loop, self);
  g_clear_object (&self->loop);
  sentinel_owner_lock_release (self->lock);
  notify_loop (self);
}

/* The log: */

static gboolean
write_log_line (SentinelTransaction *tx, const char *text, GError **error)
{
  g_autofree char *message = g_strdup_printf ("%s (process %d)", text, (int) getpid ());
  g_autoptr (SentinelLogEntry) entry =
      sentinel_log_entry_new (SENTINEL_LOG_INFO,
                              "engine",
                              message,
                              sentinel_transaction_get_now_us (tx));

  return sentinel_log_store_insert (tx, entry, error);
}

/* Whoever claimed deliveries before may be gone; repeated is better than lost. */
static gboolean
write_start (SentinelTransaction *tx, gpointer unused, GError **error)
{
  return sentinel_delivery_plan_release_claims (tx, NULL, error)
         && write_log_line (tx, "Started: the rules are evaluated here", error);
}

static gboolean
write_stop (SentinelTransaction *tx, gpointer unused, GError **error)
{
  return write_log_line (tx, "Stopped: no rule is evaluated here any more", error);
}

static void
start_written_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    g_warning ("The start of the engine is not on record: %s", error->message);
}

/* Starting: */

static void
become_owner (SentinelEngine *self)
{
  sentinel_engine_ensure_loop (self);
  sentinel_store_write_async (self->store, write_start, NULL, NULL, NULL, start_written_cb, NULL);
  sentinel_outbox_set_owner (self->outbox, TRUE); /* claims after the others' were given back */
  sentinel_rule_loop_start (self->loop);
  self->requests = sentinel_request_service_new (self->store, self->loop);
  self->attention_timer = sentinel_attention_timer_new (self->store);
  self->sample_keeper = sentinel_sample_keeper_new (self->store);
  set_state (self, SENTINEL_ENGINE_RUNNING);
}

static void
lock_got_cb (GObject *lock, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SentinelEngine) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_got = sentinel_owner_lock_wait_finish (SENTINEL_OWNER_LOCK (lock), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->waiting);
  self->has_wait_failed = !is_got;
  if (is_got)
    become_owner (self);
  else
    g_warning ("Waiting to evaluate the rules failed: %s", error->message);
}

static void
wait_for_lock (SentinelEngine *self)
{
  self->waiting = g_cancellable_new ();
  sentinel_owner_lock_wait_async (self->lock, self->waiting, lock_got_cb, g_object_ref (self));
}

static void
trouble_changed_cb (SentinelEngine *self)
{
  if (self->state != SENTINEL_ENGINE_WAITING || !self->has_wait_failed)
    return;
  self->has_wait_failed = FALSE;
  wait_for_lock (self);
}

/* Stopping: */

static void
finish_stop (SentinelEngine *self, GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->stop_task);

  sentinel_engine_drop_loop (self);
  sentinel_owner_lock_release (self->lock);
  set_state (self, SENTINEL_ENGINE_STOPPED);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
stop_written_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SentinelEngine) self = user_data;
  GError *error = NULL;

  sentinel_store_write_finish (SENTINEL_STORE (store), result, &error);
  finish_stop (self, error);
}

static void
outbox_stopped_cb (GObject *outbox, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SentinelEngine) self = user_data;
  GError *error = NULL;

  if (!sentinel_outbox_stop_finish (SENTINEL_OUTBOX (outbox), result, &error) || self->loop == NULL)
    finish_stop (self, error);
  else
    sentinel_store_write_async (self->store,
                                write_stop,
                                NULL,
                                NULL,
                                NULL,
                                stop_written_cb,
                                g_object_ref (self));
}

static void
loop_stopped_cb (GObject *loop, GAsyncResult *result, gpointer user_data)
{
  SentinelEngine *self = user_data; /* handed on */

  sentinel_outbox_stop_async (self->outbox, outbox_stopped_cb, self);
}

static void
leave_ownership (SentinelEngine *self)
{
  g_clear_pointer (&self->requests, sentinel_request_service_free);
  g_clear_pointer (&self->attention_timer, sentinel_attention_timer_free);
  g_clear_pointer (&self->sample_keeper, sentinel_sample_keeper_free);
  if (self->waiting != NULL)
    g_cancellable_cancel (self->waiting);
  g_clear_object (&self->waiting);
}

static void
sentinel_engine_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  SentinelEngine *self = SENTINEL_ENGINE (object);
  switch (property_id) {
  case PROP_STATE:
    g_value_set_uint (value, self->state);
    break;
  case PROP_N_RULES:
    g_value_set_uint (value, sentinel_engine_get_n_rules (self));
    break;
  case PROP_NEXT_DUE_US:
    g_value_set_int64 (value, sentinel_engine_get_next_due_us (self));
    break;
  case PROP_N_UNSTORED:
    g_value_set_uint (value, sentinel_engine_get_unstored (self)->len);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
sentinel_engine_dispose (GObject *object)
{
  SentinelEngine *self = SENTINEL_ENGINE (object);

  leave_ownership (self);
  sentinel_engine_drop_loop (self);
  G_OBJECT_CLASS (sentinel_engine_parent_class)->dispose (object);
}

static void
sentinel_engine_finalize (GObject *object)
{
  SentinelEngine *self = SENTINEL_ENGINE (object);

  g_object_unref (self->tester);
  g_clear_object (&self->pause);
  g_ptr_array_unref (self->nothing);
  g_object_unref (self->outbox);
  g_object_unref (self->lock);
  g_object_unref (self->registry);
  g_object_unref (self->store);
  G_OBJECT_CLASS (sentinel_engine_parent_class)->finalize (object);
}

static void
sentinel_engine_class_init (SentinelEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sentinel_engine_get_property;
  object_class->dispose = sentinel_engine_dispose;
  object_class->finalize = sentinel_engine_finalize;
  properties[PROP_STATE] = g_param_spec_uint ("state",
                                              NULL,
                                              NULL,
                                              SENTINEL_ENGINE_STOPPED,
                                              SENTINEL_ENGINE_DRAINING,
                                              SENTINEL_ENGINE_STOPPED,
                                              flags);
  properties[PROP_N_RULES] = g_param_spec_uint ("n-rules", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_NEXT_DUE_US] =
      g_param_spec_int64 ("next-due-us", NULL, NULL, -1, G_MAXINT64, -1, flags);
  properties[PROP_N_UNSTORED] =
      g_param_spec_uint ("n-unstored", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
sentinel_engine_init (SentinelEngine *self)
{
}

/**
 * sentinel_engine_new:
 * @store: the database
 * @registry: the triggers
 *
 * Returns: (transfer full): an engine that is stopped
 */
SentinelEngine *
sentinel_engine_new (SentinelStore *store, SentinelRegistry *registry)
{
  SentinelEngine *self = g_object_new (SENTINEL_TYPE_ENGINE, NULL);

  self->store = g_object_ref (store);
  self->registry = g_object_ref (registry);
  self->lock = sentinel_owner_lock_new (sentinel_store_get_path (store));
  self->outbox = sentinel_outbox_new (store);
  self->nothing = g_ptr_array_new ();
  self->tester = sentinel_runner_new (registry, sentinel_store_get_clock (store));
  g_signal_connect_object (store,
                           "notify::trouble",
                           G_CALLBACK (trouble_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * sentinel_engine_add_channel:
 * @self: an engine that is stopped
 * @channel: (transfer full): delivers in this process, whoever is the owner
 *
 * Adds a way to deliver.
 */
void
sentinel_engine_add_channel (SentinelEngine *self, SentinelChannel *channel)
{
  sentinel_outbox_add_channel (self->outbox, channel);
}

/**
 * sentinel_engine_try_start:
 * @self: an engine that is stopped
 * @error: return location; %SENTINEL_ERROR_OWNED names the process that is the owner
 *
 * Becomes the owner, if nobody is: rules are read and run from now on, in the thread-default main
 * context.
 *
 * Returns: whether it is running
 */
gboolean
sentinel_engine_try_start (SentinelEngine *self, GError **error)
{
  g_return_val_if_fail (self->state == SENTINEL_ENGINE_STOPPED, FALSE);

  if (!sentinel_owner_lock_try (self->lock, error))
    return FALSE;
  sentinel_outbox_start (self->outbox);
  become_owner (self);
  return TRUE;
}

/**
 * sentinel_engine_start_or_wait:
 * @self: an engine that is stopped
 *
 * Becomes the owner now, or when the one that is has ended. Delivers in any case.
 */
void
sentinel_engine_start_or_wait (SentinelEngine *self)
{
  g_return_if_fail (self->state == SENTINEL_ENGINE_STOPPED);

  sentinel_outbox_start (self->outbox);
  if (sentinel_owner_lock_try (self->lock, NULL)) {
    become_owner (self);
    return;
  }
  set_state (self, SENTINEL_ENGINE_WAITING);
  wait_for_lock (self);
}

/**
 * sentinel_engine_stop_async:
 * @self: an engine that is not stopping
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Runs nothing new, waits for what is running (at most for its deadlines) and its commits, and
 * gives the lock back.
 */
void
sentinel_engine_stop_async (SentinelEngine *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (self->stop_task == NULL);

  self->stop_task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->stop_task, sentinel_engine_stop_async);
  set_state (self, SENTINEL_ENGINE_DRAINING);
  leave_ownership (self);
  if (self->loop != NULL)
    sentinel_rule_loop_stop_async (self->loop, loop_stopped_cb, g_object_ref (self));
  else
    sentinel_outbox_stop_async (self->outbox, outbox_stopped_cb, g_object_ref (self));
}

/**
 * sentinel_engine_stop_finish:
 * @self: an engine
 * @result: what the callback got
 * @error: return location; the store's: it has stopped, but that is not on record
 *
 * Returns: whether it stopped and all of it is on record
 */
gboolean
sentinel_engine_stop_finish (SentinelEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * sentinel_engine_get_state:
 * @self: an engine
 *
 * Returns: what it does now
 */
SentinelEngineState
sentinel_engine_get_state (SentinelEngine *self)
{
  return self->state;
}

/**
 * sentinel_engine_get_pause:
 * @self: an engine
 *
 * Returns: (transfer none): whether watching is paused, and the way to change it
 */
SentinelPause *
sentinel_engine_get_pause (SentinelEngine *self)
{
  if (self->pause == NULL)
    self->pause = sentinel_pause_new (self->store);
  return self->pause;
}

/**
 * sentinel_engine_get_n_rules:
 * @self: an engine
 *
 * Returns: how many rules run by themselves here
 */
guint
sentinel_engine_get_n_rules (SentinelEngine *self)
{
  return self->loop != NULL ? sentinel_rule_loop_get_n_rules (self->loop) : 0;
}

/**
 * sentinel_engine_get_due_us:
 * @self: an engine
 * @rule_id: a rule
 *
 * Main thread.
 *
 * Returns: when that rule is due, boottime in microseconds; -1: not by itself, as it is off or
 *   manual or watching is paused, or another process is the owner
 */
gint64
sentinel_engine_get_due_us (SentinelEngine *self, gint64 rule_id)
{
  return self->loop != NULL ? sentinel_rule_loop_get_due_us (self->loop, rule_id) : -1;
}

/**
 * sentinel_engine_get_next_due_us:
 * @self: an engine
 *
 * Returns: when the next rule is due, boottime in microseconds; -1: none is, also while watching
 *   is paused
 */
gint64
sentinel_engine_get_next_due_us (SentinelEngine *self)
{
  return self->loop != NULL ? sentinel_rule_loop_get_next_due_us (self->loop) : -1;
}

/**
 * sentinel_engine_get_unstored:
 * @self: an engine
 *
 * Returns: (transfer none) (element-type SentinelEvent): what could not be stored yet; empty when
 *   rules are not evaluated here
 */
GPtrArray *
sentinel_engine_get_unstored (SentinelEngine *self)
{
  return self->loop != NULL ? sentinel_rule_loop_get_unstored (self->loop) : self->nothing;
}
