/* SPDX-License-Identifier: MIT */
/* Acknowledging from a window: asks, writes, and says what came of it, with a way back. */
#pragma once
#include "sentinel-context.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* ids: of gint64, 1 to 5,000; events: (element-type SentinelEvent) those of them that are read, to
 * be named; parent: below the overlay that shows the toast */
void sentinel_acknowledge_ask (GtkWidget *parent,
                               SentinelContext *context,
                               GArray *ids,
                               GPtrArray *events);
void sentinel_acknowledge_undo (GtkWidget *parent, SentinelContext *context, GArray *ids);

G_END_DECLS
