/* SPDX-License-Identifier: MIT */
/* Reading what was measured over all tables, against everything that is in them, sorted. */
#include "sentinel-instance-store.h"
#include "sentinel-rule-store.h"
#include "sentinel-sample-range.h"
#include "sentinel-series.h"
#include "sentinel-statement.h"
#include "sentinel-test-events.h"
#include "store-helpers.h"

#define N_TABLES 4

static const char *const names[N_TABLES] = { "sample_1d", "sample_1h", "sample_1m", "sample" };
static const gint64 spans_us[N_TABLES] = { G_TIME_SPAN_DAY,
                                           G_TIME_SPAN_HOUR,
                                           G_TIME_SPAN_MINUTE,
                                           SENTINEL_SAMPLE_SPAN_US };

typedef struct {
  gint64 at_us, span_us;
  double value;
} Row;

typedef struct {
  gint64 instance_id, series_id;
  GArray *rows; /* of Row, in the order in which they must be read */
} World;

static gint64
add_instance (SentinelTransaction *tx, const char *labels, guint8 number, GError **error)
{
  g_autoptr (SentinelInstance) instance =
      sentinel_instance_new (sentinel_rule_store_ensure_manual (tx, error));

  instance->fingerprint[0] = number;
  g_set_str (&instance->labels, labels);
  sentinel_instance_store_put (tx, instance, error);
  return instance->id;
}

static void
world_init (World *world, SentinelTransaction *tx)
{
  g_autoptr (GError) error = NULL;

  world->instance_id = add_instance (tx, "{}", 1, &error);
  world->series_id = sentinel_series_store_ensure (tx, world->instance_id, "value", "%", &error);
  g_assert_no_error (error);
  world->rows = g_array_new (FALSE, FALSE, sizeof (Row));
}

static void
world_clear (World *world)
{
  g_clear_pointer (&world->rows, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

/* One that is there already stays. */
static void
put_row (World *world, SentinelTransaction *tx, guint table, gint64 at_us)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  Row row = { at_us - at_us % spans_us[table], spans_us[table], g_test_rand_double_range (-9, 9) };
  g_autofree char *sql = g_strdup_printf ("INSERT INTO %s VALUES (?1, ?2, ?3, ?3 - 1, ?3 + 1, 7)"
                                          " ON CONFLICT DO NOTHING RETURNING at_us",
                                          names[table]);
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelStatement) statement = sentinel_statement_prepare (db, sql, &error);
  gboolean is_new;

  sentinel_statement_bind (statement, "iid", world->series_id, row.at_us, row.value);
  sentinel_statement_step (statement, &is_new, &error);
  g_assert_no_error (error);
  if (is_new)
    g_array_append_val (world->rows, row);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *row_a = a, *row_b = b;

  if (row_a->at_us != row_b->at_us)
    return row_a->at_us < row_b->at_us ? -1 : 1;
  return row_a->span_us > row_b->span_us ? -1 : 1;
}

/* Of the part that it belongs to. */
static gint64
find_span_us (const SentinelSampleRange *range, guint index)
{
  gint64 span_us = 0;

  for (guint i = 0; i < range->parts->len; i++) {
    const SentinelSamplePart *part = &g_array_index (range->parts, SentinelSamplePart, i);

    if (part->first <= index)
      span_us = part->span_us;
    if (part->first == index) {
      const SentinelSample *sample = &g_array_index (range->samples, SentinelSample, index);

      g_assert_cmpint (part->from_us, ==, sample->at_us);
      g_assert_true (i == 0 || part[-1].span_us != part->span_us);
    }
  }
  return span_us;
}

static void
assert_range (World *world, SentinelDatabase *db, gint64 from_us, gint64 to_us)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelSampleRange) range =
      sentinel_sample_range_read (db, world->instance_id, "value", from_us, to_us, &error);
  gint64 longest_us = 0;
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < world->rows->len; i++) {
    const Row *row = &g_array_index (world->rows, Row, i);
    const SentinelSample *sample = &g_array_index (range->samples, SentinelSample, n);

    if (row->at_us < from_us || row->at_us >= to_us)
      continue;
    g_assert_cmpuint (n, <, range->samples->len);
    g_assert_cmpint (sample->at_us, ==, row->at_us);
    g_assert_cmpfloat_with_epsilon (sample->last, row->value, 1e-12);
    g_assert_cmpfloat_with_epsilon (sample->min, row->value - 1, 1e-12);
    g_assert_cmpfloat_with_epsilon (sample->max, row->value + 1, 1e-12);
    g_assert_cmpint (sample->n, ==, 7);
    g_assert_cmpint (find_span_us (range, n), ==, row->span_us);
    longest_us = MAX (longest_us, row->span_us);
    n++;
  }
  g_assert_cmpuint (range->samples->len, ==, n);
  g_assert_cmpint (sentinel_sample_range_get_span_us (range), ==, longest_us);
}

static void
assert_random_ranges (World *world, SentinelDatabase *db)
{
  g_array_sort (world->rows, compare_rows);
  assert_range (world, db, 0, G_MAXINT64);
  for (guint i = 0; i < 50; i++) {
    guint first = (guint) g_test_rand_int_range (0, (int) world->rows->len);
    guint last = (guint) g_test_rand_int_range (0, (int) world->rows->len);

    assert_range (world,
                  db,
                  g_array_index (world->rows, Row, first).at_us,
                  g_array_index (world->rows, Row, last).at_us + g_test_rand_int_range (0, 2));
  }
}

/* As the owner leaves them: each table ends where the next finer one begins. */
static gboolean
test_finer_the_younger (SentinelTransaction *tx, gpointer unused, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_auto (World) world = { 0 };
  g_autoptr (SentinelSampleRange) range = NULL;
  gint64 at_us = 10000 * G_TIME_SPAN_DAY;

  world_init (&world, tx);
  for (guint table = 0; table < N_TABLES; table++)
    for (guint i = 0; i < 300; i++, at_us += spans_us[table])
      put_row (&world, tx, table, at_us);
  assert_random_ranges (&world, db);
  range = sentinel_sample_range_read (db, world.instance_id, "value", 0, G_MAXINT64, error);
  g_assert_cmpuint (range->parts->len, ==, N_TABLES);
  return TRUE;
}

static gboolean
test_late_ones_lie_among_longer (SentinelTransaction *tx, gpointer unused, GError **error)
{
  g_auto (World) world = { 0 };

  world_init (&world, tx);
  for (guint i = 0; i < 500; i++)
    put_row (&world,
             tx,
             i % N_TABLES,
             10000 * G_TIME_SPAN_DAY + g_test_rand_int_range (0, 10 * 86400) * G_TIME_SPAN_SECOND);
  assert_random_ranges (&world, sentinel_transaction_get_database (tx));
  return TRUE;
}

static gboolean
test_others_are_not_read (SentinelTransaction *tx, gpointer unused, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_auto (World) world = { 0 };
  g_auto (World) other = { 0 };
  g_autoptr (SentinelSampleRange) none = NULL;
  g_autoptr (SentinelSampleRange) nobody = NULL;

  world_init (&world, tx);
  other.instance_id = world.instance_id;
  other.series_id = sentinel_series_store_ensure (tx, world.instance_id, "other", NULL, error);
  other.rows = g_array_new (FALSE, FALSE, sizeof (Row));
  for (guint i = 0; i < 100; i++) {
    put_row (&world, tx, i % N_TABLES, 10000 * G_TIME_SPAN_DAY + i * G_TIME_SPAN_HOUR);
    put_row (&other, tx, i % N_TABLES, 10000 * G_TIME_SPAN_DAY + i * G_TIME_SPAN_HOUR);
  }
  assert_random_ranges (&world, db);
  none = sentinel_sample_range_read (db, world.instance_id, "no such", 0, G_MAXINT64, error);
  nobody = sentinel_sample_range_read (db, 99, "value", 0, G_MAXINT64, error);
  g_assert_cmpuint (none->samples->len, ==, 0);
  g_assert_cmpuint (none->parts->len, ==, 0);
  g_assert_cmpuint (nobody->samples->len, ==, 0);
  return TRUE;
}

/* Whoever asked may not want it any more. */
static gboolean
test_it_can_be_interrupted (SentinelTransaction *tx, gpointer unused, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_auto (World) world = { 0 };
  g_autoptr (SentinelSampleRange) range = NULL;
  g_autoptr (GError) cancelled = NULL;

  world_init (&world, tx);
  for (guint i = 0; i < 5000; i++)
    put_row (&world, tx, 3, 10000 * G_TIME_SPAN_DAY + i * SENTINEL_SAMPLE_SPAN_US);
  sentinel_database_interrupt (db);
  range = sentinel_sample_range_read (db, world.instance_id, "value", 0, G_MAXINT64, &cancelled);
  g_assert_null (range);
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return TRUE;
}

static gboolean
test_series_of_a_rule (SentinelTransaction *tx, gpointer unused, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 rule_id = sentinel_rule_store_ensure_manual (tx, error);
  const char *labels = "{\"source\":\"host-1\",\"core\":\"3\"}";
  gint64 first_id = add_instance (tx, labels, 1, error);
  gint64 health_id = add_instance (tx, "{\"health\":\"rule\"}", 2, error);
  gint64 value_id = sentinel_series_store_ensure (tx, first_id, "value", "%", error);
  gint64 other_id = sentinel_series_store_ensure (tx, health_id, "age", NULL, error);
  gint64 metric_id = sentinel_series_store_ensure (tx, first_id, "iowait", "%", error);
  g_autoptr (GPtrArray) all = sentinel_series_list_of_rule (db, rule_id, 500, error);
  g_autoptr (GPtrArray) two = sentinel_series_list_of_rule (db, rule_id, 2, error);
  g_autoptr (GPtrArray) none = sentinel_series_list_of_rule (db, rule_id + 1, 500, error);
  const SentinelSeries *series;

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpuint (all->len, ==, 3);
  series = all->pdata[0];
  g_assert_cmpint (series->id, ==, value_id);
  g_assert_cmpint (series->instance_id, ==, first_id);
  g_assert_cmpstr (series->name, ==, "value");
  g_assert_cmpstr (series->unit, ==, "%");
  g_assert_cmpstr (series->labels, ==, labels);
  g_assert_cmpstr (series->source, ==, "host-1");
  g_assert_cmpint (((SentinelSeries *) all->pdata[1])->id, ==, metric_id);
  series = all->pdata[2];
  g_assert_cmpint (series->id, ==, other_id);
  g_assert_null (series->unit);
  g_assert_null (series->source);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sentinel_test_add_transaction ("/sample-range/finer-the-younger", test_finer_the_younger);
  sentinel_test_add_transaction ("/sample-range/late-ones-lie-among-longer",
                                 test_late_ones_lie_among_longer);
  sentinel_test_add_transaction ("/sample-range/others-are-not-read", test_others_are_not_read);
  sentinel_test_add_transaction ("/sample-range/can-be-interrupted", test_it_can_be_interrupted);
  sentinel_test_add_transaction ("/sample-range/series-of-a-rule", test_series_of_a_rule);
  return g_test_run ();
}
