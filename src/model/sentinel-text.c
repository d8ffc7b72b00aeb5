/* SPDX-License-Identifier: MIT */
/* Messages carry what people, scripts and triggers wrote. A terminal or a log line must not be
 * changed by it, so it is escaped here, in one place. */
#include "sentinel-text.h"

#include <string.h>

#define QUOTED_MAX_BYTES 100

static void
append_escaped (GString *line, gunichar character)
{
  switch (character) {
  case '\n':
    g_string_append (line, "\\n");
    break;
  case '\r':
    g_string_append (line, "\\r");
    break;
  case '\t':
    g_string_append (line, "\\t");
    break;
  default:
    g_string_append_printf (line, character < 0x100 ? "\\x%02x" : "\\u%04x", character);
  }
}

/* Embeddings, overrides and isolates can make a text read as another one, and reach beyond its end.
 * The marks (LRM, RLM, ALM) cannot, and people who write from right to left need them. */
static gboolean
is_harmful (gunichar character)
{
  return g_unichar_iscntrl (character) || (character >= 0x202a && character <= 0x202e)
         || (character >= 0x2066 && character <= 0x2069) || character == 0x2028
         || character == 0x2029;
}

static GString *
escape (const char *valid, const char *kept)
{
  GString *text = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar character = g_utf8_get_char (at);

    if (is_harmful (character) && (character >= 0x80 || strchr (kept, (char) character) == NULL))
      append_escaped (text, character);
    else
      g_string_append_unichar (text, character);
  }
  return text;
}

/* Cuts on a character, so that the line stays valid UTF-8. */
static void
cut (GString *line, gsize max_bytes)
{
  static const char ellipsis[] = "…";
  gsize keep;

  if (line->len <= max_bytes)
    return;
  keep = max_bytes > strlen (ellipsis) ? max_bytes - strlen (ellipsis) : 0;
  while (keep > 0 && (line->str[keep] & 0xc0) == 0x80)
    keep--;
  g_string_truncate (line, keep);
  g_string_append (line, ellipsis);
}

/**
 * sentinel_text_to_line:
 * @text: any bytes, NUL-terminated; what is no UTF-8 becomes U+FFFD
 * @max_bytes: length of the answer at most, in bytes; from 3 up
 *
 * Makes one line that can be logged and printed: control characters and those that turn the
 * direction of text are escaped (`\n`, `\x1b`, `\u202e`), a longer text ends in "…". Any thread.
 *
 * Returns: (transfer full): valid UTF-8
 */
char *
sentinel_text_to_line (const char *text, gsize max_bytes)
{
  g_autofree char *valid = g_utf8_make_valid (text, strnlen (text, max_bytes + 1));
  g_autoptr (GString) line = escape (valid, "");

  cut (line, max_bytes);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/**
 * sentinel_text_to_block:
 * @text: any bytes, NUL-terminated; what is no UTF-8 becomes U+FFFD
 *
 * As sentinel_text_to_line(), but whole, and line breaks and tabs stay what they are. Any thread.
 *
 * Returns: (transfer full): valid UTF-8
 */
char *
sentinel_text_to_block (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) block = NULL;

  if (strchr (valid, '\r') != NULL) {
    g_autoptr (GString) lines = g_string_new (valid);

    g_string_replace (lines, "\r\n", "\n", 0);
    block = escape (lines->str, "\n\t");
  } else {
    block = escape (valid, "\n\t");
  }
  return g_string_free (g_steal_pointer (&block), FALSE);
}

/**
 * sentinel_text_quote:
 * @text_or_null: (nullable): any bytes, NUL-terminated
 *
 * Puts what somebody wrote into a message: escaped, shortened and in quotation marks. Any thread.
 *
 * Returns: (transfer full): valid UTF-8; "nothing" without quotation marks for %NULL
 */
char *
sentinel_text_quote (const char *text_or_null)
{
  g_autofree char *line = NULL;

  if (text_or_null == NULL)
    return g_strdup ("nothing");
  line = sentinel_text_to_line (text_or_null, QUOTED_MAX_BYTES);
  return g_strdup_printf ("\"%s\"", line);
}

/**
 * sentinel_text_is_plain:
 * @text: any bytes, NUL-terminated
 *
 * Returns: whether @text is valid UTF-8 and holds no control character. Any thread.
 */
gboolean
sentinel_text_is_plain (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}
