/* SPDX-License-Identifier: MIT */
/* A header is bound to the first row of its section, and follows its number. */
#include "sentinel-rule-section.h"
#include "sentinel-rule-row.h"
#include "sentinel-text.h"
#include <glib/gi18n.h>

#define MAX_NAME_BYTES 120

static void
say (GtkListHeader *header)
{
  GtkWidget *box = gtk_list_header_get_child (header);
  SentinelRuleRow *row = gtk_list_header_get_item (header);
  guint n = gtk_list_header_get_n_items (header);
  g_autofree char *category = NULL;
  g_autofree char *number = g_strdup_printf ("%u", n);
  g_autofree char *label = NULL;

  if (row == NULL || box == NULL)
    return;
  category =
      sentinel_text_to_line (sentinel_rule_row_get_status (row)->rule->category, MAX_NAME_BYTES);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (box)), category);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (box)), number);
  /* Translators: a category of rules as it is read aloud, and how many rules it has */
  label = g_strdup_printf (ngettext ("%s, %u rule", "%s, %u rules", n), category, n);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
set_up_cb (GtkListItemFactory *factory, GtkListHeader *header)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX,
                                 "accessible-role",
                                 GTK_ACCESSIBLE_ROLE_HEADING,
                                 "spacing",
                                 6,
                                 NULL);
  GtkWidget *name = gtk_label_new (NULL), *number = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (name, "heading");
  gtk_widget_add_css_class (number, "numeric");
  gtk_widget_add_css_class (number, "secondary");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), number);
  gtk_list_header_set_child (header, box);
  g_signal_connect (header, "notify::n-items", G_CALLBACK (say), NULL);
}

static void
bound_cb (GtkListItemFactory *factory, GtkListHeader *header)
{
  say (header);
}

/**
 * sentinel_rule_section_factory_new:
 *
 * Main thread.
 *
 * Returns: (transfer full): makes the headers of sections by category
 */
GtkListItemFactory *
sentinel_rule_section_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bound_cb), NULL);
  return factory;
}
