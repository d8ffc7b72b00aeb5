/* SPDX-License-Identifier: MIT */
#include "sentinel-timetable.h"

/* The wall clock may be set meanwhile: what is put off is looked at again at least so often. */
#define MAX_PUT_OFF_US G_TIME_SPAN_HOUR

struct _SentinelTimetable {
  SentinelClock *clock;
  SentinelScheduler *scheduler;
  SentinelCalendar *calendar;
};

/**
 * sentinel_timetable_new:
 * @clock: the time
 * @due_func: told of each rule whose period is over
 * @slots_func: told of each rule whose slots have come
 * @user_data: for both; must outlive the timetable
 *
 * Returns: (transfer full): a timetable without rules, not started
 */
SentinelTimetable *
sentinel_timetable_new (SentinelClock *clock,
                        SentinelDueFunc due_func,
                        SentinelSlotsFunc slots_func,
                        gpointer user_data)
{
  SentinelTimetable *self = g_new0 (SentinelTimetable, 1);

  self->clock = g_object_ref (clock);
  self->scheduler = sentinel_scheduler_new (clock, due_func, user_data);
  self->calendar = sentinel_calendar_new (clock, slots_func, user_data);
  return self;
}

/**
 * sentinel_timetable_free:
 * @self: (transfer full): a timetable; nothing is told any more
 */
void
sentinel_timetable_free (SentinelTimetable *self)
{
  sentinel_timetable_stop (self);
  g_object_unref (self->scheduler);
  g_object_unref (self->calendar);
  g_object_unref (self->clock);
  g_free (self);
}

/**
 * sentinel_timetable_put:
 * @self: a timetable
 * @rule: a rule that runs by itself
 * @schedule: when
 * @last_run_at_us: of a period: when it last ran, microseconds UTC; 0: never
 * @after_us: of a cron expression: slots up to this time are done with, microseconds UTC
 *
 * Adds or changes a rule.
 */
void
sentinel_timetable_put (SentinelTimetable *self,
                        const SentinelRule *rule,
                        SentinelSchedule *schedule,
                        gint64 last_run_at_us,
                        gint64 after_us)
{
  sentinel_timetable_remove (self, rule->id);
  if (sentinel_schedule_has_slots (schedule))
    sentinel_calendar_put (self->calendar, rule->id, schedule, rule->catch_up, after_us);
  else
    sentinel_scheduler_put (self->scheduler,
                            rule->id,
                            rule->period_ms * G_TIME_SPAN_MILLISECOND,
                            last_run_at_us);
}

/**
 * sentinel_timetable_remove:
 * @self: a timetable
 * @rule_id: a rule; an unknown one is ignored
 */
void
sentinel_timetable_remove (SentinelTimetable *self, gint64 rule_id)
{
  sentinel_scheduler_remove (self->scheduler, rule_id);
  sentinel_calendar_remove (self->calendar, rule_id);
}

/**
 * sentinel_timetable_park:
 * @self: a timetable
 * @rule_id: a rule with a period; others are ignored
 */
void
sentinel_timetable_park (SentinelTimetable *self, gint64 rule_id)
{
  sentinel_scheduler_park (self->scheduler, rule_id);
}

/**
 * sentinel_timetable_run_soon:
 * @self: a timetable
 * @rule_id: a rule with a period; others are ignored
 */
void
sentinel_timetable_run_soon (SentinelTimetable *self, gint64 rule_id)
{
  sentinel_scheduler_run_soon (self->scheduler, rule_id);
}

/**
 * sentinel_timetable_put_off:
 * @self: a timetable
 * @rule_id: a rule with a period; others are ignored
 * @until_us: microseconds UTC
 *
 * Lets a rule be until then, or until it is time to look again whether the clock was set.
 */
void
sentinel_timetable_put_off (SentinelTimetable *self, gint64 rule_id, gint64 until_us)
{
  gint64 wait_us = until_us - sentinel_clock_get_realtime_us (self->clock);

  sentinel_scheduler_put_off (self->scheduler,
                              rule_id,
                              sentinel_clock_get_boottime_us (self->clock)
                                  + CLAMP (wait_us, 0, MAX_PUT_OFF_US));
}

/**
 * sentinel_timetable_start:
 * @self: a timetable
 *
 * Begins to tell what is due, in the thread-default main context of the caller.
 */
void
sentinel_timetable_start (SentinelTimetable *self)
{
  sentinel_scheduler_start (self->scheduler);
  sentinel_calendar_start (self->calendar);
}

/**
 * sentinel_timetable_stop:
 * @self: a timetable
 *
 * Stops telling; the rules stay. Idempotent.
 */
void
sentinel_timetable_stop (SentinelTimetable *self)
{
  sentinel_scheduler_stop (self->scheduler);
  sentinel_calendar_stop (self->calendar);
}

static gint64
to_boottime_us (SentinelTimetable *self, gint64 realtime_us)
{
  if (realtime_us < 0)
    return -1;
  return MAX (0,
              sentinel_clock_get_boottime_us (self->clock) + realtime_us
                  - sentinel_clock_get_realtime_us (self->clock));
}

static gint64
get_earlier_us (gint64 a_us, gint64 b_us)
{
  return a_us < 0 || b_us < 0 ? MAX (a_us, b_us) : MIN (a_us, b_us);
}

/**
 * sentinel_timetable_get_next_due_us:
 * @self: a timetable
 *
 * Returns: when the next rule is due, boottime in microseconds; -1: none is
 */
gint64
sentinel_timetable_get_next_due_us (SentinelTimetable *self)
{
  return get_earlier_us (sentinel_scheduler_get_next_due_us (self->scheduler),
                         to_boottime_us (self, sentinel_calendar_get_next_due_us (self->calendar)));
}

/**
 * sentinel_timetable_get_due_us:
 * @self: a timetable
 * @rule_id: a rule
 *
 * Returns: when it is due next, boottime in microseconds; -1: it is parked or unknown
 */
gint64
sentinel_timetable_get_due_us (SentinelTimetable *self, gint64 rule_id)
{
  gint64 slot_us = sentinel_calendar_get_due_us (self->calendar, rule_id);

  return slot_us >= 0 ? to_boottime_us (self, slot_us)
                      : sentinel_scheduler_get_due_us (self->scheduler, rule_id);
}

/**
 * sentinel_timetable_get_n_rules:
 * @self: a timetable
 *
 * Returns: how many rules it knows, parked ones included
 */
guint
sentinel_timetable_get_n_rules (SentinelTimetable *self)
{
  return sentinel_scheduler_get_n_rules (self->scheduler)
         + sentinel_calendar_get_n_rules (self->calendar);
}
