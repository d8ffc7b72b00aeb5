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
format_local (gint64 at_us, const char *format)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (at_us);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, format) : g_strdup ("");
}

/**
 * sentinel_age_format_exact:
 * @at_us: a point in time, microseconds UTC
 *
 * Returns: (transfer full): the local time with its day and zone; empty for a time that no calendar
 * has. Any thread.
 */
char *
sentinel_age_format_exact (gint64 at_us)
{
  /* Translators: a point in time in a tooltip, for g_date_time_format(): "Tuesday, 25 November
   * 2025, 03:12:12 CET" */
  return format_local (at_us, _ ("%A, %-d %B %Y, %H:%M:%S %Z"));
}

/**
 * sentinel_age_format_time:
 * @at_us: a point in time within the next days, microseconds UTC
 *
 * Returns: (transfer full): the local day of the week and time of day. Any thread.
 */
char *
sentinel_age_format_time (gint64 at_us)
{
  /* Translators: a point in time within the next days, for g_date_time_format(): "Wednesday, 08:00"
   */
  return format_local (at_us, _ ("%A, %H:%M"));
}
