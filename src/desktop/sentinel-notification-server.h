/* SPDX-License-Identifier: MIT */
/* Whether somebody on the session bus shows notifications. GNotification itself does not say. */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

typedef enum {
  SENTINEL_NOTIFICATION_SERVER_NONE, /* the call failed */
  SENTINEL_NOTIFICATION_SERVER_PLAIN,
  SENTINEL_NOTIFICATION_SERVER_MARKUP, /* reads the body as markup: it has to be escaped */
} SentinelNotificationServer;

void sentinel_notification_server_ask_async (GDBusConnection *session,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
SentinelNotificationServer sentinel_notification_server_ask_finish (GAsyncResult *result,
                                                                    GError **error);

G_END_DECLS
