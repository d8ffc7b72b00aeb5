/* SPDX-License-Identifier: MIT */
/* The definition (to run it; what counts is read again where it is evaluated), what the last check
 * left, and when that was. */
#include "sentinel-rule-record.h"

#include "sentinel-error.h"

/**
 * sentinel_rule_record_new:
 * @loop: the loop that owns it; not kept alive by it
 * @rule_id: a rule
 *
 * Returns: (transfer full): a record without a definition
 */
SentinelRuleRecord *
sentinel_rule_record_new (SentinelRuleLoop *loop, gint64 rule_id)
{
  SentinelRuleRecord *self = g_rc_box_new0 (SentinelRuleRecord);

  self->loop = loop;
  self->rule_id = rule_id;
  self->last_run_us = -1;
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->slots_us = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

/**
 * sentinel_rule_record_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
SentinelRuleRecord *
sentinel_rule_record_ref (SentinelRuleRecord *self)
{
  return g_rc_box_acquire (self);
}

static void
clear_record (gpointer data)
{
  SentinelRuleRecord *self = data;

  sentinel_rule_watch_clear (&self->watch);
  sentinel_rule_record_drop_second (self);
  g_clear_pointer (&self->rule, sentinel_rule_unref);
  g_clear_pointer (&self->schedule, sentinel_schedule_unref);
  g_clear_pointer (&self->state, g_bytes_unref);
  g_array_unref (self->slots_us);
  g_ptr_array_unref (self->waiting);
}

/**
 * sentinel_rule_record_unref:
 * @self: (transfer full): a record
 */
void
sentinel_rule_record_unref (SentinelRuleRecord *self)
{
  g_rc_box_release_full (self, clear_record);
}

static void
set_state (SentinelRuleRecord *self, GBytes *state)
{
  g_clear_pointer (&self->state, g_bytes_unref);
  if (state != NULL)
    self->state = g_bytes_ref (state);
}

static gboolean
begins_anew (const SentinelRuleRecord *self, const SentinelRule *rule)
{
  return self->rule->enabled != rule->enabled
         || !sentinel_rule_has_same_identity (self->rule, rule);
}

/* What was begun and never stored is lost with the process that began it: it must not run twice. */
static void
learn_slots (SentinelRuleRecord *self, const SentinelLoadedRule *loaded, gint64 now_us)
{
  gint64 edited_us = MIN (loaded->rule->updated_at_us, now_us);

  self->slots_done_us = MAX (edited_us, MAX (loaded->state->last_slot_us, loaded->claimed_slot_us));
  if (loaded->claimed_slot_us > loaded->state->last_slot_us)
    self->n_skipped++;
}

static void
set_schedule (SentinelRuleRecord *self, const SentinelRule *rule)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->schedule, sentinel_schedule_unref);
  g_array_set_size (self->slots_us, 0);
  self->schedule = sentinel_schedule_new_of_rule (rule, &error);
  if (self->schedule == NULL)
    g_warning ("Rule “%s” does not run by itself: %s", rule->name, error->message);
}

/**
 * sentinel_rule_record_adopt:
 * @self: a record
 * @loaded: the definition from now on, and what was read with it; the latter is of use where the
 * rule is new, or was switched on or off or came to watch something else: then what its trigger
 * remembered until now is of no use any more
 * @now_us: microseconds UTC
 */
void
sentinel_rule_record_adopt (SentinelRuleRecord *self,
                            const SentinelLoadedRule *loaded,
                            gint64 now_us)
{
  SentinelRule *rule = loaded->rule;
  const SentinelRuleState *stored = loaded->state;

  if (self->rule == NULL) {
    self->last_run_at_us = stored->last_run_at_us;
    learn_slots (self, loaded, now_us);
  } else {
    self->slots_done_us = now_us;
  }
  if (self->rule == NULL || begins_anew (self, rule)) {
    set_state (self, stored->trigger_state);
    self->first_version = rule->version;
  }
  g_clear_pointer (&self->rule, sentinel_rule_unref);
  self->rule = sentinel_rule_ref (rule);
  set_schedule (self, rule);
}

/**
 * sentinel_rule_record_add_slots:
 * @self: a record
 * @slots_us: (element-type gint64): slots of the calendar that have come, oldest first
 * @missed: how many more there were
 *
 * Lets slots wait to be run. Of more than are made up for, the oldest are missed. Where two or more
 * passed unseen, nobody looked in between.
 */
void
sentinel_rule_record_add_slots (SentinelRuleRecord *self, GArray *slots_us, gint64 missed)
{
  guint most = MAX (1, (guint) self->rule->catch_up);

  g_array_append_vals (self->slots_us, slots_us->data, slots_us->len);
  if (self->slots_us->len > most) {
    missed += self->slots_us->len - most;
    g_array_remove_range (self->slots_us, 0, self->slots_us->len - most);
  }
  self->n_skipped += missed;
  self->is_unobserved |= missed >= 2;
}

/**
 * sentinel_rule_record_take_slot:
 * @self: a record
 * @slot_us: (out): the oldest slot that waits, microseconds UTC
 *
 * Returns: whether there was one
 */
gboolean
sentinel_rule_record_take_slot (SentinelRuleRecord *self, gint64 *slot_us)
{
  if (self->slots_us->len == 0)
    return FALSE;
  *slot_us = g_array_index (self->slots_us, gint64, 0);
  g_array_remove_index (self->slots_us, 0);
  return TRUE;
}

/**
 * sentinel_rule_record_note_run:
 * @self: a record
 * @evaluation: (inout): a run that has just ended; gets what only its neighbours tell
 * @missed: slots that were missed before it
 * @boottime_us: now
 */
void
sentinel_rule_record_note_run (SentinelRuleRecord *self,
                               SentinelEvaluation *evaluation,
                               gint64 missed,
                               gint64 boottime_us)
{
  if (self->is_unobserved)
    evaluation->elapsed_ms = 0;
  else if (self->last_run_us >= 0)
    evaluation->elapsed_ms = (boottime_us - self->last_run_us) / 1000;
  self->is_unobserved = FALSE;
  evaluation->missed = missed + self->n_skipped;
  self->n_skipped = 0;
  self->last_run_us = boottime_us;
  self->last_run_at_us = evaluation->now_us;
  if (evaluation->result != NULL && evaluation->rule_version >= self->first_version)
    set_state (self, evaluation->result->state);
}

/**
 * sentinel_rule_record_drop_second:
 * @self: a record
 *
 * Takes no second sample any more.
 */
void
sentinel_rule_record_drop_second (SentinelRuleRecord *self)
{
  if (self->second == NULL)
    return;
  g_source_destroy (self->second);
  g_clear_pointer (&self->second, g_source_unref);
}

/**
 * sentinel_rule_record_fail_waiting:
 * @self: a record
 * @error: what those get who wait for its next answer
 */
void
sentinel_rule_record_fail_waiting (SentinelRuleRecord *self, const GError *error)
{
  for (guint i = 0; i < self->waiting->len; i++)
    g_task_return_error (g_ptr_array_index (self->waiting, i), g_error_copy (error));
  g_ptr_array_set_size (self->waiting, 0);
}

/**
 * sentinel_rule_record_fail_waiting_literal:
 * @self: a record
 * @message: why there will be no answer; %SENTINEL_ERROR_CONFLICT
 */
void
sentinel_rule_record_fail_waiting_literal (SentinelRuleRecord *self, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT, message);

  sentinel_rule_record_fail_waiting (self, error);
}
