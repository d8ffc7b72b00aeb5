/* SPDX-License-Identifier: MIT */
/* Menus whose widgets are made when they are first opened: a window that opens has no time for
 * them. */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* as gtk_menu_button_set_menu_model() */
void sentinel_late_menu_set (GtkMenuButton *button, GMenuModel *model);

G_END_DECLS
