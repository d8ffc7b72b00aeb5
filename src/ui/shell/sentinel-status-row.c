/* SPDX-License-Identifier: MIT */
/* Dot, title, second line. */
#include "sentinel-status-row.h"

typedef struct {
  GtkWidget *dot, *title, *subtitle;
  const char *css_class; /* of the dot; nullable, static */
} SentinelStatusRowPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (SentinelStatusRow, sentinel_status_row, GTK_TYPE_LIST_BOX_ROW)

static const char *const css_classes[] = {
  [SENTINEL_TONE_NONE] = NULL,
  [SENTINEL_TONE_GOOD] = "good",
  [SENTINEL_TONE_WARNING] = "warning",
  [SENTINEL_TONE_ERROR] = "error",
};

static void
sentinel_status_row_class_init (SentinelStatusRowClass *klass)
{
}

static GtkWidget *
make_line (const char *css_class)
{
  GtkWidget *line = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (line), 0);
  gtk_label_set_ellipsize (GTK_LABEL (line), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (line, "numeric");
  if (css_class != NULL)
    gtk_widget_add_css_class (line, css_class);
  return line;
}

static void
sentinel_status_row_init (SentinelStatusRow *self)
{
  SentinelStatusRowPrivate *priv = sentinel_status_row_get_instance_private (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  priv->dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  priv->title = make_line (NULL);
  priv->subtitle = make_line ("caption");
  gtk_widget_add_css_class (priv->subtitle, "secondary");
  gtk_widget_add_css_class (priv->dot, "status-dot");
  gtk_widget_set_valign (priv->dot, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), priv->title);
  gtk_box_append (GTK_BOX (lines), priv->subtitle);
  gtk_widget_add_css_class (box, "status");
  gtk_box_append (GTK_BOX (box), priv->dot);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

static void
set_tone (SentinelStatusRowPrivate *priv, const char *css_class)
{
  if (css_class == priv->css_class)
    return;
  if (priv->css_class != NULL)
    gtk_widget_remove_css_class (priv->dot, priv->css_class);
  if (css_class != NULL)
    gtk_widget_add_css_class (priv->dot, css_class);
  priv->css_class = css_class;
}

/**
 * sentinel_status_row_show:
 * @self: a row
 * @tone: the dot's colour
 * @title: what it is, translated
 * @subtitle: how it is, translated
 *
 * Main thread.
 */
void
sentinel_status_row_show (SentinelStatusRow *self,
                          SentinelTone tone,
                          const char *title,
                          const char *subtitle)
{
  SentinelStatusRowPrivate *priv = sentinel_status_row_get_instance_private (self);

  g_return_if_fail (SENTINEL_IS_STATUS_ROW (self));
  set_tone (priv, css_classes[tone]);
  gtk_label_set_label (GTK_LABEL (priv->title), title);
  gtk_label_set_label (GTK_LABEL (priv->subtitle), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  subtitle,
                                  -1);
}
