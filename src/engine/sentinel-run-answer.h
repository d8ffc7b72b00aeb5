/* SPDX-License-Identifier: MIT */
/* Answers those who wait for a run with the run as it is stored. Internal to the folder. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef void (*SentinelRunAnsweredFunc) (gpointer user_data);

/* tasks: (transfer full) of GTask */
void sentinel_run_answer (SentinelStore *store,
                          gint64 rule_id,
                          gint64 run_id,
                          GPtrArray *tasks,
                          SentinelRunAnsweredFunc answered,
                          gpointer user_data);

G_END_DECLS
