/* SPDX-License-Identifier: MIT */
/* What the pane of details shows of one event, from top to bottom. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-event-record.h"
#include "sentinel-ticker.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* (transfer floating); nothing of the record is kept */
GtkWidget *sentinel_details_parts_new (const SentinelEventRecord *record,
                                       SentinelContext *context,
                                       SentinelTicker *ticker);

G_END_DECLS
