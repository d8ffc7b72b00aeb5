/* SPDX-License-Identifier: MIT */
/* What is different between two definitions of a rule, in words: for versions and for imports. */
#pragma once
#include "sentinel-rule-diff.h"
#include "sentinel-trigger.h"
G_BEGIN_DECLS

/* trigger NULL: it is not known here, so that nobody can tell which parameters are secret, and none
 * is shown. zone NULL: the local one. */
char *sentinel_rule_change_dup_name (const SentinelRuleChange *change, SentinelTrigger *trigger);
/* NULL: there is none; with line breaks where the text has them */
char *sentinel_rule_change_dup_value (const SentinelRuleChange *change,
                                      gboolean is_after,
                                      SentinelTrigger *trigger,
                                      GTimeZone *zone);
/* "Name, Threshold"; a change that says all by itself: "Deleted" */
char *sentinel_rule_changes_dup_summary (GPtrArray *changes, SentinelTrigger *trigger);

G_END_DECLS
