/* SPDX-License-Identifier: MIT */
/* B10: 10,000 rules at one second with nothing to do, ours against one GTimeout per rule: processor
 * time of each. */
#include "bench.h"
#include "sentinel-scheduler.h"
#include "sentinel-system-clock.h"
#include <math.h>

#define N_RULES 10000
#define PERIOD_MS 1000

typedef struct {
  GMainLoop *loop;
  guint64 n_due;
} Count;

static gboolean
round_over_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static void
due_cb (gint64 rule_id, gint64 slot_us, gint64 missed, gpointer user_data)
{
  ((Count *) user_data)->n_due++;
}

static gboolean
timeout_cb (gpointer user_data)
{
  ((Count *) user_data)->n_due++;
  return G_SOURCE_CONTINUE;
}

/* Share of one core over the round; the first period lets the phases spread. */
static double
measure (GMainContext *context, Count *count, guint seconds)
{
  g_autoptr (GSource) over = g_timeout_source_new_seconds (seconds);
  double cpu, begin;

  g_source_set_callback (over, round_over_cb, count->loop, NULL);
  g_source_attach (over, context);
  count->n_due = 0;
  cpu = bench_cpu_seconds ();
  begin = bench_seconds ();
  g_main_loop_run (count->loop);
  cpu = bench_cpu_seconds () - cpu;
  begin = bench_seconds () - begin;
  if (count->n_due < (guint64) (N_RULES * begin * 0.8))
    g_error ("bench: only %" G_GUINT64_FORMAT " of about %.0f rules came due",
             count->n_due,
             N_RULES * begin);
  return 100.0 * cpu / begin;
}

static double
run_ours (guint seconds)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (SentinelClock) clock = sentinel_system_clock_new ();
  g_autoptr (SentinelScheduler) scheduler = NULL;
  Count count = { loop, 0 };
  double share;

  g_main_context_push_thread_default (context);
  scheduler = sentinel_scheduler_new (clock, due_cb, &count);
  for (gint64 id = 1; id <= N_RULES; id++)
    sentinel_scheduler_put (scheduler, id, PERIOD_MS * G_TIME_SPAN_MILLISECOND, 0);
  sentinel_scheduler_start (scheduler);
  measure (context, &count, 2);
  share = measure (context, &count, seconds);
  sentinel_scheduler_stop (scheduler);
  g_main_context_pop_thread_default (context);
  return share;
}

typedef struct {
  GMainContext *context;
  Count *count;
} Start;

static gboolean
phase_over_cb (gpointer user_data)
{
  Start *start = user_data;
  g_autoptr (GSource) source = g_timeout_source_new (PERIOD_MS);

  g_source_set_callback (source, timeout_cb, start->count, NULL);
  g_source_attach (source, start->context);
  return G_SOURCE_REMOVE;
}

static double
run_other (guint seconds)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  Count count = { loop, 0 };
  Start start = { context, &count };

  for (guint i = 0; i < N_RULES; i++) {
    g_autoptr (GSource) source = g_timeout_source_new (i * PERIOD_MS / N_RULES);

    g_source_set_callback (source, phase_over_cb, &start, NULL);
    g_source_attach (source, context);
  }
  g_autoptr (GSource) over = g_timeout_source_new_seconds (3);
  g_source_set_callback (over, round_over_cb, loop, NULL);
  g_source_attach (over, context);
  g_main_loop_run (loop);
  return measure (context, &count, seconds);
}

void
bench_schedule (Bench *bench)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) other = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) ratios = g_array_new (FALSE, FALSE, sizeof (double));
  guint seconds = bench->full ? 5 : 2;

  for (guint i = 0; i < BENCH_ROUNDS; i++) {
    double a = run_ours (seconds);
    double b = run_other (seconds);
    double ratio = a / b;

    g_array_append_val (ours, a);
    g_array_append_val (other, b);
    g_array_append_val (ratios, ratio);
  }
  bench_add (bench,
             &(BenchLine) {
                 .number = "B10",
                 .name = "10,000 rules at 1 s, processor time",
                 .ours = bench_median (ours),
                 .other = bench_median (other),
                 .unit = "% of a core",
                 .ratio = bench_median (ratios),
                 .goal = 0.02,
                 .detail = g_strdup_printf ("other: one GTimeout a rule, worst round %.2g",
                                            bench_percentile (ratios, 100)) });
  bench_add (bench,
             &(BenchLine) { .number = "B10",
                            .name = "10,000 rules at 1 s, of a core",
                            .ours = bench_median (ours),
                            .other = NAN,
                            .unit = "% of a core",
                            .ratio = bench_median (ours),
                            .goal = 0.5 });
}
