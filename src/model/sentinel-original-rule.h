/* SPDX-License-Identifier: MIT */
/* Rules of the original web program, as its dictionaries say them in JSON. */
#pragma once
#include "sentinel-rule.h"
G_BEGIN_DECLS

/* by its keys: at least one that no rule of ours has */
gboolean sentinel_original_rule_is (JsonObject *object);
/* notes: of char *, one line each: what became of fields that are different here */
SentinelRule *sentinel_original_rule_read (JsonObject *object, GPtrArray *notes, GError **error);

G_END_DECLS
