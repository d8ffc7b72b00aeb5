/* SPDX-License-Identifier: MIT */
/* The toast after an act on events, whose button takes the act back. */
#pragma once
#include "sentinel-context.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* title: what was done; batch: of the act; parent: below the overlay that shows the toast */
void sentinel_undo_offer (GtkWidget *parent,
                          SentinelContext *context,
                          const char *title,
                          gint64 batch);

G_END_DECLS
