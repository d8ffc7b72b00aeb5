/* SPDX-License-Identifier: MIT */
/* What it knows of each rule is in the rule's record. A rule whose trigger can be waited for is
 * parked while all of its instances are normal: the watch stands in for the schedule. While
 * watching is paused there is neither schedule nor watch, only what is run by hand. */
#include "sentinel-rule-loop.h"

#include "sentinel-backlog.h"
#include "sentinel-error.h"
#include "sentinel-manual-runs.h"
#include "sentinel-rule-loader.h"
#include "sentinel-rule-record.h"
#include "sentinel-run-answer.h"
#include "sentinel-run-pruner.h"
#include "sentinel-runner.h"
#include "sentinel-scheduler.h"

#define SECOND_SAMPLE_US G_TIME_SPAN_SECOND
#define RUNS_PER_PRUNE 50

/* one run on its way */
typedef struct {
  SentinelRuleLoop *loop; /* owned */
  SentinelRuleRecord *record; /* owned */
  SentinelEvaluation *evaluation;
  gint64 missed;
} Flight;

struct _SentinelRuleLoop {
  GObject parent;

  SentinelStore *store;
  SentinelRegistry *registry;
  SentinelPause *pause;
  SentinelClock *clock;
  SentinelRuleLoader *loader;
  SentinelScheduler *scheduler;
  SentinelRunner *runner;
  SentinelBacklog *backlog;
  GHashTable *records; /* rule id to SentinelRuleRecord */
  SentinelManualRuns *manual_runs; /* wait for the rule to be read */
  guint n_running;
  gboolean follows_rules, is_loaded, is_stopping;
  gboolean is_watching; /* started, and it is known that watching is not paused */
  GTask *stop_task; /* nullable: is stopping */
};

enum {
  CHANGED,
  UNSTORED_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelRuleLoop, sentinel_rule_loop, G_TYPE_OBJECT)

static void start_run (SentinelRuleRecord *record, gint64 slot_us, gint64 missed);

static SentinelRuleRecord *
find_record (SentinelRuleLoop *self, gint64 rule_id)
{
  return g_hash_table_lookup (self->records, &rule_id);
}

static void
flight_free (Flight *flight)
{
  g_clear_pointer (&flight->evaluation, sentinel_evaluation_unref);
  sentinel_rule_record_unref (flight->record);
  g_object_unref (flight->loop);
  g_free (flight);
}

static void
emit_changed (SentinelRuleLoop *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
finish_stop (SentinelRuleLoop *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->stop_task == NULL || self->n_running > 0)
    return;
  task = g_steal_pointer (&self->stop_task);
  g_task_return_boolean (task, TRUE);
}

static void
answered_cb (gpointer user_data)
{
  g_autoptr (SentinelRuleLoop) self = user_data;

  self->n_running--;
  finish_stop (self);
}

/* A run has ended when those who waited for it have their answer: a stop waits for that too. */
static void
answer_waiting (SentinelRuleLoop *self, SentinelRuleRecord *record, gint64 run_id)
{
  GPtrArray *tasks = g_steal_pointer (&record->waiting);

  record->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->n_running++;
  sentinel_run_answer (self->store,
                       record->rule_id,
                       run_id,
                       tasks,
                       answered_cb,
                       g_object_ref (self));
}

static gboolean
second_due_cb (gpointer user_data)
{
  SentinelRuleRecord *record = user_data;

  sentinel_rule_record_drop_second (record);
  if (!record->is_running)
    start_run (record, 0, 0);
  return G_SOURCE_REMOVE;
}

/* The first sample of a run by hand says nothing yet; somebody waits, so the second comes soon. */
static void
take_second_sample (SentinelRuleLoop *self, SentinelRuleRecord *record)
{
  gint64 due_us = sentinel_clock_get_boottime_us (self->clock) + SECOND_SAMPLE_US;

  if (record->second != NULL)
    return;
  record->had_second = TRUE;
  record->second = sentinel_clock_create_source (self->clock, SENTINEL_CLOCK_BOOTTIME, due_us);
  g_source_set_callback (record->second, second_due_cb, record, NULL);
  g_source_attach (record->second, g_main_context_get_thread_default ());
}

static void
answer (SentinelRuleLoop *self, SentinelRuleRecord *record, const SentinelApplied *applied)
{
  gboolean is_primed = applied->outcome == SENTINEL_OUTCOME_PRIMED;

  if (record->waiting->len == 0)
    return;
  if (applied->stale)
    sentinel_rule_record_fail_waiting_literal (record,
                                               "the rule was switched off, paused, deleted or made "
                                               "to watch something else: its run does not count");
  else if (is_primed && !record->had_second && !self->is_stopping)
    take_second_sample (self, record);
  else
    answer_waiting (self, record, applied->run_id);
}

/* Watches: */

static gboolean
watch_ready_cb (gpointer user_data)
{
  SentinelRuleRecord *record = user_data;
  SentinelRuleLoop *self = record->loop;

  if (!record->is_parked)
    return G_SOURCE_CONTINUE;
  record->is_parked = FALSE;
  sentinel_scheduler_run_soon (self->scheduler, record->rule_id);
  emit_changed (self);
  return G_SOURCE_CONTINUE;
}

static void
let_watch_stand_in (SentinelRuleLoop *self, SentinelRuleRecord *record)
{
  if (!self->is_watching || self->is_stopping || !record->is_scheduled)
    return;
  if (!sentinel_rule_watch_ensure (&record->watch,
                                   record->rule,
                                   self->registry,
                                   watch_ready_cb,
                                   record))
    return;
  record->is_parked = TRUE;
  sentinel_scheduler_park (self->scheduler, record->rule_id);
  emit_changed (self);
}

/* Runs: */

static void
applied_cb (GObject *backlog, GAsyncResult *result, gpointer user_data)
{
  Flight *flight = user_data;
  SentinelRuleLoop *self = flight->loop;
  SentinelRuleRecord *record = flight->record;
  g_autoptr (GError) error = NULL;
  gboolean is_stored = FALSE;
  g_autoptr (SentinelApplied) applied =
      sentinel_backlog_apply_finish (SENTINEL_BACKLOG (backlog), result, &is_stored, &error);

  record->is_running = FALSE;
  self->n_running--;
  if (error != NULL && !sentinel_error_is_storage (error))
    g_warning ("Rule %" G_GINT64_FORMAT " cannot be evaluated: %s",
               record->rule_id,
               error->message);
  if (!is_stored)
    sentinel_rule_record_fail_waiting (record, error);
  else {
    record->is_unobserved |= applied->stale;
    answer (self, record, applied);
    if (++record->n_runs % RUNS_PER_PRUNE == 0)
      sentinel_run_pruner_prune (self->store, record->rule_id);
    if (!applied->stale && applied->all_normal && applied->outcome == SENTINEL_OUTCOME_OK)
      let_watch_stand_in (self, record);
  }
  finish_stop (self);
  flight_free (flight);
}

static void
ran_cb (GObject *runner, GAsyncResult *result, gpointer user_data)
{
  Flight *flight = user_data;
  g_autoptr (GError) error = NULL;

  flight->evaluation = sentinel_runner_run_finish (SENTINEL_RUNNER (runner), result, &error);
  if (flight->evaluation == NULL) {
    flight->evaluation = sentinel_evaluation_new (flight->record->rule_id);
    flight->evaluation->now_us = sentinel_clock_get_realtime_us (flight->loop->clock);
    flight->evaluation->error = g_steal_pointer (&error);
  }
  sentinel_rule_record_note_run (flight->record,
                                 flight->evaluation,
                                 flight->missed,
                                 sentinel_clock_get_boottime_us (flight->loop->clock));
  flight->record->is_unobserved = sentinel_pause_is_paused (flight->loop->pause);
  sentinel_backlog_apply_async (flight->loop->backlog, flight->evaluation, applied_cb, flight);
}

static void
start_run (SentinelRuleRecord *record, gint64 slot_us, gint64 missed)
{
  SentinelRuleLoop *self = record->loop;
  Flight *flight = g_new0 (Flight, 1);

  flight->loop = g_object_ref (self);
  flight->record = sentinel_rule_record_ref (record);
  flight->missed = missed;
  record->is_running = TRUE;
  self->n_running++;
  sentinel_runner_run_async (self->runner,
                             record->rule,
                             record->state,
                             slot_us,
                             NULL,
                             ran_cb,
                             flight);
}

static void
rule_due_cb (gint64 rule_id, gint64 slot_us, gint64 missed, gpointer user_data)
{
  SentinelRuleLoop *self = user_data;
  SentinelRuleRecord *record = find_record (self, rule_id);

  if (record->rule->paused_until_us > sentinel_clock_get_realtime_us (self->clock)) {
    record->is_unobserved = TRUE;
    return;
  }
  if (record->is_running)
    record->n_skipped += 1 + missed;
  else
    start_run (record, slot_us, missed);
  emit_changed (self);
}

/* By hand: */

static const char *
find_obstacle (SentinelRuleLoop *self, const SentinelRuleRecord *record)
{
  if (self->is_stopping)
    return "the engine stops";
  if (record == NULL)
    return "there is no such rule";
  if (g_str_equal (record->rule->trigger, SENTINEL_MANUAL_TRIGGER))
    return "it is fed by raise and has nothing to run";
  if (!record->rule->enabled)
    return "it is switched off: enable it, or only test it";
  return NULL;
}

static void
begin_manual_run (GTask *task, gint64 rule_id, gpointer user_data)
{
  SentinelRuleLoop *self = user_data;
  SentinelRuleRecord *record = find_record (self, rule_id);
  const char *obstacle = find_obstacle (self, record);

  if (obstacle != NULL) {
    g_task_return_new_error (task,
                             SENTINEL_ERROR,
                             record == NULL ? SENTINEL_ERROR_NOT_FOUND : SENTINEL_ERROR_INVALID,
                             "rule %" G_GINT64_FORMAT " cannot be run: %s",
                             rule_id,
                             obstacle);
    return;
  }
  record->had_second = FALSE;
  g_ptr_array_add (record->waiting, g_object_ref (task));
  if (!record->is_running)
    start_run (record, 0, 0);
}

/* What was read: */

static void
forget_rule (SentinelRuleLoop *self, gint64 rule_id)
{
  SentinelRuleRecord *record = find_record (self, rule_id);

  if (record == NULL)
    return;
  sentinel_scheduler_remove (self->scheduler, rule_id);
  sentinel_runner_forget (self->runner, rule_id);
  sentinel_rule_watch_clear (&record->watch);
  sentinel_rule_record_drop_second (record);
  if (!record->is_running)
    sentinel_rule_record_fail_waiting_literal (record, "the rule was deleted");
  g_hash_table_remove (self->records, &rule_id);
}

static gboolean
has_schedule (const SentinelRule *rule)
{
  return rule->enabled && rule->period_ms > 0
         && !g_str_equal (rule->trigger, SENTINEL_MANUAL_TRIGGER);
}

static void
put_on_schedule (SentinelRuleLoop *self, SentinelRuleRecord *record)
{
  record->is_parked = FALSE;
  sentinel_scheduler_put (self->scheduler,
                          record->rule_id,
                          record->rule->period_ms * G_TIME_SPAN_MILLISECOND,
                          record->last_run_at_us);
}

/* An edit keeps the rhythm unless the period itself changed; a parked rule looks for itself again.
 */
static void
schedule (SentinelRuleLoop *self, SentinelRuleRecord *record, gint64 period_before_ms)
{
  gboolean has_new_rhythm = !record->is_scheduled || record->rule->period_ms != period_before_ms;

  if (!has_schedule (record->rule)) {
    record->is_scheduled = record->is_parked = FALSE;
    sentinel_rule_watch_clear (&record->watch);
    sentinel_scheduler_remove (self->scheduler, record->rule_id);
    return;
  }
  record->is_scheduled = TRUE;
  sentinel_rule_watch_clear (&record->watch);
  if (has_new_rhythm || record->is_parked)
    put_on_schedule (self, record);
}

static void
adopt (SentinelRuleLoop *self, const SentinelLoadedRule *loaded)
{
  SentinelRuleRecord *record = find_record (self, loaded->rule_id);
  gint64 period_before_ms = record != NULL ? record->rule->period_ms : 0;

  if (loaded->rule == NULL) {
    forget_rule (self, loaded->rule_id);
    return;
  }
  if (record != NULL && record->rule->version == loaded->rule->version)
    return;
  if (record == NULL) {
    record = sentinel_rule_record_new (self, loaded->rule_id);
    g_hash_table_insert (self->records, &record->rule_id, record);
  }
  sentinel_rule_record_adopt (record, loaded->rule, loaded->state);
  schedule (self, record, period_before_ms);
}

static void
forget_unlisted (SentinelRuleLoop *self, GPtrArray *rules)
{
  g_autoptr (GHashTable) listed = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GPtrArray) known = g_hash_table_get_values_as_ptr_array (self->records);

  for (guint i = 0; i < rules->len; i++)
    g_hash_table_add (listed, &((SentinelLoadedRule *) g_ptr_array_index (rules, i))->rule_id);
  for (guint i = 0; i < known->len; i++) {
    gint64 rule_id = ((SentinelRuleRecord *) g_ptr_array_index (known, i))->rule_id;

    if (!g_hash_table_contains (listed, &rule_id))
      forget_rule (self, rule_id);
  }
}

static void
rules_loaded (const SentinelRulesLoad *load, gpointer user_data)
{
  g_autoptr (SentinelRuleLoop) self = g_object_ref (user_data);

  if (load->error != NULL)
    g_warning ("Reading the rules failed: %s", load->error->message);
  for (guint i = 0; load->rules != NULL && i < load->rules->len; i++)
    adopt (self, g_ptr_array_index (load->rules, i));
  if (load->rules != NULL && load->is_all) {
    forget_unlisted (self, load->rules);
    self->is_loaded = TRUE;
  }
  sentinel_manual_runs_begin (self->manual_runs, load, begin_manual_run, self);
  emit_changed (self);
}

static void
rules_changed_cb (SentinelRuleLoop *self, SentinelIdRanges *ids)
{
  sentinel_rule_loader_request (self->loader, ids);
}

static void
reload_cb (SentinelRuleLoop *self)
{
  sentinel_rule_loader_request (self->loader, NULL);
}

/* A database that could not be read at the start may be readable now. */
static void
trouble_changed_cb (SentinelRuleLoop *self)
{
  if (!self->is_loaded && sentinel_store_get_trouble (self->store) == NULL)
    reload_cb (self);
}

static void
follow_rules (SentinelRuleLoop *self)
{
  const GConnectFlags flags = G_CONNECT_SWAPPED;

  self->follows_rules = TRUE;
  g_signal_connect_object (self->store,
                           "rules-changed",
                           G_CALLBACK (rules_changed_cb),
                           self,
                           flags);
  g_signal_connect_object (self->store, "reload", G_CALLBACK (reload_cb), self, flags);
  g_signal_connect_object (self->store,
                           "notify::trouble",
                           G_CALLBACK (trouble_changed_cb),
                           self,
                           flags);
  reload_cb (self);
}

static void
unstored_changed_cb (SentinelRuleLoop *self)
{
  g_signal_emit (self, signals[UNSTORED_CHANGED], 0);
}

/* Pausing: */

static void
pause_rule (gpointer key, gpointer value, gpointer unused)
{
  SentinelRuleRecord *record = value;

  record->is_unobserved = TRUE;
  sentinel_rule_watch_clear (&record->watch);
}

/* As after a start: what is overdue is spread by its phase, and nothing counts as missed. */
static void
resume_rule (gpointer key, gpointer value, gpointer user_data)
{
  SentinelRuleRecord *record = value;

  record->is_unobserved = TRUE; /* a run by hand meanwhile saw nothing of the time after it */
  if (record->is_scheduled)
    put_on_schedule (user_data, record);
}

/* The rules come after: a rule is never run before it is known whether it may be. */
static void
follow_pause (SentinelRuleLoop *self)
{
  gboolean is_watching = sentinel_pause_is_known (self->pause)
                         && !sentinel_pause_is_paused (self->pause);

  if (!self->follows_rules && sentinel_pause_is_known (self->pause))
    follow_rules (self);
  if (is_watching == self->is_watching)
    return;
  self->is_watching = is_watching;
  if (is_watching) {
    g_hash_table_foreach (self->records, resume_rule, self);
    sentinel_scheduler_start (self->scheduler);
  } else {
    sentinel_scheduler_stop (self->scheduler);
    g_hash_table_foreach (self->records, pause_rule, NULL);
  }
  emit_changed (self);
}

static void
sentinel_rule_loop_dispose (GObject *object)
{
  SentinelRuleLoop *self = SENTINEL_RULE_LOOP (object);

  sentinel_scheduler_stop (self->scheduler);
  g_clear_pointer (&self->loader, sentinel_rule_loader_free);
  g_hash_table_remove_all (self->records);
  G_OBJECT_CLASS (sentinel_rule_loop_parent_class)->dispose (object);
}

static void
sentinel_rule_loop_finalize (GObject *object)
{
  SentinelRuleLoop *self = SENTINEL_RULE_LOOP (object);

  sentinel_manual_runs_free (self->manual_runs);
  g_hash_table_unref (self->records);
  g_object_unref (self->backlog);
  g_object_unref (self->runner);
  g_object_unref (self->scheduler);
  g_object_unref (self->registry);
  g_object_unref (self->pause);
  g_object_unref (self->clock);
  g_object_unref (self->store);
  G_OBJECT_CLASS (sentinel_rule_loop_parent_class)->finalize (object);
}

static void
sentinel_rule_loop_class_init (SentinelRuleLoopClass *klass)
{
  static const char
      *const names[] = { [CHANGED] = "changed", [UNSTORED_CHANGED] = "unstored-changed" };

  G_OBJECT_CLASS (klass)->dispose = sentinel_rule_loop_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_rule_loop_finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i],
                               SENTINEL_TYPE_RULE_LOOP,
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               0);
}

static void
sentinel_rule_loop_init (SentinelRuleLoop *self)
{
  self->records = g_hash_table_new_full (g_int64_hash,
                                         g_int64_equal,
                                         NULL,
                                         (GDestroyNotify) sentinel_rule_record_unref);
  self->manual_runs = sentinel_manual_runs_new ();
}

/**
 * sentinel_rule_loop_new:
 * @store: the database
 * @registry: the triggers
 * @pause: whether watching is paused
 *
 * Returns: (transfer full): a loop that does nothing by itself yet
 */
SentinelRuleLoop *
sentinel_rule_loop_new (SentinelStore *store, SentinelRegistry *registry, SentinelPause *pause)
{
  SentinelRuleLoop *self = g_object_new (SENTINEL_TYPE_RULE_LOOP, NULL);
  g_autoptr (SentinelApplier) applier = sentinel_applier_new (registry);

  self->store = g_object_ref (store);
  self->registry = g_object_ref (registry);
  self->pause = g_object_ref (pause);
  self->clock = g_object_ref (sentinel_store_get_clock (store));
  self->loader = sentinel_rule_loader_new (store, rules_loaded, self);
  self->scheduler = sentinel_scheduler_new (self->clock, rule_due_cb, self);
  self->runner = sentinel_runner_new (registry, self->clock);
  self->backlog = sentinel_backlog_new (store, applier);
  g_signal_connect_object (self->backlog,
                           "unstored-changed",
                           G_CALLBACK (unstored_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * sentinel_rule_loop_start:
 * @self: a loop
 *
 * Reads the rules, runs them when they are due, unless watching is paused, and follows what people
 * do to them.
 */
void
sentinel_rule_loop_start (SentinelRuleLoop *self)
{
  g_signal_connect_object (self->pause,
                           "notify",
                           G_CALLBACK (follow_pause),
                           self,
                           G_CONNECT_SWAPPED);
  follow_pause (self);
}

static void
leave_record (gpointer key, gpointer value, gpointer unused)
{
  SentinelRuleRecord *record = value;

  sentinel_rule_watch_clear (&record->watch);
  sentinel_rule_record_drop_second (record);
  if (!record->is_running)
    sentinel_rule_record_fail_waiting_literal (record, "the engine stops");
}

/**
 * sentinel_rule_loop_stop_async:
 * @self: a loop, started or not; it is of no use any more afterwards
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Makes nothing due any more and waits for what is running, which its deadlines bound, and for its
 * commits.
 */
void
sentinel_rule_loop_stop_async (SentinelRuleLoop *self,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (!self->is_stopping);

  self->is_stopping = TRUE;
  self->stop_task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->stop_task, sentinel_rule_loop_stop_async);
  sentinel_scheduler_stop (self->scheduler);
  g_signal_handlers_disconnect_by_data (self->store, self);
  g_signal_handlers_disconnect_by_data (self->pause, self);
  g_hash_table_foreach (self->records, leave_record, NULL);
  finish_stop (self);
}

/**
 * sentinel_rule_loop_stop_finish:
 * @self: a loop
 * @result: what the callback got
 * @error: return location
 *
 * Returns: %TRUE
 */
gboolean
sentinel_rule_loop_stop_finish (SentinelRuleLoop *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * sentinel_rule_loop_get_n_rules:
 * @self: a loop
 *
 * Returns: how many rules run by themselves
 */
guint
sentinel_rule_loop_get_n_rules (SentinelRuleLoop *self)
{
  return sentinel_scheduler_get_n_rules (self->scheduler);
}

/**
 * sentinel_rule_loop_get_next_due_us:
 * @self: a loop
 *
 * Returns: when the next rule is due, boottime in microseconds; -1: none is, also while watching
 *   is paused
 */
gint64
sentinel_rule_loop_get_next_due_us (SentinelRuleLoop *self)
{
  return self->is_watching ? sentinel_scheduler_get_next_due_us (self->scheduler) : -1;
}

/**
 * sentinel_rule_loop_get_unstored:
 * @self: a loop
 *
 * Returns: (transfer none) (element-type SentinelEvent): events that could not be stored yet
 */
GPtrArray *
sentinel_rule_loop_get_unstored (SentinelRuleLoop *self)
{
  return sentinel_backlog_get_unstored (self->backlog);
}

/**
 * sentinel_rule_loop_run_async:
 * @self: a loop
 * @rule_id: a rule
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Reads the rule as it is now and runs it; where it is running already, waits for that run.
 */
void
sentinel_rule_loop_run_async (SentinelRuleLoop *self,
                              gint64 rule_id,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (SentinelIdRanges) ids = sentinel_id_ranges_new ();
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  guint64 ticket;

  g_task_set_source_tag (task, sentinel_rule_loop_run_async);
  sentinel_id_ranges_add (ids, rule_id, rule_id);
  ticket = sentinel_rule_loader_request (self->loader, ids);
  sentinel_manual_runs_add (self->manual_runs, task, rule_id, ticket);
}

/**
 * sentinel_rule_loop_run_finish:
 * @self: a loop
 * @result: what the callback got
 * @error: return location; %SENTINEL_ERROR_NOT_FOUND, %SENTINEL_ERROR_INVALID: a rule that cannot
 * be run; %SENTINEL_ERROR_CONFLICT: people stopped it meanwhile; or the store's
 *
 * Returns: (transfer full): the run as it is stored; %NULL on error
 */
SentinelRun *
sentinel_rule_loop_run_finish (SentinelRuleLoop *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * sentinel_rule_loop_get_due_us:
 * @self: a loop
 * @rule_id: a rule
 *
 * Returns: when that rule is due, boottime in microseconds; -1: not by itself
 */
gint64
sentinel_rule_loop_get_due_us (SentinelRuleLoop *self, gint64 rule_id)
{
  return self->is_watching ? sentinel_scheduler_get_due_us (self->scheduler, rule_id) : -1;
}
