/* SPDX-License-Identifier: MIT */
/* The answer to a task is given, and the task and its data are freed, in the context of the caller:
 * whatever the data holds is never freed on a thread of the store. Answers to the same context
 * travel together. */
#include "sentinel-job.h"

/**
 * sentinel_job_new:
 * @kind: what is asked for
 * @task: (transfer full) (nullable): whom to answer; NULL: a thread will wait for it, or nobody
 * @data: for its function; owned by the task, or by the thread that waits
 *
 * Returns: (transfer full): a job without a function
 */
SentinelJob *
sentinel_job_new (SentinelJobKind kind, GTask *task, gpointer data)
{
  SentinelJob *self = g_new0 (SentinelJob, 1);

  self->kind = kind;
  self->task = task;
  self->data = data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  return self;
}

/**
 * sentinel_job_free:
 * @self: (nullable) (transfer full): a job
 */
void
sentinel_job_free (SentinelJob *self)
{
  if (self == NULL)
    return;
  g_clear_error (&self->error);
  g_clear_object (&self->task);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

/**
 * sentinel_job_is_cancelled:
 * @self: a job
 *
 * Returns: whether nobody wants it any more; its error says so then
 */
gboolean
sentinel_job_is_cancelled (SentinelJob *self)
{
  return self->task != NULL
         && g_cancellable_set_error_if_cancelled (g_task_get_cancellable (self->task),
                                                  &self->error);
}

static void
return_to_task (SentinelJob *self)
{
  if (self->error != NULL)
    g_task_return_error (self->task, g_steal_pointer (&self->error));
  else if (self->kind == SENTINEL_JOB_READ)
    g_task_return_pointer (self->task, g_steal_pointer (&self->result), self->result_free);
  else
    g_task_return_boolean (self->task, TRUE);
}

static gboolean
answers_arrived_cb (gpointer data)
{
  for (SentinelJob *job = data; job != NULL; job = job->next) {
    sentinel_job_wait (job);
    return_to_task (job);
  }
  return G_SOURCE_REMOVE;
}

static void
free_chain (gpointer data)
{
  SentinelJob *next;

  for (SentinelJob *job = data; job != NULL; job = next) {
    next = job->next;
    sentinel_job_free (job);
  }
}

/* (transfer full): a chain of jobs with the same context. */
static void
send_to_context (SentinelJob *chain)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "sentinel answers");
  g_source_set_callback (source, answers_arrived_cb, chain, free_chain);
  /* The receiver takes the mutex too: when it runs, this thread is done with the source. */
  g_mutex_lock (&chain->mutex);
  g_source_attach (source, g_task_get_context (chain->task));
  g_source_unref (source);
  g_mutex_unlock (&chain->mutex);
}

static void
mark_answered (SentinelJob *self)
{
  g_mutex_lock (&self->mutex);
  self->is_answered = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static gboolean
has_context_of (SentinelJob *self, SentinelJob *other)
{
  return other->task != NULL && g_task_get_context (self->task) == g_task_get_context (other->task);
}

/* How many jobs from the first one on go the same way; they are chained. */
static guint
chain_jobs (SentinelJob **jobs, guint n_jobs)
{
  guint n = 1;

  while (n < n_jobs && has_context_of (jobs[0], jobs[n])) {
    jobs[n - 1]->next = jobs[n];
    n++;
  }
  for (guint i = 0; i < n; i++)
    mark_answered (jobs[i]);
  return n;
}

/**
 * sentinel_job_answer:
 * @self: (transfer full): a job whose result or error is set
 *
 * Any thread.
 */
void
sentinel_job_answer (SentinelJob *self)
{
  GPtrArray *jobs = g_ptr_array_new ();

  g_ptr_array_add (jobs, self);
  sentinel_jobs_answer (jobs);
}

/**
 * sentinel_jobs_answer:
 * @jobs: (transfer full) (element-type SentinelJob): jobs whose results or errors are set
 *
 * Any thread.
 */
void
sentinel_jobs_answer (GPtrArray *jobs)
{
  SentinelJob **all = (SentinelJob **) jobs->pdata;
  guint i = 0;

  while (i < jobs->len) {
    SentinelJob *first = all[i];

    if (first->task == NULL) {
      mark_answered (first);
      i++;
      continue;
    }
    i += chain_jobs (&all[i], jobs->len - i);
    send_to_context (first);
  }
  g_ptr_array_unref (jobs);
}

/**
 * sentinel_job_wait:
 * @self: a job that was given to a thread
 *
 * Blocks until it is answered. What the thread wrote into it is the caller's then.
 */
void
sentinel_job_wait (SentinelJob *self)
{
  g_mutex_lock (&self->mutex);
  while (!self->is_answered)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}
