/* SPDX-License-Identifier: MIT */
#include "sentinel-catch-up.h"

#include <string.h>

#include "sentinel-error.h"
#include "sentinel-text.h"

/**
 * sentinel_catch_up_parse:
 * @name: what the field is called where @text comes from
 * @text: "skip", "once" or a number
 * @catch_up: (out): how many missed runs are made up for at most
 * @error: return location; %SENTINEL_ERROR_INVALID with field "catch-up"
 *
 * Returns: whether it could be read. Any thread.
 */
gboolean
sentinel_catch_up_parse (const char *name, const char *text, int *catch_up, GError **error)
{
  g_autofree char *quoted = NULL;
  guint64 number;

  if (strcmp (text, "skip") == 0)
    *catch_up = SENTINEL_CATCH_UP_SKIP;
  else if (strcmp (text, "once") == 0)
    *catch_up = SENTINEL_CATCH_UP_ONCE;
  else if (g_ascii_isdigit (*text)
           && g_ascii_string_to_unsigned (text, 10, 0, SENTINEL_CATCH_UP_MAX, &number, NULL))
    *catch_up = (int) number;
  else {
    quoted = sentinel_text_quote (text);
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 "%s is %s: must be one of skip, once, or how many runs at most, up to %d",
                 name,
                 quoted,
                 SENTINEL_CATCH_UP_MAX);
    sentinel_error_set_field (error, "catch-up");
    return FALSE;
  }
  return TRUE;
}

/**
 * sentinel_catch_up_format:
 * @catch_up: how many missed runs are made up for at most
 *
 * Returns: (transfer full): it as text, which sentinel_catch_up_parse() reads. Any thread.
 */
char *
sentinel_catch_up_format (int catch_up)
{
  if (catch_up == SENTINEL_CATCH_UP_SKIP)
    return g_strdup ("skip");
  if (catch_up == SENTINEL_CATCH_UP_ONCE)
    return g_strdup ("once");
  return g_strdup_printf ("%d", catch_up);
}
