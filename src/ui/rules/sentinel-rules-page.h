/* SPDX-License-Identifier: MIT */
/* Every rule with how it stands: switch, value, status, schedule; and what people do with them. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-ticker.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULES_PAGE (sentinel_rules_page_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRulesPage, sentinel_rules_page, SENTINEL, RULES_PAGE, AdwBin)

/* Actions: rules.new, rules.edit, rules.run-now, rules.duplicate, rules.delete, rules.enable,
 * rules.disable, rules.copy, rules.show-events, rules.show-menu, rules.clear-selection,
 * rules.search, rules.clear-filters, rules.sort-by (s), rules.reset-columns, rules.check-all,
 * rules.watch-this-computer, rules.versions, rules.import, rules.export, rules.export-selected,
 * rules.try-again; sections.by-category and columns.ID as toggles. */
/* once: from here on it shows what is in this store */
void sentinel_rules_page_set_context (SentinelRulesPage *self,
                                      SentinelContext *context,
                                      SentinelTicker *ticker);
/* "all", "active", "firing", "failing", "paused" */
void sentinel_rules_page_set_filter (SentinelRulesPage *self, const char *filter);
/* selects the rule and scrolls to it */
void sentinel_rules_page_show_rule (SentinelRulesPage *self, gint64 rule_id);
/* "loading", "list", "first-run", "no-match", "error" */
const char *sentinel_rules_page_get_state (SentinelRulesPage *self);

G_END_DECLS
