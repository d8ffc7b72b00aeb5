/* SPDX-License-Identifier: MIT */
/* The same act on many rules as one write: they change together or not at all. A rule that somebody
 * deleted meanwhile is passed over. */
#pragma once
#include "sentinel-rule-acts.h"
G_BEGIN_DECLS

/* as many as one write should keep the writer busy with; who has more writes again */
#define SENTINEL_RULES_ACT_MAX 500

typedef struct {
  /* in */
  SentinelWriteFunc func; /* one of sentinel-rule-acts.h; takes an id, or for add a rule */
  GArray *ids; /* nullable: of gint64 */
  GPtrArray *rules; /* nullable: of SentinelRule, to be added */
  SentinelActor actor; /* name is owned by the act */
  /* out */
  GArray *done_ids; /* of gint64 */
  guint n_closed; /* events that ended with it */
} SentinelRulesAct;

/* ids, rules: (transfer none), one of them */
SentinelRulesAct *sentinel_rules_act_new (SentinelWriteFunc func,
                                          GArray *ids,
                                          GPtrArray *rules,
                                          const SentinelActor *actor);
void sentinel_rules_act_free (SentinelRulesAct *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRulesAct, sentinel_rules_act_free)

/* a write function for sentinel_store_write[_async] */
gboolean sentinel_rules_act_write (SentinelTransaction *tx, gpointer act, GError **error);

G_END_DECLS
