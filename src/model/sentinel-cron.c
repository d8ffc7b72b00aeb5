/* SPDX-License-Identifier: MIT */
/* Days are found month by month with bits, so that even an expression that fits one day in 28 years
 * takes microseconds. After 400 years the calendar repeats: what has not fitted by then never does.
 * Dates of days: the algorithms of "chrono-Compatible Low-Level Date Algorithms" (H. Hinnant). */
#include "sentinel-cron.h"

#include "sentinel-zone.h"

#define DAY_S G_GINT64_CONSTANT (86400)
#define HOUR_S 3600
#define MONTHS_PER_CYCLE (400 * 12)
#define DAYS_PER_CYCLE 146097 /* 400 years */
#define EPOCH_SHIFT_DAYS 719468 /* from 1 March 0000 to 1970 */
#define MAX_ROUNDS 1000 /* of a search: changes of the clock and gaps on the way */
#define NEVER G_MININT64

typedef struct {
  gint64 year;
  int month; /* from 1 */
  int n_days;
  int first_weekday; /* 0: Sunday */
  gint64 first_day; /* days since 1970 */
} Month;

static gint64
divide_down (gint64 value, gint64 divisor)
{
  return value / divisor - (value % divisor < 0);
}

static gint64
count_days (gint64 year, int month)
{
  gint64 shifted_year = month <= 2 ? year - 1 : year;
  gint64 cycle = divide_down (shifted_year, 400);
  gint64 year_of_cycle = shifted_year - cycle * 400;
  gint64 day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;

  return cycle * DAYS_PER_CYCLE + year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100
         + day_of_year - EPOCH_SHIFT_DAYS;
}

static void
set_month (Month *self, gint64 year, int month)
{
  self->year = year;
  self->month = month;
  self->first_day = count_days (year, month);
  self->n_days =
      (int) (count_days (month == 12 ? year + 1 : year, month % 12 + 1) - self->first_day);
  /* 1970 began on a Thursday. */
  self->first_weekday = (int) (self->first_day + 4 - divide_down (self->first_day + 4, 7) * 7);
}

static void
set_month_of_day (Month *self, gint64 day)
{
  gint64 shifted = day + EPOCH_SHIFT_DAYS;
  gint64 cycle = divide_down (shifted, DAYS_PER_CYCLE);
  gint64 day_of_cycle = shifted - cycle * DAYS_PER_CYCLE;
  gint64 year_of_cycle =
      (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
  gint64 day_of_year = day_of_cycle
                       - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
  int shifted_month = (int) ((5 * day_of_year + 2) / 153);
  int month = shifted_month + (shifted_month < 10 ? 3 : -9);

  set_month (self, year_of_cycle + cycle * 400 + (month <= 2 ? 1 : 0), month);
}

static void
go_to_next_month (Month *self)
{
  set_month (self, self->month == 12 ? self->year + 1 : self->year, self->month % 12 + 1);
}

static int
get_weekday (const Month *month, int day)
{
  return (month->first_weekday + day - 1) % 7;
}

static int
get_last_working_day (const Month *month)
{
  int weekday = get_weekday (month, month->n_days);

  if (weekday == 0)
    return month->n_days - 2;
  return weekday == 6 ? month->n_days - 1 : month->n_days;
}

static gboolean
fits_day_of_month (const SentinelCron *cron, const Month *month, int day)
{
  return (cron->days >> day & 1) != 0 || (cron->last_day && day == month->n_days)
         || (cron->last_working_day && day == get_last_working_day (month));
}

static gboolean
fits_weekday (const SentinelCron *cron, const Month *month, int day)
{
  guint32 bit = 1U << get_weekday (month, day);

  return (cron->weekdays & bit) != 0 || (cron->nth_weekdays[(day + 6) / 7] & bit) != 0
         || (day + 7 > month->n_days && (cron->last_weekdays & bit) != 0);
}

static gboolean
fits_date (const SentinelCron *cron, const Month *month, int day)
{
  gboolean fits_month_day = fits_day_of_month (cron, month, day);

  if (sentinel_cron_joins_days_by_or (cron))
    return fits_month_day || fits_weekday (cron, month, day);
  return fits_month_day && fits_weekday (cron, month, day);
}

/* The first day that fits, from a day on; days since 1970. */
static gint64
find_day (const SentinelCron *cron, gint64 from_day)
{
  Month month;
  int day;

  set_month_of_day (&month, from_day);
  day = (int) (from_day - month.first_day) + 1;
  for (int i = 0; i <= MONTHS_PER_CYCLE; i++) {
    if ((cron->months >> month.month & 1) != 0)
      for (; day <= month.n_days; day++)
        if (fits_date (cron, &month, day))
          return month.first_day + day - 1;
    go_to_next_month (&month);
    day = 1;
  }
  return NEVER;
}

/* The lowest set bit from a bit on; -1: none. */
static int
find_bit (guint64 bits, int from)
{
  guint64 rest = from < 64 ? bits >> from << from : 0;

  return rest != 0 ? __builtin_ctzll (rest) : -1;
}

/* The first second of a day that fits, from a second on; -1: none. */
static int
find_second (const SentinelCron *cron, int from_s)
{
  int hour = from_s / HOUR_S, minute = from_s % HOUR_S / 60, second = from_s % 60;
  int first_second = find_bit (cron->seconds, 0);

  if ((cron->hours >> hour & 1) != 0) {
    if ((cron->minutes >> minute & 1) != 0 && find_bit (cron->seconds, second) >= 0)
      return hour * HOUR_S + minute * 60 + find_bit (cron->seconds, second);
    minute = find_bit (cron->minutes, minute + 1);
    if (minute >= 0)
      return hour * HOUR_S + minute * 60 + first_second;
  }
  hour = find_bit (cron->hours, hour + 1);
  if (hour < 0)
    return -1;
  return hour * HOUR_S + find_bit (cron->minutes, 0) * 60 + first_second;
}

/* The first time on the wall clock that fits, after a time on it. */
static gint64
find_local (const SentinelCron *cron, gint64 after_s)
{
  gint64 today = divide_down (after_s + 1, DAY_S);
  gint64 day = find_day (cron, today);
  int second;

  if (day == NEVER)
    return NEVER;
  second = find_second (cron, day == today ? (int) (after_s + 1 - today * DAY_S) : 0);
  if (second >= 0)
    return day * DAY_S + second;
  day = find_day (cron, day + 1);
  return day != NEVER ? day * DAY_S + find_second (cron, 0) : NEVER;
}

/* By the wall clock, each time once. */
static gint64
find_by_wall_clock (const SentinelCron *cron, GTimeZone *zone, gint64 after_s)
{
  gint64 local_s = after_s + sentinel_zone_get_offset_s (zone, after_s);

  for (int i = 0; i < MAX_ROUNDS; i++) {
    gboolean is_skipped;
    gint64 utc_s;

    local_s = find_local (cron, local_s);
    if (local_s == NEVER)
      return NEVER;
    utc_s = sentinel_zone_resolve_local_s (zone, local_s, &is_skipped);
    if (utc_s > after_s)
      return utc_s;
    /* In the second turn of an hour that comes twice: its times are over, so go to its end. */
    local_s = MAX (local_s, after_s + local_s - utc_s);
  }
  return NEVER;
}

/* Whatever the wall clock shows when it fits. Only a change of the clock within the next day can
 * make it show a time again that it has passed; beyond that, the first time that fits and is not
 * skipped is it. */
static gint64
find_by_elapsed_time (const SentinelCron *cron, GTimeZone *zone, gint64 after_s)
{
  for (int i = 0; i < MAX_ROUNDS; i++) {
    gint64 end_s = after_s + SENTINEL_ZONE_MAX_CHANGE_S;
    gint64 change_s = sentinel_zone_find_change_s (zone, after_s, end_s);
    gint64 offset_s = sentinel_zone_get_offset_s (zone, after_s);
    gint64 local_s = find_local (cron, after_s + offset_s);
    gboolean is_skipped = FALSE;

    if (local_s == NEVER || local_s - offset_s < change_s)
      return local_s != NEVER ? local_s - offset_s : NEVER;
    if (change_s <= end_s) {
      /* The second of the change may fit itself. */
      gint64 changed_local_s = change_s + sentinel_zone_get_offset_s (zone, change_s);

      if (find_local (cron, changed_local_s - 1) == changed_local_s)
        return change_s;
      after_s = change_s;
      continue;
    }
    after_s = sentinel_zone_resolve_local_s (zone, local_s, &is_skipped);
    if (!is_skipped)
      return after_s;
    after_s--; /* the change is looked at in the next round */
  }
  return NEVER;
}

/**
 * sentinel_cron_joins_days_by_or:
 * @cron: an expression
 *
 * Returns: whether a day that fits the day of the month or the weekday is enough; else it has to
 * fit both
 */
gboolean
sentinel_cron_joins_days_by_or (const SentinelCron *cron)
{
  return !cron->days_begin_with_star && !cron->weekdays_begin_with_star;
}

/**
 * sentinel_cron_get_next_us:
 * @cron: an expression
 * @zone: whose wall clock it is about
 * @after_us: microseconds UTC
 *
 * Returns: the first second after @after_us at which it runs, microseconds UTC; -1: never. Any
 * thread.
 */
gint64
sentinel_cron_get_next_us (const SentinelCron *cron, GTimeZone *zone, gint64 after_us)
{
  gint64 after_s = divide_down (after_us, G_USEC_PER_SEC);
  gint64 next_s = cron->follows_elapsed_time ? find_by_elapsed_time (cron, zone, after_s)
                                             : find_by_wall_clock (cron, zone, after_s);

  return next_s != NEVER ? next_s * G_USEC_PER_SEC : -1;
}
