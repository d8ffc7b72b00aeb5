/* SPDX-License-Identifier: MIT */
/* The row of the outbox is the only truth about it: who delivers may be another process. */
#include "sentinel-action-trial.h"

#include "sentinel-action-test.h"

struct _SentinelActionTrial {
  GObject parent_instance;
  SentinelStore *store;
  SentinelActionTest *test; /* nullable; not freed while a write may use it: that holds us */
  SentinelDelivery *delivery; /* nullable: as it was read last */
  GError *error; /* nullable */
  GSource *deadline;
  GCancellable *cancellable; /* of the reads of this test */
  SentinelTrialState state, ended_as; /* ended_as: what a withdrawal comes to */
  gboolean is_written, is_unwanted, is_withdrawing, is_left, is_disposed;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelActionTrial, sentinel_action_trial, G_TYPE_OBJECT)

static void
enter (SentinelActionTrial *self, SentinelTrialState state)
{
  if (state != SENTINEL_TRIAL_WAITING)
    sentinel_clock_source_set_due (self->deadline, -1);
  self->state = state;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* error: (transfer full) */
static void
break_off (SentinelActionTrial *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  enter (self, SENTINEL_TRIAL_BROKEN);
}

/* Following: */

static SentinelTrialState
get_state_of (const SentinelDelivery *delivery)
{
  switch (delivery->state) {
  case SENTINEL_DELIVERY_PENDING:
    return SENTINEL_TRIAL_WAITING;
  case SENTINEL_DELIVERY_CLAIMED:
    return SENTINEL_TRIAL_RUNNING;
  case SENTINEL_DELIVERY_SENT:
  case SENTINEL_DELIVERY_FAILED:
  case SENTINEL_DELIVERY_EXPIRED:
  case SENTINEL_DELIVERY_CANCELLED:
  default:
    return SENTINEL_TRIAL_ENDED;
  }
}

static gpointer
read_row (SentinelDatabase *db, gpointer id, GError **error)
{
  return sentinel_delivery_store_get (db, *(gint64 *) id, error);
}

static void
row_read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelActionTrial) self = data;
  GError *error = NULL;
  SentinelDelivery *delivery = sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);
  SentinelTrialState state;

  if (self->is_disposed || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || !sentinel_action_trial_is_going_on (self)) {
    g_clear_pointer (&delivery, sentinel_delivery_free);
    g_clear_error (&error);
    return;
  }
  if (delivery == NULL) {
    break_off (self, error);
    return;
  }
  g_clear_pointer (&self->delivery, sentinel_delivery_free);
  self->delivery = delivery;
  state = get_state_of (delivery);
  if (self->is_left && state != SENTINEL_TRIAL_ENDED)
    state = SENTINEL_TRIAL_LEFT;
  if (!self->is_withdrawing && state != self->state)
    enter (self, state);
}

static void
read_again (SentinelActionTrial *self)
{
  if (self->is_disposed || !self->is_written || !sentinel_action_trial_is_going_on (self))
    return;
  sentinel_store_read_async (self->store,
                             read_row,
                             g_memdup2 (&self->test->delivery_id, sizeof (gint64)),
                             g_free,
                             (GDestroyNotify) sentinel_delivery_free,
                             self->cancellable,
                             row_read_cb,
                             g_object_ref (self));
}

static void
outbox_changed_cb (SentinelActionTrial *self, SentinelIdRanges *ids)
{
  if (self->is_written && sentinel_id_ranges_contains (ids, self->test->delivery_id))
    read_again (self);
}

/* Giving up: */

static void
withdrawn_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelActionTrial) self = data;
  GError *error = NULL;
  gboolean is_done = sentinel_store_write_finish (SENTINEL_STORE (store), result, &error);

  self->is_withdrawing = FALSE;
  if (self->is_disposed) {
    g_clear_error (&error);
    return;
  }
  if (!is_done) {
    break_off (self, error);
  } else if (self->test->is_withdrawn) {
    enter (self, self->ended_as);
  } else {
    /* Somebody was faster, and may have ended it as well. */
    self->is_left = self->ended_as == SENTINEL_TRIAL_CANCELLED;
    read_again (self);
  }
}

static void
withdraw (SentinelActionTrial *self, SentinelTrialState ended_as)
{
  if (!self->is_written || self->is_withdrawing || !sentinel_action_trial_is_going_on (self))
    return;
  self->is_withdrawing = TRUE;
  self->ended_as = ended_as;
  sentinel_store_write_async (self->store,
                              sentinel_action_test_withdraw,
                              self->test,
                              NULL,
                              NULL,
                              withdrawn_cb,
                              g_object_ref (self));
}

static gboolean
too_late_cb (gpointer data)
{
  SentinelActionTrial *self = data;

  if (self->state == SENTINEL_TRIAL_WAITING)
    withdraw (self, SENTINEL_TRIAL_TIMED_OUT);
  return G_SOURCE_CONTINUE;
}

/* Beginning: */

static void
written_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelActionTrial) self = data;
  SentinelClock *clock = sentinel_store_get_clock (SENTINEL_STORE (store));
  GError *error = NULL;

  self->is_written = sentinel_store_write_finish (SENTINEL_STORE (store), result, &error);
  if (self->is_disposed) {
    g_clear_error (&error);
    return;
  }
  if (!self->is_written) {
    break_off (self, error);
    return;
  }
  sentinel_clock_source_set_due (self->deadline,
                                 sentinel_clock_get_boottime_us (clock)
                                     + SENTINEL_ACTION_TRIAL_SECONDS * G_TIME_SPAN_SECOND);
  if (self->is_unwanted)
    withdraw (self, SENTINEL_TRIAL_CANCELLED);
  else
    read_again (self);
}

static void
reset (SentinelActionTrial *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->test, sentinel_action_test_free);
  g_clear_pointer (&self->delivery, sentinel_delivery_free);
  g_clear_error (&self->error);
  self->is_written = self->is_unwanted = self->is_left = FALSE;
}

static void
sentinel_action_trial_dispose (GObject *object)
{
  SentinelActionTrial *self = SENTINEL_ACTION_TRIAL (object);

  self->is_disposed = TRUE;
  g_cancellable_cancel (self->cancellable);
  if (self->deadline != NULL)
    g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
  G_OBJECT_CLASS (sentinel_action_trial_parent_class)->dispose (object);
}

static void
sentinel_action_trial_finalize (GObject *object)
{
  SentinelActionTrial *self = SENTINEL_ACTION_TRIAL (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_pointer (&self->test, sentinel_action_test_free);
  g_clear_pointer (&self->delivery, sentinel_delivery_free);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (sentinel_action_trial_parent_class)->finalize (object);
}

static void
sentinel_action_trial_class_init (SentinelActionTrialClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_action_trial_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_action_trial_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_ACTION_TRIAL,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sentinel_action_trial_init (SentinelActionTrial *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * sentinel_action_trial_new:
 * @store: where the outbox is, and by whose clock it is waited
 *
 * Returns: (transfer full): a trial of nothing yet; main thread
 */
SentinelActionTrial *
sentinel_action_trial_new (SentinelStore *store)
{
  SentinelActionTrial *self = g_object_new (SENTINEL_TYPE_ACTION_TRIAL, NULL);

  self->store = g_object_ref (store);
  self->deadline =
      sentinel_clock_create_source (sentinel_store_get_clock (store), SENTINEL_CLOCK_BOOTTIME, -1);
  g_source_set_static_name (self->deadline, "sentinel-action-trial");
  g_source_set_callback (self->deadline, too_late_cb, self, NULL);
  g_source_attach (self->deadline, g_main_context_get_thread_default ());
  g_signal_connect_object (store,
                           "outbox-changed",
                           G_CALLBACK (outbox_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "reload", G_CALLBACK (read_again), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * sentinel_action_trial_begin:
 * @self: a trial that does not go on
 * @rule: a rule, stored or not
 * @channel: the id of its action
 */
void
sentinel_action_trial_begin (SentinelActionTrial *self,
                             const SentinelRule *rule,
                             const char *channel)
{
  g_return_if_fail (!sentinel_action_trial_is_going_on (self));
  reset (self);
  self->test = sentinel_action_test_new (sentinel_rule_copy (rule), channel);
  enter (self, SENTINEL_TRIAL_WAITING);
  sentinel_store_write_async (self->store,
                              sentinel_action_test,
                              self->test,
                              NULL,
                              NULL,
                              written_cb,
                              g_object_ref (self));
}

/**
 * sentinel_action_trial_cancel:
 * @self: a trial
 *
 * What nobody has begun will not be done; what somebody is at goes on without us.
 */
void
sentinel_action_trial_cancel (SentinelActionTrial *self)
{
  self->is_unwanted = TRUE; /* it may not be written yet */
  withdraw (self, SENTINEL_TRIAL_CANCELLED);
}

/**
 * sentinel_action_trial_forget:
 * @self: a trial
 *
 * Nothing while it goes on.
 */
void
sentinel_action_trial_forget (SentinelActionTrial *self)
{
  if (self->state == SENTINEL_TRIAL_NONE || sentinel_action_trial_is_going_on (self))
    return;
  reset (self);
  enter (self, SENTINEL_TRIAL_NONE);
}

/**
 * sentinel_action_trial_get_state:
 * @self: a trial
 *
 * Returns: how it stands
 */
SentinelTrialState
sentinel_action_trial_get_state (SentinelActionTrial *self)
{
  return self->state;
}

/**
 * sentinel_action_trial_is_going_on:
 * @self: a trial
 *
 * Returns: whether it is not known yet what comes of it
 */
gboolean
sentinel_action_trial_is_going_on (SentinelActionTrial *self)
{
  return self->state == SENTINEL_TRIAL_WAITING || self->state == SENTINEL_TRIAL_RUNNING;
}

/**
 * sentinel_action_trial_get_delivery:
 * @self: a trial
 *
 * Returns: (transfer none) (nullable): the row as it was read last
 */
const SentinelDelivery *
sentinel_action_trial_get_delivery (SentinelActionTrial *self)
{
  return self->delivery;
}

/**
 * sentinel_action_trial_get_error:
 * @self: a trial
 *
 * Returns: (transfer none) (nullable): why it is not known what came of it
 */
const GError *
sentinel_action_trial_get_error (SentinelActionTrial *self)
{
  return self->error;
}
