/* SPDX-License-Identifier: MIT */
/* Runs checks: at most one per rule at a time, each with a deadline, the caps of design/03. Answers
 * evaluations; knows no database. */
#pragma once
#include "sentinel-applier.h"
#include "sentinel-clock.h"
#include "sentinel-registry.h"
#include "sentinel-rule.h"
G_BEGIN_DECLS

#define SENTINEL_CHECK_TIMEOUT_US (30 * G_TIME_SPAN_SECOND)

#define SENTINEL_TYPE_RUNNER (sentinel_runner_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRunner, sentinel_runner, SENTINEL, RUNNER, GObject)

SentinelRunner *sentinel_runner_new (SentinelRegistry *registry, SentinelClock *clock);
gboolean sentinel_runner_is_running (SentinelRunner *self, gint64 rule_id);
guint sentinel_runner_get_n_running (SentinelRunner *self);
void sentinel_runner_forget (SentinelRunner *self, gint64 rule_id); /* it will not run any more */
/* rule: parameters as stored; state: nullable. The answer is always an evaluation (an error of the
 * check is inside it); an error only for a rule that is running already (SENTINEL_ERROR_CONFLICT)
 * or a cancelled run. Deadline: the smaller of 30 s and the period; a trigger that is late is
 * cancelled and no longer waited for. */
void sentinel_runner_run_async (SentinelRunner *self,
                                SentinelRule *rule,
                                GBytes *state,
                                gint64 slot_us,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
SentinelEvaluation *sentinel_runner_run_finish (SentinelRunner *self,
                                                GAsyncResult *result,
                                                GError **error);

G_END_DECLS
