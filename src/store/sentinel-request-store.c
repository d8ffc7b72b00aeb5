/* SPDX-License-Identifier: MIT */
/* Table request: a small mailbox for the owner of the engine. Answered rows are of no use after a
 * day and go with the next look into it. */
#include "sentinel-request-store.h"
#include "sentinel-error.h"
#include "sentinel-rows.h"

#define REQUEST_COLUMNS "id, kind, rule_id, body, state, result, at_us"

/**
 * sentinel_request_free:
 * @self: (nullable): a request
 */
void
sentinel_request_free (SentinelRequest *self)
{
  if (self == NULL)
    return;
  g_free (self->body);
  g_free (self->result);
  g_free (self);
}

/**
 * sentinel_request_store_insert:
 * @tx: the open transaction
 * @kind: what is asked for
 * @rule_id: of which rule; 0: of none
 * @body: (nullable): more, as JSON
 *
 * Returns: the id to wait for; 0 with error
 */
gint64
sentinel_request_store_insert (SentinelTransaction *tx,
                               SentinelRequestKind kind,
                               gint64 rule_id,
                               const char *body,
                               GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 id;

  if (!sentinel_statement_run_bound (db,
                                     error,
                                     "INSERT INTO request (kind, rule_id, body, state, at_us) "
                                     "VALUES (?, ?, ?, ?, ?)",
                                     "itsii",
                                     (gint64) kind,
                                     rule_id,
                                     body,
                                     (gint64) SENTINEL_REQUEST_WAITING,
                                     sentinel_transaction_get_now_us (tx)))
    return 0;
  id = sentinel_database_get_last_insert_id (db);
  sentinel_transaction_touch (tx, SENTINEL_NOUN_REQUEST, id);
  return id;
}

static gpointer
read_request (SentinelStatement *row, GError **error)
{
  SentinelRequest *request = g_new0 (SentinelRequest, 1);

  request->id = sentinel_statement_get_int (row, 0);
  request->kind = (SentinelRequestKind) sentinel_statement_get_int (row, 1);
  request->rule_id = sentinel_statement_get_int (row, 2);
  request->body = sentinel_statement_dup_text (row, 3);
  request->state = (SentinelRequestState) sentinel_statement_get_int (row, 4);
  request->result = sentinel_statement_dup_text (row, 5);
  request->at_us = sentinel_statement_get_int (row, 6);
  return request;
}

/**
 * sentinel_request_store_get:
 * @db: any connection
 * @id: a request
 *
 * Returns: (transfer full) (nullable): the request; NULL with SENTINEL_ERROR_NOT_FOUND or an error
 * of the database
 */
SentinelRequest *
sentinel_request_store_get (SentinelDatabase *db, gint64 id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, "SELECT " REQUEST_COLUMNS " FROM request WHERE id = ?", error);
  g_autoptr (GError) local_error = NULL;
  SentinelRequest *request;

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", id);
  request = sentinel_rows_read_one (statement, read_request, &local_error);
  if (request == NULL && local_error == NULL)
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_NOT_FOUND,
                 "There is no request %" G_GINT64_FORMAT,
                 id);
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return request;
}

/* Steps an UPDATE … RETURNING id and touches what it changed. */
static gboolean
touch_returned (SentinelTransaction *tx, SentinelStatement *statement, GError **error)
{
  g_autoptr (GArray) ids = sentinel_rows_collect_ids (statement, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    sentinel_transaction_touch (tx, SENTINEL_NOUN_REQUEST, g_array_index (ids, gint64, i));
  return TRUE;
}

/* By the distance, not the age: after the clock was set back, an old request must not look young.
 */
static gboolean
fail_late_requests (SentinelTransaction *tx, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (sentinel_transaction_get_database (tx),
                              "UPDATE request SET state = ?, result = 'Nobody took this request in "
                              "time; ask again'"
                              " WHERE state = ? AND abs (? - at_us) > ? RETURNING id",
                              error);

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement,
                           "iiii",
                           (gint64) SENTINEL_REQUEST_FAILED,
                           (gint64) SENTINEL_REQUEST_WAITING,
                           sentinel_transaction_get_now_us (tx),
                           (gint64) SENTINEL_REQUEST_LIFE_US);
  return touch_returned (tx, statement, error);
}

static gboolean
trim_requests (SentinelTransaction *tx, GError **error)
{
  return sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                       error,
                                       "DELETE FROM request WHERE state >= ? AND at_us < ?",
                                       "ii",
                                       (gint64) SENTINEL_REQUEST_DONE,
                                       sentinel_transaction_get_now_us (tx) - G_TIME_SPAN_DAY);
}

/**
 * sentinel_request_store_take:
 * @tx: the open transaction
 *
 * Takes what is waiting, for the owner of the engine. Requests past their life are failed instead.
 *
 * Returns: (transfer full) (nullable) (element-type SentinelRequest): oldest first, maybe none;
 * NULL with error
 */
GPtrArray *
sentinel_request_store_take (SentinelTransaction *tx, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (GPtrArray) requests = NULL;
  g_autoptr (SentinelStatement) statement = NULL;

  if (!trim_requests (tx, error) || !fail_late_requests (tx, error))
    return NULL;
  statement = sentinel_statement_get (db,
                                      "SELECT " REQUEST_COLUMNS
                                      " FROM request WHERE state = ? ORDER BY id",
                                      error);
  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", (gint64) SENTINEL_REQUEST_WAITING);
  requests = sentinel_rows_collect (statement,
                                    read_request,
                                    (GDestroyNotify) sentinel_request_free,
                                    error);
  for (guint i = 0; requests != NULL && i < requests->len; i++) {
    SentinelRequest *request = g_ptr_array_index (requests, i);

    if (!sentinel_request_store_answer (tx, request->id, SENTINEL_REQUEST_TAKEN, NULL, error))
      return NULL;
    request->state = SENTINEL_REQUEST_TAKEN;
  }
  return g_steal_pointer (&requests);
}

/**
 * sentinel_request_store_answer:
 * @tx: the open transaction
 * @id: a request
 * @state: what became of it
 * @result: (nullable): JSON when done, text when failed
 *
 * Returns: whether it was written
 */
gboolean
sentinel_request_store_answer (SentinelTransaction *tx,
                               gint64 id,
                               SentinelRequestState state,
                               const char *result,
                               GError **error)
{
  if (!sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                     error,
                                     "UPDATE request SET state = ?, result = ? WHERE id = ?",
                                     "isi",
                                     (gint64) state,
                                     result,
                                     id))
    return FALSE;
  sentinel_transaction_touch (tx, SENTINEL_NOUN_REQUEST, id);
  return TRUE;
}
