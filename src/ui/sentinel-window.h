/* SPDX-License-Identifier: MIT */
/* The window: pages, and above them what a person must know whatever page it is. */
#pragma once
#include "sentinel-context.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_WINDOW (sentinel_window_get_type ())
G_DECLARE_FINAL_TYPE (SentinelWindow, sentinel_window, SENTINEL, WINDOW, AdwApplicationWindow)

SentinelWindow *sentinel_window_new (AdwApplication *application, SentinelContext *context);
/* brings up the page where the event is, with the event selected */
void sentinel_window_show_event (SentinelWindow *self, gint64 event_id);

G_END_DECLS
