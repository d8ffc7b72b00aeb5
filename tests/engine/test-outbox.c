/* SPDX-License-Identifier: MIT */
/* The outbox with a channel that does what each test tells it: what is delivered, when again, when
 * never, and by whom. */
#include "sentinel-delivery-plan.h"
#include "sentinel-error.h"
#include "sentinel-event-acts.h"
#include "sentinel-json.h"
#include "sentinel-log-store.h"
#include "sentinel-outbox.h"
#include "sentinel-setting-store.h"
#include "sentinel-test-events.h"
#include "sentinel-test-store.h"

#define SECOND G_TIME_SPAN_SECOND

/* A channel that keeps what it was given. */

#define TEST_TYPE_CHANNEL (test_channel_get_type ())
G_DECLARE_FINAL_TYPE (TestChannel, test_channel, TEST, CHANNEL, SentinelChannel)

struct _TestChannel {
  SentinelChannel parent;

  const char *id;
  GPtrArray *keys; /* of what was to be delivered, in order */
  GError *error; /* nullable: every attempt fails with it */
  gboolean waits; /* answers only when told, or when cancelled */
  GTask *current; /* nullable: waits */
};

G_DEFINE_FINAL_TYPE (TestChannel, test_channel, SENTINEL_TYPE_CHANNEL)

static const char *
test_channel_get_id (SentinelChannel *channel)
{
  return TEST_CHANNEL (channel)->id;
}

static void
attempt_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  TestChannel *self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->current);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "took too long");
}

static void
test_channel_deliver_async (SentinelChannel *channel,
                            const char *idem_key,
                            JsonObject *body,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  TestChannel *self = TEST_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (channel, cancellable, callback, user_data);

  g_task_set_check_cancellable (task, FALSE);
  g_ptr_array_add (self->keys, g_strdup (idem_key));
  if (self->waits) {
    self->current = g_steal_pointer (&task);
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (attempt_cancelled_cb), self, 0);
  } else if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
test_channel_deliver_finish (SentinelChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
test_channel_finalize (GObject *object)
{
  TestChannel *self = TEST_CHANNEL (object);

  g_assert_null (self->current);
  g_clear_error (&self->error);
  g_ptr_array_unref (self->keys);
  G_OBJECT_CLASS (test_channel_parent_class)->finalize (object);
}

static void
test_channel_class_init (TestChannelClass *klass)
{
  SentinelChannelClass *channel_class = SENTINEL_CHANNEL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_channel_finalize;
  channel_class->get_id = test_channel_get_id;
  channel_class->deliver_async = test_channel_deliver_async;
  channel_class->deliver_finish = test_channel_deliver_finish;
}

static void
test_channel_init (TestChannel *self)
{
  self->id = "test";
  self->keys = g_ptr_array_new_with_free_func (g_free);
}

static void
finish_current (TestChannel *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->current);

  g_signal_handlers_disconnect_by_data (g_task_get_cancellable (task), self);
  g_task_return_boolean (task, TRUE);
}

/* The tests' ground: */

typedef struct {
  SentinelTestStore *base;
  TestChannel *channel; /* borrowed from the outbox */
  SentinelOutbox *outbox;
  gint64 wanted_id; /* for predicates */
  SentinelDeliveryState wanted_state;
  guint wanted_attempts;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->base = sentinel_test_store_new ();
  fixture->channel = g_object_new (TEST_TYPE_CHANNEL, NULL);
  fixture->outbox = sentinel_outbox_new (fixture->base->store);
  sentinel_outbox_add_channel (fixture->outbox, SENTINEL_CHANNEL (fixture->channel));
}

static void
stopped_cb (GObject *outbox, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  sentinel_outbox_stop_finish (SENTINEL_OUTBOX (outbox), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
stop (Fixture *fixture)
{
  gboolean is_stopped = FALSE;

  sentinel_outbox_stop_async (fixture->outbox, stopped_cb, &is_stopped);
  g_assert_true (sentinel_test_wait_until (is_true, &is_stopped, SENTINEL_TEST_TIMEOUT_MS));
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  stop (fixture);
  g_assert_finalize_object (fixture->outbox);
  sentinel_test_store_free (fixture->base);
}

static gboolean
insert_delivery (SentinelTransaction *tx, gpointer data, GError **error)
{
  return sentinel_delivery_store_insert (tx, data, error);
}

static SentinelDelivery *
make_delivery (Fixture *fixture, const char *channel, const char *key)
{
  SentinelDelivery *delivery = sentinel_delivery_new (channel, SENTINEL_DELIVERY_EFFECT);

  g_set_str (&delivery->idem_key, key);
  g_set_str (&delivery->body, "{\"reason\":\"effect\"}");
  delivery->next_at_us = sentinel_test_store_now_us (fixture->base);
  return delivery;
}

/* delivery: (transfer full) */
static gint64
add_delivery (Fixture *fixture, SentinelDelivery *delivery)
{
  gint64 id;

  sentinel_test_store_write (fixture->base, insert_delivery, delivery);
  id = delivery->id;
  sentinel_delivery_free (delivery);
  return id;
}

static gint64
add (Fixture *fixture, const char *key)
{
  return add_delivery (fixture, make_delivery (fixture, "test", key));
}

static gpointer
read_delivery (SentinelDatabase *db, gpointer id, GError **error)
{
  return sentinel_delivery_store_get (db, *(gint64 *) id, error);
}

static SentinelDelivery *
get_delivery (Fixture *fixture, gint64 id)
{
  return sentinel_test_store_read (fixture->base, read_delivery, &id);
}

static gboolean
is_in_wanted_state (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (SentinelDelivery) delivery = get_delivery (fixture, fixture->wanted_id);

  return delivery->state == fixture->wanted_state
         && (fixture->wanted_attempts == 0 || delivery->attempts == fixture->wanted_attempts);
}

static SentinelDelivery *
wait_for_state (Fixture *fixture, gint64 id, SentinelDeliveryState state, guint attempts)
{
  fixture->wanted_id = id;
  fixture->wanted_state = state;
  fixture->wanted_attempts = attempts;
  g_assert_true (sentinel_test_wait_until (is_in_wanted_state, fixture, SENTINEL_TEST_TIMEOUT_MS));
  return get_delivery (fixture, id);
}

static gint64
get_armed_us (Fixture *fixture)
{
  return sentinel_fake_clock_get_next_due_us (fixture->base->clock, SENTINEL_CLOCK_REALTIME);
}

static gboolean
is_armed (gpointer data)
{
  return get_armed_us (data) >= 0;
}

static void
fail_with (Fixture *fixture, int code)
{
  fixture->channel->error = g_error_new_literal (SENTINEL_ERROR, code, "not today");
}

static gpointer
read_log (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_log_store_list (db, 0, SENTINEL_LOG_ERROR, 100, error);
}

static void
test_what_waited_and_what_comes (Fixture *fixture, gconstpointer unused)
{
  gint64 first = add (fixture, "a"), second = add (fixture, "b"), third;
  g_autoptr (SentinelDelivery) delivery = NULL;

  sentinel_outbox_start (fixture->outbox);
  sentinel_delivery_free (wait_for_state (fixture, first, SENTINEL_DELIVERY_SENT, 1));
  sentinel_delivery_free (wait_for_state (fixture, second, SENTINEL_DELIVERY_SENT, 1));
  third = add (fixture, "c");
  delivery = wait_for_state (fixture, third, SENTINEL_DELIVERY_SENT, 1);
  g_assert_cmpint (delivery->sent_at_us, ==, sentinel_test_store_now_us (fixture->base));
  g_assert_null (delivery->claimed_by);
  g_assert_cmpuint (fixture->channel->keys->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (fixture->channel->keys, 0), ==, "a");
  g_assert_cmpstr (g_ptr_array_index (fixture->channel->keys, 2), ==, "c");
  sentinel_test_settle ();
  g_assert_cmpint (get_armed_us (fixture), ==, -1); /* nothing to do, nothing wakes */
}

static void
test_others_channels_are_left_alone (Fixture *fixture, gconstpointer unused)
{
  gint64 other = add_delivery (fixture, make_delivery (fixture, "elsewhere", "x"));
  gint64 ours = add (fixture, "a");
  g_autoptr (SentinelDelivery) delivery = NULL;

  sentinel_outbox_start (fixture->outbox);
  sentinel_delivery_free (wait_for_state (fixture, ours, SENTINEL_DELIVERY_SENT, 1));
  delivery = get_delivery (fixture, other);
  g_assert_cmpint (delivery->state, ==, SENTINEL_DELIVERY_PENDING);
}

/* Who does not want it told is not asked again, and what the person chose is on record. */
static void
test_declined_is_not_tried_again (Fixture *fixture, gconstpointer unused)
{
  gint64 id = add (fixture, "a");
  g_autoptr (SentinelDelivery) delivery = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  fail_with (fixture, SENTINEL_ERROR_DECLINED);
  sentinel_outbox_start (fixture->outbox);
  delivery = wait_for_state (fixture, id, SENTINEL_DELIVERY_CANCELLED, 1);
  g_assert_cmpstr (delivery->error, ==, "not today");
  g_assert_cmpint (delivery->sent_at_us, ==, 0);
  sentinel_test_settle ();
  g_assert_cmpint (get_armed_us (fixture), ==, -1);
  entries = sentinel_test_store_read (fixture->base, read_log, NULL);
  g_assert_cmpuint (entries->len, ==, 0);
}

static void
test_backs_off_and_gives_up (Fixture *fixture, gconstpointer unused)
{
  static const gint64 waits_s[] = { 5, 10, 20, 40, 80, 160, 320 };
  gint64 id = add (fixture, "a");
  g_autoptr (SentinelDelivery) delivery = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  fail_with (fixture, SENTINEL_ERROR_FAILED);
  sentinel_outbox_start (fixture->outbox);
  for (guint i = 0; i < G_N_ELEMENTS (waits_s); i++) {
    g_autoptr (SentinelDelivery) waiting =
        wait_for_state (fixture, id, SENTINEL_DELIVERY_PENDING, i + 1);

    g_assert_cmpint (waiting->next_at_us - sentinel_test_store_now_us (fixture->base),
                     ==,
                     waits_s[i] * SECOND);
    g_assert_cmpstr (waiting->error, ==, "not today");
    g_assert_true (sentinel_test_wait_until (is_armed, fixture, SENTINEL_TEST_TIMEOUT_MS));
    sentinel_fake_clock_advance (fixture->base->clock, waits_s[i] * SECOND);
  }
  delivery = wait_for_state (fixture, id, SENTINEL_DELIVERY_FAILED, 8);
  g_assert_cmpuint (fixture->channel->keys->len, ==, 8);
  entries = sentinel_test_store_read (fixture->base, read_log, NULL);
  g_assert_cmpuint (entries->len, ==, 1);
}

static gboolean
write_settings (SentinelTransaction *tx, gpointer unused, GError **error)
{
  return sentinel_setting_store_set (tx, "delivery.attempts", "2", error)
         && sentinel_setting_store_set (tx, "delivery.backoff", "7s", error);
}

static void
test_settings_decide (Fixture *fixture, gconstpointer unused)
{
  gint64 id = add (fixture, "a");
  SentinelDelivery *delivery;

  sentinel_test_store_write (fixture->base, write_settings, NULL);
  fail_with (fixture, SENTINEL_ERROR_FAILED);
  sentinel_outbox_start (fixture->outbox);
  delivery = wait_for_state (fixture, id, SENTINEL_DELIVERY_PENDING, 1);
  g_assert_cmpint (delivery->next_at_us - sentinel_test_store_now_us (fixture->base),
                   ==,
                   7 * SECOND);
  sentinel_delivery_free (delivery);
  g_assert_true (sentinel_test_wait_until (is_armed, fixture, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_fake_clock_advance (fixture->base->clock, 7 * SECOND);
  sentinel_delivery_free (wait_for_state (fixture, id, SENTINEL_DELIVERY_FAILED, 2));
}

static void
test_the_clock_was_set_back (Fixture *fixture, gconstpointer unused)
{
  SentinelDelivery *delivery = make_delivery (fixture, "test", "a");
  gint64 id;

  delivery->next_at_us += G_TIME_SPAN_DAY;
  id = add_delivery (fixture, delivery);
  sentinel_outbox_start (fixture->outbox);
  sentinel_delivery_free (wait_for_state (fixture, id, SENTINEL_DELIVERY_SENT, 1));
}

static void
test_the_clock_is_set_back (Fixture *fixture, gconstpointer unused)
{
  gint64 id = add (fixture, "a");
  gint64 now_us = sentinel_test_store_now_us (fixture->base);

  fail_with (fixture, SENTINEL_ERROR_FAILED);
  sentinel_outbox_start (fixture->outbox);
  sentinel_delivery_free (wait_for_state (fixture, id, SENTINEL_DELIVERY_PENDING, 1));
  g_assert_true (sentinel_test_wait_until (is_armed, fixture, SENTINEL_TEST_TIMEOUT_MS));
  g_clear_error (&fixture->channel->error);
  sentinel_fake_clock_set_realtime (fixture->base->clock, now_us - G_TIME_SPAN_MINUTE);
  sentinel_delivery_free (wait_for_state (fixture, id, SENTINEL_DELIVERY_SENT, 2));
}

static void
test_for_good_is_for_good (Fixture *fixture, gconstpointer unused)
{
  gint64 id = add (fixture, "a");
  g_autoptr (SentinelDelivery) delivery = NULL;

  fail_with (fixture, SENTINEL_ERROR_UNSUPPORTED);
  sentinel_outbox_start (fixture->outbox);
  delivery = wait_for_state (fixture, id, SENTINEL_DELIVERY_FAILED, 1);
  g_assert_cmpstr (delivery->error, ==, "not today");
}

static void
test_a_bad_body_blocks_nothing (Fixture *fixture, gconstpointer unused)
{
  SentinelDelivery *bad = make_delivery (fixture, "test", "bad");
  gint64 bad_id, good_id;

  g_set_str (&bad->body, "no JSON");
  bad_id = add_delivery (fixture, bad);
  good_id = add (fixture, "good");
  sentinel_outbox_start (fixture->outbox);
  sentinel_delivery_free (wait_for_state (fixture, bad_id, SENTINEL_DELIVERY_FAILED, 1));
  sentinel_delivery_free (wait_for_state (fixture, good_id, SENTINEL_DELIVERY_SENT, 1));
  g_assert_cmpuint (fixture->channel->keys->len, ==, 1);
}

static void
test_expires (Fixture *fixture, gconstpointer unused)
{
  SentinelDelivery *ours = make_delivery (fixture, "test", "a");
  SentinelDelivery *other = make_delivery (fixture, "elsewhere", "b");
  gint64 ids[2];

  ours->expires_at_us = other->expires_at_us = ours->next_at_us + 60 * SECOND;
  ids[0] = add_delivery (fixture, ours);
  ids[1] = add_delivery (fixture, other);
  sentinel_fake_clock_advance (fixture->base->clock, 61 * SECOND);
  sentinel_outbox_start (fixture->outbox);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    sentinel_delivery_free (wait_for_state (fixture, ids[i], SENTINEL_DELIVERY_EXPIRED, 0));
  g_assert_cmpuint (fixture->channel->keys->len, ==, 0);
}

/* Two processes with the same channel: each row is delivered by one of them. */
static void
test_claims (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelStore) store =
      sentinel_store_new (fixture->base->path, SENTINEL_CLOCK (fixture->base->clock));
  Fixture other = { .base = fixture->base, .channel = g_object_new (TEST_TYPE_CHANNEL, NULL) };
  gint64 id = 0;

  other.outbox = sentinel_outbox_new (store);
  sentinel_outbox_add_channel (other.outbox, SENTINEL_CHANNEL (other.channel));
  sentinel_outbox_start (fixture->outbox);
  sentinel_outbox_start (other.outbox);
  for (guint i = 0; i < 50; i++) {
    g_autofree char *key = g_strdup_printf ("key-%u", i);

    id = add (fixture, key);
  }
  for (gint64 i = 1; i <= id; i++)
    sentinel_delivery_free (wait_for_state (fixture, i, SENTINEL_DELIVERY_SENT, 1));
  g_assert_cmpuint (fixture->channel->keys->len + other.channel->keys->len, ==, 50);
  stop (&other);
  g_assert_finalize_object (other.outbox);
  sentinel_store_close (store);
}

static gboolean
is_delivering (gpointer data)
{
  return ((Fixture *) data)->channel->current != NULL;
}

static void
test_one_that_hangs_is_given_up (Fixture *fixture, gconstpointer unused)
{
  gint64 id = add (fixture, "a");
  g_autoptr (SentinelDelivery) delivery = NULL;

  fixture->channel->waits = TRUE;
  sentinel_outbox_start (fixture->outbox);
  g_assert_true (sentinel_test_wait_until (is_delivering, fixture, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_fake_clock_advance (fixture->base->clock, 30 * SECOND);
  delivery = wait_for_state (fixture, id, SENTINEL_DELIVERY_PENDING, 1);
  g_assert_cmpstr (delivery->error, ==, "took too long");
}

/* What is being delivered is waited for and marked; what was only claimed is given back. */
static void
test_stop_gives_back (Fixture *fixture, gconstpointer unused)
{
  gint64 first = add (fixture, "a"), second = add (fixture, "b");
  g_autoptr (SentinelDelivery) sent = NULL, left = NULL;
  gboolean is_stopped = FALSE;

  fixture->channel->waits = TRUE;
  sentinel_outbox_start (fixture->outbox);
  g_assert_true (sentinel_test_wait_until (is_delivering, fixture, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_outbox_stop_async (fixture->outbox, stopped_cb, &is_stopped);
  sentinel_test_settle ();
  g_assert_false (is_stopped);
  finish_current (fixture->channel);
  g_assert_true (sentinel_test_wait_until (is_true, &is_stopped, SENTINEL_TEST_TIMEOUT_MS));
  sent = get_delivery (fixture, first);
  left = get_delivery (fixture, second);
  g_assert_cmpint (sent->state, ==, SENTINEL_DELIVERY_SENT);
  g_assert_cmpint (left->state, ==, SENTINEL_DELIVERY_PENDING);
  g_assert_null (left->claimed_by);
}

static gpointer
read_told (SentinelDatabase *db, gpointer data, GError **error)
{
  sentinel_delivery_store_get_told (db, "test", 7, data, error);
  return NULL;
}

static gint64
add_about_event (Fixture *fixture, SentinelDeliveryReason reason, const char *key, gint64 event_id)
{
  SentinelDelivery *delivery = sentinel_delivery_new ("test", reason);

  g_set_str (&delivery->idem_key, key);
  g_set_str (&delivery->body, "{\"event\":{\"level_now\":\"medium\"}}");
  delivery->event_id = event_id;
  return add_delivery (fixture, delivery);
}

static void
test_what_was_told_is_remembered (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelEvent) event =
      sentinel_test_event_new (SENTINEL_IMPORTANCE_HIGH, "host-1", "busy");
  SentinelTold told = { 0 };
  gint64 id;

  event->instance_id = 7;
  sentinel_test_store_insert_event (fixture->base, event);
  sentinel_outbox_start (fixture->outbox);
  id = add_about_event (fixture, SENTINEL_DELIVERY_FIRED, "a", event->id);
  sentinel_delivery_free (wait_for_state (fixture, id, SENTINEL_DELIVERY_SENT, 1));
  sentinel_test_store_read (fixture->base, read_told, &told);
  g_assert_cmpint (told.event_id, ==, event->id);
  g_assert_cmpint (told.level, ==, SENTINEL_IMPORTANCE_MEDIUM); /* not where it is by now */
  id = add_about_event (fixture, SENTINEL_DELIVERY_RESOLVED, "b", event->id);
  sentinel_delivery_free (wait_for_state (fixture, id, SENTINEL_DELIVERY_SENT, 1));
  sentinel_test_store_read (fixture->base, read_told, &told);
  g_assert_cmpint (told.event_id, ==, 0);
  id = add_about_event (fixture, SENTINEL_DELIVERY_FIRED, "c", 4711); /* its event is gone */
  sentinel_delivery_free (wait_for_state (fixture, id, SENTINEL_DELIVERY_SENT, 1));
}

/* Events that change while they are told: */

static gint64
raise_event (Fixture *fixture, SentinelImportance importance, gboolean resolve)
{
  g_autoptr (SentinelRaiseAct) act = sentinel_raise_act_new (importance, "backup", "Disk is full");

  act->key = g_strdup ("disk");
  act->resolve = resolve;
  sentinel_test_store_write (fixture->base, sentinel_event_acts_raise, act);
  return act->event_id;
}

static void
close_event (Fixture *fixture, gint64 event_id)
{
  raise_event (fixture, SENTINEL_IMPORTANCE_NONE, TRUE);
}

static void
acknowledge_event (Fixture *fixture, gint64 event_id)
{
  const SentinelActor ada = { "Ada", SENTINEL_VIA_WINDOW };
  g_autoptr (SentinelAcknowledgeAct) act = sentinel_acknowledge_act_new (&ada);

  g_array_append_val (act->event_ids, event_id);
  sentinel_test_store_write (fixture->base, sentinel_event_acts_acknowledge, act);
}

static void
worsen_event (Fixture *fixture, gint64 event_id)
{
  raise_event (fixture, SENTINEL_IMPORTANCE_CRITICAL, FALSE);
}

static gpointer
list_rows (SentinelDatabase *db, gpointer event_id, GError **error)
{
  return sentinel_delivery_store_list_of_event (db, *(gint64 *) event_id, error);
}

/* The rows of an event in their order, as "fired:sent resolved:pending". */
static char *
describe_rows (Fixture *fixture, gint64 event_id)
{
  g_autoptr (GPtrArray) rows = sentinel_test_store_read (fixture->base, list_rows, &event_id);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++) {
    const SentinelDelivery *row = g_ptr_array_index (rows, i);

    g_string_append_printf (words,
                            "%s%s:%s",
                            i > 0 ? " " : "",
                            sentinel_nick_of (sentinel_delivery_reason_nicks, (int) row->reason),
                            sentinel_nick_of (sentinel_delivery_state_nicks, (int) row->state));
  }
  return g_string_free_and_steal (g_steal_pointer (&words));
}

typedef struct {
  Fixture *fixture;
  gint64 event_id;
  const char *rows;
} WantedRows;

static gboolean
are_wanted_rows (gpointer data)
{
  const WantedRows *wanted = data;
  g_autofree char *rows = describe_rows (wanted->fixture, wanted->event_id);

  return g_str_equal (rows, wanted->rows);
}

static void
wait_for_rows (Fixture *fixture, gint64 event_id, const char *rows)
{
  WantedRows wanted = { fixture, event_id, rows };

  if (sentinel_test_wait_until (are_wanted_rows, &wanted, SENTINEL_TEST_TIMEOUT_MS))
    return;
  g_test_fail_printf ("Not “%s” but “%s”", rows, describe_rows (fixture, event_id));
}

static void
fail_current (Fixture *fixture)
{
  g_autoptr (GTask) task = g_steal_pointer (&fixture->channel->current);

  g_signal_handlers_disconnect_by_data (g_task_get_cancellable (task), fixture->channel);
  g_task_return_new_error (task, SENTINEL_ERROR, SENTINEL_ERROR_FAILED, "not today");
}

static gint64
begin_to_tell (Fixture *fixture)
{
  gint64 event_id;

  fixture->channel->id = SENTINEL_CHANNEL_DESKTOP; /* where the manual rule tells */
  fixture->channel->waits = TRUE;
  sentinel_outbox_start (fixture->outbox);
  event_id = raise_event (fixture, SENTINEL_IMPORTANCE_HIGH, FALSE);
  g_assert_true (sentinel_test_wait_until (is_delivering, fixture, SENTINEL_TEST_TIMEOUT_MS));
  fixture->channel->waits = FALSE;
  return event_id;
}

typedef struct {
  const char *path;
  void (*change) (Fixture *fixture, gint64 event_id); /* while the first attempt is under way */
  const char *rows; /* after that attempt failed */
  guint n_attempts;
} Change;

static const Change changes[] = {
  { "/outbox/failed-and-closed", close_event, "fired:cancelled resolved:cancelled", 1 },
  { "/outbox/failed-and-acknowledged", acknowledge_event, "fired:cancelled", 1 },
  { "/outbox/failed-and-worse", worsen_event, "fired:cancelled raised:sent", 2 },
};

static void
test_what_failed_is_news_no_more (Fixture *fixture, gconstpointer data)
{
  const Change *change = data;
  gint64 event_id = begin_to_tell (fixture);

  change->change (fixture, event_id);
  fail_current (fixture);
  wait_for_rows (fixture, event_id, change->rows);
  sentinel_fake_clock_advance (fixture->base->clock, 6 * SECOND);
  sentinel_test_settle ();
  g_assert_cmpuint (fixture->channel->keys->len, ==, change->n_attempts);
}

/* An event without duration is closed from the start, and yet to be told. */
static void
test_what_has_no_duration_is_tried_again (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelEvent) event =
      sentinel_test_event_new (SENTINEL_IMPORTANCE_HIGH, "host-1", "busy");
  gint64 id;

  event->point = TRUE;
  event->closed_at_us = event->opened_at_us;
  event->close_reason = SENTINEL_CLOSE_POINT;
  sentinel_test_store_insert_event (fixture->base, event);
  fail_with (fixture, SENTINEL_ERROR_FAILED);
  id = add_about_event (fixture, SENTINEL_DELIVERY_FIRED, "a", event->id);
  sentinel_outbox_start (fixture->outbox);
  sentinel_delivery_free (wait_for_state (fixture, id, SENTINEL_DELIVERY_PENDING, 1));
  g_clear_error (&fixture->channel->error);
  g_assert_true (sentinel_test_wait_until (is_armed, fixture, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_fake_clock_advance (fixture->base->clock, 6 * SECOND);
  sentinel_delivery_free (wait_for_state (fixture, id, SENTINEL_DELIVERY_SENT, 2));
}

static void
test_what_is_newer_waits_its_turn (Fixture *fixture, gconstpointer unused)
{
  gint64 event_id = begin_to_tell (fixture);

  fail_current (fixture);
  wait_for_rows (fixture, event_id, "fired:pending");
  worsen_event (fixture, event_id);
  sentinel_test_settle ();
  wait_for_rows (fixture, event_id, "fired:pending raised:pending");
  g_assert_cmpuint (fixture->channel->keys->len, ==, 1);
  sentinel_fake_clock_advance (fixture->base->clock, 6 * SECOND);
  wait_for_rows (fixture, event_id, "fired:sent raised:sent");
  g_assert_cmpstr (g_ptr_array_index (fixture->channel->keys, 1),
                   ==,
                   g_ptr_array_index (fixture->channel->keys, 0));
}

static gboolean
release_all (SentinelTransaction *tx, gpointer unused, GError **error)
{
  return sentinel_delivery_plan_release_claims (tx, NULL, error);
}

/* A claim of a process that is gone may have been delivered: its end is told in any case. */
static void
test_what_was_claimed_and_is_over (Fixture *fixture, gconstpointer unused)
{
  gint64 event_id = begin_to_tell (fixture);

  close_event (fixture, event_id);
  sentinel_test_store_write (fixture->base, release_all, NULL);
  wait_for_rows (fixture, event_id, "fired:cancelled resolved:pending");
  finish_current (fixture->channel);
  wait_for_rows (fixture, event_id, "fired:sent resolved:sent");
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/outbox/what-waited-and-what-comes", test_what_waited_and_what_comes },
    { "/outbox/others-channels-are-left-alone", test_others_channels_are_left_alone },
    { "/outbox/backs-off-and-gives-up", test_backs_off_and_gives_up },
    { "/outbox/settings-decide", test_settings_decide },
    { "/outbox/the-clock-was-set-back", test_the_clock_was_set_back },
    { "/outbox/the-clock-is-set-back", test_the_clock_is_set_back },
    { "/outbox/declined-is-not-tried-again", test_declined_is_not_tried_again },
    { "/outbox/for-good-is-for-good", test_for_good_is_for_good },
    { "/outbox/a-bad-body-blocks-nothing", test_a_bad_body_blocks_nothing },
    { "/outbox/expires", test_expires },
    { "/outbox/claims", test_claims },
    { "/outbox/one-that-hangs-is-given-up", test_one_that_hangs_is_given_up },
    { "/outbox/stop-gives-back", test_stop_gives_back },
    { "/outbox/what-was-told-is-remembered", test_what_was_told_is_remembered },
    { "/outbox/what-has-no-duration-is-tried-again", test_what_has_no_duration_is_tried_again },
    { "/outbox/what-is-newer-waits-its-turn", test_what_is_newer_waits_its_turn },
    { "/outbox/what-was-claimed-and-is-over", test_what_was_claimed_and_is_over },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    g_test_add (changes[i].path,
                Fixture,
                &changes[i],
                set_up,
                test_what_failed_is_news_no_more,
                tear_down);
  return g_test_run ();
}
