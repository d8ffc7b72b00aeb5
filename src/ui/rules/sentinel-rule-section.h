/* SPDX-License-Identifier: MIT */
/* The line above the rules of one category: its name and how many there are. */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* for a view of SentinelRuleRow whose sections are categories */
GtkListItemFactory *sentinel_rule_section_factory_new (void);

G_END_DECLS
