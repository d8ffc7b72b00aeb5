/* SPDX-License-Identifier: MIT */
/* Making and changing labels. */
#include "sentinel-details-label.h"
#include "sentinel-text.h"

#define FIRST_RIGHT_TO_LEFT 0x590 /* of Unicode's blocks that are written from right to left */

/**
 * sentinel_details_label_new:
 * @text: (nullable): what it says
 * @css_class: (nullable): its style class
 *
 * Returns: (transfer floating): a label that wraps
 */
GtkWidget *
sentinel_details_label_new (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/**
 * sentinel_details_label_new_selectable:
 * @css_class: (nullable): its style class
 *
 * Returns: (transfer floating): a label that wraps, and whose text can be selected
 */
GtkWidget *
sentinel_details_label_new_selectable (const char *css_class)
{
  GtkWidget *label = sentinel_details_label_new (NULL, css_class);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  return label;
}

/**
 * sentinel_details_label_set_text:
 * @label: a label
 * @text: what it says from now on
 *
 * GTK would forget what is selected even if the text is the same.
 */
void
sentinel_details_label_set_text (GtkWidget *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
}

/**
 * sentinel_details_dup_name:
 * @text: (nullable): any bytes
 * @max_bytes: length of the answer at most, without the isolation
 *
 * Returns: (transfer full): a line that can stand in a sentence
 */
char *
sentinel_details_dup_name (const char *text, gsize max_bytes)
{
  g_autofree char *line = sentinel_text_to_line (text != NULL ? text : "", max_bytes);

  for (const char *at = line; *at != '\0'; at = g_utf8_next_char (at))
    if (g_utf8_get_char (at) >= FIRST_RIGHT_TO_LEFT)
      return g_strconcat ("\u2068", line, "\u2069", NULL);
  return g_steal_pointer (&line);
}
