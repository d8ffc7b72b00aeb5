/* SPDX-License-Identifier: MIT */
/* A strict reader of JSON text that builds json-glib's nodes. json-glib's own parser crashes on
 * deep nesting, bends numbers outside of int64 and accepts comments, single quotes and repeated
 * keys; what comes from outside goes through this one instead.
 *
 * One function per rule of RFC 8259's grammar. Each returns FALSE or NULL exactly when it has set
 * the error. */
#include <math.h>
#include <string.h>

#include "sentinel-error.h"
#include "sentinel-json-text.h"
#include "sentinel-json.h"
#include "sentinel-text.h"

typedef struct {
  const char *start;
  const char *at;
  const char *end;
  guint depth;
  SentinelJsonPlace *place; /* nullable: the message says it */
  GError **error;
} Reader;

static JsonNode *read_value (Reader *reader);

static gboolean
refuse_at (Reader *reader, const char *at, const char *why)
{
  SentinelJsonPlace place;

  sentinel_json_place_set (&place, reader->start, at, at + (at < reader->end));
  if (reader->place != NULL) {
    *reader->place = place;
    g_set_error_literal (reader->error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID, why);
  } else {
    g_set_error (reader->error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 "JSON is wrong at line %u, column %u: %s",
                 place.line,
                 place.column,
                 why);
  }
  return FALSE;
}

static void
skip_space (Reader *reader)
{
  while (reader->at < reader->end && strchr (" \t\r\n", *reader->at) != NULL)
    reader->at++;
}

/* The next character, 0 at the end: the text itself holds no NUL. */
static char
peek (const Reader *reader)
{
  return reader->at < reader->end ? *reader->at : '\0';
}

static gboolean
take (Reader *reader, char wanted)
{
  if (peek (reader) != wanted)
    return FALSE;
  reader->at++;
  return TRUE;
}

static gboolean
read_hex4 (Reader *reader, gunichar *unit)
{
  gunichar value = 0;

  for (int i = 0; i < 4; i++, reader->at++) {
    if (!g_ascii_isxdigit (peek (reader)))
      return refuse_at (reader, reader->at, "four hexadecimal digits are expected after \\u");
    value = value * 16 + (gunichar) g_ascii_xdigit_value (*reader->at);
  }
  *unit = value;
  return TRUE;
}

/* After \u: one character, or the two halves of a surrogate pair. */
static gboolean
read_unicode_escape (Reader *reader, GString *text)
{
  const char *start = reader->at;
  gunichar unit = 0, low = 0;

  if (!read_hex4 (reader, &unit))
    return FALSE;
  if (unit == 0)
    return refuse_at (reader, start, "\\u0000 is not accepted in a string");
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return refuse_at (reader, start, "a low surrogate without its high one");
  if (unit >= 0xd800 && unit <= 0xdbff) {
    if (!take (reader, '\\') || !take (reader, 'u'))
      return refuse_at (reader, start, "a high surrogate without its low one");
    if (!read_hex4 (reader, &low))
      return FALSE;
    if (low < 0xdc00 || low > 0xdfff)
      return refuse_at (reader, start, "a high surrogate without its low one");
    unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
  }
  g_string_append_unichar (text, unit);
  return TRUE;
}

static gboolean
read_escape (Reader *reader, GString *text)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  if (take (reader, 'u'))
    return read_unicode_escape (reader, text);
  letter = peek (reader) != '\0' ? strchr (letters, *reader->at) : NULL;
  if (letter == NULL)
    return refuse_at (reader, reader->at, "unknown escape in a string");
  g_string_append_c (text, meanings[letter - letters]);
  reader->at++;
  return TRUE;
}

static char *
read_string (Reader *reader)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *start = reader->at;

  reader->at++; /* the opening quotation mark */
  while (reader->at < reader->end) {
    const char *plain = reader->at;

    while (reader->at < reader->end && *reader->at != '"' && *reader->at != '\\'
           && (guchar) *reader->at >= 0x20)
      reader->at++;
    g_string_append_len (text, plain, reader->at - plain);
    if (take (reader, '"'))
      return g_string_free (g_steal_pointer (&text), FALSE);
    if (take (reader, '\\')) {
      if (!read_escape (reader, text))
        return NULL;
    } else if (reader->at < reader->end) {
      refuse_at (reader, reader->at, "a control character in a string must be escaped");
      return NULL;
    }
  }
  refuse_at (reader, start, "the string is not closed");
  return NULL;
}

static JsonNode *
read_string_value (Reader *reader)
{
  g_autofree char *text = read_string (reader);

  if (text == NULL)
    return NULL;
  return json_node_init_string (json_node_alloc (), text);
}

static gboolean
skip_digits (Reader *reader)
{
  if (!g_ascii_isdigit (peek (reader)))
    return refuse_at (reader, reader->at, "a digit is expected in the number");
  while (g_ascii_isdigit (peek (reader)))
    reader->at++;
  return TRUE;
}

static gboolean
skip_fraction_and_exponent (Reader *reader, gboolean *is_integer)
{
  *is_integer = TRUE;
  if (take (reader, '.')) {
    *is_integer = FALSE;
    if (!skip_digits (reader))
      return FALSE;
  }
  if (take (reader, 'e') || take (reader, 'E')) {
    *is_integer = FALSE;
    if (!take (reader, '+'))
      take (reader, '-');
    return skip_digits (reader);
  }
  return TRUE;
}

static gboolean
skip_number (Reader *reader, gboolean *is_integer)
{
  take (reader, '-');
  if (take (reader, '0')) {
    if (g_ascii_isdigit (peek (reader)))
      return refuse_at (reader, reader->at, "a number must not start with a needless 0");
  } else if (!skip_digits (reader))
    return FALSE;
  return skip_fraction_and_exponent (reader, is_integer);
}

static JsonNode *
read_number (Reader *reader)
{
  g_autofree char *digits = NULL;
  const char *start = reader->at;
  gboolean is_integer;
  gint64 integer;
  double number;

  if (!skip_number (reader, &is_integer))
    return NULL;
  digits = g_strndup (start, (gsize) (reader->at - start));
  if (is_integer) {
    if (g_ascii_string_to_signed (digits, 10, G_MININT64, G_MAXINT64, &integer, NULL))
      return json_node_init_int (json_node_alloc (), integer);
    refuse_at (reader,
               start,
               "the integer does not fit into 64 bits; write it with a fraction or as a string");
    return NULL;
  }
  number = g_ascii_strtod (digits, NULL);
  if (isfinite (number))
    return json_node_init_double (json_node_alloc (), number);
  refuse_at (reader, start, "the number is too large");
  return NULL;
}

static JsonNode *
read_word (Reader *reader, const char *word, JsonNode *node)
{
  g_autoptr (JsonNode) value = node;
  gsize length = strlen (word);

  if ((gsize) (reader->end - reader->at) < length || memcmp (reader->at, word, length) != 0) {
    refuse_at (reader,
               reader->at,
               "a value is expected: object, array, string in double quotes, number, true, false "
               "or null");
    return NULL;
  }
  reader->at += length;
  return g_steal_pointer (&value);
}

static gboolean
read_array_elements (Reader *reader, JsonArray *array)
{
  const char *start = reader->at - 1;

  skip_space (reader);
  if (take (reader, ']'))
    return TRUE;
  for (;;) {
    JsonNode *element = read_value (reader);

    if (element == NULL)
      return FALSE;
    json_array_add_element (array, element);
    skip_space (reader);
    if (take (reader, ']'))
      return TRUE;
    if (reader->at == reader->end)
      return refuse_at (reader, start, "the array is not closed");
    if (!take (reader, ','))
      return refuse_at (reader, reader->at, "a comma or ] is expected in the array");
  }
}

static gboolean
refuse_duplicate (Reader *reader, const char *at, const char *key)
{
  g_autofree char *quoted = sentinel_text_quote (key);
  g_autofree char *why = g_strdup_printf ("the key %s is there twice", quoted);

  return refuse_at (reader, at, why);
}

static gboolean
read_member (Reader *reader, JsonObject *object)
{
  g_autofree char *key = NULL;
  const char *start;
  JsonNode *value;

  skip_space (reader);
  start = reader->at;
  if (peek (reader) != '"')
    return refuse_at (reader, reader->at, "a key in double quotes is expected");
  key = read_string (reader);
  if (key == NULL)
    return FALSE;
  if (json_object_has_member (object, key))
    return refuse_duplicate (reader, start, key);
  skip_space (reader);
  if (!take (reader, ':'))
    return refuse_at (reader, reader->at, "a colon is expected after the key");
  value = read_value (reader);
  if (value == NULL)
    return FALSE;
  json_object_set_member (object, key, value);
  return TRUE;
}

static gboolean
read_object_members (Reader *reader, JsonObject *object)
{
  const char *start = reader->at - 1;

  skip_space (reader);
  if (take (reader, '}'))
    return TRUE;
  for (;;) {
    if (!read_member (reader, object))
      return FALSE;
    skip_space (reader);
    if (take (reader, '}'))
      return TRUE;
    if (reader->at == reader->end)
      return refuse_at (reader, start, "the object is not closed");
    if (!take (reader, ','))
      return refuse_at (reader, reader->at, "a comma or } is expected in the object");
  }
}

static JsonNode *
read_array (Reader *reader)
{
  g_autoptr (JsonArray) array = json_array_new ();

  if (!read_array_elements (reader, array))
    return NULL;
  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
read_object (Reader *reader)
{
  g_autoptr (JsonObject) object = json_object_new ();

  if (!read_object_members (reader, object))
    return NULL;
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
read_container (Reader *reader)
{
  JsonNode *node;

  if (reader->depth == SENTINEL_JSON_MAX_DEPTH) {
    refuse_at (reader,
               reader->at,
               "it is nested more than " G_STRINGIFY (SENTINEL_JSON_MAX_DEPTH) " levels deep");
    return NULL;
  }
  reader->depth++;
  node = *reader->at++ == '{' ? read_object (reader) : read_array (reader);
  reader->depth--;
  return node;
}

static JsonNode *
read_value (Reader *reader)
{
  skip_space (reader);
  switch (peek (reader)) {
  case '{':
  case '[':
    return read_container (reader);
  case '"':
    return read_string_value (reader);
  case 't':
    return read_word (reader, "true", json_node_init_boolean (json_node_alloc (), TRUE));
  case 'f':
    return read_word (reader, "false", json_node_init_boolean (json_node_alloc (), FALSE));
  case '-':
  case '0' ... '9':
    return read_number (reader);
  default:
    return read_word (reader, "null", json_node_new (JSON_NODE_NULL));
  }
}

static gboolean
check_bytes (Reader *reader, gsize max_bytes)
{
  gsize length = (gsize) (reader->end - reader->start);
  const char *bad = NULL;

  if (length > max_bytes) {
    g_set_error (reader->error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 "JSON of %" G_GSIZE_FORMAT " bytes was refused: at most %" G_GSIZE_FORMAT
                 " are read",
                 length,
                 max_bytes);
    return FALSE;
  }
  if (!g_utf8_validate_len (reader->start, length, &bad))
    return refuse_at (reader, bad, *bad == '\0' ? "a NUL byte" : "the text is not UTF-8");
  return TRUE;
}

static JsonNode *
parse (Reader *reader, gsize max_bytes)
{
  g_autoptr (JsonNode) root = NULL;

  if (!check_bytes (reader, max_bytes > 0 ? max_bytes : SENTINEL_JSON_MAX_BYTES))
    return NULL;
  root = read_value (reader);
  if (root == NULL)
    return NULL;
  skip_space (reader);
  if (reader->at < reader->end) {
    refuse_at (reader, reader->at, "there is more after the end of the document");
    return NULL;
  }
  json_node_seal (root);
  return g_steal_pointer (&root);
}

/**
 * sentinel_json_parse:
 * @text: the text; any bytes
 * @length: its length in bytes; -1 when it ends in NUL
 * @max_bytes: length at most, in bytes; 0 for %SENTINEL_JSON_MAX_BYTES
 * @error: return location; %SENTINEL_ERROR_INVALID with line, column (from 1, in characters) and
 * what is wrong
 *
 * Reads one JSON document, strictly by RFC 8259 and within the limits of the header. Any thread.
 *
 * Returns: (transfer full): the document, sealed, so that threads may share it; %NULL on error
 */
JsonNode *
sentinel_json_parse (const char *text, gssize length, gsize max_bytes, GError **error)
{
  gsize n_bytes = length < 0 ? strlen (text) : (gsize) length;
  Reader reader = { .start = text, .at = text, .end = text + n_bytes, .error = error };

  return parse (&reader, max_bytes);
}

/**
 * sentinel_json_text_parse:
 * @text: the text; any bytes, ends in NUL
 * @place: (out): set on error: where it is wrong
 * @error: return location; %SENTINEL_ERROR_INVALID with what is wrong
 *
 * As sentinel_json_parse(), for those who show the place themselves. Any thread.
 *
 * Returns: (transfer full): the document, sealed; %NULL on error
 */
JsonNode *
sentinel_json_text_parse (const char *text, SentinelJsonPlace *place, GError **error)
{
  Reader reader = { .start = text,
                    .at = text,
                    .end = text + strlen (text),
                    .place = place,
                    .error = error };

  *place = (SentinelJsonPlace) { .line = 1, .column = 1 };
  return parse (&reader, 0);
}

/**
 * sentinel_json_parse_object:
 * @text: the text; any bytes
 * @length: its length in bytes; -1 when it ends in NUL
 * @max_bytes: length at most, in bytes; 0 for %SENTINEL_JSON_MAX_BYTES
 * @error: return location; as for sentinel_json_parse(), also when the document is no object
 *
 * Returns: (transfer full): the object, sealed; %NULL on error. Any thread.
 */
JsonObject *
sentinel_json_parse_object (const char *text, gssize length, gsize max_bytes, GError **error)
{
  g_autoptr (JsonNode) root = sentinel_json_parse (text, length, max_bytes, error);

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root)) {
    g_set_error_literal (error,
                         SENTINEL_ERROR,
                         SENTINEL_ERROR_INVALID,
                         "JSON is wrong at line 1, column 1: the document must be an object, { … "
                         "}");
    return NULL;
  }
  return json_node_dup_object (root);
}
