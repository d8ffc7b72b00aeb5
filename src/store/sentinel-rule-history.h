/* SPDX-License-Identifier: MIT */
/* What a rule measured in a stretch of time, and the events that came of it: what a change of the
 * rule is tried on. Refcounted, any thread once it is read. */
#pragma once
#include "sentinel-event.h"
#include "sentinel-sample-range.h"
#include "sentinel-series.h"
G_BEGIN_DECLS

#define SENTINEL_RULE_HISTORY_MAX_SERIES 20
#define SENTINEL_RULE_HISTORY_MAX_EVENTS 1000

typedef struct {
  SentinelSeries *series; /* the value itself, not what else was measured */
  SentinelSampleRange *range;
} SentinelMeasuredSeries;

typedef struct {
  gint64 rule_id, from_us, to_us;
  GPtrArray *measured; /* of SentinelMeasuredSeries, without those that have no samples in it */
  GPtrArray *events; /* of SentinelEvent, the newest, oldest first */
  gboolean is_cut; /* there are more of either than fit */
} SentinelRuleHistory;

typedef struct {
  gint64 rule_id, from_us, to_us;
} SentinelRuleHistoryQuestion;

/* A SentinelReadFunc, its data a SentinelRuleHistoryQuestion: (transfer full) */
gpointer sentinel_rule_history_read (SentinelDatabase *db, gpointer question, GError **error);
SentinelRuleHistory *sentinel_rule_history_ref (SentinelRuleHistory *self);
void sentinel_rule_history_unref (SentinelRuleHistory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRuleHistory, sentinel_rule_history_unref)

G_END_DECLS
