/* SPDX-License-Identifier: MIT */
/* The writer's side of a transaction: begin, run functions in it, commit. One object lives as long
 * as its connection and is used for one transaction after the other, so that what it knows by name
 * is known to the next one. */
#pragma once
#include "sentinel-changes.h"
#include "sentinel-store.h"
#include "sentinel-transaction.h"
G_BEGIN_DECLS

SentinelTransaction *sentinel_transaction_new (SentinelDatabase *db);
void sentinel_transaction_free (SentinelTransaction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelTransaction, sentinel_transaction_free)

gboolean sentinel_transaction_begin (SentinelTransaction *self, gint64 now_us, GError **error);
/* FALSE: what func wrote is undone. Look at is_open then: SQLite ends the whole transaction after
 * some errors. */
gboolean sentinel_transaction_run (SentinelTransaction *self,
                                   SentinelWriteFunc func,
                                   gpointer data,
                                   GError **error);
gboolean sentinel_transaction_is_open (SentinelTransaction *self);
/* what was touched so far */
void sentinel_transaction_collect (SentinelTransaction *self, SentinelChanges *changes);
/* FALSE: rolled back */
gboolean sentinel_transaction_commit (SentinelTransaction *self, GError **error);
void sentinel_transaction_rollback (SentinelTransaction *self);

G_END_DECLS
