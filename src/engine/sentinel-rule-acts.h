/* SPDX-License-Identifier: MIT */
/* What people do to rules: write functions for sentinel_store_write[_async]. Events that an edit
 * ends are closed in the same transaction, with the reason. */
#pragma once
#include "sentinel-note.h"
#include "sentinel-rule.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct {
  /* add, edit, undelete_as: the whole new definition; enable, disable, delete: id is enough */
  SentinelRule *rule;
  SentinelActor actor;
  gint64 rule_id; /* in for enable, disable, delete; out for add */
  guint n_closed; /* out */
} SentinelRuleAct;

/* rule: (transfer full) (nullable) */
SentinelRuleAct *sentinel_rule_act_new (SentinelRule *rule,
                                        gint64 rule_id,
                                        const SentinelActor *actor);
void sentinel_rule_act_free (SentinelRuleAct *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRuleAct, sentinel_rule_act_free)

gboolean sentinel_rule_acts_add (SentinelTransaction *tx, gpointer act, GError **error);
/* another identity or off: closes; else open events go on under the old version */
gboolean sentinel_rule_acts_edit (SentinelTransaction *tx, gpointer act, GError **error);
gboolean sentinel_rule_acts_enable (SentinelTransaction *tx, gpointer act, GError **error);
gboolean sentinel_rule_acts_disable (SentinelTransaction *tx, gpointer act, GError **error);
gboolean sentinel_rule_acts_delete (SentinelTransaction *tx, gpointer act, GError **error);
/* undoes a delete; events that it ended stay ended */
gboolean sentinel_rule_acts_undelete (SentinelTransaction *tx, gpointer act, GError **error);
/* the same with another definition */
gboolean sentinel_rule_acts_undelete_as (SentinelTransaction *tx, gpointer act, GError **error);

G_END_DECLS
