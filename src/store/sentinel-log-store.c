/* SPDX-License-Identifier: MIT */
/* Table log: append-only, read from its end. */
#include "sentinel-log-store.h"
#include "sentinel-rows.h"

#define LOG_COLUMNS \
  "id, at_us, level, type, message, user, source_id, importance, rule_id, event_id, run_id"

/**
 * sentinel_log_store_insert:
 * @tx: the open transaction
 * @entry: what to add; gets its id
 *
 * Returns: whether it was written
 */
gboolean
sentinel_log_store_insert (SentinelTransaction *tx, SentinelLogEntry *entry, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);

  if (!sentinel_statement_run_bound (db,
                                     error,
                                     "INSERT INTO log (at_us, level, type, message, user, "
                                     "source_id, importance,"
                                     " rule_id, event_id, run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
                                     "?, ?)",
                                     "iisssttttt",
                                     entry->at_us,
                                     (gint64) entry->level,
                                     entry->type,
                                     entry->message,
                                     entry->user,
                                     entry->source_id,
                                     (gint64) entry->importance,
                                     entry->rule_id,
                                     entry->event_id,
                                     entry->run_id))
    return FALSE;
  entry->id = sentinel_database_get_last_insert_id (db);
  sentinel_transaction_touch (tx, SENTINEL_NOUN_LOG, entry->id);
  return TRUE;
}

static gpointer
read_entry (SentinelStatement *row, GError **error)
{
  SentinelLogEntry *entry =
      sentinel_log_entry_new ((SentinelLogLevel) sentinel_statement_get_int (row, 2),
                              sentinel_statement_get_text (row, 3),
                              sentinel_statement_get_text (row, 4),
                              sentinel_statement_get_int (row, 1));

  entry->id = sentinel_statement_get_int (row, 0);
  entry->user = sentinel_statement_dup_text (row, 5);
  entry->source_id = sentinel_statement_get_int (row, 6);
  entry->importance = (SentinelImportance) sentinel_statement_get_int (row, 7);
  entry->rule_id = sentinel_statement_get_int (row, 8);
  entry->event_id = sentinel_statement_get_int (row, 9);
  entry->run_id = sentinel_statement_get_int (row, 10);
  return entry;
}

static GPtrArray *
list_entries (SentinelDatabase *db,
              const char *sql,
              gint64 after_id,
              SentinelLogLevel min_level,
              guint limit,
              GError **error)
{
  g_autoptr (SentinelStatement) statement = sentinel_statement_get (db, sql, error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "iii", after_id, (gint64) min_level, (gint64) limit);
  return sentinel_rows_collect (statement,
                                read_entry,
                                (GDestroyNotify) sentinel_log_entry_free,
                                error);
}

static void
reverse (GPtrArray *array)
{
  for (guint i = 0, j = array->len; i + 1 < j; i++) {
    gpointer first = array->pdata[i];

    array->pdata[i] = array->pdata[--j];
    array->pdata[j] = first;
  }
}

/**
 * sentinel_log_store_list:
 * @db: any connection
 * @after_id: only entries with a greater id; 0: the newest @limit
 * @min_level: only entries of at least this level
 * @limit: at most so many
 *
 * Returns: (transfer full) (nullable) (element-type SentinelLogEntry): oldest first; NULL with
 * error
 */
GPtrArray *
sentinel_log_store_list (SentinelDatabase *db,
                         gint64 after_id,
                         SentinelLogLevel min_level,
                         guint limit,
                         GError **error)
{
  GPtrArray *entries;

  if (after_id > 0)
    return list_entries (db,
                         "SELECT " LOG_COLUMNS
                         " FROM log WHERE id > ? AND level >= ? ORDER BY id LIMIT ?",
                         after_id,
                         min_level,
                         limit,
                         error);
  entries = list_entries (db,
                          "SELECT " LOG_COLUMNS
                          " FROM log WHERE id > ? AND level >= ? ORDER BY id DESC LIMIT ?",
                          0,
                          min_level,
                          limit,
                          error);
  if (entries != NULL)
    reverse (entries);
  return entries;
}
