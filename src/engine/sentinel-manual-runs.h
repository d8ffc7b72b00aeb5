/* SPDX-License-Identifier: MIT */
/* Runs that people asked for and whose rule is still being read as it is now. Main thread. */
#pragma once
#include "sentinel-rule-loader.h"
#include <gio/gio.h>
G_BEGIN_DECLS

typedef struct _SentinelManualRuns SentinelManualRuns;
/* task: waits for the run */
typedef void (*SentinelManualRunFunc) (GTask *task, gint64 rule_id, gpointer user_data);

SentinelManualRuns *sentinel_manual_runs_new (void);
void sentinel_manual_runs_free (SentinelManualRuns *self);
/* ticket: of the request that reads the rule */
void sentinel_manual_runs_add (SentinelManualRuns *self,
                               GTask *task,
                               gint64 rule_id,
                               guint64 ticket);
/* those that the load has read: func begins them, or they fail with its error */
void sentinel_manual_runs_begin (SentinelManualRuns *self,
                                 const SentinelRulesLoad *load,
                                 SentinelManualRunFunc func,
                                 gpointer user_data);

G_END_DECLS
