/* SPDX-License-Identifier: MIT */
/* The columns that say what people did about an event, as they were before an act: for a day, to
 * undo it (table undo). */
#pragma once
#include "sentinel-event.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_UNDO_KEPT_US G_TIME_SPAN_DAY

typedef struct {
  gint64 event_id;
  gint64 at_us; /* of the act */
  SentinelEvent *before; /* only its attention is filled: acked_…, ack_…, snoozed_until_us */
  gint64 inherited_id; /* the instance's ack_event_id; 0: none */
} SentinelUndoRow;

/* The first state of a batch counts. */
gboolean sentinel_undo_store_remember (SentinelTransaction *tx,
                                       gint64 batch,
                                       const SentinelEvent *before,
                                       gint64 inherited_id,
                                       GError **error);
/* of SentinelUndoRow, the newest event first; empty: no such batch */
GPtrArray *sentinel_undo_store_list (SentinelDatabase *db, gint64 batch, GError **error);
/* the oldest batches, at most a few at once */
gboolean sentinel_undo_store_trim (SentinelTransaction *tx, GError **error);

G_END_DECLS
