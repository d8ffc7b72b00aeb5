/* SPDX-License-Identifier: MIT */
/* Rows are claimed in one write, so that of several processes with the same channel only one
 * delivers. They are worked off in lanes: a lane is a channel, or one rule's action where a channel
 * delivers those side by side; in a lane one row goes after the other, in their order. One source
 * on the wall clock is armed for the next that is due, and only when there is one. */
#include "sentinel-outbox.h"

#include "sentinel-delivery-plan.h"
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-outbox-claim.h"

#define SET_BACK_US G_TIME_SPAN_SECOND /* less is the clock being kept right */
#define STOP_LIMIT_US (30 * G_TIME_SPAN_SECOND)

/* rows that are delivered one after the other */
typedef struct {
  SentinelOutbox *outbox; /* owns this */
  SentinelChannel *channel; /* the outbox's */
  char *name; /* NULL: the only one of its channel, which is always there */
  GQueue waiting; /* of SentinelDelivery: claimed, not begun */
  SentinelDelivery *current; /* nullable: is being delivered */
  GCancellable *cancellable; /* of the current one */
  GSource *limit; /* of the current one */
  gint64 limit_us; /* when that is, on the boottime clock */
} Lane;

struct _SentinelOutbox {
  GObject parent;

  SentinelStore *store;
  SentinelClock *clock;
  GPtrArray *channels; /* of SentinelChannel */
  GPtrArray *lanes; /* of Lane */
  char *process; /* our name on claims */
  GSource *due;
  SentinelRetry retry;
  gint64 wall_offset_us; /* between the clocks, when last looked at */
  guint n_writes; /* marks on their way to the disk */
  gboolean is_started, is_owner, is_claiming, is_changed;
  gboolean has_claimed; /* anything, ever */
  GTask *stop_task; /* nullable: is stopping */
};

G_DEFINE_FINAL_TYPE (SentinelOutbox, sentinel_outbox, G_TYPE_OBJECT)

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
  g_free (lane->name);
  g_free (lane);
}

static Lane *
add_lane (SentinelOutbox *self, SentinelChannel *channel, const char *name)
{
  Lane *lane = g_new0 (Lane, 1);

  lane->outbox = self;
  lane->channel = channel;
  lane->name = g_strdup (name);
  g_queue_init (&lane->waiting);
  g_ptr_array_add (self->lanes, lane);
  return lane;
}

static SentinelChannel *
find_channel (SentinelOutbox *self, const char *id)
{
  for (guint i = 0; i < self->channels->len; i++)
    if (sentinel_channel_serves (g_ptr_array_index (self->channels, i), id))
      return g_ptr_array_index (self->channels, i);
  return NULL;
}

static gboolean
is_side_by_side (SentinelChannel *channel)
{
  return sentinel_channel_get_n_at_once (channel) > 1;
}

static Lane *
ensure_lane (SentinelOutbox *self, const SentinelDelivery *delivery)
{
  SentinelChannel *channel = find_channel (self, delivery->channel);
  g_autofree char *name = is_side_by_side (channel) ? sentinel_delivery_dup_lane (delivery) : NULL;

  for (guint i = 0; i < self->lanes->len; i++) {
    Lane *lane = g_ptr_array_index (self->lanes, i);

    if (lane->channel == channel && g_strcmp0 (lane->name, name) == 0)
      return lane;
  }
  return add_lane (self, channel, name);
}

static void
drop_idle_lanes (SentinelOutbox *self)
{
  for (guint i = self->lanes->len; i > 0; i--) {
    const Lane *lane = g_ptr_array_index (self->lanes, i - 1);

    if (lane->name != NULL && lane->current == NULL && g_queue_is_empty ((GQueue *) &lane->waiting))
      g_ptr_array_remove_index (self->lanes, i - 1);
  }
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
  if (!self->has_claimed) {
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
mark_delivery (SentinelTransaction *tx, gpointer data, GError **error)
{
  return sentinel_delivery_plan_mark (tx, ((Mark *) data)->delivery, error);
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

/* Who tries an action waits for what comes of it. */
static gboolean
is_last_attempt (SentinelOutbox *self, const SentinelDelivery *delivery)
{
  return delivery->attempts >= self->retry.max_attempts
         || delivery->reason == SENTINEL_DELIVERY_TEST;
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
    return;
  }
  delivery->next_at_us = now_us;
  if (g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_DECLINED))
    delivery->state = SENTINEL_DELIVERY_CANCELLED;
  else if (is_for_good (error) || is_last_attempt (self, delivery))
    delivery->state = SENTINEL_DELIVERY_FAILED;
  else {
    delivery->state = SENTINEL_DELIVERY_PENDING;
    delivery->next_at_us += sentinel_retry_compute_us (&self->retry, delivery->attempts);
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
  drop_idle_lanes (self);
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

  g_object_ref (lane->outbox);
  lane->cancellable = g_cancellable_new ();
  lane->limit_us = sentinel_clock_get_boottime_us (clock)
                   + sentinel_channel_get_attempt_limit_us (lane->channel);
  lane->limit = sentinel_clock_create_source (clock, SENTINEL_CLOCK_BOOTTIME, lane->limit_us);
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

static void
queue_claimed (SentinelOutbox *self, GPtrArray *claimed)
{
  while (claimed->len > 0) {
    SentinelDelivery *delivery = g_ptr_array_steal_index (claimed, 0);

    g_queue_push_tail (&ensure_lane (self, delivery)->waiting, delivery);
  }
  for (guint i = 0; i < self->lanes->len; i++)
    deliver_next (g_ptr_array_index (self->lanes, i));
  drop_idle_lanes (self);
}

/* What one claim is about, on its way. */
typedef struct {
  SentinelOutbox *outbox; /* owned */
  SentinelOutboxClaim *claim;
} Claiming;

static void
claiming_free (gpointer data)
{
  Claiming *claiming = data;

  sentinel_outbox_claim_free (claiming->claim);
  g_object_unref (claiming->outbox);
  g_free (claiming);
}

static gboolean
run_claim (SentinelTransaction *tx, gpointer data, GError **error)
{
  return sentinel_outbox_claim_run (tx, ((Claiming *) data)->claim, error);
}

static void
take_claimed (SentinelOutbox *self, SentinelOutboxClaim *taken)
{
  self->retry = taken->retry;
  self->has_claimed = self->has_claimed || taken->claimed->len > 0;
  if (self->due != NULL)
    sentinel_clock_source_set_due (self->due, taken->next_due_us > 0 ? taken->next_due_us : -1);
  queue_claimed (self, taken->claimed);
}

static void
claimed_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  Claiming *claiming = user_data;
  SentinelOutbox *self = claiming->outbox;
  g_autoptr (GError) error = NULL;
  gboolean is_claimed = sentinel_store_write_finish (SENTINEL_STORE (store), result, &error);

  self->is_claiming = FALSE;
  if (is_claimed)
    take_claimed (self, claiming->claim);
  else
    g_debug ("Deliveries wait: %s", error->message);
  if (self->is_changed)
    claim (self);
  finish_stop (self);
}

static void
want_lanes (SentinelOutbox *self, SentinelChannel *channel, SentinelOutboxClaim *wanted)
{
  SentinelLanesWanted *lanes =
      sentinel_outbox_claim_add_lanes (wanted,
                                       sentinel_channel_get_id (channel),
                                       sentinel_channel_get_n_at_once (channel));

  for (guint i = 0; i < self->lanes->len; i++) {
    const Lane *lane = g_ptr_array_index (self->lanes, i);

    if (lane->channel != channel)
      continue;
    g_ptr_array_add (lanes->busy, g_strdup (lane->name));
    lanes->n_free -= MIN (lanes->n_free, 1);
  }
}

static gboolean
is_idle (SentinelOutbox *self, SentinelChannel *channel)
{
  for (guint i = 0; i < self->lanes->len; i++) {
    const Lane *lane = g_ptr_array_index (self->lanes, i);

    if (lane->channel == channel && lane->current != NULL)
      return FALSE;
  }
  return TRUE;
}

/* What has enough to do claims nothing: what waits can still be taken back. */
static SentinelOutboxClaim *
make_claim (SentinelOutbox *self)
{
  SentinelOutboxClaim *wanted = sentinel_outbox_claim_new (self->process);

  for (guint i = 0; i < self->channels->len; i++) {
    SentinelChannel *channel = g_ptr_array_index (self->channels, i);

    if (sentinel_channel_is_owners (channel) && !self->is_owner)
      continue;
    if (is_side_by_side (channel))
      want_lanes (self, channel, wanted);
    else if (is_idle (self, channel))
      g_ptr_array_add (wanted->channels, g_strdup (sentinel_channel_get_id (channel)));
  }
  return wanted;
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
  Claiming *claiming;

  if (!self->is_started)
    return;
  self->is_changed = self->is_claiming;
  if (self->is_claiming)
    return;
  self->is_claiming = TRUE;
  claiming = g_new0 (Claiming, 1);
  claiming->outbox = g_object_ref (self);
  claiming->claim = make_claim (self);
  claiming->claim->is_set_back = note_wall_offset (self);
  sentinel_store_write_async (self->store,
                              run_claim,
                              claiming,
                              claiming_free,
                              NULL,
                              claimed_cb,
                              claiming);
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
  g_ptr_array_unref (self->channels);
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
  self->channels = g_ptr_array_new_with_free_func (g_object_unref);
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
  g_return_if_fail (!self->is_started);
  g_ptr_array_add (self->channels, channel);
  if (!is_side_by_side (channel))
    add_lane (self, channel, NULL);
}

/**
 * sentinel_outbox_set_owner:
 * @self: an outbox
 * @is_owner: whether this process evaluates the rules
 *
 * Delivers from now on, or no more, on channels that are the owner's.
 */
void
sentinel_outbox_set_owner (SentinelOutbox *self, gboolean is_owner)
{
  self->is_owner = is_owner;
  if (is_owner)
    claim (self);
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

/* Nobody who ends a program waits ten minutes for a command. */
static void
hurry (SentinelOutbox *self)
{
  gint64 latest_us = sentinel_clock_get_boottime_us (self->clock) + STOP_LIMIT_US;

  for (guint i = 0; i < self->lanes->len; i++) {
    const Lane *lane = g_ptr_array_index (self->lanes, i);

    if (lane->current != NULL)
      sentinel_clock_source_set_due (lane->limit, MIN (lane->limit_us, latest_us));
  }
}

/**
 * sentinel_outbox_stop_async:
 * @self: an outbox
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Claims nothing any more and waits for what is being delivered, half a minute at most, and then
 * for its end.
 */
void
sentinel_outbox_stop_async (SentinelOutbox *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (self->stop_task == NULL);

  self->is_started = FALSE;
  self->is_owner = FALSE;
  self->stop_task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->stop_task, sentinel_outbox_stop_async);
  drop_due (self);
  hurry (self);
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
