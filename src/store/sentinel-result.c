/* SPDX-License-Identifier: MIT */
/* Asks the database for the ids that a query matches, on a reader. */
#include "sentinel-result.h"
#include "sentinel-array-result.h"
#include "sentinel-query-sql.h"
#include "sentinel-rows.h"

const SentinelNick sentinel_sort_nicks[] = {
  { SENTINEL_SORT_TIME, "time" },       { SENTINEL_SORT_IMPORTANCE, "importance" },
  { SENTINEL_SORT_SOURCE, "source" },   { SENTINEL_SORT_CATEGORY, "category" },
  { SENTINEL_SORT_MESSAGE, "message" }, { SENTINEL_SORT_STATUS, "status" },
  { SENTINEL_SORT_RULE, "rule" },       { SENTINEL_SORT_VALUE, "value" },
  { SENTINEL_SORT_CLOSED, "closed" },   { 0, NULL },
};

G_DEFINE_ABSTRACT_TYPE (SentinelResult, sentinel_result, G_TYPE_OBJECT)

static void
sentinel_result_class_init (SentinelResultClass *klass)
{
}

static void
sentinel_result_init (SentinelResult *self)
{
}

/**
 * sentinel_result_get_count:
 * @self: a result
 *
 * Any thread.
 *
 * Returns: how many ids it has
 */
gint64
sentinel_result_get_count (SentinelResult *self)
{
  return SENTINEL_RESULT_GET_CLASS (self)->get_count (self);
}

/**
 * sentinel_result_get_id:
 * @self: a result
 * @position: from 0
 *
 * Any thread.
 *
 * Returns: the id there; 0: past the end
 */
gint64
sentinel_result_get_id (SentinelResult *self, gint64 position)
{
  return SENTINEL_RESULT_GET_CLASS (self)->get_id (self, position);
}

/**
 * sentinel_result_get_position:
 * @self: a result
 * @id: an id
 *
 * Returns: where it stands; -1: not in it
 */
gint64
sentinel_result_get_position (SentinelResult *self, gint64 id)
{
  return SENTINEL_RESULT_GET_CLASS (self)->get_position (self, id);
}

/**
 * sentinel_result_get_n_older:
 * @self: a result
 *
 * Returns: how many matches the limit of the query cut
 */
gint64
sentinel_result_get_n_older (SentinelResult *self)
{
  SentinelResultClass *klass = SENTINEL_RESULT_GET_CLASS (self);

  return klass->get_n_older != NULL ? klass->get_n_older (self) : 0;
}

/**
 * sentinel_result_get_stale_at_us:
 * @self: a result
 *
 * Returns: when the answer changes by time alone, microseconds UTC; 0: never
 */
gint64
sentinel_result_get_stale_at_us (SentinelResult *self)
{
  SentinelResultClass *klass = SENTINEL_RESULT_GET_CLASS (self);

  return klass->get_stale_at_us != NULL ? klass->get_stale_at_us (self) : 0;
}

/**
 * sentinel_result_new_from_ids:
 * @ids: (transfer full) (element-type gint64): ids in their order, each one once
 *
 * Returns: (transfer full): a result of them
 */
SentinelResult *
sentinel_result_new_from_ids (GArray *ids)
{
  return sentinel_array_result_new (ids, 0, 0);
}

static gint64
ask_int (SentinelDatabase *db,
         const SentinelQuery *query,
         const SentinelFilterSql *filter,
         const char *sql,
         GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_query_sql_prepare (db, query, filter, sql, error);

  return statement != NULL ? sentinel_rows_read_int (statement, error) : -1;
}

static gint64
ask_n_older (SentinelDatabase *db,
             const SentinelQuery *query,
             const SentinelFilterSql *filter,
             gint64 n_ids,
             GError **error)
{
  gint64 limit = sentinel_query_get_limit (query);
  g_autofree char *sql = NULL;
  gint64 count;

  if (limit == 0 || n_ids < limit)
    return 0;
  sql = sentinel_query_sql_count (query, filter);
  count = ask_int (db, query, filter, sql, error);
  return count < 0 ? -1 : MAX (count - n_ids, 0);
}

static gint64
ask_stale_at (SentinelDatabase *db,
              const SentinelQuery *query,
              const SentinelFilterSql *filter,
              GError **error)
{
  g_autofree char *sql = NULL;

  if (!query->live)
    return 0;
  sql = sentinel_query_sql_stale (filter);
  return ask_int (db, query, filter, sql, error);
}

/**
 * sentinel_result_query:
 * @db: a connection
 * @query: what is asked for
 *
 * Reader thread. An interrupt of the connection ends it with G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (nullable): the answer; NULL with error
 */
SentinelResult *
sentinel_result_query (SentinelDatabase *db, const SentinelQuery *query, GError **error)
{
  g_autoptr (SentinelFilterSql) filter = sentinel_filter_sql_new (query->filter);
  g_autofree char *sql = sentinel_query_sql_ids (query, filter);
  g_autoptr (SentinelStatement) statement =
      sentinel_query_sql_prepare (db, query, filter, sql, error);
  g_autoptr (GArray) ids = statement != NULL ? sentinel_rows_collect_ids (statement, error) : NULL;
  gint64 n_older, stale_at_us;

  if (ids == NULL)
    return NULL;
  n_older = ask_n_older (db, query, filter, ids->len, error);
  if (n_older < 0)
    return NULL;
  stale_at_us = ask_stale_at (db, query, filter, error);
  if (stale_at_us < 0)
    return NULL;
  return sentinel_array_result_new (g_steal_pointer (&ids), n_older, stale_at_us);
}

/**
 * sentinel_result_query_count:
 * @db: a connection
 * @query: what is asked for; its limit and order do not matter
 *
 * Reader thread.
 *
 * Returns: how many events match; -1 with error
 */
gint64
sentinel_result_query_count (SentinelDatabase *db, const SentinelQuery *query, GError **error)
{
  g_autoptr (SentinelFilterSql) filter = sentinel_filter_sql_new (query->filter);
  g_autofree char *sql = sentinel_query_sql_count (query, filter);

  return ask_int (db, query, filter, sql, error);
}
