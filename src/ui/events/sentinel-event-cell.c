/* SPDX-License-Identifier: MIT */
/* What all cells of events have in common: the slot, and the quiet look of what has been dealt
 * with. */
#include "sentinel-event-cell.h"
#include "sentinel-event-words.h"

typedef struct {
  SentinelEventSlot *slot;
  gulong event_id; /* the handler */
} SentinelEventCellPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SentinelEventCell, sentinel_event_cell, GTK_TYPE_BOX)

static void
show_slot (SentinelEventCell *self)
{
  SentinelEventCellPrivate *priv = sentinel_event_cell_get_instance_private (self);
  SentinelEvent *event = priv->slot != NULL ? sentinel_event_slot_get_event (priv->slot) : NULL;

  if (event != NULL && sentinel_event_is_seen (event))
    gtk_widget_add_css_class (GTK_WIDGET (self), "seen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "seen");
  SENTINEL_EVENT_CELL_GET_CLASS (self)->show_event (self, event);
}

static void
release_slot (SentinelEventCell *self)
{
  SentinelEventCellPrivate *priv = sentinel_event_cell_get_instance_private (self);

  if (priv->slot != NULL)
    g_clear_signal_handler (&priv->event_id, priv->slot);
  g_clear_object (&priv->slot);
}

static void
sentinel_event_cell_dispose (GObject *object)
{
  release_slot (SENTINEL_EVENT_CELL (object));
  G_OBJECT_CLASS (sentinel_event_cell_parent_class)->dispose (object);
}

static void
sentinel_event_cell_class_init (SentinelEventCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_event_cell_dispose;
}

static void
sentinel_event_cell_init (SentinelEventCell *self)
{
}

/**
 * sentinel_event_cell_set_slot:
 * @self: a cell
 * @slot: (nullable): the slot of its row; %NULL when the row is given up
 *
 * Binds the cell: it shows what the slot holds, now and whenever that changes.
 */
void
sentinel_event_cell_set_slot (SentinelEventCell *self, SentinelEventSlot *slot)
{
  SentinelEventCellPrivate *priv = sentinel_event_cell_get_instance_private (self);

  g_return_if_fail (SENTINEL_IS_EVENT_CELL (self));
  if (slot == priv->slot)
    return;
  release_slot (self);
  if (slot == NULL)
    return;
  priv->slot = g_object_ref (slot);
  priv->event_id = g_signal_connect_swapped (slot, "notify::event", G_CALLBACK (show_slot), self);
  show_slot (self);
}

/**
 * sentinel_event_cell_get_slot:
 * @self: a cell
 *
 * Returns: (transfer none) (nullable): the slot that it shows
 */
SentinelEventSlot *
sentinel_event_cell_get_slot (SentinelEventCell *self)
{
  SentinelEventCellPrivate *priv = sentinel_event_cell_get_instance_private (self);

  return priv->slot;
}

static SentinelEventSlot *
get_slot_of (GtkWidget *widget)
{
  return SENTINEL_IS_EVENT_CELL (widget)
             ? sentinel_event_cell_get_slot (SENTINEL_EVENT_CELL (widget))
             : NULL;
}

/**
 * sentinel_event_cell_find_slot_at:
 * @list: a view whose cells these are
 * @x: in pixels from the start of @list
 * @y: in pixels from its top
 *
 * Returns: (transfer none) (nullable): the slot of the row at that place; %NULL: there is no row
 */
SentinelEventSlot *
sentinel_event_cell_find_slot_at (GtkWidget *list, double x, double y)
{
  GtkWidget *hit = gtk_widget_pick (list, x, y, GTK_PICK_DEFAULT);
  SentinelEventSlot *slot = NULL;

  /* What is hit may be the text of a cell, or the padding around it. */
  for (; slot == NULL && hit != NULL && hit != list; hit = gtk_widget_get_parent (hit)) {
    GtkWidget *child = gtk_widget_get_first_child (hit);

    slot = get_slot_of (hit);
    if (slot == NULL && child != NULL)
      slot = get_slot_of (child);
  }
  return slot;
}
