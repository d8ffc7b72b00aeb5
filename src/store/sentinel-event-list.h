/* SPDX-License-Identifier: MIT */
/* A GListModel of SentinelEventSlot over a SentinelResult: rows are read page by page when they are
 * looked at. It follows the store's signals by itself: touched rows are refilled in place, new ones
 * are inserted where the query puts them, with one items-changed per contiguous run, never (0, n,
 * n). */
#pragma once
#include "sentinel-event-slot.h"
#include "sentinel-result.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_EVENT_LIST (sentinel_event_list_get_type ())
G_DECLARE_FINAL_TYPE (SentinelEventList, sentinel_event_list, SENTINEL, EVENT_LIST, GObject)

/* Properties: "loading" (a query is on its way), "error" (GError, nullable), "n-older" (matches cut
 * by the limit), all read-only with notify. */
SentinelEventList *sentinel_event_list_new (SentinelStore *store);
/* copies; interrupts the query before it */
void sentinel_event_list_set_query (SentinelEventList *self, const SentinelQuery *query);
/* the first rows alone, before a view has any; then more and more of them */
void sentinel_event_list_offer (SentinelEventList *self, guint n_rows);
gboolean sentinel_event_list_is_offered_whole (SentinelEventList *self);
gint64 sentinel_event_list_get_position (SentinelEventList *self, gint64 id); /* -1: not in it */
gboolean sentinel_event_list_is_loading (SentinelEventList *self);
const GError *sentinel_event_list_get_error (SentinelEventList *self);

G_END_DECLS
