/* SPDX-License-Identifier: MIT */
/* Opening the database: whose file it is is looked at before anything is changed in it. The file is
 * never opened by other means than SQLite in this process, because closing any descriptor of it
 * would drop the locks of all connections. */
#include "sentinel-database.h"
#include "sentinel-database-private.h"
#include "sentinel-error.h"
#include "sentinel-file.h"
#include "sentinel-filter-sql.h"
#include "sentinel-migrations.h"
#include "sentinel-sample-rows.h"
#include "sentinel-statement.h"
#include <errno.h>
#include <string.h>

#define APPLICATION_ID 0x53454E54 /* "SENT" */
#define BUSY_TIMEOUT_MS 5000
#define WAL_RETRY_US 5000
#define INTERRUPT_CHECK_STEPS 2000

#define PRAGMAS \
  "PRAGMA synchronous = FULL;" \
  "PRAGMA foreign_keys = ON;" \
  "PRAGMA trusted_schema = OFF;" \
  "PRAGMA cell_size_check = ON;" \
  "PRAGMA mmap_size = 0;" \
  "PRAGMA wal_autocheckpoint = 0;"
#define WRITER_PRAGMAS PRAGMAS "PRAGMA cache_size = -16384;"
#define READER_PRAGMAS PRAGMAS "PRAGMA cache_size = -8192; PRAGMA query_only = ON;"
#define CREATION_PRAGMAS "PRAGMA page_size = 4096; PRAGMA auto_vacuum = INCREMENTAL;"

typedef struct {
  gint64 application_id;
  gint64 version;
  gint64 n_objects; /* tables, indexes, … of anybody */
} Identity;

static void
sqlite_logged_cb (void *data, int code, const char *message)
{
  g_debug ("SQLite: %s (%d)", message, code);
}

/* Has to come before SQLite's first use; if somebody else was first, their log stays. */
static void
install_log_once (void)
{
  static gsize is_installed = 0;

  if (!g_once_init_enter (&is_installed))
    return;
  sqlite3_config (SQLITE_CONFIG_LOG, sqlite_logged_cb, NULL);
  g_once_init_leave (&is_installed, 1);
}

/* Catches what sqlite3_interrupt() cannot: an interrupt that comes between two statements. */
static int
is_interrupted_cb (void *data)
{
  SentinelDatabase *self = data;

  return g_atomic_int_get (&self->interrupted);
}

static gboolean
open_handle (SentinelDatabase *self, const char *name, int flags, GError **error)
{
  int code =
      sqlite3_open_v2 (name,
                       &self->handle,
                       flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE,
                       NULL);

  if (code != SQLITE_OK || !sentinel_filter_sql_register (self->handle)
      || !sentinel_sample_rows_register (self->handle)) {
    sentinel_database_set_error (self, error, "Cannot open the database");
    return FALSE;
  }
  /* Before the first statement: even that one may meet a lock. */
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  sqlite3_progress_handler (self->handle, INTERRUPT_CHECK_STEPS, is_interrupted_cb, self);
  return TRUE;
}

static void
close_handle (SentinelDatabase *self)
{
  g_hash_table_remove_all (self->statements);
  sqlite3_close_v2 (self->handle);
  self->handle = NULL;
}

/* One statement, so that all three come from one snapshot. */
static gboolean
read_identity (SentinelDatabase *self, Identity *identity, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (self,
                              "SELECT application_id, user_version, (SELECT count(*) FROM "
                              "sqlite_schema)"
                              " FROM pragma_application_id, pragma_user_version",
                              error);
  gboolean has_row;

  if (statement == NULL || !sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  identity->application_id = sentinel_statement_get_int (statement, 0);
  identity->version = sentinel_statement_get_int (statement, 1);
  identity->n_objects = sentinel_statement_get_int (statement, 2);
  return TRUE;
}

static gboolean
is_fresh (const Identity *identity)
{
  return identity->application_id == 0 && identity->version == 0 && identity->n_objects == 0;
}

static gboolean
check_identity (SentinelDatabase *self, const Identity *identity, GError **error)
{
  if (identity->application_id != APPLICATION_ID && !is_fresh (identity)) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_FOREIGN,
                 "%s is the database of another program. Nothing in it was changed; name another "
                 "file",
                 self->path);
    return FALSE;
  }
  if (identity->version > sentinel_migrations_get_head ()) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_NEWER,
                 "%s was written by a newer version (schema %" G_GINT64_FORMAT
                 ", this program knows %d). Update Sentinel Alerts, or name another file",
                 self->path,
                 identity->version,
                 sentinel_migrations_get_head ());
    return FALSE;
  }
  return TRUE;
}

/* A database in a folder that we cannot write to has no place for the shared index of its log. If
 * it was closed properly there is no log either, and it can be read as it is. */
static gboolean
reopen_immutable (SentinelDatabase *self, GError **error)
{
  g_autofree char *log = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *uri = NULL;
  g_autofree char *name = NULL;

  if (sentinel_file_get_size (log) > 0) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_READ_ONLY,
                 "Cannot read the database %s: its folder cannot be written to, and its log %s-wal "
                 "has not"
                 " been merged. Make the folder writable",
                 self->path,
                 self->path);
    return FALSE;
  }
  uri = g_filename_to_uri (self->path, NULL, error);
  if (uri == NULL)
    return FALSE;
  name = g_strconcat (uri, "?immutable=1", NULL);
  close_handle (self);
  return open_handle (self, name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
}

static gboolean
is_about_missing_shared_index (const GError *error)
{
  return g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_READ_ONLY)
         || g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_IO);
}

static gboolean
open_and_identify (SentinelDatabase *self, Identity *identity, GError **error)
{
  g_autoptr (GError) first_error = NULL;

  if (!open_handle (self, self->path, SQLITE_OPEN_READWRITE, error))
    return FALSE;
  if (read_identity (self, identity, &first_error))
    return check_identity (self, identity, error);
  if (!sentinel_database_is_read_only (self) || !is_about_missing_shared_index (first_error)) {
    g_propagate_error (error, g_steal_pointer (&first_error));
    return FALSE;
  }
  return reopen_immutable (self, error) && read_identity (self, identity, error)
         && check_identity (self, identity, error);
}

static gboolean
try_write_ahead_log (SentinelDatabase *self, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (self, "PRAGMA journal_mode = WAL", error);
  gboolean has_row;

  if (statement == NULL || !sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row && g_strcmp0 (sentinel_statement_get_text (statement, 0), "wal") == 0)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_UNSUPPORTED,
               "The file system of %s has no shared memory, which the database needs. Keep it on a "
               "local disk",
               self->path);
  return FALSE;
}

/* SQLite does not wait by itself when two connections switch the journal of a new database at once.
 */
static gboolean
use_write_ahead_log (SentinelDatabase *self, GError **error)
{
  for (int waited_us = 0;; waited_us += WAL_RETRY_US) {
    g_autoptr (GError) local_error = NULL;

    if (try_write_ahead_log (self, &local_error))
      return TRUE;
    if (!g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_BUSY)
        || waited_us >= BUSY_TIMEOUT_MS * 1000) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
    g_usleep (WAL_RETRY_US);
  }
}

static gboolean
refuse_old_read_only (SentinelDatabase *self, GError **error)
{
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_READ_ONLY,
               "The database %s has to be brought up to date, but it cannot be written. Make the "
               "file and its"
               " folder writable",
               self->path);
  return FALSE;
}

static gboolean
prepare_writer (SentinelDatabase *self, const Identity *identity, GError **error)
{
  gboolean is_current = identity->version == sentinel_migrations_get_head ();

  if (sentinel_database_is_read_only (self))
    return is_current || refuse_old_read_only (self, error);
  if (is_fresh (identity)
      && !sentinel_database_exec (self, CREATION_PRAGMAS, "Cannot create the database", error))
    return FALSE;
  if (!use_write_ahead_log (self, error)
      || !sentinel_database_exec (self, WRITER_PRAGMAS, "Cannot set up the database", error))
    return FALSE;
  return is_current || sentinel_migrations_run (self, error);
}

/* Reads never wait for the first write: a reader that comes first has the database made. */
static gboolean
prepare_reader (SentinelDatabase *self, const Identity *identity, GError **error)
{
  if (identity->version < sentinel_migrations_get_head ()) {
    g_autoptr (SentinelDatabase) writer =
        sentinel_database_open (self->path, SENTINEL_DATABASE_WRITER, error);

    if (writer == NULL)
      return FALSE;
  }
  return sentinel_database_exec (self, READER_PRAGMAS, "Cannot set up the database", error);
}

/**
 * sentinel_database_open:
 * @path: the file; it, and its folder, are made where missing (0600, 0700)
 * @mode: what the connection is for
 *
 * Opens a connection and brings the schema up to date. A file that cannot be written opens too, if
 * its schema is current; writes on it then fail with %SENTINEL_ERROR_READ_ONLY. Blocks; any thread,
 * which from then on is the only one to use the connection.
 *
 * Returns: (transfer full) (nullable): the connection; NULL with %SENTINEL_ERROR_FOREIGN (not ours,
 * or no plain file), %SENTINEL_ERROR_NEWER, %SENTINEL_ERROR_CORRUPT, %SENTINEL_ERROR_READ_ONLY,
 * %SENTINEL_ERROR_FULL, %SENTINEL_ERROR_BUSY or %SENTINEL_ERROR_IO
 */
SentinelDatabase *
sentinel_database_open (const char *path, SentinelDatabaseMode mode, GError **error)
{
  g_autoptr (SentinelDatabase) self = NULL;
  g_autofree char *real_path = sentinel_file_ensure (path, error);
  Identity identity;
  gboolean is_ready;

  if (real_path == NULL)
    return NULL;
  install_log_once ();
  self = g_new0 (SentinelDatabase, 1);
  self->path = g_steal_pointer (&real_path);
  self->statements = sentinel_statement_new_cache ();
  if (!open_and_identify (self, &identity, error))
    return NULL;
  is_ready = mode == SENTINEL_DATABASE_WRITER ? prepare_writer (self, &identity, error)
                                              : prepare_reader (self, &identity, error);
  return is_ready ? g_steal_pointer (&self) : NULL;
}

/**
 * sentinel_database_close:
 * @self: (nullable) (transfer full): a connection
 *
 * Rolls back what is open. The last connection of all processes merges the log into the file.
 */
void
sentinel_database_close (SentinelDatabase *self)
{
  if (self == NULL)
    return;
  close_handle (self);
  g_hash_table_unref (self->statements);
  g_free (self->path);
  g_free (self);
}

/**
 * sentinel_database_interrupt:
 * @self: a connection; the caller knows that it is not being closed
 *
 * Ends what runs on the connection with %G_IO_ERROR_CANCELLED, and all that follows until the owner
 * begins anew. Any thread.
 */
void
sentinel_database_interrupt (SentinelDatabase *self)
{
  g_atomic_int_set (&self->interrupted, 1);
  sqlite3_interrupt (self->handle);
}

/**
 * sentinel_database_clear_interrupt:
 * @self: a connection
 *
 * Forgets an interrupt, before the next request.
 */
void
sentinel_database_clear_interrupt (SentinelDatabase *self)
{
  g_atomic_int_set (&self->interrupted, 0);
}

/**
 * sentinel_database_exec:
 * @self: a connection
 * @sql: statements whose rows are of no interest
 * @what: the beginning of the error message, "Cannot …"
 *
 * Returns: FALSE with an error of the database
 */
gboolean
sentinel_database_exec (SentinelDatabase *self, const char *sql, const char *what, GError **error)
{
  if (sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  sentinel_database_set_error (self, error, what);
  return FALSE;
}

/**
 * sentinel_database_is_read_only:
 * @self: a connection
 *
 * Returns: whether the file could only be opened for reading
 */
gboolean
sentinel_database_is_read_only (SentinelDatabase *self)
{
  return sqlite3_db_readonly (self->handle, "main") == 1;
}

/**
 * sentinel_database_is_in_transaction:
 * @self: a connection
 *
 * Returns: whether a transaction is open; SQLite ends one by itself after some errors
 */
gboolean
sentinel_database_is_in_transaction (SentinelDatabase *self)
{
  return sqlite3_get_autocommit (self->handle) == 0;
}

/**
 * sentinel_database_get_handle:
 * @db: a connection
 *
 * Returns: (transfer none): SQLite's own
 */
sqlite3 *
sentinel_database_get_handle (SentinelDatabase *db)
{
  return db->handle;
}

/**
 * sentinel_database_get_last_insert_id:
 * @db: a connection
 *
 * Returns: the rowid of the last INSERT
 */
gint64
sentinel_database_get_last_insert_id (SentinelDatabase *db)
{
  return sqlite3_last_insert_rowid (db->handle);
}

typedef struct {
  int result; /* primary code of SQLite */
  SentinelError code;
  const char *advice;
} ErrorMeaning;

static const ErrorMeaning meanings[] = {
  { SQLITE_READONLY, SENTINEL_ERROR_READ_ONLY, "Make the file and its folder writable" },
  { SQLITE_PERM, SENTINEL_ERROR_READ_ONLY, "Make the file and its folder writable" },
  { SQLITE_FULL, SENTINEL_ERROR_FULL, "Free some space on its disk" },
  { SQLITE_CORRUPT,
    SENTINEL_ERROR_CORRUPT,
    "Keep a copy of it, then restore a backup or name another file" },
  { SQLITE_NOTADB,
    SENTINEL_ERROR_CORRUPT,
    "Keep a copy of it, then restore a backup or name another file" },
  { SQLITE_BUSY,
    SENTINEL_ERROR_BUSY,
    "Another process keeps it locked; try again, or end that process" },
  { SQLITE_LOCKED,
    SENTINEL_ERROR_BUSY,
    "Another process keeps it locked; try again, or end that process" },
  { SQLITE_IOERR, SENTINEL_ERROR_IO, "Check the disk" },
  { SQLITE_PROTOCOL, SENTINEL_ERROR_IO, "Keep it on a local disk" },
  { SQLITE_CANTOPEN,
    SENTINEL_ERROR_IO,
    "Check that its folder exists and may be read and written" },
  { SQLITE_CONSTRAINT, SENTINEL_ERROR_CONFLICT, "Nothing was changed" },
  { SQLITE_TOOBIG, SENTINEL_ERROR_INVALID, "Shorten the text" },
};

static const ErrorMeaning *
find_meaning (int result)
{
  static const ErrorMeaning unknown = { SQLITE_ERROR,
                                        SENTINEL_ERROR_FAILED,
                                        "Nothing was changed" };

  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (meanings[i].result == (result & 0xff))
      return &meanings[i];
  return &unknown;
}

/**
 * sentinel_database_set_error:
 * @db: a connection whose last call failed
 * @what: what was tried, "Cannot …"
 *
 * Sets @error from SQLite's: %G_IO_ERROR_CANCELLED for an interrupt, else a #SentinelError.
 */
void
sentinel_database_set_error (SentinelDatabase *db, GError **error, const char *what)
{
  int result = sqlite3_extended_errcode (db->handle);
  int system_error = sqlite3_system_errno (db->handle);
  const ErrorMeaning *meaning = find_meaning (result);
  gboolean has_cause = system_error != 0 && meaning->code == SENTINEL_ERROR_IO;

  if ((result & 0xff) == SQLITE_INTERRUPT) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The request was cancelled");
    return;
  }
  /* SQLite takes a disk without room for the log's shared index for a broken one. */
  if (has_cause && (system_error == ENOSPC || system_error == EDQUOT))
    meaning = find_meaning (SQLITE_FULL);
  g_set_error (error,
               SENTINEL_ERROR,
               meaning->code,
               "%s: %s%s%s (%s). %s",
               what,
               sqlite3_errmsg (db->handle),
               has_cause ? ", " : "",
               has_cause ? g_strerror (system_error) : "",
               db->path,
               meaning->advice);
}
