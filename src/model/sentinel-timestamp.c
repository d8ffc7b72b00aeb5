/* SPDX-License-Identifier: MIT */
/* Points in time as text. The reader is our own, because GLib's goes through floating point and
 * loses microseconds. */
#include "sentinel-timestamp.h"

#include "sentinel-error.h"
#include "sentinel-text.h"

#define YEAR_FIRST 1970
#define YEAR_LAST 9999
/* 9999-12-31T23:59:59.999999Z */
#define LAST_US (G_GINT64_CONSTANT (253402300800) * G_USEC_PER_SEC - 1)

typedef struct {
  int year, month, day;
  int hour, minute, second;
  gint64 fraction_us;
  gboolean has_offset;
  int offset_minutes;
} Parts;

/* Reads exactly n_digits digits and moves on. */
static gboolean
take_number (const char **at, int n_digits, int *value)
{
  int number = 0;

  for (int i = 0; i < n_digits; i++) {
    if (!g_ascii_isdigit ((*at)[i]))
      return FALSE;
    number = number * 10 + g_ascii_digit_value ((*at)[i]);
  }
  *at += n_digits;
  *value = number;
  return TRUE;
}

static gboolean
take_char (const char **at, char wanted)
{
  if (**at != wanted)
    return FALSE;
  (*at)++;
  return TRUE;
}

static gboolean
take_date (const char **at, Parts *parts)
{
  return take_number (at, 4, &parts->year) && take_char (at, '-')
         && take_number (at, 2, &parts->month) && take_char (at, '-')
         && take_number (at, 2, &parts->day);
}

/* Digits beyond the sixth are below a microsecond and dropped. */
static gboolean
take_fraction (const char **at, Parts *parts)
{
  gint64 weight = G_USEC_PER_SEC / 10;

  if (!g_ascii_isdigit (**at))
    return FALSE;
  for (; g_ascii_isdigit (**at); (*at)++, weight /= 10)
    parts->fraction_us += g_ascii_digit_value (**at) * weight;
  return TRUE;
}

static gboolean
take_time (const char **at, Parts *parts)
{
  if (!take_number (at, 2, &parts->hour) || !take_char (at, ':')
      || !take_number (at, 2, &parts->minute))
    return FALSE;
  if (!take_char (at, ':'))
    return TRUE;
  if (!take_number (at, 2, &parts->second))
    return FALSE;
  return take_char (at, '.') ? take_fraction (at, parts) : TRUE;
}

/* Z, +HH, +HHMM or +HH:MM. */
static gboolean
take_offset (const char **at, Parts *parts)
{
  int sign = **at == '-' ? -1 : 1;
  int hours = 0, minutes = 0;

  parts->has_offset = TRUE;
  if (take_char (at, 'Z') || take_char (at, 'z'))
    return TRUE;
  if (!take_char (at, '+') && !take_char (at, '-'))
    return FALSE;
  if (!take_number (at, 2, &hours))
    return FALSE;
  if (take_char (at, ':') ? !take_number (at, 2, &minutes)
                          : **at != '\0' && !take_number (at, 2, &minutes))
    return FALSE;
  parts->offset_minutes = sign * (hours * 60 + minutes);
  return hours <= 23 && minutes <= 59;
}

static gboolean
parse_parts (const char *text, Parts *parts)
{
  const char *at = text;

  if (!take_date (&at, parts))
    return FALSE;
  if (*at == '\0')
    return TRUE;
  if (!take_char (&at, 'T') && !take_char (&at, 't') && !take_char (&at, ' '))
    return FALSE;
  if (!take_time (&at, parts))
    return FALSE;
  if (*at == '\0')
    return TRUE;
  return take_offset (&at, parts) && *at == '\0';
}

static gboolean
refuse (const char *text, const char *why, GError **error)
{
  g_autofree char *quoted = sentinel_text_quote (text);

  g_set_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID, "the time is %s: %s", quoted, why);
  return FALSE;
}

/**
 * sentinel_timestamp_parse:
 * @text: (nullable): ISO 8601: 2026-11-25, 2026-11-25T02:12, 2026-11-25 02:12:12.5+01:00,
 * 2026-11-25T02:12:12Z
 * @at_us: (out): microseconds UTC since 1970; untouched on error
 * @error: return location; %SENTINEL_ERROR_INVALID names the text and what is wrong with it
 *
 * A date alone is its local midnight; a time without an offset is local time, as the person's clock
 * shows it. Any thread.
 *
 * Returns: whether @text is a time in the years 1970 to 9999
 */
gboolean
sentinel_timestamp_parse (const char *text, gint64 *at_us, GError **error)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) time = NULL;
  Parts parts = { 0 };
  gint64 found_us;

  if (text == NULL || !parse_parts (text, &parts))
    return refuse (text,
                   "write it like 2026-11-25, 2026-11-25T02:12:12 or 2026-11-25T02:12:12Z",
                   error);
  if (parts.year < YEAR_FIRST || parts.year > YEAR_LAST)
    return refuse (text, "the year must be from 1970 to 9999", error);
  zone = parts.has_offset ? g_time_zone_new_utc () : g_time_zone_new_local ();
  time = g_date_time_new (zone,
                          parts.year,
                          parts.month,
                          parts.day,
                          parts.hour,
                          parts.minute,
                          parts.second);
  if (time == NULL)
    return refuse (text, "there is no such day or time of day", error);
  found_us = (g_date_time_to_unix (time) - parts.offset_minutes * G_GINT64_CONSTANT (60))
                 * G_USEC_PER_SEC
             + parts.fraction_us;
  if (found_us < 0 || found_us > LAST_US)
    return refuse (text, "in UTC it must lie in the years 1970 to 9999", error);
  *at_us = found_us;
  return TRUE;
}

/* A number that no calendar has can only come from a damaged file; it is shown as what it is. */
static char *
format_number (gint64 at_us)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " µs", at_us);
}

/**
 * sentinel_timestamp_format_utc:
 * @at_us: microseconds UTC since 1970
 *
 * Returns: (transfer full): like 2026-11-25T02:12:12.123456Z, without the fraction when it is zero;
 * sentinel_timestamp_parse() reads it back to the same number. Outside of the years 1970 to 9999:
 * the number itself. Any thread.
 */
char *
sentinel_timestamp_format_utc (gint64 at_us)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *seconds = NULL;

  if (at_us < 0 || at_us > LAST_US)
    return format_number (at_us);
  time = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  seconds = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");
  if (at_us % G_USEC_PER_SEC == 0)
    return g_strconcat (seconds, "Z", NULL);
  return g_strdup_printf ("%s.%06dZ", seconds, (int) (at_us % G_USEC_PER_SEC));
}

/**
 * sentinel_timestamp_format_local:
 * @at_us: microseconds UTC since 1970
 *
 * Returns: (transfer full): like 2026-11-25 03:12:12, in the zone of the person's session. Outside
 * of the years 1970 to 9999: the number itself. Any thread.
 */
char *
sentinel_timestamp_format_local (gint64 at_us)
{
  g_autoptr (GDateTime) time = NULL;

  if (at_us < 0 || at_us > LAST_US)
    return format_number (at_us);
  time = g_date_time_new_from_unix_local (at_us / G_USEC_PER_SEC);
  if (time == NULL)
    return format_number (at_us);
  return g_date_time_format (time, "%Y-%m-%d %H:%M:%S");
}
