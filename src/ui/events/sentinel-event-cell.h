/* SPDX-License-Identifier: MIT */
/* One cell of a list of events: it follows the slot that it is bound to, and its children say what
 * they show of the event. */
#pragma once
#include "sentinel-event-slot.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_EVENT_CELL (sentinel_event_cell_get_type ())
G_DECLARE_DERIVABLE_TYPE (SentinelEventCell, sentinel_event_cell, SENTINEL, EVENT_CELL, GtkBox)

struct _SentinelEventCellClass {
  GtkBoxClass parent_class;
  /* event NULL: not read yet, show nothing */
  void (*show_event) (SentinelEventCell *self, const SentinelEvent *event);
};

/* (nullable): bound to nothing */
void sentinel_event_cell_set_slot (SentinelEventCell *self, SentinelEventSlot *slot);
SentinelEventSlot *sentinel_event_cell_get_slot (SentinelEventCell *self);
/* (nullable): of the row at that place of a list */
SentinelEventSlot *sentinel_event_cell_find_slot_at (GtkWidget *list, double x, double y);

G_END_DECLS
