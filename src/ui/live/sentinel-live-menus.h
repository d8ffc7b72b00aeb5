/* SPDX-License-Identifier: MIT */
/* The order and the columns of the live list as actions, for menus and the keyboard: headers of
 * GtkColumnView are reached by neither. */
#pragma once
#include "sentinel-column-state.h"
G_BEGIN_DECLS

/* "order.by" (s: a column), "order.descending", and "columns.ID" for each column that may be
 * hidden; inserted into widget */
void sentinel_live_menus_insert (GtkWidget *widget, GtkColumnView *view);
/* what a click on a header with the other button offers: order, place, hiding */
void sentinel_live_menus_add_to_headers (GtkColumnView *view);

G_END_DECLS
