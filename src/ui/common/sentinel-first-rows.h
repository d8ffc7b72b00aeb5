/* SPDX-License-Identifier: MIT */
/* Gives a view its first rows step by step: what fits into the window for the first frame, the rest
 * a few a frame after it. */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* rows: of size n_first; grows until it shows everything */
void sentinel_first_rows_begin (GtkWidget *view, GtkSliceListModel *rows);

G_END_DECLS
