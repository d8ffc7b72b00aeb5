/* SPDX-License-Identifier: MIT */
/* Tickets rise, so that those whose rule was read are the first ones. */
#include "sentinel-manual-runs.h"

typedef struct {
  GTask *task;
  gint64 rule_id;
  guint64 ticket;
} ManualRun;

struct _SentinelManualRuns {
  GQueue waiting; /* of ManualRun */
};

static void
manual_run_free (gpointer data)
{
  ManualRun *run = data;

  g_object_unref (run->task);
  g_free (run);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ManualRun, manual_run_free)

/**
 * sentinel_manual_runs_new:
 *
 * Returns: (transfer full): none yet
 */
SentinelManualRuns *
sentinel_manual_runs_new (void)
{
  SentinelManualRuns *self = g_new0 (SentinelManualRuns, 1);

  g_queue_init (&self->waiting);
  return self;
}

/**
 * sentinel_manual_runs_free:
 * @self: (transfer full): runs
 */
void
sentinel_manual_runs_free (SentinelManualRuns *self)
{
  g_queue_clear_full (&self->waiting, manual_run_free);
  g_free (self);
}

/**
 * sentinel_manual_runs_add:
 * @self: runs
 * @task: who waits for the run
 * @rule_id: what to run
 * @ticket: of the request that reads the rule; never below that of another which waits
 */
void
sentinel_manual_runs_add (SentinelManualRuns *self, GTask *task, gint64 rule_id, guint64 ticket)
{
  ManualRun *run = g_new0 (ManualRun, 1);

  run->task = g_object_ref (task);
  run->rule_id = rule_id;
  run->ticket = ticket;
  g_queue_push_tail (&self->waiting, run);
}

static gboolean
has_read (SentinelManualRuns *self, const SentinelRulesLoad *load)
{
  const ManualRun *first = g_queue_peek_head (&self->waiting);

  return first != NULL && first->ticket <= load->ticket;
}

/**
 * sentinel_manual_runs_begin:
 * @self: runs
 * @load: what was read
 * @func: begins a run whose rule was read
 * @user_data: for @func
 *
 * Those that were asked for after the reading began go on waiting.
 */
void
sentinel_manual_runs_begin (SentinelManualRuns *self,
                            const SentinelRulesLoad *load,
                            SentinelManualRunFunc func,
                            gpointer user_data)
{
  while (has_read (self, load)) {
    g_autoptr (ManualRun) run = g_queue_pop_head (&self->waiting);

    if (load->error != NULL)
      g_task_return_error (run->task, g_error_copy (load->error));
    else
      func (run->task, run->rule_id, user_data);
  }
}
