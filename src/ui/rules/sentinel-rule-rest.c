/* SPDX-License-Identifier: MIT */
/* Only rules with active hours are worth the compiling of a schedule. */
#include "sentinel-rule-rest.h"
#include "sentinel-schedule.h"

/* -1: never */
static gint64
get_active_us (const SentinelRule *rule, gint64 now_us)
{
  g_autoptr (SentinelSchedule) schedule = NULL;

  if (rule->active_hours == NULL || sentinel_rule_is_manual (rule))
    return now_us;
  /* What was stored by another version may not be understood here. */
  schedule = sentinel_schedule_new_of_rule (rule, NULL);
  return schedule != NULL ? sentinel_schedule_get_active_us (schedule, now_us) : now_us;
}

/**
 * sentinel_rule_get_rest:
 * @rule: a rule
 * @now_us: microseconds UTC
 * @until_us: (out): when it ends, microseconds UTC; 0: it does not rest, or nobody knows
 *
 * A rule that is off does not rest: nothing will end that by itself.
 *
 * Returns: why it does not run now
 */
SentinelRuleRest
sentinel_rule_get_rest (const SentinelRule *rule, gint64 now_us, gint64 *until_us)
{
  gint64 active_us;

  *until_us = 0;
  if (!rule->enabled)
    return SENTINEL_RULE_REST_NONE;
  if (rule->paused_until_us > now_us) {
    *until_us = rule->paused_until_us;
    return SENTINEL_RULE_REST_PAUSED;
  }
  active_us = get_active_us (rule, now_us);
  if (active_us == now_us)
    return SENTINEL_RULE_REST_NONE;
  *until_us = MAX (active_us, 0);
  return SENTINEL_RULE_REST_HOURS;
}
