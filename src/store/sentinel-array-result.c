/* SPDX-License-Identifier: MIT */
/* Eight bytes a match. A position is found by bisection where the ids descend (the order of time,
 * newest first), else in a table that is made when it is first asked for. */
#include "sentinel-array-result.h"

struct _SentinelArrayResult {
  SentinelResult parent_instance;

  GArray *ids; /* of gint64 */
  gint64 n_older;
  gint64 stale_at_us;
  gboolean descending;
  GHashTable *positions; /* address of an id in ids to its index; NULL until needed */
};

G_DEFINE_FINAL_TYPE (SentinelArrayResult, sentinel_array_result, SENTINEL_TYPE_RESULT)

static gboolean
is_descending (GArray *ids)
{
  const gint64 *data = (const gint64 *) ids->data;

  for (guint i = 1; i < ids->len; i++)
    if (data[i - 1] <= data[i])
      return FALSE;
  return TRUE;
}

static gint64
bisect (SentinelArrayResult *self, gint64 id)
{
  const gint64 *data = (const gint64 *) self->ids->data;
  guint begin = 0, end = self->ids->len;

  while (begin < end) {
    guint middle = begin + (end - begin) / 2;

    if (data[middle] == id)
      return middle;
    if (data[middle] > id)
      begin = middle + 1;
    else
      end = middle;
  }
  return -1;
}

static void
ensure_positions (SentinelArrayResult *self)
{
  if (self->positions != NULL)
    return;
  self->positions = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < self->ids->len; i++)
    g_hash_table_insert (self->positions,
                         &g_array_index (self->ids, gint64, i),
                         GUINT_TO_POINTER (i));
}

static gint64
sentinel_array_result_get_position (SentinelResult *result, gint64 id)
{
  SentinelArrayResult *self = SENTINEL_ARRAY_RESULT (result);
  gpointer position;

  if (self->descending)
    return bisect (self, id);
  ensure_positions (self);
  if (!g_hash_table_lookup_extended (self->positions, &id, NULL, &position))
    return -1;
  return GPOINTER_TO_UINT (position);
}

static gint64
sentinel_array_result_get_count (SentinelResult *result)
{
  return SENTINEL_ARRAY_RESULT (result)->ids->len;
}

static gint64
sentinel_array_result_get_id (SentinelResult *result, gint64 position)
{
  GArray *ids = ((SentinelArrayResult *) result)->ids;

  return position >= 0 && position < ids->len ? g_array_index (ids, gint64, position) : 0;
}

static gint64
sentinel_array_result_get_n_older (SentinelResult *result)
{
  return SENTINEL_ARRAY_RESULT (result)->n_older;
}

static gint64
sentinel_array_result_get_stale_at_us (SentinelResult *result)
{
  return SENTINEL_ARRAY_RESULT (result)->stale_at_us;
}

static void
sentinel_array_result_finalize (GObject *object)
{
  SentinelArrayResult *self = SENTINEL_ARRAY_RESULT (object);

  g_clear_pointer (&self->positions, g_hash_table_unref);
  g_clear_pointer (&self->ids, g_array_unref);
  G_OBJECT_CLASS (sentinel_array_result_parent_class)->finalize (object);
}

static void
sentinel_array_result_class_init (SentinelArrayResultClass *klass)
{
  SentinelResultClass *result_class = SENTINEL_RESULT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sentinel_array_result_finalize;
  result_class->get_count = sentinel_array_result_get_count;
  result_class->get_id = sentinel_array_result_get_id;
  result_class->get_position = sentinel_array_result_get_position;
  result_class->get_n_older = sentinel_array_result_get_n_older;
  result_class->get_stale_at_us = sentinel_array_result_get_stale_at_us;
}

static void
sentinel_array_result_init (SentinelArrayResult *self)
{
}

/**
 * sentinel_array_result_new:
 * @ids: (transfer full) (element-type gint64): the ids in their order, each one once
 * @n_older: how many matches are not in @ids
 * @stale_at_us: when the answer changes by time alone, microseconds UTC; 0: never
 *
 * Any thread makes it; then it is used by one thread at a time, except for
 * sentinel_result_get_count() and sentinel_result_get_id(), which any thread may call.
 *
 * Returns: (transfer full): the result
 */
SentinelResult *
sentinel_array_result_new (GArray *ids, gint64 n_older, gint64 stale_at_us)
{
  SentinelArrayResult *self = g_object_new (SENTINEL_TYPE_ARRAY_RESULT, NULL);

  self->ids = ids;
  self->n_older = n_older;
  self->stale_at_us = stale_at_us;
  self->descending = is_descending (ids);
  return SENTINEL_RESULT (self);
}
