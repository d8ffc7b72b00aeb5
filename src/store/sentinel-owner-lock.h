/* SPDX-License-Identifier: MIT */
/* Who evaluates: an OFD lock on sentinel.lock beside the database. The kernel gives it back when
 * its process ends, however it ends. */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_OWNER_LOCK (sentinel_owner_lock_get_type ())
G_DECLARE_FINAL_TYPE (SentinelOwnerLock, sentinel_owner_lock, SENTINEL, OWNER_LOCK, GObject)

SentinelOwnerLock *sentinel_owner_lock_new (const char *database_path);
/* SENTINEL_ERROR_OWNED names the holder's pid */
gboolean sentinel_owner_lock_try (SentinelOwnerLock *self, GError **error);
gboolean sentinel_owner_lock_is_held (SentinelOwnerLock *self); /* by us */
void sentinel_owner_lock_release (SentinelOwnerLock *self);
/* Waits in a blocking F_OFD_SETLKW on a thread of its own; a cancelled wait gives the lock back at
 * once when it is got. */
void sentinel_owner_lock_wait_async (SentinelOwnerLock *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean sentinel_owner_lock_wait_finish (SentinelOwnerLock *self,
                                          GAsyncResult *result,
                                          GError **error);
/* TRUE: somebody holds it; pid as its holder wrote it (0: unreadable) */
gboolean sentinel_owner_lock_query (const char *database_path, int *pid);

G_END_DECLS
