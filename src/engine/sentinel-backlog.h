/* SPDX-License-Identifier: MIT */
/* Evaluations that could not be written: kept in order, at most 1,000 with events, and written when
 * it can be done again. */
#pragma once
#include "sentinel-applier.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_BACKLOG_MAX_EVENTS 1000
#define SENTINEL_BACKLOG_MAX_EVALUATIONS 10000

#define SENTINEL_TYPE_BACKLOG (sentinel_backlog_get_type ())
G_DECLARE_FINAL_TYPE (SentinelBacklog, sentinel_backlog, SENTINEL, BACKLOG, GObject)

/* Properties: "n-waiting", "n-dropped"; signal "unstored-changed". The transaction of one
 * evaluation tries everything that waits before it, in order, so that a failing disk loses nothing;
 * what it would have opened is known although it was rolled back. */
SentinelBacklog *sentinel_backlog_new (SentinelStore *store, SentinelApplier *applier);
void sentinel_backlog_apply_async (SentinelBacklog *self,
                                   SentinelEvaluation *evaluation,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* SentinelApplied, also while nothing can be stored (then *stored is FALSE and the error is the
 * store's trouble); NULL only when it could not even be read. */
SentinelApplied *sentinel_backlog_apply_finish (SentinelBacklog *self,
                                                GAsyncResult *result,
                                                gboolean *stored,
                                                GError **error);
/* (transfer none) of SentinelEvent, "not stored" */
GPtrArray *sentinel_backlog_get_unstored (SentinelBacklog *self);

G_END_DECLS
