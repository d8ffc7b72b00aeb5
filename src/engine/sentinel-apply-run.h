/* SPDX-License-Identifier: MIT */
/* One run while it is applied: what the parts of the applier share. Internal to the folder; writer
 * thread, one transaction. */
#pragma once
#include "sentinel-applier.h"
#include "sentinel-evaluator.h"
#include "sentinel-instance-map.h"
#include "sentinel-plan.h"
#include "sentinel-rule-store.h"
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

gboolean sentinel_apply_readings (SentinelApplyRun *self, GPtrArray *readings, GError **error);
gboolean sentinel_apply_bad (SentinelApplyRun *self, GError **error);
/* After a good run. problem: (nullable): what is wrong with the rule all the same. */
gboolean sentinel_apply_good_health (SentinelApplyRun *self, const char *problem, GError **error);

G_END_DECLS
