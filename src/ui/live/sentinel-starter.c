/* SPDX-License-Identifier: MIT */
/* The act of the starter rules with what it borrows, on its way to the store. */
#include "sentinel-starter.h"
#include "sentinel-starter-rules.h"

typedef struct {
  SentinelStarterAct act;
  SentinelRegistry *registry;
  char *author;
} Starting;

static Starting *
starting_new (SentinelContext *context)
{
  Starting *self = g_new0 (Starting, 1);

  self->registry = g_object_ref (sentinel_context_get_registry (context));
  self->author = sentinel_context_dup_actor_name (context);
  self->act.registry = self->registry;
  self->act.author = self->author;
  return self;
}

static void
starting_free (gpointer data)
{
  Starting *self = data;

  g_object_unref (self->registry);
  g_free (self->author);
  g_free (self);
}

static void
written_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * sentinel_starter_add_async:
 * @context: the program's parts
 * @cancellable: (nullable): a write that has not begun is given up
 * @callback: called in the main context, after the commit
 * @user_data: for @callback
 *
 * Adds those of the starter rules whose names are not taken. Main thread.
 */
void
sentinel_starter_add_async (SentinelContext *context,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (context, cancellable, callback, user_data);

  g_task_set_static_name (task, "sentinel-starter-add");
  g_task_set_source_tag (task, sentinel_starter_add_async);
  sentinel_store_write_async (sentinel_context_get_store (context),
                              sentinel_starter_rules_add,
                              starting_new (context),
                              starting_free,
                              cancellable,
                              written_cb,
                              task);
}

/**
 * sentinel_starter_add_finish:
 * @context: the program's parts
 * @result: what the callback got
 * @error: the store's
 *
 * Returns: whether they are there
 */
gboolean
sentinel_starter_add_finish (SentinelContext *context, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
