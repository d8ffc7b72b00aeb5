/* SPDX-License-Identifier: MIT */
/* B16: a month of one rule's samples tried again, as it is while a threshold is dragged. B17: the
 * next run of the worst cron expressions. Neither has another side: the figure itself is held
 * against the goal. */
#include <math.h>

#include "bench.h"
#include "sentinel-cron.h"
#include "sentinel-preview.h"
#include "sentinel-zone.h"

#define N_SAMPLES 260000
#define MONTH_US (30 * G_TIME_SPAN_DAY)
#define SEED 16
#define FROM_US G_GINT64_CONSTANT (1790812800000000)
#define N_ASKED 100

static SentinelRuleHistory *
make_history (void)
{
  SentinelRuleHistory *history = g_atomic_rc_box_new0 (SentinelRuleHistory);
  SentinelMeasuredSeries *measured = g_new0 (SentinelMeasuredSeries, 1);
  SentinelSamplePart part = { FROM_US, SENTINEL_SAMPLE_SPAN_US, 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  double value = 50;

  history->from_us = FROM_US;
  history->to_us = FROM_US + MONTH_US;
  history->measured = g_ptr_array_new ();
  history->events = g_ptr_array_new ();
  measured->series = g_new0 (SentinelSeries, 1);
  measured->range = g_new0 (SentinelSampleRange, 1);
  measured->range->samples = g_array_sized_new (FALSE, FALSE, sizeof (SentinelSample), N_SAMPLES);
  measured->range->parts = g_array_new (FALSE, FALSE, sizeof (SentinelSamplePart));
  g_array_append_val (measured->range->parts, part);
  for (int i = 0; i < N_SAMPLES; i++) {
    SentinelSample sample = { FROM_US + i * SENTINEL_SAMPLE_SPAN_US, value, value, value, 1 };

    g_array_append_val (measured->range->samples, sample);
    value = CLAMP (value + g_rand_double_range (rand, -6, 6), 0, 100);
  }
  g_ptr_array_add (history->measured, measured);
  return history;
}

static SentinelPlan *
make_plan (double threshold)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  const SentinelLevel levels[] = {
    { SENTINEL_IMPORTANCE_CRITICAL, SENTINEL_OP_GT, threshold + 5, threshold },
    { SENTINEL_IMPORTANCE_HIGH, SENTINEL_OP_GT, threshold, threshold - 10 },
  };

  rule->period_ms = 10000;
  rule->for_ms = 60000;
  rule->keep_ms = 30000;
  rule->levels = g_array_new (FALSE, FALSE, sizeof (SentinelLevel));
  g_array_append_vals (rule->levels, levels, G_N_ELEMENTS (levels));
  return sentinel_plan_compile (rule, NULL, NULL);
}

/* Another threshold each time, as by a hand that drags. */
void
bench_preview (Bench *bench)
{
  g_autoptr (SentinelRuleHistory) history = make_history ();
  g_autoptr (GArray) figures = g_array_new (FALSE, FALSE, sizeof (double));
  guint n_events = 0;

  for (int i = 0; i < 3 * BENCH_ROUNDS; i++) {
    g_autoptr (SentinelPlan) plan = make_plan (70 + i);
    double begin = bench_seconds (), milliseconds;
    g_autoptr (SentinelPreview) preview = sentinel_preview_run (plan, history, NULL);

    milliseconds = 1000 * (bench_seconds () - begin);
    g_array_append_val (figures, milliseconds);
    n_events += preview->events->len;
  }
  if (n_events == 0)
    g_error ("bench: the rule never fired");
  bench_add (bench,
             &(BenchLine) { .number = "B16",
                            .name = "a month of samples tried again",
                            .ours = bench_median (figures),
                            .other = NAN,
                            .unit = "ms",
                            .ratio = bench_median (figures),
                            .goal = 100,
                            .detail = g_strdup_printf ("%d samples, worst %.1f ms",
                                                       N_SAMPLES,
                                                       bench_percentile (figures, 100)) });
}

/* Rare days, odd zones, never. */
static const char *const expressions[] = {
  "* * * * * *", "0 0 29 2 *",      "0 0 * 2 MON#5",    "0 0 */31 * MON", "59 59 23 31 12 *",
  "0 0 LW 2 *",  "0 0 */29 2 SUNL", "30 2 * * SUN#4,5", "* 0-59 2 * * *", "0 0 29 2 */7",
};
static const char *const never[] = { "0 0 31 2 *", "0 0 30,31 2 *", "0 0 31 4,6,9,11 *" };

static double
ask (const char *expression, GTimeZone *zone, gint64 at_us)
{
  SentinelCron cron;
  double begin = bench_seconds ();

  if (sentinel_cron_parse (expression, &cron, NULL))
    sentinel_cron_get_next_us (&cron, zone, at_us);
  return 1000 * (bench_seconds () - begin);
}

void
bench_cron (Bench *bench)
{
  g_autoptr (GTimeZone) zone = sentinel_zone_new ("Australia/Lord_Howe", NULL);
  g_autoptr (GArray) figures = g_array_new (FALSE, FALSE, sizeof (double));

  for (int i = 0; i < N_ASKED; i++) {
    gint64 at_us = FROM_US + i * 37 * G_TIME_SPAN_DAY;

    for (gsize j = 0; j < G_N_ELEMENTS (expressions); j++) {
      double milliseconds = ask (expressions[j], zone, at_us);

      g_array_append_val (figures, milliseconds);
    }
    for (gsize j = 0; j < G_N_ELEMENTS (never); j++) {
      double milliseconds = ask (never[j], zone, at_us);

      g_array_append_val (figures, milliseconds);
    }
  }
  bench_add (bench,
             &(BenchLine) {
                 .number = "B17",
                 .name = "a cron expression read and its next run found",
                 .ours = bench_percentile (figures, 99),
                 .other = NAN,
                 .unit = "ms",
                 .ratio = bench_percentile (figures, 99),
                 .goal = 1,
                 .detail = g_strdup_printf ("99 of 100; median %.4f ms", bench_median (figures)) });
}
