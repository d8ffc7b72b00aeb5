/* SPDX-License-Identifier: MIT */
/* Rows are bound to the settings: nothing here is applied or kept. */
#include "sentinel-preferences-dialog.h"
#include "sentinel-event-words.h"
#include <glib/gi18n.h>

struct _SentinelPreferencesDialog {
  AdwPreferencesDialog parent_instance;
  AdwComboRow *color_scheme_row;
  AdwToggleGroup *density_group;
  AdwSwitchRow *times_row, *background_row;
  AdwSwitchRow *critical_row, *high_row, *medium_row, *low_row, *do_not_disturb_row;
  AdwPreferencesGroup *background_group;
  SentinelDeskSettings *settings;
};

G_DEFINE_FINAL_TYPE (SentinelPreferencesDialog,
                     sentinel_preferences_dialog,
                     ADW_TYPE_PREFERENCES_DIALOG)

/* In the order of the row's choices. */
static const char *const color_schemes[] = { "system", "light", "dark" };

static gboolean
take_color_scheme (GBinding *binding, const GValue *from, GValue *to, gpointer unused)
{
  const char *scheme = g_value_get_string (from);

  for (guint i = 0; i < G_N_ELEMENTS (color_schemes); i++)
    if (g_strcmp0 (scheme, color_schemes[i]) == 0)
      g_value_set_uint (to, i);
  return TRUE;
}

static gboolean
give_color_scheme (GBinding *binding, const GValue *from, GValue *to, gpointer unused)
{
  guint chosen = g_value_get_uint (from);

  if (chosen >= G_N_ELEMENTS (color_schemes))
    return FALSE;
  g_value_set_static_string (to, color_schemes[chosen]);
  return TRUE;
}

static void
bind_row (SentinelPreferencesDialog *self, const char *key, gpointer row, const char *property)
{
  g_object_bind_property (self->settings,
                          key,
                          row,
                          property,
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
}

static void
bind_rows (SentinelPreferencesDialog *self)
{
  g_object_bind_property_full (self->settings,
                               "color-scheme",
                               self->color_scheme_row,
                               "selected",
                               G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL,
                               take_color_scheme,
                               give_color_scheme,
                               NULL,
                               NULL);
  bind_row (self, "density", self->density_group, "active-name");
  bind_row (self, "times-in-utc", self->times_row, "active");
  bind_row (self, "run-in-background", self->background_row, "active");
  bind_row (self, "notify-critical", self->critical_row, "active");
  bind_row (self, "notify-high", self->high_row, "active");
  bind_row (self, "notify-medium", self->medium_row, "active");
  bind_row (self, "notify-low", self->low_row, "active");
  bind_row (self, "notify-through-do-not-disturb", self->do_not_disturb_row, "active");
  /* What is never shown cannot break through. */
  g_object_bind_property (self->critical_row,
                          "active",
                          self->do_not_disturb_row,
                          "sensitive",
                          G_BINDING_SYNC_CREATE);
}

/* Who answered here needs not be asked when the window closes. */
static void
background_chosen_cb (SentinelPreferencesDialog *self)
{
  sentinel_desk_settings_set_boolean (self->settings, "background-asked", TRUE);
}

static void
add_shape (AdwSwitchRow *row, SentinelImportance importance)
{
  GtkWidget *shape = gtk_image_new_from_icon_name (sentinel_importance_get_icon_name (importance));

  gtk_widget_add_css_class (shape, "mark");
  gtk_widget_add_css_class (shape, sentinel_importance_get_css_class (importance));
  gtk_accessible_update_property (GTK_ACCESSIBLE (shape), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), shape);
}

static void
describe_zone (SentinelPreferencesDialog *self)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  /* Translators: below "Show times in UTC"; %s is the time zone of this computer, as in
   * "Europe/Berlin" */
  g_autofree char *text =
      g_strdup_printf (_ ("Otherwise times are local: %s"), g_time_zone_get_identifier (local));

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->times_row), text);
}

static void
sentinel_preferences_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SENTINEL_TYPE_PREFERENCES_DIALOG);
  g_clear_object (&SENTINEL_PREFERENCES_DIALOG (object)->settings);
  G_OBJECT_CLASS (sentinel_preferences_dialog_parent_class)->dispose (object);
}

static void
sentinel_preferences_dialog_class_init (SentinelPreferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_preferences_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelPreferencesDialog, color_scheme_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelPreferencesDialog, density_group);
  gtk_widget_class_bind_template_child (widget_class, SentinelPreferencesDialog, times_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelPreferencesDialog, background_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelPreferencesDialog, background_group);
  gtk_widget_class_bind_template_child (widget_class, SentinelPreferencesDialog, critical_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelPreferencesDialog, high_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelPreferencesDialog, medium_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelPreferencesDialog, low_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        SentinelPreferencesDialog,
                                        do_not_disturb_row);
}

static void
sentinel_preferences_dialog_init (SentinelPreferencesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_shape (self->critical_row, SENTINEL_IMPORTANCE_CRITICAL);
  add_shape (self->high_row, SENTINEL_IMPORTANCE_HIGH);
  add_shape (self->medium_row, SENTINEL_IMPORTANCE_MEDIUM);
  add_shape (self->low_row, SENTINEL_IMPORTANCE_LOW);
  describe_zone (self);
}

/**
 * sentinel_preferences_dialog_new:
 * @settings: what is chosen here
 *
 * Returns: (transfer floating): the dialog, to be presented; main thread
 */
AdwDialog *
sentinel_preferences_dialog_new (SentinelDeskSettings *settings)
{
  SentinelPreferencesDialog *self = g_object_new (SENTINEL_TYPE_PREFERENCES_DIALOG, NULL);

  self->settings = g_object_ref (settings);
  bind_rows (self);
  g_signal_connect_object (self->background_row,
                           "notify::active",
                           G_CALLBACK (background_chosen_cb),
                           self,
                           G_CONNECT_SWAPPED);
  if (!sentinel_desk_settings_is_kept (settings))
    adw_preferences_group_set_description (self->background_group,
                                           _ ("The settings schema of Sentinel Alerts is not "
                                              "installed: what you choose here lasts until "
                                              "you quit."));
  return ADW_DIALOG (self);
}
