/* SPDX-License-Identifier: MIT */
/* The rules of the owner on their way round: due, run, applied, due again. Internal to the folder.
 */
#pragma once
#include "sentinel-pause.h"
#include "sentinel-registry.h"
#include "sentinel-run.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_LOOP (sentinel_rule_loop_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleLoop, sentinel_rule_loop, SENTINEL, RULE_LOOP, GObject)

/* Signal "changed": how many rules there are, or when the next is due; "unstored-changed". */
SentinelRuleLoop *sentinel_rule_loop_new (SentinelStore *store,
                                          SentinelRegistry *registry,
                                          SentinelPause *pause);
/* reads the rules and follows their changes */
void sentinel_rule_loop_start (SentinelRuleLoop *self);
/* nothing is due any more; what runs is waited for */
void sentinel_rule_loop_stop_async (SentinelRuleLoop *self,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean sentinel_rule_loop_stop_finish (SentinelRuleLoop *self,
                                         GAsyncResult *result,
                                         GError **error);

guint sentinel_rule_loop_get_n_rules (SentinelRuleLoop *self); /* scheduled ones */
gint64 sentinel_rule_loop_get_next_due_us (SentinelRuleLoop *self);
gint64 sentinel_rule_loop_get_due_us (SentinelRuleLoop *self, gint64 rule_id);
GPtrArray *sentinel_rule_loop_get_unstored (SentinelRuleLoop *self);

/* By hand, also when not started; one that only primes is run again after a second. The stored run.
 */
void sentinel_rule_loop_run_async (SentinelRuleLoop *self,
                                   gint64 rule_id,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
SentinelRun *sentinel_rule_loop_run_finish (SentinelRuleLoop *self,
                                            GAsyncResult *result,
                                            GError **error);

G_END_DECLS
