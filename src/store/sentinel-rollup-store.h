/* SPDX-License-Identifier: MIT */
/* What becomes of samples with age: raw ones go into minutes, those into hours, those into days,
 * and days go. How long each is kept is the person's choice (settings retention.…). */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_ROLLUP_MAX_ROWS 500 /* that one step moves or deletes */

/* How far a pass over all series has come; all zero: it has not begun. */
typedef struct {
  gint64 series_id; /* all up to it are done */
  gint64 n_rows; /* moved or deleted so far */
  gboolean is_done;
} SentinelRollupPass;

/* one small step of it */
gboolean sentinel_rollup_store_step (SentinelTransaction *tx,
                                     SentinelRollupPass *pass,
                                     GError **error);

G_END_DECLS
