/* SPDX-License-Identifier: MIT */
/* The columns of the live list: what their cells show, and how a click on a header becomes an order
 * of the query. */
#pragma once
#include "sentinel-result.h"
#include "sentinel-ticker.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* the view has its columns already; their ids say what they are */
void sentinel_live_columns_set_up (GtkColumnView *view, SentinelTicker *ticker);
/* which order the headers show */
void sentinel_live_columns_get_order (GtkColumnView *view, SentinelSort *sort, gboolean *ascending);
/* the other way round; descending: the greatest or newest first */
void sentinel_live_columns_set_order (GtkColumnView *view, const char *id, gboolean descending);
/* the column that orders, NULL: none; and in which direction */
const char *sentinel_live_columns_get_order_id (GtkColumnView *view, gboolean *descending);
/* after columns were moved, shown or hidden: numbers and their titles stand at the same edge */
void sentinel_live_columns_align (GtkColumnView *view);
/* no headers above rows of two lines */
void sentinel_live_columns_set_headers_visible (GtkColumnView *view, gboolean visible);

G_END_DECLS
