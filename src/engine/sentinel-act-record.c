/* SPDX-License-Identifier: MIT */
/* What every act on an event leaves behind. */
#include "sentinel-act-record.h"
#include "sentinel-delivery-plan.h"
#include "sentinel-error.h"
#include "sentinel-event-store.h"
#include "sentinel-instance-store.h"
#include "sentinel-rule-store.h"
#include "sentinel-undo-store.h"

/* The rule's channels hear of it; an event whose rule is gone has nobody to tell. */
static gboolean
plan_delivery (SentinelTransaction *tx,
               const SentinelEvent *event,
               const SentinelTransition *transition,
               GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (SentinelRule) rule = sentinel_rule_store_get (sentinel_transaction_get_database (tx),
                                                           event->rule_id,
                                                           &local_error);

  if (rule != NULL)
    return sentinel_delivery_plan_write (tx, rule, event, transition, error);
  if (g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * sentinel_act_record_change:
 * @tx: the transaction
 * @event: as it is after the change
 * @transition: what changed; gets its event, instance and id
 * @error: the store's
 *
 * Writes the columns and the timeline, and tells the channels of it. Writer thread.
 *
 * Returns: whether it was written
 */
gboolean
sentinel_act_record_change (SentinelTransaction *tx,
                            const SentinelEvent *event,
                            SentinelTransition *transition,
                            GError **error)
{
  transition->event_id = event->id;
  transition->instance_id = event->instance_id;
  return sentinel_event_store_update (tx, event, error)
         && sentinel_event_store_add_transition (tx, transition, error)
         && plan_delivery (tx, event, transition, error);
}

/**
 * sentinel_act_find_instance:
 * @tx: the transaction
 * @instance_id: 0: none
 * @instance: (out) (nullable) (transfer full): %NULL: the event has none, or it ceased to answer
 * and made room for another
 * @error: the store's
 *
 * Returns: whether it could be read
 */
gboolean
sentinel_act_find_instance (SentinelTransaction *tx,
                            gint64 instance_id,
                            SentinelInstance **instance,
                            GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (GError) local_error = NULL;

  *instance = NULL;
  if (instance_id == 0)
    return TRUE;
  *instance = sentinel_instance_store_get (db, instance_id, &local_error);
  if (*instance != NULL || g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * sentinel_act_set_inherited:
 * @tx: the transaction
 * @instance: an instance
 * @ack_event_id: whose “until TIME” its later events inherit; 0: nobody's
 * @error: the store's
 *
 * Returns: whether it was written
 */
gboolean
sentinel_act_set_inherited (SentinelTransaction *tx,
                            SentinelInstance *instance,
                            gint64 ack_event_id,
                            GError **error)
{
  if (instance->ack_event_id == ack_event_id)
    return TRUE;
  instance->ack_event_id = ack_event_id;
  return sentinel_instance_store_put (tx, instance, error);
}

/**
 * sentinel_act_remember:
 * @tx: the transaction
 * @batch: the act
 * @event: as it was before it
 * @error: the store's
 *
 * Keeps what sentinel_event_acts_undo() brings back. Writer thread.
 *
 * Returns: whether it was written
 */
gboolean
sentinel_act_remember (SentinelTransaction *tx,
                       gint64 batch,
                       const SentinelEvent *event,
                       GError **error)
{
  g_autoptr (SentinelInstance) instance = NULL;

  if (!sentinel_act_find_instance (tx, event->instance_id, &instance, error))
    return FALSE;
  return sentinel_undo_store_remember (tx,
                                       batch,
                                       event,
                                       instance != NULL ? instance->ack_event_id : 0,
                                       error);
}
