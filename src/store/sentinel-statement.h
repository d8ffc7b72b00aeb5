/* SPDX-License-Identifier: MIT */
/* Prepared statements, for this folder only: cached per connection, typed binding, errors with what
 * was tried. */
#pragma once
#include "sentinel-database.h"
#include <sqlite3.h>
G_BEGIN_DECLS

typedef struct _SentinelStatement SentinelStatement;

#define SENTINEL_STATEMENT_POINTER "sentinel" /* what SQLite calls pointers that are bound */

/* sql is a string literal: the cache is keyed by its address. The statement comes reset; one user
 * at a time. */
SentinelStatement *sentinel_statement_get (SentinelDatabase *db, const char *sql, GError **error);
/* For text built at run time (filters): (transfer full), freed by sentinel_statement_release. */
SentinelStatement *sentinel_statement_prepare (SentinelDatabase *db,
                                               const char *sql,
                                               GError **error);
/* Resets a cached statement, finalizes a built one; also what g_autoptr does. */
void sentinel_statement_release (SentinelStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelStatement, sentinel_statement_release)

/* Binds all parameters in order. One letter each: i gint64, t gint64 where 0 is NULL, d double
 * where NAN is NULL, s text or NULL (copied), b GBytes or NULL, f 16 bytes of a fingerprint, p
 * a pointer, which only a function of ours can read. */
void sentinel_statement_bind (SentinelStatement *self, const char *types, ...);
/* One parameter of a built statement, by its number from 1. */
void sentinel_statement_bind_int_at (SentinelStatement *self, int number, gint64 value);
void sentinel_statement_bind_text_at (SentinelStatement *self, int number, const char *text);
gboolean sentinel_statement_step (SentinelStatement *self, gboolean *has_row, GError **error);
/* steps to the end, resets */
gboolean sentinel_statement_run (SentinelStatement *self, GError **error);
/* get, bind, run */
gboolean sentinel_statement_run_bound (SentinelDatabase *db,
                                       GError **error,
                                       const char *sql,
                                       const char *types,
                                       ...);

gint64 sentinel_statement_get_int (SentinelStatement *self, int column); /* NULL = 0 */
double sentinel_statement_get_double (SentinelStatement *self, int column); /* NULL = NAN */
/* until the next step */
const char *sentinel_statement_get_text (SentinelStatement *self, int column);
char *sentinel_statement_dup_text (SentinelStatement *self, int column);
GBytes *sentinel_statement_dup_bytes (SentinelStatement *self, int column);

sqlite3 *sentinel_database_get_handle (SentinelDatabase *db);
gint64 sentinel_database_get_last_insert_id (SentinelDatabase *db);
/* The error of the connection's last call, as an error of ours: code by SQLite's result, message
 * "what: text (path). What to do." */
void sentinel_database_set_error (SentinelDatabase *db, GError **error, const char *what);

G_END_DECLS
