/* SPDX-License-Identifier: MIT */
/* Every text is read by the strict reader first; what walks through it here may then rely on its
 * grammar and on its depth. */
#include "sentinel-json-text.h"

#include <string.h>

#include "sentinel-json.h"

#define INDENT 2

/* A member of an object or an item of an array. */
typedef struct {
  const char *key, *key_end; /* NULL in an array */
  const char *value, *end;
} Item;

/**
 * sentinel_json_place_set:
 * @place: (out): the place
 * @text: a text in UTF-8, as far as @end
 * @start: in @text
 * @end: in @text, not before @start
 *
 * Counts lines, columns and characters up to there. Any thread.
 */
void
sentinel_json_place_set (SentinelJsonPlace *place,
                         const char *text,
                         const char *start,
                         const char *end)
{
  *place = (SentinelJsonPlace) { .line = 1, .column = 1 };
  for (const char *c = text; c < start; c++) {
    if ((*c & 0xc0) == 0x80) /* inside of a character */
      continue;
    place->start++;
    place->column++;
    if (*c == '\n') {
      place->line++;
      place->column = 1;
    }
  }
  place->end = place->start;
  for (const char *c = start; c < end; c++)
    place->end += (*c & 0xc0) != 0x80;
}

static const char *
skip_space (const char *at)
{
  return at + strspn (at, " \t\r\n");
}

static const char *
skip_string (const char *at)
{
  for (at++; *at != '"' && *at != '\0'; at++)
    if (*at == '\\' && at[1] != '\0')
      at++;
  return *at == '"' ? at + 1 : at;
}

static const char *
skip_value (const char *at)
{
  guint depth = 0;

  do {
    if (*at == '"')
      at = skip_string (at);
    else if (strchr ("[{", *at) != NULL && *at != '\0')
      depth++, at++;
    else if (strchr ("]}", *at) != NULL && *at != '\0')
      depth--, at++;
    else if (depth > 0)
      at++;
    else
      at += strcspn (at, ",]} \t\r\n");
  } while (depth > 0 && *at != '\0');
  return at;
}

/* at: behind the bracket that opens the container, or behind the item before. */
static gboolean
next_item (const char **at, gboolean is_object, Item *item)
{
  const char *c = skip_space (*at);

  if (*c == ',')
    c = skip_space (c + 1);
  if (*c == '\0' || *c == ']' || *c == '}')
    return FALSE;
  *item = (Item) { NULL, NULL, NULL, NULL };
  if (is_object) {
    item->key = c;
    item->key_end = skip_string (c);
    c = skip_space (item->key_end);
    c = skip_space (c + (*c == ':'));
  }
  item->value = c;
  item->end = skip_value (c);
  *at = item->end;
  return TRUE;
}

static JsonNode *
parse_slice (const char *start, const char *end)
{
  return sentinel_json_parse (start, end - start, 0, NULL);
}

/* Finding */

/* How much of the path the key is; 0: none of it. */
static gsize
match_key (const Item *item, const char *path)
{
  g_autoptr (JsonNode) key = parse_slice (item->key, item->key_end);
  const char *name = key != NULL ? json_node_get_string (key) : NULL;
  gsize length = name != NULL ? strlen (name) : 0;

  if (length == 0 || strncmp (path, name, length) != 0)
    return 0;
  return path[length] == '\0' || strchr (".[", path[length]) != NULL ? length : 0;
}

/* A name may hold what joins names: the longest that fits is meant. */
static const char *
find_member (const char *object, const char **path)
{
  const char *at = object + 1, *found = NULL;
  const char *name = **path == '.' ? *path + 1 : *path;
  gsize longest = 0;
  Item item;

  while (next_item (&at, TRUE, &item)) {
    gsize length = match_key (&item, name);

    if (length > longest) {
      longest = length;
      found = item.value;
    }
  }
  if (found != NULL)
    *path = name + longest;
  return found;
}

static const char *
find_element (const char *array, const char **path)
{
  const char *at = array + 1;
  char *behind = NULL;
  guint64 index = g_ascii_strtoull (*path + 1, &behind, 10);
  Item item;

  while (*behind == ']' && next_item (&at, FALSE, &item))
    if (index-- == 0) {
      *path = behind + 1;
      return item.value;
    }
  return NULL;
}

static const char *
find_step (const char *value, const char **path)
{
  if (*value == '{' && **path != '[')
    return find_member (value, path);
  if (*value == '[' && **path == '[')
    return find_element (value, path);
  return NULL;
}

/**
 * sentinel_json_text_find:
 * @text: a document
 * @path: of a value, as sentinel_error_get_field() says it
 * @place: (out): where it is; else the first character of the innermost value on the way there, and
 * of the text where it is no JSON
 *
 * Returns: whether there is such a value. Any thread.
 */
gboolean
sentinel_json_text_find (const char *text, const char *path, SentinelJsonPlace *place)
{
  g_autoptr (JsonNode) document = sentinel_json_parse (text, -1, 0, NULL);
  const char *value = skip_space (text);
  const char *next = document != NULL ? value : NULL;

  while (next != NULL && *path != '\0') {
    next = find_step (value, &path);
    value = next != NULL ? next : value;
  }
  if (next != NULL)
    sentinel_json_place_set (place, text, value, skip_value (value));
  else
    sentinel_json_place_set (place, text, value, value + (*value != '\0'));
  return next != NULL;
}

/* Formatting */

static void
append_line (GString *text, guint depth)
{
  g_string_append_printf (text, "\n%*s", (int) depth * INDENT, "");
}

static void
append_formatted (GString *text, const char *value, guint depth)
{
  const char *at = value + 1;
  gboolean is_object = *value == '{', is_empty = TRUE;
  Item item;

  if (strchr ("[{", *value) == NULL) {
    g_string_append_len (text, value, skip_value (value) - value);
    return;
  }
  g_string_append_c (text, *value);
  while (next_item (&at, is_object, &item)) {
    if (!is_empty)
      g_string_append_c (text, ',');
    is_empty = FALSE;
    append_line (text, depth + 1);
    if (is_object) {
      g_string_append_len (text, item.key, item.key_end - item.key);
      g_string_append (text, ": ");
    }
    append_formatted (text, item.value, depth + 1);
  }
  if (!is_empty)
    append_line (text, depth);
  g_string_append_c (text, is_object ? '}' : ']');
}

/**
 * sentinel_json_text_format:
 * @text: a document
 * @error: return location; as sentinel_json_parse()
 *
 * Lays a text out: a line for each member and item. Keys, strings and numbers stay as they are
 * written. Any thread.
 *
 * Returns: (transfer full): the text; %NULL on error
 */
char *
sentinel_json_text_format (const char *text, GError **error)
{
  g_autoptr (JsonNode) document = sentinel_json_parse (text, -1, 0, error);
  GString *formatted;

  if (document == NULL)
    return NULL;
  formatted = g_string_new (NULL);
  append_formatted (formatted, skip_space (text), 0);
  return g_string_free (formatted, FALSE);
}

/* Merging */

static void append_merged (GString *text, const char *old, JsonNode *value);

static void
append_new (GString *text, JsonNode *value)
{
  g_autofree char *json = sentinel_json_to_text (value);

  g_string_append (text, json);
}

static char *
dup_key (const Item *item)
{
  g_autoptr (JsonNode) key = parse_slice (item->key, item->key_end);

  return g_strdup (key != NULL ? json_node_get_string (key) : "");
}

static void
append_comma (GString *text)
{
  if (text->str[text->len - 1] != '{')
    g_string_append_c (text, ',');
}

/* Those that the text has, in its order; answers their names. */
static GHashTable *
append_old_members (GString *text, const char *old, JsonObject *object)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *at = old + 1;
  Item item;

  while (next_item (&at, TRUE, &item)) {
    char *name = dup_key (&item);

    if (json_object_has_member (object, name)) {
      append_comma (text);
      g_string_append_len (text, item.key, item.key_end - item.key);
      g_string_append_c (text, ':');
      append_merged (text, item.value, json_object_get_member (object, name));
    }
    g_hash_table_add (names, name);
  }
  return names;
}

static void
append_new_members (GString *text, GHashTable *old_names, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member)) {
    g_autoptr (JsonNode) key = NULL;

    if (g_hash_table_contains (old_names, name))
      continue;
    append_comma (text);
    key = json_node_init_string (json_node_alloc (), name);
    append_new (text, key);
    g_string_append_c (text, ':');
    append_new (text, member);
  }
}

static void
append_merged (GString *text, const char *old, JsonNode *value)
{
  const char *end = skip_value (old);
  g_autoptr (JsonNode) was = parse_slice (old, end);
  g_autoptr (GHashTable) names = NULL;

  if (was != NULL && json_node_equal (was, value)) {
    g_string_append_len (text, old, end - old);
  } else if (*old == '{' && JSON_NODE_HOLDS_OBJECT (value)) {
    g_string_append_c (text, '{');
    names = append_old_members (text, old, json_node_get_object (value));
    append_new_members (text, names, json_node_get_object (value));
    g_string_append_c (text, '}');
  } else {
    append_new (text, value);
  }
}

/**
 * sentinel_json_text_merge:
 * @text: a document; what is none counts as one without anything
 * @value: what the text is to say
 *
 * Returns: (transfer full): a text that says @value, laid out, with the keys in the order of @text
 * and what did not change as it is written there. Any thread.
 */
char *
sentinel_json_text_merge (const char *text, JsonNode *value)
{
  g_autoptr (JsonNode) document = sentinel_json_parse (text, -1, 0, NULL);
  g_autoptr (GString) merged = g_string_new (NULL);

  append_merged (merged, document != NULL ? skip_space (text) : "null", value);
  return sentinel_json_text_format (merged->str, NULL);
}
