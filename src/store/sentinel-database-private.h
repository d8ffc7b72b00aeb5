/* SPDX-License-Identifier: MIT */
/* What the connection's own files share: sentinel-database.c, sentinel-statement.c and the threads
 * that own a connection. */
#pragma once
#include "sentinel-database.h"
#include <sqlite3.h>
G_BEGIN_DECLS

struct _SentinelDatabase {
  sqlite3 *handle;
  char *path;
  GHashTable *statements; /* address of the literal → SentinelStatement */
  int interrupted; /* atomic */
};

GHashTable *sentinel_statement_new_cache (void);

/* Several statements without results. what: "Cannot …", the beginning of the message. */
gboolean sentinel_database_exec (SentinelDatabase *self,
                                 const char *sql,
                                 const char *what,
                                 GError **error);
gboolean sentinel_database_is_read_only (SentinelDatabase *self);
gboolean sentinel_database_is_in_transaction (SentinelDatabase *self);
/* before the next request runs on it */
void sentinel_database_clear_interrupt (SentinelDatabase *self);

G_END_DECLS
