/* SPDX-License-Identifier: MIT */
/* When rules run: active hours, and the schedule with all of its parts. */
#include <locale.h>
#include <string.h>

#include "sentinel-active-hours.h"
#include "sentinel-error.h"
#include "sentinel-schedule.h"
#include "sentinel-timestamp.h"
#include "sentinel-zone.h"

static gint64
parse_time (const char *text)
{
  gint64 at_us = 0;

  g_assert_true (sentinel_timestamp_parse (text, &at_us, NULL));
  return at_us;
}

/* begin: when it is active next; NULL: it is active then. 23 November 2026 is a Monday. */
static const struct {
  const char *hours, *zone, *at, *begin;
} active[] = {
  { "mon-fri 08:00-18:00", "UTC", "2026-11-23T08:00Z", NULL },
  { "mon-fri 08:00-18:00", "UTC", "2026-11-23T17:59:59Z", NULL },
  { "mon-fri 08:00-18:00", "UTC", "2026-11-23T18:00Z", "2026-11-24T08:00Z" },
  { "mon-fri 08:00-18:00", "UTC", "2026-11-27T18:00:30Z", "2026-11-30T08:00Z" },
  { "MON-FRI 8:00-18:00; sat,sun 10:00-12:00", "UTC", "2026-11-28T09:00Z", "2026-11-28T10:00Z" },
  { "22:00-06:00", "UTC", "2026-11-23T23:00Z", NULL },
  { "22:00-06:00", "UTC", "2026-11-23T05:59Z", NULL },
  { "22:00-06:00", "UTC", "2026-11-23T06:00Z", "2026-11-23T22:00Z" },
  { "sun 22:00-06:00", "UTC", "2026-11-23T05:00Z", NULL },
  { "sun 22:00-06:00", "UTC", "2026-11-24T05:00Z", "2026-11-29T22:00Z" },
  { "fri-mon 00:00-24:00", "UTC", "2026-11-24T00:00Z", "2026-11-27T00:00Z" },
  { "08:00-18:00", "Europe/Berlin", "2026-11-23T07:30Z", NULL },
  { "08:00-18:00", "Europe/Berlin", "2026-07-23T05:30Z", "2026-07-23T06:00Z" },
  /* 02:30 is skipped: the first second after the gap */
  { "02:30-05:00", "Europe/Berlin", "2027-03-28T00:00Z", "2027-03-28T01:00Z" },
};

static void
test_active_hours (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (active); i++) {
    g_autoptr (GTimeZone) zone = sentinel_zone_new (active[i].zone, NULL);
    g_autoptr (GError) error = NULL;
    gint64 at_us = parse_time (active[i].at);
    gint64 wanted_us = active[i].begin != NULL ? parse_time (active[i].begin) : at_us;
    SentinelActiveHours hours;

    g_test_message ("%s at %s", active[i].hours, active[i].at);
    sentinel_active_hours_parse (active[i].hours, &hours, &error);
    g_assert_no_error (error);
    g_assert_cmpint (sentinel_active_hours_contain (&hours, zone, at_us),
                     ==,
                     active[i].begin == NULL);
    g_assert_cmpint (sentinel_active_hours_get_begin_us (&hours, zone, at_us), ==, wanted_us);
  }
}

static void
test_bad_active_hours (void)
{
  static const char *const bad[] = {
    "",
    ";",
    "mon",
    "mon-fri",
    "8-18",
    "08:00",
    "08:00-",
    "08:00-08:00",
    "08:00-25:00",
    "24:00-06:00",
    "08:00-24:30",
    "foo 08:00-9:00",
    "mon- 08:00-09:00",
    "mon 08:0-09:00",
    "mon 08:00-09:00;",
    "mon,, 08:00-09:00",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    SentinelActiveHours hours;

    g_test_message ("%s", bad[i]);
    g_assert_false (sentinel_active_hours_parse (bad[i], &hours, &error));
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    g_assert_cmpstr (sentinel_error_get_field (error), ==, "active-hours");
  }
}

static void
test_too_many_active_hours (void)
{
  g_autoptr (GString) text = g_string_new ("00:00-01:00");
  g_autoptr (GError) error = NULL;
  SentinelActiveHours hours;

  for (int i = 1; i < SENTINEL_ACTIVE_HOURS_MAX; i++)
    g_string_append (text, ";00:00-01:00");
  g_assert_true (sentinel_active_hours_parse (text->str, &hours, NULL));
  g_string_append (text, ";00:00-01:00");
  g_assert_false (sentinel_active_hours_parse (text->str, &hours, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
}

static SentinelSchedule *
make (gint64 period_ms, const char *cron, const char *zone, const char *active_hours)
{
  g_autoptr (GError) error = NULL;
  SentinelSchedule *schedule = sentinel_schedule_new (period_ms, cron, zone, active_hours, &error);

  g_assert_no_error (error);
  return schedule;
}

static void
assert_next (SentinelSchedule *schedule, const char *after, const char *next)
{
  gint64 next_us = sentinel_schedule_get_next_us (schedule, parse_time (after));
  g_autofree char *text = next_us >= 0 ? sentinel_timestamp_format_utc (next_us) : NULL;
  g_autofree char *wanted = next != NULL ? sentinel_timestamp_format_utc (parse_time (next)) : NULL;

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_next (void)
{
  g_autoptr (SentinelSchedule) period = make (90000, NULL, NULL, NULL);
  g_autoptr (SentinelSchedule) office = make (1800000, NULL, "UTC", "mon-fri 08:00-18:00");
  g_autoptr (SentinelSchedule) cron = make (0, "*/20 * * * *", "UTC", "mon-fri 08:00-18:00");
  g_autoptr (SentinelSchedule) manual = make (0, NULL, NULL, NULL);
  g_autoptr (SentinelSchedule) apart = make (0, "0 7 * * *", "UTC", "08:00-18:00");

  assert_next (period, "2026-11-25T00:00Z", "2026-11-25T00:01:30Z");
  assert_next (office, "2026-11-25T17:40Z", "2026-11-26T08:00Z");
  assert_next (cron, "2026-11-25T17:30Z", "2026-11-25T17:40Z");
  assert_next (cron, "2026-11-27T17:40Z", "2026-11-30T08:00Z"); /* the begin is a slot */
  assert_next (manual, "2026-11-25T00:00Z", NULL);
  assert_next (apart, "2026-11-25T00:00Z", NULL);
  g_assert_true (sentinel_schedule_has_slots (cron));
  g_assert_false (sentinel_schedule_has_slots (office));
}

/* The newest slot and their number, against a walk from one to the next. */
static void
test_slots_that_passed (void)
{
  static const char *const expressions[] = { "*/7 * * * *",
                                             "0 9 * * 1-5",
                                             "30 2 * * *",
                                             "0 0 1 * *" };

  for (gsize i = 0; i < G_N_ELEMENTS (expressions); i++) {
    g_autoptr (SentinelSchedule) schedule = make (0, expressions[i], "Europe/Berlin", NULL);
    gint64 after_us = parse_time ("2026-10-24T10:00Z");
    gint64 slot_us = after_us, newest_us = -1, n_slots = 0;

    for (int day = 1; day < 20; day++) {
      gint64 until_us = after_us + day * G_TIME_SPAN_DAY;

      while ((slot_us = sentinel_schedule_get_next_us (schedule, slot_us)) <= until_us) {
        newest_us = slot_us;
        n_slots++;
      }
      slot_us = newest_us >= 0 ? newest_us : after_us;
      g_assert_cmpint (sentinel_schedule_get_newest_us (schedule, after_us, until_us),
                       ==,
                       newest_us);
      g_assert_cmpint (sentinel_schedule_count_slots (schedule, after_us, until_us + 1, 1000000),
                       ==,
                       n_slots);
    }
  }
}

static void
test_unknown_zone (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sentinel_schedule_new (0, "@daily", "Mars/Phobos", NULL, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
  g_assert_cmpstr (sentinel_error_get_field (error), ==, "zone");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schedule/active-hours", test_active_hours);
  g_test_add_func ("/schedule/bad-active-hours", test_bad_active_hours);
  g_test_add_func ("/schedule/too-many-active-hours", test_too_many_active_hours);
  g_test_add_func ("/schedule/next", test_next);
  g_test_add_func ("/schedule/slots-that-passed", test_slots_that_passed);
  g_test_add_func ("/schedule/unknown-zone", test_unknown_zone);
  return g_test_run ();
}
