/* SPDX-License-Identifier: MIT */
/* Positions to ids and back. */
#include "sentinel-event-selection.h"

/**
 * sentinel_event_selection_list:
 * @selection: over a list of #SentinelEventSlot
 * @events: (nullable) (element-type SentinelEvent): gets the selected ones that are read already
 *
 * Main thread.
 *
 * Returns: (transfer full) (element-type gint64): the ids of all that are selected, in their order
 */
GArray *
sentinel_event_selection_list (GtkSelectionModel *selection, GPtrArray *events)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (selection);
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more;
       more = gtk_bitset_iter_next (&iter, &position)) {
    g_autoptr (SentinelEventSlot) slot = g_list_model_get_item (G_LIST_MODEL (selection), position);
    gint64 id = sentinel_event_slot_get_id (slot);
    SentinelEvent *event = sentinel_event_slot_get_event (slot);

    g_array_append_val (ids, id);
    if (event != NULL && events != NULL)
      g_ptr_array_add (events, sentinel_event_ref (event));
  }
  return ids;
}

/**
 * sentinel_event_selection_restore:
 * @selection: over @list
 * @list: the events
 * @ids: (element-type gint64): what was selected
 *
 * Main thread.
 */
void
sentinel_event_selection_restore (GtkSelectionModel *selection,
                                  SentinelEventList *list,
                                  GArray *ids)
{
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) mask =
      gtk_bitset_new_range (0, g_list_model_get_n_items (G_LIST_MODEL (list)));

  for (guint i = 0; i < ids->len; i++) {
    gint64 position = sentinel_event_list_get_position (list, g_array_index (ids, gint64, i));

    if (position >= 0)
      gtk_bitset_add (selected, (guint) position);
  }
  gtk_selection_model_set_selection (selection, selected, mask);
}
