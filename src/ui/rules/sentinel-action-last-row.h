/* SPDX-License-Identifier: MIT */
/* What an action last did for an event: read from the outbox, and again whenever that changes. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-ticker.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_ACTION_LAST_ROW (sentinel_action_last_row_get_type ())
G_DECLARE_FINAL_TYPE (SentinelActionLastRow,
                      sentinel_action_last_row,
                      SENTINEL,
                      ACTION_LAST_ROW,
                      AdwActionRow)

void sentinel_action_last_row_set_context (SentinelActionLastRow *self,
                                           SentinelContext *context,
                                           SentinelTicker *ticker);
/* rule_id 0: not stored yet; after the context */
void sentinel_action_last_row_set_action (SentinelActionLastRow *self,
                                          gint64 rule_id,
                                          const char *channel);

G_END_DECLS
