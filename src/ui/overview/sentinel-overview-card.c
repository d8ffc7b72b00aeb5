/* SPDX-License-Identifier: MIT */
/* A button with four children and one sentence for all of them. */
#include "sentinel-overview-card.h"
#include <glib/gi18n.h>

struct _SentinelOverviewCard {
  GtkButton parent_instance;
  GtkLabel *title, *value, *note; /* children */
  GtkWidget *icon;
};

enum {
  PROP_TITLE = 1,
  N_PROPERTIES
};
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (SentinelOverviewCard, sentinel_overview_card, GTK_TYPE_BUTTON)

static void
sentinel_overview_card_set_property (GObject *object,
                                     guint property_id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  SentinelOverviewCard *self = SENTINEL_OVERVIEW_CARD (object);

  if (property_id != PROP_TITLE) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    return;
  }
  gtk_label_set_label (self->title, g_value_get_string (value));
  sentinel_overview_card_show (self, "–", "");
}

static void
sentinel_overview_card_class_init (SentinelOverviewCardClass *klass)
{
  G_OBJECT_CLASS (klass)->set_property = sentinel_overview_card_set_property;
  properties[PROP_TITLE] =
      g_param_spec_string ("title",
                           NULL,
                           NULL,
                           NULL,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);
}

static GtkLabel *
make_label (const char *css_class)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (label), css_class);
  gtk_widget_add_css_class (GTK_WIDGET (label), "numeric");
  return label;
}

static void
sentinel_overview_card_init (SentinelOverviewCard *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *middle = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->title = make_label ("caption-heading");
  self->value = make_label ("title-1");
  self->note = make_label ("caption");
  self->icon = gtk_image_new ();
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "secondary");
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "secondary");
  gtk_widget_set_hexpand (GTK_WIDGET (self->value), TRUE);
  gtk_label_set_wrap (self->note, TRUE);
  gtk_label_set_lines (self->note, 2);
  gtk_box_append (GTK_BOX (middle), GTK_WIDGET (self->value));
  gtk_box_append (GTK_BOX (middle), self->icon);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (lines), middle);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->note));
  gtk_button_set_child (GTK_BUTTON (self), lines);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "overview-card");
}

static void
say_all (SentinelOverviewCard *self)
{
  g_autofree char *sentence =
      /* Translators: a card read aloud: title, value, and what is below */
      g_strdup_printf (_ ("%s: %s, %s"),
                       gtk_label_get_label (self->title),
                       gtk_label_get_label (self->value),
                       gtk_label_get_label (self->note));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence,
                                  -1);
}

/**
 * sentinel_overview_card_show:
 * @self: a card
 * @value: the number, formatted, or a word
 * @note: one line about it
 */
void
sentinel_overview_card_show (SentinelOverviewCard *self, const char *value, const char *note)
{
  gtk_label_set_label (self->value, value);
  gtk_label_set_label (self->note, note);
  say_all (self);
}

/**
 * sentinel_overview_card_set_icon:
 * @self: a card
 * @icon_name: (nullable): a symbolic icon; %NULL: none
 * @css_class: its tone
 */
void
sentinel_overview_card_set_icon (SentinelOverviewCard *self,
                                 const char *icon_name,
                                 const char *css_class)
{
  const char *classes[] = { "mark", css_class, NULL };

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
  gtk_widget_set_css_classes (self->icon, classes);
  gtk_widget_set_visible (self->icon, icon_name != NULL);
}

/**
 * sentinel_overview_card_get_value:
 * @self: a card
 *
 * Returns: (transfer none): what it shows
 */
const char *
sentinel_overview_card_get_value (SentinelOverviewCard *self)
{
  return gtk_label_get_label (self->value);
}

/**
 * sentinel_overview_card_get_note:
 * @self: a card
 *
 * Returns: (transfer none): the line below
 */
const char *
sentinel_overview_card_get_note (SentinelOverviewCard *self)
{
  return gtk_label_get_label (self->note);
}
