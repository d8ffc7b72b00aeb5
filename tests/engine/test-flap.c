/* SPDX-License-Identifier: MIT */
/* Flap damping by known answers. The whole ring weighs 19.8; the newest slot 1.18, each older one
 * 0.02 less. */
#include "sentinel-flap.h"

#define MINUTE_US G_TIME_SPAN_MINUTE

typedef struct {
  const char *name;
  const char *slots; /* in time: x a change, . none */
  double percent;
} FlapCase;

static const FlapCase flap_cases[] = {
  { "nothing", ".", 0.0 },
  { "one-change", "x", 100 * 1.18 / 19.8 },
  { "five-changes-stay-below", "xxxxx", 100 * (1.18 + 1.16 + 1.14 + 1.12 + 1.10) / 19.8 },
  { "six-changes-go-above", "xxxxxx", 100 * (1.18 + 1.16 + 1.14 + 1.12 + 1.10 + 1.08) / 19.8 },
  { "the-oldest-weighs-least", "x...................", 100 * 0.80 / 19.8 },
  { "the-21st-slot-falls-out", "x....................", 0.0 },
  { "all", "xxxxxxxxxxxxxxxxxxxx", 100.0 },
  { "all-and-more", "xxxxxxxxxxxxxxxxxxxxxxxxx", 100.0 },
};

static void
test_percent (gconstpointer data)
{
  const FlapCase *flap_case = data;
  SentinelFlap flap = { 0 };
  gint64 now_us = 0;
  double percent = -1;

  for (const char *slot = flap_case->slots; *slot != '\0'; slot++)
    percent = sentinel_flap_push (&flap, *slot == 'x', now_us += MINUTE_US);
  g_assert_cmpfloat_with_epsilon (percent, flap_case->percent, 1e-9);
}

static void
test_old_slots_fall_out (void)
{
  SentinelFlap flap = { 0 };
  double percent;

  for (int i = 0; i < 8; i++)
    sentinel_flap_push (&flap, TRUE, i * MINUTE_US);

  percent = sentinel_flap_push (&flap, FALSE, 7 * MINUTE_US + SENTINEL_FLAP_MEMORY_US);
  g_assert_cmpint (flap.n, ==, 2);
  g_assert_cmpfloat_with_epsilon (percent, 100 * 1.16 / 19.8, 1e-9);

  percent = sentinel_flap_push (&flap, FALSE, 8 * MINUTE_US + 2 * SENTINEL_FLAP_MEMORY_US);
  g_assert_cmpint (flap.n, ==, 1);
  g_assert_cmpfloat_with_epsilon (percent, 0.0, 1e-9);
}

static void
test_clock_set_back (void)
{
  SentinelFlap flap = { 0 };

  sentinel_flap_push (&flap, TRUE, 10 * SENTINEL_FLAP_MEMORY_US);
  sentinel_flap_push (&flap, TRUE, MINUTE_US);
  g_assert_cmpint (flap.n, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (flap_cases); i++) {
    g_autofree char *path = g_strconcat ("/flap/percent/", flap_cases[i].name, NULL);

    g_test_add_data_func (path, &flap_cases[i], test_percent);
  }
  g_test_add_func ("/flap/old-slots-fall-out", test_old_slots_fall_out);
  g_test_add_func ("/flap/clock-set-back", test_clock_set_back);
  return g_test_run ();
}
