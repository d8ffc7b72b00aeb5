/* SPDX-License-Identifier: MIT */
/* Sentences are joined from parts that a translator sees whole. */
#include "sentinel-metric-words.h"
#include "sentinel-age.h"
#include "sentinel-event-words.h"
#include "sentinel-text.h"
#include <glib/gi18n.h>
#include <math.h>

#define MAX_UNIT_BYTES 40

/**
 * sentinel_metric_format_value:
 * @value: a number
 * @unit: (nullable): its unit, from outside
 *
 * Returns: (transfer full): both, as people write them; any thread
 */
char *
sentinel_metric_format_value (double value, const char *unit)
{
  gboolean is_long = fabs (value) >= 10000 && fabs (value) < 1e9;
  g_autofree char *number = is_long ? g_strdup_printf ("%'.0f", value)
                                    : g_strdup_printf ("%.4g", value);
  g_autofree char *line = sentinel_text_to_line (unit != NULL ? unit : "", MAX_UNIT_BYTES);

  if (*line == '\0')
    return g_steal_pointer (&number);
  /* Translators: a number and its unit; the space is a no-break space */
  return g_strdup_printf (_ ("%s %s"), number, line);
}

static void
append (GString *text, char *part)
{
  g_autofree char *owned = part;

  if (text->len > 0)
    /* Translators: between the parts of "31 events, 2 critical, 29 low" */
    g_string_append (text, _ (", "));
  g_string_append (text, owned);
}

static guint
count_bands (const SentinelMetricData *data, SentinelMetricBandKind kind)
{
  guint n = 0;

  for (guint i = 0; i < data->bands->len; i++)
    n += g_array_index (data->bands, SentinelMetricBand, i).kind == kind;
  return n;
}

static void
append_values (GString *text, const SentinelMetricData *data)
{
  g_autofree char *last = sentinel_metric_format_value (data->last, data->unit);
  g_autofree char *lowest = sentinel_metric_format_value (data->lowest, data->unit);
  g_autofree char *highest = sentinel_metric_format_value (data->highest, data->unit);

  /* Translators: the value that was measured last, "last 42 %" */
  append (text, g_strdup_printf (_ ("last %s"), last));
  if (data->lowest < data->highest)
    /* Translators: the least and the greatest value, "from 3 % to 97 %" */
    append (text, g_strdup_printf (_ ("from %s to %s"), lowest, highest));
}

/**
 * sentinel_metric_format_summary:
 * @title: (nullable): what was measured
 * @data: (nullable): what is shown
 *
 * Returns: (transfer full): all of it in one sentence; any thread
 */
char *
sentinel_metric_format_summary (const char *title, const SentinelMetricData *data)
{
  GString *text = g_string_new (title);
  guint n_stored, n_predicted;

  if (data == NULL || isnan (data->last))
    append (text, g_strdup (_ ("nothing was observed")));
  else
    append_values (text, data);
  if (data == NULL)
    return g_string_free (text, FALSE);
  n_stored = count_bands (data, SENTINEL_METRIC_BAND_STORED) + data->marks->len;
  n_predicted = count_bands (data, SENTINEL_METRIC_BAND_PREDICTED);
  if (n_stored > 0)
    append (text, g_strdup_printf (ngettext ("%u event", "%u events", n_stored), n_stored));
  if (n_predicted > 0)
    append (text,
            /* Translators: of a rule that is tried out on what was measured before */
            g_strdup_printf (ngettext ("would have fired %u time",
                                       "would have fired %u times",
                                       n_predicted),
                             n_predicted));
  if (data->gaps->len > 0)
    append (text,
            /* Translators: how often there was a time in which nothing was measured */
            g_strdup_printf (ngettext ("%u gap", "%u gaps", data->gaps->len), data->gaps->len));
  return g_string_free (text, FALSE);
}

/* Within a day a clock is enough, within a week the day of the week. */
static char *
format_time (const SentinelMetricData *data, gint64 at_us, GTimeZone *zone)
{
  g_autofree char *clock = NULL, *day = NULL;

  if (data->to_us - data->from_us < G_TIME_SPAN_DAY - G_TIME_SPAN_HOUR)
    return sentinel_age_format_clock (at_us, zone);
  if (data->to_us - data->from_us < 6 * G_TIME_SPAN_DAY)
    return sentinel_age_format_time (at_us, zone);
  clock = sentinel_age_format_clock (at_us, zone);
  day = sentinel_age_format_day (at_us, zone);
  /* Translators: a day and a time of day: "24 Nov, 14:02" */
  return g_strdup_printf (_ ("%s, %s"), day, clock);
}

static char *
format_when (const SentinelMetricData *data, const SentinelMetricStop *stop, GTimeZone *zone)
{
  g_autofree char *from = format_time (data, stop->from_us, zone);
  g_autofree char *to = NULL;

  if (stop->to_us <= stop->from_us)
    return g_steal_pointer (&from);
  to = format_time (data, stop->to_us, zone);
  /* Translators: a stretch of time, "14:00 to 15:00" */
  return g_strdup_printf (_ ("%s to %s"), from, to);
}

static void
append_column (GString *text, const SentinelPixelColumn *column, const char *unit)
{
  g_autofree char *last = sentinel_metric_format_value (column->last, unit);
  g_autofree char *lowest = sentinel_metric_format_value (column->min, unit);
  g_autofree char *highest = sentinel_metric_format_value (column->max, unit);

  g_string_append_printf (text, "\n%s", last);
  if (!g_str_equal (lowest, highest)) {
    g_string_append_c (text, '\n');
    /* Translators: the least and the greatest value, "from 3 % to 97 %" */
    g_string_append_printf (text, _ ("from %s to %s"), lowest, highest);
  }
}

/* the most important one that was open then */
static const SentinelMetricBand *
find_band (const SentinelMetricData *data, gint64 at_us)
{
  const SentinelMetricBand *found = NULL;

  for (guint i = 0; i < data->bands->len; i++) {
    const SentinelMetricBand *band = &g_array_index (data->bands, SentinelMetricBand, i);
    gint64 to_us = band->to_us != 0 ? band->to_us : G_MAXINT64;

    if (band->from_us <= at_us && at_us <= to_us
        && (found == NULL || band->importance > found->importance))
      found = band;
  }
  return found;
}

static void
append_band (GString *text, const SentinelMetricBand *band)
{
  const char *word = sentinel_importance_get_word (band->importance);

  g_string_append_c (text, '\n');
  if (band->kind == SENTINEL_METRIC_BAND_PREDICTED)
    /* Translators: a rule that is tried out would have fired; %s is an importance */
    g_string_append_printf (text, _ ("%s: would fire"), word);
  else
    /* Translators: an event was open; %s is an importance */
    g_string_append_printf (text, _ ("%s event"), word);
}

/**
 * sentinel_metric_format_stop:
 * @data: what is shown
 * @stops: made of it
 * @stop: an index in them
 * @zone: (nullable): in which times are told; %NULL: the local one
 *
 * Returns: (transfer full): lines: when, what was measured, which event was open; any thread
 */
char *
sentinel_metric_format_stop (const SentinelMetricData *data,
                             const SentinelMetricStops *stops,
                             guint stop,
                             GTimeZone *zone)
{
  const SentinelMetricStop *at = &g_array_index (stops->stops, SentinelMetricStop, stop);
  const SentinelPixelColumn *column = sentinel_metric_stops_get_column (stops, stop);
  const SentinelMetricBand *band = find_band (data, at->at_us);
  g_autofree char *when = format_when (data, at, zone);
  GString *text = g_string_new (when);

  if (column != NULL)
    append_column (text, column, data->unit);
  else
    g_string_append_printf (text, "\n%s", _ ("Not observed"));
  if (band != NULL)
    append_band (text, band);
  return g_string_free (text, FALSE);
}

/**
 * sentinel_metric_format_level:
 * @level: a level
 * @is_clear: the line where it ends; else where it begins
 * @unit: (nullable): of its values
 *
 * Returns: (transfer full): what is written at that line; any thread
 */
char *
sentinel_metric_format_level (const SentinelMetricLevel *level, gboolean is_clear, const char *unit)
{
  const char *word = sentinel_importance_get_word (level->importance);
  g_autofree char *value =
      sentinel_metric_format_value (is_clear ? level->clear : level->raise, unit);

  if (is_clear)
    /* Translators: a level of a rule, and at which value it ends: "Critical ends at 81 %" */
    return g_strdup_printf (_ ("%s ends at %s"), word, value);
  /* Translators: a level of a rule, and from which value on it fires: "Critical 90 %" */
  return g_strdup_printf (_ ("%s %s"), word, value);
}
