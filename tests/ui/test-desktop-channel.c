/* SPDX-License-Identifier: MIT */
/* What the session is told, on a bus of the test's own with a double of the notification server. */
#include "sentinel-action-test.h"
#include "sentinel-delivery-store.h"
#include "sentinel-desktop-channel.h"
#include "sentinel-error.h"
#include "sentinel-event-acts.h"
#include "sentinel-event-store.h"
#include "sentinel-fake-clock.h"
#include "sentinel-json.h"
#include "sentinel-snooze-act.h"
#include "sentinel-test-events.h"

#define SERVER "org.freedesktop.Notifications"
#define SERVER_PATH "/org/freedesktop/Notifications"

static const char *server_xml =
    "<node><interface name='" SERVER "'>"
    "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
    "<method name='GetServerInformation'><arg type='s' direction='out'/><arg type='s' "
    "direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/></method>"
    "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/><arg "
    "type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/><arg "
    "type='as' direction='in'/><arg type='a{sv}' direction='in'/><arg type='i' "
    "direction='in'/><arg type='u' direction='out'/></method>"
    "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
    "</interface></node>";

/* One for all tests, as GLib keeps its connection to the session. */
typedef struct {
  GTestDBus *bus;
  GDBusConnection *connection; /* the server's */
  GApplication *application;
  gint64 last_instance_id; /* what one test shows is not what the next one replaces */
} Session;

static Session session;

typedef struct {
  SentinelTestStore *store;
  SentinelDeskSettings *settings;
  SentinelChannel *channel;
  guint object_id;
  gboolean reads_markup, is_seen;
  /* what the server was last asked */
  guint n_shown, n_closed, last_id, replaced_id, urgency;
  char *title, *body, *actions;
} Desktop;

/* The server */

static void
read_notification (Desktop *desktop, GVariant *parameters)
{
  g_autoptr (GVariant) hints = g_variant_get_child_value (parameters, 6);
  g_autofree const char **actions = NULL;
  guint8 urgency = 0;

  g_clear_pointer (&desktop->title, g_free);
  g_clear_pointer (&desktop->body, g_free);
  g_clear_pointer (&desktop->actions, g_free);
  g_variant_get_child (parameters, 5, "^a&s", &actions);
  desktop->actions = g_strjoinv ("|", (char **) actions);
  g_variant_get_child (parameters, 1, "u", &desktop->replaced_id);
  g_variant_get_child (parameters, 3, "s", &desktop->title);
  g_variant_get_child (parameters, 4, "s", &desktop->body);
  g_variant_lookup (hints, "urgency", "y", &urgency);
  desktop->urgency = urgency;
  desktop->n_shown++;
}

static void
server_called_cb (GDBusConnection *connection,
                  const char *sender,
                  const char *path,
                  const char *interface,
                  const char *method,
                  GVariant *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer data)
{
  Desktop *desktop = data;
  GVariant *answer = NULL;

  if (g_str_equal (method, "Notify")) {
    read_notification (desktop, parameters);
    if (desktop->replaced_id == 0)
      desktop->last_id++;
    answer =
        g_variant_new ("(u)", desktop->replaced_id != 0 ? desktop->replaced_id : desktop->last_id);
  } else if (g_str_equal (method, "CloseNotification")) {
    desktop->n_closed++;
  } else if (g_str_equal (method, "GetCapabilities")) {
    answer = g_variant_new_parsed (desktop->reads_markup ? "(['actions', 'body', 'body-markup'],)"
                                                         : "(['actions', 'body'],)");
  } else {
    answer = g_variant_new ("(ssss)", "double", "test", "1", "1.2");
  }
  g_dbus_method_invocation_return_value (invocation, answer);
}

static guint
export_server (Desktop *desktop)
{
  static const GDBusInterfaceVTable vtable = { .method_call = server_called_cb };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (server_xml, NULL);
  g_autoptr (GError) error = NULL;
  guint object_id = g_dbus_connection_register_object (session.connection,
                                                       SERVER_PATH,
                                                       node->interfaces[0],
                                                       &vtable,
                                                       desktop,
                                                       NULL,
                                                       &error);

  g_assert_no_error (error);
  return object_id;
}

static void
own_name (gboolean is_owned)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_sync (session.connection,
                                   "org.freedesktop.DBus",
                                   "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus",
                                   is_owned ? "RequestName" : "ReleaseName",
                                   is_owned ? g_variant_new ("(su)", SERVER, 0)
                                            : g_variant_new ("(s)", SERVER),
                                   NULL,
                                   G_DBUS_CALL_FLAGS_NONE,
                                   -1,
                                   NULL,
                                   &error);

  g_assert_no_error (error);
}

static void
start_session (void)
{
  g_autoptr (GError) error = NULL;

  session.bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (session.bus);
  session.connection =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (session.bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                                  | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              &error);
  g_assert_no_error (error);
  own_name (TRUE);
  session.application = g_application_new ("io.example.Test", G_APPLICATION_NON_UNIQUE);
  g_application_register (session.application, NULL, &error);
  g_assert_no_error (error);
}

/* GLib up to 2.84 lets go of what stands when the server goes, and then without end where nothing
 * else holds its part of the application: the server goes first. */
static void
end_session (void)
{
  own_name (FALSE);
  sentinel_test_settle ();
  g_object_unref (session.application);
  g_object_unref (session.connection);
  g_test_dbus_stop (session.bus);
  g_object_unref (session.bus);
}

static gboolean
is_seen (gint64 event_id, gpointer data)
{
  return ((Desktop *) data)->is_seen;
}

static void
start_channel (Desktop *desktop)
{
  desktop->channel = sentinel_desktop_channel_new (session.application,
                                                   desktop->store->store,
                                                   SENTINEL_CLOCK (desktop->store->clock),
                                                   desktop->settings);
  sentinel_desktop_channel_set_seen_func (SENTINEL_DESKTOP_CHANNEL (desktop->channel),
                                          is_seen,
                                          desktop);
}

static Desktop *
desktop_new (void)
{
  Desktop *desktop = g_new0 (Desktop, 1);

  if (session.bus == NULL)
    start_session ();
  desktop->store = sentinel_test_store_new ();
  desktop->object_id = export_server (desktop);
  desktop->settings = sentinel_desk_settings_new ("io.example.NoSuchSchema");
  start_channel (desktop);
  session.last_instance_id++;
  return desktop;
}

static void
desktop_free (Desktop *desktop)
{
  g_object_unref (desktop->channel);
  g_object_unref (desktop->settings);
  g_dbus_connection_unregister_object (session.connection, desktop->object_id);
  sentinel_test_store_free (desktop->store);
  g_free (desktop->title);
  g_free (desktop->body);
  g_free (desktop->actions);
  g_free (desktop);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desktop, desktop_free)

/* Deliveries */

static void
delivered_cb (GObject *channel, GAsyncResult *result, gpointer data)
{
  GAsyncResult **answer = data;

  *answer = g_object_ref (result);
}

static gboolean
is_there (gpointer data)
{
  return *(gpointer *) data != NULL;
}

static gboolean
deliver (SentinelChannel *channel, JsonObject *body, GError **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  sentinel_channel_deliver_async (channel, "key", body, NULL, delivered_cb, &answer);
  g_assert_true (sentinel_test_wait_until (is_there, &answer, SENTINEL_TEST_TIMEOUT_MS));
  return sentinel_channel_deliver_finish (channel, answer, error);
}

static void
tell (Desktop *desktop, const char *reason, const SentinelEvent *event)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (body, "reason", reason);
  json_object_set_int_member (body, "instance_id", event->instance_id);
  json_object_set_object_member (body, "event", sentinel_event_to_json (event));
  deliver (desktop->channel, body, &error);
  g_assert_no_error (error);
}

static SentinelEvent *
make_event (SentinelImportance importance)
{
  SentinelEvent *event = sentinel_test_event_new (importance, "db-2", "Almost full");

  event->id = 1;
  event->instance_id = session.last_instance_id;
  g_set_str (&event->rule, "Disks");
  return event;
}

typedef struct {
  const guint *count;
  guint wanted;
} Count;

static gboolean
has_count (gpointer data)
{
  Count *count = data;

  return *count->count == count->wanted;
}

/* Until the server was asked so often, and its answers have arrived: it answers in order. */
static void
wait_for_count (const guint *count, guint wanted)
{
  GDBusConnection *connection = g_application_get_dbus_connection (session.application);
  g_autoptr (GVariant) reply = NULL;

  g_assert_true (sentinel_test_wait_until (has_count,
                                           &(Count) { count, wanted },
                                           SENTINEL_TEST_TIMEOUT_MS));
  reply = g_dbus_connection_call_sync (connection,
                                       SERVER,
                                       SERVER_PATH,
                                       "org.freedesktop.DBus.Peer",
                                       "Ping",
                                       NULL,
                                       NULL,
                                       G_DBUS_CALL_FLAGS_NONE,
                                       -1,
                                       NULL,
                                       NULL);
  sentinel_test_settle ();
}

/* Tests */

/* As in a program without a session; the first test, since GLib keeps the connection of the others.
 */
static void
test_needs_a_bus (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autoptr (SentinelClock) clock = SENTINEL_CLOCK (sentinel_fake_clock_new (0));
  g_autoptr (SentinelDeskSettings) settings = sentinel_desk_settings_new ("io.example.None");
  g_autoptr (GApplication) lonely =
      g_application_new ("io.example.Lonely", G_APPLICATION_NON_UNIQUE);
  g_autoptr (SentinelChannel) channel = NULL;
  g_autoptr (SentinelEvent) event = make_event (SENTINEL_IMPORTANCE_HIGH);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GError) error = NULL;

  g_application_register (lonely, NULL, &error);
  g_assert_no_error (error);
  channel = sentinel_desktop_channel_new (lonely, store->store, clock, settings);
  json_object_set_string_member (body, "reason", "fired");
  json_object_set_object_member (body, "event", sentinel_event_to_json (event));
  g_assert_false (deliver (channel, body, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_UNSUPPORTED);
}

static void
test_shows (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();
  g_autoptr (SentinelEvent) event = make_event (SENTINEL_IMPORTANCE_CRITICAL);

  tell (desktop, "fired", event);
  wait_for_count (&desktop->n_shown, 1);
  g_assert_cmpstr (desktop->title, ==, "db-2 · Disks");
  g_assert_cmpstr (desktop->body, ==, "Almost full");
  g_assert_cmpuint (desktop->urgency, ==, 1); /* the person's quiet is respected */
  g_assert_nonnull (strstr (desktop->actions, "Acknowledge"));
  g_assert_nonnull (strstr (desktop->actions, "Snooze 1 Hour"));
}

static void
test_replaces (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();
  g_autoptr (SentinelEvent) event = make_event (SENTINEL_IMPORTANCE_LOW);

  tell (desktop, "fired", event);
  wait_for_count (&desktop->n_shown, 1);
  g_assert_cmpuint (desktop->urgency, ==, 0);
  g_assert_cmpuint (desktop->replaced_id, ==, 0);
  event->importance = SENTINEL_IMPORTANCE_HIGH;
  tell (desktop, "raised", event);
  wait_for_count (&desktop->n_shown, 2);
  g_assert_cmpuint (desktop->replaced_id, ==, desktop->last_id);
  g_assert_cmpuint (desktop->urgency, ==, 1);
}

static void
test_withdraws_what_is_over (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();
  g_autoptr (SentinelEvent) event = make_event (SENTINEL_IMPORTANCE_HIGH);

  tell (desktop, "fired", event);
  wait_for_count (&desktop->n_shown, 1);
  event->closed_at_us = event->opened_at_us + 4 * G_TIME_SPAN_MINUTE;
  tell (desktop, "resolved", event);
  wait_for_count (&desktop->n_closed, 1);
  g_assert_cmpuint (desktop->n_shown, ==, 1);
}

static void
test_tells_the_end_of_critical_ones (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();
  g_autoptr (SentinelEvent) event = make_event (SENTINEL_IMPORTANCE_CRITICAL);

  tell (desktop, "fired", event);
  wait_for_count (&desktop->n_shown, 1);
  event->closed_at_us = event->opened_at_us + 4 * G_TIME_SPAN_MINUTE;
  tell (desktop, "resolved", event);
  wait_for_count (&desktop->n_shown, 2);
  g_assert_cmpuint (desktop->replaced_id, ==, desktop->last_id);
  g_assert_cmpstr (desktop->body, ==, "Resolved after 4 min\nAlmost full");
  g_assert_cmpuint (desktop->n_closed, ==, 0);
}

/* Through the store, as another process would do it. */
static void
test_withdraws_what_is_acknowledged (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();
  g_autoptr (SentinelRaiseAct) raise =
      sentinel_raise_act_new (SENTINEL_IMPORTANCE_HIGH, "db-2", "Almost full");
  g_autoptr (SentinelAcknowledgeAct) acknowledge =
      sentinel_acknowledge_act_new (&(SentinelActor) { "Ada", SENTINEL_VIA_COMMAND_LINE });
  g_autoptr (SentinelEvent) event = make_event (SENTINEL_IMPORTANCE_HIGH);

  g_set_str (&raise->key, "disk");
  sentinel_test_store_write (desktop->store, sentinel_event_acts_raise, raise);
  event->id = raise->event_id;
  tell (desktop, "fired", event);
  wait_for_count (&desktop->n_shown, 1);
  g_array_append_val (acknowledge->event_ids, raise->event_id);
  sentinel_test_store_write (desktop->store, sentinel_event_acts_acknowledge, acknowledge);
  wait_for_count (&desktop->n_closed, 1);
}

static gpointer
read_delivery (SentinelDatabase *db, gpointer id, GError **error)
{
  return sentinel_delivery_store_get (db, *(gint64 *) id, error);
}

/* What a test of a rule's actions asks for. */
static JsonObject *
make_test_body (Desktop *desktop)
{
  SentinelRule *rule = sentinel_rule_new ();
  g_autoptr (SentinelActionTest) test = sentinel_action_test_new (rule, "desktop");
  g_autoptr (SentinelDelivery) delivery = NULL;
  JsonObject *body;

  g_set_str (&rule->name, "Disks");
  sentinel_test_store_write (desktop->store, sentinel_action_test, test);
  delivery = sentinel_test_store_read (desktop->store, read_delivery, &test->delivery_id);
  body = sentinel_json_parse_object (delivery->body, -1, 0, NULL);
  g_assert_nonnull (body);
  return body;
}

/* However often it is tried, it is shown, and takes no place from what is news. */
static void
test_shows_a_test (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();
  g_autoptr (JsonObject) body = make_test_body (desktop);
  g_autoptr (SentinelEvent) event = make_event (SENTINEL_IMPORTANCE_HIGH);
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i <= 8; i++) {
    g_assert_true (deliver (desktop->channel, body, &error));
    g_assert_no_error (error);
    wait_for_count (&desktop->n_shown, i);
    g_assert_cmpuint (desktop->replaced_id, ==, i == 1 ? 0 : desktop->last_id);
  }
  g_assert_cmpstr (desktop->title, ==, "Disks");
  g_assert_nonnull (strstr (desktop->body, "Disks"));
  g_assert_null (strstr (desktop->actions, "Acknowledge")); /* there is nothing to acknowledge */
  tell (desktop, "fired", event);
  wait_for_count (&desktop->n_shown, 9);
  g_assert_cmpstr (desktop->title, ==, "db-2 · Disks");
}

static void
test_refuses_what_is_no_event (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (body, "reason", "effect");
  g_assert_false (deliver (desktop->channel, body, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
}

/* A rule's event as the engine stores it: (transfer full). */
static SentinelEvent *
raise_event (Desktop *desktop, SentinelImportance importance)
{
  g_autoptr (SentinelRaiseAct) raise = sentinel_raise_act_new (importance, "db-2", "Almost full");
  SentinelEvent *event = make_event (importance);
  static guint n_raised;

  raise->key = g_strdup_printf ("disk-%u", n_raised++);
  sentinel_test_store_write (desktop->store, sentinel_event_acts_raise, raise);
  event->id = raise->event_id;
  event->instance_id = ++session.last_instance_id;
  return event;
}

static void
test_withdraws_what_is_snoozed (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();
  g_autoptr (SentinelSnoozeAct) snooze =
      sentinel_snooze_act_new (&(SentinelActor) { "Ada", SENTINEL_VIA_COMMAND_LINE });
  g_autoptr (SentinelEvent) event = raise_event (desktop, SENTINEL_IMPORTANCE_HIGH);

  tell (desktop, "fired", event);
  wait_for_count (&desktop->n_shown, 1);
  g_array_append_val (snooze->event_ids, event->id);
  snooze->until_us = G_MAXINT64 / 2;
  sentinel_test_store_write (desktop->store, sentinel_event_acts_snooze, snooze);
  wait_for_count (&desktop->n_closed, 1);
}

/* Between the claim of the delivery and the notification. */
static void
test_shows_nothing_that_was_acknowledged_before (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();
  g_autoptr (SentinelAcknowledgeAct) acknowledge =
      sentinel_acknowledge_act_new (&(SentinelActor) { "Ada", SENTINEL_VIA_COMMAND_LINE });
  g_autoptr (SentinelEvent) acknowledged = raise_event (desktop, SENTINEL_IMPORTANCE_HIGH);
  g_autoptr (SentinelEvent) next = raise_event (desktop, SENTINEL_IMPORTANCE_HIGH);

  g_array_append_val (acknowledge->event_ids, acknowledged->id);
  sentinel_test_store_write (desktop->store, sentinel_event_acts_acknowledge, acknowledge);
  tell (desktop, "fired", acknowledged);
  g_set_str (&next->source, "db-3");
  tell (desktop, "fired", next);
  wait_for_count (&desktop->n_shown, 1);
  g_assert_cmpstr (desktop->title, ==, "db-3 · Disks");
}

static void
test_breaks_through_on_request (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();
  g_autoptr (SentinelEvent) event = make_event (SENTINEL_IMPORTANCE_CRITICAL);

  sentinel_desk_settings_set_boolean (desktop->settings, "notify-through-do-not-disturb", TRUE);
  tell (desktop, "fired", event);
  wait_for_count (&desktop->n_shown, 1);
  g_assert_cmpuint (desktop->urgency, ==, 2);
}

static void
test_declines_what_is_not_wanted (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();
  g_autoptr (SentinelEvent) event = make_event (SENTINEL_IMPORTANCE_LOW);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GError) error = NULL;

  sentinel_desk_settings_set_boolean (desktop->settings, "notify-low", FALSE);
  json_object_set_string_member (body, "reason", "fired");
  json_object_set_object_member (body, "event", sentinel_event_to_json (event));
  g_assert_false (deliver (desktop->channel, body, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_DECLINED);
  g_assert_nonnull (strstr (error->message, "low"));
  event->importance = SENTINEL_IMPORTANCE_MEDIUM;
  tell (desktop, "raised", event);
  wait_for_count (&desktop->n_shown, 1);
}

static void
test_shows_nothing_that_is_seen (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();
  g_autoptr (SentinelEvent) seen = make_event (SENTINEL_IMPORTANCE_CRITICAL);
  g_autoptr (SentinelEvent) unseen = NULL;

  desktop->is_seen = TRUE;
  tell (desktop, "fired", seen);
  desktop->is_seen = FALSE;
  session.last_instance_id++;
  unseen = make_event (SENTINEL_IMPORTANCE_HIGH);
  g_set_str (&unseen->source, "db-3");
  tell (desktop, "fired", unseen);
  wait_for_count (&desktop->n_shown, 1);
  g_assert_cmpstr (desktop->title, ==, "db-3 · Disks");
}

/* GNotification hands the body on as it is. */
static void
test_escapes_where_markup_is_read (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();
  g_autoptr (SentinelEvent) event = make_event (SENTINEL_IMPORTANCE_HIGH);

  g_set_str (&event->message, "<b>5 > 4</b> & more");
  tell (desktop, "fired", event);
  wait_for_count (&desktop->n_shown, 1);
  g_assert_cmpstr (desktop->body, ==, "<b>5 > 4</b> & more");
  desktop->reads_markup = TRUE;
  tell (desktop, "raised", event);
  wait_for_count (&desktop->n_shown, 2);
  g_assert_cmpstr (desktop->body, ==, "&lt;b&gt;5 &gt; 4&lt;/b&gt; &amp; more");
}

static void
tell_another (Desktop *desktop, SentinelImportance importance, const char *source)
{
  g_autoptr (SentinelEvent) event = NULL;

  session.last_instance_id++;
  event = make_event (importance);
  event->id = session.last_instance_id;
  g_set_str (&event->source, source);
  tell (desktop, "fired", event);
}

/* Three at once, then one summary that is told anew as often as the budget allows. */
static void
test_keeps_to_its_budget (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();

  for (guint i = 0; i < 3; i++)
    tell_another (desktop, SENTINEL_IMPORTANCE_HIGH, "db-2");
  wait_for_count (&desktop->n_shown, 3);
  tell_another (desktop, SENTINEL_IMPORTANCE_CRITICAL, "db-9");
  wait_for_count (&desktop->n_shown, 4);
  g_assert_cmpstr (desktop->title, ==, "1 more event");
  g_assert_cmpstr (desktop->body, ==, "db-9 · Disks: Almost full");
  for (guint i = 0; i < 20; i++)
    tell_another (desktop, SENTINEL_IMPORTANCE_HIGH, "db-2");
  wait_for_count (&desktop->n_shown, 4);
  sentinel_fake_clock_advance (desktop->store->clock, 10 * G_TIME_SPAN_SECOND);
  wait_for_count (&desktop->n_shown, 5);
  g_assert_cmpuint (desktop->replaced_id, !=, 0);
  g_assert_cmpstr (desktop->title, ==, "21 more events");
  g_assert_cmpstr (desktop->body, ==, "db-9 · Disks: Almost full");
}

/* However slowly they come. */
static void
test_shows_six_at_most (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();

  for (guint i = 0; i < 8; i++) {
    tell_another (desktop, SENTINEL_IMPORTANCE_MEDIUM, "db-2");
    wait_for_count (&desktop->n_shown, i + 1);
    sentinel_fake_clock_advance (desktop->store->clock, G_TIME_SPAN_MINUTE);
  }
  g_assert_cmpuint (desktop->last_id, ==, 7);
  g_assert_cmpstr (desktop->title, ==, "2 more events");
}

static gboolean
remember_told (SentinelTransaction *tx, gpointer data, GError **error)
{
  const SentinelEvent *event = data;
  SentinelTold told = { event->id, event->importance, event->opened_at_us };

  return sentinel_delivery_store_put_told (tx, "desktop", event->instance_id, &told, error);
}

/* The program ended and was started again: what it told then can still be taken back. */
static void
test_takes_back_what_an_earlier_run_told (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();
  g_autoptr (SentinelAcknowledgeAct) acknowledge =
      sentinel_acknowledge_act_new (&(SentinelActor) { "Ada", SENTINEL_VIA_COMMAND_LINE });
  g_autoptr (SentinelEvent) event = raise_event (desktop, SENTINEL_IMPORTANCE_HIGH);

  tell (desktop, "fired", event);
  wait_for_count (&desktop->n_shown, 1);
  sentinel_test_store_write (desktop->store, remember_told, event);
  g_object_unref (desktop->channel);
  start_channel (desktop);
  sentinel_test_settle ();
  g_array_append_val (acknowledge->event_ids, event->id);
  sentinel_test_store_write (desktop->store, sentinel_event_acts_acknowledge, acknowledge);
  wait_for_count (&desktop->n_closed, 1);
}

/* It may start later, so this is no failure for good. */
static void
test_says_that_nobody_shows_it (void)
{
  g_autoptr (Desktop) desktop = desktop_new ();
  g_autoptr (SentinelEvent) event = make_event (SENTINEL_IMPORTANCE_HIGH);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GError) error = NULL;

  own_name (FALSE);
  json_object_set_string_member (body, "reason", "fired");
  json_object_set_object_member (body, "event", sentinel_event_to_json (event));
  g_assert_false (deliver (desktop->channel, body, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "shows notifications"));
  own_name (TRUE);
  tell (desktop, "fired", event);
  wait_for_count (&desktop->n_shown, 1);
}

int
main (int argc, char **argv)
{
  int status;

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desktop/needs-a-bus", test_needs_a_bus);
  g_test_add_func ("/desktop/shows", test_shows);
  g_test_add_func ("/desktop/replaces", test_replaces);
  g_test_add_func ("/desktop/withdraws-what-is-over", test_withdraws_what_is_over);
  g_test_add_func ("/desktop/tells-the-end-of-critical-ones", test_tells_the_end_of_critical_ones);
  g_test_add_func ("/desktop/withdraws-what-is-acknowledged", test_withdraws_what_is_acknowledged);
  g_test_add_func ("/desktop/withdraws-what-is-snoozed", test_withdraws_what_is_snoozed);
  g_test_add_func ("/desktop/shows-nothing-that-was-acknowledged-before",
                   test_shows_nothing_that_was_acknowledged_before);
  g_test_add_func ("/desktop/breaks-through-on-request", test_breaks_through_on_request);
  g_test_add_func ("/desktop/declines-what-is-not-wanted", test_declines_what_is_not_wanted);
  g_test_add_func ("/desktop/shows-nothing-that-is-seen", test_shows_nothing_that_is_seen);
  g_test_add_func ("/desktop/escapes-where-markup-is-read", test_escapes_where_markup_is_read);
  g_test_add_func ("/desktop/keeps-to-its-budget", test_keeps_to_its_budget);
  g_test_add_func ("/desktop/shows-six-at-most", test_shows_six_at_most);
  g_test_add_func ("/desktop/takes-back-what-an-earlier-run-told",
                   test_takes_back_what_an_earlier_run_told);
  g_test_add_func ("/desktop/says-that-nobody-shows-it", test_says_that_nobody_shows_it);
  g_test_add_func ("/desktop/shows-a-test", test_shows_a_test);
  g_test_add_func ("/desktop/refuses-what-is-no-event", test_refuses_what_is_no_event);
  status = g_test_run ();
  if (session.bus != NULL)
    end_session ();
  return status;
}
