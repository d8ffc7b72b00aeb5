/* SPDX-License-Identifier: MIT */
/* The instance as a value, and the stored form of its flap history. */
#include <math.h>
#include <string.h>

#include "sentinel-instance.h"

static void
test_new_instance_was_never_evaluated (void)
{
  g_autoptr (SentinelInstance) instance = sentinel_instance_new (3);

  g_assert_cmpint (instance->rule_id, ==, 3);
  g_assert_cmpint (instance->condition, ==, SENTINEL_CONDITION_NORMAL);
  g_assert_true (isnan (instance->last_value));
}

static void
change_id (SentinelInstance *i)
{
  i->id++;
}
static void
change_rule (SentinelInstance *i)
{
  i->rule_id++;
}
static void
change_fingerprint (SentinelInstance *i)
{
  i->fingerprint[15]++;
}
static void
change_labels (SentinelInstance *i)
{
  g_set_str (&i->labels, "{\"x\":1}");
}
static void
change_condition (SentinelInstance *i)
{
  i->condition = SENTINEL_CONDITION_FIRING;
}
static void
change_level (SentinelInstance *i)
{
  i->level = SENTINEL_IMPORTANCE_LOW;
}
static void
change_breach_ms (SentinelInstance *i)
{
  i->observed_breach_ms++;
}
static void
change_clear_ms (SentinelInstance *i)
{
  i->observed_clear_ms++;
}
static void
change_first_breach (SentinelInstance *i)
{
  i->first_breach_at_us++;
}
static void
change_first_clear (SentinelInstance *i)
{
  i->first_clear_at_us++;
}
static void
change_ring (SentinelInstance *i)
{
  i->ring++;
}
static void
change_ring_used (SentinelInstance *i)
{
  i->ring_used++;
}
static void
change_missing (SentinelInstance *i)
{
  i->missing_count++;
}
static void
change_flap_n (SentinelInstance *i)
{
  i->flap.n++;
}
static void
change_flap_bits (SentinelInstance *i)
{
  i->flap.changed++;
}
static void
change_flap_time (SentinelInstance *i)
{
  i->flap.at_us[0]++;
}
static void
change_flapping (SentinelInstance *i)
{
  i->flapping = TRUE;
}
static void
change_value (SentinelInstance *i)
{
  i->last_value = 1;
}
static void
change_eval (SentinelInstance *i)
{
  i->last_eval_at_us++;
}
static void
change_event (SentinelInstance *i)
{
  i->open_event_id++;
}
static void
change_ack (SentinelInstance *i)
{
  i->ack_event_id++;
}

static void (*const changes[]) (SentinelInstance *) = {
  change_id,        change_rule,      change_fingerprint, change_labels,       change_condition,
  change_level,     change_breach_ms, change_clear_ms,    change_first_breach, change_first_clear,
  change_ring,      change_ring_used, change_missing,     change_flap_n,       change_flap_bits,
  change_flap_time, change_flapping,  change_value,       change_eval,         change_event,
  change_ack,
};

static void
test_copy_is_equal_until_something_changes (void)
{
  g_autoptr (SentinelInstance) instance = sentinel_instance_new (3);

  instance->labels = g_strdup ("{}");
  instance->flap.n = 2;
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (SentinelInstance) copy = sentinel_instance_copy (instance);

    g_assert_true (sentinel_instance_equal (instance, copy));
    changes[i](copy);
    g_assert_false (sentinel_instance_equal (instance, copy));
  }
}

static void
test_flap_bytes_are_part_of_the_schema (void)
{
  static const guint8 expected[] = { 2,    0x03, 0x00, 0x00, 0x00, 0x08, 0x07,
                                     0x06, 0x05, 0x04, 0x03, 0x02, 0x01, 1,
                                     0,    0,    0,    0,    0,    0,    0 };
  SentinelFlap flap = { .n = 2,
                        .changed = 3,
                        .at_us = { G_GINT64_CONSTANT (0x0102030405060708), 1 } };
  g_autoptr (GBytes) bytes = sentinel_flap_to_bytes (&flap);
  SentinelFlap again;

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL),
                   g_bytes_get_size (bytes),
                   expected,
                   sizeof expected);
  g_assert_true (sentinel_flap_from_bytes (expected, sizeof expected, &again));
  g_assert_cmpint (again.n, ==, 2);
  g_assert_cmpuint (again.changed, ==, 3);
  g_assert_cmpint (again.at_us[0], ==, flap.at_us[0]);
  g_assert_cmpint (again.at_us[1], ==, 1);
}

static void
test_every_length_of_flap_history (void)
{
  for (guint8 n = 1; n <= SENTINEL_FLAP_SLOTS; n++) {
    SentinelFlap flap = { .n = n, .changed = 0xfffff }, again;
    g_autoptr (GBytes) bytes = NULL;
    gsize length;
    const guint8 *data;

    for (int i = 0; i < n; i++)
      flap.at_us[i] = G_MAXINT64 - i;
    bytes = sentinel_flap_to_bytes (&flap);
    data = g_bytes_get_data (bytes, &length);
    g_assert_true (sentinel_flap_from_bytes (data, length, &again));
    g_assert_cmpmem (again.at_us, sizeof again.at_us, flap.at_us, sizeof flap.at_us);
    for (gsize cut = 1; cut < length; cut++) {
      g_assert_false (sentinel_flap_from_bytes (data, cut, &again));
      g_assert_cmpint (again.n, ==, 0);
    }
  }
}

static void
test_odd_flap_bytes (void)
{
  guint8 data[5 + 21 * 8] = { 21 };
  SentinelFlap flap = { .n = 0 };

  g_assert_null (sentinel_flap_to_bytes (&flap));
  g_assert_true (sentinel_flap_from_bytes (NULL, 0, &flap));
  g_assert_cmpint (flap.n, ==, 0);
  g_assert_false (sentinel_flap_from_bytes (data, sizeof data, &flap));
  data[0] = 0;
  g_assert_false (sentinel_flap_from_bytes (data, 5, &flap));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/instance/new-was-never-evaluated", test_new_instance_was_never_evaluated);
  g_test_add_func ("/instance/copy-is-equal-until-something-changes",
                   test_copy_is_equal_until_something_changes);
  g_test_add_func ("/instance/flap-bytes-are-part-of-the-schema",
                   test_flap_bytes_are_part_of_the_schema);
  g_test_add_func ("/instance/every-length-of-flap-history", test_every_length_of_flap_history);
  g_test_add_func ("/instance/odd-flap-bytes", test_odd_flap_bytes);
  return g_test_run ();
}
