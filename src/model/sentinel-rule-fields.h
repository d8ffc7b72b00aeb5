/* SPDX-License-Identifier: MIT */
/* The fields of a rule as text: one table serves the flags of sentinelctl and the edits of scenario
 * files. */
#pragma once
#include "sentinel-rule.h"
G_BEGIN_DECLS

typedef struct {
  /* the flag: "name", "period", "for", "keep", "need-n", "of-m", "importance", "level", … */
  const char *name;
  const char *value_hint; /* "DURATION", "N", … */
  const char *description;
} SentinelRuleField;

/* Every field that a person may set, in the order of help: name period cron zone for keep need-n
 * of-m importance category level nodata-policy error-policy bad-limit event-mode display-minutes
 * catch-up active-hours flap actions comment enabled paused-until. "level" adds one; "level="
 * clears to the trigger's. */
const SentinelRuleField *sentinel_rule_fields (guint *n_fields);
gboolean sentinel_rule_set_field (SentinelRule *rule,
                                  const char *name,
                                  const char *text,
                                  GError **error);
/* One parameter, PARAM=VALUE: the value is taken by the type of its default where the schema has
 * one (handled by the caller), else as JSON, else as string. */
void sentinel_rule_set_parameter (SentinelRule *rule, const char *name, JsonNode *value);

G_END_DECLS
