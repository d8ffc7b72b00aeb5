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
/* rows: of SentinelRuleRow; a name that none of them has */
char *sentinel_rules_dup_copy_name (GListModel *rows, const char *name);
/* (element-type SentinelRule): as JSON, a line each */
void sentinel_rules_copy (GtkWidget *parent, GPtrArray *rules);

G_END_DECLS
