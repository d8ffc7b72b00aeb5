/* SPDX-License-Identifier: MIT */
/* How long ago an event began. */
#pragma once
#include "sentinel-event-cell.h"
#include "sentinel-ticker.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_AGE_CELL (sentinel_age_cell_get_type ())
G_DECLARE_FINAL_TYPE (SentinelAgeCell, sentinel_age_cell, SENTINEL, AGE_CELL, SentinelEventCell)

SentinelEventCell *sentinel_age_cell_new (SentinelTicker *ticker);

G_END_DECLS
