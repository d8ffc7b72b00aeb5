/* SPDX-License-Identifier: MIT */
/* Both widgets have the same signal and properties. */
#include "sentinel-spin.h"

#define WIDTH_CHARS 6

static gboolean
output_cb (GtkWidget *spin, gpointer data)
{
  double value;
  g_autofree char *text = NULL;

  g_object_get (spin, "value", &value, NULL);
  text = g_strdup_printf ("%.15g", value);
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (spin)), text))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

/**
 * sentinel_spin_set_plain:
 * @spin: an #AdwSpinRow or a #GtkSpinButton
 * @decimals: how many digits after the point a value may have
 *
 * Shows no zeros at the end, and takes no more room than usual numbers need.
 */
void
sentinel_spin_set_plain (GtkWidget *spin, guint decimals)
{
  g_object_set (spin, "digits", decimals, "numeric", TRUE, NULL);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), WIDTH_CHARS);
  g_signal_connect (spin, "output", G_CALLBACK (output_cb), NULL);
}
