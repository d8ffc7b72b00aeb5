/* SPDX-License-Identifier: MIT */
/* While all is well, what comes within one round of the main loop is one write. What the database
 * refuses waits, and from then on all go the same way: into the queue, which is written whole and
 * in order, one write at a time, until it is empty again. A long queue is tried only now and then;
 * in between, what an evaluation would come to is found out by a rehearsal: those of its rule are
 * applied, and undone.
 */
#include "sentinel-backlog.h"

#include "sentinel-error.h"

#define SHORT_QUEUE 100
#define LONG_QUEUE_PAUSE_US (10 * G_TIME_SPAN_SECOND)

typedef struct {
  GTask *task; /* nullable: answered already */
  SentinelEvaluation *evaluation;
  SentinelApplied *applied; /* nullable: what the newest try came to */
  gboolean is_queued, is_dropped, is_rehearsed;
} Item;

/* one write */
typedef struct {
  SentinelBacklog *backlog; /* owned */
  SentinelApplier *applier;
  GPtrArray *items; /* of Item */
  /* of SentinelApplied, by the writer thread: of all that were tried; the last failed */
  GPtrArray *applied;
  gboolean is_flush;
  GError *undo; /* nullable: a rehearsal, undone with this error */
} Batch;

/* what the caller gets */
typedef struct {
  SentinelApplied *applied;
  gboolean stored;
  GError *error;
} Answer;

struct _SentinelBacklog {
  GObject parent;

  SentinelStore *store;
  SentinelApplier *applier;
  GPtrArray *fresh; /* of Item: came in this round of the main loop */
  GSource *round; /* nullable: attached, ends the round */
  GPtrArray *queue; /* of Item: not stored, in order */
  GPtrArray *unstored; /* of SentinelEvent: what the queue would open */
  guint n_dropped;
  gboolean is_flushing;
  gint64 failed_us; /* boottime of the last flush that failed */
  GError *trouble; /* nullable: why it failed */
};

enum {
  PROP_N_WAITING = 1,
  PROP_N_DROPPED,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];
static guint unstored_changed_signal;

G_DEFINE_FINAL_TYPE (SentinelBacklog, sentinel_backlog, G_TYPE_OBJECT)

static void serve (SentinelBacklog *self);
static void items_written_cb (GObject *store, GAsyncResult *result, gpointer user_data);

static void
clear_item (gpointer data)
{
  Item *item = data;

  g_clear_object (&item->task);
  g_clear_pointer (&item->evaluation, sentinel_evaluation_unref);
  g_clear_pointer (&item->applied, sentinel_applied_free);
}

static void
item_unref (gpointer item)
{
  g_rc_box_release_full (item, clear_item);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->applied, sentinel_applied_free);
  g_clear_error (&answer->error);
  g_free (answer);
}

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_ptr_array_unref (batch->items);
  g_ptr_array_unref (batch->applied);
  g_clear_error (&batch->undo);
  sentinel_applier_unref (batch->applier);
  g_object_unref (batch->backlog);
  g_free (batch);
}

static SentinelApplied *
copy_applied (const SentinelApplied *applied)
{
  SentinelApplied *copy = sentinel_applied_new ();

  copy->outcome = applied->outcome;
  copy->run_id = applied->run_id;
  copy->stale = applied->stale;
  copy->all_normal = applied->all_normal;
  for (guint i = 0; i < applied->opened->len; i++)
    g_ptr_array_add (copy->opened, sentinel_event_ref (g_ptr_array_index (applied->opened, i)));
  return copy;
}

/* error: (nullable): why it is not stored. */
static void
answer_item (Item *item, const GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&item->task);
  Answer *answer;

  if (task == NULL)
    return;
  answer = g_new0 (Answer, 1);
  answer->stored = error == NULL;
  answer->error = error != NULL ? g_error_copy (error) : NULL;
  answer->applied = item->applied != NULL ? copy_applied (item->applied) : NULL;
  g_task_return_pointer (task, answer, answer_free);
}

static gboolean
opens_events (const Item *item)
{
  return item->applied != NULL && item->applied->opened->len > 0;
}

static void
collect_unstored (SentinelBacklog *self)
{
  g_ptr_array_set_size (self->unstored, 0);
  for (guint i = 0; i < self->queue->len; i++) {
    Item *item = g_ptr_array_index (self->queue, i);

    for (guint j = 0; item->applied != NULL && j < item->applied->opened->len; j++)
      g_ptr_array_add (self->unstored,
                       sentinel_event_ref (g_ptr_array_index (item->applied->opened, j)));
  }
}

/* The oldest that opens events or does not; the oldest of all when there is none. */
static guint
find_oldest (SentinelBacklog *self, gboolean opens)
{
  for (guint i = 0; i < self->queue->len; i++)
    if (opens_events (g_ptr_array_index (self->queue, i)) == opens)
      return i;
  return 0;
}

static void
drop (SentinelBacklog *self, guint index)
{
  g_autoptr (GError) error = g_error_new (SENTINEL_ERROR,
                                          SENTINEL_ERROR_FAILED,
                                          "more evaluations wait to be stored than can be kept");
  Item *item = g_ptr_array_index (self->queue, index);

  item->is_dropped = TRUE;
  answer_item (item, error);
  g_ptr_array_remove_index (self->queue, index);
  self->n_dropped++;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DROPPED]);
}

/* Memory is bounded: the oldest goes, one that opens no event first. */
static void
drop_excess (SentinelBacklog *self)
{
  while (self->queue->len > SENTINEL_BACKLOG_MAX_EVALUATIONS)
    drop (self, find_oldest (self, FALSE));
  while (self->unstored->len > SENTINEL_BACKLOG_MAX_EVENTS) {
    drop (self, find_oldest (self, TRUE));
    collect_unstored (self);
  }
}

static void
queue_changed (SentinelBacklog *self)
{
  guint n_before = self->unstored->len;

  collect_unstored (self);
  drop_excess (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_WAITING]);
  if (n_before > 0 || self->unstored->len > 0)
    g_signal_emit (self, unstored_changed_signal, 0);
}

static void
enqueue (SentinelBacklog *self, Item *item)
{
  if (item->is_queued || item->is_dropped)
    return;
  item->is_queued = TRUE;
  g_ptr_array_add (self->queue, g_rc_box_acquire (item));
}

static void
dequeue (SentinelBacklog *self, Item *item)
{
  if (item->is_queued)
    g_ptr_array_remove (self->queue, item);
  item->is_queued = FALSE;
}

static gboolean
apply_items (SentinelTransaction *tx, gpointer data, GError **error)
{
  Batch *batch = data;

  g_ptr_array_set_size (batch->applied, 0);
  for (guint i = 0; i < batch->items->len; i++) {
    Item *item = g_ptr_array_index (batch->items, i);
    SentinelApplied *applied = sentinel_applied_new ();

    g_ptr_array_add (batch->applied, applied);
    if (!sentinel_applier_apply (batch->applier, tx, item->evaluation, applied, error))
      return FALSE;
  }
  if (batch->undo == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (batch->undo));
  return FALSE;
}

static Batch *
batch_new (SentinelBacklog *self)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->backlog = g_object_ref (self);
  batch->applier = sentinel_applier_ref (self->applier);
  batch->items = g_ptr_array_new_with_free_func (item_unref);
  batch->applied = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_applied_free);
  return batch;
}

static void
batch_write (Batch *batch)
{
  sentinel_store_write_async (batch->backlog->store,
                              apply_items,
                              batch,
                              batch_free,
                              NULL,
                              items_written_cb,
                              batch);
}

/* What is left of a batch. */
static void
write_again (Batch *batch)
{
  Batch *rest = batch_new (batch->backlog);

  for (guint i = 0; i < batch->items->len; i++)
    g_ptr_array_add (rest->items, g_rc_box_acquire (g_ptr_array_index (batch->items, i)));
  batch_write (rest);
}

static void
batch_stored (SentinelBacklog *self, Batch *batch)
{
  for (guint i = 0; i < batch->items->len; i++) {
    Item *item = g_ptr_array_index (batch->items, i);

    dequeue (self, item);
    answer_item (item, NULL);
  }
}

static void
batch_waits (SentinelBacklog *self, Batch *batch, const GError *error)
{
  for (guint i = 0; i < batch->items->len; i++) {
    Item *item = g_ptr_array_index (batch->items, i);

    enqueue (self, item);
    answer_item (item, error);
  }
}

/* The database is well, but one evaluation cannot be applied: it alone is given up. */
static void
batch_has_bad_item (SentinelBacklog *self, Batch *batch, const GError *error)
{
  guint index = batch->applied->len > 0 ? batch->applied->len - 1 : 0;
  Item *item = g_ptr_array_index (batch->items, index);

  dequeue (self, item);
  answer_item (item, error);
  g_ptr_array_remove_index (batch->items, index);
  if (!batch->is_flush && batch->items->len > 0)
    write_again (batch);
}

/* The newest try knows best what an evaluation would come to. */
static void
take_applied (Batch *batch)
{
  for (guint i = 0; i < batch->applied->len; i++) {
    Item *item = g_ptr_array_index (batch->items, i);

    g_clear_pointer (&item->applied, sentinel_applied_free);
    item->applied = copy_applied (g_ptr_array_index (batch->applied, i));
  }
}

static void
flush_ended (SentinelBacklog *self, const GError *error)
{
  self->is_flushing = FALSE;
  g_clear_error (&self->trouble);
  if (!sentinel_error_is_storage (error))
    return;
  self->trouble = g_error_copy (error);
  self->failed_us = sentinel_clock_get_boottime_us (sentinel_store_get_clock (self->store));
}

static void
items_written_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  Batch *batch = user_data;
  SentinelBacklog *self = batch->backlog;
  g_autoptr (GError) error = NULL;
  gboolean is_stored = sentinel_store_write_finish (SENTINEL_STORE (store), result, &error);

  if (batch->is_flush)
    flush_ended (self, error);
  take_applied (batch);
  if (is_stored)
    batch_stored (self, batch);
  else if (sentinel_error_is_storage (error))
    batch_waits (self, batch, error);
  else
    batch_has_bad_item (self, batch, error);
  if (!is_stored || batch->is_flush)
    queue_changed (self);
  if (batch->is_flush)
    serve (self);
}

static void
flush (SentinelBacklog *self)
{
  Batch *batch = batch_new (self);

  self->is_flushing = TRUE;
  batch->is_flush = TRUE;
  for (guint i = 0; i < self->queue->len; i++)
    g_ptr_array_add (batch->items, g_rc_box_acquire (g_ptr_array_index (self->queue, i)));
  batch_write (batch);
}

/* With all of its rule that wait before it: a condition that lasts is one event, not one a run. */
static void
rehearse (SentinelBacklog *self, Item *last)
{
  Batch *batch = batch_new (self);

  last->is_rehearsed = TRUE;
  batch->undo = g_error_copy (self->trouble);
  for (guint i = 0; i < self->queue->len; i++) {
    Item *item = g_ptr_array_index (self->queue, i);

    if (item->evaluation->rule_id == last->evaluation->rule_id)
      g_ptr_array_add (batch->items, g_rc_box_acquire (item));
    if (item == last)
      break;
  }
  batch_write (batch);
}

static gboolean
may_flush (SentinelBacklog *self)
{
  gint64 now_us = sentinel_clock_get_boottime_us (sentinel_store_get_clock (self->store));

  return self->trouble == NULL || self->queue->len <= SHORT_QUEUE
         || now_us - self->failed_us >= LONG_QUEUE_PAUSE_US;
}

static gboolean
has_caller (SentinelBacklog *self)
{
  for (guint i = 0; i < self->queue->len; i++)
    if (((Item *) g_ptr_array_index (self->queue, i))->task != NULL)
      return TRUE;
  return FALSE;
}

/* Somebody waits for an answer, or the last flush went through in part. */
static void
serve (SentinelBacklog *self)
{
  if (self->is_flushing || self->queue->len == 0)
    return;
  if (self->trouble != NULL && !has_caller (self))
    return;
  if (may_flush (self)) {
    flush (self);
    return;
  }
  for (guint i = 0; i < self->queue->len; i++) {
    Item *item = g_ptr_array_index (self->queue, i);

    if (item->task != NULL && !item->is_rehearsed)
      rehearse (self, item);
  }
}

static void
submit_fresh (SentinelBacklog *self)
{
  Batch *batch = batch_new (self);

  for (guint i = 0; i < self->fresh->len; i++)
    g_ptr_array_add (batch->items, g_rc_box_acquire (g_ptr_array_index (self->fresh, i)));
  g_ptr_array_set_size (self->fresh, 0);
  batch_write (batch);
}

static void
enqueue_fresh (SentinelBacklog *self)
{
  for (guint i = 0; i < self->fresh->len; i++)
    enqueue (self, g_ptr_array_index (self->fresh, i));
  g_ptr_array_set_size (self->fresh, 0);
  serve (self);
}

static gboolean
round_ended_cb (gpointer user_data)
{
  SentinelBacklog *self = user_data;

  g_clear_pointer (&self->round, g_source_unref);
  if (self->queue->len > 0)
    enqueue_fresh (self);
  else
    submit_fresh (self);
  return G_SOURCE_REMOVE;
}

static void
ensure_round (SentinelBacklog *self)
{
  if (self->round != NULL)
    return;
  self->round = g_idle_source_new ();
  g_source_set_priority (self->round, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->round, round_ended_cb, g_object_ref (self), g_object_unref);
  g_source_set_static_name (self->round, "sentinel-backlog");
  g_source_attach (self->round, g_main_context_get_thread_default ());
}

static void
trouble_changed_cb (SentinelBacklog *self)
{
  gboolean is_well = sentinel_store_get_trouble (self->store) == NULL;

  if (is_well && !self->is_flushing && self->queue->len > 0 && may_flush (self))
    flush (self);
}

static void
sentinel_backlog_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  SentinelBacklog *self = SENTINEL_BACKLOG (object);

  switch (property_id) {
  case PROP_N_WAITING:
    g_value_set_uint (value, self->queue->len);
    break;
  case PROP_N_DROPPED:
    g_value_set_uint (value, self->n_dropped);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
sentinel_backlog_finalize (GObject *object)
{
  SentinelBacklog *self = SENTINEL_BACKLOG (object);

  g_ptr_array_unref (self->fresh);
  g_ptr_array_unref (self->queue);
  g_ptr_array_unref (self->unstored);
  g_clear_error (&self->trouble);
  sentinel_applier_unref (self->applier);
  g_object_unref (self->store);
  G_OBJECT_CLASS (sentinel_backlog_parent_class)->finalize (object);
}

static void
sentinel_backlog_class_init (SentinelBacklogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sentinel_backlog_get_property;
  object_class->finalize = sentinel_backlog_finalize;
  properties[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_DROPPED] = g_param_spec_uint ("n-dropped", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  unstored_changed_signal = g_signal_new ("unstored-changed",
                                          SENTINEL_TYPE_BACKLOG,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sentinel_backlog_init (SentinelBacklog *self)
{
  self->fresh = g_ptr_array_new_with_free_func (item_unref);
  self->queue = g_ptr_array_new_with_free_func (item_unref);
  self->unstored = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);
}

/**
 * sentinel_backlog_new:
 * @store: the database
 * @applier: what turns evaluations into rows; its plans are used on the writer thread
 *
 * Returns: (transfer full): a backlog in which nothing waits
 */
SentinelBacklog *
sentinel_backlog_new (SentinelStore *store, SentinelApplier *applier)
{
  SentinelBacklog *self = g_object_new (SENTINEL_TYPE_BACKLOG, NULL);

  self->store = g_object_ref (store);
  self->applier = sentinel_applier_ref (applier);
  g_signal_connect_object (store,
                           "notify::trouble",
                           G_CALLBACK (trouble_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * sentinel_backlog_apply_async:
 * @self: a backlog
 * @evaluation: a finished run; immutable from now on
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Writes an evaluation, after all that wait.
 */
void
sentinel_backlog_apply_async (SentinelBacklog *self,
                              SentinelEvaluation *evaluation,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  Item *item = g_rc_box_new0 (Item);

  item->evaluation = sentinel_evaluation_ref (evaluation);
  item->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (item->task, sentinel_backlog_apply_async);
  g_ptr_array_add (self->fresh, item);
  ensure_round (self);
}

/**
 * sentinel_backlog_apply_finish:
 * @self: a backlog
 * @result: what the callback got
 * @stored: (out): whether it is on disk; FALSE: it waits, or could not be applied
 * @error: return location; set whenever @stored is FALSE
 *
 * Returns: (transfer full) (nullable): what came of it, or would have; %NULL when nothing could be
 *   read
 */
SentinelApplied *
sentinel_backlog_apply_finish (SentinelBacklog *self,
                               GAsyncResult *result,
                               gboolean *stored,
                               GError **error)
{
  Answer *answer;
  SentinelApplied *applied;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  answer = g_task_propagate_pointer (G_TASK (result), NULL);
  applied = g_steal_pointer (&answer->applied);
  *stored = answer->stored;
  if (answer->error != NULL)
    g_propagate_error (error, g_steal_pointer (&answer->error));
  answer_free (answer);
  return applied;
}

/**
 * sentinel_backlog_get_unstored:
 * @self: a backlog
 *
 * Returns: (transfer none) (element-type SentinelEvent): the events that would be open if they
 * could be stored, the oldest first; their ids mean nothing
 */
GPtrArray *
sentinel_backlog_get_unstored (SentinelBacklog *self)
{
  return self->unstored;
}
