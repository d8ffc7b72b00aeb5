/* SPDX-License-Identifier: MIT */
/* What a rule watches ("Watch"): its name, category, comment, and the parameters of its trigger. */
#pragma once
#include "sentinel-rule-form.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_FORM_SOURCE (sentinel_rule_form_source_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleFormSource,
                      sentinel_rule_form_source,
                      SENTINEL,
                      RULE_FORM_SOURCE,
                      SentinelRuleForm)

/* before the first load; (nullable): the trigger of the rule is not known here */
void sentinel_rule_form_source_set_trigger (SentinelRuleFormSource *self, SentinelTrigger *trigger);
/* of SentinelRule: all there are; names must differ, categories are offered */
void sentinel_rule_form_source_set_rules (SentinelRuleFormSource *self, GPtrArray *rules);
gboolean sentinel_rule_form_source_check_name (SentinelRuleFormSource *self, GError **error);
/* marks what is wrong with them, but not what was only not filled in yet */
gboolean sentinel_rule_form_source_check_parameters (SentinelRuleFormSource *self, GError **error);
/* parameters were typed that are no JSON yet: the rule does not say them */
gboolean sentinel_rule_form_source_is_unread (SentinelRuleFormSource *self);
/* a name that follows the parameters until somebody types one */
void sentinel_rule_form_source_propose_name (SentinelRuleFormSource *self);

G_END_DECLS
