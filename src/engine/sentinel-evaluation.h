/* SPDX-License-Identifier: MIT */
/* One finished run on its way into the database. Treat one that is shared as immutable. */
#pragma once
#include "sentinel-check-result.h"
G_BEGIN_DECLS

/* what the runner knows when a check has ended */
typedef struct {
  gint64 rule_id;
  gint64 rule_version; /* of the definition that ran; 0: unknown, then it always counts */
  gint64 slot_us; /* realtime of its due time; 0: run by hand */
  gint64 started_at_us, duration_ms;
  gint64 now_us; /* realtime of the evaluation */
  /* boottime since the rule's last evaluation in this process; 0: a slot between was passed over;
   * -1: unknown (just started), then by last_run_at_us */
  gint64 elapsed_ms;
  gint64 missed; /* slots missed before this one */
  SentinelCheckResult *result; /* nullable: then error */
  GError *error;
} SentinelEvaluation;

SentinelEvaluation *sentinel_evaluation_new (gint64 rule_id);
SentinelEvaluation *sentinel_evaluation_ref (SentinelEvaluation *self);
void sentinel_evaluation_unref (SentinelEvaluation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelEvaluation, sentinel_evaluation_unref)

G_END_DECLS
