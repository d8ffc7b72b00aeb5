/* SPDX-License-Identifier: MIT */
#include "sentinel-schedule.h"

#include <glib/gi18n.h>

#include "sentinel-active-hours.h"
#include "sentinel-cron-words.h"
#include "sentinel-zone.h"

#define US_PER_MS 1000
#define MAX_TIME_US G_GINT64_CONSTANT (253402214400000000) /* the end of 9999 */
#define MAX_INACTIVE \
  10000 /* slots in a row outside of the active hours: then there is none inside */

struct _SentinelSchedule {
  gint64 period_ms; /* 0: none */
  gboolean has_cron, has_hours;
  SentinelCron cron;
  GTimeZone *zone;
  SentinelActiveHours hours;
};

static void
clear_schedule (gpointer data)
{
  SentinelSchedule *self = data;

  g_clear_pointer (&self->zone, g_time_zone_unref);
}

/**
 * sentinel_schedule_new:
 * @period_ms: milliseconds from run to run; 0: none
 * @cron: (nullable): a cron expression
 * @zone: (nullable): the zone of @cron and @active_hours; %NULL: that of this computer
 * @active_hours: (nullable): when the rule is active; %NULL: always
 * @error: return location; %SENTINEL_ERROR_INVALID with the field that is wrong
 *
 * Returns: (transfer full): a schedule; %NULL on error
 */
SentinelSchedule *
sentinel_schedule_new (gint64 period_ms,
                       const char *cron,
                       const char *zone,
                       const char *active_hours,
                       GError **error)
{
  g_autoptr (SentinelSchedule) self = g_atomic_rc_box_new0 (SentinelSchedule);

  self->period_ms = period_ms;
  self->has_cron = cron != NULL;
  self->has_hours = active_hours != NULL;
  self->zone = sentinel_zone_new (zone, error);
  if (self->zone == NULL)
    return NULL;
  if (cron != NULL && !sentinel_cron_parse (cron, &self->cron, error))
    return NULL;
  if (active_hours != NULL && !sentinel_active_hours_parse (active_hours, &self->hours, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * sentinel_schedule_new_of_rule:
 * @rule: a rule
 * @error: return location; %SENTINEL_ERROR_INVALID with the field that is wrong
 *
 * Returns: (transfer full): its schedule; %NULL on error
 */
SentinelSchedule *
sentinel_schedule_new_of_rule (const SentinelRule *rule, GError **error)
{
  return sentinel_schedule_new (rule->period_ms, rule->cron, rule->zone, rule->active_hours, error);
}

/**
 * sentinel_schedule_ref:
 * @self: a schedule
 *
 * Returns: (transfer full): @self
 */
SentinelSchedule *
sentinel_schedule_ref (SentinelSchedule *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * sentinel_schedule_unref:
 * @self: (transfer full): a schedule
 */
void
sentinel_schedule_unref (SentinelSchedule *self)
{
  g_atomic_rc_box_release_full (self, clear_schedule);
}

/**
 * sentinel_schedule_has_slots:
 * @self: a schedule
 *
 * Returns: whether it says at which times it runs, and not only how often
 */
gboolean
sentinel_schedule_has_slots (const SentinelSchedule *self)
{
  return self->has_cron;
}

/**
 * sentinel_schedule_joins_days_by_or:
 * @self: a schedule
 *
 * Returns: whether one of day of the month and weekday is enough
 */
gboolean
sentinel_schedule_joins_days_by_or (const SentinelSchedule *self)
{
  return self->has_cron && sentinel_cron_joins_days_by_or (&self->cron);
}

/**
 * sentinel_schedule_get_zone:
 * @self: a schedule
 *
 * Returns: (transfer none): whose wall clock it is about
 */
GTimeZone *
sentinel_schedule_get_zone (const SentinelSchedule *self)
{
  return self->zone;
}

static gint64
get_next_run_us (const SentinelSchedule *self, gint64 after_us)
{
  if (self->has_cron)
    return sentinel_cron_get_next_us (&self->cron, self->zone, after_us);
  return self->period_ms > 0 ? after_us + self->period_ms * US_PER_MS : -1;
}

/**
 * sentinel_schedule_get_active_us:
 * @self: a schedule
 * @from_us: microseconds UTC
 *
 * Returns: the first time at or after @from_us that is in the active hours
 */
gint64
sentinel_schedule_get_active_us (const SentinelSchedule *self, gint64 from_us)
{
  return self->has_hours ? sentinel_active_hours_get_begin_us (&self->hours, self->zone, from_us)
                         : from_us;
}

/**
 * sentinel_schedule_get_next_us:
 * @self: a schedule
 * @after_us: microseconds UTC
 *
 * Returns: when it runs after that, active hours included; of a period, after a run at @after_us.
 * -1: never
 */
gint64
sentinel_schedule_get_next_us (const SentinelSchedule *self, gint64 after_us)
{
  for (int i = 0; i < MAX_INACTIVE; i++) {
    gint64 next_us = get_next_run_us (self, after_us);
    gint64 active_us = next_us >= 0 ? sentinel_schedule_get_active_us (self, next_us) : -1;

    if (active_us > MAX_TIME_US)
      return -1;
    if (next_us < 0 || active_us == next_us || !self->has_cron)
      return active_us;
    after_us = active_us - 1; /* the begin may itself be a slot */
  }
  return -1;
}

/**
 * sentinel_schedule_get_newest_us:
 * @self: a cron schedule
 * @after_us: microseconds UTC
 * @until_us: microseconds UTC
 *
 * Returns: the newest slot after @after_us and not after @until_us; -1: there is none
 */
gint64
sentinel_schedule_get_newest_us (const SentinelSchedule *self, gint64 after_us, gint64 until_us)
{
  gint64 newest_us = sentinel_schedule_get_next_us (self, after_us);
  gint64 late_us = until_us;

  if (newest_us < 0 || newest_us > until_us)
    return -1;
  /* After newest there may be more, after late there is none. */
  while (late_us - newest_us > 1) {
    gint64 middle_us = newest_us + (late_us - newest_us) / 2;
    gint64 next_us = sentinel_schedule_get_next_us (self, middle_us);

    if (next_us >= 0 && next_us <= until_us)
      newest_us = next_us;
    else
      late_us = middle_us;
  }
  return newest_us;
}

/**
 * sentinel_schedule_count_slots:
 * @self: a cron schedule
 * @after_us: microseconds UTC
 * @before_us: microseconds UTC
 * @limit: where counting stops
 *
 * Returns: how many slots lie between, at most @limit
 */
gint64
sentinel_schedule_count_slots (const SentinelSchedule *self,
                               gint64 after_us,
                               gint64 before_us,
                               gint64 limit)
{
  gint64 n_slots = 0;

  for (; n_slots < limit; n_slots++) {
    after_us = sentinel_schedule_get_next_us (self, after_us);
    if (after_us < 0 || after_us >= before_us)
      break;
  }
  return n_slots;
}

static char *
dup_period_words (gint64 period_ms)
{
  gint64 seconds = period_ms / 1000;

  if (period_ms % 1000 != 0)
    /* Translators: how often a rule runs; the space before ms is a no-break space */
    return g_strdup_printf (_ ("Every %d ms"), (int) period_ms);
  if (seconds % 86400 == 0)
    return g_strdup_printf (ngettext ("Every day", "Every %d days", (gulong) (seconds / 86400)),
                            (int) (seconds / 86400));
  if (seconds % 3600 == 0)
    return g_strdup_printf (ngettext ("Every hour", "Every %d h", (gulong) (seconds / 3600)),
                            (int) (seconds / 3600));
  if (seconds % 60 == 0)
    return g_strdup_printf (ngettext ("Every minute", "Every %d min", (gulong) (seconds / 60)),
                            (int) (seconds / 60));
  return g_strdup_printf (ngettext ("Every second", "Every %d s", (gulong) seconds), (int) seconds);
}

/**
 * sentinel_schedule_dup_words:
 * @self: a schedule
 *
 * Returns: (transfer full): when it runs, translated
 */
char *
sentinel_schedule_dup_words (const SentinelSchedule *self)
{
  if (self->has_cron)
    return sentinel_cron_dup_words (&self->cron);
  if (self->period_ms > 0)
    return dup_period_words (self->period_ms);
  /* Translators: the rule does not run by itself */
  return g_strdup (_ ("Manual"));
}
