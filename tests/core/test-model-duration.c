/* SPDX-License-Identifier: MIT */
/* Durations: known answers, refusals, and the round trip. */
#include "sentinel-duration.h"
#include "sentinel-error.h"

static const struct {
  const char *text;
  gint64 ms;
} good[] = {
  { "0", 0 },           { "90", 90000 },
  { "30s", 30000 },     { "2m", 120000 },
  { "1h30m", 5400000 }, { "250ms", 250 },
  { "7d", 604800000 },  { "1d2h3m4s5ms", 93784005 },
  { "1m1ms", 60001 },   { "120s", 120000 },
  { "0ms", 0 },         { "0d0s", 0 },
  { "007s", 7000 },     { "9223372036854775807ms", G_MAXINT64 },
};

static const char *const bad[] = {
  "",
  " ",
  "s",
  "-1s",
  "+1s",
  "1.5s",
  "1 s",
  " 1s",
  "1s ",
  "1x",
  "1S",
  "1h30",
  "30m1h",
  "1m1m",
  "1ms1s",
  "ms",
  "1hh",
  "9223372036854775808ms",
  "9223372036854775807s",
  "99999999999999999999",
  "106751991168d",
  "0x10s",
};

static void
test_known_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    gint64 ms = -1;

    g_assert_true (sentinel_duration_parse (good[i].text, &ms, &error));
    g_assert_no_error (error);
    g_assert_cmpint (ms, ==, good[i].ms);
  }
}

static void
test_refusals_name_the_text (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    gint64 ms = 42;

    g_assert_false (sentinel_duration_parse (bad[i], &ms, &error));
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    g_assert_nonnull (strstr (error->message, bad[i]));
    g_assert_cmpint (ms, ==, 42);
  }
}

static void
test_no_text_is_refused (void)
{
  g_autoptr (GError) error = NULL;
  gint64 ms = 42;

  g_assert_false (sentinel_duration_parse (NULL, &ms, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
}

static void
assert_round_trip (gint64 ms)
{
  g_autofree char *text = sentinel_duration_format (ms);
  gint64 again = -1;

  g_assert_true (sentinel_duration_parse (text, &again, NULL));
  g_assert_cmpint (again, ==, ms);
}

static void
test_round_trip (void)
{
  assert_round_trip (0);
  assert_round_trip (G_MAXINT64);
  for (int i = 0; i < 20000; i++) {
    guint64 bits = (guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();

    assert_round_trip ((gint64) (bits >> g_test_rand_int_range (1, 64)));
  }
}

static void
test_format (void)
{
  static const struct {
    gint64 ms;
    const char *text;
  } cases[] = { { 0, "0s" },
                { 250, "250ms" },
                { 5400000, "1h30m" },
                { 90000, "1m30s" },
                { -1500, "-1s500ms" },
                { 86400000, "1d" },
                { G_MININT64, "-106751991167d7h12m55s808ms" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = sentinel_duration_format (cases[i].ms);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/duration/known-answers", test_known_answers);
  g_test_add_func ("/duration/refusals-name-the-text", test_refusals_name_the_text);
  g_test_add_func ("/duration/no-text-is-refused", test_no_text_is_refused);
  g_test_add_func ("/duration/round-trip", test_round_trip);
  g_test_add_func ("/duration/format", test_format);
  return g_test_run ();
}
