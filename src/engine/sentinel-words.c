/* SPDX-License-Identifier: MIT */
/* Parts of sentences. */
#include "sentinel-words.h"
#include "sentinel-timestamp.h"
#include <glib/gi18n.h>

/**
 * sentinel_words_quantity:
 * @value: a number
 * @unit_or_null: (nullable): what it is measured in
 *
 * Returns: (transfer full): the number as messages have it, with its unit
 */
char *
sentinel_words_quantity (double value, const char *unit_or_null)
{
  if (unit_or_null == NULL || *unit_or_null == '\0')
    return g_strdup_printf ("%.6g", value);
  return g_strdup_printf ("%.6g %s", value, unit_or_null);
}

typedef enum {
  UNIT_DAY,
  UNIT_HOUR,
  UNIT_MINUTE,
  UNIT_SECOND,
  UNIT_MILLISECOND,
} Unit;

static const gint64 unit_ms[] = { 86400000, 3600000, 60000, 1000, 1 };

static char *
format_unit (Unit unit, gint64 duration_ms)
{
  int n = (int) MIN (duration_ms / unit_ms[unit], G_MAXINT);

  switch (unit) {
  case UNIT_DAY:
    /* Translators: a duration in days; the space is a no-break space */
    return g_strdup_printf (_ ("%d d"), n);
  case UNIT_HOUR:
    /* Translators: a duration in hours; the space is a no-break space */
    return g_strdup_printf (_ ("%d h"), n);
  case UNIT_MINUTE:
    /* Translators: a duration in minutes; the space is a no-break space */
    return g_strdup_printf (_ ("%d min"), n);
  case UNIT_SECOND:
    /* Translators: a duration in seconds; the space is a no-break space */
    return g_strdup_printf (_ ("%d s"), n);
  case UNIT_MILLISECOND:
  default:
    /* Translators: a duration in milliseconds; the space is a no-break space */
    return g_strdup_printf (_ ("%d ms"), n);
  }
}

/**
 * sentinel_words_duration:
 * @duration_ms: milliseconds; less than 0 counts as 0
 *
 * Returns: (transfer full): the duration in its largest unit and the next one
 */
char *
sentinel_words_duration (gint64 duration_ms)
{
  Unit unit = UNIT_DAY;
  gint64 rest_ms;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (duration_ms <= 0)
    return format_unit (UNIT_SECOND, 0);
  while (duration_ms < unit_ms[unit])
    unit++;
  first = format_unit (unit, duration_ms);
  rest_ms = duration_ms % unit_ms[unit];
  if (unit >= UNIT_SECOND || rest_ms < unit_ms[unit + 1])
    return g_steal_pointer (&first);
  second = format_unit (unit + 1, rest_ms);
  return g_strconcat (first, " ", second, NULL);
}

/**
 * sentinel_words_time:
 * @at_us: microseconds UTC
 *
 * Returns: (transfer full): the local time
 */
char *
sentinel_words_time (gint64 at_us)
{
  return sentinel_timestamp_format_local (at_us);
}

/**
 * sentinel_words_importance:
 * @importance: an importance; one between two of the four counts as the lower one
 *
 * Returns: (transfer none): its translated name
 */
const char *
sentinel_words_importance (SentinelImportance importance)
{
  if (importance >= SENTINEL_IMPORTANCE_CRITICAL)
    return _ ("Critical");
  if (importance >= SENTINEL_IMPORTANCE_HIGH)
    return _ ("High");
  return importance >= SENTINEL_IMPORTANCE_MEDIUM ? _ ("Medium") : _ ("Low");
}

/**
 * sentinel_words_phase:
 * @phase: where a check broke
 *
 * Returns: (transfer none) (nullable): what it was doing; %NULL where that is not known
 */
const char *
sentinel_words_phase (SentinelPhase phase)
{
  switch (phase) {
  case SENTINEL_PHASE_PARAMETERS:
    /* Translators: this and the next ones go into "It fails since TIME, while …: MESSAGE" */
    return _ ("reading its parameters");
  case SENTINEL_PHASE_START:
    return _ ("starting");
  case SENTINEL_PHASE_CONNECT:
    return _ ("connecting");
  case SENTINEL_PHASE_READ:
    return _ ("reading");
  case SENTINEL_PHASE_PARSE:
    return _ ("making sense of the answer");
  case SENTINEL_PHASE_TIMEOUT:
    return _ ("waiting for an answer");
  case SENTINEL_PHASE_EVALUATE:
    return _ ("evaluating");
  case SENTINEL_PHASE_NONE:
  default:
    return NULL;
  }
}

static char *
describe_side (SentinelOp op, double limit, const char *unit)
{
  g_autofree char *quantity = sentinel_words_quantity (limit, unit);

  switch (op) {
  case SENTINEL_OP_GT:
    /* Translators: a side of a limit, in the middle of a sentence, as in "above 90 %" */
    return g_strdup_printf (_ ("above %s"), quantity);
  case SENTINEL_OP_GE:
    return g_strdup_printf (_ ("at %s or above"), quantity);
  case SENTINEL_OP_LT:
    return g_strdup_printf (_ ("below %s"), quantity);
  case SENTINEL_OP_LE:
  default:
    return g_strdup_printf (_ ("at %s or below"), quantity);
  }
}

/**
 * sentinel_words_raise:
 * @level: a level
 * @unit: (nullable): of its values
 *
 * Returns: (transfer full): where values breach it
 */
char *
sentinel_words_raise (const SentinelLevel *level, const char *unit)
{
  return describe_side (level->op, level->raise, unit);
}

/**
 * sentinel_words_clear:
 * @level: a level
 * @unit: (nullable): of its values
 *
 * Returns: (transfer full): where values are back on the safe side of it
 */
char *
sentinel_words_clear (const SentinelLevel *level, const char *unit)
{
  static const SentinelOp opposites[] = {
    [SENTINEL_OP_GT] = SENTINEL_OP_LE,
    [SENTINEL_OP_GE] = SENTINEL_OP_LT,
    [SENTINEL_OP_LT] = SENTINEL_OP_GE,
    [SENTINEL_OP_LE] = SENTINEL_OP_GT,
  };

  return describe_side (opposites[level->op], level->clear, unit);
}
