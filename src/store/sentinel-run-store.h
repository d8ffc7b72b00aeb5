/* SPDX-License-Identifier: MIT */
/* Executions of rules, the newest 200 of each rule. */
#pragma once
#include "sentinel-run.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_RUNS_KEPT 200

/* sets its id */
gboolean sentinel_run_store_insert (SentinelTransaction *tx, SentinelRun *run, GError **error);
/* newest first */
GPtrArray *sentinel_run_store_list (SentinelDatabase *db,
                                    gint64 rule_id,
                                    guint limit,
                                    GError **error);
/* deletes at most limit rows past the newest 200; how many, -1 on error */
gint64 sentinel_run_store_prune (SentinelTransaction *tx,
                                 gint64 rule_id,
                                 guint limit,
                                 GError **error);

G_END_DECLS
