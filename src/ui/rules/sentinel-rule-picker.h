/* SPDX-License-Identifier: MIT */
/* What can be watched: every trigger there is, to be searched and picked. */
#pragma once
#include "sentinel-registry.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_PICKER (sentinel_rule_picker_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRulePicker, sentinel_rule_picker, SENTINEL, RULE_PICKER, AdwBin)

/* Signal "picked" (SentinelTrigger). */
void sentinel_rule_picker_set_registry (SentinelRulePicker *self, SentinelRegistry *registry);

G_END_DECLS
