/* SPDX-License-Identifier: MIT */
/* One run while it is applied: what the parts of the applier share. Internal to the folder; writer
 * thread, one transaction. */
#pragma once
#include "sentinel-applied.h"
#include "sentinel-evaluation.h"
#include "sentinel-evaluator.h"
#include "sentinel-instance-map.h"
#include "sentinel-plan.h"
#include "sentinel-rule-store.h"
#include "sentinel-transaction.h"
G_BEGIN_DECLS

typedef struct {
  SentinelTransaction *tx;
  const SentinelEvaluation *evaluation;
  SentinelPlan *plan;
  SentinelRuleState *state; /* as the run before left it; written at the end */
  SentinelInstanceMap *instances;
  SentinelApplied *applied;
  gboolean was_paused; /* since the run before: the rule, or everything */
  SentinelOutcome outcome;
  SentinelPhase phase;
  char *message; /* nullable: of the run's row */
} SentinelApplyRun;

/* One instance goes through the state machine and what comes of it is written. reading: nullable;
 * input: now and elapsed are filled in. */
gboolean sentinel_apply_run_step (SentinelApplyRun *self,
                                  SentinelInstance *instance,
                                  const SentinelReading *reading,
                                  SentinelInput *input,
                                  GError **error);
void sentinel_apply_run_set_bad (SentinelApplyRun *self,
                                 SentinelOutcome outcome,
                                 SentinelPhase phase,
                                 const char *message);
void sentinel_apply_run_clear (SentinelApplyRun *self);

G_END_DECLS
