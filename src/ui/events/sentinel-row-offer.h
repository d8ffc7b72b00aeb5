/* SPDX-License-Identifier: MIT */
/* Gives a view its rows step by step: what fits into the window for the first frame, the rest a few
 * a frame after it. */
#pragma once
#include "sentinel-event-list.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* before the list is asked for anything; once */
void sentinel_row_offer_begin (GtkWidget *view, SentinelEventList *list);

G_END_DECLS
