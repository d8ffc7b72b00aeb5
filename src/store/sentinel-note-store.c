/* SPDX-License-Identifier: MIT */
/* Table note: append-only, read per event. */
#include "sentinel-note-store.h"
#include "sentinel-rows.h"

/**
 * sentinel_note_store_insert:
 * @tx: the open transaction
 * @note: what to add; gets its id
 *
 * Adds a note to an event that exists, and touches that event. Writer thread.
 *
 * Returns: whether it was written
 */
gboolean
sentinel_note_store_insert (SentinelTransaction *tx, SentinelNote *note, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);

  if (!sentinel_statement_run_bound (db,
                                     error,
                                     "INSERT INTO note (event_id, at_us, author, via, kind, body, "
                                     "batch)"
                                     " VALUES (?, ?, ?, ?, ?, ?, ?)",
                                     "iisiist",
                                     note->event_id,
                                     note->at_us,
                                     note->author,
                                     (gint64) note->via,
                                     (gint64) note->kind,
                                     note->body,
                                     note->batch))
    return FALSE;
  note->id = sentinel_database_get_last_insert_id (db);
  sentinel_transaction_touch (tx, SENTINEL_NOUN_EVENT, note->event_id);
  return TRUE;
}

static gpointer
read_note (SentinelStatement *row, GError **error)
{
  const SentinelActor actor = { sentinel_statement_get_text (row, 3),
                                (SentinelVia) sentinel_statement_get_int (row, 4) };
  SentinelNote *note = sentinel_note_new (sentinel_statement_get_int (row, 1),
                                          (SentinelNoteKind) sentinel_statement_get_int (row, 5),
                                          sentinel_statement_get_text (row, 6),
                                          &actor,
                                          sentinel_statement_get_int (row, 2));

  note->id = sentinel_statement_get_int (row, 0);
  note->batch = sentinel_statement_get_int (row, 7);
  return note;
}

/**
 * sentinel_note_store_list:
 * @db: any connection
 * @event_id: an event
 *
 * Returns: (transfer full) (nullable) (element-type SentinelNote): its notes, oldest first; NULL
 * with error
 */
GPtrArray *
sentinel_note_store_list (SentinelDatabase *db, gint64 event_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT id, event_id, at_us, author, via, kind, body, batch"
                              " FROM note WHERE event_id = ? ORDER BY id",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", event_id);
  return sentinel_rows_collect (statement, read_note, (GDestroyNotify) sentinel_note_free, error);
}
