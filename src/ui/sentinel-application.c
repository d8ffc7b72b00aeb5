/* SPDX-License-Identifier: MIT */
/* The life of the program. What keeps it alive are holds: one while it watches, one per window, one
 * per act on its way. Started for an action alone and not told to watch, it ends by itself when
 * nobody asked anything more for a while. */
#include "config.h"
#include "sentinel-application.h"
#include "sentinel-application-actions.h"
#include "sentinel-background-question.h"
#include "sentinel-desktop-channel.h"
#include <glib-unix.h>
#include <glib/gi18n.h>

#define IDLE_LIMIT_MS 10000

struct _SentinelApplication {
  AdwApplication parent_instance;
  SentinelContext *context;
  gboolean is_background; /* asked for on the command line: it watches whatever the setting says */
  gboolean is_hidden_start; /* the first activation opens no window */
  gboolean is_watching; /* the engine is started, and a hold taken */
  gboolean is_quitting, is_draining;
  guint terminate_id, interrupt_id;
};

G_DEFINE_FINAL_TYPE (SentinelApplication, sentinel_application, ADW_TYPE_APPLICATION)

static SentinelWindow *
get_window (SentinelApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  return windows != NULL ? SENTINEL_WINDOW (windows->data) : NULL;
}

/* Watching */

static gboolean
watches_without_window (SentinelApplication *self)
{
  return self->is_background
         || sentinel_desk_settings_get_boolean (sentinel_context_get_desk_settings (self->context),
                                                "run-in-background");
}

static void
watch (SentinelApplication *self)
{
  if (self->is_watching)
    return;
  self->is_watching = TRUE;
  g_application_hold (G_APPLICATION (self));
  if (!self->is_draining)
    sentinel_engine_start_or_wait (sentinel_context_get_engine (self->context));
}

/* Ending: the hold is given back when what runs is on disk. */

static void
drained_cb (GObject *engine, GAsyncResult *result, gpointer data)
{
  SentinelApplication *self = data;
  g_autoptr (GError) error = NULL;

  if (!sentinel_engine_stop_finish (SENTINEL_ENGINE (engine), result, &error))
    g_warning ("The engine did not end well: %s", error->message);
  self->is_draining = FALSE;
  /* Somebody wants to watch again meanwhile. */
  if (self->is_watching)
    sentinel_engine_start_or_wait (SENTINEL_ENGINE (engine));
  g_application_release (G_APPLICATION (self));
}

static void
stop_watching (SentinelApplication *self)
{
  if (!self->is_watching)
    return;
  self->is_watching = FALSE;
  /* Nothing is to come any more, so there is nothing to wait for after this. */
  g_application_set_inactivity_timeout (G_APPLICATION (self), 0);
  if (self->is_draining) {
    g_application_release (G_APPLICATION (self));
    return;
  }
  self->is_draining = TRUE;
  sentinel_engine_stop_async (sentinel_context_get_engine (self->context), drained_cb, self);
}

/* Somebody only looked at the program: that is no reason to stay. */
static gboolean
has_nothing_to_watch (SentinelApplication *self)
{
  SentinelEngine *engine = sentinel_context_get_engine (self->context);

  return !self->is_background
         && !sentinel_desk_settings_get_boolean (sentinel_context_get_desk_settings (self->context),
                                                 "background-asked")
         && sentinel_engine_get_state (engine) == SENTINEL_ENGINE_RUNNING
         && sentinel_engine_get_n_rules (engine) == 0;
}

static void
sentinel_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  SentinelApplication *self = SENTINEL_APPLICATION (application);

  GTK_APPLICATION_CLASS (sentinel_application_parent_class)->window_removed (application, window);
  if (get_window (self) != NULL)
    return;
  if (self->is_quitting || !watches_without_window (self) || has_nothing_to_watch (self))
    stop_watching (self);
}

/**
 * sentinel_application_quit:
 * @self: the application
 *
 * Closes the window without asking; the program ends when what runs is on disk. Main thread.
 */
void
sentinel_application_quit (SentinelApplication *self)
{
  SentinelWindow *window;

  g_return_if_fail (SENTINEL_IS_APPLICATION (self));
  window = get_window (self);
  self->is_quitting = TRUE;
  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  else if (self->is_watching)
    stop_watching (self);
  else
    g_application_quit (G_APPLICATION (self));
}

static gboolean
told_to_end_cb (gpointer data)
{
  sentinel_application_quit (data);
  return G_SOURCE_CONTINUE;
}

/* The window */

static gboolean
close_request_cb (SentinelApplication *self, GtkWindow *window)
{
  if (!sentinel_background_question_is_due (self->context))
    return GDK_EVENT_PROPAGATE;
  sentinel_background_question_ask (window, self->context);
  return GDK_EVENT_STOP;
}

/**
 * sentinel_application_open_window:
 * @self: the application, after startup
 *
 * Main thread.
 *
 * Returns: (transfer none): the window, presented
 */
SentinelWindow *
sentinel_application_open_window (SentinelApplication *self)
{
  SentinelWindow *window;

  g_return_val_if_fail (SENTINEL_IS_APPLICATION (self), NULL);
  self->is_quitting = FALSE;
  watch (self);
  window = get_window (self);
  if (window == NULL) {
    window = sentinel_window_new (ADW_APPLICATION (self), self->context);
    g_signal_connect_object (window,
                             "close-request",
                             G_CALLBACK (close_request_cb),
                             self,
                             G_CONNECT_SWAPPED);
  }
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/**
 * sentinel_application_get_context:
 * @self: the application, between startup and shutdown
 *
 * Returns: (transfer none): the program's parts
 */
SentinelContext *
sentinel_application_get_context (SentinelApplication *self)
{
  g_return_val_if_fail (SENTINEL_IS_APPLICATION (self), NULL);
  return self->context;
}

/* Following the settings */

static void
follow_color_scheme (SentinelApplication *self, GParamSpec *pspec, SentinelDeskSettings *settings)
{
  g_autofree char *scheme = sentinel_desk_settings_dup_string (settings, "color-scheme");
  AdwColorScheme color_scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_strcmp0 (scheme, "light") == 0)
    color_scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_strcmp0 (scheme, "dark") == 0)
    color_scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_application_get_style_manager (ADW_APPLICATION (self)),
                                      color_scheme);
}

/* Changed while no window is open: by another program, or with the last window. */
static void
follow_background (SentinelApplication *self)
{
  if (get_window (self) != NULL || self->is_quitting)
    return;
  if (watches_without_window (self))
    watch (self);
  else
    stop_watching (self);
}

static void
follow_settings (SentinelApplication *self)
{
  SentinelDeskSettings *settings = sentinel_context_get_desk_settings (self->context);

  g_signal_connect_object (settings,
                           "notify::color-scheme",
                           G_CALLBACK (follow_color_scheme),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings,
                           "notify::run-in-background",
                           G_CALLBACK (follow_background),
                           self,
                           G_CONNECT_SWAPPED);
  follow_color_scheme (self, NULL, settings);
}

/* The application */

static gboolean
is_seen (gint64 event_id, gpointer data)
{
  SentinelWindow *window = get_window (data);

  return window != NULL && sentinel_window_shows_event (window, event_id);
}

static void
add_desktop_channel (SentinelApplication *self)
{
  g_autoptr (SentinelChannel) channel =
      sentinel_desktop_channel_new (G_APPLICATION (self),
                                    sentinel_context_get_store (self->context),
                                    sentinel_context_get_clock (self->context),
                                    sentinel_context_get_desk_settings (self->context));

  sentinel_desktop_channel_set_seen_func (SENTINEL_DESKTOP_CHANNEL (channel), is_seen, self);
  sentinel_engine_add_channel (sentinel_context_get_engine (self->context),
                               g_steal_pointer (&channel));
}

static void
sentinel_application_startup (GApplication *application)
{
  SentinelApplication *self = SENTINEL_APPLICATION (application);

  G_APPLICATION_CLASS (sentinel_application_parent_class)->startup (application);
  self->terminate_id = g_unix_signal_add (SIGTERM, told_to_end_cb, self);
  self->interrupt_id = g_unix_signal_add (SIGINT, told_to_end_cb, self);
  self->context = sentinel_context_new (NULL);
  add_desktop_channel (self);
  follow_settings (self);
  sentinel_application_actions_install (self);
  if (watches_without_window (self))
    watch (self);
  else
    g_application_set_inactivity_timeout (application, IDLE_LIMIT_MS);
}

static void
sentinel_application_activate (GApplication *application)
{
  SentinelApplication *self = SENTINEL_APPLICATION (application);

  if (!self->is_hidden_start)
    sentinel_application_open_window (self);
  self->is_hidden_start = FALSE;
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

/* Returns: -1, as there is more to do, else an exit code. One that runs already is not asked for a
 * window. */
static int
start_in_background (SentinelApplication *self)
{
  g_autoptr (GError) error = NULL;

  self->is_background = TRUE;
  self->is_hidden_start = TRUE;
  if (!g_application_register (G_APPLICATION (self), NULL, &error)) {
    g_printerr ("sentinel-alerts cannot start: %s\n", error->message);
    return 1;
  }
  return g_application_get_is_remote (G_APPLICATION (self)) ? 0 : -1;
}

static int
sentinel_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  SentinelApplication *self = SENTINEL_APPLICATION (application);

  if (g_variant_dict_contains (options, "version")) {
    g_print ("sentinel-alerts %s\n", SENTINEL_VERSION);
    return 0;
  }
  if (g_variant_dict_contains (options, "background"))
    return start_in_background (self);
  return -1;
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
                                 _ ("Print the version and exit"),
                                 NULL);
  g_application_add_main_option (G_APPLICATION (self),
                                 "background",
                                 0,
                                 G_OPTION_FLAG_NONE,
                                 G_OPTION_ARG_NONE,
                                 _ ("Watch without a window"),
                                 NULL);
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
