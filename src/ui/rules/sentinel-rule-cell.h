/* SPDX-License-Identifier: MIT */
/* One cell of the table of rules: it follows the row that it is bound to, and the clock where it
 * counts. */
#pragma once
#include "sentinel-rule-list.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_CELL (sentinel_rule_cell_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleCell, sentinel_rule_cell, SENTINEL, RULE_CELL, GtkBox)

/* id: of the column: enabled name category importance status value schedule next run trigger
 * created summary */
GtkWidget *sentinel_rule_cell_new (const char *id,
                                   SentinelContext *context,
                                   SentinelTicker *ticker,
                                   SentinelRuleList *list);
void sentinel_rule_cell_set_row (SentinelRuleCell *self, SentinelRuleRow *row); /* nullable */
SentinelRuleRow *sentinel_rule_cell_get_row (SentinelRuleCell *self); /* nullable */

G_END_DECLS
