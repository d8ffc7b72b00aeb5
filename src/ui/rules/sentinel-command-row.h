/* SPDX-License-Identifier: MIT */
/* One command of a rule: what is run, for what, and how often. It judges itself at its fields. */
#pragma once
#include "sentinel-action.h"
#include "sentinel-context.h"
#include "sentinel-ticker.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_COMMAND_ROW (sentinel_command_row_get_type ())
G_DECLARE_FINAL_TYPE (SentinelCommandRow,
                      sentinel_command_row,
                      SENTINEL,
                      COMMAND_ROW,
                      AdwExpanderRow)

/* Signals "changed" (), "remove" (): by a person. */
SentinelCommandRow *sentinel_command_row_new (SentinelContext *context, SentinelTicker *ticker);
/* node: (nullable): the action as it stands in the rule, which comes back until somebody edits it
 */
void sentinel_command_row_set_action (SentinelCommandRow *self,
                                      const SentinelAction *action,
                                      JsonNode *node,
                                      gint64 rule_id);
JsonNode *sentinel_command_row_dup_action (SentinelCommandRow *self); /* right or wrong */
const char *sentinel_command_row_get_name (SentinelCommandRow *self);
void sentinel_command_row_set_name_is_taken (SentinelCommandRow *self, gboolean is_taken);
/* rule: (nullable): with this action; NULL: it is wrong, and nothing can be tried */
void sentinel_command_row_set_rule (SentinelCommandRow *self, const SentinelRule *rule);
void sentinel_command_row_begin_editing (SentinelCommandRow *self); /* unfolds, focus */

G_END_DECLS
