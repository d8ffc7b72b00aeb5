/* SPDX-License-Identifier: MIT */
/* Table run: what each execution of a rule came to. */
#include "sentinel-run-store.h"
#include "sentinel-rows.h"

/**
 * sentinel_run_store_insert:
 * @tx: the open transaction
 * @run: what to add; gets its id
 *
 * Returns: whether it was written
 */
gboolean
sentinel_run_store_insert (SentinelTransaction *tx, SentinelRun *run, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);

  if (!sentinel_statement_run_bound (db,
                                     error,
                                     "INSERT INTO run (rule_id, slot_us, started_at_us, "
                                     "duration_ms, outcome,"
                                     " phase, message) VALUES (?, ?, ?, ?, ?, ?, ?)",
                                     "itiiits",
                                     run->rule_id,
                                     run->slot_us,
                                     run->started_at_us,
                                     run->duration_ms,
                                     (gint64) run->outcome,
                                     (gint64) run->phase,
                                     run->message))
    return FALSE;
  run->id = sentinel_database_get_last_insert_id (db);
  sentinel_transaction_touch (tx, SENTINEL_NOUN_RUN, run->rule_id);
  return TRUE;
}

static gpointer
read_run (SentinelStatement *row, GError **error)
{
  SentinelRun *run = sentinel_run_new (sentinel_statement_get_int (row, 1));

  run->id = sentinel_statement_get_int (row, 0);
  run->slot_us = sentinel_statement_get_int (row, 2);
  run->started_at_us = sentinel_statement_get_int (row, 3);
  run->duration_ms = sentinel_statement_get_int (row, 4);
  run->outcome = (SentinelOutcome) sentinel_statement_get_int (row, 5);
  run->phase = (SentinelPhase) sentinel_statement_get_int (row, 6);
  run->message = sentinel_statement_dup_text (row, 7);
  return run;
}

/**
 * sentinel_run_store_list:
 * @db: any connection
 * @rule_id: a rule
 * @limit: at most so many
 *
 * Returns: (transfer full) (nullable) (element-type SentinelRun): its runs, newest first; NULL with
 * error
 */
GPtrArray *
sentinel_run_store_list (SentinelDatabase *db, gint64 rule_id, guint limit, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT id, rule_id, slot_us, started_at_us, duration_ms, outcome, "
                              "phase, message"
                              " FROM run WHERE rule_id = ? ORDER BY id DESC LIMIT ?",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "ii", rule_id, (gint64) limit);
  return sentinel_rows_collect (statement, read_run, (GDestroyNotify) sentinel_run_free, error);
}

/**
 * sentinel_run_store_prune:
 * @tx: the open transaction
 * @rule_id: a rule
 * @limit: at most so many rows in this step
 *
 * Deletes runs past the newest SENTINEL_RUNS_KEPT of a rule.
 *
 * Returns: how many were deleted; -1 with error
 */
gint64
sentinel_run_store_prune (SentinelTransaction *tx, gint64 rule_id, guint limit, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 n_deleted;

  if (!sentinel_statement_run_bound (db,
                                     error,
                                     "DELETE FROM run WHERE id IN (SELECT id FROM run WHERE "
                                     "rule_id = ?"
                                     " ORDER BY id DESC LIMIT ? OFFSET ?)",
                                     "iii",
                                     rule_id,
                                     (gint64) limit,
                                     (gint64) SENTINEL_RUNS_KEPT))
    return -1;
  n_deleted = sentinel_rows_get_n_changed (db);
  if (n_deleted > 0)
    sentinel_transaction_touch (tx, SENTINEL_NOUN_RUN, rule_id);
  return n_deleted;
}
