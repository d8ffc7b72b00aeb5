/* SPDX-License-Identifier: MIT */
/* Shape and count. */
#include "sentinel-badge.h"
#include "sentinel-event-words.h"
#include <glib/gi18n.h>

#define MOST 999

struct _SentinelBadge {
  AdwBin parent_instance;
  SentinelCounters *counters;
  GtkWidget *shape, *count;
  const char *css_class; /* nullable, static */
};

G_DEFINE_FINAL_TYPE (SentinelBadge, sentinel_badge, ADW_TYPE_BIN)

static void
set_class (SentinelBadge *self, const char *css_class)
{
  if (css_class == self->css_class)
    return;
  if (self->css_class != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->css_class);
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), css_class);
  self->css_class = css_class;
}

static void
say (SentinelBadge *self, gint64 n, SentinelImportance worst)
{
  /* Translators: what the badge beside "Live" says to who does not see it: how many, and the worst
   * importance */
  g_autofree char *text = g_strdup_printf (ngettext ("%d event needs you, %s",
                                                     "%d events need you, the worst is %s",
                                                     (gulong) n),
                                           (int) n,
                                           sentinel_importance_get_word (worst));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
}

static void
show_counts (SentinelBadge *self)
{
  gint64 n = sentinel_counters_get_n_waiting (self->counters);
  SentinelImportance worst = sentinel_counters_get_worst (self->counters);
  g_autofree char *count = n > MOST ? g_strdup_printf ("%d+", MOST)
                                    : g_strdup_printf ("%d", (int) n);

  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  if (n == 0)
    return;
  set_class (self, sentinel_importance_get_css_class (worst));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->shape), sentinel_importance_get_icon_name (worst));
  gtk_label_set_label (GTK_LABEL (self->count), count);
  say (self, n, worst);
}

static void
sentinel_badge_dispose (GObject *object)
{
  g_clear_object (&SENTINEL_BADGE (object)->counters);
  G_OBJECT_CLASS (sentinel_badge_parent_class)->dispose (object);
}

static void
sentinel_badge_class_init (SentinelBadgeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_badge_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sentinel_badge_init (SentinelBadge *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->shape = gtk_image_new ();
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "numeric");
  gtk_box_append (GTK_BOX (box), self->shape);
  gtk_box_append (GTK_BOX (box), self->count);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self), "live-badge");
}

/**
 * sentinel_badge_new:
 * @counters: what it shows
 *
 * Returns: (transfer floating): a badge
 */
GtkWidget *
sentinel_badge_new (SentinelCounters *counters)
{
  SentinelBadge *self = g_object_new (SENTINEL_TYPE_BADGE, NULL);

  self->counters = g_object_ref (counters);
  g_signal_connect_object (counters, "changed", G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
  show_counts (self);
  return GTK_WIDGET (self);
}
