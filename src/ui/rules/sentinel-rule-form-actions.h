/* SPDX-License-Identifier: MIT */
/* What a rule does when it fires: the desktop is told, commands are run, Live shows it. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-plan.h"
#include "sentinel-rule-form.h"
#include "sentinel-ticker.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_FORM_ACTIONS (sentinel_rule_form_actions_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleFormActions,
                      sentinel_rule_form_actions,
                      SENTINEL,
                      RULE_FORM_ACTIONS,
                      SentinelRuleForm)

/* once, before anything is loaded */
void sentinel_rule_form_actions_set_context (SentinelRuleFormActions *self,
                                             SentinelContext *context,
                                             SentinelTicker *ticker);
/* plan: (nullable): of the rule as it is typed now; NULL: it is wrong, and nothing can be tried */
void sentinel_rule_form_actions_set_plan (SentinelRuleFormActions *self, SentinelPlan *plan);

G_END_DECLS
