/* SPDX-License-Identifier: MIT */
/* Whether a rule is watched: written when it is moved, and its state follows the commit. */
#pragma once
#include "sentinel-context.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_SWITCH (sentinel_rule_switch_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleSwitch, sentinel_rule_switch, SENTINEL, RULE_SWITCH, GtkWidget)

GtkWidget *sentinel_rule_switch_new (SentinelContext *context);
void sentinel_rule_switch_set_rule (SentinelRuleSwitch *self, const SentinelRule *rule);

G_END_DECLS
