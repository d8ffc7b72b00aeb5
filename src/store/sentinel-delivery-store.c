/* SPDX-License-Identifier: MIT */
/* Tables outbox and told. A pending row always has next_at_us (0: at once), so that the partial
 * index of pending rows serves every question that repeats. */
#include "sentinel-delivery-store.h"
#include "sentinel-error.h"
#include "sentinel-rows.h"

#define DELIVERY_COLUMNS \
  "id, channel, event_id, transition_id, idem_key, reason, body, state, attempts, next_at_us, " \
  "expires_at_us," \
  " claimed_by, sent_at_us, error, rule_id"
/* The parameter is a JSON array of channel names. */
#define OF_CHANNELS(parameter) " AND channel IN (SELECT value FROM json_each (" parameter "))"

static const char insert_outbox_sql[] =
    "INSERT INTO outbox (channel, event_id, transition_id, idem_key, reason, body, state,"
    " attempts, next_at_us, expires_at_us, claimed_by, sent_at_us, error, rule_id) VALUES (?, ?,"
    " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (idem_key) DO NOTHING";

/**
 * sentinel_delivery_store_insert:
 * @tx: the open transaction
 * @delivery: with idem_key set; gets its id, 0 when its idem_key is known already
 *
 * Writer thread.
 *
 * Returns: whether it was written, or was there already
 */
gboolean
sentinel_delivery_store_insert (SentinelTransaction *tx, SentinelDelivery *delivery, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);

  if (!sentinel_statement_run_bound (db,
                                     error,
                                     insert_outbox_sql,
                                     "sttsisiiitstst",
                                     delivery->channel,
                                     delivery->event_id,
                                     delivery->transition_id,
                                     delivery->idem_key,
                                     (gint64) delivery->reason,
                                     delivery->body,
                                     (gint64) delivery->state,
                                     delivery->attempts,
                                     delivery->next_at_us,
                                     delivery->expires_at_us,
                                     delivery->claimed_by,
                                     delivery->sent_at_us,
                                     delivery->error,
                                     delivery->rule_id))
    return FALSE;
  delivery->id = 0;
  if (sentinel_rows_get_n_changed (db) == 0)
    return TRUE;
  delivery->id = sentinel_database_get_last_insert_id (db);
  sentinel_transaction_touch (tx, SENTINEL_NOUN_OUTBOX, delivery->id);
  return TRUE;
}

/**
 * sentinel_delivery_store_update:
 * @tx: the open transaction
 * @delivery: a delivery as it shall be: state, attempts, next attempt, claim, time sent and error
 * are written
 *
 * Writer thread.
 *
 * Returns: whether it was written; SENTINEL_ERROR_NOT_FOUND when there is no such row
 */
gboolean
sentinel_delivery_store_update (SentinelTransaction *tx,
                                const SentinelDelivery *delivery,
                                GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);

  if (!sentinel_statement_run_bound (db,
                                     error,
                                     "UPDATE outbox SET state = ?, attempts = ?, next_at_us = ?, "
                                     "claimed_by = ?, sent_at_us = ?, error = ?"
                                     " WHERE id = ?",
                                     "iiistsi",
                                     (gint64) delivery->state,
                                     delivery->attempts,
                                     delivery->next_at_us,
                                     delivery->claimed_by,
                                     delivery->sent_at_us,
                                     delivery->error,
                                     delivery->id))
    return FALSE;
  if (sentinel_rows_get_n_changed (db) == 0) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_NOT_FOUND,
                 "There is no delivery %" G_GINT64_FORMAT,
                 delivery->id);
    return FALSE;
  }
  sentinel_transaction_touch (tx, SENTINEL_NOUN_OUTBOX, delivery->id);
  return TRUE;
}

static gpointer
read_delivery (SentinelStatement *row, GError **error)
{
  SentinelDelivery *delivery =
      sentinel_delivery_new (sentinel_statement_get_text (row, 1),
                             (SentinelDeliveryReason) sentinel_statement_get_int (row, 5));

  delivery->id = sentinel_statement_get_int (row, 0);
  delivery->event_id = sentinel_statement_get_int (row, 2);
  delivery->transition_id = sentinel_statement_get_int (row, 3);
  delivery->idem_key = sentinel_statement_dup_text (row, 4);
  g_set_str (&delivery->body, sentinel_statement_get_text (row, 6));
  delivery->state = (SentinelDeliveryState) sentinel_statement_get_int (row, 7);
  delivery->attempts = sentinel_statement_get_int (row, 8);
  delivery->next_at_us = sentinel_statement_get_int (row, 9);
  delivery->expires_at_us = sentinel_statement_get_int (row, 10);
  delivery->claimed_by = sentinel_statement_dup_text (row, 11);
  delivery->sent_at_us = sentinel_statement_get_int (row, 12);
  delivery->error = sentinel_statement_dup_text (row, 13);
  delivery->rule_id = sentinel_statement_get_int (row, 14);
  return delivery;
}

/**
 * sentinel_delivery_store_get:
 * @db: any connection
 * @id: an id
 *
 * Returns: (transfer full) (nullable): the delivery; NULL with SENTINEL_ERROR_NOT_FOUND or an error
 * of the database
 */
SentinelDelivery *
sentinel_delivery_store_get (SentinelDatabase *db, gint64 id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, "SELECT " DELIVERY_COLUMNS " FROM outbox WHERE id = ?", error);
  g_autoptr (GError) local_error = NULL;
  SentinelDelivery *delivery;

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", id);
  delivery = sentinel_rows_read_one (statement, read_delivery, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (delivery == NULL)
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_NOT_FOUND,
                 "There is no delivery %" G_GINT64_FORMAT,
                 id);
  return delivery;
}

/**
 * sentinel_delivery_store_list_of_event:
 * @db: any connection
 * @event_id: an event
 *
 * Returns: (transfer full) (nullable) (element-type SentinelDelivery): what was told about it,
 * oldest first; NULL with error
 */
GPtrArray *
sentinel_delivery_store_list_of_event (SentinelDatabase *db, gint64 event_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT " DELIVERY_COLUMNS
                              " FROM outbox WHERE event_id = ? ORDER BY id",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", event_id);
  return sentinel_rows_collect (statement,
                                read_delivery,
                                (GDestroyNotify) sentinel_delivery_free,
                                error);
}

#define UNTIL_SQL "event_id = ?1 AND ifnull (transition_id, 0) <= ?2"

static gint64
count_until (SentinelDatabase *db, gint64 event_id, gint64 until_transition_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, "SELECT count(*) FROM outbox WHERE " UNTIL_SQL, error);

  if (statement == NULL)
    return -1;
  sentinel_statement_bind (statement, "ii", event_id, until_transition_id);
  return sentinel_rows_read_int (statement, error);
}

/**
 * sentinel_delivery_store_list_newest_of_event:
 * @db: any connection
 * @event_id: an event
 * @until_transition_id: nothing that a later transition caused
 * @limit: at most so many
 * @n_left_out: (out): how many lie before them
 * @error: the store's
 *
 * Returns: (transfer full) (nullable) (element-type SentinelDelivery): what was told last about it,
 * oldest first; NULL with error
 */
GPtrArray *
sentinel_delivery_store_list_newest_of_event (SentinelDatabase *db,
                                              gint64 event_id,
                                              gint64 until_transition_id,
                                              guint limit,
                                              gint64 *n_left_out,
                                              GError **error)
{
  gint64 n_all = count_until (db, event_id, until_transition_id, error);
  g_autoptr (SentinelStatement) statement = NULL;
  GPtrArray *deliveries;

  if (n_all >= 0)
    statement = sentinel_statement_get (db,
                                        "SELECT " DELIVERY_COLUMNS
                                        " FROM (SELECT * FROM outbox WHERE " UNTIL_SQL
                                        " ORDER BY id DESC LIMIT ?3) ORDER BY id",
                                        error);
  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "iii", event_id, until_transition_id, (gint64) limit);
  deliveries = sentinel_rows_collect (statement,
                                      read_delivery,
                                      (GDestroyNotify) sentinel_delivery_free,
                                      error);
  *n_left_out = deliveries != NULL ? n_all - deliveries->len : 0;
  return deliveries;
}

/**
 * sentinel_delivery_store_list_due:
 * @db: any connection
 * @channels: (array zero-terminated=1): the ids of the channels to serve
 * @now_us: wall clock, microseconds UTC
 * @limit: at most so many
 *
 * Returns: (transfer full) (nullable) (element-type SentinelDelivery): pending rows whose time has
 * come, the longest due first; NULL with error
 */
GPtrArray *
sentinel_delivery_store_list_due (SentinelDatabase *db,
                                  const char *const *channels,
                                  gint64 now_us,
                                  guint limit,
                                  GError **error)
{
  g_autofree char *names = sentinel_rows_join_texts (channels);
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT " DELIVERY_COLUMNS
                              " FROM outbox WHERE state = 0 AND next_at_us <= "
                              "?" OF_CHANNELS ("?") " ORDER BY next_at_us, id LIMIT ?",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "isi", now_us, names, (gint64) limit);
  return sentinel_rows_collect (statement,
                                read_delivery,
                                (GDestroyNotify) sentinel_delivery_free,
                                error);
}

/**
 * sentinel_delivery_store_get_next_due_us:
 * @db: any connection
 * @channels: (array zero-terminated=1): the ids of the channels to serve
 *
 * Returns: when the next pending row is due, microseconds UTC, in the past for one that waits
 * already; 0: none; -1 with error
 */
gint64
sentinel_delivery_store_get_next_due_us (SentinelDatabase *db,
                                         const char *const *channels,
                                         GError **error)
{
  g_autofree char *names = sentinel_rows_join_texts (channels);
  /* "At once" is stored as 0, which must not look like "none". */
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT max(next_at_us, 1) FROM outbox WHERE state = 0 AND "
                              "next_at_us >= 0" OF_CHANNELS ("?") " ORDER BY next_at_us LIMIT 1",
                              error);

  if (statement == NULL)
    return -1;
  sentinel_statement_bind (statement, "s", names);
  return sentinel_rows_read_int (statement, error);
}

/* Steps an UPDATE … RETURNING id and touches what it changed. Returns how many rows; -1 with error.
 */
static gint64
touch_returned (SentinelTransaction *tx, SentinelStatement *statement, GError **error)
{
  g_autoptr (GArray) ids = sentinel_rows_collect_ids (statement, error);

  if (ids == NULL)
    return -1;
  for (guint i = 0; i < ids->len; i++)
    sentinel_transaction_touch (tx, SENTINEL_NOUN_OUTBOX, g_array_index (ids, gint64, i));
  return ids->len;
}

/**
 * sentinel_delivery_store_cancel_pending:
 * @tx: the open transaction
 * @event_id: an event
 * @channel: the id of a channel
 * @was_pending: (out): whether something had not been told yet
 *
 * Takes back what a channel was to tell about an event and did not begin with. Writer thread.
 *
 * Returns: FALSE with error
 */
gboolean
sentinel_delivery_store_cancel_pending (SentinelTransaction *tx,
                                        gint64 event_id,
                                        const char *channel,
                                        gboolean *was_pending,
                                        GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (sentinel_transaction_get_database (tx),
                              "UPDATE outbox SET state = 4 WHERE event_id = ? AND channel = ? AND "
                              "state = 0 RETURNING id",
                              error);
  gint64 n_cancelled;

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "is", event_id, channel);
  n_cancelled = touch_returned (tx, statement, error);
  *was_pending = n_cancelled > 0;
  return n_cancelled >= 0;
}

/**
 * sentinel_delivery_store_expire:
 * @tx: the open transaction
 * @now_us: wall clock, microseconds UTC
 * @limit: at most so many
 *
 * Ends pending rows that nobody delivered before their time was over. Writer thread.
 *
 * Returns: how many; -1 with error
 */
gint64
sentinel_delivery_store_expire (SentinelTransaction *tx, gint64 now_us, guint limit, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (sentinel_transaction_get_database (tx),
                              "UPDATE outbox SET state = 3, next_at_us = ?1 WHERE id IN (SELECT id "
                              "FROM outbox WHERE state = 0 AND next_at_us >= 0 AND "
                              "expires_at_us <= ?1 LIMIT ?2) RETURNING id",
                              error);

  if (statement == NULL)
    return -1;
  sentinel_statement_bind (statement, "ii", now_us, (gint64) limit);
  return touch_returned (tx, statement, error);
}

/**
 * sentinel_delivery_store_hasten:
 * @tx: the open transaction
 * @latest_us: wall clock, microseconds UTC: nothing is to wait longer
 * @now_us: wall clock, microseconds UTC
 *
 * Makes pending rows due at @now_us whose time lies after @latest_us, as it does once the clock was
 * set back. Writer thread.
 *
 * Returns: how many; -1 with error
 */
gint64
sentinel_delivery_store_hasten (SentinelTransaction *tx,
                                gint64 latest_us,
                                gint64 now_us,
                                GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (sentinel_transaction_get_database (tx),
                              "UPDATE outbox SET next_at_us = ? WHERE state = 0 AND next_at_us > ?"
                              " RETURNING id",
                              error);

  if (statement == NULL)
    return -1;
  sentinel_statement_bind (statement, "ii", now_us, latest_us);
  return touch_returned (tx, statement, error);
}

/**
 * sentinel_delivery_store_list_claimed:
 * @db: any connection
 * @claimed_by: (nullable): whose claims; NULL: everybody's
 *
 * Returns: (transfer full) (nullable) (element-type SentinelDelivery): what is claimed and about an
 * event, oldest first; NULL with error
 */
GPtrArray *
sentinel_delivery_store_list_claimed (SentinelDatabase *db, const char *claimed_by, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT " DELIVERY_COLUMNS
                              " FROM outbox WHERE state = 5 AND event_id IS NOT NULL"
                              " AND (?1 IS NULL OR claimed_by = ?1) ORDER BY id",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "s", claimed_by);
  return sentinel_rows_collect (statement,
                                read_delivery,
                                (GDestroyNotify) sentinel_delivery_free,
                                error);
}

/**
 * sentinel_delivery_store_release_claims:
 * @tx: the open transaction
 * @claimed_by: (nullable): whose claims; NULL: everybody's
 *
 * Makes claimed rows pending again, due at once: those who claimed them are gone. What was begun
 * and must not be done twice stays claimed: see sentinel_delivery_store_fail_begun(). Writer
 * thread.
 *
 * Returns: how many; -1 with error
 */
gint64
sentinel_delivery_store_release_claims (SentinelTransaction *tx,
                                        const char *claimed_by,
                                        GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (sentinel_transaction_get_database (tx),
                              "UPDATE outbox SET state = 0, claimed_by = NULL, next_at_us = 0"
                              " WHERE state = 5 AND sent_at_us IS NULL"
                              " AND (?1 IS NULL OR claimed_by = ?1) RETURNING id",
                              error);

  if (statement == NULL)
    return -1;
  sentinel_statement_bind (statement, "s", claimed_by);
  return touch_returned (tx, statement, error);
}

/**
 * sentinel_delivery_store_fail_begun:
 * @tx: the open transaction
 * @claimed_by: (nullable): whose claims; NULL: everybody's
 * @why: what is stored as the error
 *
 * Ends claimed rows that were begun: those who began are gone, and nobody knows how far they came.
 * Writer thread.
 *
 * Returns: how many; -1 with error
 */
gint64
sentinel_delivery_store_fail_begun (SentinelTransaction *tx,
                                    const char *claimed_by,
                                    const char *why,
                                    GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (sentinel_transaction_get_database (tx),
                              "UPDATE outbox SET state = 2, claimed_by = NULL, next_at_us = ?2,"
                              " error = ?3 WHERE state = 5 AND sent_at_us IS NOT NULL"
                              " AND (?1 IS NULL OR claimed_by = ?1) RETURNING id",
                              error);

  if (statement == NULL)
    return -1;
  sentinel_statement_bind (statement, "sis", claimed_by, sentinel_transaction_get_now_us (tx), why);
  return touch_returned (tx, statement, error);
}

/**
 * sentinel_delivery_store_get_told:
 * @db: any connection
 * @channel: the id of a channel
 * @instance_id: an instance
 * @told: (out caller-allocates): what the channel last said about it; all 0: nothing ever
 *
 * Returns: whether @told was filled
 */
gboolean
sentinel_delivery_store_get_told (SentinelDatabase *db,
                                  const char *channel,
                                  gint64 instance_id,
                                  SentinelTold *told,
                                  GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT event_id, level, at_us FROM told WHERE channel = ? AND "
                              "instance_id = ?",
                              error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "si", channel, instance_id);
  if (!sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  *told = (SentinelTold) { 0 };
  if (has_row) {
    told->event_id = sentinel_statement_get_int (statement, 0);
    told->level = (SentinelImportance) sentinel_statement_get_int (statement, 1);
    told->at_us = sentinel_statement_get_int (statement, 2);
  }
  return TRUE;
}

/**
 * sentinel_delivery_store_list_told:
 * @db: any connection
 * @channel: the id of a channel
 * @limit: at most so many
 * @error: the store's
 *
 * Reads what the channel knows of every instance: for the start of a program, not for every event.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the events it told and did not tell
 * the end of, newest first; NULL with error
 */
GArray *
sentinel_delivery_store_list_told (SentinelDatabase *db,
                                   const char *channel,
                                   guint limit,
                                   GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT event_id FROM told WHERE channel = ? AND event_id IS NOT NULL"
                              " ORDER BY at_us DESC LIMIT ?",
                              error);
  gboolean has_row = statement != NULL;

  if (has_row)
    sentinel_statement_bind (statement, "si", channel, (gint64) limit);
  while (has_row) {
    gint64 id;

    if (!sentinel_statement_step (statement, &has_row, error))
      return NULL;
    id = has_row ? sentinel_statement_get_int (statement, 0) : 0;
    if (has_row)
      g_array_append_val (ids, id);
  }
  return statement != NULL ? g_steal_pointer (&ids) : NULL;
}

static const char put_told_sql[] =
    "INSERT INTO told (channel, instance_id, event_id, level, at_us) VALUES (?, ?, ?, ?,"
    " ?) ON CONFLICT (channel, instance_id) DO UPDATE SET event_id = excluded.event_id,"
    " level = excluded.level, at_us = excluded.at_us";

/**
 * sentinel_delivery_store_put_told:
 * @tx: the open transaction
 * @channel: the id of a channel
 * @instance_id: an instance
 * @told: what the channel says about it from now on
 *
 * Writer thread. Touches nothing: the delivery that goes with it does.
 *
 * Returns: whether it was written
 */
gboolean
sentinel_delivery_store_put_told (SentinelTransaction *tx,
                                  const char *channel,
                                  gint64 instance_id,
                                  const SentinelTold *told,
                                  GError **error)
{
  return sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                       error,
                                       put_told_sql,
                                       "sitti",
                                       channel,
                                       instance_id,
                                       told->event_id,
                                       (gint64) told->level,
                                       told->at_us);
}
