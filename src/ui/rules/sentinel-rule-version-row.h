/* SPDX-License-Identifier: MIT */
/* A version of a rule in a list: its number, its age, what it changed, who wrote it. */
#pragma once
#include "sentinel-rule-version-item.h"
#include "sentinel-ticker.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_VERSION_ROW (sentinel_rule_version_row_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleVersionRow,
                      sentinel_rule_version_row,
                      SENTINEL,
                      RULE_VERSION_ROW,
                      AdwBin)

GtkWidget *sentinel_rule_version_row_new (SentinelTicker *ticker);
void sentinel_rule_version_row_set_item (SentinelRuleVersionRow *self,
                                         SentinelRuleVersionItem *item,
                                         SentinelTrigger *trigger);
char *sentinel_rule_version_item_dup_title (SentinelRuleVersionItem *item); /* "Version 3" */
/* all of a row in one sentence */
char *sentinel_rule_version_item_dup_sentence (SentinelRuleVersionItem *item,
                                               SentinelTrigger *trigger,
                                               GTimeZone *zone);
char *sentinel_rule_version_item_dup_author (SentinelRuleVersionItem *item);

G_END_DECLS
