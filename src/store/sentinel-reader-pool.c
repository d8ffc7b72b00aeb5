/* SPDX-License-Identifier: MIT */
/* A cancelled request is interrupted only while it runs: a mutex stands between the thread that
 * cancels and the connection. */
#include "sentinel-reader-pool.h"
#include "sentinel-database-private.h"
#include "sentinel-error.h"
#include "sentinel-job-queue.h"

#define N_READERS 2

typedef struct {
  SentinelReaderPool *pool;
  GThread *thread; /* NULL: not needed yet */
  SentinelDatabase *db; /* reader thread; NULL: to be opened */
  GMutex mutex;
  SentinelDatabase *running; /* mutex; NULL: no request runs */
} Reader;

struct _SentinelReaderPool {
  char *path;
  SentinelWriter *writer;
  SentinelJobQueue *queue;
  GMutex mutex;
  Reader readers[N_READERS];
  guint n_readers; /* mutex: those that were started */
};

/**
 * sentinel_reader_pool_new:
 * @database_path: the database
 * @writer: reads begin after its first attempt to open it; outlives the pool
 *
 * Returns: (transfer full): without threads yet
 */
SentinelReaderPool *
sentinel_reader_pool_new (const char *database_path, SentinelWriter *writer)
{
  SentinelReaderPool *self = g_new0 (SentinelReaderPool, 1);

  self->path = g_strdup (database_path);
  self->writer = writer;
  self->queue = sentinel_job_queue_new ();
  g_mutex_init (&self->mutex);
  for (guint i = 0; i < N_READERS; i++) {
    self->readers[i].pool = self;
    g_mutex_init (&self->readers[i].mutex);
  }
  return self;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  Reader *self = data;

  g_mutex_lock (&self->mutex);
  if (self->running != NULL)
    sentinel_database_interrupt (self->running);
  g_mutex_unlock (&self->mutex);
}

static void
set_running (Reader *self, SentinelDatabase *db)
{
  g_mutex_lock (&self->mutex);
  self->running = db;
  g_mutex_unlock (&self->mutex);
}

static void
run_in_snapshot (SentinelDatabase *db, SentinelJob *job)
{
  const char *what = "Cannot read the database";

  if (!sentinel_database_exec (db, "BEGIN", what, &job->error))
    return;
  job->result = job->read (db, job->data, &job->error);
  /* It wrote nothing: to end it cannot fail in a way that matters to the answer. */
  if (sentinel_database_is_in_transaction (db))
    sqlite3_exec (db->handle, "COMMIT", NULL, NULL, NULL);
}

static void
run_interruptible (Reader *self, SentinelJob *job)
{
  GCancellable *cancellable = job->task != NULL ? g_task_get_cancellable (job->task) : NULL;
  gulong handler = 0;

  set_running (self, self->db);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  run_in_snapshot (self->db, job);
  g_cancellable_disconnect (cancellable, handler);
  set_running (self, NULL);
  sentinel_database_clear_interrupt (self->db);
}

static gboolean
ensure_open (Reader *self, GError **error)
{
  if (self->db != NULL)
    return TRUE;
  sentinel_writer_wait_tried (self->pool->writer);
  self->db = sentinel_database_open (self->pool->path, SENTINEL_DATABASE_READER, error);
  return self->db != NULL;
}

static void
run_job (Reader *self, SentinelJob *job)
{
  if (sentinel_job_is_cancelled (job) || !ensure_open (self, &job->error))
    return;
  run_interruptible (self, job);
  /* What went wrong may pass with a new connection. */
  if (job->error != NULL && sentinel_error_is_storage (job->error))
    g_clear_pointer (&self->db, sentinel_database_close);
}

static gpointer
reader_thread (gpointer data)
{
  Reader *self = data;
  SentinelJob *job;

  while ((job = sentinel_job_queue_pop (self->pool->queue)) != NULL) {
    run_job (self, job);
    sentinel_job_answer (job);
  }
  g_clear_pointer (&self->db, sentinel_database_close);
  return NULL;
}

/**
 * sentinel_reader_pool_stop:
 * @self: a pool
 *
 * Runs and answers what is queued, and ends the threads. Blocks. What is pushed later is refused.
 */
void
sentinel_reader_pool_stop (SentinelReaderPool *self)
{
  guint n_readers;

  sentinel_job_queue_close (self->queue);
  g_mutex_lock (&self->mutex);
  n_readers = self->n_readers;
  self->n_readers = 0;
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; i < n_readers; i++)
    g_thread_join (self->readers[i].thread);
}

/**
 * sentinel_reader_pool_free:
 * @self: (nullable) (transfer full): a pool
 */
void
sentinel_reader_pool_free (SentinelReaderPool *self)
{
  if (self == NULL)
    return;
  sentinel_reader_pool_stop (self);
  sentinel_job_queue_free (self->queue);
  for (guint i = 0; i < N_READERS; i++)
    g_mutex_clear (&self->readers[i].mutex);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  g_free (self);
}

/* Both under one mutex, so that no job is left to threads that have been joined. */
static gboolean
push (SentinelReaderPool *self, SentinelJob *job)
{
  gboolean is_taken;

  g_mutex_lock (&self->mutex);
  is_taken = sentinel_job_queue_push (self->queue, job);
  if (is_taken && self->n_readers < N_READERS && sentinel_job_queue_is_crowded (self->queue)) {
    Reader *reader = &self->readers[self->n_readers++];

    reader->thread = g_thread_new ("reader", reader_thread, reader);
  }
  g_mutex_unlock (&self->mutex);
  return is_taken;
}

/**
 * sentinel_reader_pool_push:
 * @self: a pool
 * @job: (transfer full): with a read function
 */
void
sentinel_reader_pool_push (SentinelReaderPool *self, SentinelJob *job)
{
  if (push (self, job))
    return;
  job->error = g_error_new (SENTINEL_ERROR,
                            SENTINEL_ERROR_FAILED,
                            "Cannot read %s: it is closed",
                            self->path);
  sentinel_job_answer (job);
}
