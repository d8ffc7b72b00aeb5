/* SPDX-License-Identifier: MIT */
/* Between two runs and the state machine: what time between them counts, and which rules have no
 * state. */
#include "sentinel-apply-run.h"
#include "sentinel-event-writer.h"
#include "sentinel-instance-store.h"
#include <math.h>

/**
 * sentinel_apply_run_set_bad:
 * @self: the run
 * @outcome: no data, error or skipped
 * @phase: where it broke
 * @message: what to say about it
 */
void
sentinel_apply_run_set_bad (SentinelApplyRun *self,
                            SentinelOutcome outcome,
                            SentinelPhase phase,
                            const char *message)
{
  self->outcome = outcome;
  self->phase = phase;
  g_set_str (&self->message, message);
}

/* Only neighbours count: an instance that the run before did not see was not observed since, and
 * during a pause nobody looked. */
static gint64
get_elapsed_ms (const SentinelApplyRun *self, const SentinelInstance *instance)
{
  gint64 last_run_us = self->state->last_run_at_us;

  if (last_run_us == 0 || instance->last_eval_at_us != last_run_us || self->was_paused)
    return 0;
  if (self->evaluation->elapsed_ms >= 0)
    return self->evaluation->elapsed_ms;
  return MAX (0, (self->evaluation->now_us - last_run_us) / G_TIME_SPAN_MILLISECOND);
}

static SentinelEventWrite
make_write (const SentinelApplyRun *self,
            SentinelInstance *instance,
            const SentinelReading *reading)
{
  SentinelEventWrite write = {
    .tx = self->tx,
    .plan = self->plan,
    .instance = instance,
    .now_us = self->evaluation->now_us,
    .value = NAN,
    .source = self->plan->rule->name,
    .message = self->message, /* why it counts as a breach although nothing was measured */
    .opened = self->applied->opened,
  };

  if (reading == NULL)
    return write;
  write.value = reading->value;
  write.unit = reading->unit;
  write.source = reading->source;
  write.message = reading->message;
  write.payload = reading->payload;
  return write;
}

/* An edit of the mode applies to the next event: what is open still goes through the machine. */
static gboolean
is_every_run (const SentinelApplyRun *self, const SentinelInstance *instance)
{
  return self->plan->rule->event_mode == SENTINEL_EVENT_MODE_EVERY_RUN
         && instance->open_event_id == 0;
}

/* What an edit of the mode found pending comes to nothing. */
static gboolean
end_pending (const SentinelEventWrite *write, GError **error)
{
  SentinelInput input = { .kind = SENTINEL_INPUT_CLOSE, .value = NAN, .now_us = write->now_us };
  SentinelDecision decision;

  if (write->instance->condition == SENTINEL_CONDITION_NORMAL)
    return TRUE;
  sentinel_evaluator_step (write->plan, write->instance, &input, &decision);
  return sentinel_event_writer_apply (write, &decision, error);
}

/* One event of each triggered answer: no state but what was seen last. */
static gboolean
step_every_run (SentinelApplyRun *self,
                const SentinelEventWrite *write,
                const SentinelInput *input,
                GError **error)
{
  SentinelInstance *instance = write->instance;
  g_autoptr (SentinelEvent) event = NULL;
  SentinelImportance level;
  SentinelOutcome outcome = sentinel_evaluator_judge (self->plan, input, &level);

  if (!end_pending (write, error))
    return FALSE;
  instance->last_eval_at_us = input->now_us;
  instance->last_value = input->value;
  if (!sentinel_instance_store_put (self->tx, instance, error))
    return FALSE;
  if (outcome != SENTINEL_OUTCOME_BREACH)
    return TRUE;
  self->outcome = outcome;
  event = sentinel_event_writer_point (write, level, error);
  return event != NULL;
}

/**
 * sentinel_apply_run_step:
 * @self: the run
 * @instance: one of its instances; stored when this returns
 * @reading: (nullable): what was measured
 * @input: what the state machine gets; its times are filled in here
 * @error: the store's
 *
 * Returns: whether everything could be written
 */
gboolean
sentinel_apply_run_step (SentinelApplyRun *self,
                         SentinelInstance *instance,
                         const SentinelReading *reading,
                         SentinelInput *input,
                         GError **error)
{
  SentinelEventWrite write = make_write (self, instance, reading);
  SentinelDecision decision;

  input->now_us = self->evaluation->now_us;
  input->elapsed_ms = get_elapsed_ms (self, instance);
  if (is_every_run (self, instance))
    return step_every_run (self, &write, input, error);
  sentinel_evaluator_step (self->plan, instance, input, &decision);
  if (decision.outcome == SENTINEL_OUTCOME_BREACH)
    self->outcome = SENTINEL_OUTCOME_BREACH;
  return sentinel_event_writer_apply (&write, &decision, error);
}

/**
 * sentinel_apply_run_clear:
 * @self: a run that was applied
 *
 * Frees what it holds. Writer thread.
 */
void
sentinel_apply_run_clear (SentinelApplyRun *self)
{
  g_clear_pointer (&self->plan, sentinel_plan_unref);
  g_clear_pointer (&self->state, sentinel_rule_state_free);
  g_clear_pointer (&self->instances, sentinel_instance_map_free);
  g_clear_pointer (&self->message, g_free);
}
