/* SPDX-License-Identifier: MIT */
/* The quick filters of the rules: "all", "active", "firing", "failing", "paused". */
#pragma once
#include "sentinel-rule-status-store.h"
#include <adwaita.h>
G_BEGIN_DECLS

void sentinel_rule_groups_fill (AdwToggleGroup *toggles);
gboolean sentinel_rule_groups_contain (const char *group, const SentinelRuleStatus *status);
const char *sentinel_rule_groups_get_title (const char *group); /* translated */
/* rows: of SentinelRuleRow */
void sentinel_rule_groups_count (AdwToggleGroup *toggles, GListModel *rows);
void sentinel_rule_groups_set_narrow (AdwToggleGroup *toggles, gboolean is_narrow);

G_END_DECLS
