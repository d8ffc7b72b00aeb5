/* SPDX-License-Identifier: MIT */
/* Its child is a box of two labels: title and number. */
#include "sentinel-counted-toggle.h"

static GtkWidget *
get_count (AdwToggle *toggle)
{
  return gtk_widget_get_last_child (adw_toggle_get_child (toggle));
}

/**
 * sentinel_counted_toggle_new:
 * @name: of the toggle
 * @title: what it shows
 *
 * Returns: (transfer full): a toggle without a number yet
 */
AdwToggle *
sentinel_counted_toggle_new (const char *name, const char *title)
{
  AdwToggle *toggle = adw_toggle_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *count = gtk_label_new (NULL);

  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (count, "numeric");
  gtk_widget_add_css_class (count, "count");
  gtk_box_append (GTK_BOX (box), gtk_label_new (title));
  gtk_box_append (GTK_BOX (box), count);
  adw_toggle_set_name (toggle, name);
  adw_toggle_set_child (toggle, box);
  return toggle;
}

/**
 * sentinel_counted_toggle_set_count:
 * @toggle: a toggle made here
 * @n: how many it would show
 *
 * Main thread.
 */
void
sentinel_counted_toggle_set_count (AdwToggle *toggle, gint64 n)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, n);

  gtk_label_set_label (GTK_LABEL (get_count (toggle)), text);
}

/**
 * sentinel_counted_toggle_set_narrow:
 * @toggle: a toggle made here
 * @is_narrow: whether there is no room for the number
 *
 * Main thread.
 */
void
sentinel_counted_toggle_set_narrow (AdwToggle *toggle, gboolean is_narrow)
{
  gtk_widget_set_visible (get_count (toggle), !is_narrow);
}
