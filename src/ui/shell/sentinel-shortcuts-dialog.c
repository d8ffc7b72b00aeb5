/* SPDX-License-Identifier: MIT */
/* One table of keys, in groups. GTK's own window for this is on its way out, and libadwaita's
 * dialog is newer than what we build on. */
#include "sentinel-shortcuts-dialog.h"
#include <glib/gi18n.h>

typedef struct {
  const char *keys; /* accelerators, separated by spaces */
  const char *title;
} Shortcut;

typedef struct {
  const char *title;
  Shortcut shortcuts[12];
} ShortcutGroup;

static const ShortcutGroup groups[] = {
  { N_ ("General"),
    {
        { "<Control>1", N_ ("Show the overview") },
        { "<Control>2", N_ ("Show what needs you") },
        { "<Control>3", N_ ("Show the rules") },
        { "<Control>f slash", N_ ("Search") },
        { "F5", N_ ("Check all rules now") },
        { "<Control>z", N_ ("Take back what was just done") },
        { "F10", N_ ("Main menu") },
        { "<Control>comma", N_ ("Preferences") },
        { "<Control>question", N_ ("Keyboard shortcuts") },
        { "<Control>w", N_ ("Close the window") },
        { "<Control>q", N_ ("Quit") },
    } },
  { N_ ("Events"),
    {
        { "Return", N_ ("Show the details") },
        { "a", N_ ("Acknowledge") },
        { "<Control>Return", N_ ("Confirm in a dialog") },
        { "<Control>c", N_ ("Copy the selected rows") },
        { "<Control>a", N_ ("Select all") },
        { "<Shift><Control>a", N_ ("Select none") },
        { "<Alt>Up <Alt>Down k j", N_ ("Previous and next event") },
        { "Escape", N_ ("Leave the search, then the selection") },
        { "<Shift>F10", N_ ("Menu of the row") },
    } },
  { N_ ("Rules"),
    {
        { "<Control>n", N_ ("New rule") },
        { "Return", N_ ("Edit the rule") },
        { "Delete", N_ ("Delete the selected rules") },
    } },
  { N_ ("Charts"),
    {
        { "Left Right", N_ ("Move along the chart") },
        { "<Control>Left <Control>Right", N_ ("Previous and next event in the chart") },
        { "Home End", N_ ("Begin and end of the chart") },
        { "bracketleft bracketright", N_ ("Choose a level in the preview of a rule") },
        { "Up Down", N_ ("Move the level that is chosen") },
    } },
};

static char *
format_keys (const char *keys)
{
  g_auto (GStrv) accelerators = g_strsplit (keys, " ", -1);
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (char **accelerator = accelerators; *accelerator != NULL; accelerator++) {
    guint key;
    GdkModifierType modifiers;

    if (gtk_accelerator_parse (*accelerator, &key, &modifiers))
      g_strv_builder_take (labels, gtk_accelerator_get_label (key, modifiers));
  }
  all = g_strv_builder_end (labels);
  return g_strjoinv (" · ", all);
}

static GtkWidget *
make_row (const Shortcut *shortcut)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *keys = format_keys (shortcut->keys);
  GtkWidget *label = gtk_label_new (keys);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (shortcut->title));
  gtk_widget_add_css_class (label, "dimmed");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

static AdwPreferencesGroup *
make_group (const ShortcutGroup *group)
{
  AdwPreferencesGroup *widget = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (widget, _ (group->title));
  for (const Shortcut *shortcut = group->shortcuts; shortcut->keys != NULL; shortcut++)
    adw_preferences_group_add (widget, make_row (shortcut));
  return widget;
}

/**
 * sentinel_shortcuts_dialog_new:
 *
 * Returns: (transfer floating): the dialog, to be presented; main thread
 */
AdwDialog *
sentinel_shortcuts_dialog_new (void)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), make_group (&groups[i]));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_title (dialog, _ ("Keyboard Shortcuts"));
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_content_width (dialog, 480);
  adw_dialog_set_content_height (dialog, 620);
  return dialog;
}
