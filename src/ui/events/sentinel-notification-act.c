/* SPDX-License-Identifier: MIT */
/* The program may have been started for this alone: it is held until the act is written, and the
 * act waits until it is known how the person is called. */
#include "sentinel-notification-act.h"
#include "sentinel-event-acts.h"
#include "sentinel-setting-store.h"
#include "sentinel-snooze-act.h"
#include <glib/gi18n.h>

/* One of the two acts. */
typedef struct {
  GApplication *application;
  SentinelContext *context;
  gint64 event_id;
  SentinelAcknowledgeAct *acknowledge;
  SentinelSnoozeAct *snooze;
  gboolean is_snooze;
} NotificationAct;

static void
notification_act_free (NotificationAct *self)
{
  g_clear_pointer (&self->acknowledge, sentinel_acknowledge_act_free);
  g_clear_pointer (&self->snooze, sentinel_snooze_act_free);
  g_application_release (self->application);
  g_object_unref (self->context);
  g_object_unref (self->application);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NotificationAct, notification_act_free)

/* The notification is gone already: the desktop closes it with its button. */
static void
say_failed (NotificationAct *self, const GError *error)
{
  g_autofree char *id = g_strdup_printf ("event-%" G_GINT64_FORMAT "-failed", self->event_id);
  g_autoptr (GNotification) notification =
      g_notification_new (self->is_snooze ? _ ("Not snoozed") : _ ("Not acknowledged"));

  g_warning ("Event %" G_GINT64_FORMAT " from its notification: %s",
             self->event_id,
             error->message);
  g_notification_set_body (notification, error->message);
  g_notification_set_default_action_and_target (notification,
                                                "app.show-event",
                                                "x",
                                                self->event_id);
  g_application_send_notification (self->application, id, notification);
}

static gboolean
is_missing (NotificationAct *self)
{
  GArray *missing = self->is_snooze ? self->snooze->missing_ids : self->acknowledge->missing_ids;

  return missing->len > 0;
}

static void
written_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (NotificationAct) self = data;
  g_autoptr (GError) error = NULL;

  if (sentinel_store_write_finish (SENTINEL_STORE (store), result, &error) && is_missing (self))
    g_set_error (&error,
                 G_IO_ERROR,
                 G_IO_ERROR_NOT_FOUND,
                 _ ("There is no event %" G_GINT64_FORMAT " any more"),
                 self->event_id);
  if (error != NULL)
    say_failed (self, error);
}

static gpointer
make_act (NotificationAct *self)
{
  g_autofree char *name = sentinel_context_dup_actor_name (self->context);
  SentinelActor actor = { name, SENTINEL_VIA_NOTIFICATION };
  SentinelClock *clock = sentinel_context_get_clock (self->context);

  if (self->is_snooze) {
    self->snooze = sentinel_snooze_act_new (&actor);
    self->snooze->until_us = sentinel_clock_get_realtime_us (clock) + G_TIME_SPAN_HOUR;
    g_array_append_val (self->snooze->event_ids, self->event_id);
    return self->snooze;
  }
  self->acknowledge = sentinel_acknowledge_act_new (&actor);
  g_array_append_val (self->acknowledge->event_ids, self->event_id);
  return self->acknowledge;
}

static gpointer
read_user_name (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_setting_store_get (db, "user.name", error);
}

/* The context has asked for the name before this. */
static void
name_known_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  NotificationAct *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (name == NULL) {
    say_failed (self, error);
    notification_act_free (self);
    return;
  }
  sentinel_store_write_async (SENTINEL_STORE (store),
                              self->is_snooze ? sentinel_event_acts_snooze
                                              : sentinel_event_acts_acknowledge,
                              make_act (self),
                              NULL,
                              NULL,
                              written_cb,
                              self);
}

static void
act (GApplication *application, SentinelContext *context, gint64 event_id, gboolean is_snooze)
{
  NotificationAct *self = g_new0 (NotificationAct, 1);

  self->application = g_object_ref (application);
  self->context = g_object_ref (context);
  self->event_id = event_id;
  self->is_snooze = is_snooze;
  g_application_hold (application);
  sentinel_store_read_async (sentinel_context_get_store (context),
                             read_user_name,
                             NULL,
                             NULL,
                             g_free,
                             NULL,
                             name_known_cb,
                             self);
}

/**
 * sentinel_notification_acknowledge:
 * @application: is held until it is written
 * @context: the program's parts
 * @event_id: the event of the notification
 *
 * Acknowledges until it is resolved. Where that fails, a notification says why. Main thread.
 */
void
sentinel_notification_acknowledge (GApplication *application,
                                   SentinelContext *context,
                                   gint64 event_id)
{
  act (application, context, event_id, FALSE);
}

/**
 * sentinel_notification_snooze:
 * @application: is held until it is written
 * @context: the program's parts
 * @event_id: the event of the notification
 *
 * Puts it off for an hour. Where that fails, a notification says why. Main thread.
 */
void
sentinel_notification_snooze (GApplication *application, SentinelContext *context, gint64 event_id)
{
  act (application, context, event_id, TRUE);
}
