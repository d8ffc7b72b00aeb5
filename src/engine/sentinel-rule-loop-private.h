/* SPDX-License-Identifier: MIT */
/* What the two files of the loop share. */
#pragma once
#include "sentinel-backlog.h"
#include "sentinel-manual-runs.h"
#include "sentinel-rule-loader.h"
#include "sentinel-rule-loop.h"
#include "sentinel-rule-record.h"
#include "sentinel-runner.h"
#include "sentinel-timetable.h"
G_BEGIN_DECLS

struct _SentinelRuleLoop {
  GObject parent;

  SentinelStore *store;
  SentinelRegistry *registry;
  SentinelPause *pause;
  SentinelClock *clock;
  SentinelRuleLoader *loader;
  SentinelTimetable *timetable;
  SentinelRunner *runner;
  SentinelBacklog *backlog;
  GHashTable *records; /* rule id to SentinelRuleRecord */
  SentinelManualRuns *manual_runs; /* wait for the rule to be read */
  guint n_running;
  gboolean follows_rules, is_loaded, is_stopping;
  gboolean is_watching; /* started, and it is known that watching is not paused */
  GTask *stop_task; /* nullable: is stopping */
};

SentinelRuleRecord *sentinel_rule_loop_find_record (SentinelRuleLoop *self, gint64 rule_id);
void sentinel_rule_loop_emit_changed (SentinelRuleLoop *self);

/* Runs: */

/* SentinelDueFunc and SentinelSlotsFunc; user_data: the loop */
void sentinel_rule_loop_period_due (gint64 rule_id,
                                    gint64 slot_us,
                                    gint64 missed,
                                    gpointer user_data);
void sentinel_rule_loop_slots_due (gint64 rule_id,
                                   GArray *slots_us,
                                   gint64 missed,
                                   gpointer user_data);
/* SentinelManualRunFunc; user_data: the loop */
void sentinel_rule_loop_begin_manual_run (GTask *task, gint64 rule_id, gpointer user_data);
/* answers a stop that waits, once nothing runs any more */
void sentinel_rule_loop_finish_stop (SentinelRuleLoop *self);

G_END_DECLS
