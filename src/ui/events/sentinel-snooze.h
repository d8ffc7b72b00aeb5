/* SPDX-License-Identifier: MIT */
/* Snoozing events from the window: the choices of the menu, the writing, and the toast that takes
 * it back. */
#pragma once
#include "sentinel-context.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* (transfer full): "For 1 Hour", "For 4 Hours", "Until Tomorrow Morning", "End Snooze"; each
 * activates action with an "s": "1h", "4h", "morning", "end" */
GMenuModel *sentinel_snooze_menu_new (const char *action);
/* choice: as the menu names it */
void sentinel_snooze_events (GtkWidget *parent,
                             SentinelContext *context,
                             GArray *ids,
                             const char *choice);

G_END_DECLS
