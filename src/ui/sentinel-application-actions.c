/* SPDX-License-Identifier: MIT */
/* One table of actions and one of keys. */
#include "config.h"
#include "sentinel-application-actions.h"
#include "sentinel-check-dialog.h"
#include "sentinel-notification-act.h"
#include "sentinel-preferences-dialog.h"
#include "sentinel-shortcuts-dialog.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

static GtkWidget *
open_window (gpointer self)
{
  return GTK_WIDGET (sentinel_application_open_window (SENTINEL_APPLICATION (self)));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  sentinel_application_quit (self);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  AdwDialog *dialog = adw_about_dialog_new ();
  AdwAboutDialog *about = ADW_ABOUT_DIALOG (dialog);

  adw_about_dialog_set_application_name (about, _ ("Sentinel Alerts"));
  adw_about_dialog_set_application_icon (about, SENTINEL_APP_ID);
  adw_about_dialog_set_version (about, SENTINEL_VERSION);
  adw_about_dialog_set_developer_name (about, _ ("The Sentinel Alerts contributors"));
  adw_about_dialog_set_comments (about,
                                 _ ("Watches things for you and tells you when they need you"));
  adw_about_dialog_set_website (about, "https://github.com/orkapodavid/sentinel-alerts");
  adw_about_dialog_set_issue_url (about, "https://github.com/orkapodavid/sentinel-alerts/issues");
  adw_about_dialog_set_license_type (about, GTK_LICENSE_MIT_X11);
  /* Translators: put your names here, one per line. */
  adw_about_dialog_set_translator_credits (about, _ ("translator-credits"));
  adw_dialog_present (dialog, open_window (self));
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  SentinelContext *context = sentinel_application_get_context (self);

  adw_dialog_present (
      sentinel_preferences_dialog_new (sentinel_context_get_desk_settings (context)),
      open_window (self));
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  adw_dialog_present (sentinel_shortcuts_dialog_new (), open_window (self));
}

static void
new_rule_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  SentinelWindow *window = SENTINEL_WINDOW (open_window (self));

  sentinel_window_show_page (window, "rules");
  gtk_widget_activate_action (sentinel_window_get_page (window), "rules.new", NULL);
}

static void
check_all_now_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  sentinel_check_all (open_window (self), sentinel_application_get_context (self));
}

static void
show_live_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  sentinel_window_show_page (SENTINEL_WINDOW (open_window (self)), "live");
}

static void
show_event_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  sentinel_window_show_event (SENTINEL_WINDOW (open_window (self)),
                              g_variant_get_int64 (parameter));
}

static void
acknowledge_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  sentinel_notification_acknowledge (self,
                                     sentinel_application_get_context (self),
                                     g_variant_get_int64 (parameter));
}

static void
snooze_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  sentinel_notification_snooze (self,
                                sentinel_application_get_context (self),
                                g_variant_get_int64 (parameter));
}

/* Pausing: the action's state is that of the pause, whoever set it. */

static SentinelPause *
get_pause (SentinelApplication *self)
{
  return sentinel_engine_get_pause (
      sentinel_context_get_engine (sentinel_application_get_context (self)));
}

static void
pause_set_cb (GObject *pause, GAsyncResult *result, gpointer data)
{
  g_autoptr (GApplication) self = data;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (GError) error = NULL;

  if (sentinel_pause_set_finish (SENTINEL_PAUSE (pause), result, &error))
    return;
  g_warning ("Watching is neither paused nor resumed: %s", error->message);
  if (window != NULL)
    sentinel_toast_show_error (GTK_WIDGET (window), _ ("Nothing was changed"), error);
}

static void
change_pause_cb (GSimpleAction *action, GVariant *state, gpointer self)
{
  sentinel_pause_set_async (get_pause (self),
                            g_variant_get_boolean (state),
                            NULL,
                            pause_set_cb,
                            g_object_ref (self));
}

static void
follow_pause (GSimpleAction *action, GParamSpec *pspec, SentinelPause *pause)
{
  g_simple_action_set_state (action, g_variant_new_boolean (sentinel_pause_is_paused (pause)));
}

static void
bind_pause (SentinelApplication *self)
{
  SentinelPause *pause = get_pause (self);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "pause");

  g_signal_connect_object (pause,
                           "notify::paused",
                           G_CALLBACK (follow_pause),
                           action,
                           G_CONNECT_SWAPPED);
  follow_pause (G_SIMPLE_ACTION (action), NULL, pause);
}

static const struct {
  const char *action, *keys[3];
} accelerators[] = {
  { "app.quit", { "<Control>q" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.shortcuts", { "<Control>question" } },
  { "app.new-rule", { "<Control>n" } },
  { "app.check-all-now", { "F5", "<Control>r" } },
  { "window.close", { "<Control>w" } },
};

/**
 * sentinel_application_actions_install:
 * @self: the application, with its context
 *
 * Main thread, once.
 */
void
sentinel_application_actions_install (SentinelApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "quit", .activate = quit_cb },
    { .name = "about", .activate = about_cb },
    { .name = "preferences", .activate = preferences_cb },
    { .name = "shortcuts", .activate = shortcuts_cb },
    { .name = "new-rule", .activate = new_rule_cb },
    { .name = "check-all-now", .activate = check_all_now_cb },
    { .name = "pause", .state = "false", .change_state = change_pause_cb },
    { .name = "show-live", .activate = show_live_cb },
    { .name = "show-event", .activate = show_event_cb, .parameter_type = "x" },
    { .name = "acknowledge", .activate = acknowledge_cb, .parameter_type = "x" },
    { .name = "snooze", .activate = snooze_cb, .parameter_type = "x" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self),
                                           accelerators[i].action,
                                           (const char **) accelerators[i].keys);
  bind_pause (self);
}
