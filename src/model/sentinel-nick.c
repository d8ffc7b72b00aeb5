/* SPDX-License-Identifier: MIT */
/* Looking up the names of enumeration values, both ways. */
#include "sentinel-nick.h"

#include "sentinel-error.h"
#include "sentinel-text.h"

static char *
join_nicks (const SentinelNick *table)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (const SentinelNick *entry = table; entry->nick != NULL; entry++)
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", entry->nick);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/**
 * sentinel_nick_of:
 * @table: a table that ends in `{ 0, NULL }`
 * @value: a value of its enumeration, or any number
 *
 * Returns: (transfer none): the name of @value, "unknown" when the table has none. Any thread.
 */
const char *
sentinel_nick_of (const SentinelNick *table, int value)
{
  for (const SentinelNick *entry = table; entry->nick != NULL; entry++)
    if (entry->value == value)
      return entry->nick;
  return "unknown";
}

/**
 * sentinel_nick_parse:
 * @table: a table that ends in `{ 0, NULL }`
 * @what: the name of the field, for the message
 * @text: (nullable): what was written
 * @value: (out): the value of that name; untouched on error
 * @error: return location; %SENTINEL_ERROR_INVALID names the field, the text and every allowed name
 *
 * Returns: whether @text is a name of the table, letter by letter. Any thread.
 */
gboolean
sentinel_nick_parse (const SentinelNick *table,
                     const char *what,
                     const char *text,
                     int *value,
                     GError **error)
{
  g_autofree char *quoted = NULL;
  g_autofree char *allowed = NULL;

  for (const SentinelNick *entry = table; entry->nick != NULL; entry++)
    if (g_strcmp0 (entry->nick, text) == 0) {
      *value = entry->value;
      return TRUE;
    }
  quoted = sentinel_text_quote (text);
  allowed = join_nicks (table);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "%s is %s: must be one of %s",
               what,
               quoted,
               allowed);
  return FALSE;
}
