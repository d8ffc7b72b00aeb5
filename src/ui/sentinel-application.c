/* SPDX-License-Identifier: MIT */
/* Builds the program's parts when it starts, and lets them finish what they do before it ends. */
#include "config.h"
#include "sentinel-application.h"
#include "sentinel-context.h"
#include "sentinel-desktop-channel.h"
#include "sentinel-window.h"
#include <glib-unix.h>
#include <glib/gi18n.h>

struct _SentinelApplication {
  AdwApplication parent_instance;
  SentinelContext *context;
  gboolean is_draining;
  guint terminate_id, interrupt_id;
};

G_DEFINE_FINAL_TYPE (SentinelApplication, sentinel_application, ADW_TYPE_APPLICATION)

static SentinelWindow *
get_window (SentinelApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  return windows != NULL ? SENTINEL_WINDOW (windows->data) : NULL;
}

/* Ending: the hold of startup is given back when what runs is on disk. */

static void
drained_cb (GObject *engine, GAsyncResult *result, gpointer data)
{
  SentinelApplication *self = data;
  g_autoptr (GError) error = NULL;

  if (!sentinel_engine_stop_finish (SENTINEL_ENGINE (engine), result, &error))
    g_warning ("The engine did not end well: %s", error->message);
  self->is_draining = FALSE;
  /* Somebody started the program again meanwhile. */
  if (get_window (self) != NULL)
    sentinel_engine_start_or_wait (SENTINEL_ENGINE (engine));
  else
    g_application_release (G_APPLICATION (self));
}

static void
drain (SentinelApplication *self)
{
  if (self->is_draining)
    return;
  self->is_draining = TRUE;
  sentinel_engine_stop_async (sentinel_context_get_engine (self->context), drained_cb, self);
}

static void
sentinel_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  SentinelApplication *self = SENTINEL_APPLICATION (application);

  GTK_APPLICATION_CLASS (sentinel_application_parent_class)->window_removed (application, window);
  if (get_window (self) == NULL)
    drain (self);
}

static void
quit (SentinelApplication *self)
{
  SentinelWindow *window = get_window (self);

  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  else
    drain (self);
}

static gboolean
told_to_end_cb (gpointer data)
{
  quit (data);
  return G_SOURCE_CONTINUE;
}

/* Actions */

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  quit (data);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SentinelApplication *self = data;

  adw_show_about_dialog (GTK_WIDGET (get_window (self)),
                         "application-name",
                         _ ("Sentinel Alerts"),
                           "application-icon",
                           SENTINEL_APP_ID,
                           "version",
                           SENTINEL_VERSION,
                           "comments",
                           _ ("Watches things for you and tells you when they need you"),
                             "license-type",
                             GTK_LICENSE_MIT_X11,
                             NULL);
}

static void
show_event_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SentinelApplication *self = data;

  g_application_activate (G_APPLICATION (self));
  sentinel_window_show_event (get_window (self), g_variant_get_int64 (parameter));
}

static void
install_actions (SentinelApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "quit", .activate = quit_cb },
    { .name = "about", .activate = about_cb },
    { .name = "show-event", .activate = show_event_cb, .parameter_type = "x" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self),
                                         "app.quit",
                                         (const char *[]) { "<Control>q", NULL });
  gtk_application_set_accels_for_action (GTK_APPLICATION (self),
                                         "window.close",
                                         (const char *[]) { "<Control>w", NULL });
}

/* The application */

static void
start_context (SentinelApplication *self)
{
  SentinelEngine *engine;

  self->context = sentinel_context_new (NULL);
  engine = sentinel_context_get_engine (self->context);
  sentinel_engine_add_channel (
      engine,
      sentinel_desktop_channel_new (G_APPLICATION (self),
                                    sentinel_context_get_store (self->context)));
  sentinel_engine_start_or_wait (engine);
}

static void
sentinel_application_startup (GApplication *application)
{
  SentinelApplication *self = SENTINEL_APPLICATION (application);

  G_APPLICATION_CLASS (sentinel_application_parent_class)->startup (application);
  g_application_hold (application);
  self->terminate_id = g_unix_signal_add (SIGTERM, told_to_end_cb, self);
  self->interrupt_id = g_unix_signal_add (SIGINT, told_to_end_cb, self);
  install_actions (self);
  start_context (self);
}

static void
sentinel_application_activate (GApplication *application)
{
  SentinelApplication *self = SENTINEL_APPLICATION (application);
  SentinelWindow *window = get_window (self);

  if (window == NULL)
    window = sentinel_window_new (ADW_APPLICATION (application), self->context);
  gtk_window_present (GTK_WINDOW (window));
}

static void
sentinel_application_shutdown (GApplication *application)
{
  SentinelApplication *self = SENTINEL_APPLICATION (application);

  g_clear_handle_id (&self->terminate_id, g_source_remove);
  g_clear_handle_id (&self->interrupt_id, g_source_remove);
  if (self->context != NULL)
    sentinel_context_close (self->context);
  g_clear_object (&self->context);
  G_APPLICATION_CLASS (sentinel_application_parent_class)->shutdown (application);
}

static int
sentinel_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("sentinel-alerts %s\n", SENTINEL_VERSION);
  return 0;
}

static void
sentinel_application_class_init (SentinelApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = sentinel_application_startup;
  application_class->activate = sentinel_application_activate;
  application_class->shutdown = sentinel_application_shutdown;
  application_class->handle_local_options = sentinel_application_handle_local_options;
  GTK_APPLICATION_CLASS (klass)->window_removed = sentinel_application_window_removed;
}

static void
sentinel_application_init (SentinelApplication *self)
{
  g_application_add_main_option (G_APPLICATION (self),
                                 "version",
                                 0,
                                 G_OPTION_FLAG_NONE,
                                 G_OPTION_ARG_NONE,
                                 _ ("Print the version and exit"), NULL);
}

/**
 * sentinel_application_new:
 *
 * Returns: (transfer full): the application, to be run
 */
SentinelApplication *
sentinel_application_new (void)
{
  return g_object_new (SENTINEL_TYPE_APPLICATION,
                       "application-id",
                       SENTINEL_APP_ID,
                       "resource-base-path",
                       "/io/github/orkapodavid/SentinelAlerts",
                       NULL);
}
