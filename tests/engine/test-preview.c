/* SPDX-License-Identifier: MIT */
/* What a rule would have done, against what the engine did with the same readings on a real file.
 */
#include <math.h>

#include "engine-fixture.h"
#include "sentinel-preview.h"
#include "sentinel-rule-history.h"

#define N_RUNS 150
#define DAY G_TIME_SPAN_DAY

/* what one case of the property is about; any two of them may come together */
typedef struct {
  gint64 period_ms, for_ms, keep_ms;
  int need_n, of_m;
  gboolean flap, is_downwards;
  SentinelEventMode event_mode;
  const char *cron; /* nullable: instead of the period */
} Case;

static const Case at_once = { 10000, 0, 0, 1, 1, FALSE, FALSE, SENTINEL_EVENT_MODE_CONDITION };
static const Case patient = {
  15000, 45000, 30000, 1, 1, FALSE, FALSE, SENTINEL_EVENT_MODE_CONDITION
};
static const Case n_of_m = {
  10000, 20000, 20000, 3, 5, FALSE, FALSE, SENTINEL_EVENT_MODE_CONDITION
};
static const Case flapping = { 12000, 0, 0, 1, 1, TRUE, FALSE, SENTINEL_EVENT_MODE_CONDITION };
static const Case downwards = { 60000, 60000, 0, 1, 1, TRUE, TRUE, SENTINEL_EVENT_MODE_CONDITION };
static const Case by_calendar = { .for_ms = 600000,
                                  .keep_ms = 300000,
                                  .need_n = 1,
                                  .of_m = 1,
                                  .cron = "*/5 * * * *" };
static const Case by_office_hours = { .for_ms = 3600000,
                                      .need_n = 1,
                                      .of_m = 1,
                                      .cron = "0 9-11,14 * * *" };
static const Case every_run = { 10000, 0, 0, 1, 1, FALSE, FALSE, SENTINEL_EVENT_MODE_EVERY_RUN };

static GArray *
make_levels (gboolean is_downwards)
{
  const SentinelLevel up[] = { { SENTINEL_IMPORTANCE_CRITICAL, SENTINEL_OP_GT, 95, 80 },
                               { SENTINEL_IMPORTANCE_HIGH, SENTINEL_OP_GT, 70, 60 } };
  const SentinelLevel down[] = { { SENTINEL_IMPORTANCE_CRITICAL, SENTINEL_OP_LT, 10, 20 },
                                 { SENTINEL_IMPORTANCE_MEDIUM, SENTINEL_OP_LT, 30, 40 } };
  GArray *levels = g_array_new (FALSE, FALSE, sizeof (SentinelLevel));

  g_array_append_vals (levels, is_downwards ? down : up, 2);
  return levels;
}

static SentinelRule *
make_rule (EngineFixture *fixture, const Case *with)
{
  g_autoptr (SentinelRule) stored = engine_fixture_get_rule (fixture);
  SentinelRule *rule = sentinel_rule_copy (stored);

  rule->period_ms = with->period_ms;
  g_set_str (&rule->cron, with->cron);
  g_set_str (&rule->zone, with->cron != NULL ? "UTC" : NULL);
  rule->for_ms = with->for_ms;
  rule->keep_ms = with->keep_ms;
  rule->need_n = with->need_n;
  rule->of_m = with->of_m;
  rule->flap = with->flap;
  rule->event_mode = with->event_mode;
  g_clear_pointer (&rule->levels, g_array_unref);
  rule->levels = make_levels (with->is_downwards);
  return rule;
}

static SentinelRuleHistory *
read_history (EngineFixture *fixture, gint64 span_us)
{
  gint64 now_us = sentinel_clock_get_realtime_us (SENTINEL_CLOCK (fixture->base->clock));
  SentinelRuleHistoryQuestion question = { fixture->rule_id, now_us - span_us, now_us + 1 };

  return sentinel_test_store_read (fixture->base, sentinel_rule_history_read, &question);
}

static SentinelPreview *
run_preview (EngineFixture *fixture, SentinelRuleHistory *history, SentinelRule *rule)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelPlan) plan =
      sentinel_plan_compile_rule (rule, fixture->first.registry, &error);

  g_assert_no_error (error);
  return sentinel_preview_run (plan, history, NULL);
}

/* A walk that stays for a while where it is, so that waiting is worth something. */
static double
walk (double value)
{
  if (g_test_rand_int_range (0, 4) == 0)
    return g_test_rand_double_range (0, 100);
  return CLAMP (value + g_test_rand_double_range (-8, 8), 0, 100);
}

static void
measure (EngineFixture *fixture, double value, guint n_runs)
{
  fixture->first.trigger->value = value;
  engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, n_runs);
}

static void
run_engine (EngineFixture *fixture)
{
  double value = 50;

  engine_fixture_start (fixture);
  for (guint i = 1; i <= N_RUNS; i++) {
    value = walk (value);
    measure (fixture, value, i);
  }
}

static void
assert_same_event (const SentinelPreviewEvent *predicted, const SentinelEvent *event)
{
  g_assert_cmpint (predicted->opened_at_us, ==, event->opened_at_us);
  g_assert_cmpint (predicted->closed_at_us, ==, event->closed_at_us);
  g_assert_cmpint (predicted->importance, ==, event->importance);
  g_assert_cmpfloat_with_epsilon (predicted->value_peak, event->value_peak, 1e-9);
}

static void
test_is_what_the_engine_does (EngineFixture *fixture, gconstpointer data)
{
  SentinelRule *rule = make_rule (fixture, data);
  g_autoptr (SentinelRule) kept = sentinel_rule_copy (rule);
  g_autoptr (SentinelRuleHistory) history = NULL;
  g_autoptr (SentinelPreview) preview = NULL;
  g_autoptr (GPtrArray) spared = NULL;

  engine_fixture_edit_rule (fixture, rule);
  run_engine (fixture);
  history = read_history (fixture, 60 * DAY);
  preview = run_preview (fixture, history, kept);
  g_test_message ("%u events", history->events->len);
  g_assert_cmpuint (history->events->len, >, 0);
  g_assert_cmpuint (preview->events->len, ==, history->events->len);
  for (guint i = 0; i < history->events->len; i++)
    assert_same_event (&g_array_index (preview->events, SentinelPreviewEvent, i),
                       g_ptr_array_index (history->events, i));
  spared = sentinel_preview_list_spared (preview, history);
  g_assert_cmpuint (spared->len, ==, 0);
}

/* A higher threshold spares events; those that would still have come are not among them. */
static void
test_spared (EngineFixture *fixture, gconstpointer unused)
{
  SentinelRule *rule = make_rule (fixture, &at_once);
  g_autoptr (SentinelRule) changed = sentinel_rule_copy (rule);
  g_autoptr (SentinelRuleHistory) history = NULL;
  g_autoptr (SentinelPreview) preview = NULL;
  g_autoptr (GPtrArray) spared = NULL;
  guint n_kept = 0;

  engine_fixture_edit_rule (fixture, rule);
  engine_fixture_start (fixture);
  for (guint run = 1; run <= 12; run++)
    measure (fixture, run % 2 == 0 ? 50 : run % 4 == 1 ? 75 : 99, run);
  history = read_history (fixture, DAY);
  g_array_index (changed->levels, SentinelLevel, 1).raise = 90;
  preview = run_preview (fixture, history, changed);
  spared = sentinel_preview_list_spared (preview, history);
  g_assert_cmpuint (spared->len, >, 0);
  for (guint i = 0; i < history->events->len; i++) {
    const SentinelEvent *event = g_ptr_array_index (history->events, i);
    gboolean is_spared = g_ptr_array_find (spared, event, NULL);

    g_assert_cmpint (is_spared, ==, event->value_peak <= 90);
    n_kept += !is_spared;
  }
  g_assert_cmpuint (n_kept, >, 0);
}

/* Made-up histories, for what the engine would take weeks for. */

static void
measured_free (gpointer data)
{
  SentinelMeasuredSeries *measured = data;

  sentinel_series_free (measured->series);
  sentinel_sample_range_free (measured->range);
  g_free (measured);
}

static SentinelRuleHistory *
make_history (GArray *samples, GArray *parts)
{
  SentinelRuleHistory *history = g_atomic_rc_box_new0 (SentinelRuleHistory);
  SentinelMeasuredSeries *measured = g_new0 (SentinelMeasuredSeries, 1);

  history->measured = g_ptr_array_new_with_free_func (measured_free);
  history->events = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);
  measured->series = g_new0 (SentinelSeries, 1);
  measured->range = g_new0 (SentinelSampleRange, 1);
  measured->range->samples = samples;
  measured->range->parts = parts;
  g_ptr_array_add (history->measured, measured);
  return history;
}

static void
add_part (GArray *parts, gint64 from_us, gint64 span_us, guint first)
{
  SentinelSamplePart part = { from_us, span_us, first };

  g_array_append_val (parts, part);
}

static void
add_sample (GArray *samples, gint64 at_us, double low, double high)
{
  SentinelSample sample = { at_us, (low + high) / 2, low, high, 6 };

  g_array_append_val (samples, sample);
}

/* Of what is rolled up the extreme counts, and the preview says from when it is fine. */
static void
check_rolled_up (EngineFixture *fixture, gboolean is_downwards, double low, double high)
{
  Case with = at_once;
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (SentinelSample));
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (SentinelSamplePart));
  g_autoptr (SentinelRuleHistory) history = NULL;
  g_autoptr (SentinelPreview) preview = NULL;
  g_autoptr (SentinelRule) rule = NULL;

  with.is_downwards = is_downwards;
  rule = make_rule (fixture, &with);
  for (int hour = 0; hour < 10; hour++)
    add_sample (samples, hour * G_TIME_SPAN_HOUR, hour == 4 ? low : 50, hour == 4 ? high : 50);
  add_part (parts, 0, G_TIME_SPAN_HOUR, 0);
  for (int i = 0; i < 10; i++)
    add_sample (samples, 10 * G_TIME_SPAN_HOUR + i * 10 * G_TIME_SPAN_SECOND, 50, 50);
  add_part (parts, 10 * G_TIME_SPAN_HOUR, SENTINEL_SAMPLE_SPAN_US, 10);
  history = make_history (samples, parts);
  preview = run_preview (fixture, history, rule);
  g_assert_cmpint (preview->fine_from_us, ==, 10 * G_TIME_SPAN_HOUR);
  g_assert_cmpuint (preview->events->len, ==, 1);
  g_assert_cmpint (g_array_index (preview->events, SentinelPreviewEvent, 0).opened_at_us,
                   ==,
                   4 * G_TIME_SPAN_HOUR);
}

static void
test_rolled_up (EngineFixture *fixture, gconstpointer unused)
{
  check_rolled_up (fixture, FALSE, 20, 99);
  check_rolled_up (fixture, TRUE, 2, 60);
}

/* Time in which nothing was measured does not count towards "for". */
static void
test_gap (EngineFixture *fixture, gconstpointer unused)
{
  Case with = at_once;
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (SentinelSample));
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (SentinelSamplePart));
  g_autoptr (SentinelRuleHistory) history = NULL;
  g_autoptr (SentinelPreview) preview = NULL;
  g_autoptr (SentinelRule) rule = NULL;

  with.for_ms = 3600000;
  rule = make_rule (fixture, &with);
  for (int i = 0; i < 20; i++)
    add_sample (samples,
                i * 10 * G_TIME_SPAN_SECOND + (i >= 10 ? 5 * G_TIME_SPAN_HOUR : 0),
                99,
                99);
  add_part (parts, 0, SENTINEL_SAMPLE_SPAN_US, 0);
  history = make_history (samples, parts);
  preview = run_preview (fixture, history, rule);
  g_assert_cmpuint (preview->events->len, ==, 0);
}

/* The period that is typed says nothing about when it was measured. */
static void
test_other_period (EngineFixture *fixture, gconstpointer unused)
{
  Case with = at_once;
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (SentinelSample));
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (SentinelSamplePart));
  g_autoptr (SentinelRuleHistory) history = NULL;
  g_autoptr (SentinelPreview) preview = NULL;
  g_autoptr (SentinelRule) rule = NULL;

  with.for_ms = 900000; /* three of the distances, and a period of 10 s */
  rule = make_rule (fixture, &with);
  for (int i = 0; i < 10; i++)
    add_sample (samples, (i + 1) * 5 * G_TIME_SPAN_MINUTE, 99, 99);
  add_part (parts, 0, SENTINEL_SAMPLE_SPAN_US, 0);
  history = make_history (samples, parts);
  preview = run_preview (fixture, history, rule);
  g_assert_cmpuint (preview->events->len, ==, 1);
  g_assert_cmpint (g_array_index (preview->events, SentinelPreviewEvent, 0).opened_at_us,
                   ==,
                   20 * G_TIME_SPAN_MINUTE);
}

static void
test_cancelled (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRuleHistory) history = read_history (fixture, DAY);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SentinelRule) rule = make_rule (fixture, &at_once);
  g_autoptr (SentinelPlan) plan = sentinel_plan_compile_rule (rule, fixture->first.registry, NULL);
  g_autoptr (SentinelPreview) preview = NULL;

  run_engine (fixture);
  g_clear_pointer (&history, sentinel_rule_history_unref);
  history = read_history (fixture, DAY);
  g_cancellable_cancel (cancellable);
  g_assert_null (sentinel_preview_run (plan, history, cancellable));
  preview = sentinel_preview_run (plan, history, NULL);
  g_assert_nonnull (preview);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func) \
  g_test_add ("/preview/" name, \
              EngineFixture, \
              data, \
              engine_fixture_set_up, \
              func, \
              engine_fixture_tear_down)
  ADD ("is-what-the-engine-does/at-once", &at_once, test_is_what_the_engine_does);
  ADD ("is-what-the-engine-does/patient", &patient, test_is_what_the_engine_does);
  ADD ("is-what-the-engine-does/n-of-m", &n_of_m, test_is_what_the_engine_does);
  ADD ("is-what-the-engine-does/flapping", &flapping, test_is_what_the_engine_does);
  ADD ("is-what-the-engine-does/downwards", &downwards, test_is_what_the_engine_does);
  ADD ("is-what-the-engine-does/every-run", &every_run, test_is_what_the_engine_does);
  ADD ("is-what-the-engine-does/by-calendar", &by_calendar, test_is_what_the_engine_does);
  ADD ("is-what-the-engine-does/by-office-hours", &by_office_hours, test_is_what_the_engine_does);
  ADD ("other-period", NULL, test_other_period);
  ADD ("spared", NULL, test_spared);
  ADD ("rolled-up", NULL, test_rolled_up);
  ADD ("gap", NULL, test_gap);
  ADD ("cancelled", NULL, test_cancelled);
#undef ADD
  return g_test_run ();
}
