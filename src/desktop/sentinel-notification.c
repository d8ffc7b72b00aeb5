/* SPDX-License-Identifier: MIT */
/* Titles and bodies of notifications, and how loud they are. */
#include "sentinel-notification.h"
#include "sentinel-delivery-store.h"
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-text.h"
#include <glib/gi18n.h>

#define MAX_TITLE_BYTES 120
#define MAX_BODY_BYTES 400
#define TEST_ID "test"

/* The event of a delivery; texts are borrowed. */
typedef struct {
  const char *source, *rule, *message;
  gint64 opened_at_us, closed_at_us;
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

static JsonObject *
get_event (JsonObject *body, GError **error)
{
  JsonNode *node = json_object_get_member (body, "event");

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  g_set_error_literal (error,
                       SENTINEL_ERROR,
                       SENTINEL_ERROR_INVALID,
                       "A desktop notification needs an event, and this delivery has none");
  return NULL;
}

/**
 * sentinel_notification_make_id:
 * @instance_id: an instance; 0: none
 * @event_id: its event
 *
 * Returns: (transfer full): the name under which the desktop replaces and withdraws it
 */
char *
sentinel_notification_make_id (gint64 instance_id, gint64 event_id)
{
  if (instance_id != 0)
    return g_strdup_printf ("instance-%" G_GINT64_FORMAT, instance_id);
  return g_strdup_printf ("event-%" G_GINT64_FORMAT, event_id);
}

static gboolean
is_reason (JsonObject *body, SentinelDeliveryReason reason)
{
  return g_str_equal (get_text (body, "reason"),
                      sentinel_nick_of (sentinel_delivery_reason_nicks, (int) reason));
}

/**
 * sentinel_notification_new:
 * @body: what is to be delivered
 * @error: return location; %SENTINEL_ERROR_INVALID
 *
 * Returns: (transfer full): what the desktop is to say
 */
SentinelNotification *
sentinel_notification_new (JsonObject *body, GError **error)
{
  JsonObject *event = get_event (body, error);
  g_autoptr (SentinelNotification) self = NULL;
  News news;

  if (event == NULL)
    return NULL;
  self = g_new0 (SentinelNotification, 1);
  if (!sentinel_importance_from_string (get_text (event, "importance"), &self->importance, error))
    return NULL;
  news = (News) { get_text (event, "source"),
                  get_text (event, "rule"),
                  get_text (event, "message"),
                  get_number (event, "opened_at_us"),
                  get_number (event, "closed_at_us") };
  self->event_id = get_number (event, "id");
  self->is_over = is_reason (body, SENTINEL_DELIVERY_RESOLVED);
  self->is_test = is_reason (body, SENTINEL_DELIVERY_TEST);
  self->id = self->is_test
                 ? g_strdup (TEST_ID)
                 : sentinel_notification_make_id (get_number (body, "instance_id"), self->event_id);
  self->is_acknowledged = get_number (event, "acked_at_us") != 0;
  self->title = format_title (&news);
  self->body = format_body (&news, self->is_over);
  return g_steal_pointer (&self);
}

/**
 * sentinel_notification_free:
 * @self: (transfer full): a notification
 */
void
sentinel_notification_free (SentinelNotification *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->body);
  g_free (self);
}

/* Urgent ones stay until they are dismissed and are shown although the person asked for quiet: only
 * on request. Low ones are listed without a banner. */
static GNotificationPriority
get_priority (SentinelImportance importance, const SentinelNotificationStyle *style)
{
  if (importance >= SENTINEL_IMPORTANCE_CRITICAL && style->is_through_do_not_disturb)
    return G_NOTIFICATION_PRIORITY_URGENT;
  if (importance >= SENTINEL_IMPORTANCE_HIGH)
    return G_NOTIFICATION_PRIORITY_HIGH;
  if (importance >= SENTINEL_IMPORTANCE_MEDIUM)
    return G_NOTIFICATION_PRIORITY_NORMAL;
  return G_NOTIFICATION_PRIORITY_LOW;
}

static GNotification *
build (const char *title, const char *body, const SentinelNotificationStyle *style)
{
  GNotification *notification = g_notification_new (title);
  g_autofree char *escaped = style->is_markup ? g_markup_escape_text (body, -1) : NULL;

  g_notification_set_body (notification, escaped != NULL ? escaped : body);
  return notification;
}

static void
add_actions (GNotification *notification, const SentinelNotification *self)
{
  g_notification_set_default_action_and_target (notification,
                                                "app.show-event",
                                                "x",
                                                self->event_id);
  g_notification_add_button_with_target (notification,
                                         _ ("Acknowledge"),
                                         "app.acknowledge",
                                         "x",
                                         self->event_id);
  if (!self->is_over)
    g_notification_add_button_with_target (notification,
                                           _ ("Snooze 1 Hour"),
                                           "app.snooze",
                                           "x",
                                           self->event_id);
}

/**
 * sentinel_notification_build:
 * @self: a notification
 * @style: how the desktop and the person want it
 *
 * Returns: (transfer full): what is sent
 */
GNotification *
sentinel_notification_build (const SentinelNotification *self,
                             const SentinelNotificationStyle *style)
{
  GNotification *notification = build (self->title, self->body, style);

  g_notification_set_priority (notification,
                               self->is_over ? G_NOTIFICATION_PRIORITY_NORMAL
                                             : get_priority (self->importance, style));
  if (!self->is_test)
    add_actions (notification, self);
  return notification;
}

/**
 * sentinel_notification_build_summary:
 * @n: of how many, at least 1
 * @worst: what the most important one says
 * @importance: of that one
 * @style: how the desktop and the person want it
 *
 * Returns: (transfer full): what is sent
 */
GNotification *
sentinel_notification_build_summary (guint n,
                                     const char *worst,
                                     SentinelImportance importance,
                                     const SentinelNotificationStyle *style)
{
  g_autofree char *title = g_strdup_printf (ngettext ("%u more event", "%u more events", n), n);
  GNotification *notification = build (title, worst, style);

  g_notification_set_priority (notification, get_priority (importance, style));
  g_notification_set_default_action (notification, "app.show-live");
  return notification;
}
