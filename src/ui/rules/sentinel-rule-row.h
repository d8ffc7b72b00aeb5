/* SPDX-License-Identifier: MIT */
/* One rule of a table: a light object that is refilled when the rule changes, so that what is
 * selected stays selected. */
#pragma once
#include "sentinel-rule-status-store.h"
#include "sentinel-sparkline.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_ROW (sentinel_rule_row_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleRow, sentinel_rule_row, SENTINEL, RULE_ROW, GObject)

/* Signal "changed" (). */
SentinelRuleRow *sentinel_rule_row_new (SentinelRuleStatus *status);
void sentinel_rule_row_set_status (SentinelRuleRow *self, SentinelRuleStatus *status);
SentinelRuleStatus *sentinel_rule_row_get_status (SentinelRuleRow *self); /* (transfer none) */
gint64 sentinel_rule_row_get_id (SentinelRuleRow *self);
/* (element-type SentinelPoint) (nullable): not read yet */
void sentinel_rule_row_take_points (SentinelRuleRow *self, GArray *points);
GArray *sentinel_rule_row_get_points (SentinelRuleRow *self);

G_END_DECLS
