/* SPDX-License-Identifier: MIT */
/* Tells the session through GNotification, and takes back what somebody has acknowledged meanwhile,
 * whichever way that came. */
#include "sentinel-desktop-channel.h"
#include "sentinel-delivery-store.h"
#include "sentinel-error.h"
#include "sentinel-event-store.h"
#include "sentinel-text.h"
#include <glib/gi18n.h>

/* What outbox rows for it say. */
#define CHANNEL_ID "desktop"
#define MAX_TITLE_BYTES 120
#define MAX_BODY_BYTES 400

struct _SentinelDesktopChannel {
  SentinelChannel parent_instance;
  GApplication *application; /* it owns the engine that owns this */
  SentinelStore *store;
  GHashTable *shown; /* event id (gint64) → notification id: what may have to be taken back */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (SentinelDesktopChannel, sentinel_desktop_channel, SENTINEL_TYPE_CHANNEL)

/* What a delivery says; texts are borrowed from its body. */
typedef struct {
  const char *reason, *source, *rule, *message;
  gint64 event_id, instance_id, opened_at_us, closed_at_us;
  SentinelImportance importance;
  gboolean is_acknowledged;
} News;

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : "";
}

static gint64
get_number (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node)
                                                                         : 0;
}

static gboolean
read_news (JsonObject *body, News *news, GError **error)
{
  JsonNode *node = json_object_get_member (body, "event");
  JsonObject *event;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error_literal (error,
                         SENTINEL_ERROR,
                         SENTINEL_ERROR_INVALID,
                         "A desktop notification needs an event, and this delivery has none");
    return FALSE;
  }
  event = json_node_get_object (node);
  news->reason = get_text (body, "reason");
  news->instance_id = get_number (body, "instance_id");
  news->event_id = get_number (event, "id");
  news->source = get_text (event, "source");
  news->rule = get_text (event, "rule");
  news->message = get_text (event, "message");
  news->opened_at_us = get_number (event, "opened_at_us");
  news->closed_at_us = get_number (event, "closed_at_us");
  news->is_acknowledged = get_number (event, "acked_at_us") != 0;
  return sentinel_importance_from_string (get_text (event, "importance"), &news->importance, error);
}

/* One per instance, so that the next one replaces it; an event without an instance is its own. */
static char *
make_notification_id (const News *news)
{
  if (news->instance_id != 0)
    return g_strdup_printf ("instance-%" G_GINT64_FORMAT, news->instance_id);
  return g_strdup_printf ("event-%" G_GINT64_FORMAT, news->event_id);
}

static GNotificationPriority
get_priority (SentinelImportance importance)
{
  if (importance >= SENTINEL_IMPORTANCE_CRITICAL)
    return G_NOTIFICATION_PRIORITY_URGENT;
  if (importance >= SENTINEL_IMPORTANCE_HIGH)
    return G_NOTIFICATION_PRIORITY_HIGH;
  if (importance >= SENTINEL_IMPORTANCE_MEDIUM)
    return G_NOTIFICATION_PRIORITY_NORMAL;
  return G_NOTIFICATION_PRIORITY_LOW;
}

static char *
format_title (const News *news)
{
  const char *first = *news->source != '\0' ? news->source : news->rule;
  g_autofree char *joined = NULL;

  if (*news->rule == '\0' || g_str_equal (first, news->rule))
    return sentinel_text_to_line (first, MAX_TITLE_BYTES);
  /* Translators: the title of a notification: source, rule */
  joined = g_strdup_printf (_ ("%s · %s"), first, news->rule);
  return sentinel_text_to_line (joined, MAX_TITLE_BYTES);
}

static char *
format_resolved (gint64 duration_us)
{
  gint64 minutes = MAX (duration_us, 0) / G_TIME_SPAN_MINUTE;

  if (minutes < 1)
    return g_strdup (_ ("Resolved within a minute"));
  if (minutes < 60)
    return g_strdup_printf (ngettext ("Resolved after %d min",
                                      "Resolved after %d min",
                                      (gulong) minutes),
                            (int) minutes);
  return g_strdup_printf (ngettext ("Resolved after %d h",
                                    "Resolved after %d h",
                                    (gulong) minutes / 60),
                          (int) (minutes / 60));
}

static char *
format_body (const News *news, gboolean is_over)
{
  g_autofree char *message = sentinel_text_to_line (news->message, MAX_BODY_BYTES);
  g_autofree char *resolved = NULL;

  if (!is_over)
    return g_steal_pointer (&message);
  resolved = format_resolved (news->closed_at_us - news->opened_at_us);
  return g_strdup_printf ("%s\n%s", resolved, message);
}

static void
show (SentinelDesktopChannel *self, const News *news, const char *notification_id, gboolean is_over)
{
  g_autofree char *title = format_title (news);
  g_autofree char *body = format_body (news, is_over);
  g_autoptr (GNotification) notification = g_notification_new (title);
  GNotificationPriority priority = is_over ? G_NOTIFICATION_PRIORITY_NORMAL
                                           : get_priority (news->importance);
  gint64 *event_id = g_new (gint64, 1);

  *event_id = news->event_id;
  g_notification_set_body (notification, body);
  g_notification_set_priority (notification, priority);
  g_notification_set_default_action_and_target (notification,
                                                "app.show-event",
                                                "x",
                                                news->event_id);
  g_application_send_notification (self->application, notification_id, notification);
  g_hash_table_replace (self->shown, event_id, g_strdup (notification_id));
}

static void
withdraw (SentinelDesktopChannel *self, gint64 event_id, const char *notification_id)
{
  g_application_withdraw_notification (self->application, notification_id);
  g_hash_table_remove (self->shown, &event_id);
}

/* The end of a critical event that nobody acknowledged is news too. */
static void
tell (SentinelDesktopChannel *self, const News *news)
{
  g_autofree char *notification_id = make_notification_id (news);
  gboolean is_over =
      g_str_equal (news->reason,
                   sentinel_nick_of (sentinel_delivery_reason_nicks, SENTINEL_DELIVERY_RESOLVED));

  if (is_over && (news->is_acknowledged || news->importance < SENTINEL_IMPORTANCE_CRITICAL))
    withdraw (self, news->event_id, notification_id);
  else
    show (self, news, notification_id, is_over);
}

static const char *
sentinel_desktop_channel_get_id (SentinelChannel *channel)
{
  return CHANNEL_ID;
}

static gboolean
deliver (SentinelDesktopChannel *self, JsonObject *body, GError **error)
{
  News news = { 0 };

  if (!read_news (body, &news, error))
    return FALSE;
  if (g_application_get_dbus_connection (self->application) == NULL) {
    g_set_error_literal (error,
                         SENTINEL_ERROR,
                         SENTINEL_ERROR_UNSUPPORTED,
                         "There is no session bus, so no desktop notification can be shown");
    return FALSE;
  }
  tell (self, &news);
  return TRUE;
}

static void
sentinel_desktop_channel_deliver_async (SentinelChannel *channel,
                                        const char *idem_key,
                                        JsonObject *body,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (channel, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_static_name (task, "sentinel-desktop-channel-deliver");
  g_task_set_source_tag (task, sentinel_desktop_channel_deliver_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (deliver (SENTINEL_DESKTOP_CHANNEL (channel), body, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
sentinel_desktop_channel_deliver_finish (SentinelChannel *channel,
                                         GAsyncResult *result,
                                         GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Acknowledged meanwhile */

static gpointer
read_events (SentinelDatabase *db, gpointer data, GError **error)
{
  GArray *ids = data;

  return sentinel_event_store_get_many (db, (const gint64 *) (gpointer) ids->data, ids->len, error);
}

static void
withdraw_acknowledged (SentinelDesktopChannel *self, GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++) {
    const SentinelEvent *event = g_ptr_array_index (events, i);
    const char *notification_id = event != NULL ? g_hash_table_lookup (self->shown, &event->id)
                                                : NULL;

    if (notification_id != NULL && event->acked_at_us != 0)
      withdraw (self, event->id, notification_id);
  }
}

static void
events_read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelDesktopChannel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (events != NULL)
    withdraw_acknowledged (self, events);
  else
    g_warning ("Notifications of acknowledged events stay: %s", error->message);
}

/* @ids NULL: all */
static void
read_shown (SentinelDesktopChannel *self, const SentinelIdRanges *ids)
{
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (ids == NULL || sentinel_id_ranges_contains (ids, *(gint64 *) id))
      g_array_append_val (changed, *(gint64 *) id);
  if (changed->len == 0)
    return;
  sentinel_store_read_async (self->store,
                             read_events,
                             g_steal_pointer (&changed),
                             (GDestroyNotify) g_array_unref,
                             (GDestroyNotify) g_ptr_array_unref,
                             self->cancellable,
                             events_read_cb,
                             g_object_ref (self));
}

static void
events_changed_cb (SentinelDesktopChannel *self, SentinelIdRanges *ids)
{
  read_shown (self, ids);
}

static void
reload_cb (SentinelDesktopChannel *self)
{
  read_shown (self, NULL);
}

static void
sentinel_desktop_channel_dispose (GObject *object)
{
  SentinelDesktopChannel *self = SENTINEL_DESKTOP_CHANNEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->application);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (sentinel_desktop_channel_parent_class)->dispose (object);
}

static void
sentinel_desktop_channel_finalize (GObject *object)
{
  SentinelDesktopChannel *self = SENTINEL_DESKTOP_CHANNEL (object);

  g_hash_table_unref (self->shown);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (sentinel_desktop_channel_parent_class)->finalize (object);
}

static void
sentinel_desktop_channel_class_init (SentinelDesktopChannelClass *klass)
{
  SentinelChannelClass *channel_class = SENTINEL_CHANNEL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_desktop_channel_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_desktop_channel_finalize;
  channel_class->get_id = sentinel_desktop_channel_get_id;
  channel_class->deliver_async = sentinel_desktop_channel_deliver_async;
  channel_class->deliver_finish = sentinel_desktop_channel_deliver_finish;
}

static void
sentinel_desktop_channel_init (SentinelDesktopChannel *self)
{
  self->cancellable = g_cancellable_new ();
  self->shown = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

/**
 * sentinel_desktop_channel_new:
 * @application: (transfer none): through which it speaks; not kept alive
 * @store: whose events it follows
 *
 * Returns: (transfer full): the channel; main thread
 */
SentinelChannel *
sentinel_desktop_channel_new (GApplication *application, SentinelStore *store)
{
  SentinelDesktopChannel *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (SENTINEL_IS_STORE (store), NULL);
  self = g_object_new (SENTINEL_TYPE_DESKTOP_CHANNEL, NULL);
  g_set_weak_pointer (&self->application, application);
  self->store = g_object_ref (store);
  g_signal_connect_object (store,
                           "events-changed",
                           G_CALLBACK (events_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "reload", G_CALLBACK (reload_cb), self, G_CONNECT_SWAPPED);
  return SENTINEL_CHANNEL (self);
}
