/* SPDX-License-Identifier: MIT */
/* For tests: an event of a rule that measures, written through the stores with all that hangs on
 * it. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct {
  /* in; any of them NULL: none */
  const char *message, *labels, *payload;
  guint n_samples;
  guint gap_minutes; /* in the middle of them */
  /* out */
  gint64 rule_id, event_id;
} SentinelEventMaker;

/* a SentinelWriteFunc, its data a SentinelEventMaker */
gboolean sentinel_event_maker_write (SentinelTransaction *tx, gpointer maker, GError **error);

G_END_DECLS
