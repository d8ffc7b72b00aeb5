/* SPDX-License-Identifier: MIT */
/* B8: one durable event, and one durable acknowledgement, each waited for, against appending 4 KiB
 * and fdatasync: the 99th percentile of each. */
#include "bench.h"
#include "sentinel-event-acts.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static double
raise_once (SentinelStore *store, gint64 *event_id)
{
  g_autoptr (SentinelRaiseAct) act =
      sentinel_raise_act_new (SENTINEL_IMPORTANCE_HIGH, "backup", "The backup failed");
  g_autoptr (GError) error = NULL;
  double begin = bench_seconds ();

  if (!sentinel_store_write (store, sentinel_event_acts_raise, act, &error))
    g_error ("bench: %s", error->message);
  *event_id = act->event_id;
  return (bench_seconds () - begin) * 1e3;
}

static double
acknowledge_once (SentinelStore *store, gint64 event_id)
{
  const SentinelActor actor = { "Bench", SENTINEL_VIA_COMMAND_LINE };
  g_autoptr (SentinelAcknowledgeAct) act = sentinel_acknowledge_act_new (&actor);
  g_autoptr (GError) error = NULL;
  double begin;

  g_array_append_val (act->event_ids, event_id);
  begin = bench_seconds ();
  if (!sentinel_store_write (store, sentinel_event_acts_acknowledge, act, &error))
    g_error ("bench: %s", error->message);
  return (bench_seconds () - begin) * 1e3;
}

static void
add_line (Bench *bench, const char *name, GArray *ours, GArray *other)
{
  double a = bench_percentile (ours, 99);
  double b = bench_percentile (other, 99);

  bench_add (bench,
             &(BenchLine) { .number = "B8",
                            .name = name,
                            .ours = a,
                            .other = b,
                            .unit = "ms p99",
                            .ratio = a / b,
                            .goal = 4,
                            .detail = g_strdup_printf ("medians %.3f and %.3f ms",
                                                       bench_median (ours),
                                                       bench_median (other)) });
}

void
bench_durable (Bench *bench)
{
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) acknowledgements = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) appends = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *folder = bench_make_folder (bench, "durable");
  g_autofree char *path = g_build_filename (folder, "append", NULL);
  g_autoptr (SentinelStore) store = bench_open_store (folder);
  int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  guint n = bench->full ? 5000 : 1500;

  for (guint i = 0; i < n; i++) {
    gint64 event_id;
    double append = bench_append_ms (fd);
    double event = raise_once (store, &event_id);
    double acknowledgement = acknowledge_once (store, event_id);

    g_array_append_val (appends, append);
    g_array_append_val (events, event);
    g_array_append_val (acknowledgements, acknowledgement);
  }
  close (fd);
  sentinel_store_close (store);
  add_line (bench, "one durable event", events, appends);
  add_line (bench, "one durable acknowledgement", acknowledgements, appends);
}
