/* SPDX-License-Identifier: MIT */
#include "sentinel-preview-words.h"

#include <glib/gi18n.h>
#include <math.h>

#include "sentinel-age.h"
#include "sentinel-duration-row.h"
#include "sentinel-metric-words.h"

#define US_PER_S G_USEC_PER_SEC

static char *
say_span (gint64 span_us)
{
  int days = (int) (span_us / G_TIME_SPAN_DAY);

  if (days <= 1)
    return g_strdup (_ ("the last 24 hours"));
  return g_strdup_printf (ngettext ("the last day", "the last %d days", (gulong) days), days);
}

/**
 * sentinel_preview_words_count:
 * @n_events: how often it would have fired
 * @n_now: how often it does as it is stored; -1: that is the same rule
 * @span_us: how far back it was tried
 *
 * Returns: (transfer full): the sentence that says so
 */
char *
sentinel_preview_words_count (guint n_events, int n_now, gint64 span_us)
{
  g_autofree char *span = say_span (span_us);
  g_autofree char *sentence = NULL;

  if (n_events == 0)
    /* Translators: a stretch of time, as in "the last 7 days" */
    sentence = g_strdup_printf (_ ("Would not have fired in %s"), span);
  else
    /* Translators: how often, and a stretch of time, as in "the last 7 days" */
    sentence = g_strdup_printf (ngettext ("Would have fired %u time in %s",
                                          "Would have fired %u times in %s",
                                          n_events),
                                n_events,
                                span);
  if (n_now < 0)
    return g_steal_pointer (&sentence);
  /* Translators: how often with a change, and how often without it */
  return g_strdup_printf (_ ("%s (now: %d)"), sentence, n_now);
}

static char *
say_duration (gint64 duration_us)
{
  gint64 seconds = duration_us / US_PER_S;

  /* Nobody wants to read seconds behind hours. */
  if (seconds >= 3600)
    seconds -= seconds % 60;
  return sentinel_duration_dup_words (seconds * 1000);
}

/**
 * sentinel_preview_words_event:
 * @event: what would have come
 * @unit: (nullable): of its values
 *
 * Returns: (transfer full): how long it would have been open, and how far the value went
 */
char *
sentinel_preview_words_event (const SentinelPreviewEvent *event, const char *unit)
{
  g_autofree char *duration = NULL;
  g_autofree char *peak = NULL;

  if (event->closed_at_us == event->opened_at_us)
    return sentinel_metric_format_value (event->value_peak, unit);
  if (event->closed_at_us == 0)
    /* Translators: an event would still be open */
    duration = g_strdup (_ ("until now"));
  else
    duration = say_duration (event->closed_at_us - event->opened_at_us);
  if (!isfinite (event->value_peak))
    return g_steal_pointer (&duration);
  peak = sentinel_metric_format_value (event->value_peak, unit);
  /* Translators: how long an event lasts, and its most extreme value */
  return g_strdup_printf (_ ("%s, peak %s"), duration, peak);
}

/**
 * sentinel_preview_words_spared:
 * @spared: (element-type SentinelEvent): what came and would not have
 *
 * Returns: (transfer full) (nullable): how many, and what people did with them; %NULL: none
 */
char *
sentinel_preview_words_spared (GPtrArray *spared)
{
  guint n_acknowledged = 0, n_silent = 0;
  g_autofree char *head = NULL;

  for (guint i = 0; i < spared->len; i++) {
    const SentinelEvent *event = g_ptr_array_index (spared, i);

    n_acknowledged += event->acked_at_us != 0;
    n_silent += event->ack_comment == NULL || *event->ack_comment == '\0';
  }
  if (spared->len == 0)
    return NULL;
  head = g_strdup_printf (ngettext ("%u event would not have come",
                                    "%u events would not have come",
                                    spared->len),
                          spared->len);
  /* Translators: how many events would not have come; of these, how many somebody acknowledged and
   * how many nobody wrote a comment on */
  return g_strdup_printf (_ ("%s: %u acknowledged, %u without a comment"),
                          head,
                          n_acknowledged,
                          n_silent);
}

static gint64
find_first_us (const SentinelRuleHistory *history)
{
  gint64 first_us = history->to_us;

  for (guint i = 0; i < history->measured->len; i++) {
    const SentinelMeasuredSeries *measured = g_ptr_array_index (history->measured, i);

    first_us = MIN (first_us, g_array_index (measured->range->samples, SentinelSample, 0).at_us);
  }
  return first_us;
}

/**
 * sentinel_preview_words_limits:
 * @preview: a preview
 * @history: what it was run over
 * @is_upwards: whether levels are raised upwards
 * @zone: (nullable): in which times are told
 *
 * Returns: (transfer full) (nullable): what one should know of how it was tried
 */
char *
sentinel_preview_words_limits (const SentinelPreview *preview,
                               const SentinelRuleHistory *history,
                               gboolean is_upwards,
                               GTimeZone *zone)
{
  gint64 first_us = find_first_us (history);

  if (history->is_cut)
    return g_strdup_printf (_ ("Only the first %d things that it measures and its newest %d events "
                               "are looked at."),
                            SENTINEL_RULE_HISTORY_MAX_SERIES,
                            SENTINEL_RULE_HISTORY_MAX_EVENTS);
  if (preview->fine_from_us > MAX (first_us, history->from_us)) {
    g_autofree char *time = sentinel_age_format_time (preview->fine_from_us, zone);

    /* Translators: a day and a time */
    return g_strdup_printf (is_upwards ? _ ("Before %s only the highest value of each minute or "
                                            "hour is kept.")
                                       : _ ("Before %s only the lowest value of each minute or "
                                            "hour is kept."),
                            time);
  }
  if (first_us > history->from_us + (history->to_us - history->from_us) / 10) {
    g_autofree char *time = sentinel_age_format_time (first_us, zone);

    /* Translators: a day and a time */
    return g_strdup_printf (_ ("Measured since %s."), time);
  }
  return NULL;
}
