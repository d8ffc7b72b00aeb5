/* SPDX-License-Identifier: MIT */
/* Table rule_state: what a run leaves behind for the next one. Written once per run, so one upsert.
 */
#include "sentinel-rows.h"
#include "sentinel-rule-store.h"

#define STATE_SELECT \
  "SELECT rule_id, last_slot_us, last_run_at_us, last_output, health, health_text, bad_count, " \
  "missed_count," \
  " trigger_state FROM rule_state"

/**
 * sentinel_rule_state_new:
 * @rule_id: a rule
 *
 * Returns: (transfer full): the state of a rule that never ran
 */
SentinelRuleState *
sentinel_rule_state_new (gint64 rule_id)
{
  SentinelRuleState *self = g_new0 (SentinelRuleState, 1);

  self->rule_id = rule_id;
  self->health = SENTINEL_HEALTH_UNKNOWN;
  return self;
}

/**
 * sentinel_rule_state_free:
 * @self: (nullable): a state
 */
void
sentinel_rule_state_free (SentinelRuleState *self)
{
  if (self == NULL)
    return;
  g_free (self->last_output);
  g_free (self->health_text);
  g_clear_pointer (&self->trigger_state, g_bytes_unref);
  g_free (self);
}

static gpointer
read_state (SentinelStatement *row, GError **error)
{
  SentinelRuleState *state = sentinel_rule_state_new (sentinel_statement_get_int (row, 0));

  state->last_slot_us = sentinel_statement_get_int (row, 1);
  state->last_run_at_us = sentinel_statement_get_int (row, 2);
  state->last_output = sentinel_statement_dup_text (row, 3);
  state->health = (SentinelHealth) sentinel_statement_get_int (row, 4);
  state->health_text = sentinel_statement_dup_text (row, 5);
  state->bad_count = sentinel_statement_get_int (row, 6);
  state->missed_count = sentinel_statement_get_int (row, 7);
  state->trigger_state = sentinel_statement_dup_bytes (row, 8);
  return state;
}

/**
 * sentinel_rule_store_get_state:
 * @db: any connection
 * @rule_id: a rule
 *
 * Returns: (transfer full) (nullable): its state, a fresh one where there is none; NULL with error
 */
SentinelRuleState *
sentinel_rule_store_get_state (SentinelDatabase *db, gint64 rule_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, STATE_SELECT " WHERE rule_id = ?", error);
  g_autoptr (GError) local_error = NULL;
  SentinelRuleState *state;

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", rule_id);
  state = sentinel_rows_read_one (statement, read_state, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (state == NULL)
    state = sentinel_rule_state_new (rule_id);
  return state;
}

/**
 * sentinel_rule_store_list_states:
 * @db: any connection
 *
 * Returns: (transfer full) (nullable) (element-type SentinelRuleState): the states of all rules
 * that ever ran, by rule id; NULL with error
 */
GPtrArray *
sentinel_rule_store_list_states (SentinelDatabase *db, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, STATE_SELECT " ORDER BY rule_id", error);

  if (statement == NULL)
    return NULL;
  return sentinel_rows_collect (statement,
                                read_state,
                                (GDestroyNotify) sentinel_rule_state_free,
                                error);
}

static const char put_rule_state_sql[] =
    "INSERT INTO rule_state (rule_id, last_slot_us, last_run_at_us, last_output, health,"
    " health_text, bad_count, missed_count, trigger_state) VALUES (?, ?, ?, ?, ?, ?, ?,"
    " ?, ?) ON CONFLICT (rule_id) DO UPDATE SET last_slot_us = excluded.last_slot_us,"
    " last_run_at_us = excluded.last_run_at_us, last_output = excluded.last_output,"
    " health = excluded.health, health_text = excluded.health_text, bad_count ="
    " excluded.bad_count, missed_count = excluded.missed_count, trigger_state ="
    " excluded.trigger_state";

/**
 * sentinel_rule_store_put_state:
 * @tx: the open transaction
 * @state: the state of a rule
 *
 * Writer thread.
 *
 * Returns: whether it was written
 */
gboolean
sentinel_rule_store_put_state (SentinelTransaction *tx,
                               const SentinelRuleState *state,
                               GError **error)
{
  if (!sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                     error,
                                     put_rule_state_sql,
                                     "ittsisiib",
                                     state->rule_id,
                                     state->last_slot_us,
                                     state->last_run_at_us,
                                     state->last_output,
                                     (gint64) state->health,
                                     state->health_text,
                                     state->bad_count,
                                     state->missed_count,
                                     state->trigger_state))
    return FALSE;
  sentinel_transaction_touch (tx, SENTINEL_NOUN_RUN, state->rule_id);
  return TRUE;
}
