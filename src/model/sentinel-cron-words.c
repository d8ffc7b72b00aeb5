/* SPDX-License-Identifier: MIT */
/* The sentence has three parts: when in the day, on which days, in which months. What has no short
 * way to say it is listed. */
#include "sentinel-cron-words.h"

#include <glib/gi18n.h>

#define ALL_MINUTES ((G_GUINT64_CONSTANT (1) << 60) - 1)
#define ALL_HOURS 0xFFFFFFU
#define ALL_DAYS 0xFFFFFFFEU
#define ALL_MONTHS 0x1FFEU
#define ALL_WEEKDAYS 0x7FU
#define WORKING_DAYS 0x3EU
#define WEEKEND 0x41U
#define MAX_CLOCK_TIMES 4
#define MIN_RUN 3 /* from here on "1 to 3" is shorter */

static const char *const weekday_names[] = {
  N_ ("Sunday"),   N_ ("Monday"), N_ ("Tuesday"),  N_ ("Wednesday"),
  N_ ("Thursday"), N_ ("Friday"), N_ ("Saturday"),
};

static const char *const month_names[] = {
  NULL,           N_ ("January"),  N_ ("February"), N_ ("March"),  N_ ("April"),
  N_ ("May"),     N_ ("June"),     N_ ("July"),     N_ ("August"), N_ ("September"),
  N_ ("October"), N_ ("November"), N_ ("December"),
};

static const char *const ordinals[] = {
  NULL, N_ ("first"), N_ ("second"), N_ ("third"), N_ ("fourth"), N_ ("fifth"),
};

typedef char *(*NameFunc) (int value);

static char *
name_number (int value)
{
  return g_strdup_printf ("%d", value);
}

static char *
name_weekday (int value)
{
  return g_strdup (_ (weekday_names[value]));
}

static char *
name_month (int value)
{
  return g_strdup (_ (month_names[value]));
}

/* words: (element-type utf8), at least one. */
static char *
join (GPtrArray *words)
{
  g_autoptr (GString) all = g_string_new (g_ptr_array_index (words, 0));

  for (guint i = 1; i + 1 < words->len; i++)
    /* Translators: between the parts of a list, except before the last */
    g_string_append_printf (all, _ (", %s"), (char *) g_ptr_array_index (words, i));
  if (words->len == 1)
    return g_string_free_and_steal (g_steal_pointer (&all));
  /* Translators: the end of a list: "1, 2 and 3" */
  return g_strdup_printf (_ ("%s and %s"),
                          all->str,
                          (char *) g_ptr_array_index (words, words->len - 1));
}

static int
find_end_of_run (guint64 bits, int first)
{
  int last = first;

  while (last < 63 && (bits >> (last + 1) & 1) != 0)
    last++;
  return last;
}

/* "1, 5 to 9 and 20" */
static char *
list_bits (guint64 bits, NameFunc name)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < 64; i++) {
    int last = find_end_of_run (bits, i);

    if ((bits >> i & 1) == 0)
      continue;
    if (last - i + 1 >= MIN_RUN) {
      g_autofree char *from = name (i);
      g_autofree char *to = name (last);

      /* Translators: a range, as in "9 to 17" or "Monday to Wednesday" */
      g_ptr_array_add (words, g_strdup_printf (_ ("%s to %s"), from, to));
      i = last;
    } else {
      g_ptr_array_add (words, name (i));
    }
  }
  return join (words);
}

/* Of 60 values that come in even steps from 0: the step; else 0. */
static int
find_step (guint64 bits)
{
  for (int step = 1; step <= 30; step++) {
    guint64 even = 0;

    if (60 % step != 0)
      continue;
    for (int i = 0; i < 60; i += step)
      even |= G_GUINT64_CONSTANT (1) << i;
    if (bits == even)
      return step;
  }
  return 0;
}

/* Time of day */

static char *
format_clock (int hour, int minute, int second)
{
  return second == 0 ? g_strdup_printf ("%02d:%02d", hour, minute)
                     : g_strdup_printf ("%02d:%02d:%02d", hour, minute, second);
}

/* "At 09:30 and 17:30" */
static char *
say_clock_times (const SentinelCron *cron)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *list = NULL;
  int second = __builtin_ctzll (cron->seconds);

  for (int hour = 0; hour < 24; hour++)
    for (int minute = 0; minute < 60; minute++)
      if ((cron->hours >> hour & 1) != 0 && (cron->minutes >> minute & 1) != 0)
        g_ptr_array_add (words, format_clock (hour, minute, second));
  list = join (words);
  /* Translators: a rule runs at these times of day */
  return g_strdup_printf (_ ("At %s"), list);
}

static char *
say_seconds (guint64 seconds)
{
  g_autofree char *list = list_bits (seconds, name_number);
  int step = find_step (seconds);

  if (step > 0)
    return g_strdup_printf (ngettext ("Every second", "Every %d seconds", (gulong) step), step);
  /* Translators: a rule runs at these seconds of a minute */
  return g_strdup_printf (_ ("At second %s"), list);
}

static char *
say_minutes (const SentinelCron *cron)
{
  g_autofree char *list = list_bits (cron->minutes, name_number);
  int step = find_step (cron->minutes);

  if (step > 0)
    return g_strdup_printf (ngettext ("Every minute", "Every %d minutes", (gulong) step), step);
  if (cron->hours == ALL_HOURS)
    /* Translators: a rule runs at these minutes of each hour */
    return g_strdup_printf (_ ("At minute %s of every hour"), list);
  /* Translators: a rule runs at these minutes; which hours follows */
  return g_strdup_printf (_ ("At minute %s"), list);
}

/* Which hours, after "Every 10 minutes" or "At minute 5"; empty: all. */
static char *
say_hours (const SentinelCron *cron)
{
  int first = __builtin_ctz (cron->hours);
  int last = find_end_of_run (cron->hours, first);
  g_autofree char *list = NULL;

  if (cron->hours == ALL_HOURS)
    return g_strdup ("");
  if (cron->hours >> (last + 1) == 0 && last > first)
    /* Translators: in which part of the day; begins with a space: "Every 10 minutes from 09:00 to
     * 17:59" */
    return g_strdup_printf (_ (" from %02d:00 to %02d:59"), first, last);
  list = list_bits (cron->hours, name_number);
  /* Translators: in which hours of the day; begins with a space: "Every 10 minutes in hour 9 and
   * 17" */
  return g_strdup_printf (_ (" in hour %s"), list);
}

static char *
say_time (const SentinelCron *cron)
{
  int n_minutes = __builtin_popcountll (cron->minutes), n_hours = __builtin_popcount (cron->hours);
  g_autofree char *seconds = NULL;
  g_autofree char *minutes = NULL;
  g_autofree char *hours = say_hours (cron);
  g_autofree char *list = NULL;

  if (__builtin_popcountll (cron->seconds) == 1 && n_minutes * n_hours <= MAX_CLOCK_TIMES)
    return say_clock_times (cron);
  minutes = say_minutes (cron);
  if (cron->seconds == 1)
    return g_strconcat (minutes, hours, NULL);
  seconds = say_seconds (cron->seconds);
  if (cron->minutes == ALL_MINUTES)
    return g_strconcat (seconds, hours, NULL);
  list = list_bits (cron->minutes, name_number);
  /* Translators: "Every 10 seconds in minute 5 and 6", and in which hours */
  return g_strdup_printf (_ ("%s in minute %s%s"), seconds, list, hours);
}

/* Days */

static gboolean
has_all_weekdays (const SentinelCron *cron)
{
  return cron->weekdays == ALL_WEEKDAYS;
}

static gboolean
has_all_days (const SentinelCron *cron)
{
  return cron->days == ALL_DAYS;
}

static char *
say_days_of_month (const SentinelCron *cron)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *list = cron->days != 0 ? list_bits (cron->days, name_number) : NULL;

  if (list != NULL && __builtin_popcount (cron->days) == 1)
    g_ptr_array_add (words, g_strdup_printf (_ ("on day %s of the month"), list));
  else if (list != NULL)
    g_ptr_array_add (words, g_strdup_printf (_ ("on days %s of the month"), list));
  if (cron->last_day)
    g_ptr_array_add (words, g_strdup (_ ("on the last day of the month")));
  if (cron->last_working_day)
    g_ptr_array_add (words, g_strdup (_ ("on the last working day of the month")));
  return join (words);
}

static char *
say_plain_weekdays (guint32 weekdays)
{
  g_autofree char *list = NULL;

  if (weekdays == WORKING_DAYS)
    return g_strdup (_ ("on weekdays"));
  if (weekdays == WEEKEND)
    return g_strdup (_ ("at the weekend"));
  list = list_bits (weekdays, name_weekday);
  /* Translators: on these days of the week */
  return g_strdup_printf (_ ("on %s"), list);
}

static char *
say_weekdays (const SentinelCron *cron)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  if (cron->weekdays != 0)
    g_ptr_array_add (words, say_plain_weekdays (cron->weekdays));
  for (int nth = 1; nth < (int) G_N_ELEMENTS (cron->nth_weekdays); nth++) {
    g_autofree char *list = NULL;

    if (cron->nth_weekdays[nth] == 0)
      continue;
    list = list_bits (cron->nth_weekdays[nth], name_weekday);
    /* Translators: which one, and the day of the week: "on the second Friday of the month" */
    g_ptr_array_add (words, g_strdup_printf (_ ("on the %s %s of the month"), _ (ordinals[nth]), list));
  }
  if (cron->last_weekdays != 0) {
    g_autofree char *list = list_bits (cron->last_weekdays, name_weekday);

    /* Translators: a day of the week */
    g_ptr_array_add (words, g_strdup_printf (_ ("on the last %s of the month"), list));
  }
  return join (words);
}

/* Empty: every day. */
static char *
say_dates (const SentinelCron *cron)
{
  g_autofree char *days = NULL;
  g_autofree char *weekdays = NULL;

  if (has_all_days (cron) && has_all_weekdays (cron))
    return g_strdup ("");
  if (has_all_weekdays (cron) && !sentinel_cron_joins_days_by_or (cron))
    return say_days_of_month (cron);
  if (has_all_days (cron) && !sentinel_cron_joins_days_by_or (cron))
    return say_weekdays (cron);
  days = say_days_of_month (cron);
  weekdays = say_weekdays (cron);
  if (sentinel_cron_joins_days_by_or (cron))
    /* Translators: one of the two is enough: "on day 13 of the month or on Friday" */
    return g_strdup_printf (_ ("%s or %s"), days, weekdays);
  /* Translators: both have to hold: "on days 1 and 15 of the month, only on Friday" */
  return g_strdup_printf (_ ("%s, only %s"), days, weekdays);
}

/**
 * sentinel_cron_dup_words:
 * @cron: an expression
 *
 * Returns: (transfer full): when it runs, translated: "Every 10 minutes from 09:00 to 17:59 on
 * weekdays in May". Any thread.
 */
char *
sentinel_cron_dup_words (const SentinelCron *cron)
{
  g_autofree char *time = say_time (cron);
  g_autofree char *dates = say_dates (cron);
  g_autoptr (GString) sentence = g_string_new (time);

  if (*dates != '\0')
    g_string_append_printf (sentence, " %s", dates);
  if (cron->months != ALL_MONTHS) {
    g_autofree char *months = list_bits (cron->months, name_month);

    /* Translators: in these months; begins with a space */
    g_string_append_printf (sentence, _ (" in %s"), months);
  }
  return g_string_free_and_steal (g_steal_pointer (&sentence));
}
