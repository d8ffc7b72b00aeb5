/* SPDX-License-Identifier: MIT */
/* Reads rules with the state that their last run left, one read at a time, so that a newer
 * definition never loses to an older one. Internal to the folder. */
#pragma once
#include "sentinel-rule-store.h"
G_BEGIN_DECLS

typedef struct {
  gint64 rule_id;
  SentinelRule *rule; /* NULL: there is no such rule (any more) */
  SentinelRuleState *state; /* NULL with rule */
  gint64 claimed_slot_us; /* the newest that was begun and is not stored; 0: none */
} SentinelLoadedRule;

typedef struct {
  GPtrArray *rules; /* of SentinelLoadedRule; NULL with error */
  gboolean is_all; /* what is not in it does not exist */
  guint64 ticket; /* all requests up to this one are answered */
  const GError *error; /* nullable */
} SentinelRulesLoad;

typedef void (*SentinelRulesLoadedFunc) (const SentinelRulesLoad *load, gpointer user_data);

typedef struct _SentinelRuleLoader SentinelRuleLoader;

SentinelRuleLoader *sentinel_rule_loader_new (SentinelStore *store,
                                              SentinelRulesLoadedFunc func,
                                              gpointer user_data);
void sentinel_rule_loader_free (SentinelRuleLoader *self); /* func is not called any more */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRuleLoader, sentinel_rule_loader_free)
/* NULL: all; a ticket. */
guint64 sentinel_rule_loader_request (SentinelRuleLoader *self, SentinelIdRanges *ids);

G_END_DECLS
