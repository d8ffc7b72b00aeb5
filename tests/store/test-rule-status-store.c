/* SPDX-License-Identifier: MIT */
/* How rules stand, against rows that the other stores wrote: which rules are listed, which of their
 * instances speaks for them, and their samples against counting them one by one. */
#include "sentinel-instance-store.h"
#include "sentinel-rollup-store.h"
#include "sentinel-rule-status-store.h"
#include "sentinel-run-store.h"
#include "sentinel-setting-store.h"
#include "sentinel-test-events.h"
#include <math.h>

static gint64
add_rule (SentinelTransaction *tx, const char *name, gboolean is_enabled)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_set_str (&rule->name, name);
  g_set_str (&rule->trigger, "probe");
  rule->period_ms = 30000;
  rule->for_ms = 60000;
  rule->enabled = is_enabled;
  id = sentinel_rule_store_insert (tx, rule, "Ada", &error);
  g_assert_no_error (error);
  return id;
}

static SentinelInstance *
make_instance (gint64 rule_id, const char *labels)
{
  SentinelInstance *instance = sentinel_instance_new (rule_id);
  gsize n_bytes = MIN (strlen (labels), sizeof instance->fingerprint);

  memcpy (instance->fingerprint, labels, n_bytes);
  g_set_str (&instance->labels, labels);
  return instance;
}

static void
put_instance (SentinelTransaction *tx, SentinelInstance *instance)
{
  g_autoptr (GError) error = NULL;

  sentinel_instance_store_put (tx, instance, &error);
  g_assert_no_error (error);
}

static gint64
add_instance (SentinelTransaction *tx,
              gint64 rule_id,
              const char *labels,
              SentinelCondition condition,
              SentinelImportance level)
{
  g_autoptr (SentinelInstance) instance = make_instance (rule_id, labels);

  instance->condition = condition;
  instance->level = level;
  put_instance (tx, instance);
  return instance->id;
}

static void
put_health (SentinelTransaction *tx, gint64 rule_id, SentinelHealth health, const char *text)
{
  g_autoptr (SentinelRuleState) state = sentinel_rule_state_new (rule_id);
  g_autoptr (GError) error = NULL;

  state->health = health;
  state->health_text = g_strdup (text);
  state->last_run_at_us = SENTINEL_TEST_NOW_US - rule_id;
  sentinel_rule_store_put_state (tx, state, &error);
  g_assert_no_error (error);
}

static GPtrArray *
list (SentinelTransaction *tx)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *statuses =
      sentinel_rule_status_store_list (sentinel_transaction_get_database (tx), &error);

  g_assert_no_error (error);
  return statuses;
}

/* The only one. */
static SentinelRuleStatus *
read_only_status (SentinelTransaction *tx)
{
  g_autoptr (GPtrArray) statuses = list (tx);

  g_assert_cmpuint (statuses->len, ==, 1);
  return sentinel_rule_status_ref (g_ptr_array_index (statuses, 0));
}

static gboolean
test_never_run (SentinelTransaction *tx, gpointer unused, GError **error)
{
  gint64 rule_id = add_rule (tx, "CPU", TRUE);
  g_autoptr (SentinelRuleStatus) status = read_only_status (tx);

  g_assert_cmpint (status->rule->id, ==, rule_id);
  g_assert_cmpint (status->health, ==, SENTINEL_HEALTH_UNKNOWN);
  g_assert_null (status->health_text);
  g_assert_cmpint (status->last_run_at_us, ==, 0);
  g_assert_cmpuint (status->n_instances, ==, 0);
  g_assert_cmpuint (status->n_firing, ==, 0);
  g_assert_cmpint (status->instance_id, ==, 0);
  g_assert_cmpint (status->since_us, ==, 0);
  g_assert_true (isnan (status->last_value));
  g_assert_null (status->unit);
  return TRUE;
}

/* One rule of each kind. */
typedef struct {
  const char *name;
  gboolean is_enabled;
  SentinelHealth health;
  const char *health_text;
  SentinelCondition condition;
  SentinelImportance level;
  guint n_firing;
} Standing;

static const Standing standings[] = {
  { "OK", TRUE, SENTINEL_HEALTH_OK, NULL, SENTINEL_CONDITION_NORMAL, SENTINEL_IMPORTANCE_NONE, 0 },
  { "Pending",
    TRUE,
    SENTINEL_HEALTH_OK,
    NULL,
    SENTINEL_CONDITION_PENDING,
    SENTINEL_IMPORTANCE_LOW,
    0 },
  { "Firing",
    TRUE,
    SENTINEL_HEALTH_OK,
    NULL,
    SENTINEL_CONDITION_FIRING,
    SENTINEL_IMPORTANCE_HIGH,
    1 },
  { "Recovering",
    TRUE,
    SENTINEL_HEALTH_OK,
    NULL,
    SENTINEL_CONDITION_RECOVERING,
    SENTINEL_IMPORTANCE_CRITICAL,
    1 },
  { "Bad",
    TRUE,
    SENTINEL_HEALTH_BAD,
    "once",
    SENTINEL_CONDITION_NORMAL,
    SENTINEL_IMPORTANCE_NONE,
    0 },
  { "Failing",
    TRUE,
    SENTINEL_HEALTH_FAILING,
    "no such file",
    SENTINEL_CONDITION_FIRING,
    SENTINEL_IMPORTANCE_MEDIUM,
    1 },
  { "Off",
    FALSE,
    SENTINEL_HEALTH_UNKNOWN,
    NULL,
    SENTINEL_CONDITION_NORMAL,
    SENTINEL_IMPORTANCE_NONE,
    0 },
};

static void
assert_standing (const SentinelRuleStatus *status, const Standing *expected)
{
  g_assert_cmpstr (status->rule->name, ==, expected->name);
  g_assert_cmpint (status->rule->enabled, ==, expected->is_enabled);
  g_assert_cmpint (status->health, ==, expected->health);
  g_assert_cmpstr (status->health_text, ==, expected->health_text);
  g_assert_cmpint (status->last_run_at_us, ==, SENTINEL_TEST_NOW_US - status->rule->id);
  g_assert_cmpuint (status->n_instances, ==, 1);
  g_assert_cmpuint (status->n_firing, ==, expected->n_firing);
  g_assert_cmpint (status->condition, ==, expected->condition);
  g_assert_cmpint (status->level, ==, expected->level);
}

static gboolean
test_standings (SentinelTransaction *tx, gpointer unused, GError **error)
{
  g_autoptr (GPtrArray) statuses = NULL;
  gint64 gone_id = add_rule (tx, "Deleted", TRUE);

  g_assert_cmpint (sentinel_rule_store_ensure_manual (tx, error), >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (standings); i++) {
    gint64 rule_id = add_rule (tx, standings[i].name, standings[i].is_enabled);

    put_health (tx, rule_id, standings[i].health, standings[i].health_text);
    add_instance (tx, rule_id, "{}", standings[i].condition, standings[i].level);
  }
  if (!sentinel_rule_store_delete (tx, gone_id, "Ada", error))
    return FALSE;
  statuses = list (tx);
  g_assert_cmpuint (statuses->len, ==, G_N_ELEMENTS (standings));
  for (guint i = 0; i < statuses->len; i++)
    assert_standing (g_ptr_array_index (statuses, i), &standings[i]);
  return TRUE;
}

/* Bad runs: */

static void
add_run (SentinelTransaction *tx, gint64 rule_id, int second, SentinelOutcome outcome)
{
  g_autoptr (SentinelRun) run = sentinel_run_new (rule_id);
  g_autoptr (GError) error = NULL;

  run->started_at_us = SENTINEL_TEST_NOW_US + second * G_USEC_PER_SEC;
  run->outcome = outcome;
  run->phase = outcome == SENTINEL_OUTCOME_ERROR ? SENTINEL_PHASE_CONNECT : SENTINEL_PHASE_NONE;
  sentinel_run_store_insert (tx, run, &error);
  g_assert_no_error (error);
}

static void
assert_bad (SentinelTransaction *tx, SentinelPhase phase, int since_second, gboolean began_before)
{
  g_autoptr (SentinelRuleStatus) status = read_only_status (tx);

  g_assert_cmpint (status->phase, ==, phase);
  g_assert_cmpint (status->bad_since_us, ==, SENTINEL_TEST_NOW_US + since_second * G_USEC_PER_SEC);
  g_assert_cmpint (status->bad_began_before, ==, began_before);
}

/* Since the first of the runs in a row that could not be measured; a run that was skipped neither
 * ends nor begins them. */
static gboolean
test_bad_since (SentinelTransaction *tx, gpointer unused, GError **error)
{
  gint64 rule_id = add_rule (tx, "CPU", TRUE);

  add_run (tx, rule_id, 0, SENTINEL_OUTCOME_ERROR);
  put_health (tx, rule_id, SENTINEL_HEALTH_BAD, "once");
  assert_bad (tx, SENTINEL_PHASE_CONNECT, 0, FALSE);
  add_run (tx, rule_id, 1, SENTINEL_OUTCOME_BREACH);
  add_run (tx, rule_id, 2, SENTINEL_OUTCOME_SKIPPED);
  add_run (tx, rule_id, 3, SENTINEL_OUTCOME_NO_DATA);
  assert_bad (tx, SENTINEL_PHASE_NONE, 3, FALSE);
  add_run (tx, rule_id, 4, SENTINEL_OUTCOME_ERROR);
  put_health (tx, rule_id, SENTINEL_HEALTH_FAILING, "again");
  assert_bad (tx, SENTINEL_PHASE_CONNECT, 3, FALSE);
  return TRUE;
}

/* What happened before the oldest run that is kept, nobody knows. */
static gboolean
test_bad_for_longer_than_is_kept (SentinelTransaction *tx, gpointer unused, GError **error)
{
  gint64 rule_id = add_rule (tx, "CPU", TRUE);

  put_health (tx, rule_id, SENTINEL_HEALTH_FAILING, "always");
  for (int i = 0; i < SENTINEL_RUNS_KEPT - 1; i++)
    add_run (tx, rule_id, i, SENTINEL_OUTCOME_ERROR);
  assert_bad (tx, SENTINEL_PHASE_CONNECT, 0, FALSE);
  add_run (tx, rule_id, SENTINEL_RUNS_KEPT, SENTINEL_OUTCOME_ERROR);
  assert_bad (tx, SENTINEL_PHASE_CONNECT, 0, TRUE);
  return TRUE;
}

/* A rule that can be measured again has nothing to say of that. */
static gboolean
test_good_again (SentinelTransaction *tx, gpointer unused, GError **error)
{
  gint64 rule_id = add_rule (tx, "CPU", TRUE);
  g_autoptr (SentinelRuleStatus) status = NULL;

  add_run (tx, rule_id, 0, SENTINEL_OUTCOME_ERROR);
  add_run (tx, rule_id, 1, SENTINEL_OUTCOME_OK);
  put_health (tx, rule_id, SENTINEL_HEALTH_OK, NULL);
  status = read_only_status (tx);
  g_assert_cmpint (status->phase, ==, SENTINEL_PHASE_NONE);
  g_assert_cmpint (status->bad_since_us, ==, 0);
  return TRUE;
}

static gboolean
test_some (SentinelTransaction *tx, gpointer unused, GError **error)
{
  g_autoptr (SentinelIdRanges) ids = sentinel_id_ranges_new ();
  gint64 first_id = add_rule (tx, "First", TRUE);
  gint64 gone_id = add_rule (tx, "Deleted", TRUE);
  gint64 last_id = add_rule (tx, "Last", FALSE);
  gint64 manual_id = sentinel_rule_store_ensure_manual (tx, error);
  g_autoptr (GPtrArray) statuses = NULL;

  add_rule (tx, "Not asked for", TRUE);
  if (!sentinel_rule_store_delete (tx, gone_id, "Ada", error))
    return FALSE;
  sentinel_id_ranges_add (ids, first_id, last_id);
  sentinel_id_ranges_add (ids, manual_id, manual_id);
  sentinel_id_ranges_add (ids, 4711, 4712);
  statuses =
      sentinel_rule_status_store_list_some (sentinel_transaction_get_database (tx), ids, error);
  g_assert_nonnull (statuses);
  g_assert_cmpuint (statuses->len, ==, 2);
  g_assert_cmpint (((SentinelRuleStatus *) statuses->pdata[0])->rule->id, ==, first_id);
  g_assert_cmpint (((SentinelRuleStatus *) statuses->pdata[1])->rule->id, ==, last_id);
  return TRUE;
}

/* From the one that matters least to the one that matters most; each comes to be the worst. */
static gboolean
test_the_worst_speaks (SentinelTransaction *tx, gpointer unused, GError **error)
{
  static const struct {
    SentinelCondition condition;
    SentinelImportance level;
    guint n_firing;
  } steps[] = {
    { SENTINEL_CONDITION_NORMAL, SENTINEL_IMPORTANCE_NONE, 0 },
    { SENTINEL_CONDITION_PENDING, SENTINEL_IMPORTANCE_LOW, 0 },
    { SENTINEL_CONDITION_PENDING, SENTINEL_IMPORTANCE_CRITICAL, 0 },
    { SENTINEL_CONDITION_RECOVERING, SENTINEL_IMPORTANCE_LOW, 1 },
    { SENTINEL_CONDITION_FIRING, SENTINEL_IMPORTANCE_LOW, 2 },
    { SENTINEL_CONDITION_FIRING, SENTINEL_IMPORTANCE_HIGH, 3 },
  };
  gint64 rule_id = add_rule (tx, "CPU", TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autofree char *labels = g_strdup_printf ("{\"source\":\"%u\"}", i);
    gint64 id = add_instance (tx, rule_id, labels, steps[i].condition, steps[i].level);
    g_autoptr (SentinelRuleStatus) status = read_only_status (tx);

    g_assert_cmpuint (status->n_instances, ==, i + 1);
    g_assert_cmpuint (status->n_firing, ==, steps[i].n_firing);
    g_assert_cmpint (status->instance_id, ==, id);
    g_assert_cmpint (status->condition, ==, steps[i].condition);
    g_assert_cmpint (status->level, ==, steps[i].level);
  }
  return TRUE;
}

/* Since its first breach while it is pending, since its event opened when it fires. */
static gboolean
test_since (SentinelTransaction *tx, gpointer unused, GError **error)
{
  g_autoptr (SentinelInstance) instance = make_instance (add_rule (tx, "CPU", TRUE), "{}");
  g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_HIGH, "a", "m");
  g_autoptr (SentinelRuleStatus) pending = NULL;
  g_autoptr (SentinelRuleStatus) firing = NULL;

  instance->condition = SENTINEL_CONDITION_PENDING;
  instance->first_breach_at_us = SENTINEL_TEST_NOW_US - 5;
  instance->observed_breach_ms = 30000;
  put_instance (tx, instance);
  pending = read_only_status (tx);
  g_assert_cmpint (pending->since_us, ==, SENTINEL_TEST_NOW_US - 5);
  g_assert_cmpint (pending->observed_breach_ms, ==, 30000);
  event->opened_at_us = SENTINEL_TEST_NOW_US - 2;
  if (!sentinel_event_store_insert (tx, event, NULL, error))
    return FALSE;
  instance->condition = SENTINEL_CONDITION_FIRING;
  instance->open_event_id = event->id;
  put_instance (tx, instance);
  firing = read_only_status (tx);
  g_assert_cmpint (firing->since_us, ==, SENTINEL_TEST_NOW_US - 2);
  return TRUE;
}

/* Last value: */

/* value: NAN: none */
static void
add_measured (SentinelTransaction *tx,
              gint64 rule_id,
              const char *source,
              double value,
              gint64 eval_at_us)
{
  g_autofree char *labels = g_strdup_printf ("{\"source\":\"%s\"}", source);
  g_autoptr (SentinelInstance) instance = make_instance (rule_id, labels);
  g_autoptr (GError) error = NULL;

  instance->last_value = value;
  instance->last_eval_at_us = eval_at_us;
  put_instance (tx, instance);
  if (isfinite (value))
    sentinel_series_store_ensure (tx, instance->id, "value", source, &error);
  g_assert_no_error (error);
}

static void
assert_value (SentinelTransaction *tx, double value, const char *unit)
{
  g_autoptr (SentinelRuleStatus) status = read_only_status (tx);

  g_assert_cmpfloat_with_epsilon (status->last_value, value, 1e-9);
  g_assert_cmpstr (status->unit, ==, unit);
}

static gboolean
test_last_value (SentinelTransaction *tx, gpointer unused, GError **error)
{
  add_measured (tx, add_rule (tx, "CPU", TRUE), "%", 42, SENTINEL_TEST_NOW_US);
  assert_value (tx, 42, "%");
  return TRUE;
}

/* A rule that failed at first has an instance for its own health, which measures nothing. */
static gboolean
test_health_has_no_value (SentinelTransaction *tx, gpointer unused, GError **error)
{
  gint64 rule_id = add_rule (tx, "CPU", TRUE);

  add_measured (tx, rule_id, "a health", NAN, SENTINEL_TEST_NOW_US);
  add_measured (tx, rule_id, "b", 42, SENTINEL_TEST_NOW_US);
  add_measured (tx, rule_id, "c health", NAN, SENTINEL_TEST_NOW_US);
  assert_value (tx, 42, "b");
  return TRUE;
}

/* What no longer answers, or was watched before an edit, is not what is measured now. */
static gboolean
test_the_newest_value_counts (SentinelTransaction *tx, gpointer unused, GError **error)
{
  gint64 rule_id = add_rule (tx, "CPU", TRUE);

  add_measured (tx, rule_id, "before an edit", 1, 0);
  add_measured (tx, rule_id, "gone", 2, SENTINEL_TEST_NOW_US - 1);
  add_measured (tx, rule_id, "first", 3, SENTINEL_TEST_NOW_US);
  add_measured (tx, rule_id, "second", 4, SENTINEL_TEST_NOW_US);
  assert_value (tx, 3, "first");
  return TRUE;
}

/* Samples: */

#define N_SAMPLES 400
#define STRETCH_US (2 * G_TIME_SPAN_HOUR)

typedef struct {
  gint64 instance_id;
  gint64 from_us, to_us;
  guint n_spans;
} Question;

static gpointer
read_spans (SentinelDatabase *db, gpointer data, GError **error)
{
  const Question *question = data;

  return sentinel_rule_status_store_list_samples (db,
                                                  question->instance_id,
                                                  question->from_us,
                                                  question->to_us,
                                                  question->n_spans,
                                                  error);
}

static gpointer
read_rows (SentinelDatabase *db, gpointer data, GError **error)
{
  const Question *question = data;

  return sentinel_series_store_list (db,
                                     question->instance_id,
                                     "value",
                                     question->from_us,
                                     question->to_us,
                                     error);
}

static gboolean
add_samples (SentinelTransaction *tx, gpointer data, GError **error)
{
  gint64 *instance_id = data;
  gint64 value_id, other_id;

  *instance_id = add_instance (tx,
                               add_rule (tx, "CPU", TRUE),
                               "{}",
                               SENTINEL_CONDITION_NORMAL,
                               SENTINEL_IMPORTANCE_NONE);
  value_id = sentinel_series_store_ensure (tx, *instance_id, "value", "%", error);
  other_id = sentinel_series_store_ensure (tx, *instance_id, "other", "%", error);
  for (guint i = 0; i < N_SAMPLES; i++) {
    gint64 at_us = SENTINEL_TEST_NOW_US
                   + (gint64) g_test_rand_int_range (0, 7200) * G_TIME_SPAN_SECOND;

    if (!sentinel_series_store_add (tx, value_id, at_us, g_test_rand_int_range (0, 100), error)
        || !sentinel_series_store_add (tx, other_id, at_us, 1e6, error))
      return FALSE;
  }
  return TRUE;
}

/* What lies in a stretch, by looking at every row. n 0: nothing. */
static SentinelSample
sum_up (GArray *rows, gint64 from_us, gint64 to_us)
{
  SentinelSample sum = { .at_us = from_us, .min = INFINITY, .max = -INFINITY };

  for (guint i = 0; i < rows->len; i++) {
    const SentinelSample *row = &g_array_index (rows, SentinelSample, i);

    if (row->at_us < from_us || row->at_us >= to_us)
      continue;
    sum.last = row->last;
    sum.min = MIN (sum.min, row->min);
    sum.max = MAX (sum.max, row->max);
    sum.n += row->n;
  }
  return sum;
}

static void
assert_same (const SentinelSample *found, const SentinelSample *expected)
{
  g_assert_cmpint (found->at_us, ==, expected->at_us);
  g_assert_cmpint (found->n, ==, expected->n);
  g_assert_cmpfloat_with_epsilon (found->last, expected->last, 1e-9);
  g_assert_cmpfloat_with_epsilon (found->min, expected->min, 1e-9);
  g_assert_cmpfloat_with_epsilon (found->max, expected->max, 1e-9);
}

static void
assert_spans (SentinelTestStore *store, Question *question)
{
  g_autoptr (GArray) spans = sentinel_test_store_read (store, read_spans, question);
  g_autoptr (GArray) rows = sentinel_test_store_read (store, read_rows, question);
  gint64 length_us = question->to_us - question->from_us;
  gint64 span_us = (length_us + question->n_spans - 1) / question->n_spans;
  guint n_found = 0;

  g_assert_cmpuint (spans->len, >, 0);
  g_assert_cmpuint (spans->len, <=, question->n_spans);
  for (guint i = 0; i < question->n_spans; i++) {
    gint64 from_us = question->from_us + i * span_us;
    SentinelSample expected = sum_up (rows, from_us, MIN (from_us + span_us, question->to_us));

    if (expected.n > 0)
      assert_same (&g_array_index (spans, SentinelSample, n_found++), &expected);
  }
  g_assert_cmpuint (n_found, ==, spans->len);
}

static void
test_samples (void)
{
  static const guint n_spans[] = { 1, 2, 7, 60, 96, 720, 7919 };
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  gint64 instance_id;

  sentinel_test_store_write (store, add_samples, &instance_id);
  for (guint i = 0; i < G_N_ELEMENTS (n_spans); i++) {
    Question whole = { instance_id,
                       SENTINEL_TEST_NOW_US,
                       SENTINEL_TEST_NOW_US + STRETCH_US,
                       n_spans[i] };
    Question uneven = { instance_id,
                        SENTINEL_TEST_NOW_US + 77777,
                        SENTINEL_TEST_NOW_US + STRETCH_US - 12345,
                        n_spans[i] };

    assert_spans (store, &whole);
    assert_spans (store, &uneven);
  }
}

static gboolean
test_a_sample_at_the_end (SentinelTransaction *tx, gpointer unused, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 id = add_instance (tx,
                            add_rule (tx, "CPU", TRUE),
                            "{}",
                            SENTINEL_CONDITION_NORMAL,
                            SENTINEL_IMPORTANCE_NONE);
  gint64 series_id = sentinel_series_store_ensure (tx, id, "value", NULL, error);
  gint64 end_us = SENTINEL_TEST_NOW_US - SENTINEL_TEST_NOW_US % SENTINEL_SAMPLE_SPAN_US;
  g_autoptr (GArray) spans = NULL;
  g_autoptr (GArray) none = NULL;

  for (gint64 at_us = end_us - G_TIME_SPAN_HOUR; at_us <= end_us; at_us += SENTINEL_SAMPLE_SPAN_US)
    if (!sentinel_series_store_add (tx, series_id, at_us, 1, error))
      return FALSE;
  spans = sentinel_rule_status_store_list_samples (db,
                                                   id,
                                                   end_us - G_TIME_SPAN_HOUR,
                                                   end_us + 1,
                                                   60,
                                                   error);
  g_assert_cmpuint (spans->len, ==, 60);
  none = sentinel_rule_status_store_list_samples (db, id, end_us + 1, G_MAXINT64, 60, error);
  g_assert_cmpuint (none->len, ==, 0);
  return TRUE;
}

/* Whoever keeps them for an hour only sees the rest of the day by the minute. */
static gboolean
test_samples_that_were_rolled_up (SentinelTransaction *tx, gpointer unused, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 id = add_instance (tx,
                            add_rule (tx, "CPU", TRUE),
                            "{}",
                            SENTINEL_CONDITION_NORMAL,
                            SENTINEL_IMPORTANCE_NONE);
  gint64 series_id = sentinel_series_store_ensure (tx, id, "value", NULL, error);
  gint64 end_us = SENTINEL_TEST_NOW_US;
  SentinelRollupPass pass = { 0 };
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;

  for (gint64 at_us = end_us - G_TIME_SPAN_DAY; at_us < end_us; at_us += 5 * G_TIME_SPAN_MINUTE)
    if (!sentinel_series_store_add (tx, series_id, at_us, g_test_rand_int_range (0, 9), error))
      return FALSE;
  before =
      sentinel_rule_status_store_list_samples (db, id, end_us - G_TIME_SPAN_DAY, end_us, 60, error);
  if (!sentinel_setting_store_set (tx, "retention.samples", "1h", error)
      || !sentinel_rollup_store_step (tx, &pass, error))
    return FALSE;
  g_assert_cmpint (pass.n_rows, >, 200);
  after =
      sentinel_rule_status_store_list_samples (db, id, end_us - G_TIME_SPAN_DAY, end_us, 60, error);
  g_assert_cmpuint (after->len, ==, 60);
  g_assert_cmpuint (before->len, ==, 60);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sentinel_test_add_transaction ("/rule-status-store/never-run", test_never_run);
  sentinel_test_add_transaction ("/rule-status-store/standings", test_standings);
  sentinel_test_add_transaction ("/rule-status-store/bad-since", test_bad_since);
  sentinel_test_add_transaction ("/rule-status-store/bad-for-longer-than-is-kept",
                                 test_bad_for_longer_than_is_kept);
  sentinel_test_add_transaction ("/rule-status-store/good-again", test_good_again);
  sentinel_test_add_transaction ("/rule-status-store/some", test_some);
  sentinel_test_add_transaction ("/rule-status-store/the-worst-speaks", test_the_worst_speaks);
  sentinel_test_add_transaction ("/rule-status-store/since", test_since);
  sentinel_test_add_transaction ("/rule-status-store/last-value", test_last_value);
  sentinel_test_add_transaction ("/rule-status-store/health-has-no-value",
                                 test_health_has_no_value);
  sentinel_test_add_transaction ("/rule-status-store/the-newest-value-counts",
                                 test_the_newest_value_counts);
  g_test_add_func ("/rule-status-store/samples", test_samples);
  sentinel_test_add_transaction ("/rule-status-store/a-sample-at-the-end",
                                 test_a_sample_at_the_end);
  sentinel_test_add_transaction ("/rule-status-store/samples-that-were-rolled-up",
                                 test_samples_that_were_rolled_up);
  return g_test_run ();
}
