/* SPDX-License-Identifier: MIT */
/* Acknowledging from a window: asks, writes, and says what came of it, with a way back. */
#pragma once
#include "sentinel-context.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* events: (element-type SentinelEvent), at least one; parent: below the overlay that shows the
 * toast */
void sentinel_acknowledge_ask (GtkWidget *parent, SentinelContext *context, GPtrArray *events);
void sentinel_acknowledge_undo (GtkWidget *parent, SentinelContext *context, GPtrArray *events);

G_END_DECLS
