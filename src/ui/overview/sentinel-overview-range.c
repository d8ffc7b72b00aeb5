/* SPDX-License-Identifier: MIT */
/* Days are days of the calendar, which are not always 24 hours long. */
#include "sentinel-overview-range.h"

#define HOURS_PER_QUARTER 6

static GDateTime *
get_local (gint64 at_us, GTimeZone *zone)
{
  g_autoptr (GTimeZone) local = zone != NULL ? NULL : g_time_zone_new_local ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (at_us);

  return g_date_time_to_timezone (utc, zone != NULL ? zone : local);
}

/* an hour of the day that is some days from at */
static gint64
find_hour (GDateTime *at, int days, int hour)
{
  g_autoptr (GDateTime) day = g_date_time_add_days (at, days);
  g_autoptr (GDateTime) there = g_date_time_new (g_date_time_get_timezone (at),
                                                 g_date_time_get_year (day),
                                                 g_date_time_get_month (day),
                                                 g_date_time_get_day_of_month (day),
                                                 hour,
                                                 0,
                                                 0);

  return g_date_time_to_unix_usec (there);
}

static GArray *
list_hours (GDateTime *now, guint n_hours)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 into_us = g_date_time_get_minute (now) * G_TIME_SPAN_MINUTE
                   + g_date_time_get_second (now) * G_TIME_SPAN_SECOND
                   + g_date_time_get_microsecond (now);
  gint64 end_us = g_date_time_to_unix_usec (now) - into_us + G_TIME_SPAN_HOUR;

  for (guint i = 0; i <= n_hours; i++) {
    gint64 edge_us = end_us - (gint64) (n_hours - i) * G_TIME_SPAN_HOUR;

    g_array_append_val (edges, edge_us);
  }
  return edges;
}

/* n_parts of days, the last one with now in it */
static GArray *
list_parts (GDateTime *now, int hours_per_part, guint n_parts)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (gint64));
  int parts_per_day = 24 / hours_per_part;
  int n_days = (int) n_parts / parts_per_day;
  gint64 now_us = g_date_time_to_unix_usec (now);

  for (int part = -n_days * parts_per_day; part <= parts_per_day; part++) {
    int days = (part + n_days * parts_per_day) / parts_per_day - n_days;
    gint64 edge_us = find_hour (now, days, (part - days * parts_per_day) * hours_per_part);

    g_array_append_val (edges, edge_us);
    if (edge_us > now_us)
      break;
  }
  if (edges->len > n_parts + 1)
    g_array_remove_range (edges, 0, edges->len - n_parts - 1);
  return edges;
}

/**
 * sentinel_overview_range_list_edges:
 * @range: how far back
 * @now_us: the wall clock, microseconds UTC
 * @zone: (nullable): whose hours and days; %NULL: the local ones
 *
 * Returns: (transfer full) (element-type gint64): where the stretches begin and end, microseconds
 *   UTC, rising; the last one has @now_us in it
 */
GArray *
sentinel_overview_range_list_edges (SentinelOverviewRange range, gint64 now_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) now = get_local (now_us, zone);

  switch (range) {
  case SENTINEL_RANGE_WEEK:
    return list_parts (now, HOURS_PER_QUARTER, 28);
  case SENTINEL_RANGE_MONTH:
    return list_parts (now, 24, 30);
  case SENTINEL_RANGE_DAY:
  default:
    return list_hours (now, 24);
  }
}

/**
 * sentinel_overview_range_get_midnight:
 * @at_us: a time, microseconds UTC
 * @days: how many days later; negative: before
 * @zone: (nullable): whose days; %NULL: the local ones
 *
 * Returns: when that day begins, microseconds UTC
 */
gint64
sentinel_overview_range_get_midnight (gint64 at_us, int days, GTimeZone *zone)
{
  g_autoptr (GDateTime) at = get_local (at_us, zone);

  return find_hour (at, days, 0);
}
