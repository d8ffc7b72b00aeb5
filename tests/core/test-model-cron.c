/* SPDX-License-Identifier: MIT */
/* Cron expressions against cronsim and croniter (cron-oracle.txt), and against known answers. */
#include <locale.h>
#include <string.h>

#include "sentinel-cron-words.h"
#include "sentinel-error.h"
#include "sentinel-timestamp.h"
#include "sentinel-zone.h"

#define N_RUNS 5

static gint64
parse_time (const char *text)
{
  gint64 at_us = 0;

  g_assert_true (sentinel_timestamp_parse (text, &at_us, NULL));
  return at_us;
}

static void
parse_cron (const char *text, SentinelCron *cron)
{
  g_autoptr (GError) error = NULL;

  sentinel_cron_parse (text, cron, &error);
  g_assert_no_error (error);
}

/* The next runs as the table writes them: seconds from one to the next. */
static char *
list_steps (const SentinelCron *cron, GTimeZone *zone, gint64 at_s)
{
  g_autoptr (GString) steps = g_string_new (NULL);

  for (int i = 0; i < N_RUNS; i++) {
    gint64 next_s = sentinel_cron_get_next_us (cron, zone, at_s * G_USEC_PER_SEC) / G_USEC_PER_SEC;

    g_string_append_printf (steps, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", next_s - at_s);
    at_s = next_s;
  }
  return g_string_free_and_steal (g_steal_pointer (&steps));
}

/* cronsim goes on in steps of whole hours after a change of half an hour, and so passes over the
 * first runs after it. */
static const char *const differs_by_choice[] = {
  "*/10 5 * * *",
  "42 * 16-21 * 0-3/5",
  "47 * 1-30,*/7,25 MAR,OCT */15,2,3",
};

static void
check_oracle_line (const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, "\t", -1);
  g_autoptr (GTimeZone) zone = sentinel_zone_new (parts[0], NULL);
  g_autofree char *steps = NULL;
  SentinelCron cron;

  g_test_message ("%s", line);
  parse_cron (parts[2], &cron);
  steps = list_steps (&cron, zone, g_ascii_strtoll (parts[1], NULL, 10));
  if (strcmp (parts[0], "Australia/Lord_Howe") == 0
      && g_strv_contains ((const char *const[]) { differs_by_choice[0],
                                                  differs_by_choice[1],
                                                  differs_by_choice[2],
                                                  NULL },
                          parts[2]))
    g_assert_cmpstr (steps, !=, parts[3]);
  else
    g_assert_cmpstr (steps, ==, parts[3]);
}

static void
test_oracles (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "cron-oracle.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  guint n_lines = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (; lines[n_lines] != NULL && *lines[n_lines] != '\0'; n_lines++)
    check_oracle_line (lines[n_lines]);
  g_assert_cmpuint (n_lines, ==, 2000);
}

static const struct {
  const char *expression, *zone, *after, *next;
} known[] = {
  /* skipped: the first second after the gap, once */
  { "30 2 * * *", "Europe/Berlin", "2027-03-27T12:00Z", "2027-03-28T01:00Z" },
  { "30 2 * * *", "Europe/Berlin", "2027-03-28T01:00Z", "2027-03-29T00:30Z" },
  { "0,30 2 * * *", "Europe/Berlin", "2027-03-28T01:00Z", "2027-03-29T00:00Z" },
  { "0 30 2 * * *", "Europe/Berlin", "2027-03-27T12:00Z", "2027-03-28T01:00Z" },
  /* twice: the first time, once */
  { "30 2 * * *", "Europe/Berlin", "2027-10-30T12:00Z", "2027-10-31T00:30Z" },
  { "30 2 * * *", "Europe/Berlin", "2027-10-31T00:30Z", "2027-11-01T01:30Z" },
  { "30 2 * * *", "Europe/Berlin", "2027-10-31T01:10Z", "2027-11-01T01:30Z" },
  /* a star in minute or hour: by elapsed time */
  { "30 * * * *", "Europe/Berlin", "2027-10-31T00:30Z", "2027-10-31T01:30Z" },
  { "*/30 2 * * *", "Europe/Berlin", "2027-10-31T00:30Z", "2027-10-31T01:00Z" },
  { "*/30 2 * * *", "Europe/Berlin", "2027-03-27T12:00Z", "2027-03-29T00:00Z" },
  { "30 * * * *", "Europe/Berlin", "2027-03-28T00:30Z", "2027-03-28T01:30Z" },
  /* midnight is skipped */
  { "0 0 * * *", "America/Santiago", "2027-09-04T12:00Z", "2027-09-05T04:00Z" },
  /* a whole second's worth of runs in the hour that comes twice */
  { "* 0-59 2 * * *", "Europe/Berlin", "2027-10-31T01:00:10Z", "2027-11-01T01:00Z" },
  { "0 0 29 2 *", "UTC", "2097-01-01T00:00Z", "2104-02-29T00:00Z" },
  { "0 0 * 2 MON#5", "UTC", "2026-01-01T00:00Z", "2044-02-29T00:00Z" },
  { "0 0 L * *", "UTC", "2028-02-01T00:00Z", "2028-02-29T00:00Z" },
  { "0 0 LW * *", "UTC", "2027-02-01T00:00Z", "2027-02-26T00:00Z" },
  { "0 0 * * FRIL", "UTC", "2026-11-01T00:00Z", "2026-11-27T00:00Z" },
  { "0 0 * * FRI#2", "UTC", "2026-11-01T00:00Z", "2026-11-13T00:00Z" },
  { "0 0 * * FRI-SUN", "UTC", "2026-11-26T00:00Z", "2026-11-27T00:00Z" },
  /* either of the two is enough, unless one begins with a star */
  { "0 0 13 * FRI", "UTC", "2026-11-01T00:00Z", "2026-11-06T00:00Z" },
  { "0 0 */13 * FRI", "UTC", "2026-11-01T00:00Z", "2026-11-27T00:00Z" },
  { "@daily", "UTC", "2026-11-25T00:00Z", "2026-11-26T00:00Z" },
  { "@yearly", "UTC", "2026-11-25T00:00Z", "2027-01-01T00:00Z" },
  { "  0  12\t* * sun ", "UTC", "2026-11-25T00:00Z", "2026-11-29T12:00Z" },
  { "*/15 * * * * *", "UTC", "2026-11-25T00:00:14.5Z", "2026-11-25T00:00:15Z" },
};

static void
test_known_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    g_autoptr (GTimeZone) zone = sentinel_zone_new (known[i].zone, NULL);
    g_autofree char *next = NULL;
    g_autofree char *wanted = sentinel_timestamp_format_utc (parse_time (known[i].next));
    SentinelCron cron;

    g_test_message ("%s in %s after %s", known[i].expression, known[i].zone, known[i].after);
    parse_cron (known[i].expression, &cron);
    next = sentinel_timestamp_format_utc (sentinel_cron_get_next_us (&cron,
                                                                     zone,
                                                                     parse_time (known[i].after)));
    g_assert_cmpstr (next, ==, wanted);
  }
}

static const struct {
  const char *expression, *says;
} bad[] = {
  { "", "0 fields" },
  { "* * * *", "4 fields" },
  { "1 2 3 4 5 6 7", "7 fields" },
  { "60 * * * *", "the minute is \"60\": must be a number from 0 to 59" },
  { "0 24 * * *", "the hour is \"24\"" },
  { "0 0 0 * *", "the day of the month is \"0\": must be a number from 1 to 31" },
  { "0 0 * 13 *", "the month is \"13\"" },
  { "0 0 * FOO *", "the month is \"FOO\"" },
  { "0 0 * * 8", "the weekday is \"8\"" },
  { "0 0 * * 1#6", "the weekday is \"6\": must be a number from 1 to 5" },
  { "5-1 * * * *", "the minute is \"5-1\": must be a range from the lower to the higher" },
  { "*/0 * * * *", "the minute is \"0\"" },
  { "1,,2 * * * *", "must not have empty parts" },
  { "1- * * * *", "the minute is \"\"" },
  { "-1 * * * *", "the minute is \"\"" },
  { "+1 * * * *", "the minute is \"+1\"" },
  { "* * L/2 * *", "the day of the month is \"L\"" },
  { "@reboot", "no time" },
  { "@often", "the aliases are" },
  { "0 0 31 2 *", "it would never run" },
  { "0 0 30,31 FEB *", "it would never run" },
  { "0 0 31 4,6,9,11 *", "it would never run" },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    SentinelCron cron;

    g_test_message ("%s", bad[i].expression);
    g_assert_false (sentinel_cron_parse (bad[i].expression, &cron, &error));
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    g_assert_cmpstr (sentinel_error_get_field (error), ==, "cron");
    if (strstr (error->message, bad[i].says) == NULL)
      g_error ("%s does not say %s", error->message, bad[i].says);
  }
}

static void
test_too_long (void)
{
  g_autofree char *text = g_strnfill (100000, ',');
  g_autoptr (GError) error = NULL;
  SentinelCron cron;

  g_assert_false (sentinel_cron_parse (text, &cron, &error));
  g_assert_nonnull (strstr (error->message, "longer than"));
  g_assert_cmpuint (strlen (error->message), <, 400);
}

static void
test_or_of_days (void)
{
  SentinelCron cron;

  parse_cron ("0 0 13 * FRI", &cron);
  g_assert_true (sentinel_cron_joins_days_by_or (&cron));
  parse_cron ("0 0 */2 * FRI", &cron);
  g_assert_false (sentinel_cron_joins_days_by_or (&cron));
  parse_cron ("0 0 13 * *", &cron);
  g_assert_false (sentinel_cron_joins_days_by_or (&cron));
}

static const struct {
  const char *expression, *words;
} sentences[] = {
  { "30 9 * * 1-5", "At 09:30 on weekdays" },
  { "0 9,17 * * *", "At 09:00 and 17:00" },
  { "* * * * *", "Every minute" },
  { "*/10 * * * *", "Every 10 minutes" },
  { "*/10 9-17 * * 1-5", "Every 10 minutes from 09:00 to 17:59 on weekdays" },
  { "*/15 9,12 * * *", "Every 15 minutes in hour 9 and 12" },
  { "5 * * * *", "At minute 5 of every hour" },
  { "5,35 * * * *", "At minute 5 and 35 of every hour" },
  { "5 8-18 * * *", "At minute 5 from 08:00 to 18:59" },
  { "0 0 1,15 * *", "At 00:00 on days 1 and 15 of the month" },
  { "0 0 L * *", "At 00:00 on the last day of the month" },
  { "0 0 LW * *", "At 00:00 on the last working day of the month" },
  { "0 12 * * FRI#2", "At 12:00 on the second Friday of the month" },
  { "0 12 * * FRIL", "At 12:00 on the last Friday of the month" },
  { "0 12 * * 6,0", "At 12:00 at the weekend" },
  { "0 12 * * MON,WED", "At 12:00 on Monday and Wednesday" },
  { "0 0 13 * FRI", "At 00:00 on day 13 of the month or on Friday" },
  { "0 0 */14 * FRI", "At 00:00 on days 1, 15 and 29 of the month, only on Friday" },
  { "0 0 1 JAN,JUL *", "At 00:00 on day 1 of the month in January and July" },
  { "0 0 * 3-5 *", "At 00:00 in March to May" },
  { "*/5 * * * * *", "Every 5 seconds" },
  { "15 30 9 * * *", "At 09:30:15" },
  { "*/20 0-5 9 * * *", "Every 20 seconds in minute 0 to 5 in hour 9" },
  { "@hourly", "At minute 0 of every hour" },
};

static void
test_words (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++) {
    g_autofree char *words = NULL;
    SentinelCron cron;

    parse_cron (sentences[i].expression, &cron);
    words = sentinel_cron_dup_words (&cron);
    g_assert_cmpstr (words, ==, sentences[i].words);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cron/oracles", test_oracles);
  g_test_add_func ("/cron/known-answers", test_known_answers);
  g_test_add_func ("/cron/bad", test_bad);
  g_test_add_func ("/cron/too-long", test_too_long);
  g_test_add_func ("/cron/words", test_words);
  g_test_add_func ("/cron/or-of-days", test_or_of_days);
  return g_test_run ();
}
