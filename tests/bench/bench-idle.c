/* SPDX-License-Identifier: MIT */
/* B12, headless: context switches of the idle engine, nothing due, against a blank GMainLoop. Three
 * pairs of processes side by side for a minute. */
#include "bench.h"
#include "sentinel-rule-store.h"
#include <math.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_PAIRS 3
#define SETTLE_SECONDS 15
#define IDLE_SECONDS 60

static gboolean
add_quiet_rule (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();

  g_free (rule->name);
  rule->name = g_strdup ("Once a day");
  g_free (rule->trigger);
  rule->trigger = g_strdup ("cpu-usage");
  rule->period_ms = 24 * 3600 * 1000;
  rule->enabled = FALSE;
  return sentinel_rule_store_insert (tx, rule, "bench", error) != 0;
}

static GPid
spawn (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  GPid pid;

  if (!g_spawn_async (NULL,
                      (char **) argv,
                      NULL,
                      G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                      NULL,
                      NULL,
                      &pid,
                      &error))
    g_error ("bench: %s", error->message);
  return pid;
}

static GPid
spawn_ours (Bench *bench, guint i)
{
  g_autofree char *name = g_strdup_printf ("idle-%u", i);
  g_autofree char *folder = bench_make_folder (bench, name);
  g_autofree char *path = g_build_filename (folder, "sentinel.db", NULL);
  g_autoptr (SentinelStore) store = bench_open_store (folder);
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write (store, add_quiet_rule, NULL, &error))
    g_error ("bench: %s", error->message);
  sentinel_store_close (store);
  return spawn ((const char *[]) { SENTINELCTL, "--database", path, "monitor", NULL });
}

/* All threads, voluntary and not. */
static gint64
count_switches (GPid pid)
{
  g_autofree char *tasks = g_strdup_printf ("/proc/%d/task", pid);
  g_autoptr (GDir) dir = g_dir_open (tasks, 0, NULL);
  gint64 sum = 0;
  const char *task;

  if (dir == NULL)
    g_error ("bench: process %d ended", pid);
  while ((task = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (tasks, task, "status", NULL);
    g_autofree char *status = NULL;

    if (!g_file_get_contents (path, &status, NULL, NULL))
      continue;
    for (char *line = status; (line = strstr (line, "ctxt_switches:")) != NULL; line++)
      sum += g_ascii_strtoll (line + strlen ("ctxt_switches:"), NULL, 10);
  }
  return sum;
}

static void
end (GPid pid)
{
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
  g_spawn_close_pid (pid);
}

static double
median_of_growth (const GPid *pids, const gint64 *before)
{
  g_autoptr (GArray) growth = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < N_PAIRS; i++) {
    double switches = count_switches (pids[i]) - before[i];
    g_array_append_val (growth, switches);
  }
  return bench_median (growth);
}

void
bench_idle (Bench *bench)
{
  GPid ours[N_PAIRS], other[N_PAIRS];
  gint64 ours_before[N_PAIRS], other_before[N_PAIRS];
  double a, b;

  for (guint i = 0; i < N_PAIRS; i++) {
    ours[i] = spawn_ours (bench, i);
    other[i] = spawn ((const char *[]) { "/proc/self/exe", "--blank-loop", NULL });
  }
  g_usleep (SETTLE_SECONDS * G_USEC_PER_SEC);
  for (guint i = 0; i < N_PAIRS; i++) {
    ours_before[i] = count_switches (ours[i]);
    other_before[i] = count_switches (other[i]);
  }
  g_usleep (IDLE_SECONDS * G_USEC_PER_SEC);
  a = median_of_growth (ours, ours_before);
  b = median_of_growth (other, other_before);
  for (guint i = 0; i < N_PAIRS; i++) {
    end (ours[i]);
    end (other[i]);
  }
  bench_add (bench,
             &(BenchLine) {
                 .number = "B12",
                 .name = "idle engine, context switches in 60 s",
                 .ours = a,
                 .other = b,
                 .unit = "switches",
                 .ratio = a - b,
                 .goal = 2,
                 .detail = g_strdup ("the ratio is the difference; a blank GMainLoop") });
}
