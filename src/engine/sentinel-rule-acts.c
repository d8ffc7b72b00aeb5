/* SPDX-License-Identifier: MIT */
/* Acts on rules. What is open under a rule that ends, or that comes to watch something else, is
 * closed in the same transaction: no event is left behind without a rule that could resolve it. */
#include "sentinel-rule-acts.h"
#include "sentinel-error.h"
#include "sentinel-event-writer.h"
#include "sentinel-instance-store.h"
#include "sentinel-rule-diff.h"
#include "sentinel-rule-store.h"
#include <math.h>

/**
 * sentinel_rule_act_new:
 * @rule: (transfer full) (nullable): the whole new definition, for add and edit
 * @rule_id: the rule, for enable, disable and delete; 0: @rule's
 * @actor: who does it; copied
 *
 * Returns: (transfer full): the act
 */
SentinelRuleAct *
sentinel_rule_act_new (SentinelRule *rule, gint64 rule_id, const SentinelActor *actor)
{
  SentinelRuleAct *self = g_new0 (SentinelRuleAct, 1);

  self->rule = rule;
  self->rule_id = rule_id != 0 || rule == NULL ? rule_id : rule->id;
  self->actor = (SentinelActor) { g_strdup (actor->name), actor->via };
  return self;
}

/**
 * sentinel_rule_act_free:
 * @self: (transfer full): an act
 */
void
sentinel_rule_act_free (SentinelRuleAct *self)
{
  g_clear_pointer (&self->rule, sentinel_rule_unref);
  g_free ((char *) self->actor.name);
  g_free (self);
}

/* Closing: */

static gboolean
close_instance (SentinelTransaction *tx,
                const SentinelPlan *plan,
                SentinelInstance *instance,
                const SentinelRuleAct *act,
                SentinelCloseReason reason,
                GError **error)
{
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  SentinelInput input = { .kind = SENTINEL_INPUT_CLOSE,
                          .value = NAN,
                          .close_reason = reason,
                          .now_us = now_us };
  SentinelEventWrite write = {
    .tx = tx,
    .plan = plan,
    .instance = instance,
    .now_us = now_us,
    .value = NAN,
    .actor = act->actor.name,
  };
  SentinelDecision decision;

  sentinel_evaluator_step (plan, instance, &input, &decision);
  return sentinel_event_writer_apply (&write, &decision, error);
}

static gboolean
close_all (SentinelTransaction *tx,
           const SentinelRule *rule,
           SentinelRuleAct *act,
           SentinelCloseReason reason,
           GError **error)
{
  g_autoptr (SentinelPlan) plan = sentinel_plan_new_plain (rule);
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (GPtrArray) instances = sentinel_instance_store_list (db, rule->id, error);

  if (instances == NULL)
    return FALSE;
  for (guint i = 0; i < instances->len; i++) {
    SentinelInstance *instance = g_ptr_array_index (instances, i);

    act->n_closed += instance->open_event_id != 0;
    instance->last_eval_at_us = 0; /* whether it answers is not known any more */
    if (!close_instance (tx, plan, instance, act, reason, error))
      return FALSE;
  }
  return TRUE;
}

/* A rule that begins anew knows neither how it failed before nor what its trigger remembered. */
static gboolean
reset_state (SentinelTransaction *tx, gint64 rule_id, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelRuleState) state = sentinel_rule_store_get_state (db, rule_id, error);

  if (state == NULL)
    return FALSE;
  state->health = SENTINEL_HEALTH_UNKNOWN;
  state->bad_count = 0;
  g_clear_pointer (&state->health_text, g_free);
  g_clear_pointer (&state->trigger_state, g_bytes_unref);
  return sentinel_rule_store_put_state (tx, state, error);
}

static gboolean
end_watch (SentinelTransaction *tx,
           const SentinelRule *rule,
           SentinelRuleAct *act,
           SentinelCloseReason reason,
           GError **error)
{
  return close_all (tx, rule, act, reason, error) && reset_state (tx, rule->id, error);
}

/* Acts: */

/**
 * sentinel_rule_acts_add:
 * @tx: the transaction
 * @act: a #SentinelRuleAct with the rule; gets its id
 * @error: INVALID: the rule contradicts itself; CONFLICT: the name is taken
 *
 * Returns: whether the rule was added
 */
gboolean
sentinel_rule_acts_add (SentinelTransaction *tx, gpointer act, GError **error)
{
  SentinelRuleAct *self = act;

  if (!sentinel_rule_validate (self->rule, error))
    return FALSE;
  self->rule_id = sentinel_rule_store_insert (tx, self->rule, self->actor.name, error);
  return self->rule_id != 0;
}

/* NONE: what is open goes on. */
static SentinelCloseReason
get_close_reason (const SentinelRule *before, const SentinelRule *after)
{
  if (!sentinel_rule_has_same_identity (before, after))
    return SENTINEL_CLOSE_IDENTITY;
  return before->enabled && !after->enabled ? SENTINEL_CLOSE_DISABLED : SENTINEL_CLOSE_NONE;
}

static gboolean
replace_rule (SentinelTransaction *tx,
              SentinelRuleAct *self,
              const SentinelRule *before,
              const SentinelRule *after,
              GError **error)
{
  SentinelCloseReason reason = get_close_reason (before, after);

  if (!sentinel_rule_store_update (tx, after, self->actor.name, error))
    return FALSE;
  return reason == SENTINEL_CLOSE_NONE || end_watch (tx, before, self, reason, error);
}

/**
 * sentinel_rule_acts_edit:
 * @tx: the transaction
 * @act: a #SentinelRuleAct with the whole new definition, its id and the version that it was made
 * from
 * @error: INVALID: the rule contradicts itself; NOT_FOUND; CONFLICT: somebody else changed it
 * meanwhile, or the name is taken
 *
 * Open events go on under the version that they fired under. When the rule comes to watch something
 * else or is switched off, they are closed. What changes nothing makes no version.
 *
 * Returns: whether the rule is now as asked for
 */
gboolean
sentinel_rule_acts_edit (SentinelTransaction *tx, gpointer act, GError **error)
{
  SentinelRuleAct *self = act;
  g_autoptr (SentinelRule) before = NULL;
  g_autoptr (GPtrArray) changes = NULL;

  if (!sentinel_rule_validate (self->rule, error))
    return FALSE;
  before = sentinel_rule_store_get (sentinel_transaction_get_database (tx), self->rule->id, error);
  if (before == NULL)
    return FALSE;
  changes = sentinel_rule_diff (before, self->rule);
  if (changes->len == 0 && before->version == self->rule->version)
    return TRUE;
  return replace_rule (tx, self, before, self->rule, error);
}

static gboolean
set_enabled (SentinelTransaction *tx, SentinelRuleAct *self, gboolean enabled, GError **error)
{
  g_autoptr (SentinelRule) before =
      sentinel_rule_store_get (sentinel_transaction_get_database (tx), self->rule_id, error);
  g_autoptr (SentinelRule) after = NULL;

  if (before == NULL)
    return FALSE;
  if (before->enabled == enabled)
    return TRUE;
  after = sentinel_rule_copy (before);
  after->enabled = enabled;
  return replace_rule (tx, self, before, after, error);
}

/**
 * sentinel_rule_acts_enable:
 * @tx: the transaction
 * @act: a #SentinelRuleAct with the rule's id
 * @error: NOT_FOUND
 *
 * Returns: whether the rule is on
 */
gboolean
sentinel_rule_acts_enable (SentinelTransaction *tx, gpointer act, GError **error)
{
  return set_enabled (tx, act, TRUE, error);
}

/**
 * sentinel_rule_acts_disable:
 * @tx: the transaction
 * @act: a #SentinelRuleAct with the rule's id; gets the number of events that were closed
 * @error: NOT_FOUND
 *
 * Returns: whether the rule is off
 */
gboolean
sentinel_rule_acts_disable (SentinelTransaction *tx, gpointer act, GError **error)
{
  return set_enabled (tx, act, FALSE, error);
}

/**
 * sentinel_rule_acts_delete:
 * @tx: the transaction
 * @act: a #SentinelRuleAct with the rule's id; gets the number of events that were closed
 * @error: NOT_FOUND; INVALID: the built-in rule behind raised events
 *
 * History keeps the rule's name; nothing else of it is seen any more.
 *
 * Returns: whether the rule is deleted
 */
gboolean
sentinel_rule_acts_delete (SentinelTransaction *tx, gpointer act, GError **error)
{
  SentinelRuleAct *self = act;
  g_autoptr (SentinelRule) rule =
      sentinel_rule_store_get (sentinel_transaction_get_database (tx), self->rule_id, error);

  if (rule == NULL)
    return FALSE;
  if (g_str_equal (rule->uid, SENTINEL_MANUAL_RULE_UID)) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 "Rule “%s” is built in: raised events need it. Disable it instead of deleting it",
                 rule->name);
    return FALSE;
  }
  return end_watch (tx, rule, self, SENTINEL_CLOSE_DELETED, error)
         && sentinel_rule_store_delete (tx, self->rule_id, self->actor.name, error);
}

/**
 * sentinel_rule_acts_undelete:
 * @tx: the transaction
 * @act: a #SentinelRuleAct with the rule's id
 * @error: NOT_FOUND: no such deleted rule; CONFLICT: its name is taken
 *
 * The rule is there again as it was. Events that were ended by the delete stay ended: what still
 * holds fires anew.
 *
 * Returns: whether the rule is back
 */
gboolean
sentinel_rule_acts_undelete (SentinelTransaction *tx, gpointer act, GError **error)
{
  SentinelRuleAct *self = act;

  return sentinel_rule_store_undelete (tx, self->rule_id, self->actor.name, error);
}

/**
 * sentinel_rule_acts_undelete_as:
 * @tx: the transaction
 * @act: a #SentinelRuleAct with the whole new definition, the id of a deleted rule and the version
 * that it is at
 * @error: INVALID: the rule contradicts itself; NOT_FOUND: no such deleted rule; CONFLICT: somebody
 * else changed it meanwhile, or the name is taken
 *
 * As sentinel_rule_acts_undelete(), but the rule comes back with another definition.
 *
 * Returns: whether the rule is back
 */
gboolean
sentinel_rule_acts_undelete_as (SentinelTransaction *tx, gpointer act, GError **error)
{
  SentinelRuleAct *self = act;

  return sentinel_rule_validate (self->rule, error)
         && sentinel_rule_store_undelete_as (tx, self->rule, self->actor.name, error);
}
