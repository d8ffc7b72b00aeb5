/* SPDX-License-Identifier: MIT */
#include "sentinel-slot-claim.h"

#include "sentinel-claim-store.h"

typedef struct {
  gint64 rule_id, slot_us;
  gboolean taken; /* out */
} Claim;

static gboolean
take_slot (SentinelTransaction *tx, gpointer data, GError **error)
{
  Claim *claim = data;

  return sentinel_claim_store_take (tx, claim->rule_id, claim->slot_us, &claim->taken, error);
}

static void
written_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Claim *claim = g_task_get_task_data (task);
  GError *error = NULL;

  if (sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    g_task_return_boolean (task, claim->taken);
  else
    g_task_return_error (task, error);
}

/**
 * sentinel_slot_claim_async:
 * @store: the database
 * @rule_id: a rule
 * @slot_us: when it is due, microseconds UTC
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Says durably that this slot is being run.
 */
void
sentinel_slot_claim_async (SentinelStore *store,
                           gint64 rule_id,
                           gint64 slot_us,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (store, NULL, callback, user_data);
  Claim *claim = g_new0 (Claim, 1);

  claim->rule_id = rule_id;
  claim->slot_us = slot_us;
  g_task_set_source_tag (task, sentinel_slot_claim_async);
  g_task_set_task_data (task, claim, g_free);
  sentinel_store_write_async (store, take_slot, claim, NULL, NULL, written_cb, task);
}

/**
 * sentinel_slot_claim_finish:
 * @store: the database
 * @result: what the callback got
 * @error: return location; the store's
 *
 * Returns: whether the slot is ours; %FALSE without error: somebody took it before
 */
gboolean
sentinel_slot_claim_finish (SentinelStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
