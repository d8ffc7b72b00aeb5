/* SPDX-License-Identifier: MIT */
/* B10b: 1,000 real rules that measure this computer's processor every 10 s, end to end: check,
 * evaluation, samples, commit, signals. */
#include "bench.h"
#include "sentinel-builtin-triggers.h"
#include "sentinel-engine.h"
#include "sentinel-json.h"
#include "sentinel-rule-store.h"
#include <math.h>

#define N_RULES 1000u

static gboolean
add_rules (SentinelTransaction *tx, gpointer data, GError **error)
{
  for (guint i = 0; i < N_RULES; i++) {
    g_autoptr (SentinelRule) rule = sentinel_rule_new ();

    g_free (rule->name);
    rule->name = g_strdup_printf ("Processor %u", i);
    g_free (rule->trigger);
    rule->trigger = g_strdup ("cpu-usage");
    rule->period_ms = 10 * 1000;
    if (sentinel_rule_store_insert (tx, rule, "bench", error) == 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
round_over_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static void
run_for (guint seconds)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_timeout_add_seconds (seconds, round_over_cb, loop);
  g_main_loop_run (loop);
}

static void
stopped_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!sentinel_engine_stop_finish (SENTINEL_ENGINE (engine), result, &error))
    g_error ("bench: %s", error->message);
  g_main_loop_quit (user_data);
}

static gpointer
count_runs (SentinelDatabase *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) states = sentinel_rule_store_list_states (db, error);

  return states != NULL ? GUINT_TO_POINTER (states->len) : NULL;
}

static void
stop_engine (SentinelEngine *engine)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  sentinel_engine_stop_async (engine, stopped_cb, loop);
  g_main_loop_run (loop);
}

void
bench_engine (Bench *bench)
{
  g_autofree char *folder = bench_make_folder (bench, "engine");
  g_autoptr (SentinelStore) store = bench_open_store (folder);
  g_autoptr (SentinelRegistry) registry = sentinel_registry_new ();
  g_autoptr (GArray) shares = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (SentinelEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  guint n_ran;

  sentinel_builtin_triggers_add (registry);
  if (!sentinel_store_write (store, add_rules, NULL, &error))
    g_error ("bench: %s", error->message);
  engine = sentinel_engine_new (store, registry);
  if (!sentinel_engine_try_start (engine, &error))
    g_error ("bench: %s", error->message);
  run_for (12);
  for (guint i = 0; i < (bench->full ? BENCH_ROUNDS : 3); i++) {
    double cpu = bench_cpu_seconds ();
    double begin = bench_seconds ();

    run_for (10);
    cpu = 100.0 * (bench_cpu_seconds () - cpu) / (bench_seconds () - begin);
    g_array_append_val (shares, cpu);
  }
  n_ran = GPOINTER_TO_UINT (sentinel_store_read (store, count_runs, NULL, &error));
  stop_engine (engine);
  sentinel_store_close (store);
  if (n_ran != N_RULES)
    g_error ("bench: only %u of %u rules ran", n_ran, N_RULES);
  bench_add (bench,
             &(BenchLine) { .number = "B10b",
                            .name = "1,000 real rules at 10 s",
                            .ours = bench_median (shares),
                            .other = NAN,
                            .unit = "% of a core",
                            .ratio = bench_median (shares),
                            .goal = 2,
                            .detail = g_strdup_printf ("worst round %.2f %%",
                                                       bench_percentile (shares, 100)) });
}
