/* SPDX-License-Identifier: MIT */
#include "sentinel-late-menu.h"

static void
make_menu (GtkMenuButton *button, gpointer model)
{
  if (gtk_menu_button_get_popover (button) == NULL)
    gtk_menu_button_set_menu_model (button, model);
}

/**
 * sentinel_late_menu_set:
 * @button: a button without a menu
 * @model: (transfer none): what it opens
 *
 * Main thread, once for a button.
 */
void
sentinel_late_menu_set (GtkMenuButton *button, GMenuModel *model)
{
  gtk_menu_button_set_create_popup_func (button, make_menu, g_object_ref (model), g_object_unref);
}
