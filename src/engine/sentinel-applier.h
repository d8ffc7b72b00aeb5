/* SPDX-License-Identifier: MIT */
/* One finished run becomes rows, all in one transaction: run, rule state, instances, transitions,
 * events, samples, outbox. The rule's definition and the events' attention are read inside that
 * transaction, never from memory. Writer thread. */
#pragma once
#include "sentinel-applied.h"
#include "sentinel-evaluation.h"
#include "sentinel-registry.h"
#include "sentinel-transaction.h"
G_BEGIN_DECLS

/* holds the cache of compiled plans by rule id and version; used on the writer thread only,
 * refcounted atomically */
typedef struct _SentinelApplier SentinelApplier;

SentinelApplier *sentinel_applier_new (SentinelRegistry *registry);
SentinelApplier *sentinel_applier_ref (SentinelApplier *self);
void sentinel_applier_unref (SentinelApplier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelApplier, sentinel_applier_unref)

gboolean sentinel_applier_apply (SentinelApplier *self,
                                 SentinelTransaction *tx,
                                 const SentinelEvaluation *evaluation,
                                 SentinelApplied *applied,
                                 GError **error);

G_END_DECLS
