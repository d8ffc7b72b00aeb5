/* SPDX-License-Identifier: MIT */
/* Events on the clipboard: as lines for people and as a table for spreadsheets. */
#pragma once
#include "sentinel-event.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* (element-type SentinelEvent); zone NULL: the local one */
void sentinel_event_clipboard_set (GtkWidget *widget, GPtrArray *events, GTimeZone *zone);
char *sentinel_event_clipboard_as_text (GPtrArray *events, GTimeZone *zone);
char *sentinel_event_clipboard_as_tsv (GPtrArray *events, GTimeZone *zone);

G_END_DECLS
