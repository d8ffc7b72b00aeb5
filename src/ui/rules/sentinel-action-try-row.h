/* SPDX-License-Identifier: MIT */
/* Tries an action the way that it is done for an event, and says what comes of it. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-ticker.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_ACTION_TRY_ROW (sentinel_action_try_row_get_type ())
G_DECLARE_FINAL_TYPE (SentinelActionTryRow,
                      sentinel_action_try_row,
                      SENTINEL,
                      ACTION_TRY_ROW,
                      AdwActionRow)

void sentinel_action_try_row_set_context (SentinelActionTryRow *self,
                                          SentinelContext *context,
                                          SentinelTicker *ticker);
/* rule: (nullable): as it is typed now; NULL: it is wrong, and nothing can be tried. What came of
 * the action when it was another one is not shown any more. After the context. */
void sentinel_action_try_row_set_rule (SentinelActionTryRow *self,
                                       const SentinelRule *rule,
                                       const char *channel);

G_END_DECLS
