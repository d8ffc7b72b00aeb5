/* SPDX-License-Identifier: MIT */
/* From which values on a rule fires, how patient it is, and what counts without a value. */
#pragma once
#include "sentinel-rule-form.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_FORM_LEVELS (sentinel_rule_form_levels_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleFormLevels,
                      sentinel_rule_form_levels,
                      SENTINEL,
                      RULE_FORM_LEVELS,
                      SentinelRuleForm)

/* The levels that hold by the trigger and the rule's importance: of SentinelLevel, highest first;
 * NULL: the trigger judges by itself. */
void sentinel_rule_form_levels_set_trigger_levels (SentinelRuleFormLevels *self, GArray *levels);
/* A person moved a level elsewhere: the rule has its own from then on. */
void sentinel_rule_form_levels_move_level (SentinelRuleFormLevels *self,
                                           const SentinelLevel *level);

G_END_DECLS
