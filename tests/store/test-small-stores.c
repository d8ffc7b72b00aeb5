/* SPDX-License-Identifier: MIT */
/* Runs, logs, samples, settings and requests. */
#include "sentinel-error.h"
#include "sentinel-instance-store.h"
#include "sentinel-log-store.h"
#include "sentinel-request-store.h"
#include "sentinel-rollup-store.h"
#include "sentinel-rule-store.h"
#include "sentinel-run-store.h"
#include "sentinel-series-store.h"
#include "sentinel-setting-store.h"
#include "sentinel-test-events.h"
#include <math.h>

static gboolean
insert_runs (SentinelTransaction *tx, gint64 rule_id, guint n, GError **error)
{
  for (guint i = 1; i <= n; i++) {
    g_autoptr (SentinelRun) run = sentinel_run_new (rule_id);

    run->slot_us = i;
    run->started_at_us = 10 * i;
    run->duration_ms = 3;
    run->outcome = SENTINEL_OUTCOME_ERROR;
    run->phase = SENTINEL_PHASE_READ;
    run->message = g_strdup ("no such file");
    if (!sentinel_run_store_insert (tx, run, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
test_runs (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (GPtrArray) runs = NULL;
  const SentinelRun *newest;

  if (!insert_runs (tx, 1, 3, error) || !insert_runs (tx, 2, 1, error))
    return FALSE;
  runs = sentinel_run_store_list (db, 1, 2, error);
  g_assert_cmpuint (runs->len, ==, 2);
  newest = runs->pdata[0];
  g_assert_cmpint (newest->rule_id, ==, 1);
  g_assert_cmpint (newest->slot_us, ==, 3);
  g_assert_cmpint (newest->started_at_us, ==, 30);
  g_assert_cmpint (newest->duration_ms, ==, 3);
  g_assert_cmpint (newest->outcome, ==, SENTINEL_OUTCOME_ERROR);
  g_assert_cmpint (newest->phase, ==, SENTINEL_PHASE_READ);
  g_assert_cmpstr (newest->message, ==, "no such file");
  return TRUE;
}

static gboolean
test_old_runs_go (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (GPtrArray) others = NULL;

  if (!insert_runs (tx, 1, SENTINEL_RUNS_KEPT + 7, error) || !insert_runs (tx, 2, 5, error))
    return FALSE;
  g_assert_cmpint (sentinel_run_store_prune (tx, 1, 4, error), ==, 4);
  g_assert_cmpint (sentinel_run_store_prune (tx, 1, 100, error), ==, 3);
  g_assert_cmpint (sentinel_run_store_prune (tx, 1, 100, error), ==, 0);
  kept = sentinel_run_store_list (db, 1, 1000, error);
  g_assert_cmpuint (kept->len, ==, SENTINEL_RUNS_KEPT);
  g_assert_cmpint (((SentinelRun *) kept->pdata[0])->slot_us, ==, SENTINEL_RUNS_KEPT + 7);
  others = sentinel_run_store_list (db, 2, 1000, error);
  g_assert_cmpuint (others->len, ==, 5);
  return TRUE;
}

static void
assert_logs (SentinelTransaction *tx,
             gint64 after_id,
             SentinelLogLevel min_level,
             guint limit,
             const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = sentinel_log_store_list (sentinel_transaction_get_database (tx),
                                                           after_id,
                                                           min_level,
                                                           limit,
                                                           &error);
  g_autoptr (GString) messages = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    g_string_append (messages, ((SentinelLogEntry *) entries->pdata[i])->message);
  g_assert_cmpstr (messages->str, ==, expected);
}

static gboolean
test_logs (SentinelTransaction *tx, gpointer data, GError **error)
{
  const SentinelLogLevel levels[] = { SENTINEL_LOG_DEBUG,
                                      SENTINEL_LOG_ERROR,
                                      SENTINEL_LOG_INFO,
                                      SENTINEL_LOG_WARNING };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++) {
    const char message[] = { (char) ('a' + i), '\0' };
    g_autoptr (SentinelLogEntry) entry =
        sentinel_log_entry_new (levels[i], "engine", message, 100 + i);

    entry->rule_id = 5;
    if (!sentinel_log_store_insert (tx, entry, error))
      return FALSE;
    g_assert_cmpint (entry->id, ==, i + 1);
  }
  assert_logs (tx, 0, SENTINEL_LOG_DEBUG, 100, "abcd");
  assert_logs (tx, 0, SENTINEL_LOG_DEBUG, 3, "bcd");
  assert_logs (tx, 0, SENTINEL_LOG_DEBUG, 0, "");
  assert_logs (tx, 0, SENTINEL_LOG_WARNING, 100, "bd");
  assert_logs (tx, 2, SENTINEL_LOG_DEBUG, 100, "cd");
  assert_logs (tx, 2, SENTINEL_LOG_DEBUG, 1, "c");
  assert_logs (tx, 4, SENTINEL_LOG_DEBUG, 100, "");
  return TRUE;
}

static gint64
insert_instance (SentinelTransaction *tx)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelInstance) instance =
      sentinel_instance_new (sentinel_rule_store_ensure_manual (tx, &error));

  g_set_str (&instance->labels, "{}");
  sentinel_instance_store_put (tx, instance, &error);
  g_assert_no_error (error);
  return instance->id;
}

static gboolean
test_samples_fold_into_spans (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  const gint64 span_us = SENTINEL_SAMPLE_SPAN_US;
  gint64 instance_id = insert_instance (tx);
  gint64 series_id = sentinel_series_store_ensure (tx, instance_id, "value", "%", error);
  const struct {
    gint64 at_us;
    double value;
  } added[] = { { span_us, 5 },
                { span_us + 1, 2 },
                { span_us + span_us * 9 / 10, 3 },
                { 2 * span_us - 1000, -1 }, /* a little early, not the same one */
                { 9 * span_us, 7 } };
  g_autoptr (GArray) samples = NULL;
  const SentinelSample *first;

  for (guint i = 0; i < G_N_ELEMENTS (added); i++)
    if (!sentinel_series_store_add (tx, series_id, added[i].at_us, added[i].value, error))
      return FALSE;
  samples = sentinel_series_store_list (db, instance_id, "value", span_us, 9 * span_us, error);
  g_assert_cmpuint (samples->len, ==, 2);
  first = &g_array_index (samples, SentinelSample, 0);
  g_assert_cmpint (first->at_us, ==, span_us);
  g_assert_cmpfloat_with_epsilon (first->last, 3, 1e-9);
  g_assert_cmpfloat_with_epsilon (first->min, 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (first->max, 5, 1e-9);
  g_assert_cmpint (first->n, ==, 3);
  return TRUE;
}

/* value: NAN: there is none */
static void
assert_last (SentinelTransaction *tx, gint64 instance_id, gint64 at_us, double value)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *unit = NULL;
  SentinelSample sample;
  gboolean found;

  sentinel_series_store_find_last (sentinel_transaction_get_database (tx),
                                   instance_id,
                                   "value",
                                   at_us,
                                   &sample,
                                   &unit,
                                   &found,
                                   &error);
  g_assert_no_error (error);
  g_assert_cmpint (found, ==, !isnan (value));
  g_assert_cmpstr (unit, ==, found ? "%" : NULL);
  if (found)
    g_assert_cmpfloat_with_epsilon (sample.last, value, 1e-9);
}

static gboolean
test_last_sample (SentinelTransaction *tx, gpointer data, GError **error)
{
  const gint64 span_us = SENTINEL_SAMPLE_SPAN_US;
  gint64 instance_id = insert_instance (tx);
  gint64 series_id = sentinel_series_store_ensure (tx, instance_id, "value", "%", error);
  gint64 other_id = sentinel_series_store_ensure (tx, instance_id, "other", "C", error);

  assert_last (tx, instance_id, G_MAXINT64, NAN);
  if (!sentinel_series_store_add (tx, series_id, 2 * span_us, 5, error)
      || !sentinel_series_store_add (tx, series_id, 4 * span_us, 7, error)
      || !sentinel_series_store_add (tx, other_id, 5 * span_us, 9, error))
    return FALSE;
  assert_last (tx, instance_id, 2 * span_us - 1, NAN);
  assert_last (tx, instance_id, 2 * span_us, 5);
  assert_last (tx, instance_id, 4 * span_us - 1, 5);
  assert_last (tx, instance_id, G_MAXINT64, 7);
  assert_last (tx, 99, G_MAXINT64, NAN);
  return TRUE;
}

/* What was measured by then, not what came later in the same minute or hour. */
static gboolean
test_last_of_long_ago (SentinelTransaction *tx, gpointer data, GError **error)
{
  gint64 minute_us = SENTINEL_TEST_NOW_US / G_TIME_SPAN_DAY * G_TIME_SPAN_DAY - 3 * G_TIME_SPAN_DAY;
  gint64 hour_us = minute_us - 20 * G_TIME_SPAN_DAY;
  gint64 instance_id = insert_instance (tx);
  gint64 series_id = sentinel_series_store_ensure (tx, instance_id, "value", "%", error);
  SentinelRollupPass pass = { 0 };

  if (!sentinel_series_store_add (tx, series_id, hour_us, 1, error)
      || !sentinel_series_store_add (tx, series_id, minute_us, 2, error)
      || !sentinel_series_store_add (tx, series_id, minute_us + G_TIME_SPAN_MINUTE / 2, 3, error)
      || !sentinel_rollup_store_step (tx, &pass, error))
    return FALSE;
  assert_last (tx, instance_id, hour_us + G_TIME_SPAN_HOUR - 1, NAN);
  assert_last (tx, instance_id, hour_us + G_TIME_SPAN_HOUR, 1);
  assert_last (tx, instance_id, minute_us + G_TIME_SPAN_MINUTE - 1, 1);
  assert_last (tx, instance_id, minute_us + G_TIME_SPAN_MINUTE, 3);
  assert_last (tx, instance_id, G_MAXINT64, 3);
  return TRUE;
}

static gboolean
test_series_edges (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 instance_id = insert_instance (tx);
  gint64 series_id = sentinel_series_store_ensure (tx, instance_id, "value", NULL, error);
  const double odd[] = { NAN, INFINITY, -INFINITY };
  g_autoptr (GArray) none = NULL;

  g_assert_cmpint (sentinel_series_store_ensure (tx, instance_id, "value", "%", error),
                   ==,
                   series_id);
  g_assert_cmpint (sentinel_series_store_ensure (tx, instance_id, "other", "%", error),
                   !=,
                   series_id);
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++) {
    g_autoptr (GError) invalid = NULL;

    g_assert_false (sentinel_series_store_add (tx, series_id, 0, odd[i], &invalid));
    g_assert_error (invalid, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
  }
  none = sentinel_series_store_list (db, instance_id, "no such", 0, G_MAXINT64, error);
  g_assert_cmpuint (none->len, ==, 0);
  return TRUE;
}

static gboolean
test_settings (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  guint n_settings;
  const SentinelSetting *settings = sentinel_settings (&n_settings);

  for (guint i = 0; i < n_settings; i++) {
    g_autofree char *value = sentinel_setting_store_get (db, settings[i].key, error);

    g_assert_cmpstr (value, ==, settings[i].default_value);
    if (!sentinel_setting_store_set (tx, settings[i].key, settings[i].default_value, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
test_setting_values (SentinelTransaction *tx, gpointer data, GError **error)
{
  const struct {
    const char *key, *value;
    int code; /* -1: accepted */
  } cases[] = {
    { "user.name", "Ada Lovelace", -1 },
    { "user.name", "two\nlines", SENTINEL_ERROR_INVALID },
    { "user.name", "\xff", SENTINEL_ERROR_INVALID },
    { "delivery.attempts", "1", -1 },
    { "delivery.attempts", "0", SENTINEL_ERROR_INVALID },
    { "delivery.attempts", "101", SENTINEL_ERROR_INVALID },
    { "delivery.attempts", "many", SENTINEL_ERROR_INVALID },
    { "delivery.backoff", "1h", -1 },
    { "delivery.backoff", "0s", SENTINEL_ERROR_INVALID },
    { "delivery.backoff", "2h", SENTINEL_ERROR_INVALID },
    { "delivery.backoff", "soon", SENTINEL_ERROR_INVALID },
    { "retention.samples", "1h", -1 },
    { "retention.samples-1m", "3650d", -1 },
    { "retention.samples-1h", "59m", SENTINEL_ERROR_INVALID },
    { "retention.samples-1d", "3651d", SENTINEL_ERROR_INVALID },
    { "retention.samples", "3y", SENTINEL_ERROR_INVALID },
    { "no.such", "1", SENTINEL_ERROR_NOT_FOUND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) refused = NULL;
    g_autofree char *stored = NULL;

    if (sentinel_setting_store_set (tx, cases[i].key, cases[i].value, &refused)) {
      g_assert_cmpint (cases[i].code, ==, -1);
      stored =
          sentinel_setting_store_get (sentinel_transaction_get_database (tx), cases[i].key, error);
      g_assert_cmpstr (stored, ==, cases[i].value);
    } else {
      g_assert_error (refused, SENTINEL_ERROR, cases[i].code);
      g_assert_nonnull (strstr (refused->message, cases[i].key));
    }
  }
  return TRUE;
}

static gboolean
test_requests (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 id = sentinel_request_store_insert (tx, SENTINEL_REQUEST_RUN_RULE, 5, "{}", error);
  g_autoptr (GPtrArray) taken = sentinel_request_store_take (tx, error);
  g_autoptr (GPtrArray) again = sentinel_request_store_take (tx, error);
  g_autoptr (SentinelRequest) answered = NULL;
  g_autoptr (GError) not_found = NULL;
  const SentinelRequest *request;

  g_assert_cmpuint (taken->len, ==, 1);
  g_assert_cmpuint (again->len, ==, 0);
  request = taken->pdata[0];
  g_assert_cmpint (request->id, ==, id);
  g_assert_cmpint (request->kind, ==, SENTINEL_REQUEST_RUN_RULE);
  g_assert_cmpint (request->rule_id, ==, 5);
  g_assert_cmpstr (request->body, ==, "{}");
  g_assert_cmpint (request->state, ==, SENTINEL_REQUEST_TAKEN);
  if (!sentinel_request_store_answer (tx, id, SENTINEL_REQUEST_DONE, "[1]", error))
    return FALSE;
  answered = sentinel_request_store_get (db, id, error);
  g_assert_cmpint (answered->state, ==, SENTINEL_REQUEST_DONE);
  g_assert_cmpstr (answered->result, ==, "[1]");
  g_assert_null (sentinel_request_store_get (db, 99, &not_found));
  g_assert_error (not_found, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
  return TRUE;
}

static gboolean
ask (SentinelTransaction *tx, gpointer id, GError **error)
{
  *(gint64 *) id = sentinel_request_store_insert (tx, SENTINEL_REQUEST_RUN_RULE, 1, NULL, error);
  return *(gint64 *) id != 0;
}

static gboolean
take (SentinelTransaction *tx, gpointer n_taken, GError **error)
{
  g_autoptr (GPtrArray) requests = sentinel_request_store_take (tx, error);

  if (requests == NULL)
    return FALSE;
  *(guint *) n_taken = requests->len;
  return TRUE;
}

static gpointer
read_request (SentinelDatabase *db, gpointer id, GError **error)
{
  return sentinel_request_store_get (db, *(gint64 *) id, error);
}

static void
test_late_requests_are_never_executed (void)
{
  const struct {
    gint64 clock_moves_us;
    gboolean is_taken;
  } cases[] = {
    { SENTINEL_REQUEST_LIFE_US, TRUE },
    { SENTINEL_REQUEST_LIFE_US + 1, FALSE },
    { -SENTINEL_REQUEST_LIFE_US - 1, FALSE }, /* the clock was set back: its age is not known */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
    g_autoptr (SentinelRequest) request = NULL;
    guint n_taken = 0;
    gint64 id = 0;

    sentinel_test_store_write (store, ask, &id);
    sentinel_fake_clock_set_realtime (store->clock, SENTINEL_TEST_NOW_US + cases[i].clock_moves_us);
    sentinel_test_store_write (store, take, &n_taken);
    g_assert_cmpuint (n_taken, ==, cases[i].is_taken ? 1 : 0);
    request = sentinel_test_store_read (store, read_request, &id);
    g_assert_cmpint (request->state,
                     ==,
                     cases[i].is_taken ? SENTINEL_REQUEST_TAKEN : SENTINEL_REQUEST_FAILED);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sentinel_test_add_transaction ("/run-store/round-trip", test_runs);
  sentinel_test_add_transaction ("/run-store/old-runs-go", test_old_runs_go);
  sentinel_test_add_transaction ("/log-store/list", test_logs);
  sentinel_test_add_transaction ("/series-store/samples-fold-into-spans",
                                 test_samples_fold_into_spans);
  sentinel_test_add_transaction ("/series-store/last-sample", test_last_sample);
  sentinel_test_add_transaction ("/series-store/last-of-long-ago", test_last_of_long_ago);
  sentinel_test_add_transaction ("/series-store/edges", test_series_edges);
  sentinel_test_add_transaction ("/setting-store/defaults-are-valid", test_settings);
  sentinel_test_add_transaction ("/setting-store/values", test_setting_values);
  sentinel_test_add_transaction ("/request-store/round-trip", test_requests);
  g_test_add_func ("/request-store/late-requests-are-never-executed",
                   test_late_requests_are_never_executed);
  return g_test_run ();
}
