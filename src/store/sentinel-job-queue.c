/* SPDX-License-Identifier: MIT */
/* The jobs are linked through themselves, so that queueing allocates nothing. */
#include "sentinel-job-queue.h"

struct _SentinelJobQueue {
  GMutex mutex;
  GCond cond;
  SentinelJob *first, *last; /* mutex */
  guint n_jobs, n_waiting; /* mutex */
  gboolean is_closed; /* mutex */
};

/**
 * sentinel_job_queue_new:
 *
 * Returns: (transfer full): an empty queue
 */
SentinelJobQueue *
sentinel_job_queue_new (void)
{
  SentinelJobQueue *self = g_new0 (SentinelJobQueue, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  return self;
}

/**
 * sentinel_job_queue_free:
 * @self: (nullable) (transfer full): an empty queue that no thread uses any more
 */
void
sentinel_job_queue_free (SentinelJobQueue *self)
{
  if (self == NULL)
    return;
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

/**
 * sentinel_job_queue_push:
 * @self: a queue
 * @job: (transfer full): a job; stays the caller's when it is refused
 *
 * Any thread.
 *
 * Returns: FALSE when the queue is closed
 */
gboolean
sentinel_job_queue_push (SentinelJobQueue *self, SentinelJob *job)
{
  gboolean is_taken;

  g_mutex_lock (&self->mutex);
  is_taken = !self->is_closed;
  if (is_taken) {
    *(self->first != NULL ? &self->last->next : &self->first) = job;
    self->last = job;
    self->n_jobs++;
    g_cond_signal (&self->cond);
  }
  g_mutex_unlock (&self->mutex);
  return is_taken;
}

/**
 * sentinel_job_queue_close:
 * @self: a queue
 *
 * Takes no more jobs; those that wait are still given out. Any thread.
 */
void
sentinel_job_queue_close (SentinelJobQueue *self)
{
  g_mutex_lock (&self->mutex);
  self->is_closed = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * sentinel_job_queue_is_crowded:
 * @self: a queue
 *
 * Returns: whether there are more jobs than threads that wait for one
 */
gboolean
sentinel_job_queue_is_crowded (SentinelJobQueue *self)
{
  gboolean result;

  g_mutex_lock (&self->mutex);
  result = self->n_jobs > self->n_waiting;
  g_mutex_unlock (&self->mutex);
  return result;
}

/* With the mutex held. */
static SentinelJob *
take_first (SentinelJobQueue *self)
{
  SentinelJob *job = self->first;

  if (job == NULL)
    return NULL;
  self->first = g_steal_pointer (&job->next);
  self->n_jobs--;
  return job;
}

/**
 * sentinel_job_queue_pop:
 * @self: a queue
 *
 * Waits, however long it takes.
 *
 * Returns: (transfer full) (nullable): the oldest job; NULL when it is closed and empty
 */
SentinelJob *
sentinel_job_queue_pop (SentinelJobQueue *self)
{
  SentinelJob *job;

  g_mutex_lock (&self->mutex);
  self->n_waiting++;
  while (self->first == NULL && !self->is_closed)
    g_cond_wait (&self->cond, &self->mutex);
  self->n_waiting--;
  job = take_first (self);
  g_mutex_unlock (&self->mutex);
  return job;
}

/**
 * sentinel_job_queue_try_pop:
 * @self: a queue
 *
 * Returns: (transfer full) (nullable): the oldest job; NULL when it is empty
 */
SentinelJob *
sentinel_job_queue_try_pop (SentinelJobQueue *self)
{
  SentinelJob *job;

  g_mutex_lock (&self->mutex);
  job = take_first (self);
  g_mutex_unlock (&self->mutex);
  return job;
}
