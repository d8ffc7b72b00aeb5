/* SPDX-License-Identifier: MIT */
/* One table by the id of the notification, which is what the desktop replaces by. */
#include "sentinel-notification-shelf.h"

struct _SentinelNotificationShelf {
  GHashTable *entries; /* id → SentinelShelfEntry */
  guint n_alone;
};

static void
entry_free (gpointer data)
{
  SentinelShelfEntry *entry = data;

  g_free (entry->text);
  g_free (entry);
}

/**
 * sentinel_notification_shelf_new:
 *
 * Returns: (transfer full): an empty one
 */
SentinelNotificationShelf *
sentinel_notification_shelf_new (void)
{
  SentinelNotificationShelf *self = g_new0 (SentinelNotificationShelf, 1);

  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  return self;
}

/**
 * sentinel_notification_shelf_free:
 * @self: (transfer full): a shelf
 */
void
sentinel_notification_shelf_free (SentinelNotificationShelf *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

/**
 * sentinel_notification_shelf_has_room:
 * @self: a shelf
 *
 * Returns: whether one more can stand alone
 */
gboolean
sentinel_notification_shelf_has_room (SentinelNotificationShelf *self)
{
  return self->n_alone < SENTINEL_SHELF_MAX_ALONE;
}

/**
 * sentinel_notification_shelf_put:
 * @self: a shelf
 * @id: of the notification
 * @entry: what it is about; its place is not read
 * @may_stand_alone: whether a new one may interrupt the person
 *
 * Returns: where it is from now on
 */
SentinelShelfPlace
sentinel_notification_shelf_put (SentinelNotificationShelf *self,
                                 const char *id,
                                 const SentinelShelfEntry *entry,
                                 gboolean may_stand_alone)
{
  SentinelShelfPlace place = sentinel_notification_shelf_remove (self, id);
  SentinelShelfEntry *kept = g_new0 (SentinelShelfEntry, 1);

  if (place != SENTINEL_SHELF_ALONE)
    place = may_stand_alone && sentinel_notification_shelf_has_room (self) ? SENTINEL_SHELF_ALONE
                                                                           : SENTINEL_SHELF_SUMMARY;
  *kept = *entry;
  kept->text = g_strdup (entry->text);
  kept->place = place;
  g_hash_table_insert (self->entries, g_strdup (id), kept);
  self->n_alone += place == SENTINEL_SHELF_ALONE;
  return place;
}

/**
 * sentinel_notification_shelf_find:
 * @self: a shelf
 * @id: of a notification
 *
 * Returns: where it is
 */
SentinelShelfPlace
sentinel_notification_shelf_find (SentinelNotificationShelf *self, const char *id)
{
  const SentinelShelfEntry *entry = g_hash_table_lookup (self->entries, id);

  return entry != NULL ? entry->place : SENTINEL_SHELF_NOWHERE;
}

/**
 * sentinel_notification_shelf_remove:
 * @self: a shelf
 * @id: of a notification, there or not
 *
 * Returns: where it was
 */
SentinelShelfPlace
sentinel_notification_shelf_remove (SentinelNotificationShelf *self, const char *id)
{
  SentinelShelfPlace place = sentinel_notification_shelf_find (self, id);

  self->n_alone -= place == SENTINEL_SHELF_ALONE;
  g_hash_table_remove (self->entries, id);
  return place;
}

/**
 * sentinel_notification_shelf_dup_id:
 * @self: a shelf
 * @event_id: an event
 *
 * Returns: (transfer full) (nullable): the id of the notification about it
 */
char *
sentinel_notification_shelf_dup_id (SentinelNotificationShelf *self, gint64 event_id)
{
  GHashTableIter iter;
  gpointer id, entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &id, &entry))
    if (((SentinelShelfEntry *) entry)->event_id == event_id)
      return g_strdup (id);
  return NULL;
}

/**
 * sentinel_notification_shelf_list_events:
 * @self: a shelf
 * @ids: (nullable): only these; %NULL: all
 *
 * Returns: (transfer full) (element-type gint64): the events that it is about
 */
GArray *
sentinel_notification_shelf_list_events (SentinelNotificationShelf *self,
                                         const SentinelIdRanges *ids)
{
  GArray *events = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &data)) {
    const SentinelShelfEntry *entry = data;

    if (ids == NULL || sentinel_id_ranges_contains (ids, entry->event_id))
      g_array_append_val (events, entry->event_id);
  }
  return events;
}

/**
 * sentinel_notification_shelf_get_n_in_summary:
 * @self: a shelf
 *
 * Returns: how many the summary speaks for
 */
guint
sentinel_notification_shelf_get_n_in_summary (SentinelNotificationShelf *self)
{
  return g_hash_table_size (self->entries) - self->n_alone;
}

static gboolean
is_worse (const SentinelShelfEntry *entry, const SentinelShelfEntry *than)
{
  if (than == NULL || entry->importance != than->importance)
    return than == NULL || entry->importance > than->importance;
  return entry->event_id > than->event_id;
}

/**
 * sentinel_notification_shelf_get_worst:
 * @self: a shelf
 *
 * Returns: (transfer none) (nullable): of those in the summary, the newest of the highest
 * importance
 */
const SentinelShelfEntry *
sentinel_notification_shelf_get_worst (SentinelNotificationShelf *self)
{
  const SentinelShelfEntry *worst = NULL;
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &data)) {
    const SentinelShelfEntry *entry = data;

    if (entry->place == SENTINEL_SHELF_SUMMARY && is_worse (entry, worst))
      worst = entry;
  }
  return worst;
}
