/* SPDX-License-Identifier: MIT */
/* Why a rule that is on does not run now by itself, and until when. */
#pragma once
#include "sentinel-rule.h"
G_BEGIN_DECLS

typedef enum {
  SENTINEL_RULE_REST_NONE, /* it runs when it is due */
  SENTINEL_RULE_REST_PAUSED, /* somebody paused it for a while */
  SENTINEL_RULE_REST_HOURS, /* its active hours leave out now */
} SentinelRuleRest;

/* until_us: (out): microseconds UTC; 0: it does not rest, or nobody knows */
SentinelRuleRest sentinel_rule_get_rest (const SentinelRule *rule, gint64 now_us, gint64 *until_us);

G_END_DECLS
