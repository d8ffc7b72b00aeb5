/* SPDX-License-Identifier: MIT */
/* When rules with a period are due: one heap, one source, a window of 50 ms so that neighbours
 * share a wake-up. It says "due", nothing else. */
#pragma once
#include "sentinel-clock.h"
G_BEGIN_DECLS

#define SENTINEL_SCHEDULER_WINDOW_US (50 * G_TIME_SPAN_MILLISECOND)
#define SENTINEL_PHASE_MAX_US (60 * G_TIME_SPAN_SECOND)

#define SENTINEL_TYPE_SCHEDULER (sentinel_scheduler_get_type ())
G_DECLARE_FINAL_TYPE (SentinelScheduler, sentinel_scheduler, SENTINEL, SCHEDULER, GObject)

/* slot_us: realtime of the due time; missed: whole periods that passed since the one before, beyond
 * one. */
typedef void (*SentinelDueFunc) (gint64 rule_id, gint64 slot_us, gint64 missed, gpointer user_data);

SentinelScheduler *sentinel_scheduler_new (SentinelClock *clock,
                                           SentinelDueFunc func,
                                           gpointer user_data);
/* Adds or changes a rule. First due: phase (10 ms times the id, modulo min (period, 60 s)) from
 * now, but not before one period after last_run_at_us (realtime; 0: never ran). */
void sentinel_scheduler_put (SentinelScheduler *self,
                             gint64 rule_id,
                             gint64 period_us,
                             gint64 last_run_at_us);
/* known but not due until sentinel_scheduler_run_soon: a watch stands in */
void sentinel_scheduler_park (SentinelScheduler *self, gint64 rule_id);
/* due at once, then by its period again */
void sentinel_scheduler_run_soon (SentinelScheduler *self, gint64 rule_id);
/* not due before a time (boottime), then by its period again */
void sentinel_scheduler_put_off (SentinelScheduler *self, gint64 rule_id, gint64 due_us);
void sentinel_scheduler_remove (SentinelScheduler *self, gint64 rule_id);
/* attaches to the thread-default context */
void sentinel_scheduler_start (SentinelScheduler *self);
void sentinel_scheduler_stop (SentinelScheduler *self);
gint64 sentinel_scheduler_get_next_due_us (SentinelScheduler *self); /* boottime; -1: nothing */
/* boottime; -1: not scheduled */
gint64 sentinel_scheduler_get_due_us (SentinelScheduler *self, gint64 rule_id);
guint sentinel_scheduler_get_n_rules (SentinelScheduler *self);

G_END_DECLS
