/* SPDX-License-Identifier: MIT */
/* Runs checks. What a rule's parameters come to is worked out once per definition. A run ends
 * exactly once: by the trigger's answer, by its deadline or by its caller. What a trigger says
 * after that is dropped; it holds on to nothing of ours but its own run. One clock source serves
 * the deadlines of all runs. */
#include "sentinel-runner.h"

#include "sentinel-error.h"

struct _SentinelRunner {
  GObject parent;

  SentinelRegistry *registry;
  SentinelClock *clock;
  GPtrArray *runs; /* of Run: those that are waited for */
  GHashTable *by_rule; /* rule id to Run, borrowed */
  GHashTable *plans; /* rule id to CheckPlan: of the definition that ran last */
  GSource *deadline; /* nullable: made with the first run; armed while something runs */
  gint64 armed_us; /* boottime; -1: not armed */
};

G_DEFINE_FINAL_TYPE (SentinelRunner, sentinel_runner, G_TYPE_OBJECT)

typedef struct /* what one definition of a rule is to be run with; immutable */
{
  SentinelRule *rule;
  SentinelTrigger *trigger;
  JsonNode *parameters; /* validated, with the defaults */
} CheckPlan;

typedef struct {
  GTask *task; /* NULL: it has ended, nobody waits */
  CheckPlan *plan;
  SentinelEvaluation *evaluation;
  GCancellable *cancellable; /* given to the trigger */
  GSource *cancelled; /* nullable: the caller gave up */
  gint64 rule_id;
  gint64 started_us, deadline_us; /* boottime */
} Run;

static void
clear_check_plan (gpointer data)
{
  CheckPlan *plan = data;

  sentinel_rule_unref (plan->rule);
  g_object_unref (plan->trigger);
  json_node_unref (plan->parameters);
}

static void
check_plan_unref (gpointer plan)
{
  g_rc_box_release_full (plan, clear_check_plan);
}

static void
clear_run (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->task);
  g_clear_pointer (&run->plan, check_plan_unref);
  g_clear_pointer (&run->evaluation, sentinel_evaluation_unref);
  g_clear_object (&run->cancellable);
}

static void
run_unref (gpointer run)
{
  g_rc_box_release_full (run, clear_run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_unref)

static void
set_deadline (SentinelRunner *self, gint64 due_us)
{
  self->armed_us = due_us;
  sentinel_clock_source_set_due (self->deadline, due_us);
}

static void
arm_for_all (SentinelRunner *self)
{
  gint64 next_us = -1;

  for (guint i = 0; i < self->runs->len; i++) {
    Run *run = g_ptr_array_index (self->runs, i);

    next_us = next_us < 0 ? run->deadline_us : MIN (next_us, run->deadline_us);
  }
  set_deadline (self, next_us);
}

static void
arm_for_one (SentinelRunner *self, const Run *run)
{
  if (self->armed_us < 0 || run->deadline_us < self->armed_us)
    set_deadline (self, run->deadline_us);
}

/* The deadline of a run that has ended stays armed while others run: cheaper than looking for the
 * next one at each end. */
static void
disarm_if_idle (SentinelRunner *self)
{
  if (self->runs->len == 0)
    set_deadline (self, -1);
}

static void
forget (SentinelRunner *self, Run *run)
{
  if (run->rule_id != 0)
    g_hash_table_remove (self->by_rule, &run->rule_id);
  if (run->cancelled != NULL) {
    g_source_destroy (run->cancelled);
    g_clear_pointer (&run->cancelled, g_source_unref);
  }
  g_ptr_array_remove_fast (self->runs, run);
}

/* Takes the run out of what is waited for. The task that the caller must answer. */
static GTask *
end_run (SentinelRunner *self, Run *run)
{
  SentinelEvaluation *evaluation = run->evaluation;
  GTask *task = g_steal_pointer (&run->task);
  gint64 duration_us = sentinel_clock_get_boottime_us (self->clock) - run->started_us;

  evaluation->duration_ms = duration_us / 1000;
  evaluation->now_us = sentinel_clock_get_realtime_us (self->clock);
  forget (self, run);
  disarm_if_idle (self);
  return task;
}

static void
answer (SentinelRunner *self, Run *run)
{
  g_autoptr (GTask) task = end_run (self, run);

  g_task_return_pointer (task,
                         sentinel_evaluation_ref (run->evaluation),
                         (GDestroyNotify) sentinel_evaluation_unref);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelCheckResult) found =
      sentinel_trigger_check_finish (run->plan->trigger, result, &error);
  SentinelRunner *self;

  if (run->task == NULL)
    return;
  self = g_task_get_source_object (run->task);
  run->evaluation->result = g_steal_pointer (&found);
  run->evaluation->error = g_steal_pointer (&error);
  answer (self, run);
}

static void
time_out (SentinelRunner *self, Run *run)
{
  gint64 limit_ms = (run->deadline_us - run->started_us) / 1000;

  run->evaluation->error = g_error_new (SENTINEL_PHASE_ERROR,
                                        SENTINEL_PHASE_TIMEOUT,
                                        "%s gave no answer within %.15g s",
                                        sentinel_trigger_describe (run->plan->trigger)->id,
                                        (double) limit_ms / 1000);
  answer (self, run);
  g_cancellable_cancel (run->cancellable);
}

static gboolean
deadline_cb (gpointer user_data)
{
  SentinelRunner *self = user_data;
  g_autoptr (GPtrArray) late = g_ptr_array_new_with_free_func (run_unref);
  gint64 now_us = sentinel_clock_get_boottime_us (self->clock);

  self->armed_us = -1;
  for (guint i = 0; i < self->runs->len; i++) {
    Run *run = g_ptr_array_index (self->runs, i);

    if (run->deadline_us <= now_us)
      g_ptr_array_add (late, g_rc_box_acquire (run));
  }
  for (guint i = 0; i < late->len; i++) {
    Run *run = g_ptr_array_index (late, i);

    if (run->task != NULL)
      time_out (self, run);
  }
  arm_for_all (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (Run) run = g_rc_box_acquire ((Run *) user_data);
  SentinelRunner *self = g_task_get_source_object (run->task);
  g_autoptr (GTask) task = end_run (self, run);

  g_task_return_new_error (task,
                           G_IO_ERROR,
                           G_IO_ERROR_CANCELLED,
                           "the run of the rule was cancelled");
  g_cancellable_cancel (run->cancellable);
  return G_SOURCE_REMOVE;
}

static void
follow_caller (Run *run, GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;
  run->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (run->cancelled, G_SOURCE_FUNC (cancelled_cb), run, NULL);
  g_source_attach (run->cancelled, g_main_context_get_thread_default ());
}

static void
ensure_deadline (SentinelRunner *self)
{
  if (self->deadline != NULL)
    return;
  self->deadline = sentinel_clock_create_source (self->clock, SENTINEL_CLOCK_BOOTTIME, -1);
  g_source_set_callback (self->deadline, deadline_cb, self, NULL);
  g_source_set_static_name (self->deadline, "sentinel-runner-deadline");
  g_source_attach (self->deadline, g_main_context_get_thread_default ());
}

static void
start (SentinelRunner *self, Run *run, GBytes *state)
{
  SentinelCheck check = { .parameters = json_node_get_object (run->plan->parameters),
                          .state = state,
                          .deadline_us = run->deadline_us,
                          .clock = self->clock };

  g_ptr_array_add (self->runs, g_rc_box_acquire (run));
  if (run->rule_id != 0)
    g_hash_table_insert (self->by_rule, &run->rule_id, run);
  ensure_deadline (self);
  follow_caller (run, g_task_get_cancellable (run->task));
  arm_for_one (self, run);
  sentinel_trigger_check_async (run->plan->trigger,
                                &check,
                                run->cancellable,
                                checked_cb,
                                g_rc_box_acquire (run));
}

static gint64
compute_limit_us (const SentinelRule *rule)
{
  if (rule->period_ms <= 0)
    return SENTINEL_CHECK_TIMEOUT_US;
  return MIN (SENTINEL_CHECK_TIMEOUT_US, rule->period_ms * G_TIME_SPAN_MILLISECOND);
}

static Run *
run_new (SentinelRunner *self, const SentinelRule *rule, gint64 slot_us)
{
  Run *run = g_rc_box_new0 (Run);

  run->rule_id = rule->id;
  run->cancellable = g_cancellable_new ();
  run->started_us = sentinel_clock_get_boottime_us (self->clock);
  run->deadline_us = run->started_us + compute_limit_us (rule);
  run->evaluation = sentinel_evaluation_new (rule->id);
  run->evaluation->rule_version = rule->version;
  run->evaluation->slot_us = slot_us;
  run->evaluation->started_at_us = sentinel_clock_get_realtime_us (self->clock);
  run->evaluation->now_us = run->evaluation->started_at_us;
  return run;
}

static CheckPlan *
make_check_plan (SentinelRunner *self, SentinelRule *rule, GError **error)
{
  SentinelTrigger *trigger = sentinel_registry_find (self->registry, rule->trigger, error);
  JsonNode *parameters;
  CheckPlan *plan;

  if (trigger == NULL)
    return NULL;
  parameters = sentinel_trigger_validate (trigger, rule->parameters, error);
  if (parameters == NULL)
    return NULL;
  plan = g_rc_box_new0 (CheckPlan);
  plan->rule = sentinel_rule_ref (rule);
  plan->trigger = g_object_ref (trigger);
  plan->parameters = parameters;
  return plan;
}

/* plan: (out) (transfer full). A definition is immutable, so that the same object needs no second
 * look. */
static gboolean
find_check_plan (SentinelRunner *self, SentinelRule *rule, CheckPlan **plan, GError **error)
{
  *plan = g_hash_table_lookup (self->plans, &rule->id);
  if (*plan != NULL && (*plan)->rule == rule) {
    g_rc_box_acquire (*plan);
    return TRUE;
  }
  *plan = make_check_plan (self, rule, error);
  if (*plan == NULL)
    return FALSE;
  if (rule->id != 0)
    g_hash_table_replace (self->plans, &(*plan)->rule->id, g_rc_box_acquire (*plan));
  return TRUE;
}

/* Finds what is to be run; what is wrong with the rule becomes the evaluation's error. */
static gboolean
prepare (SentinelRunner *self, Run *run, SentinelRule *rule)
{
  g_autoptr (GError) error = NULL;

  if (find_check_plan (self, rule, &run->plan, &error))
    return TRUE;
  run->evaluation->error =
      g_error_new_literal (SENTINEL_PHASE_ERROR, SENTINEL_PHASE_PARAMETERS, error->message);
  return FALSE;
}

static void
sentinel_runner_finalize (GObject *object)
{
  SentinelRunner *self = SENTINEL_RUNNER (object);

  if (self->deadline != NULL)
    g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
  g_hash_table_unref (self->plans);
  g_hash_table_unref (self->by_rule);
  g_ptr_array_unref (self->runs);
  g_object_unref (self->registry);
  g_object_unref (self->clock);
  G_OBJECT_CLASS (sentinel_runner_parent_class)->finalize (object);
}

static void
sentinel_runner_class_init (SentinelRunnerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sentinel_runner_finalize;
}

static void
sentinel_runner_init (SentinelRunner *self)
{
  self->armed_us = -1;
  self->runs = g_ptr_array_new_with_free_func (run_unref);
  self->by_rule = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->plans = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, check_plan_unref);
}

/**
 * sentinel_runner_new:
 * @registry: where triggers are found
 * @clock: the time
 *
 * Returns: (transfer full): a runner; it works in the thread-default main context of its first run
 */
SentinelRunner *
sentinel_runner_new (SentinelRegistry *registry, SentinelClock *clock)
{
  SentinelRunner *self = g_object_new (SENTINEL_TYPE_RUNNER, NULL);

  self->registry = g_object_ref (registry);
  self->clock = g_object_ref (clock);
  return self;
}

/**
 * sentinel_runner_is_running:
 * @self: a runner
 * @rule_id: a rule
 *
 * Returns: whether a run of the rule is waited for
 */
gboolean
sentinel_runner_is_running (SentinelRunner *self, gint64 rule_id)
{
  return g_hash_table_contains (self->by_rule, &rule_id);
}

/**
 * sentinel_runner_get_n_running:
 * @self: a runner
 *
 * Returns: how many runs are waited for
 */
guint
sentinel_runner_get_n_running (SentinelRunner *self)
{
  return self->runs->len;
}

/**
 * sentinel_runner_forget:
 * @self: a runner
 * @rule_id: a rule that will not run any more; an unknown one is ignored
 *
 * Frees what is kept of the rule from run to run.
 */
void
sentinel_runner_forget (SentinelRunner *self, gint64 rule_id)
{
  g_hash_table_remove (self->plans, &rule_id);
}

/**
 * sentinel_runner_run_async:
 * @self: a runner
 * @rule: a rule, immutable from now on; one without an id may run any number of times at once
 * @state: (nullable): what the last check of the rule left
 * @slot_us: its due time, microseconds UTC; 0: by hand
 * @cancellable: (nullable): gives up the run
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Runs the rule's trigger once. What goes wrong with the check is part of the answer.
 */
void
sentinel_runner_run_async (SentinelRunner *self,
                           SentinelRule *rule,
                           GBytes *state,
                           gint64 slot_us,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (Run) run = NULL;

  g_task_set_source_tag (task, sentinel_runner_run_async);
  g_task_set_check_cancellable (task, FALSE); /* a run that has ended is answered as it ended */
  if (rule->id != 0 && sentinel_runner_is_running (self, rule->id)) {
    g_task_return_new_error (task,
                             SENTINEL_ERROR,
                             SENTINEL_ERROR_CONFLICT,
                             "rule %" G_GINT64_FORMAT " is running already: wait for it to end",
                             rule->id);
    return;
  }
  run = run_new (self, rule, slot_us);
  if (!prepare (self, run, rule)) {
    g_task_return_pointer (task,
                           sentinel_evaluation_ref (run->evaluation),
                           (GDestroyNotify) sentinel_evaluation_unref);
    return;
  }
  run->task = g_steal_pointer (&task);
  start (self, run, state);
}

/**
 * sentinel_runner_run_finish:
 * @self: a runner
 * @result: what the callback got
 * @error: return location; %SENTINEL_ERROR_CONFLICT: the rule is running already;
 * %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the evaluation, elapsed time and missed slots still unknown; %NULL on
 * error
 */
SentinelEvaluation *
sentinel_runner_run_finish (SentinelRunner *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
