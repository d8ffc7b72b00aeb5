/* SPDX-License-Identifier: MIT */
/* The answer to a task is given, and the task and its data are freed, in the context of the caller:
 * whatever the data holds is never freed on a thread of the store. Answers to the same context
 * travel together. */
#include "sentinel-job.h"

/**
 * sentinel_job_new:
 * @task: (transfer full) (nullable): whom to answer; NULL: a thread will wait for it
 * @data: for its function; owned by the task, or by the thread that waits
 *
 * Returns: (transfer full): a job without a function
 */
SentinelJob *
sentinel_job_new (GTask *task, gpointer data)
{
  SentinelJob *self = g_new0 (SentinelJob, 1);

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
  else if (self->read != NULL)
    g_task_return_pointer (self->task, self->result, self->result_free);
  else
    g_task_return_boolean (self->task, TRUE);
}

static gboolean
answers_arrived_cb (gpointer data)
{
  GPtrArray *jobs = data;

  for (guint i = 0; i < jobs->len; i++)
    return_to_task (g_ptr_array_index (jobs, i));
  return G_SOURCE_REMOVE;
}

/* (transfer full): they all have the same context. */
static void
send_to_context (GMainContext *context, GPtrArray *jobs)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "sentinel answers");
  g_source_set_callback (source, answers_arrived_cb, jobs, (GDestroyNotify) g_ptr_array_unref);
  g_source_attach (source, context);
}

static void
wake_thread (SentinelJob *self)
{
  g_mutex_lock (&self->mutex);
  self->is_answered = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
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
  g_autoptr (GPtrArray) together = NULL;
  GMainContext *context = NULL;

  for (guint i = 0; i < jobs->len; i++) {
    SentinelJob *job = g_ptr_array_index (jobs, i);

    if (job->task == NULL) {
      wake_thread (job);
      continue;
    }
    if (together != NULL && g_task_get_context (job->task) != context)
      send_to_context (context, g_steal_pointer (&together));
    context = g_task_get_context (job->task);
    if (together == NULL)
      together = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_job_free);
    g_ptr_array_add (together, job);
  }
  if (together != NULL)
    send_to_context (context, g_steal_pointer (&together));
  g_ptr_array_unref (jobs);
}

/**
 * sentinel_job_wait:
 * @self: a job without a task that was given to a thread
 *
 * Blocks until it is answered.
 */
void
sentinel_job_wait (SentinelJob *self)
{
  g_mutex_lock (&self->mutex);
  while (!self->is_answered)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}
