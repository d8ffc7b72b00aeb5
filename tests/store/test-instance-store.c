/* SPDX-License-Identifier: MIT */
/* Instances: every field of a state machine survives, and one is found by its identity. */
#include "sentinel-error.h"
#include "sentinel-instance-store.h"
#include "sentinel-rollup-store.h"
#include "sentinel-rule-store.h"
#include "sentinel-sample-range.h"
#include "sentinel-test-events.h"

static gint64
insert_rule (SentinelTransaction *tx, const char *name)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_set_str (&rule->name, name);
  g_set_str (&rule->trigger, "cpu-usage");
  id = sentinel_rule_store_insert (tx, rule, "Ada", &error);
  g_assert_no_error (error);
  return id;
}

static SentinelInstance *
make_instance (gint64 rule_id, guint8 first_byte)
{
  SentinelInstance *instance = sentinel_instance_new (rule_id);

  instance->fingerprint[0] = first_byte;
  instance->fingerprint[15] = 0xff;
  g_set_str (&instance->labels, "{\"source\":\"host-1\"}");
  return instance;
}

static void
fill (SentinelInstance *instance)
{
  instance->condition = SENTINEL_CONDITION_RECOVERING;
  instance->level = SENTINEL_IMPORTANCE_CRITICAL;
  instance->observed_breach_ms = 1;
  instance->observed_clear_ms = 2;
  instance->first_breach_at_us = 3;
  instance->first_clear_at_us = 4;
  instance->ring = G_GUINT64_CONSTANT (0xf00000000000000f);
  instance->ring_used = 60;
  instance->missing_count = 5;
  instance->flap.n = 2;
  instance->flap.changed = 3;
  instance->flap.at_us[0] = 20;
  instance->flap.at_us[1] = 10;
  instance->flapping = TRUE;
  instance->last_value = 0.1;
  instance->last_eval_at_us = 6;
  instance->open_event_id = 7;
  instance->ack_event_id = 8;
}

static gboolean
test_round_trip (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelInstance) instance = make_instance (insert_rule (tx, "CPU"), 1);
  g_autoptr (SentinelInstance) fresh = NULL;
  g_autoptr (SentinelInstance) filled = NULL;

  if (!sentinel_instance_store_put (tx, instance, error))
    return FALSE;
  g_assert_cmpint (instance->id, >, 0);
  fresh = sentinel_instance_store_get (db, instance->id, error);
  g_assert_true (sentinel_instance_equal (fresh, instance));
  fill (instance);
  if (!sentinel_instance_store_put (tx, instance, error))
    return FALSE;
  filled = sentinel_instance_store_get (db, instance->id, error);
  g_assert_true (sentinel_instance_equal (filled, instance));
  return TRUE;
}

static gboolean
test_inserted_with_all_fields (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelInstance) instance = make_instance (insert_rule (tx, "CPU"), 1);
  g_autoptr (SentinelInstance) stored = NULL;

  fill (instance);
  if (!sentinel_instance_store_put (tx, instance, error))
    return FALSE;
  stored =
      sentinel_instance_store_get (sentinel_transaction_get_database (tx), instance->id, error);
  g_assert_true (sentinel_instance_equal (stored, instance));
  return TRUE;
}

static gboolean
test_found_by_identity (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 rule_id = insert_rule (tx, "CPU");
  gint64 other_rule_id = insert_rule (tx, "Load");
  g_autoptr (SentinelInstance) first = make_instance (rule_id, 1);
  g_autoptr (SentinelInstance) second = make_instance (rule_id, 2);
  g_autoptr (SentinelInstance) found = NULL;
  g_autoptr (GPtrArray) all = NULL;

  if (!sentinel_instance_store_put (tx, first, error)
      || !sentinel_instance_store_put (tx, second, error))
    return FALSE;
  found = sentinel_instance_store_find (db, rule_id, second->fingerprint, error);
  g_assert_cmpint (found->id, ==, second->id);
  g_assert_null (sentinel_instance_store_find (db, other_rule_id, second->fingerprint, error));
  g_assert_null (*error);
  all = sentinel_instance_store_list (db, rule_id, error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpint (sentinel_instance_store_count (db, rule_id, error), ==, 2);
  g_assert_cmpint (sentinel_instance_store_count (db, other_rule_id, error), ==, 0);
  return TRUE;
}

static gboolean
test_identity_is_unique (SentinelTransaction *tx, gpointer data, GError **error)
{
  gint64 rule_id = insert_rule (tx, "CPU");
  g_autoptr (SentinelInstance) first = make_instance (rule_id, 1);
  g_autoptr (SentinelInstance) again = make_instance (rule_id, 1);
  g_autoptr (GError) refused = NULL;

  if (!sentinel_instance_store_put (tx, first, error))
    return FALSE;
  g_assert_false (sentinel_instance_store_put (tx, again, &refused));
  g_assert_nonnull (refused);
  g_assert_cmpint (again->id, ==, 0);
  return TRUE;
}

static gboolean
store_sample (SentinelTransaction *tx, gint64 instance_id, GError **error)
{
  gint64 series_id = sentinel_series_store_ensure (tx, instance_id, "value", NULL, error);

  return series_id != 0 && sentinel_series_store_add (tx, series_id, 0, 1.5, error);
}

static guint
count_samples (SentinelTransaction *tx, gint64 instance_id)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) samples =
      sentinel_series_store_list (db, instance_id, "value", 0, G_MAXINT64, &error);

  g_assert_no_error (error);
  return samples->len;
}

static gboolean
test_deleted (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 rule_id = insert_rule (tx, "CPU");
  g_autoptr (SentinelInstance) gone = make_instance (rule_id, 1);
  g_autoptr (SentinelInstance) stays = make_instance (rule_id, 2);

  if (!sentinel_instance_store_put (tx, gone, error)
      || !sentinel_instance_store_put (tx, stays, error) || !store_sample (tx, gone->id, error)
      || !store_sample (tx, stays->id, error) || !sentinel_instance_store_delete (tx, gone, error))
    return FALSE;
  g_assert_null (sentinel_instance_store_find (db, rule_id, gone->fingerprint, error));
  g_assert_null (*error);
  g_assert_cmpint (sentinel_instance_store_count (db, rule_id, error), ==, 1);
  g_assert_cmpuint (count_samples (tx, gone->id), ==, 0);
  g_assert_cmpuint (count_samples (tx, stays->id), ==, 1);
  return TRUE;
}

static SentinelSampleRange *
read_all (SentinelTransaction *tx, gint64 instance_id, GError **error)
{
  return sentinel_sample_range_read (sentinel_transaction_get_database (tx),
                                     instance_id,
                                     "value",
                                     0,
                                     G_MAXINT64,
                                     error);
}

/* The id of a series that is gone is given to the next one: nothing of old may be left under it. */
static gboolean
test_nobody_inherits_samples (SentinelTransaction *tx, gpointer data, GError **error)
{
  static const int ages_days[] = { 0, 3, 20, 200 }; /* one for each table */
  gint64 rule_id = insert_rule (tx, "CPU");
  g_autoptr (SentinelInstance) gone = make_instance (rule_id, 1);
  g_autoptr (SentinelInstance) next = make_instance (rule_id, 2);
  g_autoptr (SentinelSampleRange) before = NULL;
  g_autoptr (SentinelSampleRange) after = NULL;
  SentinelRollupPass pass = { 0 };
  gint64 series_id;

  sentinel_instance_store_put (tx, gone, error);
  series_id = sentinel_series_store_ensure (tx, gone->id, "value", NULL, error);
  for (guint i = 0; i < G_N_ELEMENTS (ages_days); i++)
    if (!sentinel_series_store_add (tx,
                                    series_id,
                                    SENTINEL_TEST_NOW_US - ages_days[i] * G_TIME_SPAN_DAY,
                                    1,
                                    error))
      return FALSE;
  if (!sentinel_rollup_store_step (tx, &pass, error))
    return FALSE;
  before = read_all (tx, gone->id, error);
  g_assert_cmpuint (before->parts->len, ==, 4);
  if (!sentinel_instance_store_delete (tx, gone, error)
      || !sentinel_instance_store_put (tx, next, error))
    return FALSE;
  g_assert_cmpint (sentinel_series_store_ensure (tx, next->id, "value", NULL, error),
                   ==,
                   series_id);
  after = read_all (tx, next->id, error);
  g_assert_cmpuint (after->samples->len, ==, 0);
  return TRUE;
}

static gboolean
test_missing (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (GError) not_found = NULL;

  g_assert_null (sentinel_instance_store_get (sentinel_transaction_get_database (tx),
                                              5,
                                              &not_found));
  g_assert_error (not_found, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sentinel_test_add_transaction ("/instance-store/round-trip", test_round_trip);
  sentinel_test_add_transaction ("/instance-store/inserted-with-all-fields",
                                 test_inserted_with_all_fields);
  sentinel_test_add_transaction ("/instance-store/found-by-identity", test_found_by_identity);
  sentinel_test_add_transaction ("/instance-store/identity-is-unique", test_identity_is_unique);
  sentinel_test_add_transaction ("/instance-store/deleted", test_deleted);
  sentinel_test_add_transaction ("/instance-store/nobody-inherits-samples",
                                 test_nobody_inherits_samples);
  sentinel_test_add_transaction ("/instance-store/missing", test_missing);
  return g_test_run ();
}
