/* SPDX-License-Identifier: MIT */
/* Table instance: one persisted state machine a row, found by rule and fingerprint. */
#include "sentinel-instance-store.h"
#include "sentinel-error.h"
#include "sentinel-rows.h"

#define INSTANCE_SELECT \
  "SELECT id, rule_id, fingerprint, labels, condition, level, observed_breach_ms, " \
  "observed_clear_ms," \
  " first_breach_at_us, first_clear_at_us, ring, ring_used, missing_count, flap, flapping, " \
  "last_value," \
  " last_eval_at_us, open_event_id, ack_event_id FROM instance"

static void
read_blobs (SentinelInstance *instance, SentinelStatement *row)
{
  g_autoptr (GBytes) fingerprint = sentinel_statement_dup_bytes (row, 2);
  g_autoptr (GBytes) flap = sentinel_statement_dup_bytes (row, 13);

  if (fingerprint != NULL && g_bytes_get_size (fingerprint) == SENTINEL_FINGERPRINT_BYTES)
    memcpy (instance->fingerprint,
            g_bytes_get_data (fingerprint, NULL),
            SENTINEL_FINGERPRINT_BYTES);
  if (flap != NULL)
    sentinel_flap_from_bytes (g_bytes_get_data (flap, NULL),
                              g_bytes_get_size (flap),
                              &instance->flap);
}

static gpointer
read_instance (SentinelStatement *row, GError **error)
{
  SentinelInstance *instance = sentinel_instance_new (sentinel_statement_get_int (row, 1));

  instance->id = sentinel_statement_get_int (row, 0);
  g_set_str (&instance->labels, sentinel_statement_get_text (row, 3));
  instance->condition = (SentinelCondition) sentinel_statement_get_int (row, 4);
  instance->level = (SentinelImportance) sentinel_statement_get_int (row, 5);
  instance->observed_breach_ms = sentinel_statement_get_int (row, 6);
  instance->observed_clear_ms = sentinel_statement_get_int (row, 7);
  instance->first_breach_at_us = sentinel_statement_get_int (row, 8);
  instance->first_clear_at_us = sentinel_statement_get_int (row, 9);
  instance->ring = (guint64) sentinel_statement_get_int (row, 10);
  instance->ring_used = (int) sentinel_statement_get_int (row, 11);
  instance->missing_count = (int) sentinel_statement_get_int (row, 12);
  instance->flapping = sentinel_statement_get_int (row, 14) != 0;
  instance->last_value = sentinel_statement_get_double (row, 15);
  instance->last_eval_at_us = sentinel_statement_get_int (row, 16);
  instance->open_event_id = sentinel_statement_get_int (row, 17);
  instance->ack_event_id = sentinel_statement_get_int (row, 18);
  read_blobs (instance, row);
  return instance;
}

/**
 * sentinel_instance_store_find:
 * @db: any connection
 * @rule_id: a rule
 * @fingerprint: (array fixed-size=16): the identity under it
 *
 * Returns: (transfer full) (nullable): the instance; NULL without error when it was never seen
 */
SentinelInstance *
sentinel_instance_store_find (SentinelDatabase *db,
                              gint64 rule_id,
                              const guint8 *fingerprint,
                              GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, INSTANCE_SELECT " WHERE rule_id = ? AND fingerprint = ?", error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "if", rule_id, fingerprint);
  return sentinel_rows_read_one (statement, read_instance, error);
}

/**
 * sentinel_instance_store_get:
 * @db: any connection
 * @instance_id: an id
 *
 * Returns: (transfer full) (nullable): the instance; NULL with SENTINEL_ERROR_NOT_FOUND or an error
 * of the database
 */
SentinelInstance *
sentinel_instance_store_get (SentinelDatabase *db, gint64 instance_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, INSTANCE_SELECT " WHERE id = ?", error);
  g_autoptr (GError) local_error = NULL;
  SentinelInstance *instance;

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", instance_id);
  instance = sentinel_rows_read_one (statement, read_instance, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (instance == NULL)
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_NOT_FOUND,
                 "There is no instance %" G_GINT64_FORMAT,
                 instance_id);
  return instance;
}

/**
 * sentinel_instance_store_list:
 * @db: any connection
 * @rule_id: a rule
 *
 * Returns: (transfer full) (nullable) (element-type SentinelInstance): its instances by id; NULL
 * with error
 */
GPtrArray *
sentinel_instance_store_list (SentinelDatabase *db, gint64 rule_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, INSTANCE_SELECT " WHERE rule_id = ? ORDER BY id", error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", rule_id);
  return sentinel_rows_collect (statement,
                                read_instance,
                                (GDestroyNotify) sentinel_instance_free,
                                error);
}

/**
 * sentinel_instance_store_count:
 * @db: any connection
 * @rule_id: a rule
 *
 * Returns: how many instances it has; -1 with error
 */
gint64
sentinel_instance_store_count (SentinelDatabase *db, gint64 rule_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, "SELECT count(*) FROM instance WHERE rule_id = ?", error);

  if (statement == NULL)
    return -1;
  sentinel_statement_bind (statement, "i", rule_id);
  return sentinel_rows_read_int (statement, error);
}

static const char insert_instance_sql[] =
    "INSERT INTO instance (rule_id, fingerprint, labels, condition, level,"
    " observed_breach_ms, observed_clear_ms, first_breach_at_us, first_clear_at_us, ring,"
    " ring_used, missing_count, flap, flapping, last_value, last_eval_at_us,"
    " open_event_id, ack_event_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    " ?, ?, ?)";

static gboolean
insert_instance (SentinelDatabase *db, SentinelInstance *instance, GBytes *flap, GError **error)
{
  if (!sentinel_statement_run_bound (db,
                                     error,
                                     insert_instance_sql,
                                     "ifsitiittiiibidttt",
                                     instance->rule_id,
                                     instance->fingerprint,
                                     instance->labels,
                                     (gint64) instance->condition,
                                     (gint64) instance->level,
                                     instance->observed_breach_ms,
                                     instance->observed_clear_ms,
                                     instance->first_breach_at_us,
                                     instance->first_clear_at_us,
                                     (gint64) instance->ring,
                                     (gint64) instance->ring_used,
                                     (gint64) instance->missing_count,
                                     flap,
                                     (gint64) instance->flapping,
                                     instance->last_value,
                                     instance->last_eval_at_us,
                                     instance->open_event_id,
                                     instance->ack_event_id))
    return FALSE;
  instance->id = sentinel_database_get_last_insert_id (db);
  return TRUE;
}

static const char update_instance_sql[] =
    "UPDATE instance SET condition = ?, level = ?, observed_breach_ms = ?,"
    " observed_clear_ms = ?, first_breach_at_us = ?, first_clear_at_us = ?, ring = ?,"
    " ring_used = ?, missing_count = ?, flap = ?, flapping = ?, last_value = ?,"
    " last_eval_at_us = ?, open_event_id = ?, ack_event_id = ? WHERE id = ?";

static gboolean
update_instance (SentinelDatabase *db,
                 const SentinelInstance *instance,
                 GBytes *flap,
                 GError **error)
{
  return sentinel_statement_run_bound (db,
                                       error,
                                       update_instance_sql,
                                       "itiittiiibidttti",
                                       (gint64) instance->condition,
                                       (gint64) instance->level,
                                       instance->observed_breach_ms,
                                       instance->observed_clear_ms,
                                       instance->first_breach_at_us,
                                       instance->first_clear_at_us,
                                       (gint64) instance->ring,
                                       (gint64) instance->ring_used,
                                       (gint64) instance->missing_count,
                                       flap,
                                       (gint64) instance->flapping,
                                       instance->last_value,
                                       instance->last_eval_at_us,
                                       instance->open_event_id,
                                       instance->ack_event_id,
                                       instance->id);
}

/**
 * sentinel_instance_store_put:
 * @tx: the open transaction
 * @instance: with id 0 it is inserted and gets one; else its state is updated (identity and labels
 * never change)
 *
 * Touches the rule, as a run does. Writer thread.
 *
 * Returns: whether it was written
 */
gboolean
sentinel_instance_store_put (SentinelTransaction *tx, SentinelInstance *instance, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (GBytes) flap = sentinel_flap_to_bytes (&instance->flap);
  gboolean written = instance->id == 0 ? insert_instance (db, instance, flap, error)
                                       : update_instance (db, instance, flap, error);

  if (written)
    sentinel_transaction_touch (tx, SENTINEL_NOUN_RUN, instance->rule_id);
  return written;
}

/**
 * sentinel_instance_store_delete:
 * @tx: the open transaction
 * @instance: a stored one, without an open event
 *
 * Deletes it with all that was measured of it and what channels were told last. Events and
 * transitions keep its id, which names nothing any more. Touches the rule, as a run does. Writer
 * thread.
 *
 * Returns: whether it is gone
 */
gboolean
sentinel_instance_store_delete (SentinelTransaction *tx,
                                const SentinelInstance *instance,
                                GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM sample WHERE series_id IN (SELECT id FROM series WHERE instance_id = ?)",
    "DELETE FROM sample_1m WHERE series_id IN (SELECT id FROM series WHERE instance_id = ?)",
    "DELETE FROM sample_1h WHERE series_id IN (SELECT id FROM series WHERE instance_id = ?)",
    "DELETE FROM sample_1d WHERE series_id IN (SELECT id FROM series WHERE instance_id = ?)",
    "DELETE FROM series WHERE instance_id = ?",
    "DELETE FROM told WHERE instance_id = ?",
    "DELETE FROM instance WHERE id = ?",
  };
  SentinelDatabase *db = sentinel_transaction_get_database (tx);

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!sentinel_statement_run_bound (db, error, statements[i], "i", instance->id))
      return FALSE;
  sentinel_transaction_touch (tx, SENTINEL_NOUN_RUN, instance->rule_id);
  return TRUE;
}
