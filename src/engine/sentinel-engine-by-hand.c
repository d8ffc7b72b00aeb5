/* SPDX-License-Identifier: MIT */
/* What is run by hand: one rule, all of them, or a test that stores nothing. A process that is not
 * the owner may become it for one such run, when nobody is. */
#include "sentinel-engine-private.h"
#include "sentinel-error.h"
#include "sentinel-remote-run.h"
#include "sentinel-rule-store.h"
#include "sentinel-rule-test.h"

static void
return_run (GTask *task, SentinelRun *run, GError *error)
{
  if (run != NULL)
    g_task_return_pointer (task, run, (GDestroyNotify) sentinel_run_free);
  else
    g_task_return_error (task, error);
}

static void
local_ran_cb (GObject *loop, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SentinelEngine *self = g_task_get_source_object (task);
  GError *error = NULL;
  SentinelRun *run = sentinel_rule_loop_run_finish (SENTINEL_RULE_LOOP (loop), result, &error);

  self->n_guests--;
  if (self->n_guests == 0 && self->requests == NULL && self->stop_task == NULL)
    sentinel_engine_drop_loop (self);
  return_run (task, run, error);
}

static void
remote_ran_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SentinelRun *run = sentinel_remote_run_finish (SENTINEL_STORE (store), result, &error);

  return_run (task, run, error);
}

/**
 * sentinel_engine_run_rule_async:
 * @self: an engine in any state
 * @rule_id: a rule
 * @cancellable: (nullable): gives up waiting for another process; a run of our own ends by its
 *   deadline
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Runs a rule now: here, if this is the owner or nobody is, else by asking the owner.
 */
void
sentinel_engine_run_rule_async (SentinelEngine *self,
                                gint64 rule_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, sentinel_engine_run_rule_async);
  if (self->loop != NULL || sentinel_owner_lock_try (self->lock, &error)) {
    sentinel_engine_ensure_loop (self);
    self->n_guests++;
    sentinel_rule_loop_run_async (self->loop, rule_id, local_ran_cb, g_steal_pointer (&task));
    return;
  }
  if (!g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_OWNED)) {
    g_task_return_error (task, error);
    return;
  }
  g_error_free (error);
  sentinel_remote_run_async (self->store,
                             rule_id,
                             cancellable,
                             remote_ran_cb,
                             g_steal_pointer (&task));
}

/**
 * sentinel_engine_run_rule_finish:
 * @self: an engine
 * @result: what the callback got
 * @error: return location; %SENTINEL_ERROR_NOT_FOUND, %SENTINEL_ERROR_INVALID: a rule that cannot
 * be run; %SENTINEL_ERROR_FAILED: what the owner said; %SENTINEL_ERROR_TIMEOUT; or the store's
 *
 * Returns: (transfer full): the run as it is stored; %NULL on error
 */
SentinelRun *
sentinel_engine_run_rule_finish (SentinelEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct {
  GPtrArray *runs; /* of SentinelRun */
  guint n_pending;
  GError *error; /* nullable: the first that says more than that a rule was stopped meanwhile */
} RunAll;

static void
run_all_free (gpointer data)
{
  RunAll *all = data;

  g_clear_pointer (&all->runs, g_ptr_array_unref);
  g_clear_error (&all->error);
  g_free (all);
}

static int
compare_rules (gconstpointer a, gconstpointer b)
{
  const SentinelRun *run_a = a, *run_b = b;

  return (run_a->rule_id > run_b->rule_id) - (run_a->rule_id < run_b->rule_id);
}

static void
finish_run_all (GTask *task)
{
  RunAll *all = g_task_get_task_data (task);

  if (all->n_pending > 0)
    return;
  g_ptr_array_sort_values (all->runs, compare_rules);
  if (all->error != NULL)
    g_task_return_error (task, g_steal_pointer (&all->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&all->runs), (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
is_worth_telling (const GError *error)
{
  return !g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT)
         && !g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
}

static void
one_ran_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RunAll *all = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  SentinelRun *run = sentinel_engine_run_rule_finish (SENTINEL_ENGINE (engine), result, &error);

  if (run != NULL)
    g_ptr_array_add (all->runs, run);
  else if (all->error == NULL && is_worth_telling (error))
    all->error = g_steal_pointer (&error);
  all->n_pending--;
  finish_run_all (task);
}

static gpointer
read_runnable_ids (SentinelDatabase *db, gpointer unused, GError **error)
{
  g_autoptr (GPtrArray) rules = sentinel_rule_store_list (db, error);
  GArray *ids;

  if (rules == NULL)
    return NULL;
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < rules->len; i++) {
    const SentinelRule *rule = g_ptr_array_index (rules, i);

    if (rule->enabled && !g_str_equal (rule->trigger, SENTINEL_MANUAL_TRIGGER))
      g_array_append_val (ids, rule->id);
  }
  return ids;
}

static void
runnable_read_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RunAll *all = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GArray) ids = sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (ids == NULL) {
    g_task_return_error (task, error);
    return;
  }
  all->n_pending = ids->len;
  for (guint i = 0; i < ids->len; i++)
    sentinel_engine_run_rule_async (g_task_get_source_object (task),
                                    g_array_index (ids, gint64, i),
                                    g_task_get_cancellable (task),
                                    one_ran_cb,
                                    g_object_ref (task));
  finish_run_all (task);
}

/**
 * sentinel_engine_run_all_async:
 * @self: an engine in any state
 * @cancellable: (nullable): as in sentinel_engine_run_rule_async()
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Runs every rule that is switched on once. The runs come in the order of the rules.
 */
void
sentinel_engine_run_all_async (SentinelEngine *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  RunAll *all = g_new0 (RunAll, 1);

  g_task_set_source_tag (task, sentinel_engine_run_all_async);
  all->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_run_free);
  g_task_set_task_data (task, all, run_all_free);
  sentinel_store_read_async (self->store,
                             read_runnable_ids,
                             NULL,
                             NULL,
                             (GDestroyNotify) g_array_unref,
                             cancellable,
                             runnable_read_cb,
                             task);
}

/**
 * sentinel_engine_run_all_finish:
 * @self: an engine
 * @result: what the callback got
 * @error: return location; the first failure to run a rule at all: the others have run
 *
 * Returns: (transfer full) (element-type SentinelRun): the stored runs, in the order they ended;
 *   %NULL on error
 */
GPtrArray *
sentinel_engine_run_all_finish (SentinelEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
tested_cb (GObject *tester, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SentinelEvaluation *evaluation =
      sentinel_rule_test_finish (SENTINEL_RUNNER (tester), result, &error);

  if (evaluation != NULL)
    g_task_return_pointer (task, evaluation, (GDestroyNotify) sentinel_evaluation_unref);
  else
    g_task_return_error (task, error);
}

/**
 * sentinel_engine_test_rule_async:
 * @self: an engine in any state
 * @rule: a rule, stored or not
 * @cancellable: (nullable): gives up the check
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Runs the rule's trigger, twice where the first time only primes, and stores nothing.
 */
void
sentinel_engine_test_rule_async (SentinelEngine *self,
                                 SentinelRule *rule,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, sentinel_engine_test_rule_async);
  sentinel_rule_test_async (self->tester,
                            sentinel_store_get_clock (self->store),
                            rule,
                            cancellable,
                            tested_cb,
                            task);
}

/**
 * sentinel_engine_test_rule_finish:
 * @self: an engine
 * @result: what the callback got
 * @error: return location; %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): what the check came to, its error included; %NULL on error
 */
SentinelEvaluation *
sentinel_engine_test_rule_finish (SentinelEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
