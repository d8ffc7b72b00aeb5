/* SPDX-License-Identifier: MIT */
/* When rules with a cron expression are due, by the wall clock, and which of the slots that were
 * missed are made up for. */
#pragma once
#include "sentinel-clock.h"
#include "sentinel-schedule.h"
G_BEGIN_DECLS

#define SENTINEL_SLOT_ON_TIME_US (60 * G_TIME_SPAN_SECOND) /* later is missed */

#define SENTINEL_TYPE_CALENDAR (sentinel_calendar_get_type ())
G_DECLARE_FINAL_TYPE (SentinelCalendar, sentinel_calendar, SENTINEL, CALENDAR, GObject)

/* slots_us: (element-type gint64): to run, oldest first, UTC; may be empty. missed: how many more
 * there were. */
typedef void (*SentinelSlotsFunc) (gint64 rule_id,
                                   GArray *slots_us,
                                   gint64 missed,
                                   gpointer user_data);

SentinelCalendar *sentinel_calendar_new (SentinelClock *clock,
                                         SentinelSlotsFunc func,
                                         gpointer user_data);
/* Adds or changes a rule. after_us: slots up to this time (realtime) are done with. */
void sentinel_calendar_put (SentinelCalendar *self,
                            gint64 rule_id,
                            SentinelSchedule *schedule,
                            int catch_up,
                            gint64 after_us);
void sentinel_calendar_remove (SentinelCalendar *self, gint64 rule_id);
void sentinel_calendar_start (SentinelCalendar *self); /* in the thread-default context */
void sentinel_calendar_stop (SentinelCalendar *self);
gint64 sentinel_calendar_get_next_due_us (SentinelCalendar *self); /* realtime; -1: nothing */
gint64 sentinel_calendar_get_due_us (SentinelCalendar *self, gint64 rule_id);
guint sentinel_calendar_get_n_rules (SentinelCalendar *self);

G_END_DECLS
