/* SPDX-License-Identifier: MIT */
/* Every rule as a row, kept up to date while somebody looks: rows stay the same objects while their
 * rules change. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-rule-row.h"
#include "sentinel-ticker.h"
#include <gio/gio.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_LIST (sentinel_rule_list_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleList, sentinel_rule_list, SENTINEL, RULE_LIST, GObject)

/* Signal "refreshed" (): it was read again, or could not be. */
SentinelRuleList *sentinel_rule_list_new (SentinelContext *context, SentinelTicker *ticker);
GListModel *sentinel_rule_list_get_rows (SentinelRuleList *self); /* of SentinelRuleRow, by id */
gboolean sentinel_rule_list_is_loaded (SentinelRuleList *self);
const GError *sentinel_rule_list_get_error (SentinelRuleList *self);
SentinelRuleRow *sentinel_rule_list_find (SentinelRuleList *self, gint64 rule_id);
/* reads the samples of the last day, unless that is under way */
void sentinel_rule_list_want_points (SentinelRuleList *self, SentinelRuleRow *row);
/* reads all of them again */
void sentinel_rule_list_refresh (SentinelRuleList *self);
/* FALSE: what changes is read when somebody looks again; TRUE at first */
void sentinel_rule_list_set_watched (SentinelRuleList *self, gboolean is_watched);

G_END_DECLS
