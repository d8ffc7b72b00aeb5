/* SPDX-License-Identifier: MIT */
/* What needs a person, newest first, and what people do about it. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-ticker.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_LIVE_PAGE (sentinel_live_page_get_type ())
G_DECLARE_FINAL_TYPE (SentinelLivePage, sentinel_live_page, SENTINEL, LIVE_PAGE, AdwBin)

/* Property "state" (see sentinel_live_page_get_state()), read-only with notify.
 * Actions on what is selected: live.acknowledge, live.unacknowledge, live.snooze (s),
 * live.add-note, live.action-taken, live.copy, live.show-details, live.clear-selection,
 * live.show-menu. Moving: live.previous, live.next, live.show-new, live.search,
 * live.clear-filters, live.back, live.close-details. Else: live.toggle-pause,
 * live.move-column ((si)), live.reset-columns, live.watch-this-computer, live.try-again. */
/* once: from here on it shows the events of this store */
void sentinel_live_page_set_context (SentinelLivePage *self,
                                     SentinelContext *context,
                                     SentinelTicker *ticker);
/* What is shown from here on: filter is the syntax of the search field; all: every event that
 * matches, not only what needs a person (a card or a bar leads to exactly what it counted), until
 * the person goes back. */
void sentinel_live_page_set_filter (SentinelLivePage *self, const char *filter, gboolean all);
/* selects the event and scrolls to it, as soon as the list is there */
void sentinel_live_page_show_event (SentinelLivePage *self, gint64 event_id);
/* its row is on screen */
gboolean sentinel_live_page_shows_event (SentinelLivePage *self, gint64 event_id);
/* "loading", "first-run", "quiet", "no-match", "error", "list" */
const char *sentinel_live_page_get_state (SentinelLivePage *self);

G_END_DECLS
