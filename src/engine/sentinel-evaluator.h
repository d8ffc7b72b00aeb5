/* SPDX-License-Identifier: MIT */
/* The state machine: plan + old state + one evaluation → new state + transitions. Pure: no clock,
 * no store, no random numbers. Specification: reference table Normal → Pending → Firing →
 * Recovering → Normal in docs/evaluation.md. */
#pragma once
#include "sentinel-event.h"
#include "sentinel-instance.h"
#include "sentinel-plan.h"
#include "sentinel-transition.h"
G_BEGIN_DECLS

typedef enum {
  SENTINEL_INPUT_READING, /* a value or a verdict */
  /* a bad evaluation that counts as breach by policy (level: the rule's importance) */
  SENTINEL_INPUT_BREACH,
  SENTINEL_INPUT_OK, /* a bad evaluation that counts as ok by policy */
  SENTINEL_INPUT_BAD, /* no data, error, skipped: freezes the machine */
  SENTINEL_INPUT_MISSING, /* others of the rule answered, this one did not */
  SENTINEL_INPUT_CLOSE, /* disable, delete, change of identity, raise --resolve */
} SentinelInputKind;

typedef struct {
  SentinelInputKind kind;
  double value; /* NAN: none */
  gboolean has_verdict, triggered;
  SentinelImportance importance; /* of a verdict, of BREACH */
  SentinelCloseReason close_reason; /* of CLOSE */
  gint64 now_us;
  /* observed since this instance's last good evaluation; 0: the time between was not observed */
  gint64 elapsed_ms;
} SentinelInput;

#define SENTINEL_MAX_STEPS 6

typedef struct {
  SentinelTransitionKind kind;
  int from_code, to_code, reason;
} SentinelStep;

typedef struct {
  SentinelOutcome outcome; /* ok, breach, or skipped for BAD */
  guint n_steps;
  SentinelStep steps[SENTINEL_MAX_STEPS]; /* in order */
  gboolean opens; /* a new event, as of this evaluation */
  gboolean closes; /* the open event ends */
  SentinelCloseReason close_reason;
} SentinelDecision;

void sentinel_evaluator_step (const SentinelPlan *plan,
                              SentinelInstance *instance,
                              const SentinelInput *input,
                              SentinelDecision *decision);
SentinelOutcome sentinel_evaluator_judge (const SentinelPlan *plan,
                                          const SentinelInput *input,
                                          SentinelImportance *level);

G_END_DECLS
