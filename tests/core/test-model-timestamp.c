/* SPDX-License-Identifier: MIT */
/* Points in time: known answers in a zone with summer time, refusals, and the round trip to the
 * microsecond. */
#include "sentinel-error.h"
#include "sentinel-timestamp.h"

/* Berlin, spelled out so that no zone file is needed. */
#define ZONE "CET-1CEST,M3.5.0,M10.5.0/3"
#define SECOND G_GINT64_CONSTANT (1000000)
#define LAST_US (G_GINT64_CONSTANT (253402300799999999))

static const struct {
  const char *text;
  gint64 at_us;
} good[] = {
  { "1970-01-01T00:00:00Z", 0 },
  { "2026-11-25T02:12:12Z", 1795572732 * SECOND },
  { "2026-11-25T02:12:12.123456Z", 1795572732 * SECOND + 123456 },
  { "2026-11-25T02:12:12.1234569Z", 1795572732 * SECOND + 123456 },
  { "2026-11-25t02:12:12.5z", 1795572732 * SECOND + 500000 },
  { "2026-11-25 03:12:12+01:00", 1795572732 * SECOND },
  { "2026-11-25T03:12:12+0100", 1795572732 * SECOND },
  { "2026-11-25T03:12:12+01", 1795572732 * SECOND },
  { "2026-11-24T20:42:12-05:30", 1795572732 * SECOND },
  { "2026-11-25T02:12Z", 1795572720 * SECOND },
  { "2026-11-25T03:12:12", 1795572732 * SECOND }, /* local, winter */
  { "2026-07-01T02:00:00", 1782864000 * SECOND }, /* local, summer */
  { "2026-11-25", 1795561200 * SECOND }, /* local midnight */
  { "2024-02-29T00:00:00Z", 1709164800 * SECOND },
  { "9999-12-31T23:59:59.999999Z", LAST_US },
};

static const char *const bad[] = {
  "now",
  "",
  "2026",
  "2026-11",
  "2026-1-5",
  "26-11-25",
  "2026-13-01",
  "2026-02-29",
  "2026-00-10",
  "2026-11-31",
  "2026-11-25T",
  "2026-11-25T2:00",
  "2026-11-25T24:00",
  "2026-11-25T23:60",
  "2026-11-25T23:59:60Z",
  "2026-11-25T10:00:00.Z",
  "2026-11-25Z",
  "2026-11-25T10:00:00+",
  "2026-11-25T10:00:00+1",
  "2026-11-25T10:00:00+24:00",
  "2026-11-25T10:00:00+01:60",
  "2026-11-25T10:00:00+01:",
  "2026-11-25T10:00:00ZZ",
  "2026-11-25T10:00:00 UTC",
  " 2026-11-25",
  "2026-11-25 ",
  "1969-12-31T23:59:59Z",
  "0000-01-01",
  "1970-01-01T00:00:00+02:00",
  "9999-12-31T23:59:59-02:00",
  "10000-01-01T00:00:00Z",
  "-2026-11-25",
};

static void
test_known_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    gint64 at_us = -1;

    sentinel_timestamp_parse (good[i].text, &at_us, &error);
    g_assert_no_error (error);
    g_assert_cmpint (at_us, ==, good[i].at_us);
  }
}

static void
test_refusals_name_the_text (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    gint64 at_us = 42;

    g_assert_false (sentinel_timestamp_parse (bad[i], &at_us, &error));
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    g_assert_nonnull (strstr (error->message, bad[i]));
    g_assert_cmpint (at_us, ==, 42);
  }
}

static void
assert_round_trip (gint64 at_us)
{
  g_autofree char *text = sentinel_timestamp_format_utc (at_us);
  gint64 again = -1;

  g_assert_true (sentinel_timestamp_parse (text, &again, NULL));
  g_assert_cmpint (again, ==, at_us);
}

static void
test_round_trip (void)
{
  assert_round_trip (0);
  assert_round_trip (LAST_US);
  for (int i = 0; i < 20000; i++)
    assert_round_trip ((gint64) g_test_rand_int_range (0, 2000000000) * 126 * SECOND
                       + g_test_rand_int_range (0, 1000000));
}

static void
test_format (void)
{
  static const struct {
    gint64 at_us;
    const char *utc, *local;
  } cases[] = {
    { 1795572732 * SECOND, "2026-11-25T02:12:12Z", "2026-11-25 03:12:12" },
    { 1795572732 * SECOND + 7, "2026-11-25T02:12:12.000007Z", "2026-11-25 03:12:12" },
    { -1, "-1 µs", "-1 µs" },
    { G_MAXINT64, "9223372036854775807 µs", "9223372036854775807 µs" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *utc = sentinel_timestamp_format_utc (cases[i].at_us);
    g_autofree char *local = sentinel_timestamp_format_local (cases[i].at_us);

    g_assert_cmpstr (utc, ==, cases[i].utc);
    g_assert_cmpstr (local, ==, cases[i].local);
  }
}

static void
test_last_moment_has_a_local_text (void)
{
  g_autofree char *local = sentinel_timestamp_format_local (LAST_US);

  g_assert_nonnull (local);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", ZONE, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timestamp/known-answers", test_known_answers);
  g_test_add_func ("/timestamp/refusals-name-the-text", test_refusals_name_the_text);
  g_test_add_func ("/timestamp/round-trip", test_round_trip);
  g_test_add_func ("/timestamp/format", test_format);
  g_test_add_func ("/timestamp/last-moment-has-a-local-text", test_last_moment_has_a_local_text);
  return g_test_run ();
}
