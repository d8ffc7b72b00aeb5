/* SPDX-License-Identifier: MIT */
/* What a rule may be. The parameters are the trigger's to judge. */
#include <string.h>

#include "sentinel-action.h"
#include "sentinel-duration.h"
#include "sentinel-error.h"
#include "sentinel-rule.h"
#include "sentinel-schedule.h"
#include "sentinel-text.h"

#define MS_PER_DAY G_GINT64_CONSTANT (86400000)
#define PERIOD_MIN_MS 100
#define DURATION_MAX_MS (365 * MS_PER_DAY)
#define NAME_MAX_CHARS 200
#define COMMENT_MAX_CHARS 10000
#define BAD_LIMIT_MAX 1000
#define ANY_TIME_US G_GINT64_CONSTANT (1767225600000000) /* 2026 */
#define DISPLAY_MAX_MINUTES (10 * 365 * 24 * 60)

static gboolean
refuse (GError **error, const char *field, const char *why)
{
  g_set_error_literal (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID, why);
  sentinel_error_set_field (error, field);
  return FALSE;
}

/* A name of blanks is on no screen. */
static gboolean
check_seen (const char *what, const char *text, GError **error)
{
  const char *at = text;

  while (g_unichar_isspace (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  if (*at != '\0')
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "%s is \"%s\": must be more than blanks",
               what,
               text);
  sentinel_error_set_field (error, what);
  return FALSE;
}

static gboolean
check_line (const char *what, const char *text, GError **error)
{
  g_autofree char *quoted = NULL;

  if (text != NULL && *text != '\0' && sentinel_text_is_plain (text)
      && g_utf8_strlen (text, -1) <= NAME_MAX_CHARS)
    return check_seen (what, text, error);
  quoted = sentinel_text_quote (text);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "%s is %s: must be one line of 1 to %d characters without control characters",
               what,
               quoted,
               NAME_MAX_CHARS);
  sentinel_error_set_field (error, what);
  return FALSE;
}

static gboolean
check_number (const char *what, gint64 value, gint64 minimum, gint64 maximum, GError **error)
{
  if (value >= minimum && value <= maximum)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "%s is %" G_GINT64_FORMAT ": must be from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
               what,
               value,
               minimum,
               maximum);
  sentinel_error_set_field (error, what);
  return FALSE;
}

static gboolean
check_votes (const SentinelRule *self, GError **error)
{
  if (!check_number ("of-m", self->of_m, 1, SENTINEL_RULE_MAX_OF_M, error))
    return FALSE;
  if (self->need_n >= 1 && self->need_n <= self->of_m)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "need-n is %d: must be from 1 to %d, which is of-m; set both for “N of M”",
               self->need_n,
               self->of_m);
  sentinel_error_set_field (error, "need-n");
  return FALSE;
}

static gboolean
check_duration (const char *what, gint64 value_ms, gint64 minimum_ms, GError **error)
{
  g_autofree char *value = NULL;
  g_autofree char *minimum = NULL;

  if (value_ms >= minimum_ms && value_ms <= DURATION_MAX_MS)
    return TRUE;
  value = sentinel_duration_format (value_ms);
  minimum = sentinel_duration_format (minimum_ms);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "%s is %s: must be from %s to 365d",
               what,
               value,
               minimum);
  sentinel_error_set_field (error, what);
  return FALSE;
}

static gboolean
check_nick (const char *what, const SentinelNick *table, int value, GError **error)
{
  if (strcmp (sentinel_nick_of (table, value), "unknown") != 0)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "%s has the unknown value %d",
               what,
               value);
  sentinel_error_set_field (error, what);
  return FALSE;
}

static gboolean
check_comment (const char *comment, GError **error)
{
  if (comment == NULL)
    return TRUE;
  if (!g_utf8_validate (comment, -1, NULL) || g_utf8_strlen (comment, -1) > COMMENT_MAX_CHARS)
    return refuse (error,
                   "comment",
                   "comment: must be UTF-8 of at most " G_STRINGIFY (COMMENT_MAX_CHARS) " character"
                                                                                       "s");
  return TRUE;
}

static gboolean
validate_texts (const SentinelRule *self, GError **error)
{
  return check_line ("name", self->name, error) && check_line ("uid", self->uid, error)
         && check_line ("trigger", self->trigger, error)
         && check_line ("category", self->category, error) && check_comment (self->comment, error);
}

/* What can be read may still have no run: the hours exclude them all. */
static gboolean
validate_calendar (const SentinelRule *self, GError **error)
{
  g_autoptr (SentinelSchedule) schedule = sentinel_schedule_new_of_rule (self, error);

  if (schedule == NULL)
    return FALSE;
  if (self->cron != NULL && sentinel_schedule_get_next_us (schedule, ANY_TIME_US) < 0)
    return refuse (error,
                   "active-hours",
                   "active-hours exclude every time at which the cron expression runs");
  return TRUE;
}

static gboolean
validate_schedule (const SentinelRule *self, GError **error)
{
  if (self->period_ms != 0 && self->cron != NULL)
    return refuse (error,
                   "period",
                   "period and cron are both set: a rule has one schedule, leave one of them out");
  if (self->zone != NULL && self->cron == NULL && self->active_hours == NULL)
    return refuse (error,
                   "zone",
                   "zone is set without cron and active hours: a period knows no time zone, leave "
                   "it out");
  if (self->period_ms != 0 && strcmp (self->trigger, SENTINEL_MANUAL_TRIGGER) == 0)
    return refuse (error,
                   "period",
                   "period is set for a manual rule: it is fed by raise and never run, leave it "
                   "out");
  if (self->cron != NULL && strcmp (self->trigger, SENTINEL_MANUAL_TRIGGER) == 0)
    return refuse (error,
                   "cron",
                   "cron is set for a manual rule: it is fed by raise and never run, leave it out");
  if (self->period_ms != 0 && !check_duration ("period", self->period_ms, PERIOD_MIN_MS, error))
    return FALSE;
  return validate_calendar (self, error);
}

static gboolean
validate_evaluation (const SentinelRule *self, GError **error)
{
  return check_nick ("importance", sentinel_importance_nicks, (int) self->importance, error)
         && check_duration ("for", self->for_ms, 0, error)
         && check_duration ("keep", self->keep_ms, 0, error) && check_votes (self, error)
         && check_nick ("nodata-policy",
                        sentinel_bad_policy_nicks,
                        (int) self->nodata_policy,
                        error)
         && check_nick ("error-policy", sentinel_bad_policy_nicks, (int) self->error_policy, error)
         && check_number ("bad-limit", self->bad_limit, 1, BAD_LIMIT_MAX, error)
         && check_nick ("event-mode", sentinel_event_mode_nicks, (int) self->event_mode, error)
         && check_number ("catch-up", self->catch_up, 0, SENTINEL_CATCH_UP_MAX, error)
         && check_number ("display-minutes", self->display_minutes, 0, DISPLAY_MAX_MINUTES, error)
         && check_number ("paused-until", self->paused_until_us, 0, G_MAXINT64, error);
}

static gboolean
validate_levels (const SentinelRule *self, GError **error)
{
  if (self->levels == NULL)
    return TRUE;
  if (self->levels->len == 0)
    return refuse (error,
                   "levels",
                   "levels is empty, so the rule could never fire: leave it out to use those of "
                   "the trigger");
  return sentinel_levels_validate (self->levels, error);
}

static gboolean
validate_json (const SentinelRule *self, GError **error)
{
  if (self->parameters == NULL || !JSON_NODE_HOLDS_OBJECT (self->parameters))
    return refuse (error, "parameters", "parameters: must be an object");
  if (self->actions == NULL || !JSON_NODE_HOLDS_ARRAY (self->actions))
    return refuse (error, "actions", "actions: must be an array");
  return sentinel_actions_validate (self->actions, error);
}

/**
 * sentinel_rule_validate:
 * @self: a rule
 * @error: return location; %SENTINEL_ERROR_INVALID names the field, its value and what is allowed
 *
 * Checks ranges and combinations. Any thread.
 *
 * Returns: whether the rule may be stored and run
 */
gboolean
sentinel_rule_validate (const SentinelRule *self, GError **error)
{
  return validate_texts (self, error) && validate_schedule (self, error)
         && validate_evaluation (self, error) && validate_levels (self, error)
         && validate_json (self, error);
}
