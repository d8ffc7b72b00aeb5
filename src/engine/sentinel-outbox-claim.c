/* SPDX-License-Identifier: MIT */
/* Also ends what nobody delivered in time, and what waits for a time that the clock will not
 * reach. */
#include "sentinel-outbox-claim.h"

#include "sentinel-action-run-store.h"
#include "sentinel-duration.h"
#include "sentinel-setting-store.h"

#define CLAIMED_AT_ONCE 16
#define EXPIRED_AT_ONCE 500
#define MAX_RETRY_US G_TIME_SPAN_HOUR

/**
 * sentinel_retry_compute_us:
 * @self: as the settings say
 * @attempts: how many there were, from 1
 *
 * Returns: how long to wait for the next, microseconds
 */
gint64
sentinel_retry_compute_us (const SentinelRetry *self, gint64 attempts)
{
  return MIN (self->first_retry_us << MIN (MAX (attempts - 1, 0), 20), MAX_RETRY_US);
}

static void
lanes_free (gpointer data)
{
  SentinelLanesWanted *lanes = data;

  g_ptr_array_unref (lanes->busy);
  g_free (lanes->channel);
  g_free (lanes);
}

/**
 * sentinel_outbox_claim_new:
 * @process: our name on claims
 *
 * Returns: (transfer full): a claim of nothing
 */
SentinelOutboxClaim *
sentinel_outbox_claim_new (const char *process)
{
  SentinelOutboxClaim *self = g_new0 (SentinelOutboxClaim, 1);

  self->process = g_strdup (process);
  self->channels = g_ptr_array_new_null_terminated (1, g_free, TRUE);
  self->lanes = g_ptr_array_new_with_free_func (lanes_free);
  return self;
}

/**
 * sentinel_outbox_claim_free:
 * @self: (transfer full): a claim
 */
void
sentinel_outbox_claim_free (SentinelOutboxClaim *self)
{
  g_clear_pointer (&self->claimed, g_ptr_array_unref);
  g_ptr_array_unref (self->channels);
  g_ptr_array_unref (self->lanes);
  g_free (self->process);
  g_free (self);
}

/**
 * sentinel_outbox_claim_add_lanes:
 * @self: a claim
 * @channel: the id of a channel that delivers side by side
 * @n_free: how many lanes it may begin
 *
 * Returns: (transfer none): what it wants; add the lanes that are busy
 */
SentinelLanesWanted *
sentinel_outbox_claim_add_lanes (SentinelOutboxClaim *self, const char *channel, guint n_free)
{
  SentinelLanesWanted *lanes = g_new0 (SentinelLanesWanted, 1);

  lanes->channel = g_strdup (channel);
  lanes->n_free = n_free;
  lanes->busy = g_ptr_array_new_null_terminated (n_free, g_free, TRUE);
  g_ptr_array_add (self->lanes, lanes);
  return lanes;
}

/* The values were checked when they were set. */
static gboolean
read_retry (SentinelDatabase *db, SentinelRetry *retry, GError **error)
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
get_latest_us (const SentinelOutboxClaim *self, gint64 now_us)
{
  const SentinelRetry *retry = &self->retry;

  return self->is_set_back ? now_us
                           : now_us + sentinel_retry_compute_us (retry, retry->max_attempts - 1);
}

static gboolean
claim_one (SentinelTransaction *tx,
           const SentinelOutboxClaim *self,
           SentinelDelivery *delivery,
           GError **error)
{
  delivery->state = SENTINEL_DELIVERY_CLAIMED;
  delivery->attempts++;
  g_set_str (&delivery->claimed_by, self->process);
  return sentinel_delivery_store_update (tx, delivery, error);
}

static void
note_next_due (SentinelOutboxClaim *self, gint64 due_us)
{
  if (due_us > 0 && (self->next_due_us == 0 || due_us < self->next_due_us))
    self->next_due_us = due_us;
}

static gboolean
claim_in_order (SentinelTransaction *tx, SentinelOutboxClaim *self, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  const char *const *channels = (const char *const *) self->channels->pdata;
  g_autoptr (GPtrArray) due = NULL;
  gint64 next_due_us;

  if (self->channels->len == 0)
    return TRUE;
  due = sentinel_delivery_store_list_due (db,
                                          channels,
                                          sentinel_transaction_get_now_us (tx),
                                          CLAIMED_AT_ONCE,
                                          error);
  for (guint i = 0; due != NULL && i < due->len; i++)
    if (!claim_one (tx, self, g_ptr_array_index (due, i), error))
      return FALSE;
  if (due == NULL)
    return FALSE;
  next_due_us = sentinel_delivery_store_get_next_due_us (db, channels, error);
  note_next_due (self, next_due_us);
  g_ptr_array_extend_and_steal (self->claimed, g_steal_pointer (&due));
  return next_due_us >= 0;
}

/* *is_more: whether there may be another one. */
static gboolean
claim_lane (SentinelTransaction *tx,
            SentinelOutboxClaim *self,
            const SentinelLanesWanted *lanes,
            GPtrArray *busy,
            gboolean *is_more,
            GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelDelivery) next = NULL;

  if (!sentinel_action_run_store_find_next (db,
                                            lanes->channel,
                                            (const char *const *) busy->pdata,
                                            &next,
                                            error))
    return FALSE;
  *is_more = next != NULL && next->next_at_us <= sentinel_transaction_get_now_us (tx);
  if (!*is_more) {
    note_next_due (self, next != NULL ? next->next_at_us : 0);
    return TRUE;
  }
  if (!claim_one (tx, self, next, error))
    return FALSE;
  g_ptr_array_add (busy, sentinel_delivery_dup_lane (next));
  g_ptr_array_add (self->claimed, g_steal_pointer (&next));
  return TRUE;
}

/* One row a lane: what waits behind it can still be taken back. When all are busy, the end of one
 * is the time to look again. */
static gboolean
claim_side_by_side (SentinelTransaction *tx,
                    SentinelOutboxClaim *self,
                    const SentinelLanesWanted *lanes,
                    GError **error)
{
  g_autoptr (GPtrArray) busy = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  gboolean is_more = TRUE;

  for (guint i = 0; i < lanes->busy->len; i++)
    g_ptr_array_add (busy, g_strdup (g_ptr_array_index (lanes->busy, i)));
  for (guint i = 0; is_more && i < lanes->n_free; i++)
    if (!claim_lane (tx, self, lanes, busy, &is_more, error))
      return FALSE;
  return TRUE;
}

/**
 * sentinel_outbox_claim_run:
 * @tx: the transaction
 * @claim: a #SentinelOutboxClaim; gets what was claimed, when the next is due, and the settings
 * @error: the store's
 *
 * Writer thread.
 *
 * Returns: whether it could be written
 */
gboolean
sentinel_outbox_claim_run (SentinelTransaction *tx, gpointer claim, GError **error)
{
  SentinelOutboxClaim *self = claim;
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 now_us = sentinel_transaction_get_now_us (tx);

  g_clear_pointer (&self->claimed, g_ptr_array_unref);
  self->claimed = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_delivery_free);
  self->next_due_us = 0;
  if (!read_retry (db, &self->retry, error)
      || sentinel_delivery_store_expire (tx, now_us, EXPIRED_AT_ONCE, error) < 0
      || sentinel_delivery_store_hasten (tx, get_latest_us (self, now_us), now_us, error) < 0
      || !claim_in_order (tx, self, error))
    return FALSE;
  for (guint i = 0; i < self->lanes->len; i++)
    if (!claim_side_by_side (tx, self, g_ptr_array_index (self->lanes, i), error))
      return FALSE;
  return TRUE;
}
