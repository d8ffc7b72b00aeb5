/* SPDX-License-Identifier: MIT */
/* "Test Now": runs the trigger of a rule that need not be stored, and shows what it measures and
 * what that would come to. Nothing is stored. */
#pragma once
#include "sentinel-engine.h"
#include "sentinel-plan.h"
#include "sentinel-rule-preview.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_FORM_TEST (sentinel_rule_form_test_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleFormTest,
                      sentinel_rule_form_test,
                      SENTINEL,
                      RULE_FORM_TEST,
                      AdwBin)

void sentinel_rule_form_test_set_engine (SentinelRuleFormTest *self, SentinelEngine *engine);
/* what stands above the test */
SentinelRulePreview *sentinel_rule_form_test_get_preview (SentinelRuleFormTest *self);
/* plan: (nullable): of the rule as it is typed now; NULL: it is wrong and cannot be tested. A
 * result from before is marked as old. */
void sentinel_rule_form_test_set_plan (SentinelRuleFormTest *self, SentinelPlan *plan);

G_END_DECLS
