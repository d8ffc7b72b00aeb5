/* SPDX-License-Identifier: MIT */
/* What the page of rules offers with files and versions. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-ticker.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* action_name: rules.import, rules.export (all), rules.export-selected, rules.versions; rule_ids:
 * of gint64, what is selected */
void sentinel_rules_files_act (GtkWidget *page,
                               SentinelContext *context,
                               SentinelTicker *ticker,
                               const char *action_name,
                               GArray *rule_ids);
/* a file that is dropped on the page is imported like one that was chosen */
void sentinel_rules_files_accept_drops (GtkWidget *page,
                                        SentinelContext *context,
                                        SentinelTicker *ticker);

G_END_DECLS
