/* SPDX-License-Identifier: MIT */
/* One act after the other inside the transaction of the caller. */
#include "sentinel-rules-act.h"
#include "sentinel-error.h"

/**
 * sentinel_rules_act_new:
 * @func: what is done to each
 * @ids: (nullable) (element-type gint64): rules that are stored
 * @rules: (nullable) (element-type SentinelRule): rules to be added
 * @actor: who does it; copied
 *
 * Returns: (transfer full): an act
 */
SentinelRulesAct *
sentinel_rules_act_new (SentinelWriteFunc func,
                        GArray *ids,
                        GPtrArray *rules,
                        const SentinelActor *actor)
{
  SentinelRulesAct *self = g_new0 (SentinelRulesAct, 1);

  self->func = func;
  self->ids = ids != NULL ? g_array_ref (ids) : NULL;
  self->rules = rules != NULL ? g_ptr_array_ref (rules) : NULL;
  self->actor = (SentinelActor) { g_strdup (actor->name), actor->via };
  self->done_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

/**
 * sentinel_rules_act_free:
 * @self: (transfer full): an act
 */
void
sentinel_rules_act_free (SentinelRulesAct *self)
{
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_array_unref (self->done_ids);
  g_free ((char *) self->actor.name);
  g_free (self);
}

/* rule: (nullable) */
static gboolean
write_one (SentinelRulesAct *self,
           SentinelTransaction *tx,
           SentinelRule *rule,
           gint64 rule_id,
           GError **error)
{
  g_autoptr (SentinelRuleAct) act =
      sentinel_rule_act_new (rule != NULL ? sentinel_rule_ref (rule) : NULL, rule_id, &self->actor);
  g_autoptr (GError) local_error = NULL;

  if (self->func (tx, act, &local_error)) {
    self->n_closed += act->n_closed;
    g_array_append_val (self->done_ids, act->rule_id);
    return TRUE;
  }
  if (rule == NULL && g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * sentinel_rules_act_write:
 * @tx: the transaction
 * @act: a #SentinelRulesAct; gets the rules to which it was done
 * @error: what its function says; not NOT_FOUND
 *
 * Writer thread.
 *
 * Returns: whether it was done to all rules that there still are
 */
gboolean
sentinel_rules_act_write (SentinelTransaction *tx, gpointer act, GError **error)
{
  SentinelRulesAct *self = act;

  g_array_set_size (self->done_ids, 0);
  self->n_closed = 0;
  for (guint i = 0; self->ids != NULL && i < self->ids->len; i++)
    if (!write_one (self, tx, NULL, g_array_index (self->ids, gint64, i), error))
      return FALSE;
  for (guint i = 0; self->rules != NULL && i < self->rules->len; i++)
    if (!write_one (self, tx, g_ptr_array_index (self->rules, i), 0, error))
      return FALSE;
  return TRUE;
}
