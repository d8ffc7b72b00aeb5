/* SPDX-License-Identifier: MIT */
/* One of the newest events: columns where there is room, else two lines. */
#pragma once
#include "sentinel-event-slot.h"
#include "sentinel-ticker.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_NEWEST_ROW (sentinel_newest_row_get_type ())
G_DECLARE_FINAL_TYPE (SentinelNewestRow, sentinel_newest_row, SENTINEL, NEWEST_ROW, GtkListBoxRow)

GtkWidget *sentinel_newest_row_new (SentinelEventSlot *slot, SentinelTicker *ticker);
gint64 sentinel_newest_row_get_event_id (SentinelNewestRow *self);
void sentinel_newest_row_set_narrow (SentinelNewestRow *self, gboolean is_narrow);

G_END_DECLS
