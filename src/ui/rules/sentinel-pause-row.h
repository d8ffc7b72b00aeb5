/* SPDX-License-Identifier: MIT */
/* Until when a rule is paused. */
#pragma once
#include <adwaita.h>

#include "sentinel-ticker.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_PAUSE_ROW (sentinel_pause_row_get_type ())
G_DECLARE_FINAL_TYPE (SentinelPauseRow, sentinel_pause_row, SENTINEL, PAUSE_ROW, AdwComboRow)

/* Signal "changed" (): by a person. */
void sentinel_pause_row_set_ticker (SentinelPauseRow *self, SentinelTicker *ticker); /* once */
/* microseconds UTC; 0: not paused */
void sentinel_pause_row_set_until (SentinelPauseRow *self, gint64 until_us);
gint64 sentinel_pause_row_get_until_us (SentinelPauseRow *self);

G_END_DECLS
