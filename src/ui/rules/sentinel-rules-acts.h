/* SPDX-License-Identifier: MIT */
/* What is done with rules from the window: the writing, and the toast that says what came of it. */
#pragma once
#include "sentinel-context.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* (element-type gint64) */
void sentinel_rules_enable (GtkWidget *parent, SentinelContext *context, GArray *ids, gboolean on);
/* with an Undo that brings them back */
void sentinel_rules_delete (GtkWidget *parent, SentinelContext *context, GArray *ids);
/* rules: (element-type SentinelRule); the copies are off, so that nothing is told twice, and an
 * Undo deletes them. rows: of SentinelRuleRow, all there are */
void sentinel_rules_duplicate (GtkWidget *parent,
                               SentinelContext *context,
                               GListModel *rows,
                               GPtrArray *rules);
/* a name that none of the rows has, nor any of the names in taken (nullable) */
char *sentinel_rules_dup_copy_name (GListModel *rows, GHashTable *taken, const char *name);
/* (element-type SentinelRule): as JSON, a line each */
void sentinel_rules_copy (GtkWidget *parent, GPtrArray *rules);

G_END_DECLS
