/* SPDX-License-Identifier: MIT */
/* One statement over the branches of a live query, which have no event in common. */
#include "sentinel-event-facets.h"
#include "sentinel-query-sql.h"

enum {
  COLUMN_IMPORTANCE,
  COLUMN_IS_WAITING,
  COLUMN_CATEGORY,
  COLUMN_N,
};

static SentinelCategoryCount *
find_category (SentinelEventFacets *self, const char *name)
{
  SentinelCategoryCount *count;

  for (guint i = 0; i < self->categories->len; i++) {
    count = g_ptr_array_index (self->categories, i);
    if (g_str_equal (count->name, name))
      return count;
  }
  count = g_new0 (SentinelCategoryCount, 1);
  count->name = g_strdup (name);
  g_ptr_array_add (self->categories, count);
  return count;
}

static void
add_row (SentinelEventFacets *self, SentinelStatement *statement)
{
  gint64 importance = sentinel_statement_get_int (statement, COLUMN_IMPORTANCE);
  const char *category = sentinel_statement_get_text (statement, COLUMN_CATEGORY);
  gint64 n = sentinel_statement_get_int (statement, COLUMN_N);

  self->n_all += n;
  if (sentinel_statement_get_int (statement, COLUMN_IS_WAITING) != 0)
    self->n_waiting += n;
  if (importance >= SENTINEL_IMPORTANCE_HIGH)
    self->n_grave += n;
  self->n_of[CLAMP (importance / SENTINEL_IMPORTANCE_LOW, 1, 4) - 1] += n;
  if (category != NULL)
    find_category (self, category)->n += n;
}

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  const SentinelCategoryCount *x = *(SentinelCategoryCount *const *) a;
  const SentinelCategoryCount *y = *(SentinelCategoryCount *const *) b;

  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;
  return g_utf8_collate (x->name, y->name);
}

static void
category_count_free (gpointer data)
{
  SentinelCategoryCount *count = data;

  g_free (count->name);
  g_free (count);
}

static SentinelEventFacets *
facets_new (void)
{
  SentinelEventFacets *self = g_new0 (SentinelEventFacets, 1);

  self->categories = g_ptr_array_new_with_free_func (category_count_free);
  return self;
}

/**
 * sentinel_event_facets_free:
 * @self: (nullable): facets
 */
void
sentinel_event_facets_free (SentinelEventFacets *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->categories);
  g_free (self);
}

/**
 * sentinel_event_facets_read:
 * @db: a connection
 * @query: a live query, counted at its now_us
 * @error: the store's
 *
 * Reader thread.
 *
 * Returns: (transfer full) (nullable): the counts; %NULL with error
 */
SentinelEventFacets *
sentinel_event_facets_read (SentinelDatabase *db, const SentinelQuery *query, GError **error)
{
  g_autoptr (SentinelEventFacets) self = facets_new ();
  g_autoptr (SentinelFilterSql) filter = sentinel_filter_sql_new (query->filter);
  g_autofree char *sql = sentinel_query_sql_facets (filter);
  g_autoptr (SentinelStatement) statement =
      sentinel_query_sql_prepare (db, query, filter, sql, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (has_row) {
    if (!sentinel_statement_step (statement, &has_row, error))
      return NULL;
    if (has_row)
      add_row (self, statement);
  }
  g_ptr_array_sort (self->categories, compare_counts);
  if (self->categories->len > SENTINEL_FACETS_MAX_CATEGORIES)
    g_ptr_array_set_size (self->categories, SENTINEL_FACETS_MAX_CATEGORIES);
  return g_steal_pointer (&self);
}
