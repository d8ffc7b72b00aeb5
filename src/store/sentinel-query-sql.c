/* SPDX-License-Identifier: MIT */
/* Builds the statements of a query. A live query is the sum of three branches that have no event in
 * common, and each of them has an index of its own size or the range of the newest ids: what a live
 * view costs does not grow with the history. */
#include "sentinel-query-sql.h"

typedef struct {
  const char *from;
  const char *where;
} Branch;

/* Acknowledged high and critical events leave at once, so they are in none. */
static const Branch unacknowledged = {
  "event e INDEXED BY event_unacked",
  "e.acked_at_us IS NULL AND e.importance >= 30",
};
static const Branch firing = {
  "event e INDEXED BY event_open",
  "e.closed_at_us IS NULL AND e.importance < 30",
};
static const Branch recent = {
  "event e NOT INDEXED",
  "e.id > (SELECT max (id) FROM event) - " G_STRINGIFY (SENTINEL_LIVE_WINDOW) " AND e.closed_at_us "
                                                                             "IS NOT NULL AND "
                                                                             "e.importance < 30 "
                                                                             "AND e.shown_until_us "
                                                                             "> ",
  };

/* Texts without case; what has no value comes last in both directions. */
static const char *const sort_expressions[] = {
  [SENTINEL_SORT_TIME] = NULL,
  [SENTINEL_SORT_IMPORTANCE] = "e.importance",
  [SENTINEL_SORT_SOURCE] = "(SELECT name FROM source WHERE id = e.source_id) COLLATE NOCASE",
  [SENTINEL_SORT_CATEGORY] = "(SELECT name FROM category WHERE id = e.category_id) COLLATE NOCASE",
  [SENTINEL_SORT_MESSAGE] = "e.message COLLATE NOCASE",
  [SENTINEL_SORT_STATUS] = SENTINEL_ATTENTION_SQL,
  [SENTINEL_SORT_RULE] = "(SELECT name FROM rule WHERE id = e.rule_id) COLLATE NOCASE",
  [SENTINEL_SORT_VALUE] = "e.value_last",
  [SENTINEL_SORT_CLOSED] = "e.closed_at_us",
};

/**
 * sentinel_query_get_limit:
 * @query: a query
 *
 * Returns: at most how many ids it answers; 0: all
 */
gint64
sentinel_query_get_limit (const SentinelQuery *query)
{
  if (!query->live)
    return MAX (query->limit, 0);
  return query->limit > 0 ? MIN (query->limit, SENTINEL_LIVE_LIMIT) : SENTINEL_LIVE_LIMIT;
}

static void
append_parameter (GString *sql, const SentinelFilterSql *filter, SentinelQueryParameter parameter)
{
  g_string_append_printf (sql, "?%u", filter->bindings->len + (guint) parameter);
}

static void
append_order (GString *sql, const SentinelQuery *query)
{
  const char *expression = sort_expressions[query->sort];
  const char *direction = query->ascending ? "ASC" : "DESC";

  if (expression == NULL)
    g_string_append_printf (sql, " ORDER BY e.id %s", direction);
  else
    g_string_append_printf (sql, " ORDER BY %s %s NULLS LAST, e.id DESC", expression, direction);
}

static void
append_branch (GString *sql, const Branch *branch, const SentinelFilterSql *filter)
{
  g_string_append_printf (sql, " FROM %s WHERE %s", branch->from, branch->where);
  if (branch == &recent)
    append_parameter (sql, filter, SENTINEL_QUERY_PARAMETER_NOW);
  g_string_append_printf (sql, " AND (%s)", filter->where);
}

static void
append_newest_of_branch (GString *sql, const Branch *branch, const SentinelFilterSql *filter)
{
  g_string_append (sql, "SELECT * FROM (SELECT e.id AS id");
  append_branch (sql, branch, filter);
  g_string_append (sql, " ORDER BY e.id DESC LIMIT ");
  append_parameter (sql, filter, SENTINEL_QUERY_PARAMETER_LIMIT);
  g_string_append_c (sql, ')');
}

/* The newest of all are among the newest of each branch. */
static void
append_live_ids (GString *sql, const SentinelFilterSql *filter)
{
  append_newest_of_branch (sql, &unacknowledged, filter);
  g_string_append (sql, " UNION ALL ");
  append_newest_of_branch (sql, &firing, filter);
  g_string_append (sql, " UNION ALL ");
  append_newest_of_branch (sql, &recent, filter);
  g_string_append (sql, " ORDER BY id DESC LIMIT ");
  append_parameter (sql, filter, SENTINEL_QUERY_PARAMETER_LIMIT);
}

/* The newest first is the order in which the branches are merged. */
static char *
format_live_ids (const SentinelQuery *query, const SentinelFilterSql *filter)
{
  gboolean is_merge_order = query->sort == SENTINEL_SORT_TIME && !query->ascending;
  GString *sql = g_string_new (is_merge_order ? NULL : "SELECT e.id FROM event e WHERE e.id IN (");

  append_live_ids (sql, filter);
  if (is_merge_order)
    return g_string_free (sql, FALSE);
  g_string_append_c (sql, ')');
  append_order (sql, query);
  return g_string_free (sql, FALSE);
}

/**
 * sentinel_query_sql_ids:
 * @query: a query
 * @filter: its filter
 *
 * Returns: (transfer full): the statement that answers the ids in their order
 */
char *
sentinel_query_sql_ids (const SentinelQuery *query, const SentinelFilterSql *filter)
{
  GString *sql;

  if (query->live)
    return format_live_ids (query, filter);
  sql = g_string_new (NULL);
  g_string_append_printf (sql, "SELECT e.id FROM event e WHERE %s", filter->where);
  append_order (sql, query);
  if (sentinel_query_get_limit (query) > 0) {
    g_string_append (sql, " LIMIT ");
    append_parameter (sql, filter, SENTINEL_QUERY_PARAMETER_LIMIT);
  }
  return g_string_free (sql, FALSE);
}

/**
 * sentinel_query_sql_count:
 * @query: a query
 * @filter: its filter
 *
 * Returns: (transfer full): the statement that answers how many events match, whatever the limit
 */
char *
sentinel_query_sql_count (const SentinelQuery *query, const SentinelFilterSql *filter)
{
  GString *sql;

  if (!query->live)
    return g_strdup_printf ("SELECT count (*) FROM event e WHERE %s", filter->where);
  sql = g_string_new ("SELECT (SELECT count (*)");
  append_branch (sql, &unacknowledged, filter);
  g_string_append (sql, ") + (SELECT count (*)");
  append_branch (sql, &firing, filter);
  g_string_append (sql, ") + (SELECT count (*)");
  append_branch (sql, &recent, filter);
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

/**
 * sentinel_query_sql_stale:
 * @filter: the filter of a live query
 *
 * Returns: (transfer full): the statement that answers when the first event leaves because it has
 * been shown long enough
 */
char *
sentinel_query_sql_stale (const SentinelFilterSql *filter)
{
  GString *sql = g_string_new ("SELECT min (e.shown_until_us)");

  append_branch (sql, &recent, filter);
  return g_string_free (sql, FALSE);
}

static void
append_facets_of (GString *sql, const Branch *branch, const SentinelFilterSql *filter)
{
  g_string_append (sql,
                   "SELECT e.importance AS importance, " SENTINEL_WAITING_SQL
                   " AS is_waiting, e.category_id AS category_id");
  append_branch (sql, branch, filter);
}

/**
 * sentinel_query_sql_facets:
 * @filter: the filter of a live query
 *
 * Returns: (transfer full): the statement that answers rows of importance, whether they need a
 * person, the category's name and how many events there are of these
 */
char *
sentinel_query_sql_facets (const SentinelFilterSql *filter)
{
  GString *sql = g_string_new ("SELECT importance, is_waiting, "
                               "(SELECT name FROM category WHERE id = category_id), count (*) "
                               "FROM (");

  append_facets_of (sql, &unacknowledged, filter);
  g_string_append (sql, " UNION ALL ");
  append_facets_of (sql, &firing, filter);
  g_string_append (sql, " UNION ALL ");
  append_facets_of (sql, &recent, filter);
  g_string_append (sql, ") GROUP BY importance, is_waiting, category_id");
  return g_string_free (sql, FALSE);
}

/**
 * sentinel_query_sql_prepare:
 * @db: a connection
 * @query: a query
 * @filter: its filter
 * @sql: one of its statements
 * @error: the store's
 *
 * SQLite ignores the parameters that a statement does not mention. Reader thread.
 *
 * Returns: (transfer full) (nullable): the statement, everything bound; %NULL with error
 */
SentinelStatement *
sentinel_query_sql_prepare (SentinelDatabase *db,
                            const SentinelQuery *query,
                            const SentinelFilterSql *filter,
                            const char *sql,
                            GError **error)
{
  SentinelStatement *statement = sentinel_statement_prepare (db, sql, error);
  int n_bindings = (int) filter->bindings->len;

  if (statement == NULL)
    return NULL;
  sentinel_filter_sql_bind (filter, statement);
  sentinel_statement_bind_int_at (statement,
                                  n_bindings + SENTINEL_QUERY_PARAMETER_LIMIT,
                                  sentinel_query_get_limit (query));
  sentinel_statement_bind_int_at (statement,
                                  n_bindings + SENTINEL_QUERY_PARAMETER_NOW,
                                  query->now_us);
  return statement;
}
