/* SPDX-License-Identifier: MIT */
/* Words for rules. Names come from outside and are made one line. */
#include "sentinel-rule-words.h"
#include "sentinel-age.h"
#include "sentinel-event-words.h"
#include "sentinel-rule-rest.h"
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

/* Where it broke, as short as a chip has room for; NULL: not known. */
static const char *
get_phase_word (SentinelPhase phase)
{
  switch (phase) {
  case SENTINEL_PHASE_PARAMETERS:
    /* Translators: where the run of a rule broke, after "Failing: " */
    return _ ("Parameters");
  case SENTINEL_PHASE_START:
    /* Translators: where the run of a rule broke, after "Failing: ": it could not start */
    return _ ("Start");
  case SENTINEL_PHASE_CONNECT:
    /* Translators: where the run of a rule broke, after "Failing: " */
    return _ ("Connection");
  case SENTINEL_PHASE_READ:
    /* Translators: where the run of a rule broke, after "Failing: " */
    return _ ("Reading");
  case SENTINEL_PHASE_PARSE:
    /* Translators: where the run of a rule broke, after "Failing: ": the answer is not understood
     */
    return _ ("Answer");
  case SENTINEL_PHASE_TIMEOUT:
    /* Translators: where the run of a rule broke, after "Failing: ": no answer came in time */
    return _ ("Timeout");
  case SENTINEL_PHASE_EVALUATE:
    /* Translators: where the run of a rule broke, after "Failing: " */
    return _ ("Evaluation");
  case SENTINEL_PHASE_NONE:
  default:
    return NULL;
  }
}

/* The reason itself is for the tooltip, unless it is all that is known. */
static char *
format_failing (const SentinelRuleStatus *status)
{
  const char *phase = get_phase_word (status->phase);
  const char *reason = status->health_text != NULL ? status->health_text : "";
  g_autofree char *text = sentinel_text_to_line (phase != NULL ? phase : reason, MAX_PHASE_BYTES);

  if (*text == '\0')
    /* Translators: the rule cannot be measured */
    return g_strdup (_ ("Failing"));
  /* Translators: the rule cannot be measured, and where it broke or the beginning of the reason */
  return g_strdup_printf (_ ("Failing: %s"), text);
}

static gboolean
is_calm (SentinelRuleStanding standing)
{
  return standing == SENTINEL_RULE_OK || standing == SENTINEL_RULE_NOT_RUN
         || standing == SENTINEL_RULE_PENDING;
}

/**
 * sentinel_rule_status_get_look:
 * @status: a status
 * @now_us: microseconds UTC
 *
 * Returns: the standing whose colours and symbol it has: a rule that rests is like one that is off,
 *   but what it left open stays visible
 */
SentinelRuleStanding
sentinel_rule_status_get_look (const SentinelRuleStatus *status, gint64 now_us)
{
  SentinelRuleStanding standing = sentinel_rule_status_get_standing (status);
  gint64 until_us;

  if (!is_calm (standing)
      || sentinel_rule_get_rest (status->rule, now_us, &until_us) == SENTINEL_RULE_REST_NONE)
    return standing;
  return SENTINEL_RULE_OFF;
}

static char *
format_off (const SentinelRuleStatus *status, gint64 now_us)
{
  gint64 until_us;

  switch (sentinel_rule_get_rest (status->rule, now_us, &until_us)) {
  case SENTINEL_RULE_REST_PAUSED:
    return g_strdup (_ ("Paused"));
  case SENTINEL_RULE_REST_HOURS:
    /* Translators: a rule does not run now because of the hours that were set for it */
    return g_strdup (_ ("Outside Its Hours"));
  case SENTINEL_RULE_REST_NONE:
  default:
    return g_strdup (_ ("Off"));
  }
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
  switch (sentinel_rule_status_get_look (status, now_us)) {
  case SENTINEL_RULE_FIRING:
    return format_firing (status, now_us);
  case SENTINEL_RULE_FAILING:
    return format_failing (status);
  case SENTINEL_RULE_PENDING:
    return format_pending (status, now_us);
  case SENTINEL_RULE_OK:
    return g_strdup (_ ("OK"));
  case SENTINEL_RULE_OFF:
    return format_off (status, now_us);
  case SENTINEL_RULE_NOT_RUN:
  default:
    return g_strdup (sentinel_rule_is_manual (status->rule) ? _ ("Waiting") : _ ("Not Run Yet"));
  }
}

/* Since when, until when */

/* As short as it can be said today. */
static char *
format_moment (gint64 at_us, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *clock = sentinel_age_format_clock (at_us, zone);
  g_autofree char *day = sentinel_age_format_day (at_us, zone);
  g_autofree char *today = sentinel_age_format_day (now_us, zone);

  if (g_str_equal (day, today))
    return g_steal_pointer (&clock);
  /* Translators: a day and a time of day: "24 Nov, 14:05" */
  return g_strdup_printf (_ ("%s, %s"), day, clock);
}

static char *
format_rest (SentinelRuleRest rest, const char *until)
{
  if (rest == SENTINEL_RULE_REST_PAUSED)
    /* Translators: a rule, and a time */
    return g_strdup_printf (_ ("Paused until %s"), until);
  if (*until == '\0')
    return g_strdup (_ ("Always outside its hours"));
  /* Translators: a rule does not run because of the hours that were set for it, until a time */
  return g_strdup_printf (_ ("Outside its hours until %s"), until);
}

static char *
format_bad_since (const SentinelRuleStatus *status, const char *time)
{
  if (status->bad_began_before)
    /* Translators: a rule cannot be measured, and that began before a time */
    return g_strdup_printf (_ ("Since before %s"), time);
  /* Translators: since when a rule cannot be measured */
  return g_strdup_printf (_ ("Since %s"), time);
}

/**
 * sentinel_rule_status_dup_since:
 * @status: a status
 * @now_us: microseconds UTC
 * @zone: (nullable): in which times are told; %NULL: the local one
 *
 * Returns: (transfer full) (nullable): since when the rule fails, or until when it rests,
 *   translated; %NULL: neither
 */
char *
sentinel_rule_status_dup_since (const SentinelRuleStatus *status, gint64 now_us, GTimeZone *zone)
{
  SentinelRuleStanding standing = sentinel_rule_status_get_standing (status);
  g_autofree char *until = NULL;
  SentinelRuleRest rest;
  gint64 until_us;

  if (standing == SENTINEL_RULE_FAILING && status->bad_since_us != 0) {
    g_autofree char *since = format_moment (status->bad_since_us, now_us, zone);

    return format_bad_since (status, since);
  }
  rest = sentinel_rule_get_rest (status->rule, now_us, &until_us);
  if (rest == SENTINEL_RULE_REST_NONE)
    return NULL;
  until = until_us != 0 ? format_moment (until_us, now_us, zone) : g_strdup ("");
  if (!is_calm (standing) || *until == '\0')
    return format_rest (rest, until);
  /* Translators: until when a rule is paused or outside its hours, which stands above it */
  return g_strdup_printf (_ ("Until %s"), until);
}

static void
add_line (GString *lines, const char *line)
{
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, line);
}

static void
add_failure (GString *lines, const SentinelRuleStatus *status, GTimeZone *zone)
{
  g_autofree char *exact = sentinel_age_format_exact (status->bad_since_us, zone);
  g_autofree char *since = format_bad_since (status, exact);

  if (status->health_text != NULL)
    add_line (lines, status->health_text);
  if (status->bad_since_us != 0)
    add_line (lines, since);
}

static void
add_pending (GString *lines, const SentinelRuleStatus *status, gint64 now_us)
{
  gint64 left_us = (status->rule->for_ms - get_pending_ms (status, now_us)) * 1000;
  g_autofree char *left = sentinel_age_format (left_us);
  /* Translators: when an event comes of what a rule measures: "Fires in 3 min if nothing changes"
   */
  g_autofree char *line = g_strdup_printf (_ ("Fires in %s if nothing changes"), left);

  add_line (lines, line);
}

static void
add_rest (GString *lines, const SentinelRuleStatus *status, gint64 now_us, GTimeZone *zone)
{
  gint64 until_us;
  SentinelRuleRest rest = sentinel_rule_get_rest (status->rule, now_us, &until_us);
  g_autofree char *until = until_us != 0 ? sentinel_age_format_exact (until_us, zone)
                                         : g_strdup ("");
  g_autofree char *line = format_rest (rest, until);

  if (rest != SENTINEL_RULE_REST_NONE)
    add_line (lines, line);
}

/**
 * sentinel_rule_status_dup_details:
 * @status: a status
 * @now_us: microseconds UTC
 * @zone: (nullable): in which times are told; %NULL: the local one
 *
 * Returns: (transfer full) (nullable): what the text has no room for, translated: why the rule
 *   fails and since when, when it fires, until when it rests
 */
char *
sentinel_rule_status_dup_details (const SentinelRuleStatus *status, gint64 now_us, GTimeZone *zone)
{
  SentinelRuleStanding standing = sentinel_rule_status_get_standing (status);
  g_autoptr (GString) lines = g_string_new (NULL);

  if (standing == SENTINEL_RULE_FAILING)
    add_failure (lines, status, zone);
  if (standing == SENTINEL_RULE_PENDING)
    add_pending (lines, status, now_us);
  add_rest (lines, status, now_us, zone);
  return lines->len > 0 ? g_strdup (lines->str) : NULL;
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
  SentinelClock *clock = sentinel_context_get_clock (context);
  gint64 due_us = sentinel_engine_get_due_us (sentinel_context_get_engine (context), rule->id);
  gint64 left_us = due_us - sentinel_clock_get_boottime_us (clock);
  gint64 now_us = sentinel_clock_get_realtime_us (clock);
  gint64 until_us;
  g_autofree char *left = NULL;

  if (due_us < 0)
    return g_strdup ("");
  /* It is due at times when it rests too, and then put off. */
  if (sentinel_rule_get_rest (rule, now_us, &until_us) != SENTINEL_RULE_REST_NONE)
    left_us = MAX (left_us, until_us - now_us);
  left = sentinel_age_format (MAX (left_us, 0) + G_TIME_SPAN_SECOND - 1);
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

/* "Failing: Connection · Since 14:05" */
static char *
dup_standing (const SentinelRuleStatus *status, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *text = sentinel_rule_status_dup_text (status, now_us);
  g_autofree char *since = sentinel_rule_status_dup_since (status, now_us, zone);

  return since != NULL ? g_strdup_printf ("%s · %s", text, since) : g_steal_pointer (&text);
}

/**
 * sentinel_rule_status_dup_sentence:
 * @status: a status
 * @now_us: microseconds UTC
 * @zone: (nullable): in which times are told; %NULL: the local one
 *
 * Returns: (transfer full): its row as a screen reader says it
 */
char *
sentinel_rule_status_dup_sentence (const SentinelRuleStatus *status, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *name = sentinel_text_to_line (status->rule->name, MAX_TEXT_BYTES);
  g_autofree char *standing = dup_standing (status, now_us, zone);
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
