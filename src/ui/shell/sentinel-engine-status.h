/* SPDX-License-Identifier: MIT */
/* Whether somebody watches: how many rules, when the next one is due, and what keeps it from that.
 */
#pragma once
#include "sentinel-context.h"
#include "sentinel-status-row.h"
#include "sentinel-ticker.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_ENGINE_STATUS (sentinel_engine_status_get_type ())
G_DECLARE_FINAL_TYPE (SentinelEngineStatus,
                      sentinel_engine_status,
                      SENTINEL,
                      ENGINE_STATUS,
                      SentinelStatusRow)

void sentinel_engine_status_set_context (SentinelEngineStatus *self,
                                         SentinelContext *context,
                                         SentinelTicker *ticker);
/* the page that says more */
void sentinel_engine_status_open_cause (SentinelEngineStatus *self);

G_END_DECLS
