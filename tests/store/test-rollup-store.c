/* SPDX-License-Identifier: MIT */
/* Old samples against a slow reference that knows every value that was ever added: each value is in
 * one row of one table, wherever its age puts it. */
#include "fault-vfs.h"
#include "sentinel-error.h"
#include "sentinel-instance-store.h"
#include "sentinel-rollup-store.h"
#include "sentinel-rule-store.h"
#include "sentinel-series-store.h"
#include "sentinel-setting-store.h"
#include "sentinel-statement.h"
#include "sentinel-test-events.h"
#include "store-helpers.h"
#include <math.h>

#define N_SERIES 3
#define N_TABLES 4
#define N_VALUES 2000 /* in each series */
#define YEAR_US (365 * G_TIME_SPAN_DAY)

static const char *const names[N_TABLES] = { "sample", "sample_1m", "sample_1h", "sample_1d" };
static const gint64 spans_us[N_TABLES] = { SENTINEL_SAMPLE_SPAN_US,
                                           G_TIME_SPAN_MINUTE,
                                           G_TIME_SPAN_HOUR,
                                           G_TIME_SPAN_DAY };

typedef struct {
  guint series;
  gint64 at_us;
  double value;
  gboolean is_late; /* added after what is younger */
} Value;

typedef struct {
  gint64 series_id;
  guint table;
  SentinelSample sample;
  gboolean has_late; /* which is its last is a matter of taste */
} Row;

typedef struct {
  SentinelTestStore *store;
  gint64 series_ids[N_SERIES];
  gint64 kept_us[N_TABLES];
  GArray *values; /* of Value, in the order in which they were added */
  guint n_stored; /* of them */
  guint n_steps; /* of the last pass */
} Fixture;

/* Making: */

static gint64
add_instance (SentinelTransaction *tx, gint64 rule_id, guint8 number, GError **error)
{
  g_autoptr (SentinelInstance) instance = sentinel_instance_new (rule_id);

  instance->fingerprint[0] = number;
  g_set_str (&instance->labels, "{}");
  sentinel_instance_store_put (tx, instance, error);
  return instance->id;
}

static gboolean
write_series (SentinelTransaction *tx, gpointer data, GError **error)
{
  Fixture *fixture = data;
  gint64 rule_id = sentinel_rule_store_ensure_manual (tx, error);

  for (guint8 i = 0; i < N_SERIES; i++) {
    gint64 instance_id = add_instance (tx, rule_id, i, error);

    fixture->series_ids[i] = sentinel_series_store_ensure (tx, instance_id, "value", NULL, error);
    if (fixture->series_ids[i] == 0)
      return FALSE;
  }
  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  static const gint64 kept_us[] = { 48 * G_TIME_SPAN_HOUR,
                                    14 * G_TIME_SPAN_DAY,
                                    180 * G_TIME_SPAN_DAY,
                                    3 * YEAR_US };

  memcpy (fixture->kept_us, kept_us, sizeof kept_us);
  fixture->store = sentinel_test_store_new ();
  fixture->values = g_array_new (FALSE, FALSE, sizeof (Value));
  sentinel_test_store_write (fixture->store, write_series, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  helper_assert_sound (fixture->store->store);
  sentinel_test_store_free (fixture->store);
  g_array_unref (fixture->values);
}

static gint64
floor_to (gint64 at_us, gint64 span_us)
{
  return at_us - at_us % span_us;
}

/* At whole spans: which row a value falls into is the business of another test. */
static void
add_value (Fixture *fixture, guint series, gint64 at_us, gboolean is_late)
{
  Value value = { series,
                  floor_to (at_us, SENTINEL_SAMPLE_SPAN_US),
                  g_test_rand_double_range (-50, 50),
                  is_late };

  g_array_append_val (fixture->values, value);
}

/* From now to past the longest time that anything is kept, as many of each magnitude. */
static gint64
pick_age_us (void)
{
  return (gint64) (exp (g_test_rand_double_range (log (1e7), log (4.0 * (double) YEAR_US))));
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const Value *value_a = a, *value_b = b;

  return (value_a->at_us > value_b->at_us) - (value_a->at_us < value_b->at_us);
}

static void
add_past (Fixture *fixture)
{
  gint64 now_us = sentinel_test_store_now_us (fixture->store);

  for (guint i = 0; i < N_SERIES * N_VALUES; i++)
    add_value (fixture, i % N_SERIES, now_us - pick_age_us (), FALSE);
  g_array_sort (fixture->values, compare_values);
}

static gboolean
write_values (SentinelTransaction *tx, gpointer data, GError **error)
{
  Fixture *fixture = data;

  for (; fixture->n_stored < fixture->values->len; fixture->n_stored++) {
    const Value *value = &g_array_index (fixture->values, Value, fixture->n_stored);

    if (!sentinel_series_store_add (tx,
                                    fixture->series_ids[value->series],
                                    value->at_us,
                                    value->value,
                                    error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_settings (SentinelTransaction *tx, gpointer data, GError **error)
{
  static const char *const keys[N_TABLES] = { "retention.samples",
                                              "retention.samples-1m",
                                              "retention.samples-1h",
                                              "retention.samples-1d" };
  Fixture *fixture = data;

  for (guint i = 0; i < N_TABLES; i++) {
    g_autofree char *value =
        g_strdup_printf ("%" G_GINT64_FORMAT, fixture->kept_us[i] / G_USEC_PER_SEC);

    if (!sentinel_setting_store_set (tx, keys[i], value, error))
      return FALSE;
  }
  return TRUE;
}

/* Doing: */

static gboolean
write_step (SentinelTransaction *tx, gpointer pass, GError **error)
{
  return sentinel_rollup_store_step (tx, pass, error);
}

/* How many rows it moved. */
static gint64
run_pass (Fixture *fixture)
{
  SentinelRollupPass pass = { 0 };

  for (fixture->n_steps = 0; !pass.is_done; fixture->n_steps++) {
    gint64 n_before = pass.n_rows;

    sentinel_test_store_write (fixture->store, write_step, &pass);
    g_assert_cmpint (pass.n_rows - n_before, <=, 500);
  }
  return pass.n_rows;
}

/* Looking: */

/* N_TABLES: it is gone */
static guint
find_table (const Fixture *fixture, gint64 at_us)
{
  gint64 now_us = sentinel_test_store_now_us (fixture->store);

  for (guint i = 0; i < N_TABLES; i++) {
    gint64 longer_us = spans_us[MIN (i + 1, N_TABLES - 1)];

    if (at_us >= floor_to (now_us - fixture->kept_us[i], longer_us))
      return i;
  }
  return N_TABLES;
}

static void
fold_value (GArray *rows, const Value *value, gint64 series_id, guint table)
{
  SentinelSample sample = { floor_to (value->at_us, spans_us[table]),
                            value->value,
                            value->value,
                            value->value,
                            1 };
  Row row = { series_id, table, sample, value->is_late };

  for (guint i = 0; i < rows->len; i++) {
    Row *there = &g_array_index (rows, Row, i);

    if (there->series_id != series_id || there->table != table
        || there->sample.at_us != sample.at_us)
      continue;
    there->sample.last = value->value;
    there->sample.min = MIN (there->sample.min, value->value);
    there->sample.max = MAX (there->sample.max, value->value);
    there->sample.n++;
    there->has_late |= value->is_late;
    return;
  }
  g_array_append_val (rows, row);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *row_a = a, *row_b = b;

  if (row_a->table != row_b->table)
    return row_a->table < row_b->table ? -1 : 1;
  if (row_a->series_id != row_b->series_id)
    return row_a->series_id < row_b->series_id ? -1 : 1;
  return (row_a->sample.at_us > row_b->sample.at_us) - (row_a->sample.at_us < row_b->sample.at_us);
}

static GArray *
list_expected (const Fixture *fixture)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));

  for (guint i = 0; i < fixture->values->len; i++) {
    const Value *value = &g_array_index (fixture->values, Value, i);
    guint table = find_table (fixture, value->at_us);

    if (table < N_TABLES)
      fold_value (rows, value, fixture->series_ids[value->series], table);
  }
  g_array_sort (rows, compare_rows);
  return rows;
}

static void
read_table (SentinelDatabase *db, guint table, GArray *rows, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT series_id, at_us, last, min, max, n FROM %s"
                                          " ORDER BY series_id, at_us",
                                          names[table]);
  g_autoptr (SentinelStatement) row = sentinel_statement_prepare (db, sql, error);
  gboolean has_row;

  while (sentinel_statement_step (row, &has_row, error) && has_row) {
    Row read = { .series_id = sentinel_statement_get_int (row, 0),
                 .table = table,
                 .sample = { sentinel_statement_get_int (row, 1),
                             sentinel_statement_get_double (row, 2),
                             sentinel_statement_get_double (row, 3),
                             sentinel_statement_get_double (row, 4),
                             sentinel_statement_get_int (row, 5) } };

    g_array_append_val (rows, read);
  }
}

static gpointer
read_rows (SentinelDatabase *db, gpointer unused, GError **error)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));

  for (guint i = 0; i < N_TABLES; i++)
    read_table (db, i, rows, error);
  return rows;
}

static void
assert_same_row (const Row *found, const Row *expected)
{
  g_assert_cmpint (compare_rows (found, expected), ==, 0);
  g_assert_cmpint (found->sample.n, ==, expected->sample.n);
  g_assert_cmpfloat_with_epsilon (found->sample.min, expected->sample.min, 1e-12);
  g_assert_cmpfloat_with_epsilon (found->sample.max, expected->sample.max, 1e-12);
  g_assert_cmpfloat (found->sample.last, >=, expected->sample.min);
  g_assert_cmpfloat (found->sample.last, <=, expected->sample.max);
  if (!expected->has_late)
    g_assert_cmpfloat_with_epsilon (found->sample.last, expected->sample.last, 1e-12);
}

static void
assert_as_expected (Fixture *fixture)
{
  g_autoptr (GArray) found = sentinel_test_store_read (fixture->store, read_rows, NULL);
  g_autoptr (GArray) expected = list_expected (fixture);

  for (guint i = 0; i < MIN (found->len, expected->len); i++)
    assert_same_row (&g_array_index (found, Row, i), &g_array_index (expected, Row, i));
  g_assert_cmpuint (found->len, ==, expected->len);
}

static gint64
count_values (Fixture *fixture)
{
  return helper_query_int (fixture->store->store,
                           "SELECT (SELECT total (n) FROM sample) + (SELECT total (n) FROM"
                           " sample_1m) + (SELECT total (n) FROM sample_1h) + (SELECT total (n)"
                           " FROM sample_1d)");
}

static gint64
count_rows (Fixture *fixture, guint table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", names[table]);

  return helper_query_int (fixture->store->store, sql);
}

/* Tests: */

static void
test_by_a_slow_reference (Fixture *fixture, gconstpointer unused)
{
  add_past (fixture);
  sentinel_test_store_write (fixture->store, write_values, fixture);
  g_assert_cmpint (run_pass (fixture), >, N_SERIES * N_VALUES / 2);
  assert_as_expected (fixture);
  for (guint i = 0; i < N_TABLES; i++)
    g_assert_cmpint (count_rows (fixture, i), >, 0);
  g_assert_cmpint (run_pass (fixture), ==, 0); /* again changes nothing */
  assert_as_expected (fixture);
}

/* Time goes on, by hours or months; whoever chose other times has them from the next pass on. */
static void
test_time_goes_on (Fixture *fixture, gconstpointer unused)
{
  add_past (fixture);
  sentinel_test_store_write (fixture->store, write_values, fixture);
  for (guint i = 0; i < 12; i++) {
    gint64 passed_us = (gint64) exp (g_test_rand_double_range (log (1e9), log (1e13)));

    sentinel_fake_clock_advance (fixture->store->clock, passed_us);
    run_pass (fixture);
    assert_as_expected (fixture);
  }
}

static void
test_settings_count (Fixture *fixture, gconstpointer unused)
{
  add_past (fixture);
  sentinel_test_store_write (fixture->store, write_values, fixture);
  for (guint i = 0; i < N_TABLES; i++)
    fixture->kept_us[i] = g_test_rand_int_range (1, 100 * (int) (i + 1)) * G_TIME_SPAN_HOUR;
  sentinel_test_store_write (fixture->store, write_settings, fixture);
  run_pass (fixture);
  assert_as_expected (fixture);
}

/* As when the clock was set back, or a computer that slept answers late: nothing that is there is
 * replaced by the little that comes. */
static void
test_late_values_are_folded (Fixture *fixture, gconstpointer unused)
{
  gint64 now_us = sentinel_test_store_now_us (fixture->store);

  add_past (fixture);
  sentinel_test_store_write (fixture->store, write_values, fixture);
  run_pass (fixture);
  for (guint i = 0; i < N_SERIES * N_VALUES; i++)
    add_value (fixture, i % N_SERIES, now_us - pick_age_us (), TRUE);
  sentinel_test_store_write (fixture->store, write_values, fixture);
  run_pass (fixture);
  assert_as_expected (fixture);
}

static void
test_a_clock_that_was_ahead (Fixture *fixture, gconstpointer unused)
{
  gint64 now_us = sentinel_test_store_now_us (fixture->store);
  const gint64 ahead_us = 30 * G_TIME_SPAN_DAY;

  for (guint i = 0; i < 3000; i++) /* the clock is set forward in the middle, and back at last */
    add_value (fixture, 0, now_us + i * SENTINEL_SAMPLE_SPAN_US + (i < 1500 ? 0 : ahead_us), TRUE);
  sentinel_test_store_write (fixture->store, write_values, fixture);
  sentinel_fake_clock_set_realtime (fixture->store->clock, now_us + ahead_us + G_TIME_SPAN_DAY);
  g_assert_cmpint (run_pass (fixture), >, 0);
  sentinel_fake_clock_set_realtime (fixture->store->clock, now_us + G_TIME_SPAN_DAY);
  g_assert_cmpint (run_pass (fixture), ==, 0); /* what is of a longer span stays so */
  for (guint i = 0; i < 3000; i++)
    add_value (fixture, 0, now_us + i * SENTINEL_SAMPLE_SPAN_US, TRUE);
  sentinel_test_store_write (fixture->store, write_values, fixture);
  sentinel_fake_clock_set_realtime (fixture->store->clock, now_us + 2 * ahead_us);
  run_pass (fixture);
  assert_as_expected (fixture);
  g_assert_cmpint (count_values (fixture), ==, 6000);
}

static void
test_only_whole_spans_leave (Fixture *fixture, gconstpointer unused)
{
  gint64 now_us = sentinel_test_store_now_us (fixture->store);
  gint64 minute_us = floor_to (now_us - fixture->kept_us[0], G_TIME_SPAN_MINUTE);

  add_value (fixture, 0, minute_us - SENTINEL_SAMPLE_SPAN_US, FALSE);
  add_value (fixture, 0, minute_us, FALSE);
  sentinel_test_store_write (fixture->store, write_values, fixture);
  run_pass (fixture);
  g_assert_cmpint (count_rows (fixture, 0), ==, 1);
  g_assert_cmpint (count_rows (fixture, 1), ==, 1);
  sentinel_fake_clock_advance (fixture->store->clock,
                               minute_us + G_TIME_SPAN_MINUTE - 1 + fixture->kept_us[0] - now_us);
  g_assert_cmpint (run_pass (fixture), ==, 0);
  sentinel_fake_clock_advance (fixture->store->clock, 1);
  g_assert_cmpint (run_pass (fixture), ==, 1);
}

/* Whoever reads between two steps misses nothing. */
static void
test_steps_are_small_and_whole (Fixture *fixture, gconstpointer unused)
{
  SentinelRollupPass pass = { 0 };
  gint64 now_us = sentinel_test_store_now_us (fixture->store);
  guint n_steps = 0;

  for (guint i = 0; i < 5000; i++)
    add_value (fixture, i % 2, now_us - 4 * G_TIME_SPAN_DAY + i * SENTINEL_SAMPLE_SPAN_US, FALSE);
  sentinel_test_store_write (fixture->store, write_values, fixture);
  for (; !pass.is_done; n_steps++) {
    sentinel_test_store_write (fixture->store, write_step, &pass);
    g_assert_cmpint (count_values (fixture), ==, 5000);
  }
  g_assert_cmpuint (n_steps, >=, 10);
  g_assert_cmpint (pass.n_rows, ==, 5000);
  assert_as_expected (fixture);
}

/* Until a step is refused, or all are done. */
static void
try_pass (Fixture *fixture)
{
  SentinelRollupPass pass = { 0 };

  while (!pass.is_done && sentinel_store_write (fixture->store->store, write_step, &pass, NULL))
    continue;
}

/* Returns whether something failed. */
static gboolean
run_with_fault (Fixture *fixture, FaultKind kind, guint n, gboolean for_good)
{
  gint64 end_us = sentinel_test_store_now_us (fixture->store) - fixture->kept_us[0];
  gboolean has_struck;

  for (guint i = 0; i < 600; i++)
    add_value (fixture, i % 2, end_us + i * SENTINEL_SAMPLE_SPAN_US, FALSE);
  sentinel_test_store_write (fixture->store, write_values, fixture);
  sentinel_fake_clock_advance (fixture->store->clock, 600 * SENTINEL_SAMPLE_SPAN_US);
  fault_vfs_arm (kind, n, for_good);
  try_pass (fixture);
  has_struck = fault_vfs_disarm ();
  g_assert_cmpint (count_values (fixture), ==, fixture->values->len);
  run_pass (fixture);
  return has_struck;
}

/* What fails leaves everything where it was, and a later pass does it. */
static void
test_a_disk_that_fails (Fixture *fixture, gconstpointer unused)
{
  static const FaultKind kinds[] = { FAULT_WRITE, FAULT_FULL, FAULT_FLUSH };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (kinds); i++) {
    guint n = 1;

    while (run_with_fault (fixture, kinds[i / 2], n, i % 2 == 0))
      n += g_test_quick () ? 1 + n / 4 : 1;
    g_assert_cmpuint (n, >, 1);
  }
  assert_as_expected (fixture);
}

static gboolean
write_many_series (SentinelTransaction *tx, gpointer data, GError **error)
{
  gint64 rule_id = sentinel_rule_store_ensure_manual (tx, error);
  gint64 instance_id = add_instance (tx, rule_id, 99, error);

  for (guint i = 0; i < 1000; i++) {
    g_autofree char *name = g_strdup_printf ("series-%u", i);
    gint64 id = sentinel_series_store_ensure (tx, instance_id, name, NULL, error);

    if (id == 0
        || (i % 3 == 0
            && !sentinel_series_store_add (tx, id, SENTINEL_TEST_NOW_US - YEAR_US, i, error)))
      return FALSE;
  }
  return TRUE;
}

static void
test_many_series (Fixture *fixture, gconstpointer unused)
{
  sentinel_test_store_write (fixture->store, write_many_series, fixture);
  g_assert_cmpint (run_pass (fixture), ==, 3 * 334); /* to minutes, to hours, to days */
  g_assert_cmpuint (fixture->n_steps, <=, 12);
  run_pass (fixture);
  g_assert_cmpuint (fixture->n_steps, <=, 6);
  g_assert_cmpint (count_rows (fixture, 0), ==, 0);
  g_assert_cmpint (count_rows (fixture, 3), ==, 334);
}

static gboolean
test_a_setting_that_is_none (SentinelTransaction *tx, gpointer unused, GError **error)
{
  SentinelRollupPass pass = { 0 };
  g_autoptr (GError) refused = NULL;

  if (!sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                     error,
                                     "INSERT INTO setting VALUES ('retention.samples-1h', 'soon')",
                                     ""))
    return FALSE;
  g_assert_false (sentinel_rollup_store_step (tx, &pass, &refused));
  g_assert_error (refused, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
  g_assert_nonnull (strstr (refused->message, "retention.samples-1h"));
  g_assert_nonnull (strstr (refused->message, "soon"));
  g_assert_false (pass.is_done);
  return TRUE;
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer unused))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fault_vfs_install ();
  add ("/rollup-store/by-a-slow-reference", test_by_a_slow_reference);
  add ("/rollup-store/time-goes-on", test_time_goes_on);
  add ("/rollup-store/settings-count", test_settings_count);
  add ("/rollup-store/late-values-are-folded", test_late_values_are_folded);
  add ("/rollup-store/a-clock-that-was-ahead", test_a_clock_that_was_ahead);
  add ("/rollup-store/only-whole-spans-leave", test_only_whole_spans_leave);
  add ("/rollup-store/steps-are-small-and-whole", test_steps_are_small_and_whole);
  add ("/rollup-store/a-disk-that-fails", test_a_disk_that_fails);
  add ("/rollup-store/many-series", test_many_series);
  sentinel_test_add_transaction ("/rollup-store/a-setting-that-is-none",
                                 test_a_setting_that_is_none);
  return g_test_run ();
}
