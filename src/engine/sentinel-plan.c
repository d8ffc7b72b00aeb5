/* SPDX-License-Identifier: MIT */
/* Compiling a rule: everything that one evaluation needs, checked once, so that evaluating cannot
 * fail. */
#include "sentinel-plan.h"
#include "sentinel-error.h"

/* How much later than two periods an evaluation may come and still be next to the one before. */
#define SLACK_MS 5000

static SentinelPlan *
plan_new (SentinelRule *rule)
{
  SentinelPlan *self = g_atomic_rc_box_new0 (SentinelPlan);

  self->rule = rule;
  return self;
}

static void
plan_clear (gpointer data)
{
  SentinelPlan *self = data;

  sentinel_rule_unref (self->rule);
}

static gboolean
check_counts (const SentinelRule *rule, GError **error)
{
  if (rule->of_m >= 1 && rule->of_m <= SENTINEL_RULE_MAX_OF_M && rule->need_n >= 1
      && rule->need_n <= rule->of_m)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "Rule “%s” needs %d of %d evaluations: must be N of M with N from 1 to M and M from "
               "1 to %d",
               rule->name,
               rule->need_n,
               rule->of_m,
               SENTINEL_RULE_MAX_OF_M);
  return FALSE;
}

/* A cron rule has no period to measure a gap by: its evaluations are always neighbours. */
static gint64
compute_gap_ms (const SentinelRule *rule)
{
  return rule->period_ms > 0 ? 2 * rule->period_ms + SLACK_MS : 0;
}

/* A trigger knows how its levels lie to each other, the rule how much the thing matters: its
 * importance is that of the lowest level, and levels that are not above it fall away. */
static void
weigh_levels (SentinelPlan *self, SentinelImportance importance)
{
  guint n_kept = 0;

  if (self->n_levels == 0)
    return;
  for (guint i = 0; i + 1 < self->n_levels; i++)
    if (self->levels[i].importance > importance)
      self->levels[n_kept++] = self->levels[i];
  self->levels[n_kept] = self->levels[self->n_levels - 1];
  self->levels[n_kept].importance = importance;
  self->n_levels = n_kept + 1;
}

/**
 * sentinel_plan_compile:
 * @rule: the rule; copied
 * @trigger_levels: (nullable) (element-type SentinelLevel): what the trigger makes of the rule's
 * parameters; ignored where the rule has levels of its own
 * @error: INVALID: levels that contradict each other, or N of M out of range
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the plan
 */
SentinelPlan *
sentinel_plan_compile (const SentinelRule *rule, GArray *trigger_levels, GError **error)
{
  GArray *levels = rule->levels != NULL ? rule->levels : trigger_levels;
  SentinelPlan *self;

  if (!check_counts (rule, error))
    return NULL;
  if (levels != NULL && !sentinel_levels_validate (levels, error))
    return NULL;

  self = plan_new (sentinel_rule_copy (rule));
  self->gap_ms = compute_gap_ms (rule);
  self->n_levels = levels != NULL ? MIN (levels->len, G_N_ELEMENTS (self->levels)) : 0;
  for (guint i = 0; i < self->n_levels; i++)
    self->levels[i] = g_array_index (levels, SentinelLevel, i);
  if (rule->levels == NULL)
    weigh_levels (self, rule->importance);
  return self;
}

/**
 * sentinel_plan_compile_rule:
 * @rule: a rule
 * @registry: the triggers; one that does not know the rule's gives no levels
 * @error: as sentinel_plan_compile()
 *
 * Any thread.
 *
 * Returns: (transfer full): the plan; %NULL on error
 */
SentinelPlan *
sentinel_plan_compile_rule (const SentinelRule *rule, SentinelRegistry *registry, GError **error)
{
  g_autoptr (GArray) trigger_levels = NULL;
  SentinelTrigger *trigger = NULL;

  if (rule->levels == NULL)
    trigger = sentinel_registry_find (registry, rule->trigger, NULL);
  if (trigger != NULL)
    trigger_levels = sentinel_trigger_dup_levels (trigger, json_node_get_object (rule->parameters));
  return sentinel_plan_compile (rule, trigger_levels, error);
}

/**
 * sentinel_plan_new_plain:
 * @rule: the rule whose events they become; copied
 *
 * A plan without levels, waiting and damping: only verdicts count, and they count at once.
 *
 * Returns: (transfer full): the plan
 */
SentinelPlan *
sentinel_plan_new_plain (const SentinelRule *rule)
{
  SentinelRule *plain = sentinel_rule_copy (rule);

  plain->for_ms = 0;
  plain->keep_ms = 0;
  plain->need_n = 1;
  plain->of_m = 1;
  plain->flap = FALSE;
  return plan_new (plain);
}

/**
 * sentinel_plan_dup_without_gap:
 * @self: a plan
 *
 * Returns: (transfer full): a plan of its own that takes each elapsed time as it is given. Any
 * thread.
 */
SentinelPlan *
sentinel_plan_dup_without_gap (const SentinelPlan *self)
{
  SentinelPlan *copy = plan_new (sentinel_rule_ref (self->rule));

  copy->n_levels = self->n_levels;
  for (guint i = 0; i < self->n_levels; i++)
    copy->levels[i] = self->levels[i];
  return copy;
}

/**
 * sentinel_plan_ref:
 * @self: a plan
 *
 * Returns: (transfer full): @self
 */
SentinelPlan *
sentinel_plan_ref (SentinelPlan *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * sentinel_plan_unref:
 * @self: (transfer full): a plan
 */
void
sentinel_plan_unref (SentinelPlan *self)
{
  g_atomic_rc_box_release_full (self, plan_clear);
}
