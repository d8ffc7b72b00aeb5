/* SPDX-License-Identifier: MIT */
#include "sentinel-rule-dialog.h"

struct _SentinelRuleDialog {
  AdwDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (SentinelRuleDialog, sentinel_rule_dialog, ADW_TYPE_DIALOG)

static void
sentinel_rule_dialog_class_init (SentinelRuleDialogClass *klass)
{
}

static void
sentinel_rule_dialog_init (SentinelRuleDialog *self)
{
}

AdwDialog *
sentinel_rule_dialog_new (SentinelContext *context,
                          SentinelTicker *ticker,
                          const SentinelRule *rule)
{
  return g_object_new (SENTINEL_TYPE_RULE_DIALOG, NULL);
}
