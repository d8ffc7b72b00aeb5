/* SPDX-License-Identifier: MIT */
/* Counts on the clock of the wall, from midnight. */
#include "sentinel-time-axis.h"

#define DAY_MINUTES (24 * 60)

static int
find_step_minutes (gint64 span_us, guint n_most)
{
  static const int steps[] = { 1,
                               2,
                               5,
                               10,
                               15,
                               30,
                               60,
                               2 * 60,
                               3 * 60,
                               6 * 60,
                               12 * 60,
                               DAY_MINUTES,
                               2 * DAY_MINUTES,
                               7 * DAY_MINUTES };
  int days;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (span_us / (steps[i] * G_TIME_SPAN_MINUTE) < n_most)
      return steps[i];
  for (days = 14; days < G_MAXINT / (2 * DAY_MINUTES); days *= 2)
    if (span_us / (days * G_TIME_SPAN_DAY) < n_most)
      break;
  return days * DAY_MINUTES;
}

/* of the day in which it is; NULL: no calendar has it */
static GDateTime *
find_midnight (gint64 at_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (at_us);
  g_autoptr (GDateTime) there = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  if (there == NULL)
    return NULL;
  return g_date_time_new (zone,
                          g_date_time_get_year (there),
                          g_date_time_get_month (there),
                          g_date_time_get_day_of_month (there),
                          0,
                          0,
                          0);
}

static GDateTime *
get_minute_of_day (GDateTime *midnight, int minute, GTimeZone *zone)
{
  return g_date_time_new (zone,
                          g_date_time_get_year (midnight),
                          g_date_time_get_month (midnight),
                          g_date_time_get_day_of_month (midnight),
                          minute / 60,
                          minute % 60,
                          0);
}

static void
add_tick (GArray *ticks, GDateTime *at, gint64 from_us, gint64 to_us, gboolean is_day)
{
  SentinelTimeTick tick = { .is_day = is_day };

  if (at == NULL)
    return;
  tick.at_us = g_date_time_to_unix_usec (at);
  if (tick.at_us < from_us || tick.at_us > to_us)
    return;
  /* an hour that summer time leaves out or has twice */
  if (ticks->len > 0 && g_array_index (ticks, SentinelTimeTick, ticks->len - 1).at_us >= tick.at_us)
    return;
  g_array_append_val (ticks, tick);
}

static void
add_day (GArray *ticks,
         GDateTime *midnight,
         int step_minutes,
         gint64 from_us,
         gint64 to_us,
         GTimeZone *zone)
{
  if (step_minutes >= DAY_MINUTES) {
    add_tick (ticks, midnight, from_us, to_us, TRUE);
    return;
  }
  for (int minute = 0; minute < DAY_MINUTES; minute += step_minutes) {
    g_autoptr (GDateTime) at = get_minute_of_day (midnight, minute, zone);

    add_tick (ticks, at, from_us, to_us, minute == 0);
  }
}

/**
 * sentinel_time_axis_new:
 * @from_us: where the axis begins, microseconds UTC
 * @to_us: where it ends
 * @n_most: how many ticks there may be at most
 * @zone: (nullable): in which times are told; %NULL: the local one
 *
 * Returns: (transfer full) (element-type SentinelTimeTick): round times, oldest first; any thread
 */
GArray *
sentinel_time_axis_new (gint64 from_us, gint64 to_us, guint n_most, GTimeZone *zone)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (SentinelTimeTick));
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GDateTime) day = NULL;
  GTimeZone *there = zone != NULL ? zone : local;
  int step_minutes;

  if (to_us <= from_us || n_most == 0)
    return ticks;
  step_minutes = find_step_minutes (to_us - from_us, n_most);
  day = find_midnight (from_us, there);
  while (day != NULL && ticks->len < n_most && g_date_time_to_unix_usec (day) <= to_us) {
    GDateTime *next = g_date_time_add_days (day, MAX (step_minutes / DAY_MINUTES, 1));

    add_day (ticks, day, step_minutes, from_us, to_us, there);
    g_date_time_unref (day);
    day = next;
  }
  if (ticks->len > n_most)
    g_array_set_size (ticks, n_most);
  return ticks;
}
