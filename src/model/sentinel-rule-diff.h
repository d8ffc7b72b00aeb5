/* SPDX-License-Identifier: MIT */
/* What is different between two definitions of a rule: what a version changed, what an import would
 * change. */
#pragma once
#include "sentinel-rule.h"
G_BEGIN_DECLS

typedef struct {
  char *field; /* a column, or "parameters.threshold" */
  JsonNode *before, *after; /* nullable: a parameter that is not there */
} SentinelRuleChange;

void sentinel_rule_change_free (SentinelRuleChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRuleChange, sentinel_rule_change_free)
/* {"field","before","after"} */
JsonObject *sentinel_rule_change_to_json (const SentinelRuleChange *self);

/* of SentinelRuleChange, in the order of the columns; empty: both do the same */
GPtrArray *sentinel_rule_diff (const SentinelRule *before, const SentinelRule *after);

G_END_DECLS
