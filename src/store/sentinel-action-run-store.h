/* SPDX-License-Identifier: MIT */
/* The outbox as rules' actions see it: which is next, when one was run, and how the last one
 * ended. */
#pragma once
#include "sentinel-delivery-store.h"
G_BEGIN_DECLS

/* The row that is due first among those of a channel and its names, in no lane of busy; *delivery
 * NULL: none */
gboolean sentinel_action_run_store_find_next (SentinelDatabase *db,
                                              const char *channel,
                                              const char *const *busy,
                                              SentinelDelivery **delivery,
                                              GError **error);
/* NOT_FOUND */
SentinelDelivery *sentinel_action_run_store_get_by_key (SentinelDatabase *db,
                                                        const char *idem_key,
                                                        GError **error);
/* begun_at_us 0: it could not be started after all */
gboolean sentinel_action_run_store_set_begun (SentinelTransaction *tx,
                                              gint64 id,
                                              gint64 begun_at_us,
                                              GError **error);

typedef struct {
  gint64 n_runs; /* since then */
  gint64 last_at_us; /* 0: none since then */
} SentinelActionUsage;
/* is_end: the runs for ends, else those for beginnings and rises; tests never count, nor does what
 * lies after until_us */
gboolean sentinel_action_run_store_get_usage (SentinelDatabase *db,
                                              const SentinelDelivery *of,
                                              gboolean is_end,
                                              gint64 since_us,
                                              gint64 until_us,
                                              SentinelActionUsage *usage,
                                              GError **error);
/* The newest row of a rule's action, tests too: its state and error, and when with
 * sentinel_delivery_get_result_us. *delivery NULL: there was none */
gboolean sentinel_delivery_store_get_last_result (SentinelDatabase *db,
                                                  gint64 rule_id,
                                                  const char *channel,
                                                  SentinelDelivery **delivery,
                                                  GError **error);
/* The same without tests: what it last did, or is to do, for an event */
gboolean sentinel_delivery_store_get_last_real_result (SentinelDatabase *db,
                                                       gint64 rule_id,
                                                       const char *channel,
                                                       SentinelDelivery **delivery,
                                                       GError **error);
/* of a test: the first line that it wrote, see sentinel_delivery_dup_output() */
gboolean sentinel_action_run_store_set_output (SentinelTransaction *tx,
                                               gint64 id,
                                               const char *output,
                                               GError **error);
char *sentinel_delivery_dup_output (const SentinelDelivery *self); /* NULL: none was kept */
/* 0: it has none yet, or it is not known */
gint64 sentinel_delivery_get_result_us (const SentinelDelivery *self);

G_END_DECLS
