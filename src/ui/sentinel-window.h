/* SPDX-License-Identifier: MIT */
/* The window: sidebar and pages. It is made when it is asked for and destroyed when it is closed;
 * the engine does not need it. */
#pragma once
#include "sentinel-context.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_WINDOW (sentinel_window_get_type ())
G_DECLARE_FINAL_TYPE (SentinelWindow, sentinel_window, SENTINEL, WINDOW, AdwApplicationWindow)

/* Actions: win.show-page (s: "overview", "live", "rules"), win.show-live ((sb): filter, whether all
 * events), win.show-event (x), win.show-rules (s: filter), win.show-rule (x). */
SentinelWindow *sentinel_window_new (AdwApplication *application, SentinelContext *context);
/* the page is made if it was not shown yet; an unknown name shows Live */
void sentinel_window_show_page (SentinelWindow *self, const char *name);
GtkWidget *sentinel_window_get_page (SentinelWindow *self); /* (transfer none) that is shown */
void sentinel_window_show_event (SentinelWindow *self, gint64 event_id);
/* somebody looks at the event's row at this moment: a notification would say nothing new */
gboolean sentinel_window_shows_event (SentinelWindow *self, gint64 event_id);

G_END_DECLS
