/* SPDX-License-Identifier: MIT */
/* A snoozed event is on record as before; only telling of it waits. */
#include "sentinel-snooze-act.h"
#include "sentinel-act-record.h"
#include "sentinel-error.h"
#include "sentinel-event-store.h"
#include "sentinel-note-store.h"
#include "sentinel-timestamp.h"
#include "sentinel-undo-store.h"

#define MAX_EVENTS 5000
#define ENDED_AT_ONCE 500

/**
 * sentinel_snooze_act_new:
 * @actor: who does it; copied
 *
 * Returns: (transfer full): an act on no event yet, that ends snoozes
 */
SentinelSnoozeAct *
sentinel_snooze_act_new (const SentinelActor *actor)
{
  SentinelSnoozeAct *self = g_new0 (SentinelSnoozeAct, 1);

  self->event_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->done_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->missing_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->actor = (SentinelActor) { g_strdup (actor->name), actor->via };
  return self;
}

/**
 * sentinel_snooze_act_free:
 * @self: (transfer full): an act
 */
void
sentinel_snooze_act_free (SentinelSnoozeAct *self)
{
  g_array_unref (self->event_ids);
  g_array_unref (self->done_ids);
  g_array_unref (self->missing_ids);
  g_free ((char *) self->actor.name);
  g_free (self);
}

static gboolean
check (SentinelTransaction *tx, const SentinelSnoozeAct *self, GError **error)
{
  if (self->event_ids->len > MAX_EVENTS) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 "Cannot snooze %u events at once: at most %d fit into one act. Do it in several",
                 self->event_ids->len,
                 MAX_EVENTS);
    return FALSE;
  }
  if (self->until_us == 0 || self->until_us > sentinel_transaction_get_now_us (tx))
    return TRUE;
  g_set_error_literal (error,
                       SENTINEL_ERROR,
                       SENTINEL_ERROR_INVALID,
                       "Cannot snooze until a time that is over: give one in the future");
  return FALSE;
}

/* The timeline has no column for it. */
static gboolean
note_until (SentinelTransaction *tx, const SentinelSnoozeAct *self, gint64 event_id, GError **error)
{
  g_autofree char *until = sentinel_timestamp_format_utc (self->until_us);
  g_autofree char *body = g_strdup_printf ("Snoozed until %s", until);
  g_autoptr (SentinelNote) note = sentinel_note_new (event_id,
                                                     SENTINEL_NOTE_SYSTEM,
                                                     body,
                                                     &self->actor,
                                                     sentinel_transaction_get_now_us (tx));

  note->batch = self->batch;
  return sentinel_note_store_insert (tx, note, error);
}

static gboolean
snooze_event (SentinelTransaction *tx,
              SentinelSnoozeAct *self,
              SentinelEvent *event,
              GError **error)
{
  SentinelTransitionKind kind = self->until_us != 0 ? SENTINEL_TRANSITION_SNOOZED
                                                    : SENTINEL_TRANSITION_SNOOZE_ENDED;
  g_autoptr (SentinelTransition) transition =
      sentinel_transition_new (kind, sentinel_transaction_get_now_us (tx));

  if (event->snoozed_until_us == self->until_us)
    return TRUE;
  transition->batch = self->batch;
  g_set_str (&transition->actor, self->actor.name);
  if (!sentinel_act_remember (tx, self->batch, event, error))
    return FALSE;
  event->snoozed_until_us = self->until_us;
  if (!sentinel_act_record_change (tx, event, transition, error)
      || (self->until_us != 0 && !note_until (tx, self, event->id, error)))
    return FALSE;
  g_array_append_val (self->done_ids, event->id);
  return TRUE;
}

/**
 * sentinel_event_acts_snooze:
 * @tx: the transaction
 * @act: a #SentinelSnoozeAct
 * @error: INVALID: too many events, or a time that is over
 *
 * Again replaces the time. Writer thread.
 *
 * Returns: whether it was done
 */
gboolean
sentinel_event_acts_snooze (SentinelTransaction *tx, gpointer act, GError **error)
{
  SentinelSnoozeAct *self = act;
  const gint64 *ids = (const gint64 *) (gpointer) self->event_ids->data;
  g_autoptr (GPtrArray) events = NULL;

  if (!check (tx, self, error) || !sentinel_undo_store_trim (tx, error))
    return FALSE;
  events = sentinel_event_store_get_many (sentinel_transaction_get_database (tx),
                                          ids,
                                          self->event_ids->len,
                                          error);
  if (events == NULL)
    return FALSE;
  g_array_set_size (self->done_ids, 0);
  g_array_set_size (self->missing_ids, 0);
  self->batch = sentinel_transaction_new_batch (tx);
  for (guint i = 0; i < events->len; i++) {
    SentinelEvent *event = g_ptr_array_index (events, i);

    if (event == NULL)
      g_array_append_val (self->missing_ids, ids[i]);
    else if (!snooze_event (tx, self, event, error))
      return FALSE;
  }
  return TRUE;
}

/* The time has come */

static gboolean
end_snooze (SentinelTransaction *tx, gint64 event_id, GError **error)
{
  g_autoptr (SentinelEvent) event =
      sentinel_event_store_get (sentinel_transaction_get_database (tx), event_id, error);
  g_autoptr (SentinelTransition) transition =
      sentinel_transition_new (SENTINEL_TRANSITION_SNOOZE_ENDED,
                               sentinel_transaction_get_now_us (tx));

  if (event == NULL)
    return FALSE;
  event->snoozed_until_us = 0;
  return sentinel_act_record_change (tx, event, transition, error);
}

static gboolean
end_some (SentinelTransaction *tx, guint *n_ended, GError **error)
{
  g_autoptr (GArray) ids =
      sentinel_event_store_list_snooze_due (sentinel_transaction_get_database (tx),
                                            sentinel_transaction_get_now_us (tx),
                                            ENDED_AT_ONCE,
                                            error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!end_snooze (tx, g_array_index (ids, gint64, i), error))
      return FALSE;
  *n_ended = ids->len;
  return TRUE;
}

/**
 * sentinel_event_acts_end_snoozes:
 * @tx: the transaction
 * @unused: nothing
 * @error: the store's
 *
 * Ends every snooze whose time has come; what is still so is told. For the owner of the engine.
 *
 * Returns: whether it was done
 */
gboolean
sentinel_event_acts_end_snoozes (SentinelTransaction *tx, gpointer unused, GError **error)
{
  guint n_ended;

  do
    if (!end_some (tx, &n_ended, error))
      return FALSE;
  while (n_ended == ENDED_AT_ONCE);
  return TRUE;
}
