/* SPDX-License-Identifier: MIT */
/* Durations as text. Whole numbers with a unit each, the largest unit first, so that there is one
 * way to read them. */
#include "sentinel-duration.h"

#include <string.h>

#include "sentinel-error.h"
#include "sentinel-text.h"

typedef struct {
  const char *name;
  gint64 ms;
} Unit;

static const Unit units[] = {
  { "d", 86400000 }, { "h", 3600000 }, { "m", 60000 }, { "s", 1000 }, { "ms", 1 },
};

static gboolean
refuse (const char *text, const char *why, GError **error)
{
  g_autofree char *quoted = sentinel_text_quote (text);

  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "the duration is %s: %s; write it like 250ms, 30s, 1h30m or 7d, a bare number is "
               "seconds",
               quoted,
               why);
  return FALSE;
}

/* The unit written at the start of text, searched from units[first] on; NULL when there is none. */
static const Unit *
find_unit (const char *text, gsize first)
{
  gsize length = 0;

  while (g_ascii_isalpha (text[length]))
    length++;
  for (gsize i = first; i < G_N_ELEMENTS (units); i++)
    if (strlen (units[i].name) == length && strncmp (units[i].name, text, length) == 0)
      return &units[i];
  return NULL;
}

static gboolean
add_part (gint64 *total_ms, guint64 count, gint64 unit_ms)
{
  gint64 part_ms;

  if (count > G_MAXINT64)
    return FALSE;
  return !__builtin_mul_overflow ((gint64) count, unit_ms, &part_ms)
         && !__builtin_add_overflow (*total_ms, part_ms, total_ms);
}

static gboolean
parse_bare_seconds (const char *text, guint64 count, gint64 *duration_ms, GError **error)
{
  gint64 total_ms = 0;

  if (!add_part (&total_ms, count, 1000))
    return refuse (text, "it is too long", error);
  *duration_ms = total_ms;
  return TRUE;
}

/**
 * sentinel_duration_parse:
 * @text: (nullable): like "250ms", "30s", "1h30m", "7d" or "90" (seconds)
 * @duration_ms: (out): milliseconds, 0 or more; untouched on error
 * @error: return location; %SENTINEL_ERROR_INVALID names the text and shows how to write it
 *
 * Units are d, h, m, s and ms, each at most once and the largest first. Signs, fractions and spaces
 * are refused. Any thread.
 *
 * Returns: whether @text is a duration
 */
gboolean
sentinel_duration_parse (const char *text, gint64 *duration_ms, GError **error)
{
  const char *at = text;
  gint64 total_ms = 0;
  gsize next_unit = 0;

  if (text == NULL || *text == '\0')
    return refuse (text, "it is empty", error);
  while (*at != '\0') {
    const Unit *unit;
    char *end = NULL;
    guint64 count;

    if (!g_ascii_isdigit (*at))
      return refuse (text, "a whole number is expected before each unit", error);
    count = g_ascii_strtoull (at, &end, 10);
    if (*end == '\0' && at == text)
      return parse_bare_seconds (text, count, duration_ms, error);
    unit = find_unit (end, next_unit);
    if (unit == NULL)
      return refuse (text, "the units are d, h, m, s and ms, the largest first", error);
    if (!add_part (&total_ms, count, unit->ms))
      return refuse (text, "it is too long", error);
    next_unit = (gsize) (unit - units) + 1;
    at = end + strlen (unit->name);
  }
  *duration_ms = total_ms;
  return TRUE;
}

/**
 * sentinel_duration_format:
 * @duration_ms: milliseconds; a negative one is written with a leading minus
 *
 * Returns: (transfer full): the shortest exact text, like "1h30m", "250ms" or "0s";
 * sentinel_duration_parse() reads 0 and more back to the same number. Any thread.
 */
char *
sentinel_duration_format (gint64 duration_ms)
{
  g_autoptr (GString) text = g_string_new (duration_ms < 0 ? "-" : NULL);
  guint64 rest_ms = duration_ms < 0 ? -(guint64) duration_ms : (guint64) duration_ms;

  if (duration_ms == 0)
    return g_strdup ("0s");
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    guint64 count = rest_ms / (guint64) units[i].ms;

    rest_ms %= (guint64) units[i].ms;
    if (count > 0)
      g_string_append_printf (text, "%" G_GUINT64_FORMAT "%s", count, units[i].name);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
