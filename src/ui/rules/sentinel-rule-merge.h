/* SPDX-License-Identifier: MIT */
/* Two edits of one rule, brought together. */
#pragma once
#include "sentinel-rule.h"
G_BEGIN_DECLS

/* theirs, with what mine changed since base; parameters one by one. (transfer full) */
SentinelRule *sentinel_rule_merge (const SentinelRule *base,
                                   const SentinelRule *mine,
                                   const SentinelRule *theirs);

G_END_DECLS
