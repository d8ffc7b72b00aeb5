/* SPDX-License-Identifier: MIT */
/* When each rule is due, whichever way it says so: periods by the scheduler, cron expressions by
 * the calendar. Internal to the folder. */
#pragma once
#include "sentinel-calendar.h"
#include "sentinel-scheduler.h"
G_BEGIN_DECLS

typedef struct _SentinelTimetable SentinelTimetable;

SentinelTimetable *sentinel_timetable_new (SentinelClock *clock,
                                           SentinelDueFunc due_func,
                                           SentinelSlotsFunc slots_func,
                                           gpointer user_data);
void sentinel_timetable_free (SentinelTimetable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelTimetable, sentinel_timetable_free)
/* schedule: of the rule. last_run_at_us: for a period. after_us: slots up to here are done with.
 * Both realtime. */
void sentinel_timetable_put (SentinelTimetable *self,
                             const SentinelRule *rule,
                             SentinelSchedule *schedule,
                             gint64 last_run_at_us,
                             gint64 after_us);
void sentinel_timetable_remove (SentinelTimetable *self, gint64 rule_id);
/* of a rule with a period: see the scheduler; put_off takes realtime */
void sentinel_timetable_park (SentinelTimetable *self, gint64 rule_id);
void sentinel_timetable_run_soon (SentinelTimetable *self, gint64 rule_id);
void sentinel_timetable_put_off (SentinelTimetable *self, gint64 rule_id, gint64 until_us);
void sentinel_timetable_start (SentinelTimetable *self);
void sentinel_timetable_stop (SentinelTimetable *self);
gint64 sentinel_timetable_get_next_due_us (SentinelTimetable *self); /* boottime; -1: nothing */
gint64 sentinel_timetable_get_due_us (SentinelTimetable *self, gint64 rule_id);
guint sentinel_timetable_get_n_rules (SentinelTimetable *self);

G_END_DECLS
