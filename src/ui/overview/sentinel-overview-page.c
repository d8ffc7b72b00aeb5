/* SPDX-License-Identifier: MIT */
#include "sentinel-overview-page.h"

struct _SentinelOverviewPage {
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (SentinelOverviewPage, sentinel_overview_page, ADW_TYPE_BIN)

static void
sentinel_overview_page_class_init (SentinelOverviewPageClass *klass)
{
}

static void
sentinel_overview_page_init (SentinelOverviewPage *self)
{
}

void
sentinel_overview_page_set_context (SentinelOverviewPage *self,
                                    SentinelContext *context,
                                    SentinelTicker *ticker)
{
}
