/* SPDX-License-Identifier: MIT */
/* Which rules the table shows: words, one of the groups, and facts that are chosen in a menu and
 * stand below, each to be taken back. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-rule-facets.h"
#include "sentinel-ticker.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULES_FILTER (sentinel_rules_filter_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRulesFilter, sentinel_rules_filter, SENTINEL, RULES_FILTER, AdwBin)

/* Signal "changed" (): other rules may fit. */
/* once, before anything else */
void sentinel_rules_filter_set_context (SentinelRulesFilter *self,
                                        SentinelContext *context,
                                        SentinelTicker *ticker);
gboolean sentinel_rules_filter_match (SentinelRulesFilter *self, SentinelRuleRow *row);
/* rows: of SentinelRuleRow, all of them: numbers, and what there is to choose */
void sentinel_rules_filter_count (SentinelRulesFilter *self, GListModel *rows);
/* "“disk”, Firing, High"; empty: everything is shown */
char *sentinel_rules_filter_dup_text (SentinelRulesFilter *self);
void sentinel_rules_filter_clear (SentinelRulesFilter *self);
/* "all", "active", "firing", "failing", "paused" */
void sentinel_rules_filter_set_group (SentinelRulesFilter *self, const char *group);
SentinelRuleFacets *sentinel_rules_filter_get_facets (SentinelRulesFilter *self);
void sentinel_rules_filter_set_narrow (SentinelRulesFilter *self, gboolean is_narrow);
void sentinel_rules_filter_grab_search (SentinelRulesFilter *self);

G_END_DECLS
