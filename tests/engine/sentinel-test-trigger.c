/* SPDX-License-Identifier: MIT */
/* One number, one level: limit, a parameter. */
#include "sentinel-test-trigger.h"

#include "sentinel-error.h"

G_DEFINE_FINAL_TYPE (SentinelTestTrigger, sentinel_test_trigger, SENTINEL_TYPE_TRIGGER)

static const SentinelTriggerInfo trigger_info = {
  .id = "test",
  .alias = "test_trigger",
  .name = "Test",
  .description = "Answers what it is told",
  .icon_name = "face-monkey-symbolic",
  .category = "System",
  .importance = SENTINEL_IMPORTANCE_HIGH,
  .period_ms = 10000,
  .parameters =
      "{\"type\":\"object\",\"properties\":{\"limit\":{\"type\":\"number\",\"default\":50,"
      "\"minimum\":0,\"maximum\":100},\"server\":{\"type\":\"string\",\"default\":\"\"},"
      "\"token\":{\"type\":\"string\",\"x-secret\":true}}}",
};

static const SentinelTriggerInfo *
sentinel_test_trigger_describe (SentinelTrigger *trigger)
{
  return &trigger_info;
}

static GArray *
sentinel_test_trigger_dup_levels (SentinelTrigger *trigger, JsonObject *parameters)
{
  double limit = json_object_get_double_member (parameters, "limit");
  SentinelLevel level = { SENTINEL_IMPORTANCE_HIGH, SENTINEL_OP_GT, limit, limit };
  GArray *levels = g_array_new (FALSE, FALSE, sizeof level);

  g_array_append_val (levels, level);
  return levels;
}

static SentinelCheckResult *
make_result (double value)
{
  SentinelCheckResult *result = sentinel_check_result_new ();
  SentinelReading *reading = sentinel_reading_new ("here", value, NULL);

  reading->message = g_strdup_printf ("The value is %g", value);
  sentinel_check_result_add (result, reading);
  result->state = g_bytes_new_static ("seen", 4);
  return result;
}

static void
return_result (GTask *task, SentinelCheckResult *result)
{
  g_task_return_pointer (task, result, (GDestroyNotify) sentinel_check_result_unref);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  GTask *task = user_data;
  SentinelTestTrigger *self = g_task_get_source_object (task);

  self->n_cancelled++;
  if (self->ignores_cancel)
    return;
  g_queue_remove (&self->waiting, task);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  g_object_unref (task);
}

static void
wait (SentinelTestTrigger *self, GTask *task, GCancellable *cancellable)
{
  g_task_set_check_cancellable (task, FALSE);
  g_queue_push_tail (&self->waiting, task);
  g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), task, 0);
}

static void
sentinel_test_trigger_check_async (SentinelTrigger *trigger,
                                   const SentinelCheck *check,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  SentinelTestTrigger *self = SENTINEL_TEST_TRIGGER (trigger);
  GTask *task = g_task_new (trigger, cancellable, callback, user_data);

  self->n_checks++;
  if (self->waits) {
    wait (self, task, cancellable);
    return;
  }
  if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else {
    SentinelCheckResult *result = make_result (self->value);

    result->primed = self->primes && check->state == NULL;
    if (result->primed)
      g_ptr_array_set_size (result->readings, 0);
    return_result (task, result);
  }
  g_object_unref (task);
}

static SentinelCheckResult *
sentinel_test_trigger_check_finish (SentinelTrigger *trigger, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct {
  GSource parent;
  SentinelTestTrigger *trigger;
} WatchSource;

static gboolean
watch_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  g_source_set_ready_time (source, -1);
  return callback (data);
}

static void
watch_finalize (GSource *source)
{
  WatchSource *self = (WatchSource *) source;

  if (self->trigger->watch == source)
    self->trigger->watch = NULL;
  g_object_unref (self->trigger);
}

static GSourceFuncs watch_funcs = { .dispatch = watch_dispatch, .finalize = watch_finalize };

static GSource *
sentinel_test_trigger_create_watch (SentinelTrigger *trigger,
                                    JsonObject *parameters,
                                    GError **error)
{
  SentinelTestTrigger *self = SENTINEL_TEST_TRIGGER (trigger);
  GSource *source;

  if (!self->can_watch) {
    g_set_error_literal (error, SENTINEL_ERROR, SENTINEL_ERROR_UNSUPPORTED, "not on this computer");
    return NULL;
  }
  self->n_watches++;
  source = g_source_new (&watch_funcs, sizeof (WatchSource));
  ((WatchSource *) source)->trigger = g_object_ref (self);
  self->watch = source;
  return source;
}

static void
sentinel_test_trigger_finalize (GObject *object)
{
  SentinelTestTrigger *self = SENTINEL_TEST_TRIGGER (object);

  g_assert_true (g_queue_is_empty (&self->waiting));
  g_clear_error (&self->error);
  G_OBJECT_CLASS (sentinel_test_trigger_parent_class)->finalize (object);
}

static void
sentinel_test_trigger_class_init (SentinelTestTriggerClass *klass)
{
  SentinelTriggerClass *trigger_class = SENTINEL_TRIGGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sentinel_test_trigger_finalize;
  trigger_class->describe = sentinel_test_trigger_describe;
  trigger_class->dup_levels = sentinel_test_trigger_dup_levels;
  trigger_class->check_async = sentinel_test_trigger_check_async;
  trigger_class->check_finish = sentinel_test_trigger_check_finish;
  trigger_class->create_watch = sentinel_test_trigger_create_watch;
}

static void
sentinel_test_trigger_init (SentinelTestTrigger *self)
{
  g_queue_init (&self->waiting);
}

/**
 * sentinel_test_trigger_new:
 *
 * Returns: (transfer full): a trigger that answers 0 at once
 */
SentinelTestTrigger *
sentinel_test_trigger_new (void)
{
  return g_object_new (SENTINEL_TYPE_TEST_TRIGGER, NULL);
}

/**
 * sentinel_test_trigger_answer:
 * @self: a trigger of which a check waits
 * @value: what it has measured
 *
 * Answers the check that has waited longest.
 */
void
sentinel_test_trigger_answer (SentinelTestTrigger *self, double value)
{
  g_autoptr (GTask) task = g_queue_pop_head (&self->waiting);

  g_assert_nonnull (task);
  g_signal_handlers_disconnect_by_data (g_task_get_cancellable (task), task);
  return_result (task, make_result (value));
}

/**
 * sentinel_test_trigger_wake:
 * @self: a trigger whose watch is attached
 *
 * Makes the watch ready.
 */
void
sentinel_test_trigger_wake (SentinelTestTrigger *self)
{
  g_assert_nonnull (self->watch);
  g_source_set_ready_time (self->watch, 0);
}
