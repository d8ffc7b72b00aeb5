/* SPDX-License-Identifier: MIT */
/* When a rule runs, compiled: a period or a cron expression in a zone, and the hours in which it is
 * active. Immutable, refcounted, any thread. */
#pragma once
#include "sentinel-rule.h"
G_BEGIN_DECLS

typedef struct _SentinelSchedule SentinelSchedule;

SentinelSchedule *sentinel_schedule_new (gint64 period_ms,
                                         const char *cron,
                                         const char *zone,
                                         const char *active_hours,
                                         GError **error);
SentinelSchedule *sentinel_schedule_new_of_rule (const SentinelRule *rule, GError **error);
SentinelSchedule *sentinel_schedule_ref (SentinelSchedule *self);
void sentinel_schedule_unref (SentinelSchedule *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelSchedule, sentinel_schedule_unref)

gboolean sentinel_schedule_has_slots (const SentinelSchedule *self); /* cron: times of its own */
/* whether the day of the month or the weekday is enough: mostly not what was meant */
gboolean sentinel_schedule_joins_days_by_or (const SentinelSchedule *self);
GTimeZone *sentinel_schedule_get_zone (const SentinelSchedule *self);
/* the next run after a time; of a period: one period after it. Microseconds UTC; -1: never */
gint64 sentinel_schedule_get_next_us (const SentinelSchedule *self, gint64 after_us);
/* cron: the newest slot at or before a time, but after another; -1: none */
gint64 sentinel_schedule_get_newest_us (const SentinelSchedule *self,
                                        gint64 after_us,
                                        gint64 until_us);
/* cron: how many slots there are after a time and before another, counted up to a limit */
gint64 sentinel_schedule_count_slots (const SentinelSchedule *self,
                                      gint64 after_us,
                                      gint64 before_us,
                                      gint64 limit);
/* the first time at or after a time at which it is active */
gint64 sentinel_schedule_get_active_us (const SentinelSchedule *self, gint64 from_us);
/* "At 09:30 on weekdays", without zone and active hours, translated; manual: "Only by hand" */
char *sentinel_schedule_dup_words (const SentinelSchedule *self);

G_END_DECLS
