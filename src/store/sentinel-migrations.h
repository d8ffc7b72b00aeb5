/* SPDX-License-Identifier: MIT */
/* The schema, as the steps that led to it: PRAGMA user_version counts the steps that a database has
 * gone. */
#pragma once
#include "sentinel-database.h"
G_BEGIN_DECLS

int sentinel_migrations_get_head (void); /* the version that this program reads and writes */
/* Goes the missing steps, each in a transaction of its own; another process may do the same at the
 * same time. */
gboolean sentinel_migrations_run (SentinelDatabase *db, GError **error);

G_END_DECLS
