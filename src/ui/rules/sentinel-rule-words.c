/* SPDX-License-Identifier: MIT */
/* Words for rules. Names come from outside and are made one line. */
#include "sentinel-rule-words.h"
#include "sentinel-age.h"
#include "sentinel-event-words.h"
#include "sentinel-schedule.h"
#include "sentinel-text.h"
#include <glib/gi18n.h>
#include <math.h>

#define MAX_TEXT_BYTES 200
#define MAX_PHASE_BYTES 60
#define COUNTS_MINUTES_S 120

/**
 * sentinel_rule_status_get_standing:
 * @status: a status
 *
 * Returns: the one word for how the rule stands; a rule that cannot be measured any more is failing
 *   whatever was measured before
 */
SentinelRuleStanding
sentinel_rule_status_get_standing (const SentinelRuleStatus *status)
{
  if (!status->rule->enabled)
    return SENTINEL_RULE_OFF;
  if (status->health == SENTINEL_HEALTH_FAILING)
    return SENTINEL_RULE_FAILING;
  if (status->n_firing > 0)
    return SENTINEL_RULE_FIRING;
  if (status->condition == SENTINEL_CONDITION_PENDING)
    return SENTINEL_RULE_PENDING;
  return status->health == SENTINEL_HEALTH_UNKNOWN ? SENTINEL_RULE_NOT_RUN : SENTINEL_RULE_OK;
}

/**
 * sentinel_rule_standing_get_icon_name:
 * @standing: how a rule stands
 *
 * Returns: (transfer none): its symbol
 */
const char *
sentinel_rule_standing_get_icon_name (SentinelRuleStanding standing)
{
  switch (standing) {
  case SENTINEL_RULE_FIRING:
    return "preferences-system-notifications-symbolic";
  case SENTINEL_RULE_FAILING:
    return "process-stop-symbolic";
  case SENTINEL_RULE_PENDING:
    return "content-loading-symbolic";
  case SENTINEL_RULE_OK:
    return "object-select-symbolic";
  case SENTINEL_RULE_OFF:
    return "media-playback-pause-symbolic";
  case SENTINEL_RULE_NOT_RUN:
  default:
    return "document-open-recent-symbolic";
  }
}

/* For how long it has been past the level that would fire, if it still is: what was observed, and
 * the time since the last run, which the next one observes. */
static gint64
get_pending_ms (const SentinelRuleStatus *status, gint64 now_us)
{
  const SentinelRule *rule = status->rule;
  gint64 since_ms = (now_us - status->last_run_at_us) / 1000;

  return MIN (status->observed_breach_ms + CLAMP (since_ms, 0, rule->period_ms), rule->for_ms);
}

static char *
format_pending (const SentinelRuleStatus *status, gint64 now_us)
{
  gint64 seconds = get_pending_ms (status, now_us) / 1000;
  gint64 wanted = status->rule->for_ms / 1000;

  if (wanted < COUNTS_MINUTES_S)
    /* Translators: how long it has been above its threshold, and how long that takes to count, in
     * seconds; the space before s is a no-break space */
    return g_strdup_printf (_ ("Pending %d/%d s"), (int) seconds, (int) wanted);
  /* Translators: the same in minutes; the space before min is a no-break space */
  return g_strdup_printf (_ ("Pending %d/%d min"), (int) (seconds / 60), (int) (wanted / 60));
}

static char *
format_firing (const SentinelRuleStatus *status, gint64 now_us)
{
  g_autofree char *age = sentinel_age_format (now_us - status->since_us);

  if (status->since_us == 0)
    return g_strdup (_ ("Firing"));
  /* Translators: a rule fires, and for how long: "Firing 12 min" */
  return g_strdup_printf (_ ("Firing %s"), age);
}

/* What stands before the first colon of the reason is where it broke; the rest is for the tooltip.
 */
static char *
format_failing (const SentinelRuleStatus *status)
{
  g_autofree char *text =
      sentinel_text_to_line (status->health_text != NULL ? status->health_text : "",
                             MAX_PHASE_BYTES);

  if (*text == '\0')
    /* Translators: the rule cannot be measured */
    return g_strdup (_ ("Failing"));
  /* Translators: the rule cannot be measured, and the beginning of the reason */
  return g_strdup_printf (_ ("Failing: %s"), text);
}

/**
 * sentinel_rule_status_dup_text:
 * @status: a status
 * @now_us: microseconds UTC
 *
 * Returns: (transfer full): how the rule stands, translated
 */
char *
sentinel_rule_status_dup_text (const SentinelRuleStatus *status, gint64 now_us)
{
  switch (sentinel_rule_status_get_standing (status)) {
  case SENTINEL_RULE_FIRING:
    return format_firing (status, now_us);
  case SENTINEL_RULE_FAILING:
    return format_failing (status);
  case SENTINEL_RULE_PENDING:
    return format_pending (status, now_us);
  case SENTINEL_RULE_OK:
    return g_strdup (_ ("OK"));
  case SENTINEL_RULE_OFF:
    return g_strdup (_ ("Off"));
  case SENTINEL_RULE_NOT_RUN:
  default:
    return g_strdup (sentinel_rule_is_manual (status->rule) ? _ ("Waiting") : _ ("Not Run Yet"));
  }
}

/**
 * sentinel_rule_status_dup_details:
 * @status: a status
 * @now_us: microseconds UTC
 *
 * Returns: (transfer full) (nullable): what the text has no room for, translated: why the rule
 *   fails, or when it fires
 */
char *
sentinel_rule_status_dup_details (const SentinelRuleStatus *status, gint64 now_us)
{
  SentinelRuleStanding standing = sentinel_rule_status_get_standing (status);
  g_autofree char *left = NULL;

  if (standing == SENTINEL_RULE_FAILING)
    return g_strdup (status->health_text);
  if (standing != SENTINEL_RULE_PENDING)
    return NULL;
  left = sentinel_age_format ((status->rule->for_ms - get_pending_ms (status, now_us)) * 1000);
  /* Translators: when an event comes of what a rule measures: "Fires in 3 min if nothing changes"
   */
  return g_strdup_printf (_ ("Fires in %s if nothing changes"), left);
}

/**
 * sentinel_rule_dup_schedule:
 * @rule: a rule
 *
 * Returns: (transfer full): when it runs, in words
 */
char *
sentinel_rule_dup_schedule (const SentinelRule *rule)
{
  g_autoptr (SentinelSchedule) schedule = sentinel_schedule_new_of_rule (rule, NULL);

  /* What was stored by another version may not be understood here. */
  return schedule != NULL ? sentinel_schedule_dup_words (schedule) : g_strdup (rule->cron);
}

/**
 * sentinel_rule_dup_next:
 * @rule: a rule
 * @context: whose engine runs it
 *
 * Returns: (transfer full): how long until it runs; empty where it does not by itself, or not here
 */
char *
sentinel_rule_dup_next (const SentinelRule *rule, SentinelContext *context)
{
  gint64 due_us = sentinel_engine_get_due_us (sentinel_context_get_engine (context), rule->id);
  gint64 now_us = sentinel_clock_get_boottime_us (sentinel_context_get_clock (context));
  g_autofree char *left = NULL;

  if (due_us < 0)
    return g_strdup ("");
  left = sentinel_age_format (MAX (due_us - now_us, 0) + G_TIME_SPAN_SECOND - 1);
  /* Translators: when a rule runs next: "In 4 s" */
  return g_strdup_printf (_ ("In %s"), left);
}

/* Three digits, and none of a large number are lost. */
static char *
format_value (double value)
{
  double size = fabs (value);

  if (size >= 1e15)
    return g_strdup_printf ("%.3g", value);
  if (size >= 100)
    return g_strdup_printf ("%'.0f", value);
  return g_strdup_printf ("%.3g", value);
}

/**
 * sentinel_rule_dup_value:
 * @value: a reading; NAN: there is none
 * @unit: (nullable): as its trigger calls it
 *
 * Returns: (transfer full): the value as one reads it; empty: none
 */
char *
sentinel_rule_dup_value (double value, const char *unit)
{
  g_autofree char *number = NULL;
  g_autofree char *letters = NULL;

  if (isnan (value))
    return g_strdup ("");
  letters = sentinel_text_to_line (unit != NULL ? unit : "", MAX_TEXT_BYTES);
  number = format_value (value);
  if (*letters == '\0')
    return g_steal_pointer (&number);
  /* Translators: a value and its unit; the space is a no-break space */
  return g_strdup_printf (_ ("%s %s"), number, letters);
}

/**
 * sentinel_rule_status_dup_value:
 * @status: a status
 *
 * Returns: (transfer full): the value that was measured last with its unit; empty: none
 */
char *
sentinel_rule_status_dup_value (const SentinelRuleStatus *status)
{
  return sentinel_rule_dup_value (status->last_value, status->unit);
}

static const SentinelTriggerInfo *
find_info (const SentinelRule *rule, SentinelContext *context)
{
  SentinelTrigger *trigger =
      sentinel_registry_find (sentinel_context_get_registry (context), rule->trigger, NULL);

  return trigger != NULL ? sentinel_trigger_describe (trigger) : NULL;
}

/**
 * sentinel_rule_get_trigger_name:
 * @rule: a rule
 * @context: with the triggers
 *
 * Returns: (transfer none): what its trigger is called
 */
const char *
sentinel_rule_get_trigger_name (const SentinelRule *rule, SentinelContext *context)
{
  const SentinelTriggerInfo *info = find_info (rule, context);

  return info != NULL ? info->name : rule->trigger;
}

/**
 * sentinel_rule_get_icon_name:
 * @rule: a rule
 * @context: with the triggers
 *
 * Returns: (transfer none): the symbol of its trigger
 */
const char *
sentinel_rule_get_icon_name (const SentinelRule *rule, SentinelContext *context)
{
  const SentinelTriggerInfo *info = find_info (rule, context);

  return info != NULL && info->icon_name != NULL ? info->icon_name : "sentinel-trigger-symbolic";
}

/**
 * sentinel_rule_status_dup_sentence:
 * @status: a status
 * @now_us: microseconds UTC
 *
 * Returns: (transfer full): its row as a screen reader says it
 */
char *
sentinel_rule_status_dup_sentence (const SentinelRuleStatus *status, gint64 now_us)
{
  g_autofree char *name = sentinel_text_to_line (status->rule->name, MAX_TEXT_BYTES);
  g_autofree char *standing = sentinel_rule_status_dup_text (status, now_us);
  g_autofree char *value = sentinel_rule_status_dup_value (status);
  g_autofree char *schedule = sentinel_rule_dup_schedule (status->rule);

  /* Translators: a row of the table of rules, read aloud: name, importance, state, value, schedule
   */
  return g_strdup_printf (_ ("%s, %s. %s. %s, %s."),
                          name,
                          sentinel_importance_get_word (status->rule->importance),
                          standing,
                          *value != '\0' ? value : _ ("No value"),
                          schedule);
}
