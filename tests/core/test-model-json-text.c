/* SPDX-License-Identifier: MIT */
/* JSON that a person edits: where its values stand, how it is laid out, and what of it survives
 * when a form changed one value. */
#include "sentinel-json-text.h"

#include <string.h>

#include "sentinel-error.h"
#include "sentinel-json.h"

static const char example[] = "{\n"
                              "  \"name\": \"ä\\\"}\", \"äö\": [1, {\"b\": true}],\n"
                              "  \"auth\": {\n"
                              "    \"token\": null,\n"
                              "    \"a.b\": 1e2\n"
                              "  },\n"
                              "  \"\\u006eum\": -0.50,\"\": 3, \"e\": [ ]\n"
                              "}";

static const struct {
  const char *path;
  guint line, column;
  const char *value; /* NULL: there is none */
} places[] = {
  { "", 1, 1, example },
  { "name", 2, 11, "\"ä\\\"}\"" },
  { "äö", 2, 25, "[1, {\"b\": true}]" },
  { "äö[0]", 2, 26, "1" },
  { "äö[1]", 2, 29, "{\"b\": true}" },
  { "äö[1].b", 2, 35, "true" },
  { "auth.token", 4, 14, "null" },
  { "auth.a.b", 5, 12, "1e2" },
  { "num", 7, 15, "-0.50" },
  { "e", 7, 33, "[ ]" },
  { "none", 1, 1, NULL },
  { "nam", 1, 1, NULL },
  { "[0]", 1, 1, NULL },
  { "auth.none", 3, 11, NULL },
  { "auth.token.x", 4, 14, NULL },
  { "auth[0]", 3, 11, NULL },
  { "äö[2]", 2, 25, NULL },
  { "äö[1].c", 2, 29, NULL },
  { "äö[x]", 2, 25, NULL },
  { "äö.b", 2, 25, NULL },
};

static void
test_finds (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    SentinelJsonPlace place;
    gboolean is_found = sentinel_json_text_find (example, places[i].path, &place);
    g_autofree char *value = g_utf8_substring (example, place.start, place.end);

    g_test_message ("%s", places[i].path);
    g_assert_cmpint (is_found, ==, places[i].value != NULL);
    g_assert_cmpuint (place.line, ==, places[i].line);
    g_assert_cmpuint (place.column, ==, places[i].column);
    if (is_found)
      g_assert_cmpstr (value, ==, places[i].value);
    else
      g_assert_cmpuint (place.end, ==, place.start + 1);
  }
}

static void
test_finds_nothing_in_what_is_no_json (void)
{
  static const char *const texts[] = { "", "  ", "{", "{\"a\":", "[1", "{\"a\": 1}}", "\"a" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    SentinelJsonPlace place;

    g_assert_false (sentinel_json_text_find (texts[i], "a", &place));
    g_assert_cmpuint (place.line, ==, 1);
  }
}

static const struct {
  const char *text, *why;
  guint line, column;
} bad[] = {
  { "", "a value is expected", 1, 1 },
  { "{\n  \"a\": five\n}", "a value is expected", 2, 8 },
  { "{\n  \"ä\": 1,\n  \"ä\": 2\n}", "the key \"ä\" is there twice", 3, 3 },
  { "{\"a\": NaN}", "a value is expected", 1, 7 },
  { "{\"a\": 1e999}", "the number is too large", 1, 7 },
  { "{\"a\":\n 9223372036854775808}", "does not fit into 64 bits", 2, 2 },
  { "{}\n{}", "there is more after the end", 2, 1 },
};

static void
test_says_where_it_is_wrong (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    SentinelJsonPlace place;
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = sentinel_json_text_parse (bad[i].text, &place, &error);

    g_assert_null (node);
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    g_assert_nonnull (strstr (error->message, bad[i].why));
    g_assert_null (strstr (error->message, "line"));
    g_assert_cmpuint (place.line, ==, bad[i].line);
    g_assert_cmpuint (place.column, ==, bad[i].column);
  }
}

static void
test_says_where_it_is_too_deep (void)
{
  g_autofree char *open = g_strnfill (100, '[');
  SentinelJsonPlace place;
  g_autoptr (GError) error = NULL;

  g_assert_null (sentinel_json_text_parse (open, &place, &error));
  g_assert_nonnull (strstr (error->message, "nested more than 64 levels"));
  g_assert_cmpuint (place.column, ==, SENTINEL_JSON_MAX_DEPTH + 1);
  g_assert_cmpuint (place.start, ==, SENTINEL_JSON_MAX_DEPTH);
}

static const struct {
  const char *text, *formatted;
} layouts[] = {
  { " 1e2 ", "1e2" },
  { "{ }", "{}" },
  { "[\n]", "[]" },
  { "{\"b\":1.50,\"a\":[1,\"x,]}\"],\"c\":{\"\\u0061\":{}}}",
    "{\n  \"b\": 1.50,\n  \"a\": [\n    1,\n    \"x,]}\"\n  ],\n  \"c\": {\n    \"\\u0061\": {}\n  "
    "}\n}" },
};

static void
test_formats (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++) {
    g_autofree char *once = sentinel_json_text_format (layouts[i].text, NULL);
    g_autofree char *twice = sentinel_json_text_format (once, NULL);

    g_assert_cmpstr (once, ==, layouts[i].formatted);
    g_assert_cmpstr (twice, ==, once);
  }
}

static void
test_formats_only_json (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sentinel_json_text_format ("{\"a\": }", &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
}

static const struct {
  const char *text, *value, *merged;
} merges[] = {
  { "{\"b\":1.50,\"a\":1e1}", "{\"a\":10.0,\"b\":1.5}", "{\"b\":1.50,\"a\":1e1}" },
  { "{\"b\":1.50,\"a\":1e1}", "{\"a\":11,\"b\":1.5}", "{\"b\":1.50,\"a\":11}" },
  { "{\"b\":1,\"a\":2,\"c\":3}", "{\"d\":[4],\"c\":3,\"b\":1}", "{\"b\":1,\"c\":3,\"d\":[4]}" },
  { "{\"o\":{\"y\":1e0,\"x\":2}}",
    "{\"o\":{\"x\":3,\"y\":1.0,\"z\":null}}",
    "{\"o\":{\"y\":1e0,\"x\":3,\"z\":null}}" },
  { "[1,2]", "[2]", "[2]" },
  { "{\"a\":1}", "{}", "{}" },
  { "{\"\\u0061\":1,\"b\":2}", "{\"a\":1,\"b\":3}", "{\"\\u0061\":1,\"b\":3}" },
  { "no json", "{\"a\":\"x\\\"y\"}", "{\"a\":\"x\\\"y\"}" },
};

static void
test_merges (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (merges); i++) {
    g_autoptr (JsonNode) value = sentinel_json_parse (merges[i].value, -1, 0, NULL);
    g_autofree char *merged = sentinel_json_text_merge (merges[i].text, value);
    g_autofree char *expected = sentinel_json_text_format (merges[i].merged, NULL);
    g_autoptr (JsonNode) read = sentinel_json_parse (merged, -1, 0, NULL);

    g_assert_cmpstr (merged, ==, expected);
    g_assert_true (json_node_equal (read, value));
  }
}

/* Any document: what is laid out or merged says the same, and each value is found where it is. */

static void
append_random (GString *text, GRand *random, guint depth)
{
  static const char *const scalars[] = { "1",           "-0.50", "1e2",   "true",
                                         "null",        "\"\"",  "\"ä\"", "\"]\"",
                                         "\"\\\"}{,\"", "false", "1.0",   "\"\\u0041\"" };
  static const char *const keys[] = {
    "\"a\"", "\"b\"", "\"äö\"", "\"a.b\"", "\"\\\"\"", "\"x[0]\""
  };
  static const char *const spaces[] = { "", " ", "\n", "\t\r\n " };
  guint kind = (guint) g_rand_int_range (random, 0, depth > 0 ? 3 : 1);
  guint n = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (keys) + 1);

  if (kind == 0) {
    g_string_append (text, scalars[g_rand_int_range (random, 0, G_N_ELEMENTS (scalars))]);
    return;
  }
  g_string_append_c (text, kind == 1 ? '{' : '[');
  for (guint i = 0; i < n; i++) {
    g_string_append (text, i > 0 ? "," : "");
    g_string_append (text, spaces[g_rand_int_range (random, 0, G_N_ELEMENTS (spaces))]);
    if (kind == 1)
      g_string_append_printf (text, "%s%s:", keys[i], spaces[i % G_N_ELEMENTS (spaces)]);
    append_random (text, random, depth - 1);
  }
  g_string_append (text, spaces[g_rand_int_range (random, 0, G_N_ELEMENTS (spaces))]);
  g_string_append_c (text, kind == 1 ? '}' : ']');
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = sentinel_json_parse (text, -1, 0, &error);

  g_assert_no_error (error);
  return node;
}

static void
assert_found (const char *text, const char *path, JsonNode *value)
{
  SentinelJsonPlace place;
  g_autofree char *slice = NULL;
  g_autoptr (JsonNode) found = NULL;

  g_assert_true (sentinel_json_text_find (text, path, &place));
  slice = g_utf8_substring (text, place.start, place.end);
  found = parse (slice);
  g_assert_true (json_node_equal (found, value));
}

static void
find_all (const char *text, JsonNode *document)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (document) ? json_node_get_object (document) : NULL;
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (document) ? json_node_get_array (document) : NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  assert_found (text, "", document);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    g_autofree char *path = g_strdup_printf ("[%u]", i);

    assert_found (text, path, json_array_get_element (array, i));
  }
  if (object == NULL)
    return;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    assert_found (text, name, member);
}

/* One byte of it is another: whatever it is then, looking into it ends. */
static void
spoil (GString *text, GRand *random)
{
  SentinelJsonPlace place;
  gsize at = (gsize) g_rand_int_range (random, 0, (gint32) text->len);

  text->str[at] = "{}[]\",:\\ x"[g_rand_int_range (random, 0, 10)];
  sentinel_json_text_find (text->str, "a.b[1].a", &place);
  g_assert_cmpuint (place.start, <=, text->len);
  g_free (sentinel_json_text_format (text->str, NULL));
}

static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20);

  for (guint round = 0; round < 2000; round++) {
    g_autoptr (GString) text = g_string_new (" ");
    g_autoptr (GString) other = g_string_new (NULL);
    g_autoptr (JsonNode) document = NULL, wanted = NULL, laid_out = NULL, merged = NULL;
    g_autofree char *formatted = NULL, *merged_text = NULL;

    append_random (text, random, 4);
    append_random (other, random, 4);
    document = parse (text->str);
    wanted = parse (other->str);
    formatted = sentinel_json_text_format (text->str, NULL);
    laid_out = parse (formatted);
    g_assert_true (json_node_equal (document, laid_out));
    merged_text = sentinel_json_text_merge (text->str, wanted);
    merged = parse (merged_text);
    g_assert_true (json_node_equal (wanted, merged));
    find_all (text->str, document);
    spoil (text, random);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-text/finds", test_finds);
  g_test_add_func ("/json-text/finds-nothing-in-what-is-no-json",
                   test_finds_nothing_in_what_is_no_json);
  g_test_add_func ("/json-text/says-where-it-is-wrong", test_says_where_it_is_wrong);
  g_test_add_func ("/json-text/says-where-it-is-too-deep", test_says_where_it_is_too_deep);
  g_test_add_func ("/json-text/formats", test_formats);
  g_test_add_func ("/json-text/formats-only-json", test_formats_only_json);
  g_test_add_func ("/json-text/merges", test_merges);
  g_test_add_func ("/json-text/random", test_random);
  return g_test_run ();
}
