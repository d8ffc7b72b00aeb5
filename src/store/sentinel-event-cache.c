/* SPDX-License-Identifier: MIT */
/* A table of rows, and the pages they came with in a queue from the latest used to the one that
 * goes next. Keyed by id and not by position, because each new event moves all positions. */
#include "sentinel-event-cache.h"

typedef struct {
  gint64 id; /* the key of its row */
  SentinelEvent *event;
  GList *page; /* its link in the queue */
} Row;

struct _SentinelEventCache {
  guint max_rows;
  GHashTable *rows; /* of Row, by its id */
  GQueue pages; /* of GArray of ids; the latest used first */
};

static void
row_free (gpointer data)
{
  Row *row = data;

  sentinel_event_unref (row->event);
  g_free (row);
}

/**
 * sentinel_event_cache_new:
 * @max_rows: how many rows stay
 *
 * Returns: (transfer full): an empty cache
 */
SentinelEventCache *
sentinel_event_cache_new (guint max_rows)
{
  SentinelEventCache *self = g_new0 (SentinelEventCache, 1);

  self->max_rows = max_rows;
  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, row_free);
  g_queue_init (&self->pages);
  return self;
}

/**
 * sentinel_event_cache_free:
 * @self: (nullable): a cache
 */
void
sentinel_event_cache_free (SentinelEventCache *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->rows);
  g_queue_clear_full (&self->pages, (GDestroyNotify) g_array_unref);
  g_free (self);
}

/**
 * sentinel_event_cache_lookup:
 * @self: a cache
 * @id: an event
 *
 * Keeps the page of the row for longer.
 *
 * Returns: (transfer none) (nullable): the event, if it is there
 */
SentinelEvent *
sentinel_event_cache_lookup (SentinelEventCache *self, gint64 id)
{
  Row *row = g_hash_table_lookup (self->rows, &id);

  if (row == NULL)
    return NULL;
  if (row->page != self->pages.head) {
    g_queue_unlink (&self->pages, row->page);
    g_queue_push_head_link (&self->pages, row->page);
  }
  return row->event;
}

/**
 * sentinel_event_cache_contains:
 * @self: a cache
 * @id: an event
 *
 * Returns: whether it is there
 */
gboolean
sentinel_event_cache_contains (SentinelEventCache *self, gint64 id)
{
  return g_hash_table_contains (self->rows, &id);
}

/* A row may have been dropped and come back with a later page; only the page that it is in now
 * takes it along. */
static void
evict_last_page (SentinelEventCache *self)
{
  GList *link = g_queue_peek_tail_link (&self->pages);
  GArray *ids = link->data;

  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    Row *row = g_hash_table_lookup (self->rows, &id);

    if (row != NULL && row->page == link)
      g_hash_table_remove (self->rows, &id);
  }
  g_queue_delete_link (&self->pages, link);
  g_array_unref (ids);
}

/**
 * sentinel_event_cache_add_page:
 * @self: a cache
 * @events: (element-type SentinelEvent): rows that were read together
 *
 * Adds rows, in place of older ones of the same ids, and lets go of what was not used for the
 * longest time.
 */
void
sentinel_event_cache_add_page (SentinelEventCache *self, GPtrArray *events)
{
  GArray *ids;

  if (events->len == 0)
    return;
  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), events->len);
  g_queue_push_head (&self->pages, ids);
  for (guint i = 0; i < events->len; i++) {
    Row *row = g_new0 (Row, 1);

    row->event = sentinel_event_ref (g_ptr_array_index (events, i));
    row->id = row->event->id;
    row->page = self->pages.head;
    g_array_append_val (ids, row->id);
    g_hash_table_replace (self->rows, &row->id, row);
  }
  while (self->pages.length > 1
         && (g_hash_table_size (self->rows) > self->max_rows
             || self->pages.length > self->max_rows))
    evict_last_page (self);
}

static gboolean
is_in_ranges (gpointer key, gpointer value, gpointer data)
{
  return sentinel_id_ranges_contains (data, *(gint64 *) key);
}

/**
 * sentinel_event_cache_drop:
 * @self: a cache
 * @ids: (nullable): which rows are no longer true; NULL: all
 */
void
sentinel_event_cache_drop (SentinelEventCache *self, const SentinelIdRanges *ids)
{
  if (ids == NULL)
    g_hash_table_remove_all (self->rows);
  else
    g_hash_table_foreach_remove (self->rows, is_in_ranges, (gpointer) ids);
}

/**
 * sentinel_event_cache_get_n_rows:
 * @self: a cache
 *
 * Returns: how many rows it holds
 */
guint
sentinel_event_cache_get_n_rows (SentinelEventCache *self)
{
  return g_hash_table_size (self->rows);
}
