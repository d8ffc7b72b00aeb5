/* SPDX-License-Identifier: MIT */
/* What can stand in for a rule's schedule while all is well. Internal to the folder. */
#pragma once
#include "sentinel-registry.h"
#include "sentinel-rule.h"
G_BEGIN_DECLS

typedef struct /* all zero: not asked for yet */
{
  GSource *source; /* nullable: attached */
  gboolean is_refused; /* the rule as it is cannot be waited for */
} SentinelRuleWatch;

/* FALSE: the rule must be run by its period. */
gboolean sentinel_rule_watch_ensure (SentinelRuleWatch *self,
                                     const SentinelRule *rule,
                                     SentinelRegistry *registry,
                                     GSourceFunc ready,
                                     gpointer user_data);
void sentinel_rule_watch_clear (SentinelRuleWatch *self); /* the rule was edited, or goes */

G_END_DECLS
