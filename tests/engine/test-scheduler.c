/* SPDX-License-Identifier: MIT */
/* The scheduler by a clock that stands still: when rules are due, in which order, and how often the
 * loop is woken for it. */
#include "sentinel-fake-clock.h"
#include "sentinel-scheduler.h"

#define SECOND G_TIME_SPAN_SECOND
#define NOW_US (G_GINT64_CONSTANT (1764036732) * G_USEC_PER_SEC)

typedef struct {
  gint64 rule_id, slot_us, missed, at_us;
} Due;

typedef struct {
  SentinelFakeClock *clock;
  SentinelScheduler *scheduler;
  GArray *dues; /* of Due */
  gint64 remove_when_due; /* 0: none */
  gboolean stop_when_due;
} Fixture;

static void
due_cb (gint64 rule_id, gint64 slot_us, gint64 missed, gpointer user_data)
{
  Fixture *fixture = user_data;
  Due due = { rule_id,
              slot_us,
              missed,
              sentinel_clock_get_boottime_us (SENTINEL_CLOCK (fixture->clock)) };

  g_array_append_val (fixture->dues, due);
  if (rule_id == fixture->remove_when_due)
    sentinel_scheduler_remove (fixture->scheduler, rule_id);
  if (fixture->stop_when_due)
    sentinel_scheduler_stop (fixture->scheduler);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->clock = sentinel_fake_clock_new (NOW_US);
  fixture->dues = g_array_new (FALSE, FALSE, sizeof (Due));
  fixture->scheduler = sentinel_scheduler_new (SENTINEL_CLOCK (fixture->clock), due_cb, fixture);
  sentinel_scheduler_start (fixture->scheduler);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_clear_object (&fixture->scheduler);
  g_clear_object (&fixture->clock);
  g_array_unref (fixture->dues);
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

static Due *
get_due (Fixture *fixture, guint index)
{
  g_assert_cmpuint (index, <, fixture->dues->len);
  return &g_array_index (fixture->dues, Due, index);
}

static void
test_first_due_is_the_phase (Fixture *fixture, gconstpointer unused)
{
  gint64 sum_us = 0;

  for (gint64 id = 1; id <= 1000; id++) {
    gint64 due_us;

    sentinel_scheduler_put (fixture->scheduler, id, 10 * SECOND, 0);
    due_us = sentinel_scheduler_get_due_us (fixture->scheduler, id);
    g_assert_cmpint (due_us, >=, 0);
    g_assert_cmpint (due_us, <, 10 * SECOND);
    sum_us += due_us;
  }
  g_assert_cmpint (sum_us / 1000, >, 4 * SECOND); /* spread over the period */
  g_assert_cmpint (sum_us / 1000, <, 6 * SECOND);
  sentinel_scheduler_put (fixture->scheduler, 5, 24 * 3600 * SECOND, 0);
  g_assert_cmpint (sentinel_scheduler_get_due_us (fixture->scheduler, 5), <, SENTINEL_PHASE_MAX_US);
}

static void
test_first_due_after_a_restart (Fixture *fixture, gconstpointer unused)
{
  const gint64 period_us = 3600 * SECOND;

  sentinel_scheduler_put (fixture->scheduler, 1, period_us, NOW_US - 600 * SECOND);
  g_assert_cmpint (sentinel_scheduler_get_due_us (fixture->scheduler, 1), ==, 3000 * SECOND);
  sentinel_scheduler_put (fixture->scheduler, 1, period_us, NOW_US - 7200 * SECOND);
  g_assert_cmpint (sentinel_scheduler_get_due_us (fixture->scheduler, 1), <, 60 * SECOND);
  /* the clock was set back */
  sentinel_scheduler_put (fixture->scheduler, 1, period_us, NOW_US + 86400 * SECOND);
  g_assert_cmpint (sentinel_scheduler_get_due_us (fixture->scheduler, 1), ==, 3600 * SECOND);
}

static void
test_runs_by_its_period (Fixture *fixture, gconstpointer unused)
{
  gint64 first_us;

  sentinel_scheduler_put (fixture->scheduler, 7, 10 * SECOND, 0);
  first_us = sentinel_scheduler_get_due_us (fixture->scheduler, 7);
  advance (fixture, first_us - SENTINEL_SCHEDULER_WINDOW_US - 1);
  g_assert_cmpuint (fixture->dues->len, ==, 0);
  advance (fixture, SENTINEL_SCHEDULER_WINDOW_US + 1);
  g_assert_cmpuint (fixture->dues->len, ==, 1);
  advance (fixture, 9 * SECOND);
  g_assert_cmpuint (fixture->dues->len, ==, 1);
  advance (fixture, 1 * SECOND + 3000); /* 3 ms late: the next one is not */
  g_assert_cmpuint (fixture->dues->len, ==, 2);
  g_assert_cmpint (get_due (fixture, 1)->slot_us, ==, NOW_US + first_us + 10 * SECOND);
  g_assert_cmpint (sentinel_scheduler_get_due_us (fixture->scheduler, 7),
                   ==,
                   first_us + 20 * SECOND);
  g_assert_cmpint (get_due (fixture, 1)->missed, ==, 0);
}

static void
test_missed_are_counted (Fixture *fixture, gconstpointer unused)
{
  gint64 first_us;

  sentinel_scheduler_put (fixture->scheduler, 7, 10 * SECOND, 0);
  first_us = sentinel_scheduler_get_due_us (fixture->scheduler, 7);
  advance (fixture, first_us);
  advance (fixture, 605 * SECOND);
  g_assert_cmpuint (fixture->dues->len, ==, 2); /* run once, not sixty times */
  g_assert_cmpint (get_due (fixture, 1)->missed, ==, 59);
  g_assert_cmpint (sentinel_scheduler_get_due_us (fixture->scheduler, 7),
                   ==,
                   first_us + 610 * SECOND);
}

static void
test_neighbours_share_a_wake_up (Fixture *fixture, gconstpointer unused)
{
  for (gint64 id = 1; id <= 20; id++) {
    sentinel_scheduler_put (fixture->scheduler, id, 10 * SECOND, 0);
    sentinel_scheduler_run_soon (fixture->scheduler, id);
    sentinel_fake_clock_advance (fixture->clock, 2000);
  }
  settle ();
  g_assert_cmpuint (fixture->dues->len, ==, 20);
  for (guint i = 0; i < 20; i++)
    g_assert_cmpint (get_due (fixture, i)->rule_id, ==, i + 1); /* in the order of their times */
  g_array_set_size (fixture->dues, 0);
  sentinel_fake_clock_advance (fixture->clock, 10 * SECOND - 20 * 2000); /* when the first is due */
  g_assert_true (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpuint (fixture->dues->len, ==, 20); /* the last of them 38 ms early */
  g_assert_false (g_main_context_iteration (NULL, FALSE));
}

static void
test_park_and_run_soon (Fixture *fixture, gconstpointer unused)
{
  sentinel_scheduler_put (fixture->scheduler, 1, 10 * SECOND, 0);
  sentinel_scheduler_park (fixture->scheduler, 1);
  g_assert_cmpint (sentinel_scheduler_get_due_us (fixture->scheduler, 1), ==, -1);
  g_assert_cmpint (sentinel_scheduler_get_next_due_us (fixture->scheduler), ==, -1);
  g_assert_cmpuint (sentinel_scheduler_get_n_rules (fixture->scheduler), ==, 1);
  g_assert_cmpint (sentinel_fake_clock_get_next_due_us (fixture->clock, SENTINEL_CLOCK_BOOTTIME),
                   ==,
                   -1);
  advance (fixture, 3600 * SECOND);
  g_assert_cmpuint (fixture->dues->len, ==, 0);
  sentinel_scheduler_run_soon (fixture->scheduler, 1);
  settle ();
  g_assert_cmpuint (fixture->dues->len, ==, 1);
  g_assert_cmpint (get_due (fixture, 0)->slot_us, ==, NOW_US + 3600 * SECOND);
  g_assert_cmpint (sentinel_scheduler_get_due_us (fixture->scheduler, 1), ==, 3610 * SECOND);
}

static void
test_removed_is_not_due (Fixture *fixture, gconstpointer unused)
{
  for (gint64 id = 1; id <= 3; id++) {
    sentinel_scheduler_put (fixture->scheduler, id, SECOND, 0);
    sentinel_scheduler_run_soon (fixture->scheduler, id);
  }
  sentinel_scheduler_remove (fixture->scheduler, 1);
  sentinel_scheduler_remove (fixture->scheduler, 99);
  fixture->remove_when_due = 2;
  settle ();
  advance (fixture, SECOND);
  g_assert_cmpuint (fixture->dues->len, ==, 3); /* 2 and 3, then 3 */
  g_assert_cmpint (get_due (fixture, 2)->rule_id, ==, 3);
  g_assert_cmpuint (sentinel_scheduler_get_n_rules (fixture->scheduler), ==, 1);
}

static void
test_stop_within_a_due (Fixture *fixture, gconstpointer unused)
{
  for (gint64 id = 1; id <= 3; id++) {
    sentinel_scheduler_put (fixture->scheduler, id, SECOND, 0);
    sentinel_scheduler_run_soon (fixture->scheduler, id);
  }
  fixture->stop_when_due = TRUE;
  advance (fixture, 5 * SECOND);
  g_assert_cmpuint (fixture->dues->len, ==, 1);
  fixture->stop_when_due = FALSE;
  sentinel_scheduler_start (fixture->scheduler);
  settle ();
  g_assert_cmpuint (fixture->dues->len, ==, 3);
}

/* The wall clock is for slots only: setting it makes nothing due and nothing late. */
static void
test_wall_clock_was_set (Fixture *fixture, gconstpointer unused)
{
  gint64 first_us;

  sentinel_scheduler_put (fixture->scheduler, 1, 60 * SECOND, 0);
  first_us = sentinel_scheduler_get_due_us (fixture->scheduler, 1);
  sentinel_fake_clock_set_realtime (fixture->clock, NOW_US + 86400 * SECOND);
  settle ();
  g_assert_cmpuint (fixture->dues->len, ==, 0);
  sentinel_fake_clock_set_realtime (fixture->clock, NOW_US - 3600 * SECOND);
  advance (fixture, first_us);
  g_assert_cmpuint (fixture->dues->len, ==, 1);
  g_assert_cmpint (get_due (fixture, 0)->missed, ==, 0);
  g_assert_cmpint (get_due (fixture, 0)->slot_us, ==, NOW_US - 3600 * SECOND + first_us);
}

/* Random edits against a plain table that is searched from end to end. */
static void
test_heap_against_a_table (Fixture *fixture, gconstpointer unused)
{
  gint64 due_us[64];

  for (guint i = 0; i < G_N_ELEMENTS (due_us); i++)
    due_us[i] = -1;
  sentinel_scheduler_stop (fixture->scheduler);
  for (guint step = 0; step < 20000; step++) {
    guint id = (guint) g_test_rand_int_range (1, G_N_ELEMENTS (due_us));
    gint64 earliest_us = -1;

    switch (g_test_rand_int_range (0, 4)) {
    case 0:
      sentinel_scheduler_remove (fixture->scheduler, id);
      break;
    case 1:
      sentinel_scheduler_park (fixture->scheduler, id);
      break;
    case 2:
      sentinel_scheduler_run_soon (fixture->scheduler, id);
      break;
    default:
      sentinel_scheduler_put (fixture->scheduler, id, g_test_rand_int_range (1, 1000) * SECOND, 0);
    }
    due_us[id] = sentinel_scheduler_get_due_us (fixture->scheduler, id);
    for (guint i = 1; i < G_N_ELEMENTS (due_us); i++)
      if (due_us[i] >= 0 && (earliest_us < 0 || due_us[i] < earliest_us))
        earliest_us = due_us[i];
    g_assert_cmpint (sentinel_scheduler_get_next_due_us (fixture->scheduler), ==, earliest_us);
    sentinel_fake_clock_advance (fixture->clock, g_test_rand_int_range (0, 1000));
  }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/scheduler/first-due-is-the-phase", test_first_due_is_the_phase },
    { "/scheduler/first-due-after-a-restart", test_first_due_after_a_restart },
    { "/scheduler/runs-by-its-period", test_runs_by_its_period },
    { "/scheduler/missed-are-counted", test_missed_are_counted },
    { "/scheduler/neighbours-share-a-wake-up", test_neighbours_share_a_wake_up },
    { "/scheduler/park-and-run-soon", test_park_and_run_soon },
    { "/scheduler/removed-is-not-due", test_removed_is_not_due },
    { "/scheduler/stop-within-a-due", test_stop_within_a_due },
    { "/scheduler/wall-clock-was-set", test_wall_clock_was_set },
    { "/scheduler/heap-against-a-table", test_heap_against_a_table },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
