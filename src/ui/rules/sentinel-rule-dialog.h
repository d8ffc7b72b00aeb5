/* SPDX-License-Identifier: MIT */
/* Adding and editing a rule: the trigger is picked, then a form made from its schema is filled in
 * and can be tested before anything is stored. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-ticker.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_DIALOG (sentinel_rule_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleDialog, sentinel_rule_dialog, SENTINEL, RULE_DIALOG, AdwDialog)

/* rule NULL: a new one; one with id 0: a new one with these values ("Duplicate"). It stores by
 * itself and closes when the commit is there. */
AdwDialog *sentinel_rule_dialog_new (SentinelContext *context,
                                     SentinelTicker *ticker,
                                     const SentinelRule *rule);

G_END_DECLS
