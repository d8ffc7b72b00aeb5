/* SPDX-License-Identifier: MIT */
/* The columns of the table of rules: their cells and their orders. */
#pragma once
#include "sentinel-rule-list.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* the view has its columns already; their ids say what they are */
void sentinel_rule_columns_set_up (GtkColumnView *view,
                                   SentinelContext *context,
                                   SentinelTicker *ticker,
                                   SentinelRuleList *list);
GtkSorter *sentinel_rule_columns_make_sorter (const char *id, SentinelContext *context);
/* whether a rule has all words of a text in its name, category, trigger or parameters */
gboolean sentinel_rule_columns_match (SentinelRuleRow *row,
                                      const char *text,
                                      SentinelContext *context);

G_END_DECLS
