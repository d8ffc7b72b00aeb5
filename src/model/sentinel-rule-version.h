/* SPDX-License-Identifier: MIT */
/* One definition that a rule once had: which, when, by whom. A plain value. */
#pragma once
#include "sentinel-rule.h"
G_BEGIN_DECLS

typedef struct {
  gint64 rule_id, version, at_us;
  char *author;
  SentinelRule *body; /* as it was written */
} SentinelRuleVersion;

void sentinel_rule_version_free (SentinelRuleVersion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRuleVersion, sentinel_rule_version_free)
JsonObject *sentinel_rule_version_to_json (const SentinelRuleVersion *self);

G_END_DECLS
