/* SPDX-License-Identifier: MIT */
/* One connection to the database, for the folder itself; others only pass it on to the functions of
 * the noun stores that read. */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

typedef struct _SentinelDatabase SentinelDatabase;

typedef enum {
  /* creates the folder (0700) and the file (0600) where missing, migrates */
  SENTINEL_DATABASE_WRITER,
  SENTINEL_DATABASE_READER, /* query_only */
} SentinelDatabaseMode;

SentinelDatabase *sentinel_database_open (const char *path,
                                          SentinelDatabaseMode mode,
                                          GError **error);
void sentinel_database_close (SentinelDatabase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelDatabase, sentinel_database_close)

/* any thread: what runs on it ends with G_IO_ERROR_CANCELLED */
void sentinel_database_interrupt (SentinelDatabase *self);

G_END_DECLS
