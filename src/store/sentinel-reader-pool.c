/* SPDX-License-Identifier: MIT */
/* A cancelled request is interrupted only while it runs: the handler is connected around it, and
 * disconnecting waits for the handler. */
#include "sentinel-reader-pool.h"
#include "sentinel-database-private.h"
#include "sentinel-error.h"

#define N_READERS 2

struct _SentinelReaderPool {
  char *path;
  SentinelWriter *writer;
  GAsyncQueue *queue; /* of SentinelJob, or the end mark */
  GMutex mutex;
  GThread *threads[N_READERS]; /* mutex */
  guint n_threads; /* mutex */
  gboolean is_stopped; /* mutex */
};

static char end_mark;

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
  self->queue = g_async_queue_new ();
  g_mutex_init (&self->mutex);
  return self;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  sentinel_database_interrupt (data);
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
run_interruptible (SentinelDatabase *db, SentinelJob *job)
{
  GCancellable *cancellable = job->task != NULL ? g_task_get_cancellable (job->task) : NULL;
  gulong handler = 0;

  sentinel_database_clear_interrupt (db);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), db, NULL);
  run_in_snapshot (db, job);
  g_cancellable_disconnect (cancellable, handler);
  sentinel_database_clear_interrupt (db);
}

static void
run_job (SentinelReaderPool *self, SentinelDatabase **db, SentinelJob *job)
{
  if (sentinel_job_is_cancelled (job))
    return;
  if (*db == NULL) {
    sentinel_writer_wait_tried (self->writer);
    *db = sentinel_database_open (self->path, SENTINEL_DATABASE_READER, &job->error);
  }
  if (*db == NULL)
    return;
  run_interruptible (*db, job);
  /* What went wrong may pass with a new connection. */
  if (job->error != NULL && sentinel_error_is_storage (job->error))
    g_clear_pointer (db, sentinel_database_close);
}

static gpointer
reader_thread (gpointer data)
{
  SentinelReaderPool *self = data;
  g_autoptr (SentinelDatabase) db = NULL;
  gpointer item;

  while ((item = g_async_queue_pop (self->queue)) != &end_mark) {
    run_job (self, &db, item);
    sentinel_job_answer (item);
  }
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
  guint n_threads;

  g_mutex_lock (&self->mutex);
  self->is_stopped = TRUE;
  n_threads = self->n_threads;
  self->n_threads = 0;
  for (guint i = 0; i < n_threads; i++)
    g_async_queue_push (self->queue, &end_mark);
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (self->threads[i]);
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
  g_async_queue_unref (self->queue);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  g_free (self);
}

/* With the mutex held. The length counts waiting threads as minus one each: above zero, nobody is
 * free. */
static void
ensure_thread (SentinelReaderPool *self)
{
  if (self->n_threads == N_READERS || g_async_queue_length (self->queue) <= 0)
    return;
  self->threads[self->n_threads] = g_thread_new ("reader", reader_thread, self);
  self->n_threads++;
}

/**
 * sentinel_reader_pool_push:
 * @self: a pool
 * @job: (transfer full): with a read function
 */
void
sentinel_reader_pool_push (SentinelReaderPool *self, SentinelJob *job)
{
  gboolean is_taken;

  g_mutex_lock (&self->mutex);
  is_taken = !self->is_stopped;
  if (is_taken) {
    g_async_queue_push (self->queue, job);
    ensure_thread (self);
  }
  g_mutex_unlock (&self->mutex);
  if (is_taken)
    return;
  job->error = g_error_new (SENTINEL_ERROR,
                            SENTINEL_ERROR_FAILED,
                            "Cannot read %s: it is closed",
                            self->path);
  sentinel_job_answer (job);
}
