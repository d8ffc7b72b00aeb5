/* SPDX-License-Identifier: MIT */
/* What is selected in a list of events, by ids: positions mean nothing once the order is another.
 */
#pragma once
#include "sentinel-event-list.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* (transfer full) (element-type gint64). events: (nullable) (element-type SentinelEvent): gets
 * those that are read already */
GArray *sentinel_event_selection_list (GtkSelectionModel *selection, GPtrArray *events);
/* selects these, as far as they are in the list, and nothing else */
void sentinel_event_selection_restore (GtkSelectionModel *selection,
                                       SentinelEventList *list,
                                       GArray *ids);

G_END_DECLS
