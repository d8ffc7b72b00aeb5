/* SPDX-License-Identifier: MIT */
/* Writing JSON, and typed access to the members of objects. Reading text is in
 * sentinel-json-reader.c. */
#include "sentinel-json.h"

#include <math.h>
#include <string.h>

#include "sentinel-error.h"
#include "sentinel-text.h"

#define ONE_LINE -1 /* as a depth: no line breaks */

static void append_node (GString *text, JsonNode *node, int depth);

static void
append_string (GString *text, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_string_append_c (text, '"');
  for (const char *c = valid; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (text, "\\%c", *c);
    else if (*c == '\n')
      g_string_append (text, "\\n");
    else if (*c == '\t')
      g_string_append (text, "\\t");
    else if ((guchar) *c < 0x20 || *c == 0x7f)
      g_string_append_printf (text, "\\u%04x", (guint) *c);
    else
      g_string_append_c (text, *c);
  g_string_append_c (text, '"');
}

static gboolean
reads_back (const char *digits, double value)
{
  double again = g_ascii_strtod (digits, NULL);

  return memcmp (&again, &value, sizeof value) == 0;
}

/* The shortest of 15 to 17 digits that reads back to the same bits, with a point or exponent so
 * that it stays a floating number. */
static void
append_double (GString *text, double value)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value)) {
    g_string_append (text, "null");
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_ascii_formatd (digits, sizeof digits, formats[i], value);
    if (reads_back (digits, value))
      break;
  }
  g_string_append (text, digits);
  if (strpbrk (digits, ".e") == NULL)
    g_string_append (text, ".0");
}

static void
append_scalar (GString *text, JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    append_string (text, json_node_get_string (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (text, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_DOUBLE)
    append_double (text, json_node_get_double (node));
  else
    g_string_append_printf (text, "%" G_GINT64_FORMAT, json_node_get_int (node));
}

static int
inside (int depth)
{
  return depth == ONE_LINE ? ONE_LINE : depth + 1;
}

static void
break_line (GString *text, int depth)
{
  if (depth != ONE_LINE)
    g_string_append_printf (text, "\n%*s", 2 * depth, "");
}

static void
append_object (GString *text, JsonObject *object, int depth)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  gboolean is_first = TRUE;

  g_string_append_c (text, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member)) {
    if (!is_first)
      g_string_append_c (text, ',');
    is_first = FALSE;
    break_line (text, inside (depth));
    append_string (text, name);
    g_string_append (text, depth == ONE_LINE ? ":" : ": ");
    append_node (text, member, inside (depth));
  }
  if (!is_first)
    break_line (text, depth);
  g_string_append_c (text, '}');
}

static void
append_array (GString *text, JsonArray *array, int depth)
{
  guint length = json_array_get_length (array);

  g_string_append_c (text, '[');
  for (guint i = 0; i < length; i++) {
    if (i > 0)
      g_string_append_c (text, ',');
    break_line (text, inside (depth));
    append_node (text, json_array_get_element (array, i), inside (depth));
  }
  if (length > 0)
    break_line (text, depth);
  g_string_append_c (text, ']');
}

static void
append_node (GString *text, JsonNode *node, int depth)
{
  switch (json_node_get_node_type (node)) {
  case JSON_NODE_OBJECT:
    append_object (text, json_node_get_object (node), depth);
    break;
  case JSON_NODE_ARRAY:
    append_array (text, json_node_get_array (node), depth);
    break;
  case JSON_NODE_VALUE:
    append_scalar (text, node);
    break;
  case JSON_NODE_NULL:
  default:
    g_string_append (text, "null");
  }
}

/**
 * sentinel_json_to_text:
 * @node: a document
 *
 * Writes one line without spaces. Members keep their order; floating numbers read back to the same
 * bits and keep a point or exponent; one that is not finite becomes null, as JSON has no word for
 * it. Any thread.
 *
 * Returns: (transfer full): the text
 */
char *
sentinel_json_to_text (JsonNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_node (text, node, ONE_LINE);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * sentinel_json_object_to_text:
 * @object: an object
 *
 * Returns: (transfer full): as sentinel_json_to_text(). Any thread.
 */
char *
sentinel_json_object_to_text (JsonObject *object)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_object (text, object, ONE_LINE);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * sentinel_json_object_to_lines:
 * @object: an object
 *
 * Writes each member and each element on a line of its own, as people and version control read
 * it; else as sentinel_json_to_text(). Any thread.
 *
 * Returns: (transfer full): the text, which ends in a line break
 */
char *
sentinel_json_object_to_lines (JsonObject *object)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_object (text, object, 0);
  g_string_append_c (text, '\n');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The member, NULL when it is absent or null. */
static JsonNode *
find_member (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
refuse_type (JsonNode *node, const char *member, const char *wanted, GError **error)
{
  g_autofree char *text = sentinel_json_to_text (node);
  g_autofree char *line = sentinel_text_to_line (text, 100);

  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "%s is %s: must be %s",
               member,
               line,
               wanted);
  return FALSE;
}

/**
 * sentinel_json_read_string:
 * @object: an object
 * @member: a member's name
 * @value: (inout): a string of the caller's or %NULL; replaced when the member is there, else
 * untouched
 * @error: return location; %SENTINEL_ERROR_INVALID when the member is no string
 *
 * Returns: whether the member is a string, null or absent. Any thread.
 */
gboolean
sentinel_json_read_string (JsonObject *object, const char *member, char **value, GError **error)
{
  JsonNode *node = find_member (object, member);

  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_STRING))
    return refuse_type (node, member, "a string", error);
  g_set_str (value, json_node_get_string (node));
  return TRUE;
}

/**
 * sentinel_json_read_int:
 * @object: an object
 * @member: a member's name
 * @value: (inout): set when the member is there, else untouched
 * @error: return location; %SENTINEL_ERROR_INVALID when the member is no integer; 1.0 is none
 *
 * Returns: whether the member is an integer, null or absent. Any thread.
 */
gboolean
sentinel_json_read_int (JsonObject *object, const char *member, gint64 *value, GError **error)
{
  JsonNode *node = find_member (object, member);

  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_INT64))
    return refuse_type (node, member, "a whole number", error);
  *value = json_node_get_int (node);
  return TRUE;
}

/**
 * sentinel_json_read_double:
 * @object: an object
 * @member: a member's name
 * @value: (inout): set when the member is there, else untouched
 * @error: return location; %SENTINEL_ERROR_INVALID when the member is no number
 *
 * Returns: whether the member is a number (whole or not), null or absent. Any thread.
 */
gboolean
sentinel_json_read_double (JsonObject *object, const char *member, double *value, GError **error)
{
  JsonNode *node = find_member (object, member);

  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_DOUBLE) && !holds (node, G_TYPE_INT64))
    return refuse_type (node, member, "a number", error);
  *value = json_node_get_double (node);
  return TRUE;
}

/**
 * sentinel_json_read_boolean:
 * @object: an object
 * @member: a member's name
 * @value: (inout): set when the member is there, else untouched
 * @error: return location; %SENTINEL_ERROR_INVALID when the member is neither true nor false
 *
 * Returns: whether the member is true, false, null or absent. Any thread.
 */
gboolean
sentinel_json_read_boolean (JsonObject *object, const char *member, gboolean *value, GError **error)
{
  JsonNode *node = find_member (object, member);

  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_BOOLEAN))
    return refuse_type (node, member, "true or false", error);
  *value = json_node_get_boolean (node);
  return TRUE;
}

/**
 * sentinel_json_set_text:
 * @object: an object
 * @member: a member's name
 * @text_or_null: (nullable): its value; null for %NULL
 *
 * Sets a string.
 */
void
sentinel_json_set_text (JsonObject *object, const char *member, const char *text_or_null)
{
  if (text_or_null == NULL)
    json_object_set_null_member (object, member);
  else
    json_object_set_string_member (object, member, text_or_null);
}

/**
 * sentinel_json_set_time:
 * @object: an object
 * @member: a member's name
 * @at_us: microseconds UTC; null for 0
 *
 * Sets a time as the number that is stored.
 */
void
sentinel_json_set_time (JsonObject *object, const char *member, gint64 at_us)
{
  sentinel_json_set_id (object, member, at_us);
}

/**
 * sentinel_json_set_id:
 * @object: an object
 * @member: a member's name
 * @id: the id; null for 0, which is no row
 *
 * Sets a reference to a row.
 */
void
sentinel_json_set_id (JsonObject *object, const char *member, gint64 id)
{
  if (id == 0)
    json_object_set_null_member (object, member);
  else
    json_object_set_int_member (object, member, id);
}

/**
 * sentinel_json_set_number:
 * @object: an object
 * @member: a member's name
 * @value: any number; null when it is not finite
 *
 * Sets a floating number.
 */
void
sentinel_json_set_number (JsonObject *object, const char *member, double value)
{
  if (isfinite (value))
    json_object_set_double_member (object, member, value);
  else
    json_object_set_null_member (object, member);
}
