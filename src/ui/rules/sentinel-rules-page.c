/* SPDX-License-Identifier: MIT */
#include "sentinel-rules-page.h"

struct _SentinelRulesPage {
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (SentinelRulesPage, sentinel_rules_page, ADW_TYPE_BIN)

static void
sentinel_rules_page_class_init (SentinelRulesPageClass *klass)
{
}

static void
sentinel_rules_page_init (SentinelRulesPage *self)
{
}

void
sentinel_rules_page_set_context (SentinelRulesPage *self,
                                 SentinelContext *context,
                                 SentinelTicker *ticker)
{
}

void
sentinel_rules_page_set_filter (SentinelRulesPage *self, const char *filter)
{
}

void
sentinel_rules_page_show_rule (SentinelRulesPage *self, gint64 rule_id)
{
}
