/* SPDX-License-Identifier: MIT */
/* One transaction holds what was waiting: each function runs behind a savepoint, so that one that
 * fails undoes only itself. The first function needs none, because there is nothing yet to protect:
 * if it fails, the transaction is rolled back. */
#include "sentinel-transaction.h"
#include "sentinel-database-private.h"
#include "sentinel-error.h"
#include "sentinel-statement.h"
#include "sentinel-transaction-private.h"
#include <string.h>

#define MAX_KNOWN_NAMES 10000

typedef struct {
  SentinelNoun noun;
  gint64 first_id, last_id;
} Touched;

/* numbers that are never used twice; stored in meta */
typedef struct {
  gint64 event_id;
  gint64 batch;
} Counters;

struct _SentinelTransaction {
  SentinelDatabase *db;
  gint64 now_us;
  Counters counters, stored;
  guint n_done; /* functions whose work is in the open transaction */
  GArray *touched; /* of Touched */
  guint newest[SENTINEL_N_NOUNS]; /* index + 1 of the running function's last range; 0: none */
  GHashTable *categories, *sources; /* name → id, of rows that are or will be committed */
};

/**
 * sentinel_transaction_new:
 * @db: a connection that may write; outlives the transaction
 *
 * Returns: (transfer full): a transaction that is not open
 */
SentinelTransaction *
sentinel_transaction_new (SentinelDatabase *db)
{
  SentinelTransaction *self = g_new0 (SentinelTransaction, 1);

  self->db = db;
  self->touched = g_array_new (FALSE, FALSE, sizeof (Touched));
  self->categories = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * sentinel_transaction_free:
 * @self: (nullable) (transfer full): a transaction; an open one is rolled back with its connection
 */
void
sentinel_transaction_free (SentinelTransaction *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->touched);
  g_hash_table_unref (self->categories);
  g_hash_table_unref (self->sources);
  g_free (self);
}

/* Names learned inside may stand for rows that are gone now. Undoing is rare: all are learned
 * again. */
static void
forget_names (SentinelTransaction *self)
{
  g_hash_table_remove_all (self->categories);
  g_hash_table_remove_all (self->sources);
}

static gboolean
run_plain (SentinelTransaction *self, const char *sql, GError **error)
{
  return sentinel_statement_run_bound (self->db, error, sql, "");
}

static gboolean
read_counters (SentinelTransaction *self, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (self->db,
                              "SELECT (SELECT value FROM meta WHERE key = 'event_id'),"
                              " (SELECT value FROM meta WHERE key = 'batch')",
                              error);
  gboolean has_row;

  if (statement == NULL || !sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  self->stored.event_id = sentinel_statement_get_int (statement, 0);
  self->stored.batch = sentinel_statement_get_int (statement, 1);
  self->counters = self->stored;
  return TRUE;
}

/**
 * sentinel_transaction_begin:
 * @self: a transaction that is not open
 * @now_us: wall clock, microseconds UTC
 *
 * Takes the write lock, so that everything read inside is what the commit builds on.
 *
 * Returns: FALSE with an error of the database; it is not open then
 */
gboolean
sentinel_transaction_begin (SentinelTransaction *self, gint64 now_us, GError **error)
{
  self->now_us = now_us;
  self->n_done = 0;
  g_array_set_size (self->touched, 0);
  if (g_hash_table_size (self->sources) + g_hash_table_size (self->categories) > MAX_KNOWN_NAMES)
    forget_names (self);
  if (sentinel_database_is_read_only (self->db)) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_READ_ONLY,
                 "The database %s cannot be written. Make the file and its folder writable",
                 self->db->path);
    return FALSE;
  }
  if (!run_plain (self, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (read_counters (self, error))
    return TRUE;
  sentinel_transaction_rollback (self);
  return FALSE;
}

static gboolean
call (SentinelWriteFunc func, SentinelTransaction *self, gpointer data, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (func (self, data, &local_error))
    return TRUE;
  if (local_error == NULL)
    g_set_error_literal (&local_error,
                         SENTINEL_ERROR,
                         SENTINEL_ERROR_FAILED,
                         "The change was refused without a reason. Nothing was changed");
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Where going back to the savepoint fails, the transaction is of no use any more. */
static void
undo_function (SentinelTransaction *self, const Counters *counters, guint n_touched)
{
  self->counters = *counters;
  g_array_set_size (self->touched, n_touched);
  forget_names (self);
  if (self->n_done == 0 || !sentinel_database_is_in_transaction (self->db)
      || !run_plain (self, "ROLLBACK TO job", NULL) || !run_plain (self, "RELEASE job", NULL))
    sentinel_transaction_rollback (self);
}

/**
 * sentinel_transaction_run:
 * @self: an open transaction
 * @func: what to do in it
 * @data: for @func
 *
 * Returns: FALSE with the error of @func or of the database: what it wrote is undone, its event ids
 * are given back
 */
gboolean
sentinel_transaction_run (SentinelTransaction *self,
                          SentinelWriteFunc func,
                          gpointer data,
                          GError **error)
{
  Counters counters = self->counters;
  guint n_touched = self->touched->len;
  gboolean has_savepoint = self->n_done > 0;

  memset (self->newest, 0, sizeof self->newest);
  if (has_savepoint && !run_plain (self, "SAVEPOINT job", error)) {
    sentinel_transaction_rollback (self);
    return FALSE;
  }
  if (call (func, self, data, error)
      && (!has_savepoint || run_plain (self, "RELEASE job", error))) {
    self->n_done++;
    return TRUE;
  }
  undo_function (self, &counters, n_touched);
  return FALSE;
}

/**
 * sentinel_transaction_is_open:
 * @self: a transaction
 *
 * Returns: whether it can be committed
 */
gboolean
sentinel_transaction_is_open (SentinelTransaction *self)
{
  return sentinel_database_is_in_transaction (self->db);
}

/**
 * sentinel_transaction_collect:
 * @self: an open transaction
 * @changes: (inout): gets what the functions touched
 */
void
sentinel_transaction_collect (SentinelTransaction *self, SentinelChanges *changes)
{
  for (guint i = 0; i < self->touched->len; i++) {
    const Touched *touched = &g_array_index (self->touched, Touched, i);

    sentinel_changes_add (changes, touched->noun, touched->first_id, touched->last_id);
  }
}

static gboolean
store_counter (SentinelTransaction *self,
               const char *key,
               gint64 value,
               gint64 stored,
               GError **error)
{
  return value == stored
         || sentinel_statement_run_bound (self->db,
                                          error,
                                          "UPDATE meta SET value = ? WHERE key = ?",
                                          "is",
                                          value,
                                          key);
}

/**
 * sentinel_transaction_commit:
 * @self: an open transaction
 *
 * Returns: TRUE when it is durable; FALSE with an error of the database: it is rolled back
 */
gboolean
sentinel_transaction_commit (SentinelTransaction *self, GError **error)
{
  if (store_counter (self, "event_id", self->counters.event_id, self->stored.event_id, error)
      && store_counter (self, "batch", self->counters.batch, self->stored.batch, error)
      && run_plain (self, "COMMIT", error))
    return TRUE;
  sentinel_transaction_rollback (self);
  return FALSE;
}

/**
 * sentinel_transaction_rollback:
 * @self: a transaction
 *
 * Undoes everything. SQLite has done so itself after some errors; that is fine.
 */
void
sentinel_transaction_rollback (SentinelTransaction *self)
{
  forget_names (self);
  self->n_done = 0;
  g_array_set_size (self->touched, 0);
  if (sentinel_database_is_in_transaction (self->db))
    sqlite3_exec (self->db->handle, "ROLLBACK", NULL, NULL, NULL);
}

/**
 * sentinel_transaction_get_database:
 * @self: the open transaction
 *
 * Returns: (transfer none): its connection; reading sees what was written in it
 */
SentinelDatabase *
sentinel_transaction_get_database (SentinelTransaction *self)
{
  return self->db;
}

/**
 * sentinel_transaction_get_now_us:
 * @self: the open transaction
 *
 * Returns: wall clock at its begin, microseconds UTC; the same for all that share it
 */
gint64
sentinel_transaction_get_now_us (SentinelTransaction *self)
{
  return self->now_us;
}

/**
 * sentinel_transaction_new_batch:
 * @self: the open transaction
 *
 * Returns: a number > 0 that no other act has
 */
gint64
sentinel_transaction_new_batch (SentinelTransaction *self)
{
  return ++self->counters.batch;
}

/**
 * sentinel_transaction_touch:
 * @self: the open transaction
 * @noun: what kind of thing was written
 * @id: its id
 *
 * Everybody is told after the commit. Ids that follow each other cost nothing.
 */
void
sentinel_transaction_touch (SentinelTransaction *self, SentinelNoun noun, gint64 id)
{
  guint newest = self->newest[noun];
  Touched touched = { noun, id, id };

  if (newest > 0) {
    Touched *last = &g_array_index (self->touched, Touched, newest - 1);

    if (id >= last->first_id && id <= last->last_id + 1) {
      last->last_id = MAX (last->last_id, id);
      return;
    }
  }
  g_array_append_val (self->touched, touched);
  self->newest[noun] = self->touched->len;
}

/**
 * sentinel_transaction_take_event_id:
 * @self: the open transaction
 *
 * Returns: the next event id: they are dense, because a function that fails gives its ids back; 0
 * with %SENTINEL_ERROR_CORRUPT when there are none left
 */
gint64
sentinel_transaction_take_event_id (SentinelTransaction *self, GError **error)
{
  if (self->counters.event_id >= 0 && self->counters.event_id < G_MAXINT64)
    return ++self->counters.event_id;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_CORRUPT,
               "The number of the newest event in %s is damaged (%" G_GINT64_FORMAT
               "). Restore a backup",
               self->db->path,
               self->counters.event_id);
  return 0;
}

typedef struct {
  const char *find;
  const char *insert;
} NameTable;

static const NameTable category_table = {
  "SELECT id FROM category WHERE name = ?",
  "INSERT INTO category (name) VALUES (?)",
};
static const NameTable source_table = {
  "SELECT id FROM source WHERE name = ?",
  "INSERT INTO source (name) VALUES (?)",
};

static gboolean
find_name (SentinelDatabase *db,
           const NameTable *table,
           const char *name,
           gint64 *id,
           GError **error)
{
  g_autoptr (SentinelStatement) statement = sentinel_statement_get (db, table->find, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "s", name);
  if (!sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  *id = has_row ? sentinel_statement_get_int (statement, 0) : 0;
  return TRUE;
}

static gint64
ensure_name (SentinelTransaction *self,
             const NameTable *table,
             GHashTable *known,
             const char *name,
             GError **error)
{
  const gint64 *known_id = g_hash_table_lookup (known, name);
  gint64 id;

  if (known_id != NULL)
    return *known_id;
  if (!find_name (self->db, table, name, &id, error))
    return 0;
  if (id == 0) {
    if (!sentinel_statement_run_bound (self->db, error, table->insert, "s", name))
      return 0;
    id = sentinel_database_get_last_insert_id (self->db);
  }
  g_hash_table_insert (known, g_strdup (name), g_memdup2 (&id, sizeof id));
  return id;
}

/**
 * sentinel_transaction_ensure_category:
 * @self: the open transaction
 * @name: of a category
 *
 * Returns: its id, of a new row if there was none; 0 with an error of the database
 */
gint64
sentinel_transaction_ensure_category (SentinelTransaction *self, const char *name, GError **error)
{
  return ensure_name (self, &category_table, self->categories, name, error);
}

/**
 * sentinel_transaction_ensure_source:
 * @self: the open transaction
 * @name: of a source, the original's ticker
 *
 * Returns: its id, of a new row if there was none; 0 with an error of the database
 */
gint64
sentinel_transaction_ensure_source (SentinelTransaction *self, const char *name, GError **error)
{
  return ensure_name (self, &source_table, self->sources, name, error);
}
