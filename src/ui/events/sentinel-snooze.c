/* SPDX-License-Identifier: MIT */
#include "sentinel-snooze.h"

GMenuModel *
sentinel_snooze_menu_new (const char *action)
{
  return G_MENU_MODEL (g_menu_new ());
}

void
sentinel_snooze_events (GtkWidget *parent,
                        SentinelContext *context,
                        GArray *ids,
                        const char *choice)
{
}
