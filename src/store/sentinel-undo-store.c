/* SPDX-License-Identifier: MIT */
/* Batches are numbered in the order of time, so that the oldest is the first of the table. */
#include "sentinel-undo-store.h"
#include "sentinel-json.h"
#include "sentinel-rows.h"

/* More wait for the next act: there are never many more acts than acts to trim. */
#define BATCHES_AT_ONCE 4

static void
undo_row_free (gpointer data)
{
  SentinelUndoRow *row = data;

  sentinel_event_unref (row->before);
  g_free (row);
}

/* Writing */

static void
set_code (JsonObject *object, const char *member, gint64 code)
{
  if (code == 0)
    json_object_set_null_member (object, member);
  else
    json_object_set_int_member (object, member, code);
}

static char *
attention_to_text (const SentinelEvent *event, gint64 inherited_id, gint64 at_us)
{
  g_autoptr (JsonObject) object = json_object_new ();

  sentinel_json_set_time (object, "acked_at_us", event->acked_at_us);
  set_code (object, "acked_level", event->acked_level);
  set_code (object, "ack_scope", event->ack_scope);
  sentinel_json_set_time (object, "ack_until_us", event->ack_until_us);
  sentinel_json_set_text (object, "acked_by", event->acked_by);
  sentinel_json_set_text (object, "ack_comment", event->ack_comment);
  sentinel_json_set_time (object, "snoozed_until_us", event->snoozed_until_us);
  set_code (object, "ack_event_id", inherited_id);
  json_object_set_int_member (object, "at_us", at_us);
  return sentinel_json_object_to_text (object);
}

/**
 * sentinel_undo_store_remember:
 * @tx: the open transaction
 * @batch: the act that is about to change the event
 * @before: the event as it is
 * @inherited_id: the ack_event_id of its instance; 0: none
 * @error: the store's
 *
 * Writer thread.
 *
 * Returns: whether it was written
 */
gboolean
sentinel_undo_store_remember (SentinelTransaction *tx,
                              gint64 batch,
                              const SentinelEvent *before,
                              gint64 inherited_id,
                              GError **error)
{
  g_autofree char *text =
      attention_to_text (before, inherited_id, sentinel_transaction_get_now_us (tx));

  return sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                       error,
                                       "INSERT INTO undo (batch, event_id, before) VALUES (?, ?, ?)"
                                       " ON CONFLICT (batch, event_id) DO NOTHING",
                                       "iis",
                                       batch,
                                       before->id,
                                       text);
}

/* Reading */

static gint64
get_number (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node)
                                                                         : 0;
}

static char *
dup_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_dup_string (node)
             : NULL;
}

static void
fill_row (SentinelUndoRow *row, JsonObject *object)
{
  SentinelEvent *before = row->before;

  before->id = row->event_id;
  before->acked_at_us = get_number (object, "acked_at_us");
  before->acked_level = (SentinelImportance) get_number (object, "acked_level");
  before->ack_scope = (SentinelAckScope) get_number (object, "ack_scope");
  before->ack_until_us = get_number (object, "ack_until_us");
  before->acked_by = dup_text (object, "acked_by");
  before->ack_comment = dup_text (object, "ack_comment");
  before->snoozed_until_us = get_number (object, "snoozed_until_us");
  row->inherited_id = get_number (object, "ack_event_id");
  row->at_us = get_number (object, "at_us");
}

/* What cannot be read any more is a row of nothing: it is too old to be undone, and is trimmed. */
static gpointer
read_row (SentinelStatement *statement, GError **error)
{
  SentinelUndoRow *row = g_new0 (SentinelUndoRow, 1);
  g_autoptr (JsonObject) object =
      sentinel_json_parse_object (sentinel_statement_get_text (statement, 1), -1, 0, NULL);

  row->event_id = sentinel_statement_get_int (statement, 0);
  row->before = sentinel_event_new ();
  if (object != NULL)
    fill_row (row, object);
  return row;
}

/**
 * sentinel_undo_store_list:
 * @db: any connection
 * @batch: an act
 * @error: the store's
 *
 * Returns: (transfer full) (nullable) (element-type SentinelUndoRow): how its events were before
 * it, the newest event first; empty: there is no such act, or it was trimmed; %NULL with error
 */
GPtrArray *
sentinel_undo_store_list (SentinelDatabase *db, gint64 batch, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT event_id, before FROM undo WHERE batch = ? ORDER BY event_id "
                              "DESC",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", batch);
  return sentinel_rows_collect (statement, read_row, undo_row_free, error);
}

/* Trimming */

/* 0: the table is empty; -1 with error */
static gint64
find_oldest (SentinelDatabase *db, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, "SELECT min(batch) FROM undo", error);

  return statement != NULL ? sentinel_rows_read_int (statement, error) : -1;
}

/* *is_trimmed FALSE: it is not old enough, nor is any after it. */
static gboolean
trim_batch (SentinelTransaction *tx, gint64 batch, gboolean *is_trimmed, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 oldest_us = sentinel_transaction_get_now_us (tx) - SENTINEL_UNDO_KEPT_US;
  g_autoptr (GPtrArray) rows = sentinel_undo_store_list (db, batch, error);

  if (rows == NULL)
    return FALSE;
  *is_trimmed = rows->len > 0 && ((SentinelUndoRow *) rows->pdata[0])->at_us < oldest_us;
  return !*is_trimmed
         || sentinel_statement_run_bound (db,
                                          error,
                                          "DELETE FROM undo WHERE batch = ?",
                                          "i",
                                          batch);
}

/**
 * sentinel_undo_store_trim:
 * @tx: the open transaction
 * @error: the store's
 *
 * Forgets acts that are older than a day. Writer thread.
 *
 * Returns: whether it was done
 */
gboolean
sentinel_undo_store_trim (SentinelTransaction *tx, GError **error)
{
  gboolean is_trimmed = TRUE;

  for (guint i = 0; is_trimmed && i < BATCHES_AT_ONCE; i++) {
    gint64 batch = find_oldest (sentinel_transaction_get_database (tx), error);

    if (batch <= 0)
      return batch == 0;
    if (!trim_batch (tx, batch, &is_trimmed, error))
      return FALSE;
  }
  return TRUE;
}
