/* SPDX-License-Identifier: MIT */
/* A cron expression: "minute hour day-of-month month weekday", or six fields with the second first,
 * or an alias like "@daily". Names, ranges, steps, lists; L and LW as a day of the month, FRIL
 * (last Friday) and FRI#2 (second Friday) as a weekday. Day of the month and weekday: where neither
 * begins with "*", a day that fits one of them is enough.
 *
 * When the clock is changed: where minute or hour begins with "*", elapsed time counts, so what
 * comes twice runs twice and nothing is made up for; else a time that comes twice runs the first
 * time, and one that is skipped runs at the first second after the gap. docs/schedules.md compares
 * this with other programs. A plain value, any thread. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

typedef struct /* read-only outside of sentinel-cron-parse.c; bit n: the value n */
{
  guint64 seconds, minutes;
  guint32 hours, days, months; /* days from 1, months from 1 */
  guint32 weekdays; /* 0: Sunday */
  guint32 nth_weekdays[6]; /* from 1: of those only the nth of the month */
  guint32 last_weekdays; /* only the last of the month */
  gboolean last_day, last_working_day; /* of the month */
  gboolean days_begin_with_star, weekdays_begin_with_star;
  gboolean follows_elapsed_time;
} SentinelCron;

#define SENTINEL_CRON_EXAMPLE "30 9 * * 1-5"

gboolean sentinel_cron_parse (const char *text, SentinelCron *cron, GError **error);
/* a day needs to fit one of day-of-month and weekday only: mostly not what was meant */
gboolean sentinel_cron_joins_days_by_or (const SentinelCron *cron);
/* the first second after a time, microseconds UTC; -1: never */
gint64 sentinel_cron_get_next_us (const SentinelCron *cron, GTimeZone *zone, gint64 after_us);

G_END_DECLS
