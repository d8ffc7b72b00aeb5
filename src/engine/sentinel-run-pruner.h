/* SPDX-License-Identifier: MIT */
/* Keeps the table of runs short: the newest 200 of each rule. Internal to the folder. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

void sentinel_run_pruner_prune (SentinelStore *store, gint64 rule_id);

G_END_DECLS
