/* SPDX-License-Identifier: MIT */
/* Says new critical events to who does not see them, at most one a second; what came meanwhile is
 * said as a number. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-ticker.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_ANNOUNCER (sentinel_announcer_get_type ())
G_DECLARE_FINAL_TYPE (SentinelAnnouncer, sentinel_announcer, SENTINEL, ANNOUNCER, GObject)

/* Signal "announce" (const char *text): what a screen reader was told. speaker: not kept alive. */
SentinelAnnouncer *sentinel_announcer_new (SentinelContext *context,
                                           SentinelTicker *ticker,
                                           GtkAccessible *speaker);

G_END_DECLS
