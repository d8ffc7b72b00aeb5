/* SPDX-License-Identifier: MIT */
/* Table outbox by rule and channel. Everything here is asked again and again, so each question has
 * its index. */
#include "sentinel-action-run-store.h"
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-rows.h"

/* *delivery NULL: the statement has no row. */
static gboolean
get_chosen (SentinelDatabase *db,
            SentinelStatement *choice,
            SentinelDelivery **delivery,
            GError **error)
{
  gint64 id = sentinel_rows_read_int (choice, error);

  *delivery = id > 0 ? sentinel_delivery_store_get (db, id, error) : NULL;
  return id == 0 || *delivery != NULL;
}

/**
 * sentinel_action_run_store_find_next:
 * @db: any connection
 * @channel: the id of a channel that has names: "ID:NAME" is its too
 * @busy: (array zero-terminated=1): what has to wait, see sentinel_delivery_dup_lane()
 * @delivery: (out) (transfer full) (nullable): the pending row that is due first, be it now or
 *   later; %NULL: there is none
 * @error: the store's
 *
 * Returns: FALSE with error
 */
gboolean
sentinel_action_run_store_find_next (SentinelDatabase *db,
                                     const char *channel,
                                     const char *const *busy,
                                     SentinelDelivery **delivery,
                                     GError **error)
{
  g_autofree char *lanes = sentinel_rows_join_texts (busy);
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT id FROM outbox WHERE state = 0 AND next_at_us >= 0"
                              " AND (channel = ?1 OR substr (channel, 1, length (?1) + 1) = ?1 || "
                              "':') AND channel || '/' || ifnull (rule_id, 0) NOT IN"
                              " (SELECT value FROM json_each (?2)) ORDER BY next_at_us, id LIMIT 1",
                              error);

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "ss", channel, lanes);
  return get_chosen (db, statement, delivery, error);
}

/**
 * sentinel_action_run_store_get_by_key:
 * @db: any connection
 * @idem_key: what must not be done twice
 *
 * Returns: (transfer full) (nullable): the row; NULL with SENTINEL_ERROR_NOT_FOUND or an error of
 * the database
 */
SentinelDelivery *
sentinel_action_run_store_get_by_key (SentinelDatabase *db, const char *idem_key, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, "SELECT id FROM outbox WHERE idem_key = ?", error);
  SentinelDelivery *delivery;

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "s", idem_key);
  if (get_chosen (db, statement, &delivery, error) && delivery == NULL)
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_NOT_FOUND,
                 "There is no delivery %s",
                 idem_key);
  return delivery;
}

/**
 * sentinel_action_run_store_set_begun:
 * @tx: the open transaction
 * @id: a claimed delivery
 * @begun_at_us: wall clock, microseconds UTC; 0: it was not begun after all
 *
 * From then on it is not done again, whatever happens to this process. Writer thread.
 *
 * Returns: whether it was written
 */
gboolean
sentinel_action_run_store_set_begun (SentinelTransaction *tx,
                                     gint64 id,
                                     gint64 begun_at_us,
                                     GError **error)
{
  if (!sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                     error,
                                     "UPDATE outbox SET sent_at_us = ? WHERE id = ? AND state = 5",
                                     "ti",
                                     begun_at_us,
                                     id))
    return FALSE;
  sentinel_transaction_touch (tx, SENTINEL_NOUN_OUTBOX, id);
  return TRUE;
}

/* That it is not the desktop's lets SQLite use the index, which leaves those out. */
static const char usage_sql[] =
    "SELECT count(*), max (sent_at_us) FROM outbox WHERE rule_id = ?1 AND channel = ?2"
    " AND channel <> 'desktop' AND sent_at_us > ?3 AND sent_at_us <= ?4"
    " AND reason <> 6 AND (reason = 3) = ?5 AND id <> ?6";

/**
 * sentinel_action_run_store_get_usage:
 * @db: any connection
 * @of: a delivery: of its rule and channel, without itself
 * @is_end: whether runs for ends are counted, or those for everything else
 * @since_us: microseconds UTC, exclusive
 * @until_us: microseconds UTC, inclusive: what lies after it was before the clock was set back
 * @usage: (out caller-allocates): how often and when last
 * @error: the store's
 *
 * Counts what was begun, whatever came of it.
 *
 * Returns: whether @usage was filled
 */
gboolean
sentinel_action_run_store_get_usage (SentinelDatabase *db,
                                     const SentinelDelivery *of,
                                     gboolean is_end,
                                     gint64 since_us,
                                     gint64 until_us,
                                     SentinelActionUsage *usage,
                                     GError **error)
{
  g_autoptr (SentinelStatement) statement = sentinel_statement_get (db, usage_sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement,
                           "isiiii",
                           of->rule_id,
                           of->channel,
                           since_us,
                           until_us,
                           (gint64) is_end,
                           of->id);
  if (!sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  usage->n_runs = sentinel_statement_get_int (statement, 0);
  usage->last_at_us = sentinel_statement_get_int (statement, 1);
  return TRUE;
}

/**
 * sentinel_delivery_store_get_last_result:
 * @db: any connection
 * @rule_id: a rule
 * @channel: the id of one of its actions, see sentinel_action_dup_id()
 * @delivery: (out) (transfer full) (nullable): the newest row, which may still be on its way;
 * %NULL: there was none
 * @error: the store's
 *
 * Returns: FALSE with error
 */
gboolean
sentinel_delivery_store_get_last_result (SentinelDatabase *db,
                                         gint64 rule_id,
                                         const char *channel,
                                         SentinelDelivery **delivery,
                                         GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT id FROM outbox WHERE rule_id = ? AND channel = ?"
                              " ORDER BY id DESC LIMIT 1",
                              error);

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "is", rule_id, channel);
  return get_chosen (db, statement, delivery, error);
}

/**
 * sentinel_delivery_store_get_last_real_result:
 * @db: any connection
 * @rule_id: a rule
 * @channel: the id of one of its actions, see sentinel_action_dup_id()
 * @delivery: (out) (transfer full) (nullable): the newest row that is no test; %NULL: there was
 * none
 * @error: the store's
 *
 * Returns: FALSE with error
 */
gboolean
sentinel_delivery_store_get_last_real_result (SentinelDatabase *db,
                                              gint64 rule_id,
                                              const char *channel,
                                              SentinelDelivery **delivery,
                                              GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT id FROM outbox WHERE rule_id = ? AND channel = ?"
                              " AND reason <> 6 ORDER BY id DESC LIMIT 1",
                              error);

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "is", rule_id, channel);
  return get_chosen (db, statement, delivery, error);
}

/**
 * sentinel_action_run_store_set_output:
 * @tx: the open transaction
 * @id: a delivery
 * @output: what it wrote, fit to be shown
 *
 * A test is about no event that could have a note. Writer thread.
 *
 * Returns: whether it was written
 */
gboolean
sentinel_action_run_store_set_output (SentinelTransaction *tx,
                                      gint64 id,
                                      const char *output,
                                      GError **error)
{
  if (!sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                     error,
                                     "UPDATE outbox SET body = json_set (body, '$.output', ?)"
                                     " WHERE id = ?",
                                     "si",
                                     output,
                                     id))
    return FALSE;
  sentinel_transaction_touch (tx, SENTINEL_NOUN_OUTBOX, id);
  return TRUE;
}

/**
 * sentinel_delivery_dup_output:
 * @self: a delivery
 *
 * Returns: (transfer full) (nullable): what sentinel_action_run_store_set_output() kept
 */
char *
sentinel_delivery_dup_output (const SentinelDelivery *self)
{
  g_autoptr (JsonObject) body = sentinel_json_parse_object (self->body, -1, 0, NULL);
  char *output = NULL;

  if (body != NULL)
    sentinel_json_read_string (body, "output", &output, NULL);
  return output;
}

/**
 * sentinel_delivery_get_result_us:
 * @self: a delivery
 *
 * Returns: when it came to its state, microseconds UTC; 0: it is still on its way, or it is from
 * before that was noted
 */
gint64
sentinel_delivery_get_result_us (const SentinelDelivery *self)
{
  if (self->state == SENTINEL_DELIVERY_PENDING || self->state == SENTINEL_DELIVERY_CLAIMED)
    return 0;
  return self->state == SENTINEL_DELIVERY_SENT ? self->sent_at_us : self->next_at_us;
}
