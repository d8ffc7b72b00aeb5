/* SPDX-License-Identifier: MIT */
/* Rows are claimed in one write, so that of several processes with the same channel only one
 * delivers; each channel works its rows off one after the other, in their order. One source on the
 * wall clock is armed for the next that is due, and only when there is one. */
#include "sentinel-outbox.h"

#include "sentinel-delivery-plan.h"
#include "sentinel-duration.h"
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-log-store.h"
#include "sentinel-setting-store.h"

#define CLAIMED_AT_ONCE 16
#define EXPIRED_AT_ONCE 500
#define MAX_RETRY_US G_TIME_SPAN_HOUR
#define SET_BACK_US G_TIME_SPAN_SECOND /* less is the clock being kept right */
#define ATTEMPT_LIMIT_US (30 * G_TIME_SPAN_SECOND)

/* one channel with what it has to deliver */
typedef struct {
  SentinelOutbox *outbox; /* owns this */
  SentinelChannel *channel;
  GQueue waiting; /* of SentinelDelivery: claimed, not begun */
  SentinelDelivery *current; /* nullable: is being delivered */
  GCancellable *cancellable; /* of the current one */
  GSource *limit; /* of the current one */
} Lane;

/* As the settings say; read with each claim, so that a change holds from the next one on. */
typedef struct {
  gint64 max_attempts, first_retry_us;
} Retry;

struct _SentinelOutbox {
  GObject parent;

  SentinelStore *store;
  SentinelClock *clock;
  GPtrArray *lanes; /* of Lane */
  char *process; /* our name on claims */
  GSource *due;
  Retry retry;
  gint64 wall_offset_us; /* between the clocks, when last looked at */
  guint n_writes; /* marks on their way to the disk */
  gboolean is_started, is_claiming, is_changed;
  GTask *stop_task; /* nullable: is stopping */
};

G_DEFINE_FINAL_TYPE (SentinelOutbox, sentinel_outbox, G_TYPE_OBJECT)

typedef struct {
  SentinelOutbox *outbox; /* owned */
  GPtrArray *channels; /* ids, NULL-terminated: those that have nothing to do */
  gboolean is_set_back; /* the wall clock, since the last claim */
  GPtrArray *claimed; /* out: of SentinelDelivery */
  gint64 next_due_us; /* out; 0: none */
  Retry retry; /* out */
} Claim;

typedef struct {
  SentinelOutbox *outbox; /* owned */
  SentinelDelivery *delivery;
} Mark;

static void claim (SentinelOutbox *self);
static void deliver_next (Lane *lane);

static void
lane_free (gpointer data)
{
  Lane *lane = data;

  g_queue_clear_full (&lane->waiting, (GDestroyNotify) sentinel_delivery_free);
  g_object_unref (lane->channel);
  g_free (lane);
}

static Lane *
find_lane (SentinelOutbox *self, const char *channel)
{
  for (guint i = 0; i < self->lanes->len; i++) {
    Lane *lane = g_ptr_array_index (self->lanes, i);

    if (g_str_equal (sentinel_channel_get_id (lane->channel), channel))
      return lane;
  }
  return NULL;
}

/* Stopping: */

static gboolean
is_busy (SentinelOutbox *self)
{
  if (self->is_claiming || self->n_writes > 0)
    return TRUE;
  for (guint i = 0; i < self->lanes->len; i++)
    if (((Lane *) g_ptr_array_index (self->lanes, i))->current != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
release_claims (SentinelTransaction *tx, gpointer data, GError **error)
{
  return sentinel_delivery_plan_release_claims (tx, data, error);
}

static void
released_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* What was claimed and not begun is for whoever comes next. */
static void
finish_stop (SentinelOutbox *self)
{
  if (self->stop_task == NULL || is_busy (self))
    return;
  if (self->lanes->len == 0) {
    g_autoptr (GTask) task = g_steal_pointer (&self->stop_task);

    g_task_return_boolean (task, TRUE);
    return;
  }
  for (guint i = 0; i < self->lanes->len; i++)
    g_queue_clear_full (&((Lane *) g_ptr_array_index (self->lanes, i))->waiting,
                        (GDestroyNotify) sentinel_delivery_free);
  sentinel_store_write_async (self->store,
                              release_claims,
                              g_strdup (self->process),
                              g_free,
                              NULL,
                              released_cb,
                              g_steal_pointer (&self->stop_task));
}

/* Marking: */

static gboolean
log_failure (SentinelTransaction *tx, const SentinelDelivery *delivery, GError **error)
{
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  g_autofree char *message = g_strdup_printf ("%s could not deliver after %" G_GINT64_FORMAT
                                              " attempts: %s",
                                              delivery->channel,
                                              delivery->attempts,
                                              delivery->error);
  g_autoptr (SentinelLogEntry) entry =
      sentinel_log_entry_new (SENTINEL_LOG_ERROR, "outbox", message, now_us);

  entry->event_id = delivery->event_id;
  return sentinel_log_store_insert (tx, entry, error);
}

static gboolean
mark_delivery (SentinelTransaction *tx, gpointer data, GError **error)
{
  const SentinelDelivery *delivery = ((Mark *) data)->delivery;

  if (!sentinel_delivery_plan_mark (tx, delivery, error))
    return FALSE;
  return delivery->state != SENTINEL_DELIVERY_FAILED || log_failure (tx, delivery, error);
}

static void
mark_free (gpointer data)
{
  Mark *mark = data;

  sentinel_delivery_free (mark->delivery);
  g_object_unref (mark->outbox);
  g_free (mark);
}

/* A mark that is lost leaves the row claimed: it is delivered again rather than never. */
static void
marked_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  SentinelOutbox *self = ((Mark *) user_data)->outbox;
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    g_warning ("Marking what was delivered failed: %s", error->message);
  self->n_writes--;
  finish_stop (self);
}

static void
write_mark (SentinelOutbox *self, SentinelDelivery *delivery)
{
  Mark *mark = g_new0 (Mark, 1);

  mark->outbox = g_object_ref (self);
  mark->delivery = delivery;
  self->n_writes++;
  sentinel_store_write_async (self->store, mark_delivery, mark, mark_free, NULL, marked_cb, mark);
}

/* Delivering: */

static gboolean
is_for_good (const GError *error)
{
  return g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID)
         || g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND)
         || g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_UNSUPPORTED);
}

static gint64
compute_retry_us (const Retry *retry, gint64 attempts)
{
  return MIN (retry->first_retry_us << MIN (MAX (attempts - 1, 0), 20), MAX_RETRY_US);
}

static void
decide (SentinelOutbox *self, SentinelDelivery *delivery, const GError *error)
{
  gint64 now_us = sentinel_clock_get_realtime_us (self->clock);

  g_clear_pointer (&delivery->claimed_by, g_free);
  g_set_str (&delivery->error, error != NULL ? error->message : NULL);
  if (error == NULL) {
    delivery->state = SENTINEL_DELIVERY_SENT;
    delivery->sent_at_us = now_us;
  } else if (g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_DECLINED))
    delivery->state = SENTINEL_DELIVERY_CANCELLED;
  else if (is_for_good (error) || delivery->attempts >= self->retry.max_attempts)
    delivery->state = SENTINEL_DELIVERY_FAILED;
  else {
    delivery->state = SENTINEL_DELIVERY_PENDING;
    delivery->next_at_us = now_us + compute_retry_us (&self->retry, delivery->attempts);
  }
}

static void
end_attempt (Lane *lane)
{
  g_source_destroy (lane->limit);
  g_clear_pointer (&lane->limit, g_source_unref);
  g_clear_object (&lane->cancellable);
}

static void
attempt_ended (Lane *lane, const GError *error)
{
  g_autoptr (SentinelOutbox) self = g_object_ref (lane->outbox);
  SentinelDelivery *delivery = g_steal_pointer (&lane->current);

  decide (self, delivery, error);
  write_mark (self, delivery);
  deliver_next (lane);
}

static void
delivered_cb (GObject *channel, GAsyncResult *result, gpointer user_data)
{
  Lane *lane = user_data;
  g_autoptr (SentinelOutbox) self = lane->outbox; /* held since the attempt began */
  g_autoptr (GError) error = NULL;

  sentinel_channel_deliver_finish (SENTINEL_CHANNEL (channel), result, &error);
  end_attempt (lane);
  attempt_ended (lane, error);
}

static gboolean
limit_cb (gpointer user_data)
{
  Lane *lane = user_data;

  g_cancellable_cancel (lane->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
begin_attempt (Lane *lane)
{
  SentinelClock *clock = lane->outbox->clock;
  gint64 limit_us = sentinel_clock_get_boottime_us (clock) + ATTEMPT_LIMIT_US;

  g_object_ref (lane->outbox);
  lane->cancellable = g_cancellable_new ();
  lane->limit = sentinel_clock_create_source (clock, SENTINEL_CLOCK_BOOTTIME, limit_us);
  g_source_set_callback (lane->limit, limit_cb, lane, NULL);
  g_source_attach (lane->limit, g_main_context_get_thread_default ());
}

static void
deliver_next (Lane *lane)
{
  SentinelOutbox *self = lane->outbox;
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (GError) error = NULL;

  if (lane->current != NULL)
    return;
  if (self->is_started)
    lane->current = g_queue_pop_head (&lane->waiting);
  if (lane->current == NULL) {
    finish_stop (self);
    return;
  }
  body = sentinel_json_parse_object (lane->current->body, -1, 0, &error);
  if (body == NULL) {
    attempt_ended (lane, error);
    return;
  }
  begin_attempt (lane);
  sentinel_channel_deliver_async (lane->channel,
                                  lane->current->idem_key,
                                  body,
                                  lane->cancellable,
                                  delivered_cb,
                                  lane);
}

/* Claiming: */

static gboolean
claim_one (SentinelTransaction *tx,
           const Claim *request,
           SentinelDelivery *delivery,
           GError **error)
{
  delivery->state = SENTINEL_DELIVERY_CLAIMED;
  delivery->attempts++;
  g_set_str (&delivery->claimed_by, request->outbox->process);
  return sentinel_delivery_store_update (tx, delivery, error);
}

/* The values were checked when they were set. */
static gboolean
read_retry (SentinelDatabase *db, Retry *retry, GError **error)
{
  g_autofree char *attempts = sentinel_setting_store_get (db, "delivery.attempts", error);
  g_autofree char *backoff = NULL;
  gint64 backoff_ms;

  if (attempts == NULL
      || !g_ascii_string_to_signed (attempts, 10, 1, G_MAXINT, &retry->max_attempts, error))
    return FALSE;
  backoff = sentinel_setting_store_get (db, "delivery.backoff", error);
  if (backoff == NULL || !sentinel_duration_parse (backoff, &backoff_ms, error))
    return FALSE;
  retry->first_retry_us = backoff_ms * G_TIME_SPAN_MILLISECOND;
  return TRUE;
}

/* No back-off is longer: where a time lies further ahead, the clock was set back since, by whomever
 * and whenever. Where we saw it happen, nothing is left to wait for. */
static gint64
get_latest_us (const Claim *request, gint64 now_us)
{
  const Retry *retry = &request->retry;

  return request->is_set_back ? now_us : now_us + compute_retry_us (retry, retry->max_attempts - 1);
}

static gboolean
claim_due (SentinelTransaction *tx, gpointer data, GError **error)
{
  Claim *request = data;
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  const char *const *channels = (const char *const *) request->channels->pdata;
  gint64 now_us = sentinel_transaction_get_now_us (tx);

  g_clear_pointer (&request->claimed, g_ptr_array_unref);
  if (!read_retry (db, &request->retry, error)
      || sentinel_delivery_store_expire (tx, now_us, EXPIRED_AT_ONCE, error) < 0
      || sentinel_delivery_store_hasten (tx, get_latest_us (request, now_us), now_us, error) < 0)
    return FALSE;
  request->claimed =
      sentinel_delivery_store_list_due (db, channels, now_us, CLAIMED_AT_ONCE, error);
  for (guint i = 0; request->claimed != NULL && i < request->claimed->len; i++)
    if (!claim_one (tx, request, g_ptr_array_index (request->claimed, i), error))
      return FALSE;
  if (request->claimed != NULL)
    request->next_due_us = sentinel_delivery_store_get_next_due_us (db, channels, error);
  return request->claimed != NULL && request->next_due_us >= 0;
}

static void
claim_free (gpointer data)
{
  Claim *request = data;

  g_clear_pointer (&request->claimed, g_ptr_array_unref);
  g_ptr_array_unref (request->channels);
  g_object_unref (request->outbox);
  g_free (request);
}

static void
queue_claimed (SentinelOutbox *self, GPtrArray *claimed)
{
  while (claimed->len > 0) {
    SentinelDelivery *delivery = g_ptr_array_steal_index (claimed, 0);

    g_queue_push_tail (&find_lane (self, delivery->channel)->waiting, delivery);
  }
  for (guint i = 0; i < self->lanes->len; i++)
    deliver_next (g_ptr_array_index (self->lanes, i));
}

static void
claimed_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  Claim *request = user_data;
  SentinelOutbox *self = request->outbox;
  g_autoptr (GError) error = NULL;
  gboolean is_claimed = sentinel_store_write_finish (SENTINEL_STORE (store), result, &error);

  self->is_claiming = FALSE;
  if (!is_claimed)
    g_debug ("Deliveries wait: %s", error->message);
  else {
    self->retry = request->retry;
    if (self->due != NULL)
      sentinel_clock_source_set_due (self->due,
                                     request->next_due_us > 0 ? request->next_due_us : -1);
    queue_claimed (self, request->claimed);
  }
  if (self->is_changed)
    claim (self);
  finish_stop (self);
}

/* A channel that has enough to do claims nothing: what waits can still be taken back. */
static GPtrArray *
list_idle_channels (SentinelOutbox *self)
{
  GPtrArray *channels = g_ptr_array_new_null_terminated (1, g_free, TRUE);

  for (guint i = 0; i < self->lanes->len; i++) {
    Lane *lane = g_ptr_array_index (self->lanes, i);

    if (lane->current == NULL)
      g_ptr_array_add (channels, g_strdup (sentinel_channel_get_id (lane->channel)));
  }
  return channels;
}

static gboolean
note_wall_offset (SentinelOutbox *self)
{
  gint64 offset_us = sentinel_clock_get_realtime_us (self->clock)
                     - sentinel_clock_get_boottime_us (self->clock);
  gboolean is_set_back = offset_us < self->wall_offset_us - SET_BACK_US;

  self->wall_offset_us = offset_us;
  return is_set_back;
}

static void
claim (SentinelOutbox *self)
{
  Claim *request;

  if (!self->is_started)
    return;
  self->is_changed = self->is_claiming;
  if (self->is_claiming)
    return;
  self->is_claiming = TRUE;
  request = g_new0 (Claim, 1);
  request->outbox = g_object_ref (self);
  request->channels = list_idle_channels (self);
  request->is_set_back = note_wall_offset (self);
  sentinel_store_write_async (self->store,
                              claim_due,
                              request,
                              claim_free,
                              NULL,
                              claimed_cb,
                              request);
}

static void
outbox_changed_cb (SentinelOutbox *self)
{
  claim (self);
}

static void
trouble_changed_cb (SentinelOutbox *self)
{
  if (sentinel_store_get_trouble (self->store) == NULL)
    claim (self);
}

static gboolean
due_cb (gpointer user_data)
{
  claim (user_data);
  return G_SOURCE_CONTINUE;
}

static void
drop_due (SentinelOutbox *self)
{
  if (self->due == NULL)
    return;
  g_source_destroy (self->due);
  g_clear_pointer (&self->due, g_source_unref);
}

static void
sentinel_outbox_dispose (GObject *object)
{
  drop_due (SENTINEL_OUTBOX (object));
  G_OBJECT_CLASS (sentinel_outbox_parent_class)->dispose (object);
}

static void
sentinel_outbox_finalize (GObject *object)
{
  SentinelOutbox *self = SENTINEL_OUTBOX (object);

  g_ptr_array_unref (self->lanes);
  g_free (self->process);
  g_object_unref (self->clock);
  g_object_unref (self->store);
  G_OBJECT_CLASS (sentinel_outbox_parent_class)->finalize (object);
}

static void
sentinel_outbox_class_init (SentinelOutboxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_outbox_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_outbox_finalize;
}

static void
sentinel_outbox_init (SentinelOutbox *self)
{
  self->lanes = g_ptr_array_new_with_free_func (lane_free);
  self->process = g_uuid_string_random ();
}

/**
 * sentinel_outbox_new:
 * @store: the database
 *
 * Returns: (transfer full): an outbox without channels, not started
 */
SentinelOutbox *
sentinel_outbox_new (SentinelStore *store)
{
  SentinelOutbox *self = g_object_new (SENTINEL_TYPE_OUTBOX, NULL);

  self->store = g_object_ref (store);
  self->clock = g_object_ref (sentinel_store_get_clock (store));
  return self;
}

/**
 * sentinel_outbox_add_channel:
 * @self: an outbox that is not started
 * @channel: (transfer full): delivers the rows that name it
 *
 * Adds a channel of this process.
 */
void
sentinel_outbox_add_channel (SentinelOutbox *self, SentinelChannel *channel)
{
  Lane *lane = g_new0 (Lane, 1);

  g_return_if_fail (!self->is_started);
  lane->outbox = self;
  lane->channel = channel;
  g_queue_init (&lane->waiting);
  g_ptr_array_add (self->lanes, lane);
}

/**
 * sentinel_outbox_start:
 * @self: an outbox
 *
 * Delivers what is due and what becomes due, in the thread-default main context.
 */
void
sentinel_outbox_start (SentinelOutbox *self)
{
  if (self->is_started)
    return;
  self->is_started = TRUE;
  note_wall_offset (self);
  self->due = sentinel_clock_create_source (self->clock, SENTINEL_CLOCK_REALTIME, -1);
  g_source_set_callback (self->due, due_cb, self, NULL);
  g_source_attach (self->due, g_main_context_get_thread_default ());
  g_signal_connect_object (self->store,
                           "outbox-changed",
                           G_CALLBACK (outbox_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store,
                           "notify::trouble",
                           G_CALLBACK (trouble_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  claim (self);
}

/**
 * sentinel_outbox_stop_async:
 * @self: an outbox
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Claims nothing any more and waits for what is being delivered, half a minute at most.
 */
void
sentinel_outbox_stop_async (SentinelOutbox *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (self->stop_task == NULL);

  self->is_started = FALSE;
  self->stop_task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->stop_task, sentinel_outbox_stop_async);
  drop_due (self);
  g_signal_handlers_disconnect_by_data (self->store, self);
  finish_stop (self);
}

/**
 * sentinel_outbox_stop_finish:
 * @self: an outbox
 * @result: what the callback got
 * @error: return location; the store's: then claims stay until the owner starts anew
 *
 * Returns: whether nothing of this process is left claimed
 */
gboolean
sentinel_outbox_stop_finish (SentinelOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
