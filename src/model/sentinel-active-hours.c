/* SPDX-License-Identifier: MIT */
/* Asked for a time, the wall clock is read and compared as a minute of the week, so a change of the
 * clock needs no thought. */
#include "sentinel-active-hours.h"

#include <string.h>

#include "sentinel-error.h"
#include "sentinel-text.h"
#include "sentinel-zone.h"

#define DAY_MIN (24 * 60)
#define WEEK_MIN (7 * DAY_MIN)
#define MIN_S 60
#define EVERY_DAY 0x7FU
#define MONDAY_SHIFT_DAYS 3 /* 1970 began on a Thursday */
#define EXAMPLE "write it like mon-fri 08:00-18:00; sat 10:00-14:00"

static const char *const weekday_names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

static int
find_weekday (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (weekday_names); i++)
    if (g_ascii_strcasecmp (weekday_names[i], name) == 0)
      return (int) i;
  return -1;
}

/* "mon" or "fri-sun"; over the end of the week too. */
static gboolean
parse_days (const char *text, guint *days)
{
  g_auto (GStrv) ends = g_strsplit (text, "-", 2);
  int first = ends[0] != NULL ? find_weekday (ends[0]) : -1;
  int last = ends[0] != NULL && ends[1] != NULL ? find_weekday (ends[1]) : first;

  if (first < 0 || last < 0)
    return FALSE;
  for (int day = first;; day = (day + 1) % 7) {
    *days |= 1U << day;
    if (day == last)
      return TRUE;
  }
}

static gboolean
parse_day_list (const char *text, guint *days)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (!parse_days (parts[i], days))
      return FALSE;
  return parts[0] != NULL;
}

/* "08:00"; 24:00 is the end of the day. */
static gboolean
parse_clock (const char *text, guint *minute)
{
  guint64 hours, minutes;
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);

  if (g_strv_length (parts) != 2 || strlen (parts[1]) != 2 || !g_ascii_isdigit (*parts[0])
      || !g_ascii_isdigit (*parts[1])
      || !g_ascii_string_to_unsigned (parts[0], 10, 0, 24, &hours, NULL)
      || !g_ascii_string_to_unsigned (parts[1], 10, 0, 59, &minutes, NULL)
      || (hours == 24 && minutes > 0))
    return FALSE;
  *minute = (guint) (hours * 60 + minutes);
  return TRUE;
}

static gboolean
parse_clocks (const char *text, guint *first, guint *end)
{
  g_auto (GStrv) ends = g_strsplit (text, "-", 2);

  if (g_strv_length (ends) != 2 || !parse_clock (ends[0], first) || !parse_clock (ends[1], end)
      || *first == *end || *first == DAY_MIN)
    return FALSE;
  if (*end < *first)
    *end += DAY_MIN;
  return TRUE;
}

static void
add_stretch (SentinelActiveHours *hours, guint days, guint first, guint end)
{
  for (guint day = 0; day < 7; day++)
    if ((days >> day & 1) != 0)
      hours->stretches[hours->n_stretches++] = (SentinelActiveStretch) {
        .first_min = (guint16) (day * DAY_MIN + first),
        .end_min = (guint16) (day * DAY_MIN + end),
      };
}

/* "mon-fri 08:00-18:00" or "08:00-18:00" */
static gboolean
parse_stretch (const char *text, SentinelActiveHours *hours)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  char *space = strrchr (stripped, ' ');
  guint days = 0, first, end;

  if (!parse_clocks (space != NULL ? space + 1 : stripped, &first, &end))
    return FALSE;
  if (space == NULL) {
    days = EVERY_DAY;
  } else {
    *space = '\0';
    if (!parse_day_list (g_strstrip (stripped), &days))
      return FALSE;
  }
  add_stretch (hours, days, first, end);
  return TRUE;
}

static gboolean
refuse (const char *text, const char *why, GError **error)
{
  g_autofree char *quoted = sentinel_text_quote (text);

  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "active-hours is %s: %s",
               quoted,
               why);
  sentinel_error_set_field (error, "active-hours");
  return FALSE;
}

/**
 * sentinel_active_hours_parse:
 * @text: see the header
 * @hours: (out caller-allocates): what it says
 * @error: return location; %SENTINEL_ERROR_INVALID with field "active-hours"
 *
 * Returns: whether it could be read. Any thread.
 */
gboolean
sentinel_active_hours_parse (const char *text, SentinelActiveHours *hours, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);

  *hours = (SentinelActiveHours) { 0 };
  if (g_strv_length (parts) > SENTINEL_ACTIVE_HOURS_MAX)
    return refuse (text, "must be " G_STRINGIFY (SENTINEL_ACTIVE_HOURS_MAX) " parts at most", error);
  for (guint i = 0; parts[i] != NULL; i++)
    if (!parse_stretch (parts[i], hours))
      return refuse (text, EXAMPLE, error);
  return hours->n_stretches > 0 || refuse (text, EXAMPLE, error);
}

static gint64
get_local_s (GTimeZone *zone, gint64 at_us)
{
  gint64 at_s = at_us / G_USEC_PER_SEC;

  return at_s + sentinel_zone_get_offset_s (zone, at_s);
}

static gint64
get_minute_of_week (gint64 local_s)
{
  return (local_s / MIN_S + MONDAY_SHIFT_DAYS * DAY_MIN) % WEEK_MIN;
}

/* Minutes until the next stretch begins; 0: inside of one. */
static gint64
get_wait_min (const SentinelActiveHours *hours, gint64 minute)
{
  gint64 wait_min = WEEK_MIN;

  for (guint i = 0; i < hours->n_stretches; i++) {
    const SentinelActiveStretch *stretch = &hours->stretches[i];
    gint64 since_min = (minute - stretch->first_min + WEEK_MIN) % WEEK_MIN;

    if (since_min < stretch->end_min - stretch->first_min)
      return 0;
    wait_min = MIN (wait_min, WEEK_MIN - since_min);
  }
  return wait_min;
}

/**
 * sentinel_active_hours_contain:
 * @hours: when it is active
 * @zone: whose wall clock it is about
 * @at_us: microseconds UTC, after 1970
 *
 * Returns: whether that time is inside. Any thread.
 */
gboolean
sentinel_active_hours_contain (const SentinelActiveHours *hours, GTimeZone *zone, gint64 at_us)
{
  return get_wait_min (hours, get_minute_of_week (get_local_s (zone, at_us))) == 0;
}

/**
 * sentinel_active_hours_get_begin_us:
 * @hours: when it is active
 * @zone: whose wall clock it is about
 * @from_us: microseconds UTC, after 1970
 *
 * Returns: @from_us where that is inside; else when it is active next, microseconds UTC. Any
 * thread.
 */
gint64
sentinel_active_hours_get_begin_us (const SentinelActiveHours *hours,
                                    GTimeZone *zone,
                                    gint64 from_us)
{
  gint64 local_s = get_local_s (zone, from_us);
  gint64 wait_min = get_wait_min (hours, get_minute_of_week (local_s));
  gboolean is_skipped;
  gint64 begin_us;

  if (wait_min == 0)
    return from_us;
  local_s = local_s - local_s % MIN_S + wait_min * MIN_S;
  begin_us = sentinel_zone_resolve_local_s (zone, local_s, &is_skipped) * G_USEC_PER_SEC;
  /* An hour that comes twice may bring the begin a second time. */
  return begin_us > from_us ? begin_us : from_us + MIN_S * G_USEC_PER_SEC;
}
