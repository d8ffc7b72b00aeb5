/* SPDX-License-Identifier: MIT */
/* The state table a second time, slow and obvious: it keeps all that ever happened to an instance
 * and works every answer out from that history, where the evaluator keeps running totals. */
#pragma once
#include "sentinel-evaluator.h"
G_BEGIN_DECLS

typedef struct {
  SentinelInputKind kind;
  double value; /* of a reading */
  gint64 at_ms;
  gboolean is_asleep_before; /* the time since the entry before was not observed */
} ReferenceInput;

typedef struct {
  SentinelCondition condition;
  SentinelImportance level;
  gboolean flapping;
  guint kinds; /* bit n: a transition of kind n */
  SentinelCloseReason close_reason;
} ReferenceAnswer;

typedef struct _ReferenceMachine ReferenceMachine;

ReferenceMachine *reference_machine_new (const SentinelPlan *plan);
void reference_machine_free (ReferenceMachine *self);
ReferenceAnswer reference_machine_push (ReferenceMachine *self, const ReferenceInput *input);
/* Between the two newest entries, 0 where they are no neighbours. */
gint64 reference_machine_get_elapsed_ms (ReferenceMachine *self);

G_END_DECLS
