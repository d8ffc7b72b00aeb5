/* SPDX-License-Identifier: MIT */
/* An event is still as the batch left it when nothing that people or time do about attention came
 * after the batch on its timeline. */
#include "sentinel-undo-act.h"
#include "sentinel-act-record.h"
#include "sentinel-error.h"
#include "sentinel-event-store.h"
#include "sentinel-note-store.h"
#include "sentinel-undo-store.h"

/**
 * sentinel_undo_act_new:
 * @batch: the act to be undone
 * @actor: who undoes it; copied
 *
 * Returns: (transfer full): an act
 */
SentinelUndoAct *
sentinel_undo_act_new (gint64 batch, const SentinelActor *actor)
{
  SentinelUndoAct *self = g_new0 (SentinelUndoAct, 1);

  self->batch = batch;
  self->done_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->changed_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->actor = (SentinelActor) { g_strdup (actor->name), actor->via };
  return self;
}

/**
 * sentinel_undo_act_free:
 * @self: (transfer full): an act
 */
void
sentinel_undo_act_free (SentinelUndoAct *self)
{
  g_array_unref (self->done_ids);
  g_array_unref (self->changed_ids);
  g_free ((char *) self->actor.name);
  g_free (self);
}

typedef struct {
  SentinelTransaction *tx;
  SentinelUndoAct *act;
  gint64 batch; /* of the undoing itself */
} Undoing;

static gboolean
is_about_attention (SentinelTransitionKind kind)
{
  return kind == SENTINEL_TRANSITION_ACKNOWLEDGED || kind == SENTINEL_TRANSITION_UNACKNOWLEDGED
         || kind == SENTINEL_TRANSITION_ACK_ENDED || kind == SENTINEL_TRANSITION_SNOOZED
         || kind == SENTINEL_TRANSITION_SNOOZE_ENDED;
}

/* *is_so: the last word about the event's attention is the batch's. */
static gboolean
is_as_it_was_left (const Undoing *undoing, gint64 event_id, gboolean *is_so, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (undoing->tx);
  g_autoptr (GPtrArray) transitions = sentinel_event_store_list_transitions (db, event_id, error);

  if (transitions == NULL)
    return FALSE;
  *is_so = FALSE;
  for (guint i = transitions->len; i > 0; i--) {
    const SentinelTransition *transition = g_ptr_array_index (transitions, i - 1);

    if (!is_about_attention (transition->kind))
      continue;
    *is_so = transition->batch == undoing->act->batch;
    return TRUE;
  }
  return TRUE;
}

/* What undoing is on the timeline: the opposite of what was done. */
static SentinelTransition *
make_transition (const Undoing *undoing, const SentinelEvent *now, const SentinelEvent *before)
{
  gint64 now_us = sentinel_transaction_get_now_us (undoing->tx);
  SentinelTransitionKind kind;
  SentinelTransition *transition;

  if (now->snoozed_until_us != before->snoozed_until_us)
    kind = before->snoozed_until_us != 0 ? SENTINEL_TRANSITION_SNOOZED
                                         : SENTINEL_TRANSITION_SNOOZE_ENDED;
  else
    kind = before->acked_at_us != 0 ? SENTINEL_TRANSITION_ACKNOWLEDGED
                                    : SENTINEL_TRANSITION_UNACKNOWLEDGED;
  transition = sentinel_transition_new (kind, now_us);
  if (kind == SENTINEL_TRANSITION_ACKNOWLEDGED)
    transition->reason = (int) before->ack_scope;
  else if (kind == SENTINEL_TRANSITION_UNACKNOWLEDGED)
    transition->reason = (int) now->ack_scope;
  transition->batch = undoing->batch;
  g_set_str (&transition->actor, undoing->act->actor.name);
  return transition;
}

static void
restore_columns (SentinelEvent *event, const SentinelEvent *before)
{
  event->acked_at_us = before->acked_at_us;
  event->acked_level = before->acked_level;
  event->ack_scope = before->ack_scope;
  event->ack_until_us = before->ack_until_us;
  g_set_str (&event->acked_by, before->acked_by);
  g_set_str (&event->ack_comment, before->ack_comment);
  event->snoozed_until_us = before->snoozed_until_us;
}

/* A newer event of the instance may have been given another "until TIME" since: that one stays. */
static gboolean
restore_inherited (const Undoing *undoing,
                   const SentinelUndoRow *row,
                   gint64 instance_id,
                   GError **error)
{
  g_autoptr (SentinelInstance) instance = NULL;

  if (!sentinel_act_find_instance (undoing->tx, instance_id, &instance, error))
    return FALSE;
  if (instance == NULL || (instance->ack_event_id != 0 && instance->ack_event_id != row->event_id))
    return TRUE;
  return sentinel_act_set_inherited (undoing->tx, instance, row->inherited_id, error);
}

static gboolean
add_note (const Undoing *undoing, gint64 event_id, GError **error)
{
  gint64 now_us = sentinel_transaction_get_now_us (undoing->tx);
  g_autoptr (SentinelNote) note =
      sentinel_note_new (event_id, SENTINEL_NOTE_SYSTEM, "Undone", &undoing->act->actor, now_us);

  note->batch = undoing->batch;
  return sentinel_note_store_insert (undoing->tx, note, error);
}

static gboolean
undo_event (const Undoing *undoing,
            const SentinelUndoRow *row,
            SentinelEvent *event,
            GError **error)
{
  g_autoptr (SentinelTransition) transition = make_transition (undoing, event, row->before);

  if (!sentinel_act_remember (undoing->tx, undoing->batch, event, error)
      || !restore_inherited (undoing, row, event->instance_id, error))
    return FALSE;
  restore_columns (event, row->before);
  if (!sentinel_act_record_change (undoing->tx, event, transition, error)
      || !add_note (undoing, event->id, error))
    return FALSE;
  g_array_append_val (undoing->act->done_ids, event->id);
  return TRUE;
}

static gboolean
undo_row (const Undoing *undoing, const SentinelUndoRow *row, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (SentinelEvent) event =
      sentinel_event_store_get (sentinel_transaction_get_database (undoing->tx),
                                row->event_id,
                                &local_error);
  gboolean is_so = FALSE;

  if (event == NULL && !g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (event != NULL && !is_as_it_was_left (undoing, row->event_id, &is_so, error))
    return FALSE;
  if (is_so)
    return undo_event (undoing, row, event, error);
  g_array_append_val (undoing->act->changed_ids, row->event_id);
  return TRUE;
}

static gboolean
check_age (const Undoing *undoing, const GPtrArray *rows, GError **error)
{
  gint64 oldest_us = sentinel_transaction_get_now_us (undoing->tx) - SENTINEL_UNDO_KEPT_US;

  if (rows->len > 0 && ((SentinelUndoRow *) rows->pdata[0])->at_us >= oldest_us)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_NOT_FOUND,
               "Cannot undo act %" G_GINT64_FORMAT ": there is none of that number from the last "
               "day",
               undoing->act->batch);
  return FALSE;
}

/**
 * sentinel_event_acts_undo:
 * @tx: the transaction
 * @act: a #SentinelUndoAct
 * @error: NOT_FOUND: no such act, or it is older than a day
 *
 * Gives the events of an act back what they had before it; an event about which something was done
 * since stays as it is. Undoing is an act itself and can be undone. Writer thread.
 *
 * Returns: whether it was done
 */
gboolean
sentinel_event_acts_undo (SentinelTransaction *tx, gpointer act, GError **error)
{
  Undoing undoing = { tx, act, 0 };
  g_autoptr (GPtrArray) rows =
      sentinel_undo_store_list (sentinel_transaction_get_database (tx), undoing.act->batch, error);

  if (rows == NULL || !check_age (&undoing, rows, error))
    return FALSE;
  g_array_set_size (undoing.act->done_ids, 0);
  g_array_set_size (undoing.act->changed_ids, 0);
  undoing.batch = sentinel_transaction_new_batch (tx);
  for (guint i = 0; i < rows->len; i++)
    if (!undo_row (&undoing, g_ptr_array_index (rows, i), error))
      return FALSE;
  undoing.act->undo_batch = undoing.batch;
  return TRUE;
}
