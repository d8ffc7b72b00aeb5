/* SPDX-License-Identifier: MIT */
/* The same order as GNotification's own: the portal in a sandbox, the Shell's interface where it is
 * there, else that of freedesktop.org, which is started by being asked. */
#include "sentinel-notification-server.h"
#include "sentinel-error.h"

#define SHELL_NAME "org.gtk.Notifications"
#define SERVER_NAME "org.freedesktop.Notifications"
#define SERVER_PATH "/org/freedesktop/Notifications"
#define ANSWER_LIMIT_MS 5000

static void
capabilities_cb (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (session), result, &error);
  g_autofree const char **capabilities = NULL;

  if (reply == NULL) {
    g_task_return_new_error (task,
                             SENTINEL_ERROR,
                             SENTINEL_ERROR_FAILED,
                             "Nothing on this desktop shows notifications (%s: %s)",
                             SERVER_NAME,
                             error->message);
    return;
  }
  g_variant_get (reply, "(^a&s)", &capabilities);
  g_task_return_int (task,
                     g_strv_contains (capabilities, "body-markup")
                         ? SENTINEL_NOTIFICATION_SERVER_MARKUP
                         : SENTINEL_NOTIFICATION_SERVER_PLAIN);
}

static void
ask_server (GTask *task)
{
  g_dbus_connection_call (g_task_get_source_object (task),
                          SERVER_NAME,
                          SERVER_PATH,
                          SERVER_NAME,
                          "GetCapabilities",
                          NULL,
                          G_VARIANT_TYPE ("(as)"),
                          G_DBUS_CALL_FLAGS_NONE,
                          ANSWER_LIMIT_MS,
                          g_task_get_cancellable (task),
                          capabilities_cb,
                          task);
}

static void
has_shell_cb (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (session), result, &error);
  gboolean has_shell = FALSE;

  if (reply == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_variant_get (reply, "(b)", &has_shell);
  if (has_shell)
    g_task_return_int (task, SENTINEL_NOTIFICATION_SERVER_PLAIN);
  else
    ask_server (g_steal_pointer (&task));
}

/**
 * sentinel_notification_server_ask_async:
 * @session: the session bus
 * @cancellable: (nullable): gives up
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Asks who shows what GNotification sends.
 */
void
sentinel_notification_server_ask_async (GDBusConnection *session,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  GTask *task = g_task_new (session, cancellable, callback, user_data);

  g_task_set_static_name (task, "sentinel-notification-server-ask");
  g_task_set_source_tag (task, sentinel_notification_server_ask_async);
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS)) {
    /* The portal takes plain text and answers for the rest. */
    g_task_return_int (task, SENTINEL_NOTIFICATION_SERVER_PLAIN);
    g_object_unref (task);
    return;
  }
  g_dbus_connection_call (session,
                          "org.freedesktop.DBus",
                          "/org/freedesktop/DBus",
                          "org.freedesktop.DBus",
                          "NameHasOwner",
                          g_variant_new ("(s)", SHELL_NAME),
                          G_VARIANT_TYPE ("(b)"),
                          G_DBUS_CALL_FLAGS_NONE,
                          ANSWER_LIMIT_MS,
                          cancellable,
                          has_shell_cb,
                          task);
}

/**
 * sentinel_notification_server_ask_finish:
 * @result: what the callback got
 * @error: return location; nobody shows notifications at this moment
 *
 * Returns: how the server reads a body; %SENTINEL_NOTIFICATION_SERVER_NONE on error
 */
SentinelNotificationServer
sentinel_notification_server_ask_finish (GAsyncResult *result, GError **error)
{
  gssize server = g_task_propagate_int (G_TASK (result), error);

  return server < 0 ? SENTINEL_NOTIFICATION_SERVER_NONE : (SentinelNotificationServer) server;
}
