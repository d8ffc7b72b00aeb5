/* SPDX-License-Identifier: MIT */
/* The pages, how much on them needs a person, and below how the engine and Prefect are. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-counters.h"
#include "sentinel-ticker.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_SIDEBAR (sentinel_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (SentinelSidebar, sentinel_sidebar, SENTINEL, SIDEBAR, AdwBin)

/* once; counters: what the badge of Live shows */
void sentinel_sidebar_set_context (SentinelSidebar *self,
                                   SentinelContext *context,
                                   SentinelTicker *ticker,
                                   SentinelCounters *counters);
/* in the order of their keys, Ctrl+1 first */
void sentinel_sidebar_add_page (SentinelSidebar *self,
                                const char *name,
                                const char *title,
                                const char *icon_name);
/* marks the page that is shown */
void sentinel_sidebar_set_page (SentinelSidebar *self, const char *name);

G_END_DECLS
