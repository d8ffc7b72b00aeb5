/* SPDX-License-Identifier: MIT */
/* The loops that every noun store would repeat: step a bound statement and turn its rows into
 * values. */
#include "sentinel-rows.h"
#include "sentinel-json.h"

/**
 * sentinel_rows_collect:
 * @statement: a bound statement
 * @read_row: makes a value of the current row; NULL with error ends the loop
 * @destroy: frees one value
 *
 * Any thread that owns the statement's connection.
 *
 * Returns: (transfer full) (nullable): the values in the order of the rows, or NULL with error
 */
GPtrArray *
sentinel_rows_collect (SentinelStatement *statement,
                       SentinelRowFunc read_row,
                       GDestroyNotify destroy,
                       GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (destroy);
  gboolean has_row;

  while (TRUE) {
    gpointer value;

    if (!sentinel_statement_step (statement, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&values);
    value = read_row (statement, error);
    if (value == NULL)
      return NULL;
    g_ptr_array_add (values, value);
  }
}

/**
 * sentinel_rows_read_one:
 * @statement: a bound statement
 * @read_row: makes a value of the first row
 *
 * Returns: (transfer full) (nullable): the value; NULL without error when there is no row
 */
gpointer
sentinel_rows_read_one (SentinelStatement *statement, SentinelRowFunc read_row, GError **error)
{
  gboolean has_row;

  if (!sentinel_statement_step (statement, &has_row, error) || !has_row)
    return NULL;
  return read_row (statement, error);
}

/**
 * sentinel_rows_collect_ids:
 * @statement: a bound statement whose first column is an integer
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the first column, or NULL with error
 */
GArray *
sentinel_rows_collect_ids (SentinelStatement *statement, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean has_row;

  while (TRUE) {
    gint64 id;

    if (!sentinel_statement_step (statement, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&ids);
    id = sentinel_statement_get_int (statement, 0);
    g_array_append_val (ids, id);
  }
}

/**
 * sentinel_rows_read_int:
 * @statement: a bound statement whose first column is an integer that is never negative
 *
 * Returns: the first column of the first row; 0 when there is no row or it is NULL; -1 with error
 */
gint64
sentinel_rows_read_int (SentinelStatement *statement, GError **error)
{
  gboolean has_row;

  if (!sentinel_statement_step (statement, &has_row, error))
    return -1;
  return has_row ? sentinel_statement_get_int (statement, 0) : 0;
}

/**
 * sentinel_rows_get_n_changed:
 * @db: a connection
 *
 * Returns: how many rows the last INSERT, UPDATE or DELETE on it changed
 */
gint64
sentinel_rows_get_n_changed (SentinelDatabase *db)
{
  return sqlite3_changes64 (sentinel_database_get_handle (db));
}

/**
 * sentinel_rows_join_texts:
 * @texts: (array zero-terminated=1): any texts
 *
 * Returns: (transfer full): them as a JSON array, so that one parameter can hold any number
 */
char *
sentinel_rows_join_texts (const char *const *texts)
{
  g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), NULL);
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  json_node_take_array (node, array);
  return sentinel_json_to_text (node);
}
