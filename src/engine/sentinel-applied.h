/* SPDX-License-Identifier: MIT */
/* What came of a run that was applied. */
#pragma once
#include "sentinel-event.h"
#include "sentinel-instance.h"
G_BEGIN_DECLS

/* For the caller's information; the database is the truth. */
typedef struct {
  SentinelOutcome outcome;
  gint64 run_id;
  /* the rule is gone, off, paused, watches something else, or this slot was committed before:
   * nothing was evaluated */
  gboolean stale;
  gboolean all_normal; /* no instance of the rule is pending, firing or recovering */
  GPtrArray *opened; /* of SentinelEvent */
} SentinelApplied;

SentinelApplied *sentinel_applied_new (void);
void sentinel_applied_free (SentinelApplied *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelApplied, sentinel_applied_free)

G_END_DECLS
