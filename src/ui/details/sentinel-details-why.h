/* SPDX-License-Identifier: MIT */
/* Long texts behind the pane of details: why an event fired, and its whole message. */
#pragma once
#include "sentinel-context.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* what could harm is escaped, nothing is cut */
void sentinel_details_show_text (GtkWidget *parent, const char *title, const char *text);
/* reads, then presents */
void sentinel_details_show_why (GtkWidget *parent, SentinelContext *context, gint64 event_id);

G_END_DECLS
