/* SPDX-License-Identifier: MIT */
/* Errors come from outside, so each is made one line of a bounded length. */
#include "sentinel-action-words.h"

#include <glib/gi18n.h>

#include "sentinel-action-run-store.h"
#include "sentinel-action.h"
#include "sentinel-age.h"
#include "sentinel-text.h"

#define MAX_WHY_BYTES 300

static gboolean
is_same_day (gint64 a_us, gint64 b_us, GTimeZone *zone)
{
  g_autofree char *a = sentinel_age_format_day (a_us, zone);
  g_autofree char *b = sentinel_age_format_day (b_us, zone);

  return ABS (a_us - b_us) <= G_TIME_SPAN_DAY && g_str_equal (a, b);
}

static char *
dup_when (gint64 at_us, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *clock = sentinel_age_format_clock (at_us, zone);
  g_autofree char *day = sentinel_age_format_day (at_us, zone);

  if (at_us == 0)
    /* Translators: when something was, within a sentence */
    return g_strdup (_ ("at a time that was not noted"));
  if (is_same_day (at_us, now_us, zone))
    /* Translators: when something was, within a sentence; a time of day */
    return g_strdup_printf (_ ("today at %s"), clock);
  /* Translators: when something was, within a sentence; a day, a time of day */
  return g_strdup_printf (_ ("on %s at %s"), day, clock);
}

static gboolean
is_desktop (const char *channel)
{
  return g_str_equal (channel, SENTINEL_ACTION_DESKTOP);
}

static char *
dup_why (const SentinelDelivery *delivery)
{
  if (delivery->error == NULL || *delivery->error == '\0')
    return g_strdup (_ ("no reason was given"));
  return sentinel_text_to_line (delivery->error, MAX_WHY_BYTES);
}

static char *
dup_pending_words (const SentinelDelivery *delivery)
{
  g_autofree char *why = NULL;

  if (delivery->error == NULL)
    return g_strdup (_ ("Waits its turn"));
  why = dup_why (delivery);
  /* Translators: why the last attempt failed */
  return g_strdup_printf (_ ("Is tried again: %s"), why);
}

/**
 * sentinel_action_dup_last_words:
 * @delivery: (nullable): the newest one of the action; %NULL: there was none
 * @channel: the id of the action
 * @now_us: wall clock, microseconds UTC
 * @zone: (nullable): in which times are told
 *
 * Returns: (transfer full): a sentence without a full stop
 */
char *
sentinel_action_dup_last_words (const SentinelDelivery *delivery,
                                const char *channel,
                                gint64 now_us,
                                GTimeZone *zone)
{
  g_autofree char *when = NULL;
  g_autofree char *why = NULL;

  if (delivery == NULL)
    return g_strdup (is_desktop (channel) ? _ ("Never told") : _ ("Never ran"));
  when = dup_when (sentinel_delivery_get_result_us (delivery), now_us, zone);
  why = dup_why (delivery);
  switch (delivery->state) {
  case SENTINEL_DELIVERY_PENDING:
    return dup_pending_words (delivery);
  case SENTINEL_DELIVERY_CLAIMED:
    return g_strdup (_ ("Runs now"));
  case SENTINEL_DELIVERY_SENT:
    if (is_desktop (channel))
      /* Translators: when */
      return g_strdup_printf (_ ("Told %s"), when);
    /* Translators: when */
    return g_strdup_printf (_ ("Ran %s, exit status 0"), when);
  case SENTINEL_DELIVERY_FAILED:
    /* Translators: when, why */
    return g_strdup_printf (_ ("Failed %s: %s"), when, why);
  case SENTINEL_DELIVERY_EXPIRED:
    /* Translators: when */
    return g_strdup_printf (_ ("Came too late %s"), when);
  case SENTINEL_DELIVERY_CANCELLED:
  default:
    /* Translators: when, why */
    return g_strdup_printf (_ ("Not done %s: %s"), when, why);
  }
}

static char *
dup_success_words (const SentinelDelivery *delivery, const char *clock)
{
  g_autofree char *output = sentinel_delivery_dup_output (delivery);
  g_autofree char *line = NULL;

  if (is_desktop (delivery->channel))
    /* Translators: a time of day */
    return g_strdup_printf (_ ("Sent to the desktop at %s"), clock);
  if (output == NULL)
    /* Translators: a time of day */
    return g_strdup_printf (_ ("Exit status 0 at %s; it wrote nothing"), clock);
  line = sentinel_text_to_line (output, MAX_WHY_BYTES);
  /* Translators: a time of day, what a command wrote */
  return g_strdup_printf (_ ("Exit status 0 at %s: %s"), clock, line);
}

/**
 * sentinel_action_dup_test_words:
 * @delivery: a test that ended
 * @zone: (nullable): in which times are told
 * @is_good: (out): whether it was done
 *
 * Returns: (transfer full): a sentence without a full stop
 */
char *
sentinel_action_dup_test_words (const SentinelDelivery *delivery,
                                GTimeZone *zone,
                                gboolean *is_good)
{
  g_autofree char *clock =
      sentinel_age_format_clock (sentinel_delivery_get_result_us (delivery), zone);
  g_autofree char *why = dup_why (delivery);

  *is_good = delivery->state == SENTINEL_DELIVERY_SENT;
  if (*is_good)
    return dup_success_words (delivery, clock);
  if (delivery->state == SENTINEL_DELIVERY_EXPIRED)
    return g_strdup (_ ("Nobody began it within a minute"));
  if (delivery->state == SENTINEL_DELIVERY_CANCELLED)
    /* Translators: a time of day, why */
    return g_strdup_printf (_ ("Not done at %s: %s"), clock, why);
  /* Translators: a time of day, why */
  return g_strdup_printf (_ ("Failed at %s: %s"), clock, why);
}
