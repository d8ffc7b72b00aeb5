/* SPDX-License-Identifier: MIT */
/* Ages as text, and the one source that makes them grow. */
#include "sentinel-age.h"
#include "sentinel-fake-clock.h"
#include "sentinel-ticker.h"

/* 2025-11-25T02:12:12.4Z */
#define NOW_US (G_GINT64_CONSTANT (1764036732400000))

typedef struct {
  gint64 age_us;
  const char *text;
} Age;

static void
test_format (void)
{
  static const Age ages[] = {
    { -G_TIME_SPAN_HOUR, "0 s" },
    { 0, "0 s" },
    { 59 * G_TIME_SPAN_SECOND + 999999, "59 s" },
    { G_TIME_SPAN_MINUTE, "1 min" },
    { 59 * G_TIME_SPAN_MINUTE, "59 min" },
    { G_TIME_SPAN_HOUR, "1 h" },
    { 23 * G_TIME_SPAN_HOUR, "23 h" },
    { G_TIME_SPAN_DAY, "1 d" },
    { 400 * G_TIME_SPAN_DAY, "400 d" },
    { G_MAXINT64, "106751991 d" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ages); i++) {
    g_autofree char *text = sentinel_age_format (ages[i].age_us);

    g_assert_cmpstr (text, ==, ages[i].text);
  }
}

static void
test_exact (void)
{
  g_autofree char *exact = sentinel_age_format_exact (NOW_US, NULL);
  g_autofree char *time = sentinel_age_format_time (NOW_US, NULL);
  g_autofree char *none = sentinel_age_format_exact (G_MAXINT64, NULL);

  g_assert_cmpstr (exact, ==, "Tuesday, 25 November 2025, 02:12:12 UTC");
  g_assert_cmpstr (time, ==, "Tuesday, 02:12");
  g_assert_cmpstr (none, ==, "");
}

static void
tick_cb (SentinelTicker *ticker, gint64 now_us, gpointer data)
{
  gint64 *ticked_us = data;

  *ticked_us = now_us;
}

static void
advance (SentinelFakeClock *clock, gint64 duration_us)
{
  sentinel_fake_clock_advance (clock, duration_us);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_ticks (void)
{
  g_autoptr (SentinelFakeClock) clock = sentinel_fake_clock_new (NOW_US);
  g_autoptr (SentinelTicker) ticker = sentinel_ticker_new (SENTINEL_CLOCK (clock));
  gint64 ticked_us = 0;

  g_signal_connect (ticker, "tick", G_CALLBACK (tick_cb), &ticked_us);
  sentinel_ticker_hold (ticker);
  sentinel_ticker_want_minute (ticker);
  sentinel_ticker_want_second (ticker);
  advance (clock, 599999);
  g_assert_cmpint (ticked_us, ==, 0);
  advance (clock, 1);
  g_assert_cmpint (ticked_us, ==, NOW_US + 600000);
  sentinel_ticker_want_minute (ticker);
  ticked_us = 0;
  advance (clock, 46 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (ticked_us, ==, 0);
  advance (clock, G_TIME_SPAN_SECOND);
  g_assert_cmpint (ticked_us, ==, NOW_US + 600000 + 47 * G_TIME_SPAN_SECOND);
  sentinel_ticker_release (ticker);
}

/* With nothing on screen no source is armed: nothing wakes. */
static void
test_rests (void)
{
  g_autoptr (SentinelFakeClock) clock = sentinel_fake_clock_new (NOW_US);
  g_autoptr (SentinelTicker) ticker = sentinel_ticker_new (SENTINEL_CLOCK (clock));

  sentinel_ticker_want_second (ticker);
  g_assert_cmpint (sentinel_fake_clock_get_next_due_us (clock, SENTINEL_CLOCK_REALTIME), ==, -1);
  sentinel_ticker_hold (ticker);
  sentinel_ticker_hold (ticker);
  sentinel_ticker_want_second (ticker);
  sentinel_ticker_release (ticker);
  g_assert_cmpint (sentinel_fake_clock_get_next_due_us (clock, SENTINEL_CLOCK_REALTIME), >, 0);
  sentinel_ticker_release (ticker);
  g_assert_cmpint (sentinel_fake_clock_get_next_due_us (clock, SENTINEL_CLOCK_REALTIME), ==, -1);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/ages/format", test_format);
  g_test_add_func ("/ui/ages/exact", test_exact);
  g_test_add_func ("/ui/ages/ticks", test_ticks);
  g_test_add_func ("/ui/ages/rests", test_rests);
  return g_test_run ();
}
