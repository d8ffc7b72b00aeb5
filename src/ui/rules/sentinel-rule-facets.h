/* SPDX-License-Identifier: MIT */
/* By which facts rules are filtered: importance, category, trigger and health. Of one fact any
 * chosen value will do; every fact that has a chosen value must fit. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-rule-row.h"
#include "sentinel-ticker.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_FACETS (sentinel_rule_facets_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleFacets, sentinel_rule_facets, SENTINEL, RULE_FACETS, GObject)

/* A chosen value. */
typedef struct {
  char *title; /* translated, one line */
  char *action_name; /* of the group: activate it to choose it no more */
} SentinelChosenFacet;

/* Signal "changed" (): another choice. */
SentinelRuleFacets *sentinel_rule_facets_new (SentinelContext *context, SentinelTicker *ticker);
/* (transfer none): a toggle for each value; to be inserted as "facet" */
GActionGroup *sentinel_rule_facets_get_actions (SentinelRuleFacets *self);
/* rows: of SentinelRuleRow; which values there are, and how many rules have each */
void sentinel_rule_facets_count (SentinelRuleFacets *self, GListModel *rows);
GMenuModel *sentinel_rule_facets_make_menu (SentinelRuleFacets *self); /* (transfer full) */
gboolean sentinel_rule_facets_match (SentinelRuleFacets *self, const SentinelRuleStatus *status);
GPtrArray *sentinel_rule_facets_list_chosen (SentinelRuleFacets *self); /* SentinelChosenFacet */
/* one fact ("importance" "category" "trigger" "health") and its value, as it is stored; of health:
 * "ok" "bad" "failing" "not-run" "off" */
void sentinel_rule_facets_choose (SentinelRuleFacets *self, const char *fact, const char *value);
void sentinel_rule_facets_clear (SentinelRuleFacets *self);

G_END_DECLS
