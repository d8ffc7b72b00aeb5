/* SPDX-License-Identifier: MIT */
/* Acts on events: acknowledging, taking that back, notes. Each is on record three times: in the
 * event's columns, on its timeline, and as a note; raising is in sentinel-raise-act.c. */
#include "sentinel-event-acts.h"
#include "sentinel-acknowledgement.h"
#include "sentinel-act-record.h"
#include "sentinel-attention.h"
#include "sentinel-error.h"
#include "sentinel-event-store.h"
#include "sentinel-instance-store.h"
#include "sentinel-note-store.h"
#include "sentinel-undo-store.h"

#define MAX_EVENTS 5000
#define ENDED_AT_ONCE 500

/**
 * sentinel_acknowledge_act_new:
 * @actor: who does it; copied
 *
 * Returns: (transfer full): an act on no event yet, until resolved
 */
SentinelAcknowledgeAct *
sentinel_acknowledge_act_new (const SentinelActor *actor)
{
  SentinelAcknowledgeAct *self = g_new0 (SentinelAcknowledgeAct, 1);

  self->event_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->done_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->missing_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->actor = (SentinelActor) { g_strdup (actor->name), actor->via };
  self->scope = SENTINEL_ACK_UNTIL_RESOLVED;
  return self;
}

/**
 * sentinel_acknowledge_act_free:
 * @self: (transfer full): an act
 */
void
sentinel_acknowledge_act_free (SentinelAcknowledgeAct *self)
{
  g_array_unref (self->event_ids);
  g_array_unref (self->done_ids);
  g_array_unref (self->missing_ids);
  g_free ((char *) self->actor.name);
  g_free (self->comment);
  g_free (self);
}

/* Which event's “until TIME” the later events of the instance inherit: */

/* *from: NULL: nothing is inherited now. */
static gboolean
find_inherited (SentinelTransaction *tx,
                const SentinelInstance *instance,
                SentinelEvent **from,
                GError **error)
{
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  g_autoptr (GError) local_error = NULL;

  *from = NULL;
  if (instance->ack_event_id == 0)
    return TRUE;
  *from = sentinel_event_store_get (sentinel_transaction_get_database (tx),
                                    instance->ack_event_id,
                                    &local_error);
  if (*from == NULL && !g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (*from != NULL && !sentinel_acknowledgement_is_inherited (*from, now_us))
    g_clear_pointer (from, sentinel_event_unref);
  return TRUE;
}

/* Given to this event, or to the one from which this event was born acknowledged. */
static gboolean
is_acknowledgement_of (const SentinelEvent *from, const SentinelEvent *event)
{
  gboolean is_born_from = event->id > from->id && event->acked_at_us == from->acked_at_us
                          && event->ack_until_us == from->ack_until_us;

  return event->id == from->id || is_born_from;
}

static gboolean
reaches_further (const SentinelAcknowledgement *acknowledgement, const SentinelEvent *from)
{
  return acknowledgement->until_us > from->ack_until_us
         || acknowledgement->level > from->acked_level;
}

/* event: as it was before the act; acknowledgement: (nullable): what it gets. An act on an older
 * event leaves alone what a newer one was given. */
static gboolean
decide_inherited (SentinelTransaction *tx,
                  const SentinelEvent *event,
                  const SentinelAcknowledgement *acknowledgement,
                  GError **error)
{
  gboolean is_timed = acknowledgement != NULL && acknowledgement->until_us != 0;
  g_autoptr (SentinelInstance) instance = NULL;
  g_autoptr (SentinelEvent) from = NULL;
  gboolean is_own;

  if (!sentinel_act_find_instance (tx, event->instance_id, &instance, error))
    return FALSE;
  if (instance == NULL)
    return TRUE;
  if (!find_inherited (tx, instance, &from, error))
    return FALSE;
  is_own = from == NULL || is_acknowledgement_of (from, event);
  if (is_timed && (is_own || reaches_further (acknowledgement, from)))
    return sentinel_act_set_inherited (tx, instance, event->id, error);
  return !is_own || is_timed || sentinel_act_set_inherited (tx, instance, 0, error);
}

static gboolean
record_act (SentinelTransaction *tx,
            const SentinelAcknowledgeAct *act,
            const SentinelEvent *event,
            SentinelTransition *transition,
            SentinelNoteKind kind,
            GError **error)
{
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  const char *body = act->comment != NULL ? act->comment : "";
  g_autoptr (SentinelNote) note = sentinel_note_new (event->id, kind, body, &act->actor, now_us);

  transition->batch = act->batch;
  g_set_str (&transition->actor, act->actor.name);
  note->batch = act->batch;
  return sentinel_act_record_change (tx, event, transition, error)
         && sentinel_note_store_insert (tx, note, error);
}

/* Acknowledge and un-acknowledge: */

typedef gboolean (*EventFunc) (SentinelTransaction *tx,
                               SentinelAcknowledgeAct *act,
                               SentinelEvent *event,
                               GError **error);

static gboolean
acknowledge_event (SentinelTransaction *tx,
                   SentinelAcknowledgeAct *act,
                   SentinelEvent *event,
                   GError **error)
{
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  g_autoptr (SentinelTransition) transition =
      sentinel_transition_new (SENTINEL_TRANSITION_ACKNOWLEDGED, now_us);
  const SentinelAcknowledgement acknowledgement = {
    .at_us = now_us,
    .level = sentinel_event_is_open (event) ? event->level_now : event->importance,
    .scope = act->scope,
    .until_us = act->scope == SENTINEL_ACK_UNTIL_TIME ? act->until_us : 0,
    .by = act->actor.name,
    .comment = act->comment,
  };

  if (!decide_inherited (tx, event, &acknowledgement, error))
    return FALSE;
  transition->reason = (int) act->scope;
  sentinel_acknowledgement_set (event, &acknowledgement);
  return record_act (tx, act, event, transition, SENTINEL_NOTE_ACKNOWLEDGED, error);
}

static gboolean
unacknowledge_event (SentinelTransaction *tx,
                     SentinelAcknowledgeAct *act,
                     SentinelEvent *event,
                     GError **error)
{
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  g_autoptr (SentinelTransition) transition =
      sentinel_transition_new (SENTINEL_TRANSITION_UNACKNOWLEDGED, now_us);

  if (!decide_inherited (tx, event, NULL, error))
    return FALSE;
  transition->reason = (int) event->ack_scope;
  sentinel_acknowledgement_clear (event);
  return record_act (tx, act, event, transition, SENTINEL_NOTE_UNACKNOWLEDGED, error);
}

static gboolean
act_on_event (SentinelTransaction *tx,
              SentinelAcknowledgeAct *act,
              SentinelEvent *event,
              EventFunc func,
              GError **error)
{
  if (!sentinel_act_remember (tx, act->batch, event, error) || !func (tx, act, event, error))
    return FALSE;
  g_array_append_val (act->done_ids, event->id);
  return TRUE;
}

static gboolean
check_size (const SentinelAcknowledgeAct *act, GError **error)
{
  if (act->event_ids->len <= MAX_EVENTS)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "Cannot change %u events at once: at most %d fit into one act. Do it in several",
               act->event_ids->len,
               MAX_EVENTS);
  return FALSE;
}

/* is_wanted: events that it refuses stay as they are and count neither as done nor as missing; nor
 * does an id count twice. */
static gboolean
act_on_events (SentinelTransaction *tx,
               SentinelAcknowledgeAct *act,
               gboolean (*is_wanted) (const SentinelEvent *event),
               EventFunc func,
               GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  const gint64 *ids = (const gint64 *) (gpointer) act->event_ids->data;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GPtrArray) events = NULL;

  if (!check_size (act, error) || !sentinel_undo_store_trim (tx, error))
    return FALSE;
  events = sentinel_event_store_get_many (db, ids, act->event_ids->len, error);
  if (events == NULL)
    return FALSE;
  g_array_set_size (act->done_ids, 0);
  g_array_set_size (act->missing_ids, 0);
  act->batch = sentinel_transaction_new_batch (tx);
  for (guint i = 0; i < events->len; i++) {
    SentinelEvent *event = g_ptr_array_index (events, i);

    if (!g_hash_table_add (seen, (gpointer) &ids[i]))
      continue;
    if (event == NULL)
      g_array_append_val (act->missing_ids, ids[i]);
    else if (is_wanted (event) && !act_on_event (tx, act, event, func, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_any (const SentinelEvent *event)
{
  return TRUE;
}

static gboolean
is_acknowledged (const SentinelEvent *event)
{
  return event->acked_at_us != 0;
}

static gboolean
check_until (SentinelTransaction *tx, const SentinelAcknowledgeAct *act, GError **error)
{
  if (act->scope != SENTINEL_ACK_UNTIL_TIME || act->until_us > sentinel_transaction_get_now_us (tx))
    return TRUE;
  g_set_error_literal (error,
                       SENTINEL_ERROR,
                       SENTINEL_ERROR_INVALID,
                       "Cannot acknowledge until a time that is over: give one in the future");
  return FALSE;
}

/**
 * sentinel_event_acts_acknowledge:
 * @tx: the transaction
 * @act: a #SentinelAcknowledgeAct
 * @error: INVALID: too many events, or a time that is over
 *
 * One that is acknowledged already is acknowledged anew, and both are on record.
 *
 * Returns: whether it was done
 */
gboolean
sentinel_event_acts_acknowledge (SentinelTransaction *tx, gpointer act, GError **error)
{
  return check_until (tx, act, error) && act_on_events (tx, act, is_any, acknowledge_event, error);
}

/**
 * sentinel_event_acts_unacknowledge:
 * @tx: the transaction
 * @act: a #SentinelAcknowledgeAct; its scope is ignored
 * @error: INVALID: too many events
 *
 * Events that are not acknowledged stay as they are.
 *
 * Returns: whether it was done
 */
gboolean
sentinel_event_acts_unacknowledge (SentinelTransaction *tx, gpointer act, GError **error)
{
  return act_on_events (tx, act, is_acknowledged, unacknowledge_event, error);
}

/* The time has come: */

/* A closed event keeps its acknowledgement on record; what ends there is only what its instance
 * would have inherited. */
static gboolean
end_on_event (SentinelTransaction *tx, SentinelEvent *event, GError **error)
{
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  g_autoptr (SentinelTransition) transition =
      sentinel_transition_new (SENTINEL_TRANSITION_ACK_ENDED, now_us);

  if (!sentinel_event_is_open (event)) {
    event->ack_until_us = 0;
    return sentinel_event_store_update (tx, event, error);
  }
  transition->reason = (int) event->ack_scope;
  sentinel_acknowledgement_clear (event);
  return sentinel_act_record_change (tx, event, transition, error);
}

static gboolean
end_acknowledgement (SentinelTransaction *tx, gint64 event_id, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelEvent) event = sentinel_event_store_get (db, event_id, error);
  g_autoptr (SentinelInstance) instance = NULL;

  if (event == NULL || !end_on_event (tx, event, error))
    return FALSE;
  if (!sentinel_act_find_instance (tx, event->instance_id, &instance, error))
    return FALSE;
  return instance == NULL || instance->ack_event_id != event_id
         || sentinel_act_set_inherited (tx, instance, 0, error);
}

static gboolean
end_some (SentinelTransaction *tx, guint *n_ended, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  g_autoptr (GArray) ids = sentinel_event_store_list_ack_due (db, now_us, ENDED_AT_ONCE, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!end_acknowledgement (tx, g_array_index (ids, gint64, i), error))
      return FALSE;
  *n_ended = ids->len;
  return TRUE;
}

/**
 * sentinel_event_acts_end_acknowledgements:
 * @tx: the transaction
 * @unused: nothing
 * @error: the store's
 *
 * Ends every “until TIME” whose time has come. For the owner of the engine.
 *
 * Returns: whether it was done
 */
gboolean
sentinel_event_acts_end_acknowledgements (SentinelTransaction *tx, gpointer unused, GError **error)
{
  guint n_ended;

  do
    if (!end_some (tx, &n_ended, error))
      return FALSE;
  while (n_ended == ENDED_AT_ONCE);
  return TRUE;
}

/* Notes: */

/**
 * sentinel_note_act_new:
 * @event_id: the event
 * @body: what to write; must not be empty
 * @actor: who does it; copied
 *
 * Returns: (transfer full): a comment; set its kind for anything else
 */
SentinelNoteAct *
sentinel_note_act_new (gint64 event_id, const char *body, const SentinelActor *actor)
{
  SentinelNoteAct *self = g_new0 (SentinelNoteAct, 1);

  self->event_id = event_id;
  self->body = g_strdup (body);
  self->actor = (SentinelActor) { g_strdup (actor->name), actor->via };
  return self;
}

/**
 * sentinel_note_act_free:
 * @self: (transfer full): an act
 */
void
sentinel_note_act_free (SentinelNoteAct *self)
{
  g_free ((char *) self->actor.name);
  g_free (self->body);
  g_free (self);
}

static gboolean
store_note (SentinelTransaction *tx, SentinelNoteAct *self, GError **error)
{
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  g_autoptr (SentinelNote) note =
      sentinel_note_new (self->event_id, self->kind, self->body, &self->actor, now_us);

  if (!sentinel_note_store_insert (tx, note, error))
    return FALSE;
  self->note_id = note->id;
  return TRUE;
}

/**
 * sentinel_event_acts_note:
 * @tx: the transaction
 * @act: a #SentinelNoteAct
 * @error: NOT_FOUND: no such event; INVALID: nothing to write
 *
 * Returns: whether the note was added
 */
gboolean
sentinel_event_acts_note (SentinelTransaction *tx, gpointer act, GError **error)
{
  SentinelNoteAct *self = act;
  g_autoptr (SentinelEvent) event = NULL;

  if (self->body == NULL || *self->body == '\0') {
    g_set_error_literal (error,
                         SENTINEL_ERROR,
                         SENTINEL_ERROR_INVALID,
                         "Cannot add an empty note: write some text");
    return FALSE;
  }
  event = sentinel_event_store_get (sentinel_transaction_get_database (tx), self->event_id, error);
  if (event == NULL || !store_note (tx, self, error))
    return FALSE;
  if (self->kind != SENTINEL_NOTE_ACTION)
    return TRUE;
  g_set_str (&event->action_taken, self->body);
  return sentinel_event_store_update (tx, event, error);
}
