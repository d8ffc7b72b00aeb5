/* SPDX-License-Identifier: MIT */
#include "sentinel-schedule-preset.h"

#include <string.h>

#define N_FIELDS 5
#define LAST_DAY "L"
#define WORKDAYS "1-5"

static gboolean
is_star (const char *field)
{
  return strcmp (field, "*") == 0;
}

static gboolean
parse_number (const char *field, int minimum, int maximum, int *value)
{
  guint64 number;

  if (!g_ascii_isdigit (*field)
      || !g_ascii_string_to_unsigned (field,
                                      10,
                                      (guint64) minimum,
                                      (guint64) maximum,
                                      &number,
                                      NULL))
    return FALSE;
  *value = (int) number;
  return TRUE;
}

static gboolean
parse_day (const char *field, int *day)
{
  if (strcmp (field, LAST_DAY) != 0)
    return parse_number (field, 1, 31, day);
  *day = SENTINEL_PRESET_LAST_DAY;
  return TRUE;
}

/* fields: hour, day of the month, weekday. */
static gboolean
parse_dates (const char *hour, const char *day, const char *weekday, SentinelSchedulePreset *preset)
{
  if (is_star (hour)) {
    preset->repeat = SENTINEL_REPEAT_HOURLY;
    return is_star (day) && is_star (weekday);
  }
  if (!parse_number (hour, 0, 23, &preset->hour))
    return FALSE;
  if (!is_star (day)) {
    preset->repeat = SENTINEL_REPEAT_MONTHLY;
    return is_star (weekday) && parse_day (day, &preset->day);
  }
  preset->repeat = is_star (weekday) ? SENTINEL_REPEAT_DAILY : SENTINEL_REPEAT_WORKDAYS;
  if (is_star (weekday) || strcmp (weekday, WORKDAYS) == 0)
    return TRUE;
  preset->repeat = SENTINEL_REPEAT_WEEKLY;
  return parse_number (weekday, 0, 6, &preset->weekday);
}

/**
 * sentinel_schedule_preset_parse:
 * @cron: a cron expression
 * @preset: (inout): what it says; what it says nothing about stays as it is
 *
 * Returns: whether it has a form of its own
 */
gboolean
sentinel_schedule_preset_parse (const char *cron, SentinelSchedulePreset *preset)
{
  g_auto (GStrv) fields = g_strsplit (cron, " ", -1);
  SentinelSchedulePreset read = *preset;

  if (g_strv_length (fields) != N_FIELDS || !parse_number (fields[0], 0, 59, &read.minute)
      || !is_star (fields[3]) || !parse_dates (fields[1], fields[2], fields[4], &read))
    return FALSE;
  *preset = read;
  return TRUE;
}

/**
 * sentinel_schedule_preset_format:
 * @preset: a preset
 *
 * Returns: (transfer full): it as a cron expression
 */
char *
sentinel_schedule_preset_format (const SentinelSchedulePreset *preset)
{
  switch (preset->repeat) {
  case SENTINEL_REPEAT_HOURLY:
    return g_strdup_printf ("%d * * * *", preset->minute);
  case SENTINEL_REPEAT_WORKDAYS:
    return g_strdup_printf ("%d %d * * " WORKDAYS, preset->minute, preset->hour);
  case SENTINEL_REPEAT_WEEKLY:
    return g_strdup_printf ("%d %d * * %d", preset->minute, preset->hour, preset->weekday);
  case SENTINEL_REPEAT_MONTHLY:
    if (preset->day == SENTINEL_PRESET_LAST_DAY)
      return g_strdup_printf ("%d %d " LAST_DAY " * *", preset->minute, preset->hour);
    return g_strdup_printf ("%d %d %d * *", preset->minute, preset->hour, preset->day);
  case SENTINEL_REPEAT_DAILY:
  case SENTINEL_REPEAT_PERIOD:
  case SENTINEL_REPEAT_CRON:
  case SENTINEL_REPEAT_MANUAL:
  default:
    return g_strdup_printf ("%d %d * * *", preset->minute, preset->hour);
  }
}
