/* SPDX-License-Identifier: MIT */
/* Stored, then shown: the row is read back rather than made up from what was written. */
#include "sentinel-run-answer.h"
#include "sentinel-error.h"
#include "sentinel-run-store.h"

typedef struct {
  gint64 rule_id, run_id;
  GPtrArray *tasks;
  SentinelRunAnsweredFunc answered;
  gpointer user_data;
} RunQuery;

static void
run_query_free (gpointer data)
{
  RunQuery *query = data;

  g_ptr_array_unref (query->tasks);
  g_free (query);
}

static gpointer
read_run (SentinelDatabase *db, gpointer data, GError **error)
{
  RunQuery *query = data;
  g_autoptr (GPtrArray) runs =
      sentinel_run_store_list (db, query->rule_id, SENTINEL_RUNS_KEPT, error);

  for (guint i = 0; runs != NULL && i < runs->len; i++) {
    SentinelRun *run = g_ptr_array_index (runs, i);

    if (run->id == query->run_id)
      return sentinel_run_copy (run);
  }
  if (runs != NULL)
    g_set_error_literal (error,
                         SENTINEL_ERROR,
                         SENTINEL_ERROR_NOT_FOUND,
                         "the run is gone already");
  return NULL;
}

static void
run_read_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  RunQuery *query = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelRun) run = sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  for (guint i = 0; i < query->tasks->len; i++) {
    GTask *task = g_ptr_array_index (query->tasks, i);

    if (run != NULL)
      g_task_return_pointer (task, sentinel_run_copy (run), (GDestroyNotify) sentinel_run_free);
    else
      g_task_return_error (task, g_error_copy (error));
  }
  query->answered (query->user_data);
}

/**
 * sentinel_run_answer:
 * @store: the database
 * @rule_id: a rule
 * @run_id: a run of it that is stored
 * @tasks: (transfer full) (element-type GTask): who waits; each gets a #SentinelRun of its own, or
 * the error of reading it
 *
 * Answers in the thread-default main context.
 */
void
sentinel_run_answer (SentinelStore *store,
                     gint64 rule_id,
                     gint64 run_id,
                     GPtrArray *tasks,
                     SentinelRunAnsweredFunc answered,
                     gpointer user_data)
{
  RunQuery *query = g_new0 (RunQuery, 1);

  query->rule_id = rule_id;
  query->run_id = run_id;
  query->tasks = tasks;
  query->answered = answered;
  query->user_data = user_data;
  sentinel_store_read_async (store,
                             read_run,
                             query,
                             run_query_free,
                             (GDestroyNotify) sentinel_run_free,
                             NULL,
                             run_read_cb,
                             query);
}
