/* SPDX-License-Identifier: MIT */
/* Table claim. */
#include "sentinel-claim-store.h"

#include "sentinel-rows.h"

/**
 * sentinel_claim_store_take:
 * @tx: the open transaction
 * @rule_id: a rule
 * @slot_us: when it is due, microseconds UTC
 * @taken: (out): whether it was free until now
 *
 * Writer thread.
 *
 * Returns: whether it could be written
 */
gboolean
sentinel_claim_store_take (SentinelTransaction *tx,
                           gint64 rule_id,
                           gint64 slot_us,
                           gboolean *taken,
                           GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);

  if (!sentinel_statement_run_bound (db,
                                     error,
                                     "INSERT INTO claim (rule_id, slot_us) VALUES (?, ?)"
                                     " ON CONFLICT DO NOTHING",
                                     "ii",
                                     rule_id,
                                     slot_us))
    return FALSE;
  *taken = sentinel_rows_get_n_changed (db) > 0;
  return TRUE;
}

/**
 * sentinel_claim_store_get_newest:
 * @db: any connection
 * @rule_id: a rule
 *
 * Returns: the newest slot that was taken and whose run is not stored, microseconds UTC; 0: there
 * is none; -1 on error
 */
gint64
sentinel_claim_store_get_newest (SentinelDatabase *db, gint64 rule_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, "SELECT max (slot_us) FROM claim WHERE rule_id = ?", error);

  if (statement == NULL)
    return -1;
  sentinel_statement_bind (statement, "i", rule_id);
  return sentinel_rows_read_int (statement, error);
}

/**
 * sentinel_claim_store_drop:
 * @tx: the open transaction
 * @rule_id: a rule
 * @until_slot_us: the last one to drop, microseconds UTC
 *
 * Forgets claims that the state of the rule stands for by now. Writer thread.
 *
 * Returns: whether it could be written
 */
gboolean
sentinel_claim_store_drop (SentinelTransaction *tx,
                           gint64 rule_id,
                           gint64 until_slot_us,
                           GError **error)
{
  return sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                       error,
                                       "DELETE FROM claim WHERE rule_id = ? AND slot_us <= ?",
                                       "ii",
                                       rule_id,
                                       until_slot_us);
}
