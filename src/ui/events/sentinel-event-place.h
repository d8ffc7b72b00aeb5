/* SPDX-License-Identifier: MIT */
/* Where a person is in a list that grows at its top: at the top new rows are shown, further down
 * what is being read stays in its place and the new ones are counted. */
#pragma once
#include "sentinel-event-list.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_EVENT_PLACE (sentinel_event_place_get_type ())
G_DECLARE_FINAL_TYPE (SentinelEventPlace, sentinel_event_place, SENTINEL, EVENT_PLACE, GObject)

/* Property "n-new": rows that came above what is on screen, read-only with notify. The view has its
 * model already. */
SentinelEventPlace *sentinel_event_place_new (GtkColumnView *view, SentinelEventList *list);
guint sentinel_event_place_get_n_new (SentinelEventPlace *self);
void sentinel_event_place_show_top (SentinelEventPlace *self);

G_END_DECLS
