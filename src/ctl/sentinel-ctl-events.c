/* SPDX-License-Identifier: MIT */
/* Remembers how each event looked when it was printed last. */
#include "sentinel-ctl-events.h"

#include "sentinel-attention.h"
#include "sentinel-ctl-output.h"
#include "sentinel-event-store.h"

/* Beyond that all are forgotten: an event is then printed once too often. */
#define MAX_LOOKS 10000
#define MAX_IDS 5000 /* of one batch; a larger storm is printed by its newest */

struct _SentinelEventFollower {
  SentinelCtl *ctl;
  gint64 limit;
  GHashTable *looks; /* event id → how it looked */
};

/**
 * sentinel_event_follower_new:
 * @ctl: the call; must outlive the follower
 * @limit: how many of the newest events it begins with
 *
 * Returns: (transfer full): a follower that has printed nothing
 */
SentinelEventFollower *
sentinel_event_follower_new (SentinelCtl *ctl, gint64 limit)
{
  SentinelEventFollower *self = g_new0 (SentinelEventFollower, 1);

  self->ctl = ctl;
  self->limit = limit;
  self->looks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return self;
}

/**
 * sentinel_event_follower_free:
 * @self: (transfer full): a follower
 */
void
sentinel_event_follower_free (SentinelEventFollower *self)
{
  g_hash_table_unref (self->looks);
  g_free (self);
}

static gpointer
read_many_cb (SentinelDatabase *db, gpointer data, GError **error)
{
  GArray *ids = data;

  return sentinel_event_store_get_many (db, (const gint64 *) ids->data, ids->len, error);
}

static gpointer
list_newest_cb (SentinelDatabase *db, gpointer data, GError **error)
{
  gint64 limit = *(const gint64 *) data;
  gint64 newest = sentinel_event_store_get_newest_id (db, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (newest < 0)
    return NULL;
  for (gint64 id = MAX (1, newest - limit + 1); id <= newest; id++)
    g_array_append_val (ids, id);
  return read_many_cb (db, ids, error);
}

static GArray *
list_ids (SentinelIdRanges *ranges)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = sentinel_id_ranges_get_n_ranges (ranges); i > 0 && ids->len < MAX_IDS; i--) {
    gint64 first, last;

    sentinel_id_ranges_get (ranges, i - 1, &first, &last);
    for (gint64 id = last; id >= first && ids->len < MAX_IDS; id--)
      g_array_prepend_val (ids, id);
  }
  return ids;
}

static void
print_if_new (SentinelEventFollower *self, SentinelEvent *event)
{
  g_autofree char *look = g_strdup_printf ("%d %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                                           " %" G_GINT64_FORMAT " %s",
                                           (int) event->importance,
                                           (int) sentinel_event_get_attention (event),
                                           event->acked_at_us,
                                           event->refire_count,
                                           event->repeat_count,
                                           event->acked_by != NULL ? event->acked_by : "");

  if (g_strcmp0 (g_hash_table_lookup (self->looks, &event->id), look) == 0)
    return;
  if (g_hash_table_size (self->looks) >= MAX_LOOKS)
    g_hash_table_remove_all (self->looks);
  g_hash_table_insert (self->looks,
                       g_memdup2 (&event->id, sizeof event->id),
                       g_steal_pointer (&look));
  if (self->ctl->json) {
    g_autoptr (JsonObject) object = sentinel_event_to_json (event);

    sentinel_ctl_print_json (object);
  } else {
    sentinel_ctl_print_event_line (event);
  }
}

/**
 * sentinel_event_follower_tell:
 * @self: a follower
 * @ids: (nullable): the events that changed; NULL: look at the newest ones
 *
 * Prints what looks different. Blocks while reading.
 *
 * Returns: whether it could be read
 */
gboolean
sentinel_event_follower_tell (SentinelEventFollower *self, SentinelIdRanges *ids, GError **error)
{
  SentinelStore *store = sentinel_ctl_get_store (self->ctl);
  g_autoptr (GArray) list = ids != NULL ? list_ids (ids) : NULL;
  g_autoptr (GPtrArray) events =
      list != NULL ? sentinel_store_read (store, read_many_cb, list, error)
                   : sentinel_store_read (store, list_newest_cb, &self->limit, error);

  if (events == NULL)
    return FALSE;
  for (guint i = 0; i < events->len; i++)
    if (events->pdata[i] != NULL)
      print_if_new (self, events->pdata[i]);
  return TRUE;
}
