/* SPDX-License-Identifier: MIT */
/* SQLite's own automatic checkpoint is off, because it was measured to report a failed flush to
 * nobody. Here each result is looked at. */
#include "sentinel-checkpointer.h"
#include "sentinel-database-private.h"
#include "sentinel-statement.h"

struct _SentinelCheckpointer {
  char *path;
  SentinelNews *news;
  SentinelDatabase *db; /* checkpointer thread; NULL: to be opened */
  GThread *thread; /* mutex; NULL: not needed yet */
  GMutex mutex;
  GCond cond;
  gboolean is_wanted; /* mutex */
  gboolean is_ending; /* mutex */
};

/**
 * sentinel_checkpointer_new:
 * @database_path: the database
 * @news: gets a trouble when merging fails, and its end when it works again; outlives the
 * checkpointer
 *
 * Returns: (transfer full): without a thread yet
 */
SentinelCheckpointer *
sentinel_checkpointer_new (const char *database_path, SentinelNews *news)
{
  SentinelCheckpointer *self = g_new0 (SentinelCheckpointer, 1);

  self->path = g_strdup (database_path);
  self->news = news;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  return self;
}

/* That somebody else is merging, or reading an old part of the log, is no failure: the rest is
 * merged next time. */
static gboolean
checkpoint (SentinelDatabase *db, int mode, GError **error)
{
  int code = sqlite3_wal_checkpoint_v2 (db->handle, "main", mode, NULL, NULL);

  if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY)
    return TRUE;
  sentinel_database_set_error (db, error, "Cannot merge the log into the database");
  return FALSE;
}

static gboolean
open_and_checkpoint (SentinelCheckpointer *self, GError **error)
{
  if (self->db == NULL)
    self->db = sentinel_database_open (self->path, SENTINEL_DATABASE_WRITER, error);
  return self->db != NULL && checkpoint (self->db, SQLITE_CHECKPOINT_PASSIVE, error);
}

static void
run_once (SentinelCheckpointer *self)
{
  g_autoptr (GError) error = NULL;

  /* After a failed flush nothing that the connection believes about the file is safe: begin anew.
   */
  if (!open_and_checkpoint (self, &error))
    g_clear_pointer (&self->db, sentinel_database_close);
  sentinel_news_set_trouble (self->news, SENTINEL_TROUBLE_MERGING, error);
}

/* FALSE: end. */
static gboolean
wait_until_wanted (SentinelCheckpointer *self)
{
  gboolean goes_on;

  g_mutex_lock (&self->mutex);
  while (!self->is_wanted && !self->is_ending)
    g_cond_wait (&self->cond, &self->mutex);
  self->is_wanted = FALSE;
  goes_on = !self->is_ending;
  g_mutex_unlock (&self->mutex);
  return goes_on;
}

static gpointer
checkpointer_thread (gpointer data)
{
  SentinelCheckpointer *self = data;

  while (wait_until_wanted (self))
    run_once (self);
  g_clear_pointer (&self->db, sentinel_database_close);
  return NULL;
}

/**
 * sentinel_checkpointer_free:
 * @self: (nullable) (transfer full): a checkpointer
 *
 * Waits for the checkpoint that runs.
 */
void
sentinel_checkpointer_free (SentinelCheckpointer *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->is_ending = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  g_free (self->path);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

/**
 * sentinel_checkpointer_wake:
 * @self: a checkpointer
 *
 * Asks for a checkpoint, soon.
 */
void
sentinel_checkpointer_wake (SentinelCheckpointer *self)
{
  g_mutex_lock (&self->mutex);
  self->is_wanted = TRUE;
  if (self->thread == NULL)
    self->thread = g_thread_new ("checkpointer", checkpointer_thread, self);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * sentinel_checkpoint_truncate:
 * @db: a connection that may write, outside of a transaction
 *
 * Merges everything and empties the log; while other processes use it, as much as they leave. Does
 * not wait for them.
 *
 * Returns: FALSE with an error of the database
 */
gboolean
sentinel_checkpoint_truncate (SentinelDatabase *db, GError **error)
{
  sqlite3_busy_timeout (db->handle, 0);
  return checkpoint (db, SQLITE_CHECKPOINT_TRUNCATE, error);
}
