/* SPDX-License-Identifier: MIT */
/* Table note: append-only, read per event. */
#include "sentinel-note-store.h"
#include "sentinel-rows.h"

#define NOTE_COLUMNS "id, event_id, at_us, author, via, kind, body, batch"

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
                              "SELECT " NOTE_COLUMNS " FROM note WHERE event_id = ? ORDER BY id",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", event_id);
  return sentinel_rows_collect (statement, read_note, (GDestroyNotify) sentinel_note_free, error);
}

#define CHOSEN_SQL "event_id = ?1 AND (?2 >> kind) & 1 AND at_us <= ?3"

static gint64
count_chosen (SentinelDatabase *db, gint64 event_id, guint kinds, gint64 until_us, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, "SELECT count(*) FROM note WHERE " CHOSEN_SQL, error);

  if (statement == NULL)
    return -1;
  sentinel_statement_bind (statement, "iii", event_id, (gint64) kinds, until_us);
  return sentinel_rows_read_int (statement, error);
}

/**
 * sentinel_note_store_list_newest:
 * @db: any connection
 * @event_id: an event
 * @kinds: bits 1 << #SentinelNoteKind: which of them
 * @until_us: microseconds UTC; nothing after it
 * @limit: at most so many
 * @n_left_out: (out): how many lie before them
 * @error: the store's
 *
 * Returns: (transfer full) (nullable) (element-type SentinelNote): its newest notes, oldest first;
 * NULL with error
 */
GPtrArray *
sentinel_note_store_list_newest (SentinelDatabase *db,
                                 gint64 event_id,
                                 guint kinds,
                                 gint64 until_us,
                                 guint limit,
                                 gint64 *n_left_out,
                                 GError **error)
{
  gint64 n_all = count_chosen (db, event_id, kinds, until_us, error);
  g_autoptr (SentinelStatement) statement = NULL;
  GPtrArray *notes;

  if (n_all >= 0)
    statement = sentinel_statement_get (db,
                                        "SELECT " NOTE_COLUMNS
                                        " FROM (SELECT * FROM note WHERE " CHOSEN_SQL
                                        " ORDER BY id DESC LIMIT ?4) ORDER BY id",
                                        error);
  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "iiii", event_id, (gint64) kinds, until_us, (gint64) limit);
  notes = sentinel_rows_collect (statement, read_note, (GDestroyNotify) sentinel_note_free, error);
  *n_left_out = notes != NULL ? n_all - notes->len : 0;
  return notes;
}
