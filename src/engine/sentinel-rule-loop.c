/* SPDX-License-Identifier: MIT */
/* What it knows of each rule is in the rule's record. A rule whose trigger can be waited for is
 * parked while all of its instances are normal: the watch stands in for the schedule. While
 * watching is paused there is neither schedule nor watch, only what is run by hand. How a run goes
 * is in sentinel-rule-loop-runs.c. */
#include "sentinel-rule-loop-private.h"

#include "sentinel-error.h"

enum {
  CHANGED,
  UNSTORED_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelRuleLoop, sentinel_rule_loop, G_TYPE_OBJECT)

/* Nullable. */
SentinelRuleRecord *
sentinel_rule_loop_find_record (SentinelRuleLoop *self, gint64 rule_id)
{
  return g_hash_table_lookup (self->records, &rule_id);
}

/* For those who show how many rules there are and when the next is due. */
void
sentinel_rule_loop_emit_changed (SentinelRuleLoop *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What was read: */

static void
forget_rule (SentinelRuleLoop *self, gint64 rule_id)
{
  SentinelRuleRecord *record = sentinel_rule_loop_find_record (self, rule_id);

  if (record == NULL)
    return;
  sentinel_timetable_remove (self->timetable, rule_id);
  sentinel_runner_forget (self->runner, rule_id);
  sentinel_rule_watch_clear (&record->watch);
  sentinel_rule_record_drop_second (record);
  if (!record->is_running)
    sentinel_rule_record_fail_waiting_literal (record, "the rule was deleted");
  g_hash_table_remove (self->records, &rule_id);
}

static gboolean
has_schedule (const SentinelRuleRecord *record)
{
  return record->rule->enabled && record->schedule != NULL
         && !sentinel_rule_is_manual (record->rule)
         && !g_str_equal (record->rule->trigger, SENTINEL_MANUAL_TRIGGER);
}

static gboolean
has_same_rhythm (const SentinelRule *a, const SentinelRule *b)
{
  return a->period_ms == b->period_ms && a->catch_up == b->catch_up
         && g_strcmp0 (a->cron, b->cron) == 0 && g_strcmp0 (a->zone, b->zone) == 0
         && g_strcmp0 (a->active_hours, b->active_hours) == 0;
}

static void
put_on_schedule (SentinelRuleLoop *self, SentinelRuleRecord *record)
{
  record->is_parked = FALSE;
  sentinel_timetable_put (self->timetable,
                          record->rule,
                          record->schedule,
                          record->last_run_at_us,
                          record->slots_done_us);
}

/* An edit keeps the rhythm unless the schedule itself changed; a parked rule looks for itself
 * again. before: nullable. */
static void
schedule (SentinelRuleLoop *self, SentinelRuleRecord *record, const SentinelRule *before)
{
  gboolean has_new_rhythm = !record->is_scheduled || before == NULL
                            || !has_same_rhythm (before, record->rule);

  if (!has_schedule (record)) {
    record->is_scheduled = record->is_parked = FALSE;
    sentinel_rule_watch_clear (&record->watch);
    sentinel_timetable_remove (self->timetable, record->rule_id);
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
  SentinelRuleRecord *record = sentinel_rule_loop_find_record (self, loaded->rule_id);
  gint64 now_us = sentinel_clock_get_realtime_us (self->clock);
  g_autoptr (SentinelRule) before = NULL;

  if (loaded->rule == NULL) {
    forget_rule (self, loaded->rule_id);
    return;
  }
  if (record != NULL && record->rule->version == loaded->rule->version)
    return;
  if (record == NULL) {
    record = sentinel_rule_record_new (self, loaded->rule_id);
    g_hash_table_insert (self->records, &record->rule_id, record);
  } else {
    before = sentinel_rule_ref (record->rule);
  }
  sentinel_rule_record_adopt (record, loaded, now_us);
  schedule (self, record, before);
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
  sentinel_manual_runs_begin (self->manual_runs, load, sentinel_rule_loop_begin_manual_run, self);
  sentinel_rule_loop_emit_changed (self);
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
  g_array_set_size (record->slots_us, 0);
  sentinel_rule_watch_clear (&record->watch);
}

/* As after a start: what is overdue is spread by its phase, and nothing counts as missed. */
static void
resume_rule (gpointer key, gpointer value, gpointer user_data)
{
  SentinelRuleRecord *record = value;

  SentinelRuleLoop *self = user_data;

  record->is_unobserved = TRUE; /* a run by hand meanwhile saw nothing of the time after it */
  record->slots_done_us = sentinel_clock_get_realtime_us (self->clock);
  if (record->is_scheduled)
    put_on_schedule (self, record);
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
    sentinel_timetable_start (self->timetable);
  } else {
    sentinel_timetable_stop (self->timetable);
    g_hash_table_foreach (self->records, pause_rule, NULL);
  }
  sentinel_rule_loop_emit_changed (self);
}

static void
sentinel_rule_loop_dispose (GObject *object)
{
  SentinelRuleLoop *self = SENTINEL_RULE_LOOP (object);

  sentinel_timetable_stop (self->timetable);
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
  sentinel_timetable_free (self->timetable);
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
  self->timetable = sentinel_timetable_new (self->clock,
                                            sentinel_rule_loop_period_due,
                                            sentinel_rule_loop_slots_due,
                                            self);
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
  sentinel_timetable_stop (self->timetable);
  g_signal_handlers_disconnect_by_data (self->store, self);
  g_signal_handlers_disconnect_by_data (self->pause, self);
  g_hash_table_foreach (self->records, leave_record, NULL);
  sentinel_rule_loop_finish_stop (self);
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
  return sentinel_timetable_get_n_rules (self->timetable);
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
  return self->is_watching ? sentinel_timetable_get_next_due_us (self->timetable) : -1;
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
  return self->is_watching ? sentinel_timetable_get_due_us (self->timetable, rule_id) : -1;
}
