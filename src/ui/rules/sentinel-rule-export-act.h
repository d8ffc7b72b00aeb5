/* SPDX-License-Identifier: MIT */
/* Rules into a file that the person names: what is kept out of it is said. */
#pragma once
#include "sentinel-context.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* rule_ids: of gint64; NULL: all. Asks for the file first. */
void sentinel_rule_export_choose (GtkWidget *parent, SentinelContext *context, GArray *rule_ids);
void sentinel_rule_export_to (GtkWidget *parent,
                              SentinelContext *context,
                              GArray *rule_ids,
                              GFile *file);

G_END_DECLS
