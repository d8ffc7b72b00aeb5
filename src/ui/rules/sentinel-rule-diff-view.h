/* SPDX-License-Identifier: MIT */
/* Changes of a rule as text: a line with "-" for what was, one with "+" for what came instead. */
#pragma once
#include "sentinel-trigger.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_DIFF_VIEW (sentinel_rule_diff_view_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleDiffView,
                      sentinel_rule_diff_view,
                      SENTINEL,
                      RULE_DIFF_VIEW,
                      AdwBin)

/* changes: of SentinelRuleChange, NULL: none; trigger NULL: not known here */
void sentinel_rule_diff_view_set_changes (SentinelRuleDiffView *self,
                                          GPtrArray *changes,
                                          SentinelTrigger *trigger,
                                          GTimeZone *zone);
/* "- Name: Disk\n+ Name: Disks", as it is shown */
const char *sentinel_rule_diff_view_get_text (SentinelRuleDiffView *self);

G_END_DECLS
