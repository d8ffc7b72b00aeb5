/* SPDX-License-Identifier: MIT */
/* Group commit: the jobs that are waiting, 1,000 or 20 ms of them, share one BEGIN IMMEDIATE …
 * COMMIT and so one flush of the disk. A job that fails undoes only itself; a commit that fails is
 * everybody's error. Then, in this order: others are poked, the news go to the main context, the
 * answers go home, so that who waited for a commit finds the signals on their way. */
#include "sentinel-writer.h"
#include "sentinel-change-feed.h"
#include "sentinel-checkpointer.h"
#include "sentinel-database-private.h"
#include "sentinel-error.h"
#include "sentinel-job-queue.h"
#include "sentinel-transaction-private.h"

#define MAX_JOBS 1000
#define MAX_WORK_US 20000
#define PAGES_TO_MERGE 1024 /* 4 MiB */
#define PAGES_TO_MERGE_IDLE 64 /* 256 KiB */

struct _SentinelWriter {
  char *path;
  SentinelClock *clock;
  SentinelNews *news;
  SentinelChangeFile *file;
  GThread *thread;
  SentinelJobQueue *queue;
  int is_look_queued; /* atomic */

  GMutex mutex;
  GCond cond;
  gboolean was_tried; /* mutex */

  /* writer thread: */
  SentinelDatabase *db; /* NULL: to be opened */
  SentinelTransaction *transaction;
  SentinelChangeFeed *feed;
  SentinelCheckpointer *checkpointer;
  int log_pages; /* as of the last commit */
  int merged_pages; /* of those, when a checkpoint was last asked for */
  gint64 committed_at_us; /* on the boot clock */
  GError *refusal; /* why the current group cannot begin; NULL: it can */
  gboolean is_idle_awaited; /* a merge was asked for, for when it is idle */
};

static void
drop_connection (SentinelWriter *self)
{
  g_clear_pointer (&self->transaction, sentinel_transaction_free);
  g_clear_pointer (&self->db, sentinel_database_close);
}

/* After these the connection is not to be trusted, or was opened in a state that may pass. */
static gboolean
needs_new_connection (const GError *error)
{
  return g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_IO)
         || g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_CORRUPT)
         || g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_READ_ONLY);
}

static void
report_writing (SentinelWriter *self, const GError *error)
{
  sentinel_news_set_trouble (self->news, SENTINEL_TROUBLE_WRITING, error);
  if (error != NULL && needs_new_connection (error))
    drop_connection (self);
}

static int
committed_cb (void *data, sqlite3 *handle, const char *name, int n_pages)
{
  SentinelWriter *self = data;

  self->log_pages = n_pages;
  return SQLITE_OK;
}

/* The file is watched before the feed is read, so that nothing falls between the two. */
static gboolean
open_database (SentinelWriter *self, GError **error)
{
  g_auto (SentinelChanges) changes = { 0 };
  g_autoptr (GError) watch_error = NULL;
  g_autoptr (SentinelDatabase) db =
      sentinel_database_open (self->path, SENTINEL_DATABASE_WRITER, error);

  if (db == NULL)
    return FALSE;
  sentinel_change_file_watch (self->file, &watch_error);
  sentinel_news_set_trouble (self->news, SENTINEL_TROUBLE_WATCHING, watch_error);
  if (!sentinel_change_feed_attach (self->feed, db, !self->was_tried, &changes, error))
    return FALSE;
  sqlite3_wal_hook (db->handle, committed_cb, self);
  self->log_pages = 0;
  self->merged_pages = 0;
  self->db = g_steal_pointer (&db);
  self->transaction = sentinel_transaction_new (self->db);
  sentinel_news_add_changes (self->news, &changes);
  return TRUE;
}

static gboolean
ensure_open (SentinelWriter *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (self->db != NULL)
    return TRUE;
  if (open_database (self, &local_error))
    return TRUE;
  report_writing (self, local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
open_first (SentinelWriter *self)
{
  if (ensure_open (self, NULL))
    sentinel_news_set_trouble (self->news, SENTINEL_TROUBLE_WRITING, NULL);
  g_mutex_lock (&self->mutex);
  self->was_tried = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static gboolean
try_begin (SentinelWriter *self, SentinelChanges *foreign, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!ensure_open (self, error))
    return FALSE;
  if (sentinel_transaction_is_open (self->transaction))
    return TRUE;
  if (sentinel_transaction_begin (self->transaction,
                                  sentinel_clock_get_realtime_us (self->clock),
                                  &local_error)) {
    if (sentinel_change_feed_catch_up (self->feed, self->db, foreign, &local_error))
      return TRUE;
    sentinel_transaction_rollback (self->transaction);
  }
  report_writing (self, local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Trying can take seconds, when another process holds the lock: what waits meanwhile shares the
 * outcome instead of waiting as long again, one after the other. */
static gboolean
begin (SentinelWriter *self, SentinelChanges *foreign, GError **error)
{
  if (self->refusal == NULL && try_begin (self, foreign, &self->refusal))
    return TRUE;
  g_propagate_error (error, g_error_copy (self->refusal));
  return FALSE;
}

/* Those whose work went down with the transaction. */
static void
fail_jobs (GPtrArray *jobs, const GError *error)
{
  for (guint i = 0; i < jobs->len; i++) {
    SentinelJob *job = g_ptr_array_index (jobs, i);

    if (job->error == NULL)
      job->error = g_error_copy (error);
  }
}

static void
run_job (SentinelWriter *self, SentinelJob *job, GPtrArray *group, SentinelChanges *foreign)
{
  if (!sentinel_job_is_cancelled (job) && begin (self, foreign, &job->error)
      && !sentinel_transaction_run (self->transaction, job->write, job->data, &job->error)) {
    if (!sentinel_transaction_is_open (self->transaction) || needs_new_connection (job->error))
      fail_jobs (group, job->error);
    if (sentinel_error_is_storage (job->error))
      report_writing (self, job->error);
  }
  g_ptr_array_add (group, job);
}

static void
look (SentinelWriter *self, SentinelChanges *foreign)
{
  g_autoptr (GError) error = NULL;

  g_atomic_int_set (&self->is_look_queued, 0);
  if (!ensure_open (self, NULL) || sentinel_transaction_is_open (self->transaction))
    return;
  sentinel_change_file_watch (self->file, &error);
  sentinel_news_set_trouble (self->news, SENTINEL_TROUBLE_WATCHING, error);
  g_clear_error (&error);
  if (!sentinel_change_feed_look (self->feed, self->db, foreign, &error))
    report_writing (self, error);
}

static int
count_unmerged_pages (SentinelWriter *self)
{
  /* The log starts over when all of it was merged and nobody reads it any more. */
  if (self->log_pages < self->merged_pages)
    self->merged_pages = 0;
  return self->log_pages - self->merged_pages;
}

static void
merge (SentinelWriter *self)
{
  self->merged_pages = self->log_pages;
  sentinel_checkpointer_wake (self->checkpointer);
}

static void
await_idle (SentinelWriter *self)
{
  if (self->is_idle_awaited || count_unmerged_pages (self) < PAGES_TO_MERGE_IDLE)
    return;
  self->is_idle_awaited = TRUE;
  sentinel_news_ask_for_idle (self->news);
}

static void
merge_if_idle (SentinelWriter *self)
{
  gint64 idle_us = sentinel_clock_get_boottime_us (self->clock) - self->committed_at_us;

  self->is_idle_awaited = FALSE;
  if (idle_us < SENTINEL_WRITER_IDLE_US)
    await_idle (self);
  else if (count_unmerged_pages (self) >= PAGES_TO_MERGE_IDLE)
    merge (self);
}

static void
take_job (SentinelWriter *self, SentinelJob *job, GPtrArray *group, SentinelChanges *foreign)
{
  if (job->kind == SENTINEL_JOB_WRITE) {
    run_job (self, job, group, foreign);
    return;
  }
  if (job->kind == SENTINEL_JOB_LOOK)
    look (self, foreign);
  else
    merge_if_idle (self);
  sentinel_job_free (job);
}

/* Runs first, and what is waiting behind it, inside one transaction that is left open. */
static GPtrArray *
run_group (SentinelWriter *self, SentinelJob *first, SentinelChanges *foreign)
{
  GPtrArray *group = g_ptr_array_new ();
  gint64 begin_us = sentinel_clock_get_boottime_us (self->clock);
  SentinelJob *job = first;

  while (job != NULL) {
    gboolean is_late, is_full;

    take_job (self, job, group, foreign);
    is_late = sentinel_clock_get_boottime_us (self->clock) - begin_us >= MAX_WORK_US;
    is_full = group->len >= MAX_JOBS || (is_late && self->refusal == NULL);
    job = is_full ? NULL : sentinel_job_queue_try_pop (self->queue);
  }
  g_clear_error (&self->refusal);
  return group;
}

static gboolean
commit (SentinelWriter *self, SentinelChanges *own, GError **error)
{
  sentinel_transaction_collect (self->transaction, own);
  if (!sentinel_change_feed_append (self->feed, self->db, own, error)) {
    sentinel_transaction_rollback (self->transaction);
    return FALSE;
  }
  if (!sentinel_transaction_commit (self->transaction, error))
    return FALSE;
  sentinel_change_feed_mark_committed (self->feed);
  return TRUE;
}

static void
poke_others (SentinelWriter *self)
{
  g_autoptr (GError) error = NULL;

  sentinel_change_file_poke (self->file, &error);
  sentinel_news_set_trouble (self->news, SENTINEL_TROUBLE_WATCHING, error);
}

static void
finish_group (SentinelWriter *self, GPtrArray *group)
{
  g_auto (SentinelChanges) own = { 0 };
  g_autoptr (GError) error = NULL;

  if (self->db == NULL || !sentinel_transaction_is_open (self->transaction))
    return;
  if (commit (self, &own, &error)) {
    if (!sentinel_changes_are_empty (&own))
      poke_others (self);
    sentinel_news_add_changes (self->news, &own);
    self->committed_at_us = sentinel_clock_get_boottime_us (self->clock);
  } else
    fail_jobs (group, error);
  report_writing (self, error);
}

static void
close_database (SentinelWriter *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->checkpointer, sentinel_checkpointer_free);
  if (self->db != NULL && self->log_pages > 0 && !sentinel_checkpoint_truncate (self->db, &error))
    sentinel_news_set_trouble (self->news, SENTINEL_TROUBLE_MERGING, error);
  drop_connection (self);
}

static void
run_and_answer (SentinelWriter *self, SentinelJob *first)
{
  g_auto (SentinelChanges) foreign = { 0 };
  GPtrArray *group = run_group (self, first, &foreign);

  finish_group (self, group);
  sentinel_news_add_changes (self->news, &foreign);
  sentinel_jobs_answer (group);
  if (count_unmerged_pages (self) >= PAGES_TO_MERGE)
    merge (self);
  await_idle (self);
}

static gpointer
writer_thread (gpointer data)
{
  SentinelWriter *self = data;
  SentinelJob *job;

  open_first (self);
  while ((job = sentinel_job_queue_pop (self->queue)) != NULL)
    run_and_answer (self, job);
  close_database (self);
  return NULL;
}

/**
 * sentinel_writer_new:
 * @database_path: the database
 * @clock: for the time of transactions
 * @news: gets what was committed and what is wrong
 * @file: is poked after each commit
 *
 * Returns: (transfer full): a running writer
 */
SentinelWriter *
sentinel_writer_new (const char *database_path,
                     SentinelClock *clock,
                     SentinelNews *news,
                     SentinelChangeFile *file)
{
  SentinelWriter *self = g_new0 (SentinelWriter, 1);

  self->path = g_strdup (database_path);
  self->clock = clock;
  self->news = news;
  self->file = file;
  self->queue = sentinel_job_queue_new ();
  self->feed = sentinel_change_feed_new ();
  self->checkpointer = sentinel_checkpointer_new (database_path, news);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("writer", writer_thread, self);
  return self;
}

/**
 * sentinel_writer_stop:
 * @self: a writer
 *
 * Runs and answers what is queued, merges the log and ends the thread. Blocks. What is pushed later
 * is refused.
 */
void
sentinel_writer_stop (SentinelWriter *self)
{
  sentinel_job_queue_close (self->queue);
  if (self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));
}

/**
 * sentinel_writer_free:
 * @self: (nullable) (transfer full): a writer
 */
void
sentinel_writer_free (SentinelWriter *self)
{
  if (self == NULL)
    return;
  sentinel_writer_stop (self);
  sentinel_change_feed_free (self->feed);
  sentinel_job_queue_free (self->queue);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->path);
  g_free (self);
}

/**
 * sentinel_writer_push:
 * @self: a writer
 * @job: (transfer full): with a write function
 */
void
sentinel_writer_push (SentinelWriter *self, SentinelJob *job)
{
  if (sentinel_job_queue_push (self->queue, job))
    return;
  job->error = g_error_new (SENTINEL_ERROR,
                            SENTINEL_ERROR_FAILED,
                            "Cannot write to %s: it is closed",
                            self->path);
  sentinel_job_answer (job);
}

static void
push_unanswered (SentinelWriter *self, SentinelJobKind kind)
{
  SentinelJob *job = sentinel_job_new (kind, NULL, NULL);

  if (!sentinel_job_queue_push (self->queue, job))
    sentinel_job_free (job);
}

/**
 * sentinel_writer_look:
 * @self: a writer
 *
 * Has it see what others committed. One look at a time is queued.
 */
void
sentinel_writer_look (SentinelWriter *self)
{
  if (g_atomic_int_compare_and_exchange (&self->is_look_queued, 0, 1))
    push_unanswered (self, SENTINEL_JOB_LOOK);
}

/**
 * sentinel_writer_merge_if_idle:
 * @self: a writer
 *
 * Has it merge the log, if nothing was committed for %SENTINEL_WRITER_IDLE_US; else it asks again.
 */
void
sentinel_writer_merge_if_idle (SentinelWriter *self)
{
  push_unanswered (self, SENTINEL_JOB_MERGE);
}

/**
 * sentinel_writer_wait_tried:
 * @self: a writer
 *
 * Blocks until the database was opened or could not be: from then on the feed covers all that a
 * reader sees.
 */
void
sentinel_writer_wait_tried (SentinelWriter *self)
{
  g_mutex_lock (&self->mutex);
  while (!self->was_tried)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}
