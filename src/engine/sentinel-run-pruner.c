/* SPDX-License-Identifier: MIT */
/* In small writes one after the other, so that nothing else waits long. */
#include "sentinel-run-pruner.h"
#include "sentinel-run-store.h"

#define ROWS_AT_ONCE 500

typedef struct {
  gint64 rule_id;
  gint64 n_deleted; /* out */
} Prune;

static gboolean
prune_runs (SentinelTransaction *tx, gpointer data, GError **error)
{
  Prune *request = data;

  request->n_deleted = sentinel_run_store_prune (tx, request->rule_id, ROWS_AT_ONCE, error);
  return request->n_deleted >= 0;
}

static void
pruned_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  Prune *request = user_data;
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    g_debug ("Pruning the runs of rule %" G_GINT64_FORMAT " waits: %s",
             request->rule_id,
             error->message);
  else if (request->n_deleted == ROWS_AT_ONCE)
    sentinel_run_pruner_prune (SENTINEL_STORE (store), request->rule_id);
}

/**
 * sentinel_run_pruner_prune:
 * @store: the database
 * @rule_id: a rule
 *
 * Deletes what is past the newest runs of a rule. Where that fails, a later call does it.
 */
void
sentinel_run_pruner_prune (SentinelStore *store, gint64 rule_id)
{
  Prune *request = g_new0 (Prune, 1);

  request->rule_id = rule_id;
  sentinel_store_write_async (store, prune_runs, request, g_free, NULL, pruned_cb, request);
}
