/* SPDX-License-Identifier: MIT */
/* The rule is copied without its id, so that a test neither waits for the rule's own runs nor keeps
 * one of them from starting. */
#include "sentinel-rule-test.h"

#define SECOND_SAMPLE_US G_TIME_SPAN_SECOND

typedef struct {
  SentinelClock *clock;
  SentinelRule *rule;
  GBytes *state; /* nullable: what the first sample left */
  GSource *second; /* nullable */
} Test;

static void
test_free (gpointer data)
{
  Test *test = data;

  g_clear_pointer (&test->second, g_source_unref);
  g_clear_pointer (&test->state, g_bytes_unref);
  sentinel_rule_unref (test->rule);
  g_object_unref (test->clock);
  g_free (test);
}

static void run (GTask *task);

static gboolean
second_due_cb (gpointer user_data)
{
  run (g_object_ref (user_data));
  return G_SOURCE_REMOVE;
}

static void
wait_for_second_sample (GTask *task, GBytes *state)
{
  Test *test = g_task_get_task_data (task);
  gint64 due_us = sentinel_clock_get_boottime_us (test->clock) + SECOND_SAMPLE_US;

  test->state = g_bytes_ref (state);
  test->second = sentinel_clock_create_source (test->clock, SENTINEL_CLOCK_BOOTTIME, due_us);
  g_source_set_callback (test->second, second_due_cb, g_object_ref (task), g_object_unref);
  g_source_attach (test->second, g_main_context_get_thread_default ());
}

static void
ran_cb (GObject *runner, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Test *test = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (SentinelEvaluation) evaluation =
      sentinel_runner_run_finish (SENTINEL_RUNNER (runner), result, &error);
  SentinelCheckResult *found = evaluation != NULL ? evaluation->result : NULL;

  if (evaluation == NULL)
    g_task_return_error (task, error);
  else if (found != NULL && found->primed && found->state != NULL && test->state == NULL)
    wait_for_second_sample (task, found->state);
  else
    g_task_return_pointer (task,
                           g_steal_pointer (&evaluation),
                           (GDestroyNotify) sentinel_evaluation_unref);
}

/* task: (transfer full) */
static void
run (GTask *task)
{
  Test *test = g_task_get_task_data (task);

  sentinel_runner_run_async (g_task_get_source_object (task),
                             test->rule,
                             test->state,
                             0,
                             g_task_get_cancellable (task),
                             ran_cb,
                             task);
}

/**
 * sentinel_rule_test_async:
 * @runner: runs the check
 * @clock: the time
 * @rule: a rule, stored or not
 * @cancellable: (nullable): gives up
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Tests a rule.
 */
void
sentinel_rule_test_async (SentinelRunner *runner,
                          SentinelClock *clock,
                          const SentinelRule *rule,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (runner, cancellable, callback, user_data);
  Test *test = g_new0 (Test, 1);

  g_task_set_source_tag (task, sentinel_rule_test_async);
  test->clock = g_object_ref (clock);
  test->rule = sentinel_rule_copy (rule);
  test->rule->id = 0;
  g_task_set_task_data (task, test, test_free);
  run (task);
}

/**
 * sentinel_rule_test_finish:
 * @runner: the runner
 * @result: what the callback got
 * @error: return location; %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): what the check came to; %NULL on error
 */
SentinelEvaluation *
sentinel_rule_test_finish (SentinelRunner *runner, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, runner), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
