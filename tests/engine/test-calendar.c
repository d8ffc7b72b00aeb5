/* SPDX-License-Identifier: MIT */
/* The calendar by a clock that stands still: which slots are told, after a sleep and when the clock
 * was set. */
#include "sentinel-calendar.h"
#include "sentinel-catch-up.h"
#include "sentinel-fake-clock.h"

#define MINUTE G_TIME_SPAN_MINUTE
#define HOUR G_TIME_SPAN_HOUR
#define NOW_US (G_GINT64_CONSTANT (1764032400) * G_USEC_PER_SEC) /* 2025-11-25T01:00Z */

typedef struct {
  SentinelFakeClock *clock;
  SentinelCalendar *calendar;
  GArray *slots_us; /* all that were told */
  gint64 missed;
  guint n_told;
} Fixture;

static void
slots_cb (gint64 rule_id, GArray *slots_us, gint64 missed, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_array_append_vals (fixture->slots_us, slots_us->data, slots_us->len);
  fixture->missed += missed;
  fixture->n_told++;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->clock = sentinel_fake_clock_new (NOW_US);
  fixture->slots_us = g_array_new (FALSE, FALSE, sizeof (gint64));
  fixture->calendar = sentinel_calendar_new (SENTINEL_CLOCK (fixture->clock), slots_cb, fixture);
  sentinel_calendar_start (fixture->calendar);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_clear_object (&fixture->calendar);
  g_clear_object (&fixture->clock);
  g_array_unref (fixture->slots_us);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
advance (Fixture *fixture, gint64 duration_us)
{
  sentinel_fake_clock_advance (fixture->clock, duration_us);
  settle ();
}

static void
put (Fixture *fixture, const char *cron, int catch_up, gint64 after_us)
{
  g_autoptr (SentinelSchedule) schedule = sentinel_schedule_new (0, cron, "UTC", NULL, NULL);

  sentinel_calendar_put (fixture->calendar, 1, schedule, catch_up, after_us);
  settle ();
}

static void
assert_slots (Fixture *fixture, guint n_slots, gint64 last_us)
{
  g_assert_cmpuint (fixture->slots_us->len, ==, n_slots);
  if (n_slots > 0)
    g_assert_cmpint (g_array_index (fixture->slots_us, gint64, n_slots - 1), ==, last_us);
}

static void
test_on_time (Fixture *fixture, gconstpointer unused)
{
  put (fixture, "*/15 * * * *", SENTINEL_CATCH_UP_ONCE, NOW_US);
  g_assert_cmpint (sentinel_calendar_get_due_us (fixture->calendar, 1), ==, NOW_US + 15 * MINUTE);
  advance (fixture, 15 * MINUTE - 1);
  assert_slots (fixture, 0, 0);
  advance (fixture, 1);
  assert_slots (fixture, 1, NOW_US + 15 * MINUTE);
  for (int i = 0; i < 7; i++)
    advance (fixture, 15 * MINUTE);
  assert_slots (fixture, 8, NOW_US + 2 * HOUR);
  g_assert_cmpint (fixture->missed, ==, 0);
}

typedef struct {
  int catch_up;
  guint n_slots;
  gint64 missed;
} Policy;

static const Policy skip = { SENTINEL_CATCH_UP_SKIP, 0, 8 };
static const Policy once = { SENTINEL_CATCH_UP_ONCE, 1, 7 };
static const Policy three = { 3, 3, 5 };
static const Policy many = { 100, 8, 0 };

/* Eight slots pass in a sleep; the last one 5 minutes before the end. */
static void
test_asleep (Fixture *fixture, gconstpointer data)
{
  const Policy *policy = data;

  put (fixture, "*/15 * * * *", policy->catch_up, NOW_US);
  advance (fixture, 2 * HOUR + 5 * MINUTE);
  assert_slots (fixture, policy->n_slots, NOW_US + 2 * HOUR);
  g_assert_cmpint (fixture->missed, ==, policy->missed);
  for (guint i = 1; i < fixture->slots_us->len; i++)
    g_assert_cmpint (g_array_index (fixture->slots_us, gint64, i),
                     ==,
                     g_array_index (fixture->slots_us, gint64, i - 1) + 15 * MINUTE);
  advance (fixture, 10 * MINUTE);
  assert_slots (fixture, policy->n_slots + 1, NOW_US + 2 * HOUR + 15 * MINUTE);
}

/* The same eight, while nothing ran at all. */
static void
test_after_a_start (Fixture *fixture, gconstpointer data)
{
  const Policy *policy = data;

  put (fixture, "*/15 * * * *", policy->catch_up, NOW_US - 2 * HOUR - MINUTE);
  g_assert_cmpuint (fixture->slots_us->len + fixture->missed, ==, 9);
  g_assert_cmpuint (fixture->slots_us->len, ==, MAX (1, MIN (policy->catch_up, 9)));
}

/* Who skips what was missed still runs what is on time. */
static void
test_skip_is_for_what_is_late (Fixture *fixture, gconstpointer unused)
{
  put (fixture, "*/15 * * * *", SENTINEL_CATCH_UP_SKIP, NOW_US);
  advance (fixture, HOUR + 30 * G_TIME_SPAN_SECOND);
  assert_slots (fixture, 1, NOW_US + HOUR);
  g_assert_cmpint (fixture->missed, ==, 3);
}

static void
test_clock_set_forward (Fixture *fixture, gconstpointer unused)
{
  put (fixture, "* * * * *", SENTINEL_CATCH_UP_ONCE, NOW_US);
  sentinel_fake_clock_set_realtime (fixture->clock, NOW_US + 24 * HOUR);
  settle ();
  assert_slots (fixture, 1, NOW_US + 24 * HOUR);
  g_assert_cmpint (fixture->missed, ==, 24 * 60 - 1);
}

static void
test_clock_set_back (Fixture *fixture, gconstpointer unused)
{
  put (fixture, "0 * * * *", SENTINEL_CATCH_UP_ONCE, NOW_US);
  advance (fixture, HOUR);
  assert_slots (fixture, 1, NOW_US + HOUR);
  sentinel_fake_clock_set_realtime (fixture->clock, NOW_US + 10 * MINUTE);
  settle ();
  advance (fixture, HOUR); /* the slot comes again, and is done with */
  assert_slots (fixture, 1, NOW_US + HOUR);
  advance (fixture, HOUR);
  assert_slots (fixture, 2, NOW_US + 2 * HOUR);
}

/* The clock was years ahead, and is right again: no rule waits for years. */
static void
test_clock_comes_back_from_afar (Fixture *fixture, gconstpointer unused)
{
  put (fixture, "0 * * * *", SENTINEL_CATCH_UP_ONCE, NOW_US);
  sentinel_fake_clock_set_realtime (fixture->clock, NOW_US + 1000 * 24 * HOUR);
  settle ();
  sentinel_fake_clock_set_realtime (fixture->clock, NOW_US + MINUTE);
  settle ();
  fixture->n_told = 0;
  advance (fixture, HOUR);
  g_assert_cmpuint (fixture->n_told, ==, 1);
}

/* A month of seconds does not take long, and what is told of it stays right. */
static void
test_very_many_missed (Fixture *fixture, gconstpointer unused)
{
  put (fixture, "* * * * * *", 2, NOW_US);
  advance (fixture, 30 * 24 * HOUR);
  assert_slots (fixture, 2, NOW_US + 30 * 24 * HOUR);
  g_assert_cmpint (fixture->missed, ==, 9998);
}

static void
test_removed (Fixture *fixture, gconstpointer unused)
{
  put (fixture, "* * * * *", SENTINEL_CATCH_UP_ONCE, NOW_US);
  g_assert_cmpuint (sentinel_calendar_get_n_rules (fixture->calendar), ==, 1);
  sentinel_calendar_remove (fixture->calendar, 1);
  g_assert_cmpint (sentinel_calendar_get_next_due_us (fixture->calendar), ==, -1);
  advance (fixture, HOUR);
  g_assert_cmpuint (fixture->n_told, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func) g_test_add ("/calendar/" name, Fixture, data, set_up, func, tear_down)
  ADD ("on-time", NULL, test_on_time);
  ADD ("asleep/skip", &skip, test_asleep);
  ADD ("asleep/once", &once, test_asleep);
  ADD ("asleep/three", &three, test_asleep);
  ADD ("asleep/many", &many, test_asleep);
  ADD ("after-a-start/once", &once, test_after_a_start);
  ADD ("after-a-start/three", &three, test_after_a_start);
  ADD ("after-a-start/many", &many, test_after_a_start);
  ADD ("skip-is-for-what-is-late", NULL, test_skip_is_for_what_is_late);
  ADD ("clock-set-forward", NULL, test_clock_set_forward);
  ADD ("clock-set-back", NULL, test_clock_set_back);
  ADD ("clock-comes-back-from-afar", NULL, test_clock_comes_back_from_afar);
  ADD ("very-many-missed", NULL, test_very_many_missed);
  ADD ("removed", NULL, test_removed);
#undef ADD
  return g_test_run ();
}
