/* SPDX-License-Identifier: MIT */
/* At a glance: counts that lead to what they counted, the last day as a histogram, the newest
 * events. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-ticker.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_OVERVIEW_PAGE (sentinel_overview_page_get_type ())
G_DECLARE_FINAL_TYPE (SentinelOverviewPage, sentinel_overview_page, SENTINEL, OVERVIEW_PAGE, AdwBin)

/* Actions: overview.check-all, overview.watch-this-computer, overview.try-again. */
/* once: from here on it shows what is in this store */
void sentinel_overview_page_set_context (SentinelOverviewPage *self,
                                         SentinelContext *context,
                                         SentinelTicker *ticker);
/* "loading", "first-run", "error", "overview" */
const char *sentinel_overview_page_get_state (SentinelOverviewPage *self);

G_END_DECLS
