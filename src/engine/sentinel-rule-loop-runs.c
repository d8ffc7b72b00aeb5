/* SPDX-License-Identifier: MIT */
/* How a run goes: due, claimed where it is a slot of the calendar, run, applied, answered. */
#include "sentinel-error.h"
#include "sentinel-rule-loop-private.h"
#include "sentinel-run-answer.h"
#include "sentinel-run-pruner.h"
#include "sentinel-slot-claim.h"

#define SECOND_SAMPLE_US G_TIME_SPAN_SECOND
#define RUNS_PER_PRUNE 50

/* one run on its way */
typedef struct {
  SentinelRuleLoop *loop; /* owned */
  SentinelRuleRecord *record; /* owned */
  SentinelEvaluation *evaluation;
  gint64 slot_us, missed; /* slot_us 0: by hand */
} Flight;

static void start_run (SentinelRuleRecord *record, gint64 slot_us, gint64 missed);
static void go_on (SentinelRuleLoop *self, SentinelRuleRecord *record);

static void
flight_free (Flight *flight)
{
  g_clear_pointer (&flight->evaluation, sentinel_evaluation_unref);
  sentinel_rule_record_unref (flight->record);
  g_object_unref (flight->loop);
  g_free (flight);
}

/* Answers a stop that waits, once nothing runs any more. */
void
sentinel_rule_loop_finish_stop (SentinelRuleLoop *self)
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
  sentinel_rule_loop_finish_stop (self);
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
  sentinel_timetable_run_soon (self->timetable, record->rule_id);
  sentinel_rule_loop_emit_changed (self);
  return G_SOURCE_CONTINUE;
}

static void
let_watch_stand_in (SentinelRuleLoop *self, SentinelRuleRecord *record)
{
  if (!self->is_watching || self->is_stopping || !record->is_scheduled
      || sentinel_schedule_has_slots (record->schedule))
    return;
  if (!sentinel_rule_watch_ensure (&record->watch,
                                   record->rule,
                                   self->registry,
                                   watch_ready_cb,
                                   record))
    return;
  record->is_parked = TRUE;
  sentinel_timetable_park (self->timetable, record->rule_id);
  sentinel_rule_loop_emit_changed (self);
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
  go_on (self, record);
  sentinel_rule_loop_finish_stop (self);
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

static Flight *
flight_new (SentinelRuleRecord *record, gint64 slot_us, gint64 missed)
{
  Flight *flight = g_new0 (Flight, 1);

  flight->loop = g_object_ref (record->loop);
  flight->record = sentinel_rule_record_ref (record);
  flight->slot_us = slot_us;
  flight->missed = missed;
  record->is_running = TRUE;
  record->loop->n_running++;
  return flight;
}

static void
flight_begin (Flight *flight)
{
  sentinel_runner_run_async (flight->loop->runner,
                             flight->record->rule,
                             flight->record->state,
                             flight->slot_us,
                             NULL,
                             ran_cb,
                             flight);
}

static void
start_run (SentinelRuleRecord *record, gint64 slot_us, gint64 missed)
{
  flight_begin (flight_new (record, slot_us, missed));
}

/* Slots of the calendar: */

static void
flight_give_up (Flight *flight)
{
  SentinelRuleLoop *self = flight->loop;

  flight->record->is_running = FALSE;
  self->n_running--;
  go_on (self, flight->record);
  sentinel_rule_loop_finish_stop (self);
  flight_free (flight);
}

/* Without the claim it might run twice, so it is missed rather than run. */
static void
claimed_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  Flight *flight = user_data;
  g_autoptr (GError) error = NULL;
  gboolean taken = sentinel_slot_claim_finish (SENTINEL_STORE (store), result, &error);

  if (taken) {
    flight_begin (flight);
    return;
  }
  if (error != NULL) {
    flight->record->n_skipped++;
    g_warning ("Rule “%s” misses a run of its calendar, since that cannot be written down: %s",
               flight->record->rule->name,
               error->message);
  }
  flight_give_up (flight);
}

/* Nothing runs now: what waits is next, people first. */
static void
go_on (SentinelRuleLoop *self, SentinelRuleRecord *record)
{
  gint64 slot_us;

  if (record->is_running || self->is_stopping)
    return;
  if (record->waiting->len > 0 && record->second == NULL)
    start_run (record, 0, 0);
  else if (self->is_watching && sentinel_rule_record_take_slot (record, &slot_us))
    sentinel_slot_claim_async (self->store,
                               record->rule_id,
                               slot_us,
                               claimed_cb,
                               flight_new (record, slot_us, 0));
}

static gboolean
is_paused (SentinelRuleLoop *self, SentinelRuleRecord *record)
{
  return record->rule->paused_until_us > sentinel_clock_get_realtime_us (self->clock);
}

/* SentinelSlotsFunc. */
void
sentinel_rule_loop_slots_due (gint64 rule_id, GArray *slots_us, gint64 missed, gpointer user_data)
{
  SentinelRuleLoop *self = user_data;
  SentinelRuleRecord *record = sentinel_rule_loop_find_record (self, rule_id);

  if (is_paused (self, record)) {
    record->is_unobserved = TRUE;
    return;
  }
  sentinel_rule_record_add_slots (record, slots_us, missed);
  go_on (self, record);
  sentinel_rule_loop_emit_changed (self);
}

/* Periods: */

/* Whether it is let be now; then it is due again when that is over. */
static gboolean
put_off (SentinelRuleLoop *self, SentinelRuleRecord *record)
{
  gint64 now_us = sentinel_clock_get_realtime_us (self->clock);
  gint64 until_us = sentinel_schedule_get_active_us (record->schedule,
                                                     MAX (now_us, record->rule->paused_until_us));

  if (until_us <= now_us)
    return FALSE;
  record->is_unobserved = TRUE;
  sentinel_timetable_put_off (self->timetable, record->rule_id, until_us);
  return TRUE;
}

/* SentinelDueFunc. */
void
sentinel_rule_loop_period_due (gint64 rule_id, gint64 slot_us, gint64 missed, gpointer user_data)
{
  SentinelRuleLoop *self = user_data;
  SentinelRuleRecord *record = sentinel_rule_loop_find_record (self, rule_id);

  if (put_off (self, record))
    return;
  if (record->is_running)
    record->n_skipped += 1 + missed;
  else
    start_run (record, slot_us, missed);
  sentinel_rule_loop_emit_changed (self);
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

/* By somebody who waits for the answer. */
void
sentinel_rule_loop_begin_manual_run (GTask *task, gint64 rule_id, gpointer user_data)
{
  SentinelRuleLoop *self = user_data;
  SentinelRuleRecord *record = sentinel_rule_loop_find_record (self, rule_id);
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
