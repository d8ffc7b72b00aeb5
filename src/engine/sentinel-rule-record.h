/* SPDX-License-Identifier: MIT */
/* What the loop knows of one rule between its runs. Internal to the folder; main thread. */
#pragma once
#include "sentinel-evaluation.h"
#include "sentinel-rule-loader.h"
#include "sentinel-rule-loop.h"
#include "sentinel-rule-watch.h"
#include "sentinel-schedule.h"
G_BEGIN_DECLS

typedef struct /* refcounted: a run on its way keeps it */
{
  SentinelRuleLoop *loop; /* owns this */
  gint64 rule_id;
  SentinelRule *rule; /* NULL: not adopted yet */
  GBytes *state; /* nullable: what the trigger remembers */
  gint64 first_version; /* runs of a definition before this one say nothing about the state */
  gint64 last_run_at_us; /* realtime; 0: never */
  gint64 last_run_us; /* boottime; -1: not in this process */
  gint64 n_skipped; /* slots that came while it was running, or were not made up for */
  SentinelSchedule *schedule; /* nullable: none that this version understands */
  gint64 slots_done_us; /* those up to here are done with when it is put on the schedule; realtime
                         */
  GArray *slots_us; /* of gint64: slots of the calendar that wait to be run, oldest first */
  gboolean is_unobserved; /* a slot was passed over since the last run: nobody looked */
  guint n_runs;
  gboolean is_scheduled, is_running, is_parked;
  SentinelRuleWatch watch;
  GSource *second; /* nullable: attached, takes the second sample of a run by hand */
  gboolean had_second;
  GPtrArray *waiting; /* of GTask: who waits for the next answer */
} SentinelRuleRecord;

SentinelRuleRecord *sentinel_rule_record_new (SentinelRuleLoop *loop, gint64 rule_id);
SentinelRuleRecord *sentinel_rule_record_ref (SentinelRuleRecord *self);
void sentinel_rule_record_unref (SentinelRuleRecord *self);
void sentinel_rule_record_adopt (SentinelRuleRecord *self,
                                 const SentinelLoadedRule *loaded,
                                 gint64 now_us);
void sentinel_rule_record_note_run (SentinelRuleRecord *self,
                                    SentinelEvaluation *evaluation,
                                    gint64 missed,
                                    gint64 boottime_us);
/* FALSE: it waits for nothing */
gboolean sentinel_rule_record_take_slot (SentinelRuleRecord *self, gint64 *slot_us);
void sentinel_rule_record_add_slots (SentinelRuleRecord *self, GArray *slots_us, gint64 missed);
void sentinel_rule_record_drop_second (SentinelRuleRecord *self);
void sentinel_rule_record_fail_waiting (SentinelRuleRecord *self, const GError *error);
void sentinel_rule_record_fail_waiting_literal (SentinelRuleRecord *self, const char *message);

G_END_DECLS
