/* SPDX-License-Identifier: MIT */
/* Tells the session through GNotification within a budget, and takes back what somebody has
 * acknowledged or snoozed meanwhile, whichever way that came. What is shown outlives the program,
 * so what an earlier run told is looked through at the start. */
#include "sentinel-desktop-channel.h"
#include "sentinel-delivery-store.h"
#include "sentinel-error.h"
#include "sentinel-event-store.h"
#include "sentinel-notification-budget.h"
#include "sentinel-notification-server.h"
#include "sentinel-notification-shelf.h"
#include "sentinel-notification.h"

#define SUMMARY_ID "summary"
#define MAX_EARLIER 50 /* more the desktop does not keep by far */

struct _SentinelDesktopChannel {
  SentinelChannel parent_instance;
  GApplication *application; /* it owns the engine that owns this */
  SentinelStore *store;
  SentinelClock *clock;
  SentinelDeskSettings *settings;
  SentinelSeenFunc is_seen; /* nullable */
  gpointer seen_data;
  SentinelNotificationShelf *shelf;
  SentinelNotificationBudget budget;
  GSource *summary_due; /* armed: the summary is to be told anew then */
  gboolean is_summary_shown, is_markup;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (SentinelDesktopChannel, sentinel_desktop_channel, SENTINEL_TYPE_CHANNEL)

static SentinelNotificationStyle
get_style (SentinelDesktopChannel *self)
{
  return (SentinelNotificationStyle) {
    .is_markup = self->is_markup,
    .is_through_do_not_disturb =
        sentinel_desk_settings_get_boolean (self->settings, "notify-through-do-not-disturb"),
  };
}

static gboolean
take_from_budget (SentinelDesktopChannel *self)
{
  return sentinel_notification_budget_take (&self->budget,
                                            sentinel_clock_get_boottime_us (self->clock));
}

/* The summary: each time it is sent it interrupts, so it says anew only what was added, and as
 * often as the budget allows. */

static void
send_summary (SentinelDesktopChannel *self)
{
  const SentinelShelfEntry *worst = sentinel_notification_shelf_get_worst (self->shelf);
  SentinelNotificationStyle style = get_style (self);
  g_autoptr (GNotification) notification = sentinel_notification_build_summary (
      sentinel_notification_shelf_get_n_in_summary (self->shelf),
      worst->text,
      worst->importance,
      &style);

  g_application_send_notification (self->application, SUMMARY_ID, notification);
  self->is_summary_shown = TRUE;
}

static void
withdraw_summary (SentinelDesktopChannel *self)
{
  sentinel_clock_source_set_due (self->summary_due, -1);
  if (self->is_summary_shown)
    g_application_withdraw_notification (self->application, SUMMARY_ID);
  self->is_summary_shown = FALSE;
}

/* The first one is told at once: the bucket that is empty says nothing of what it kept back. */
static void
tell_summary (SentinelDesktopChannel *self)
{
  if (!self->is_summary_shown || take_from_budget (self))
    send_summary (self);
  else
    sentinel_clock_source_set_due (self->summary_due,
                                   sentinel_notification_budget_get_next_us (&self->budget));
}

static gboolean
summary_due_cb (gpointer data)
{
  SentinelDesktopChannel *self = data;

  if (self->application != NULL && sentinel_notification_shelf_get_n_in_summary (self->shelf) > 0)
    tell_summary (self);
  return G_SOURCE_CONTINUE;
}

/* Single ones */

static void
withdraw (SentinelDesktopChannel *self, const char *id)
{
  SentinelShelfPlace place = sentinel_notification_shelf_remove (self->shelf, id);

  /* Also what an earlier run may have shown. */
  if (place != SENTINEL_SHELF_SUMMARY)
    g_application_withdraw_notification (self->application, id);
  else if (sentinel_notification_shelf_get_n_in_summary (self->shelf) == 0)
    withdraw_summary (self);
}

static SentinelShelfPlace
put_on_shelf (SentinelDesktopChannel *self, const SentinelNotification *notification)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", notification->title, notification->body);
  gboolean may_stand_alone = take_from_budget (self);

  return sentinel_notification_shelf_put (self->shelf,
                                          notification->id,
                                          &(SentinelShelfEntry) {
                                              .event_id = notification->event_id,
                                              .importance = notification->importance,
                                              .text = text,
                                          },
                                          may_stand_alone);
}

/* It takes no place from what is news. */
static void
show_test (SentinelDesktopChannel *self, const SentinelNotification *notification)
{
  SentinelNotificationStyle style = get_style (self);
  g_autoptr (GNotification) built = sentinel_notification_build (notification, &style);

  g_application_send_notification (self->application, notification->id, built);
}

static void
show (SentinelDesktopChannel *self, const SentinelNotification *notification)
{
  SentinelNotificationStyle style = get_style (self);
  g_autoptr (GNotification) built = NULL;
  gboolean was_in_summary = sentinel_notification_shelf_find (self->shelf, notification->id)
                            == SENTINEL_SHELF_SUMMARY;

  if (notification->is_test) {
    show_test (self, notification);
    return;
  }
  if (put_on_shelf (self, notification) == SENTINEL_SHELF_SUMMARY) {
    tell_summary (self);
    return;
  }
  built = sentinel_notification_build (notification, &style);
  g_application_send_notification (self->application, notification->id, built);
  if (was_in_summary && sentinel_notification_shelf_get_n_in_summary (self->shelf) == 0)
    withdraw_summary (self);
}

/* Seen meanwhile */

static gboolean
is_seen_to (const SentinelEvent *event)
{
  return event->acked_at_us != 0 || event->snoozed_until_us != 0;
}

static gpointer
read_events (SentinelDatabase *db, gpointer data, GError **error)
{
  GArray *ids = data;

  return sentinel_event_store_get_many (db, (const gint64 *) (gpointer) ids->data, ids->len, error);
}

static void
withdraw_seen (SentinelDesktopChannel *self, GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++) {
    const SentinelEvent *event = g_ptr_array_index (events, i);
    g_autofree char *id = event != NULL && is_seen_to (event)
                              ? sentinel_notification_shelf_dup_id (self->shelf, event->id)
                              : NULL;

    if (id != NULL)
      withdraw (self, id);
  }
}

static void
events_read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelDesktopChannel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable) || self->application == NULL)
    return;
  if (events != NULL)
    withdraw_seen (self, events);
  else
    g_warning ("Notifications of acknowledged events stay: %s", error->message);
}

/* @ids NULL: all */
static void
read_shown (SentinelDesktopChannel *self, const SentinelIdRanges *ids)
{
  g_autoptr (GArray) changed = sentinel_notification_shelf_list_events (self->shelf, ids);

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

/* Whether it may be shown */

static gboolean
is_wanted (SentinelDesktopChannel *self, SentinelImportance importance)
{
  g_autofree char *key = g_strconcat ("notify-", sentinel_importance_to_string (importance), NULL);

  return sentinel_desk_settings_get_boolean (self->settings, key);
}

static gboolean
is_seen (SentinelDesktopChannel *self, const SentinelNotification *notification)
{
  return self->is_seen != NULL && self->is_seen (notification->event_id, self->seen_data);
}

/* The end of a critical event that nobody acknowledged is news too. */
static gboolean
is_news (SentinelDesktopChannel *self, const SentinelNotification *notification)
{
  if (!notification->is_over)
    return TRUE;
  return !notification->is_acknowledged && notification->importance >= SENTINEL_IMPORTANCE_CRITICAL
         && is_wanted (self, notification->importance);
}

static const char *
sentinel_desktop_channel_get_id (SentinelChannel *channel)
{
  return SENTINEL_CHANNEL_DESKTOP;
}

/* What is known to somebody is told, without a notification. */
static gboolean
needs_no_notification (SentinelDesktopChannel *self, const SentinelNotification *notification)
{
  if (is_news (self, notification) && !is_seen (self, notification))
    return FALSE;
  withdraw (self, notification->id);
  return TRUE;
}

/* TRUE: somebody saw to it between the claim of the delivery and now. One that cannot be read is
 * shown: rather once too often than never. */
static gboolean
is_seen_to_meanwhile (GObject *store, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);
  const SentinelEvent *event = events != NULL ? g_ptr_array_index (events, 0) : NULL;

  if (events == NULL)
    g_warning ("An event is shown on the desktop as it was: %s", error->message);
  return event != NULL && is_seen_to (event);
}

static void
event_read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  SentinelDesktopChannel *self = g_task_get_source_object (task);
  const SentinelNotification *notification = g_task_get_task_data (task);

  /* The row may have come on screen as well. */
  if (!is_seen_to_meanwhile (store, result) && self->application != NULL
      && !needs_no_notification (self, notification))
    show (self, notification);
  g_task_return_boolean (task, TRUE);
}

static void
server_answered_cb (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  SentinelDesktopChannel *self = g_task_get_source_object (task);
  const SentinelNotification *notification = g_task_get_task_data (task);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *error = NULL;
  SentinelNotificationServer server = sentinel_notification_server_ask_finish (result, &error);

  if (server == SENTINEL_NOTIFICATION_SERVER_NONE) {
    g_array_unref (ids);
    g_task_return_error (task, error);
    return;
  }
  self->is_markup = server == SENTINEL_NOTIFICATION_SERVER_MARKUP;
  g_array_append_val (ids, notification->event_id);
  sentinel_store_read_async (self->store,
                             read_events,
                             ids,
                             (GDestroyNotify) g_array_unref,
                             (GDestroyNotify) g_ptr_array_unref,
                             NULL,
                             event_read_cb,
                             g_steal_pointer (&task));
}

static void
ask_server (SentinelDesktopChannel *self, GTask *task)
{
  GDBusConnection *session = g_application_get_dbus_connection (self->application);

  if (session == NULL) {
    g_task_return_new_error (task,
                             SENTINEL_ERROR,
                             SENTINEL_ERROR_UNSUPPORTED,
                             "There is no session bus, so no desktop notification can be shown");
    g_object_unref (task);
    return;
  }
  sentinel_notification_server_ask_async (session,
                                          g_task_get_cancellable (task),
                                          server_answered_cb,
                                          task);
}

static void
decline (GTask *task, SentinelImportance importance)
{
  g_task_return_new_error (task,
                           SENTINEL_ERROR,
                           SENTINEL_ERROR_DECLINED,
                           "the preferences want no notifications of %s events",
                           sentinel_importance_to_string (importance));
}

static void
sentinel_desktop_channel_deliver_async (SentinelChannel *channel,
                                        const char *idem_key,
                                        JsonObject *body,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  SentinelDesktopChannel *self = SENTINEL_DESKTOP_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (channel, cancellable, callback, user_data);
  SentinelNotification *notification;
  GError *error = NULL;

  g_task_set_static_name (task, "sentinel-desktop-channel-deliver");
  g_task_set_source_tag (task, sentinel_desktop_channel_deliver_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  notification = sentinel_notification_new (body, &error);
  if (notification == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_task_set_task_data (task, notification, (GDestroyNotify) sentinel_notification_free);
  if (needs_no_notification (self, notification))
    g_task_return_boolean (task, TRUE);
  else if (!is_wanted (self, notification->importance))
    decline (task, notification->importance);
  else
    ask_server (self, g_steal_pointer (&task));
}

static gboolean
sentinel_desktop_channel_deliver_finish (SentinelChannel *channel,
                                         GAsyncResult *result,
                                         GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Shown by an earlier run: what still waits for somebody keeps its place, the rest is stale. */

static gpointer
read_earlier (SentinelDatabase *db, gpointer unused, GError **error)
{
  g_autoptr (GArray) ids =
      sentinel_delivery_store_list_told (db, SENTINEL_CHANNEL_DESKTOP, MAX_EARLIER, error);

  return ids != NULL ? read_events (db, ids, error) : NULL;
}

static void
look_at_earlier (SentinelDesktopChannel *self, const SentinelEvent *event)
{
  g_autofree char *id = sentinel_notification_make_id (event->instance_id, event->id);
  SentinelShelfEntry entry = { event->id, event->importance, event->message, 0 };

  /* Told again meanwhile. */
  if (sentinel_notification_shelf_find (self->shelf, id) != SENTINEL_SHELF_NOWHERE)
    return;
  if (is_seen_to (event) || !sentinel_event_is_open (event))
    g_application_withdraw_notification (self->application, id);
  else if (sentinel_notification_shelf_has_room (self->shelf))
    sentinel_notification_shelf_put (self->shelf, id, &entry, TRUE);
}

static void
earlier_read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelDesktopChannel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable) || self->application == NULL)
    return;
  if (events == NULL) {
    g_warning ("Notifications of an earlier run stay: %s", error->message);
    return;
  }
  if (!self->is_summary_shown)
    g_application_withdraw_notification (self->application, SUMMARY_ID);
  for (guint i = 0; i < events->len; i++)
    if (g_ptr_array_index (events, i) != NULL)
      look_at_earlier (self, g_ptr_array_index (events, i));
}

static void
look_for_earlier (SentinelDesktopChannel *self)
{
  sentinel_store_read_async (self->store,
                             read_earlier,
                             NULL,
                             NULL,
                             (GDestroyNotify) g_ptr_array_unref,
                             self->cancellable,
                             earlier_read_cb,
                             g_object_ref (self));
}

static void
sentinel_desktop_channel_dispose (GObject *object)
{
  SentinelDesktopChannel *self = SENTINEL_DESKTOP_CHANNEL (object);

  g_cancellable_cancel (self->cancellable);
  if (self->summary_due != NULL)
    g_source_destroy (self->summary_due);
  g_clear_pointer (&self->summary_due, g_source_unref);
  g_clear_weak_pointer (&self->application);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (sentinel_desktop_channel_parent_class)->dispose (object);
}

static void
sentinel_desktop_channel_finalize (GObject *object)
{
  SentinelDesktopChannel *self = SENTINEL_DESKTOP_CHANNEL (object);

  sentinel_notification_shelf_free (self->shelf);
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
  self->shelf = sentinel_notification_shelf_new ();
}

static void
follow_store (SentinelDesktopChannel *self)
{
  g_signal_connect_object (self->store,
                           "events-changed",
                           G_CALLBACK (events_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "reload", G_CALLBACK (reload_cb), self, G_CONNECT_SWAPPED);
}

/**
 * sentinel_desktop_channel_new:
 * @application: (transfer none): through which it speaks; not kept alive
 * @store: whose events it follows
 * @clock: by which the budget is kept
 * @settings: of which importance is told, and how loud
 *
 * Returns: (transfer full): the channel; main thread
 */
SentinelChannel *
sentinel_desktop_channel_new (GApplication *application,
                              SentinelStore *store,
                              SentinelClock *clock,
                              SentinelDeskSettings *settings)
{
  SentinelDesktopChannel *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (SENTINEL_IS_STORE (store), NULL);
  self = g_object_new (SENTINEL_TYPE_DESKTOP_CHANNEL, NULL);
  g_set_weak_pointer (&self->application, application);
  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  self->settings = g_object_ref (settings);
  self->summary_due = sentinel_clock_create_source (clock, SENTINEL_CLOCK_BOOTTIME, -1);
  g_source_set_callback (self->summary_due, summary_due_cb, self, NULL);
  g_source_attach (self->summary_due, g_main_context_get_thread_default ());
  follow_store (self);
  look_for_earlier (self);
  return SENTINEL_CHANNEL (self);
}

/**
 * sentinel_desktop_channel_set_seen_func:
 * @self: a channel
 * @func: (nullable): whether the person looks at an event at this moment
 * @data: for @func
 *
 * Main thread.
 */
void
sentinel_desktop_channel_set_seen_func (SentinelDesktopChannel *self,
                                        SentinelSeenFunc func,
                                        gpointer data)
{
  g_return_if_fail (SENTINEL_IS_DESKTOP_CHANNEL (self));
  self->is_seen = func;
  self->seen_data = data;
}
