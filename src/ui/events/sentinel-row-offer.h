/* SPDX-License-Identifier: MIT */
/* Gives a view its rows step by step: what fits into the window for the first frame, the rest a few
 * a frame after it. */
#pragma once
#include "sentinel-event-list.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

typedef void (*SentinelRowsDrawnFunc) (gpointer data);

/* before the list is asked for anything; once. drawn: the first rows are on screen, and what they
 * had to come before has its turn. */
void sentinel_row_offer_begin (GtkWidget *view,
                               SentinelEventList *list,
                               guint n_first_rows,
                               SentinelRowsDrawnFunc drawn,
                               gpointer data);

G_END_DECLS
