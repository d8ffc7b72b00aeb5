/* SPDX-License-Identifier: MIT */
/* Prepared statements. Preparing costs four times as much as running (measured on inserts), so each
 * literal is prepared once per connection and kept until it closes. */
#include "sentinel-statement.h"
#include "sentinel-database-private.h"
#include "sentinel-reading.h"
#include <math.h>

struct _SentinelStatement {
  SentinelDatabase *db;
  sqlite3_stmt *handle;
  gboolean is_cached;
  gboolean is_used;
};

static void
free_statement (SentinelStatement *self)
{
  sqlite3_finalize (self->handle);
  g_free (self);
}

/**
 * sentinel_statement_new_cache:
 *
 * Returns: (transfer full): an empty cache for one connection; destroying it finalizes its
 * statements
 */
GHashTable *
sentinel_statement_new_cache (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) free_statement);
}

static SentinelStatement *
prepare (SentinelDatabase *db, const char *sql, guint flags, GError **error)
{
  SentinelStatement *self;
  sqlite3_stmt *handle = NULL;

  if (sqlite3_prepare_v3 (db->handle, sql, -1, flags, &handle, NULL) != SQLITE_OK) {
    sentinel_database_set_error (db, error, "Cannot ask the database");
    return NULL;
  }
  self = g_new0 (SentinelStatement, 1);
  self->db = db;
  self->handle = handle;
  self->is_used = TRUE;
  return self;
}

/**
 * sentinel_statement_get:
 * @db: a connection
 * @sql: a string literal; the cache is keyed by its address
 *
 * The thread that owns @db.
 *
 * Returns: (transfer full) (nullable): the statement, reset and without values, to be given back
 * with sentinel_statement_release(); NULL with an error of the database
 */
SentinelStatement *
sentinel_statement_get (SentinelDatabase *db, const char *sql, GError **error)
{
  SentinelStatement *self = g_hash_table_lookup (db->statements, sql);

  if (self == NULL) {
    self = prepare (db, sql, SQLITE_PREPARE_PERSISTENT, error);
    if (self == NULL)
      return NULL;
    self->is_cached = TRUE;
    g_hash_table_insert (db->statements, (gpointer) sql, self);
    return self;
  }
  /* A read function may use a statement while it steps through the same one. */
  if (self->is_used)
    return prepare (db, sql, 0, error);
  self->is_used = TRUE;
  return self;
}

/**
 * sentinel_statement_prepare:
 * @db: a connection
 * @sql: SQL that was built at run time; values are bound, never written into it
 *
 * The thread that owns @db.
 *
 * Returns: (transfer full) (nullable): the statement; NULL with an error of the database
 */
SentinelStatement *
sentinel_statement_prepare (SentinelDatabase *db, const char *sql, GError **error)
{
  return prepare (db, sql, 0, error);
}

/**
 * sentinel_statement_release:
 * @self: (nullable) (transfer full): a statement
 *
 * Ends the read that it may be in the middle of, and forgets its values.
 */
void
sentinel_statement_release (SentinelStatement *self)
{
  if (self == NULL)
    return;
  if (!self->is_cached) {
    free_statement (self);
    return;
  }
  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
  self->is_used = FALSE;
}

static void
bind_int (SentinelStatement *self, int index, gint64 value, gboolean zero_is_null)
{
  if (zero_is_null && value == 0)
    sqlite3_bind_null (self->handle, index);
  else
    sqlite3_bind_int64 (self->handle, index, value);
}

static void
bind_bytes (SentinelStatement *self, int index, GBytes *bytes, sqlite3_destructor_type lifetime)
{
  gsize size;
  const void *data;

  if (bytes == NULL) {
    sqlite3_bind_null (self->handle, index);
    return;
  }
  data = g_bytes_get_data (bytes, &size);
  if (size == 0)
    sqlite3_bind_zeroblob (self->handle, index, 0);
  else
    sqlite3_bind_blob64 (self->handle, index, data, size, lifetime);
}

/* A NULL text and NAN become NULL: SQLite does so by itself. */
static void
bind_values (SentinelStatement *self,
             const char *types,
             va_list values,
             sqlite3_destructor_type lifetime)
{
  for (int i = 1; types[i - 1] != '\0'; i++)
    switch (types[i - 1]) {
    case 'i':
    case 't':
      bind_int (self, i, va_arg (values, gint64), types[i - 1] == 't');
      break;
    case 'd':
      sqlite3_bind_double (self->handle, i, va_arg (values, double));
      break;
    case 's':
      sqlite3_bind_text (self->handle, i, va_arg (values, const char *), -1, lifetime);
      break;
    case 'b':
      bind_bytes (self, i, va_arg (values, GBytes *), lifetime);
      break;
    case 'f':
      sqlite3_bind_blob (self->handle,
                         i,
                         va_arg (values, const void *),
                         SENTINEL_FINGERPRINT_BYTES,
                         lifetime);
      break;
    case 'p':
      sqlite3_bind_pointer (self->handle,
                            i,
                            va_arg (values, gpointer),
                            SENTINEL_STATEMENT_POINTER,
                            NULL);
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * sentinel_statement_bind:
 * @self: a statement that is not being stepped through
 * @types: one letter for each parameter: i gint64, t gint64 where 0 is NULL, d double where NAN is
 * NULL, s text or NULL, b #GBytes or NULL, f the 16 bytes of a fingerprint, p a pointer for a
 * function of ours
 * @...: the values, copied
 *
 * Binds all parameters in order. What SQLite refuses (a text beyond its limit) comes back from the
 * next step.
 */
void
sentinel_statement_bind (SentinelStatement *self, const char *types, ...)
{
  va_list values;

  va_start (values, types);
  bind_values (self, types, values, SQLITE_TRANSIENT);
  va_end (values);
}

/**
 * sentinel_statement_bind_int_at:
 * @self: a statement that is not being stepped through
 * @number: which parameter, from 1; one that the text does not mention is ignored
 * @value: its value
 */
void
sentinel_statement_bind_int_at (SentinelStatement *self, int number, gint64 value)
{
  sqlite3_bind_int64 (self->handle, number, value);
}

/**
 * sentinel_statement_bind_text_at:
 * @self: a statement that is not being stepped through
 * @number: which parameter, from 1; one that the text does not mention is ignored
 * @text: (nullable): its value, copied
 */
void
sentinel_statement_bind_text_at (SentinelStatement *self, int number, const char *text)
{
  sqlite3_bind_text (self->handle, number, text, -1, SQLITE_TRANSIENT);
}

/**
 * sentinel_statement_step:
 * @self: a statement
 * @has_row: (out): whether there is a row to read; FALSE at the end
 *
 * Returns: FALSE with an error of the database, or with %G_IO_ERROR_CANCELLED when it was
 * interrupted
 */
gboolean
sentinel_statement_step (SentinelStatement *self, gboolean *has_row, GError **error)
{
  int code = sqlite3_step (self->handle);

  *has_row = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;
  sentinel_database_set_error (self->db,
                               error,
                               sqlite3_stmt_readonly (self->handle)
                                   ? "Cannot read the database"
                                   : "Cannot write to the database");
  sqlite3_reset (self->handle);
  return FALSE;
}

/**
 * sentinel_statement_run:
 * @self: a statement whose rows are of no interest
 *
 * Steps to the end and resets, so that it can be bound and run again.
 *
 * Returns: FALSE with an error of the database
 */
gboolean
sentinel_statement_run (SentinelStatement *self, GError **error)
{
  gboolean has_row;

  do
    if (!sentinel_statement_step (self, &has_row, error))
      return FALSE;
  while (has_row);
  sqlite3_reset (self->handle);
  return TRUE;
}

/**
 * sentinel_statement_run_bound:
 * @db: a connection
 * @sql: a string literal
 * @types: as for sentinel_statement_bind()
 * @...: the values
 *
 * Gets, binds and runs in one call. The values are not copied: they live until it returns.
 *
 * Returns: FALSE with an error of the database
 */
gboolean
sentinel_statement_run_bound (SentinelDatabase *db,
                              GError **error,
                              const char *sql,
                              const char *types,
                              ...)
{
  g_autoptr (SentinelStatement) self = sentinel_statement_get (db, sql, error);
  va_list values;

  if (self == NULL)
    return FALSE;
  va_start (values, types);
  bind_values (self, types, values, SQLITE_STATIC);
  va_end (values);
  return sentinel_statement_run (self, error);
}

/**
 * sentinel_statement_get_int:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: the value; 0 for NULL
 */
gint64
sentinel_statement_get_int (SentinelStatement *self, int column)
{
  return sqlite3_column_int64 (self->handle, column);
}

/**
 * sentinel_statement_get_double:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: the value; NAN for NULL
 */
double
sentinel_statement_get_double (SentinelStatement *self, int column)
{
  if (sqlite3_column_type (self->handle, column) == SQLITE_NULL)
    return NAN;
  return sqlite3_column_double (self->handle, column);
}

/**
 * sentinel_statement_get_text:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the text, valid until the next step
 */
const char *
sentinel_statement_get_text (SentinelStatement *self, int column)
{
  return (const char *) sqlite3_column_text (self->handle, column);
}

/**
 * sentinel_statement_dup_text:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
sentinel_statement_dup_text (SentinelStatement *self, int column)
{
  return g_strdup (sentinel_statement_get_text (self, column));
}

/**
 * sentinel_statement_dup_bytes:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): the blob; NULL for NULL
 */
GBytes *
sentinel_statement_dup_bytes (SentinelStatement *self, int column)
{
  const void *data = sqlite3_column_blob (self->handle, column);

  if (sqlite3_column_type (self->handle, column) == SQLITE_NULL)
    return NULL;
  return g_bytes_new (data, (gsize) sqlite3_column_bytes (self->handle, column));
}
