/* SPDX-License-Identifier: MIT */
/* Relative and exact times as people read them. */
#include "sentinel-age.h"
#include <glib/gi18n.h>

/**
 * sentinel_age_format:
 * @age_us: how long ago, in microseconds; less than zero (the clock was set back) counts as zero
 *
 * Returns: (transfer full): the age in its largest whole unit, translated. Any thread.
 */
char *
sentinel_age_format (gint64 age_us)
{
  gint64 seconds = MAX (age_us, 0) / G_TIME_SPAN_SECOND;

  if (seconds < 60)
    /* Translators: an age in seconds; the space is a no-break space */
    return g_strdup_printf (_ ("%d s"), (int) seconds);
  if (seconds < 3600)
    /* Translators: an age in minutes; the space is a no-break space */
    return g_strdup_printf (_ ("%d min"), (int) (seconds / 60));
  if (seconds < 86400)
    /* Translators: an age in hours; the space is a no-break space */
    return g_strdup_printf (_ ("%d h"), (int) (seconds / 3600));
  /* Translators: an age in days; the space is a no-break space */
  return g_strdup_printf (_ ("%d d"), (int) MIN (seconds / 86400, G_MAXINT));
}

/**
 * sentinel_age_counts_seconds:
 * @age_us: how long ago, in microseconds
 *
 * Returns: whether the text of sentinel_age_format() changes every second; else it does not change
 * within one. Any thread.
 */
gboolean
sentinel_age_counts_seconds (gint64 age_us)
{
  return age_us < G_TIME_SPAN_MINUTE;
}

static char *
format_in_zone (gint64 at_us, GTimeZone *zone, const char *format)
{
  g_autoptr (GTimeZone) local = zone == NULL ? g_time_zone_new_local () : NULL;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (at_us);
  g_autoptr (GDateTime) there = NULL;

  if (utc != NULL)
    there = g_date_time_to_timezone (utc, zone != NULL ? zone : local);
  return there != NULL ? g_date_time_format (there, format) : g_strdup ("");
}

/**
 * sentinel_age_format_exact:
 * @at_us: a point in time, microseconds UTC
 * @zone: (nullable): in which it is told; %NULL: the local one
 *
 * Returns: (transfer full): the time with its day and zone; empty for a time that no calendar has.
 * Any thread.
 */
char *
sentinel_age_format_exact (gint64 at_us, GTimeZone *zone)
{
  /* Translators: a point in time in a tooltip, for g_date_time_format(): "Tuesday, 25 November
   * 2025, 03:12:12 CET" */
  return format_in_zone (at_us, zone, _ ("%A, %-d %B %Y, %H:%M:%S %Z"));
}

/**
 * sentinel_age_format_time:
 * @at_us: a point in time within the next days, microseconds UTC
 * @zone: (nullable): in which it is told; %NULL: the local one
 *
 * Returns: (transfer full): the day of the week and time of day. Any thread.
 */
char *
sentinel_age_format_time (gint64 at_us, GTimeZone *zone)
{
  /* Translators: a point in time within the next days, for g_date_time_format(): "Wednesday, 08:00"
   */
  return format_in_zone (at_us, zone, _ ("%A, %H:%M"));
}

/**
 * sentinel_age_format_clock:
 * @at_us: a point in time, microseconds UTC
 * @zone: (nullable): in which it is told; %NULL: the local one
 *
 * Returns: (transfer full): the time of day in minutes. Any thread.
 */
char *
sentinel_age_format_clock (gint64 at_us, GTimeZone *zone)
{
  /* Translators: a time of day, for g_date_time_format(): "14:02" */
  return format_in_zone (at_us, zone, _ ("%H:%M"));
}

/**
 * sentinel_age_format_day:
 * @at_us: a point in time, microseconds UTC
 * @zone: (nullable): in which it is told; %NULL: the local one
 *
 * Returns: (transfer full): the day and the month, short. Any thread.
 */
char *
sentinel_age_format_day (gint64 at_us, GTimeZone *zone)
{
  /* Translators: a day, short, for g_date_time_format(): "24 Nov" */
  return format_in_zone (at_us, zone, _ ("%-d %b"));
}
