/* SPDX-License-Identifier: MIT */
/* A whole event on two lines, for windows that have no room for columns. */
#pragma once
#include "sentinel-event-cell.h"
#include "sentinel-ticker.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_SUMMARY_CELL (sentinel_summary_cell_get_type ())
G_DECLARE_FINAL_TYPE (SentinelSummaryCell,
                      sentinel_summary_cell,
                      SENTINEL,
                      SUMMARY_CELL,
                      SentinelEventCell)

SentinelEventCell *sentinel_summary_cell_new (SentinelTicker *ticker);

G_END_DECLS
