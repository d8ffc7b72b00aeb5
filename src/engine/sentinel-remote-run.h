/* SPDX-License-Identifier: MIT */
/* Asks the process that owns the engine to run a rule, and waits for its answer. Internal to the
 * folder. */
#pragma once
#include "sentinel-run.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

void sentinel_remote_run_async (SentinelStore *store,
                                gint64 rule_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
SentinelRun *sentinel_remote_run_finish (SentinelStore *store,
                                         GAsyncResult *result,
                                         GError **error);

G_END_DECLS
