/* SPDX-License-Identifier: MIT */
/* Runs that brought nothing to evaluate: they freeze the state machines and count towards the
 * health of the rule, and after bad_limit of them in a row its policy says what they count as. */
#include "sentinel-apply-bad.h"
#include "sentinel-event-writer.h"
#include "sentinel-log-store.h"
#include <math.h>

/* About the rule itself: */

static gboolean
step_health_instance (SentinelApplyRun *self,
                      SentinelInputKind kind,
                      const char *message,
                      GError **error)
{
  g_autoptr (SentinelPlan) plan = sentinel_plan_new_plain (self->plan->rule);
  SentinelInstance *instance =
      sentinel_instance_map_ensure_health (self->instances, plan->rule->uid);
  SentinelInput input = {
    .kind = kind,
    .value = NAN,
    .importance = SENTINEL_IMPORTANCE_MEDIUM,
    .now_us = self->evaluation->now_us,
  };
  SentinelEventWrite write = {
    .tx = self->tx,
    .plan = plan,
    .instance = instance,
    .now_us = self->evaluation->now_us,
    .value = NAN,
    .source = plan->rule->name,
    .message = message,
    .opened = self->applied->opened,
  };
  SentinelDecision decision;

  sentinel_evaluator_step (plan, instance, &input, &decision);
  return sentinel_event_writer_apply (&write, &decision, error);
}

static gboolean
log_health (SentinelApplyRun *self, SentinelLogLevel level, const char *text, GError **error)
{
  const SentinelRule *rule = self->plan->rule;
  g_autofree char *message = g_strdup_printf ("%s: %s", rule->name, text);
  g_autoptr (SentinelLogEntry) entry =
      sentinel_log_entry_new (level, "rule", message, self->evaluation->now_us);

  entry->rule_id = rule->id;
  entry->importance = rule->importance;
  return sentinel_log_store_insert (self->tx, entry, error);
}

/* Only a change is worth a line: a rule that fails for a day would fill the log. */
static gboolean
set_health (SentinelApplyRun *self, SentinelHealth health, const char *text, GError **error)
{
  static const SentinelLogLevel levels[] = {
    [SENTINEL_HEALTH_UNKNOWN] = SENTINEL_LOG_INFO,
    [SENTINEL_HEALTH_OK] = SENTINEL_LOG_SUCCESS,
    [SENTINEL_HEALTH_BAD] = SENTINEL_LOG_WARNING,
    [SENTINEL_HEALTH_FAILING] = SENTINEL_LOG_ERROR,
  };
  SentinelHealth before = self->state->health;
  gboolean is_first_ok = before == SENTINEL_HEALTH_UNKNOWN && health == SENTINEL_HEALTH_OK;

  self->state->health = health;
  g_set_str (&self->state->health_text, text);
  if (before == health || is_first_ok)
    return TRUE;
  return log_health (self, levels[health], text != NULL ? text : "can be evaluated again", error);
}

/* What bad runs count as: */

static gboolean
feed_instance (SentinelApplyRun *self,
               SentinelInstance *instance,
               SentinelInputKind kind,
               GError **error)
{
  SentinelInput input = { .kind = kind, .value = NAN, .importance = self->plan->rule->importance };

  return sentinel_apply_run_step (self, instance, NULL, &input, error);
}

static gint64
get_newest_eval_us (SentinelInstanceMap *instances)
{
  gint64 newest_us = 0;

  for (guint i = 0; i < sentinel_instance_map_get_n (instances); i++)
    newest_us = MAX (newest_us, sentinel_instance_map_get (instances, i)->last_eval_at_us);
  return newest_us;
}

/* What did not answer the newest run that was good is gone: nothing can be wrong with it. */
static gboolean
is_watched (const SentinelInstance *instance, gint64 newest_eval_us)
{
  return instance->condition != SENTINEL_CONDITION_NORMAL
         || (newest_eval_us != 0 && instance->last_eval_at_us == newest_eval_us);
}

static gboolean
feed_all (SentinelApplyRun *self, SentinelInputKind kind, GError **error)
{
  gint64 newest_eval_us = get_newest_eval_us (self->instances);
  guint n_fed = 0;

  for (guint i = 0; i < sentinel_instance_map_get_n (self->instances); i++) {
    SentinelInstance *instance = sentinel_instance_map_get (self->instances, i);

    if (!is_watched (instance, newest_eval_us))
      continue;
    if (!feed_instance (self, instance, kind, error))
      return FALSE;
    n_fed++;
  }
  if (n_fed > 0 || kind != SENTINEL_INPUT_BREACH)
    return TRUE;
  return feed_instance (self,
                        sentinel_instance_map_ensure_health (self->instances,
                                                             self->plan->rule->uid),
                        kind,
                        error);
}

static gboolean
follow_policy (SentinelApplyRun *self, GError **error)
{
  const SentinelRule *rule = self->plan->rule;
  gboolean is_nodata = self->outcome == SENTINEL_OUTCOME_NO_DATA;
  g_autofree char *message = NULL;

  switch (is_nodata ? rule->nodata_policy : rule->error_policy) {
  case SENTINEL_BAD_POLICY_BREACH:
    return feed_all (self, SENTINEL_INPUT_BREACH, error);
  case SENTINEL_BAD_POLICY_OK:
    return feed_all (self, SENTINEL_INPUT_OK, error);
  case SENTINEL_BAD_POLICY_KEEP:
    return TRUE;
  case SENTINEL_BAD_POLICY_EVENT:
  default:
    message = g_strdup_printf ("Rule cannot evaluate: %s", self->message);
    return step_health_instance (self, SENTINEL_INPUT_BREACH, message, error);
  }
}

/**
 * sentinel_apply_bad:
 * @self: a run whose outcome is no data or error, with its message
 * @error: the store's
 *
 * Returns: whether everything could be written
 */
gboolean
sentinel_apply_bad (SentinelApplyRun *self, GError **error)
{
  SentinelOutcome outcome = self->outcome;
  gboolean is_failing;

  self->state->bad_count++;
  is_failing = self->state->bad_count >= self->plan->rule->bad_limit;
  if (!is_failing && self->state->health != SENTINEL_HEALTH_FAILING)
    return set_health (self, SENTINEL_HEALTH_BAD, self->message, error);
  if (!set_health (self, SENTINEL_HEALTH_FAILING, self->message, error))
    return FALSE;
  if (is_failing && !follow_policy (self, error))
    return FALSE;
  self->outcome = outcome; /* what it counts as does not change what it was */
  return TRUE;
}

/**
 * sentinel_apply_good_health:
 * @self: a run that could be evaluated
 * @problem: (nullable): what is wrong with the rule all the same; makes one event until it is gone
 * @error: the store's
 *
 * Ends the event about the rule's health, unless there is a @problem.
 *
 * Returns: whether everything could be written
 */
gboolean
sentinel_apply_good_health (SentinelApplyRun *self, const char *problem, GError **error)
{
  gboolean was_failing = self->state->health == SENTINEL_HEALTH_FAILING;

  self->state->bad_count = 0;
  if (!set_health (self,
                   problem != NULL ? SENTINEL_HEALTH_FAILING : SENTINEL_HEALTH_OK,
                   problem,
                   error))
    return FALSE;
  if (problem != NULL)
    return step_health_instance (self, SENTINEL_INPUT_BREACH, problem, error);
  if (was_failing && sentinel_instance_map_find_health (self->instances) != NULL)
    return step_health_instance (self, SENTINEL_INPUT_OK, NULL, error);
  return TRUE;
}
