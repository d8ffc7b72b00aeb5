/* SPDX-License-Identifier: MIT */
/* The database as the rest of the program sees it: write functions run one after the other on the
 * writer thread (what is waiting shares one commit), read functions on a pool of readers, and what
 * any process committed comes back as signals, once per batch, after the commit.
 *
 * It never fails to exist: if the file cannot be opened, every request is answered with that error,
 * and it is tried again with the next request.
 *
 * Signals (in the thread-default main context that it was made in):
 * - rules-changed, runs-changed, events-changed, outbox-changed, logs-changed, requests-changed,
 *   settings-changed (SentinelIdRanges *ids)
 * - reload (): the feed was trimmed past us: read everything again
 * - notify::trouble: the last write failed (or the database could not be opened), or works again */
#pragma once
#include "sentinel-clock.h"
#include "sentinel-id-ranges.h"
#include "sentinel-transaction.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_STORE (sentinel_store_get_type ())
G_DECLARE_FINAL_TYPE (SentinelStore, sentinel_store, SENTINEL, STORE, GObject)

/* Runs inside a transaction with a savepoint of its own: FALSE with error undoes what this function
 * wrote, and nothing else. Writer thread. */
typedef gboolean (*SentinelWriteFunc) (SentinelTransaction *transaction,
                                       gpointer data,
                                       GError **error);
/* Runs inside one read snapshot. Reader thread. NULL with error, or a result (NULL without error is
 * a result too). */
typedef gpointer (*SentinelReadFunc) (SentinelDatabase *database, gpointer data, GError **error);

/* SENTINEL_DATABASE, else $XDG_DATA_HOME/sentinel-alerts/sentinel.db */
char *sentinel_store_dup_default_path (void);

SentinelStore *sentinel_store_new (const char *path, SentinelClock *clock);
/* answers what is queued, joins the threads; blocks until then; idempotent */
void sentinel_store_close (SentinelStore *self);
const char *sentinel_store_get_path (SentinelStore *self);
SentinelClock *sentinel_store_get_clock (SentinelStore *self);
const GError *sentinel_store_get_trouble (SentinelStore *self); /* NULL: all is well; main thread */

/* The answer comes when the commit is durable. func_data is freed with destroy in the caller's
 * context. A cancelled request that has not begun is not run. */
void sentinel_store_write_async (SentinelStore *self,
                                 SentinelWriteFunc func,
                                 gpointer func_data,
                                 GDestroyNotify destroy,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean sentinel_store_write_finish (SentinelStore *self, GAsyncResult *result, GError **error);
void sentinel_store_read_async (SentinelStore *self,
                                SentinelReadFunc func,
                                gpointer func_data,
                                GDestroyNotify destroy,
                                GDestroyNotify result_free,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* (transfer full) */
gpointer sentinel_store_read_finish (SentinelStore *self, GAsyncResult *result, GError **error);

/* The same, blocking: for the command line and tests, never in the window. */
gboolean sentinel_store_write (SentinelStore *self,
                               SentinelWriteFunc func,
                               gpointer func_data,
                               GError **error);
gpointer sentinel_store_read (SentinelStore *self,
                              SentinelReadFunc func,
                              gpointer func_data,
                              GError **error);

G_END_DECLS
