/* SPDX-License-Identifier: MIT */
/* One claim of an outbox: which rows its process delivers next, taken in one write so that no other
 * process has them too. */
#pragma once
#include "sentinel-delivery-store.h"
G_BEGIN_DECLS

/* As the settings say; read with each claim, so that a change holds from the next one on. */
typedef struct {
  gint64 max_attempts, first_retry_us;
} SentinelRetry;

gint64 sentinel_retry_compute_us (const SentinelRetry *self, gint64 attempts);

/* A channel that delivers lanes side by side. */
typedef struct {
  char *channel;
  guint n_free;
  GPtrArray *busy; /* lanes, NULL-terminated */
} SentinelLanesWanted;

typedef struct {
  char *process;
  GPtrArray *channels; /* ids, NULL-terminated: those that work their rows off in order, and are
                        * idle */
  GPtrArray *lanes; /* of SentinelLanesWanted */
  gboolean is_set_back; /* the wall clock, since the last claim */
  GPtrArray *claimed; /* out: of SentinelDelivery */
  gint64 next_due_us; /* out; 0: none */
  SentinelRetry retry; /* out */
} SentinelOutboxClaim;

SentinelOutboxClaim *sentinel_outbox_claim_new (const char *process);
void sentinel_outbox_claim_free (SentinelOutboxClaim *self);
SentinelLanesWanted *sentinel_outbox_claim_add_lanes (SentinelOutboxClaim *self,
                                                      const char *channel,
                                                      guint n_free);
/* a SentinelWriteFunc */
gboolean sentinel_outbox_claim_run (SentinelTransaction *tx, gpointer claim, GError **error);

G_END_DECLS
