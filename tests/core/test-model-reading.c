/* SPDX-License-Identifier: MIT */
/* Readings: above all, the fingerprint, which is stored and must not change between versions. */
#include <math.h>
#include <string.h>

#include "sentinel-reading.h"

static char *
fingerprint_text (const SentinelReading *reading, const char *rule_uid)
{
  guint8 fingerprint[SENTINEL_FINGERPRINT_BYTES];
  g_autoptr (GString) text = g_string_new (NULL);

  sentinel_reading_fingerprint (reading, rule_uid, fingerprint);
  for (gsize i = 0; i < sizeof fingerprint; i++)
    g_string_append_printf (text, "%02x", fingerprint[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The expected values were computed apart, with Python's hashlib, from the description of the
 * format. */
static void
test_known_fingerprints (void)
{
  g_autoptr (SentinelReading) bare = sentinel_reading_new ("host-1", 1, "%");
  g_autoptr (SentinelReading) labelled = sentinel_reading_new ("host-1", 1, "%");
  g_autofree char *first = fingerprint_text (bare, "uid");
  g_autofree char *second = NULL;

  sentinel_reading_add_label (labelled, "core", "3");
  sentinel_reading_add_label (labelled, "b", "x");
  second = fingerprint_text (labelled, "uid");
  g_assert_cmpstr (first, ==, "999224203b2efa1d720c7ae2fcefd3c4");
  g_assert_cmpstr (second, ==, "aaf563ae146363fa24c6a6aadf42a50d");
}

static void
test_only_the_identity_counts (void)
{
  g_autoptr (SentinelReading) a = sentinel_reading_new ("host-1", 1, "%");
  g_autoptr (SentinelReading) b = sentinel_reading_new ("host-1", NAN, NULL);
  g_autofree char *of_a = NULL;
  g_autofree char *of_b = NULL;
  g_autofree char *of_other_rule = NULL;

  sentinel_reading_add_label (a, "x", "1");
  sentinel_reading_add_label (a, "y", "2");
  sentinel_reading_add_label (b, "y", "old");
  sentinel_reading_add_label (b, "y", "2");
  sentinel_reading_add_label (b, "x", "1");
  b->message = g_strdup ("other");
  sentinel_reading_set_verdict (b, TRUE, SENTINEL_IMPORTANCE_HIGH);
  sentinel_reading_add_metric (b, "m", NULL, 1);
  of_a = fingerprint_text (a, "uid");
  of_b = fingerprint_text (b, "uid");
  of_other_rule = fingerprint_text (a, "other");
  g_assert_cmpstr (of_a, ==, of_b);
  g_assert_cmpstr (of_a, !=, of_other_rule);
}

/* Texts that are the same when they are strung together. */
static void
test_fields_do_not_run_into_each_other (void)
{
  static const struct {
    const char *uid, *source, *label, *value;
  } cases[] = {
    { "u", "ab", "c", "d" },     { "u", "a", "bc", "d" },     { "u", "a", "b", "cd" },
    { "u", "abcd", NULL, NULL }, { "ua", "b", "c", "d" },     { "u", "abc", "d", "" },
    { "u", "abc", "", "d" },     { "uabcd", "", NULL, NULL },
  };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SentinelReading) reading = sentinel_reading_new (cases[i].source, 1, NULL);

    if (cases[i].label != NULL)
      sentinel_reading_add_label (reading, cases[i].label, cases[i].value);
    g_assert_true (g_hash_table_add (seen, fingerprint_text (reading, cases[i].uid)));
  }
}

static void
test_labels_as_json (void)
{
  g_autoptr (SentinelReading) reading = sentinel_reading_new ("host \"1\"", 1, NULL);
  g_autofree char *bare = sentinel_reading_dup_labels_json (reading);
  g_autofree char *labelled = NULL;

  g_assert_cmpstr (bare, ==, "{\"source\":\"host \\\"1\\\"\"}");
  sentinel_reading_add_label (reading, "z", "1");
  sentinel_reading_add_label (reading, "source", "x");
  sentinel_reading_add_label (reading, "core", "3");
  labelled = sentinel_reading_dup_labels_json (reading);
  g_assert_cmpstr (labelled,
                   ==,
                   "{\"source\":\"host "
                   "\\\"1\\\"\",\"core\":\"3\",\"label.source\":\"x\",\"z\":\"1\"}");
}

static void
test_contents (void)
{
  g_autoptr (SentinelReading) reading = sentinel_reading_new ("host-1", 97.5, "%");
  g_autoptr (SentinelReading) shared = sentinel_reading_ref (reading);
  const SentinelMetric *metric;

  g_assert_false (shared->has_verdict);
  sentinel_reading_set_verdict (reading, TRUE, SENTINEL_IMPORTANCE_LOW);
  sentinel_reading_add_metric (reading, "user", "%", 60);
  sentinel_reading_add_metric (reading, "system", "%", 37.5);
  g_assert_true (shared->has_verdict && shared->triggered);
  g_assert_cmpint (shared->importance, ==, SENTINEL_IMPORTANCE_LOW);
  g_assert_cmpuint (shared->metrics->len, ==, 2);
  metric = &g_array_index (shared->metrics, SentinelMetric, 1);
  g_assert_cmpstr (metric->name, ==, "system");
  g_assert_cmpfloat_with_epsilon (metric->value, 37.5, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reading/known-fingerprints", test_known_fingerprints);
  g_test_add_func ("/reading/only-the-identity-counts", test_only_the_identity_counts);
  g_test_add_func ("/reading/fields-do-not-run-into-each-other",
                   test_fields_do_not_run_into_each_other);
  g_test_add_func ("/reading/labels-as-json", test_labels_as_json);
  g_test_add_func ("/reading/contents", test_contents);
  return g_test_run ();
}
