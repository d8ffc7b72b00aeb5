/* SPDX-License-Identifier: MIT */
/* One version of a rule as a row shows it, beside those before and after it. */
#pragma once
#include "sentinel-rule-version.h"
#include "sentinel-trigger.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_VERSION_ITEM (sentinel_rule_version_item_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleVersionItem,
                      sentinel_rule_version_item,
                      SENTINEL,
                      RULE_VERSION_ITEM,
                      GObject)

/* versions: of SentinelRuleVersion, all of the rule, oldest first */
SentinelRuleVersionItem *sentinel_rule_version_item_new (GPtrArray *versions, guint index);
const SentinelRuleVersion *sentinel_rule_version_item_get_version (SentinelRuleVersionItem *self);
gboolean sentinel_rule_version_item_is_now (SentinelRuleVersionItem *self); /* the newest */
/* of SentinelRuleChange: since the one before; of the first one: all that was set */
GPtrArray *sentinel_rule_version_item_list_changes (SentinelRuleVersionItem *self);
/* of SentinelRuleChange: from this one to the newest */
GPtrArray *sentinel_rule_version_item_list_changes_to_now (SentinelRuleVersionItem *self);
/* "Name, Threshold", "New rule"; trigger NULL: not known here */
char *sentinel_rule_version_item_dup_summary (SentinelRuleVersionItem *self,
                                              SentinelTrigger *trigger);

G_END_DECLS
