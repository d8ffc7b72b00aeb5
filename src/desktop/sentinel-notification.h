/* SPDX-License-Identifier: MIT */
/* What a delivery says on the desktop. */
#pragma once
#include "sentinel-importance.h"
#include <gio/gio.h>
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

typedef struct {
  char *id; /* one per instance, so that the next one replaces it */
  char *title, *body; /* plain text */
  gint64 event_id;
  SentinelImportance importance;
  gboolean is_over, is_acknowledged;
  gboolean is_test; /* of the channel: there is no event to do anything with */
} SentinelNotification;

/* body: of a delivery; NULL and an error: it is about no event */
SentinelNotification *sentinel_notification_new (JsonObject *body, GError **error);
void sentinel_notification_free (SentinelNotification *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelNotification, sentinel_notification_free)
/* the id of the notification of an instance; 0: of an event without one */
char *sentinel_notification_make_id (gint64 instance_id, gint64 event_id);

typedef struct {
  gboolean is_markup; /* the server reads the body as markup */
  gboolean is_through_do_not_disturb; /* for critical ones */
} SentinelNotificationStyle;

/* Its actions: app.show-event, app.acknowledge and app.snooze with the event's id (x); a test has
 * none. */
GNotification *sentinel_notification_build (const SentinelNotification *self,
                                            const SentinelNotificationStyle *style);
/* Of n ones, worst being the text of the most important; its action: app.show-live. */
GNotification *sentinel_notification_build_summary (guint n,
                                                    const char *worst,
                                                    SentinelImportance importance,
                                                    const SentinelNotificationStyle *style);

G_END_DECLS
