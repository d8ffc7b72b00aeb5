/* SPDX-License-Identifier: MIT */
/* sentinelctl schedule next: when something would run, without a rule or a database. */
#include <stdio.h>
#include <string.h>

#include "sentinel-commands.h"
#include "sentinel-ctl-options.h"
#include "sentinel-ctl-output.h"
#include "sentinel-duration.h"
#include "sentinel-error.h"
#include "sentinel-schedule.h"
#include "sentinel-system-clock.h"
#include "sentinel-timestamp.h"

#define DEFAULT_COUNT 5
#define MAX_COUNT 100000
#define MIN_PERIOD_MS 100
#define MAX_PERIOD_MS (365 * G_GINT64_CONSTANT (86400000))

typedef struct {
  char *zone, *from, *active_hours;
  int count;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->zone);
  g_free (self->from);
  g_free (self->active_hours);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* One word that begins with a digit is meant as a period. */
static gboolean
is_period (const char *expression)
{
  return g_ascii_isdigit (*expression) && strpbrk (expression, " \t") == NULL;
}

static SentinelSchedule *
make_period (const char *text, const Options *options, GError **error)
{
  gint64 period_ms = 0;

  if (!sentinel_duration_parse (text, &period_ms, error))
    return NULL;
  if (period_ms >= MIN_PERIOD_MS && period_ms <= MAX_PERIOD_MS)
    return sentinel_schedule_new (period_ms, NULL, options->zone, options->active_hours, error);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "the period is %s: must be from 100ms to 365d",
               text);
  return NULL;
}

static SentinelSchedule *
make_schedule (const char *expression, const Options *options, GError **error)
{
  if (is_period (expression))
    return make_period (expression, options, error);
  return sentinel_schedule_new (0, expression, options->zone, options->active_hours, error);
}

/* With the offset that is valid then. */
static char *
format_run (SentinelSchedule *schedule, gint64 at_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (at_us);
  g_autoptr (GDateTime) local =
      g_date_time_to_timezone (utc, sentinel_schedule_get_zone (schedule));

  return g_date_time_format_iso8601 (local);
}

static void
print_run (SentinelCtl *ctl, const char *at)
{
  g_autoptr (JsonObject) object = json_object_new ();

  if (!ctl->json) {
    printf ("%s\n", at);
    return;
  }
  json_object_set_string_member (object, "at", at);
  sentinel_ctl_print_json (object);
}

static void
print_sentence (SentinelSchedule *schedule)
{
  g_autofree char *sentence = sentinel_schedule_dup_words (schedule);

  printf ("%s\n", sentence);
}

static SentinelExit
print_runs (SentinelCtl *ctl, SentinelSchedule *schedule, gint64 from_us, int count)
{
  if (!ctl->json)
    print_sentence (schedule);
  if (sentinel_schedule_joins_days_by_or (schedule))
    g_printerr ("sentinelctl: a day that fits either the day of the month or the weekday is "
                "enough; "
                "begin one of them with * if both have to fit\n");
  for (int i = 0; i < count; i++) {
    g_autofree char *at = NULL;

    from_us = sentinel_schedule_get_next_us (schedule, from_us);
    if (from_us < 0 && i == 0) {
      g_printerr ("sentinelctl: there is no such run before the year 10000, or none of them is in "
                  "the "
                  "active hours\n");
      return SENTINEL_EXIT_FAILED;
    }
    if (from_us < 0)
      break;
    at = format_run (schedule, from_us);
    print_run (ctl, at);
  }
  return SENTINEL_EXIT_DONE;
}

static SentinelExit
next (SentinelCtl *ctl, int argc, char **argv)
{
  g_auto (Options) options = { .count = DEFAULT_COUNT };
  const GOptionEntry entries[] = {
    { "zone", 0, 0, G_OPTION_ARG_STRING, &options.zone, "Time zone, like Europe/Berlin", "ZONE" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, "After which time; now", "TIME" },
    { "active-hours",
      0,
      0,
      G_OPTION_ARG_STRING,
      &options.active_hours,
      "Only then, like \"mon-fri 08:00-18:00\"",
      "HOURS" },
    { "count", 0, 0, G_OPTION_ARG_INT, &options.count, "How many runs; 5", "N" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SentinelSchedule) schedule = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelClock) clock = sentinel_system_clock_new ();
  gint64 from_us = sentinel_clock_get_realtime_us (clock);

  if (!sentinel_ctl_parse ("EXPR",
                           "Says when a period like 30s or a cron expression like \"30 9 * * "
                           "1-5\" runs next.",
                           entries,
                           &argc,
                           &argv))
    return SENTINEL_EXIT_USAGE;
  if (argc != 2)
    return sentinel_ctl_misuse ("schedule next: give one period or cron expression, in quotation "
                                "marks");
  if (options.count < 1 || options.count > MAX_COUNT)
    return sentinel_ctl_misuse ("schedule next: --count must be from 1 to %d", MAX_COUNT);
  if (options.from != NULL && !sentinel_timestamp_parse (options.from, &from_us, &error))
    return sentinel_ctl_misuse ("schedule next: %s", error->message);
  schedule = make_schedule (argv[1], &options, &error);
  if (schedule == NULL)
    return sentinel_ctl_misuse ("schedule next: %s", error->message);
  return print_runs (ctl, schedule, from_us, options.count);
}

const SentinelCommand sentinel_schedule_commands[] = {
  { "schedule", "next", "EXPR", "Say when a period or cron expression runs next", next },
  { NULL },
};
