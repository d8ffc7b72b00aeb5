/* SPDX-License-Identifier: MIT */
/* JSON from outside: what must be read, what must be refused and where, and that numbers survive to
 * the bit. */
#include <math.h>
#include <string.h>

#include "sentinel-error.h"
#include "sentinel-json.h"

static const struct {
  const char *text, *written;
} good[] = {
  { "null", "null" },
  { " \t\r\n true ", "true" },
  { "false", "false" },
  { "0", "0" },
  { "-0", "0" },
  { "-0.0", "-0.0" },
  { "9223372036854775807", "9223372036854775807" },
  { "-9223372036854775808", "-9223372036854775808" },
  { "1.0", "1.0" },
  { "0.1", "0.1" },
  { "1e2", "100.0" },
  { "1E+2", "100.0" },
  { "12.5e-1", "1.25" },
  { "1e-400", "0.0" },
  { "1.7976931348623157e308", "1.7976931348623157e+308" },
  { "18446744073709551616.0", "1.8446744073709552e+19" },
  { "5e-324", "4.94065645841247e-324" },
  { "\"\"", "\"\"" },
  { "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"a\\\"\\\\/\\u0008\\u000c\\n\\u000d\\t\"" },
  { "\"\\u00e4\\u20ac\"", "\"ä€\"" },
  { "\"\\ud83d\\ude00\"", "\"😀\"" },
  { "\"\\uD83D\\uDE00\"", "\"😀\"" },
  { "\"\x7f\"", "\"\\u007f\"" },
  { "[]", "[]" },
  { "[ 1 , [ ] , { } ]", "[1,[],{}]" },
  { "{ \"b\" : 1 , \"a\" : { \"b\" : null } }", "{\"b\":1,\"a\":{\"b\":null}}" },
};

static const struct {
  const char *text, *place, *why;
} bad[] = {
  { "", "line 1, column 1", "value is expected" },
  { "  ", "line 1, column 3", "value is expected" },
  { "nul", "line 1, column 1", "value is expected" },
  { "NaN", "line 1, column 1", "value is expected" },
  { "Infinity", "line 1, column 1", "value is expected" },
  { "-Infinity", "line 1, column 2", "digit" },
  { "'a'", "line 1, column 1", "value is expected" },
  { "var x = 1", "line 1, column 1", "value is expected" },
  { "// x\n1", "line 1, column 1", "value is expected" },
  { "1 /* x */", "line 1, column 3", "more after the end" },
  { "1 2", "line 1, column 3", "more after the end" },
  { "{}\n{}", "line 2, column 1", "more after the end" },
  { "\xef\xbb\xbf{}", "line 1, column 1", "value is expected" },
  { "01", "line 1, column 2", "needless 0" },
  { "-01", "line 1, column 3", "needless 0" },
  { "+1", "line 1, column 1", "value is expected" },
  { ".5", "line 1, column 1", "value is expected" },
  { "1.", "line 1, column 3", "digit" },
  { "1e", "line 1, column 3", "digit" },
  { "1e+", "line 1, column 4", "digit" },
  { "0x10", "line 1, column 2", "more after the end" },
  { "1e400", "line 1, column 1", "too large" },
  { "-1e400", "line 1, column 1", "too large" },
  { "9223372036854775808", "line 1, column 1", "does not fit" },
  { "-9223372036854775809", "line 1, column 1", "does not fit" },
  { "18446744073709551615", "line 1, column 1", "does not fit" },
  { "18446744073709551616", "line 1, column 1", "does not fit" },
  { "[1,]", "line 1, column 4", "value is expected" },
  { "[1 2]", "line 1, column 4", "comma" },
  { "[1", "line 1, column 1", "array is not closed" },
  { "[,1]", "line 1, column 2", "value is expected" },
  { "]", "line 1, column 1", "value is expected" },
  { "{\"a\":1,}", "line 1, column 8", "key in double quotes" },
  { "{\"a\" 1}", "line 1, column 6", "colon" },
  { "{\"a\":1 \"b\":2}", "line 1, column 8", "comma" },
  { "{a:1}", "line 1, column 2", "key in double quotes" },
  { "{1:1}", "line 1, column 2", "key in double quotes" },
  { "{\"a\":1", "line 1, column 1", "object is not closed" },
  { "{\"ä\":1,\n \"ä\":2}", "line 2, column 2", "\"ä\" is there twice" },
  { "{\"a\":1,\"\\u0061\":2}", "line 1, column 8", "\"a\" is there twice" },
  { "[{\"ä\":1},\n {\"b\":01}]", "line 2, column 8", "needless 0" },
  { "\"a", "line 1, column 1", "not closed" },
  { "\"a\\", "line 1, column 4", "escape" },
  { "\"a\\\"", "line 1, column 1", "not closed" },
  { "\"\\x\"", "line 1, column 3", "escape" },
  { "\"\\u00g0\"", "line 1, column 6", "hexadecimal" },
  { "\"\\u12", "line 1, column 6", "hexadecimal" },
  { "\"\\u0000\"", "line 1, column 4", "\\u0000" },
  { "\"\\ud83d\"", "line 1, column 4", "high surrogate" },
  { "\"\\ud83dx\"", "line 1, column 4", "high surrogate" },
  { "\"\\ud83d\\n\"", "line 1, column 4", "high surrogate" },
  { "\"\\ud83d\\u0041\"", "line 1, column 4", "high surrogate" },
  { "\"\\ude00\"", "line 1, column 4", "low surrogate" },
  { "\"a\nb\"", "line 1, column 3", "control character" },
  { "\"a\tb\"", "line 1, column 3", "control character" },
  { "\"\xff\"", "line 1, column 2", "not UTF-8" },
  { "\"\xc0\x80\"", "line 1, column 2", "not UTF-8" },
  { "\"\xed\xa0\x80\"", "line 1, column 2", "not UTF-8" },
};

static void
assert_refused (const char *text, gssize length, const char *place, const char *why)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = sentinel_json_parse (text, length, 0, &error);

  g_assert_null (node);
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
  if (strstr (error->message, place) == NULL || strstr (error->message, why) == NULL)
    g_error ("%s: \"%s\" should be refused at %s with \"%s\"", error->message, text, place, why);
}

static void
test_reads_and_writes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = sentinel_json_parse (good[i].text, -1, 0, &error);
    g_autofree char *written = NULL;

    g_assert_no_error (error);
    g_assert_true (json_node_is_immutable (node));
    written = sentinel_json_to_text (node);
    g_assert_cmpstr (written, ==, good[i].written);
  }
}

static void
test_refuses_with_place_and_reason (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (bad[i].text, -1, bad[i].place, bad[i].why);
}

static void
test_nul_byte_is_refused (void)
{
  assert_refused ("[1,\0 2]", 7, "line 1, column 4", "NUL");
  assert_refused ("\"a\0b\"", 5, "line 1, column 3", "NUL");
  assert_refused ("1\0", 2, "line 1, column 2", "NUL");
}

static void
test_length_is_respected (void)
{
  g_autoptr (JsonNode) node = sentinel_json_parse ("12345", 2, 0, NULL);

  g_assert_cmpint (json_node_get_int (node), ==, 12);
}

static char *
nest (gsize depth)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < depth; i++)
    g_string_append (text, i % 2 == 0 ? "[" : "{\"a\":");
  g_string_append (text, "1");
  for (gsize i = depth; i > 0; i--)
    g_string_append (text, i % 2 == 1 ? "]" : "}");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_depth (void)
{
  g_autofree char *deepest = nest (SENTINEL_JSON_MAX_DEPTH);
  g_autofree char *too_deep = nest (SENTINEL_JSON_MAX_DEPTH + 1);
  g_autofree char *brackets = g_strnfill (200000, '[');
  g_autoptr (JsonNode) node = sentinel_json_parse (deepest, -1, 0, NULL);

  g_assert_nonnull (node);
  assert_refused (too_deep, -1, "line 1, column", "64 levels");
  assert_refused (brackets, -1, "line 1, column 65", "64 levels");
}

static void
test_size (void)
{
  g_autofree char *spaces = g_strnfill (SENTINEL_JSON_MAX_BYTES, ' ');
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  spaces[0] = '1';
  node = sentinel_json_parse (spaces, SENTINEL_JSON_MAX_BYTES, 0, NULL);
  g_assert_nonnull (node);
  g_assert_null (sentinel_json_parse (spaces, 11, 10, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
  g_clear_error (&error);
  g_free (spaces);
  spaces = g_strnfill (SENTINEL_JSON_MAX_BYTES + 1, ' ');
  g_assert_null (sentinel_json_parse (spaces, -1, 0, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
}

/* No prefix of a document that ends in a bracket is a document. Each is copied, so that a sanitizer
 * sees a read past its end. */
static void
test_truncated_at_every_byte (void)
{
  static const char text[] =
      "{\"name\":\"Zürich \\ud83d\\ude00\\n\",\"list\":[1,-2.5e3,true,false,null,{\"deep\":[[]]}]}";
  gsize length = strlen (text);
  g_autoptr (JsonNode) whole = sentinel_json_parse (text, -1, 0, NULL);

  g_assert_nonnull (whole);
  for (gsize n = 0; n < length; n++) {
    g_autofree char *prefix = g_memdup2 (text, n);
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node =
        sentinel_json_parse (prefix != NULL ? prefix : "", (gssize) n, 0, &error);

    g_assert_null (node);
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
  }
}

/* Whatever one byte is turned into: an answer or an error, never a crash. */
static void
test_one_wrong_byte_anywhere (void)
{
  static const char text[] = "{\"a\\u00e4\":[1,-2.5e3,\"x\"],\"b\":{\"c\":null}}";

  for (gsize at = 0; at < strlen (text); at++)
    for (int byte = 0; byte < 256; byte++) {
      g_autofree char *changed = g_strdup (text);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = NULL;

      changed[at] = (char) byte;
      node = sentinel_json_parse (changed, (gssize) strlen (text), 0, &error);
      g_assert_true ((node == NULL) == (error != NULL));
    }
}

static void
assert_same_bits (double value)
{
  g_autoptr (JsonNode) node = json_node_init_double (json_node_alloc (), value);
  g_autofree char *text = sentinel_json_to_text (node);
  g_autoptr (JsonNode) again = sentinel_json_parse (text, -1, 0, NULL);
  double read;

  g_assert_nonnull (again);
  g_assert_true (json_node_get_value_type (again) == G_TYPE_DOUBLE);
  read = json_node_get_double (again);
  g_assert_cmpmem (&read, sizeof read, &value, sizeof value);
}

static void
test_numbers_read_back_to_the_same_bits (void)
{
  static const double edges[] = { 0.0,
                                  -0.0,
                                  1.0,
                                  0.1,
                                  1.0 / 3.0,
                                  1e15,
                                  1e16,
                                  1e17,
                                  123456789012345678.0,
                                  5e-324,
                                  2.2250738585072014e-308,
                                  1.7976931348623157e308 };

  for (gsize i = 0; i < G_N_ELEMENTS (edges); i++)
    assert_same_bits (edges[i]);
  for (int i = 0; i < 20000; i++) {
    guint64 bits = (guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
    double value;

    memcpy (&value, &bits, sizeof value);
    if (isfinite (value))
      assert_same_bits (value);
  }
}

static void
test_what_is_not_finite_is_null (void)
{
  g_autoptr (JsonNode) node = json_node_init_double (json_node_alloc (), INFINITY);
  g_autofree char *text = sentinel_json_to_text (node);

  g_assert_cmpstr (text, ==, "null");
}

static void
test_object_is_wanted (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = sentinel_json_parse_object ("{\"a\":1}", -1, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (object, "a"), ==, 1);
  g_assert_null (sentinel_json_parse_object ("[1]", -1, 0, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
}

static void
test_typed_members (void)
{
  g_autoptr (JsonObject) object =
      sentinel_json_parse_object ("{\"s\":\"x\",\"i\":3,\"d\":2.5,\"b\":true,\"n\":null}",
                                  -1,
                                  0,
                                  NULL);
  g_autofree char *text = NULL;
  gint64 integer = 0;
  double number = 0;
  gboolean flag = FALSE;

  g_assert_true (sentinel_json_read_string (object, "s", &text, NULL));
  g_assert_cmpstr (text, ==, "x");
  g_assert_true (sentinel_json_read_int (object, "i", &integer, NULL));
  g_assert_cmpint (integer, ==, 3);
  g_assert_true (sentinel_json_read_double (object, "d", &number, NULL));
  g_assert_cmpfloat_with_epsilon (number, 2.5, 1e-9);
  g_assert_true (sentinel_json_read_double (object, "i", &number, NULL));
  g_assert_cmpfloat_with_epsilon (number, 3, 1e-9);
  g_assert_true (sentinel_json_read_boolean (object, "b", &flag, NULL));
  g_assert_true (flag);
}

static void
test_absent_and_null_members_leave_the_value (void)
{
  static const char *const members[] = { "n", "absent" };
  g_autoptr (JsonObject) object = sentinel_json_parse_object ("{\"n\":null}", -1, 0, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    g_autofree char *text = g_strdup ("before");
    gint64 integer = 7;
    double number = 7;
    gboolean flag = TRUE;

    g_assert_true (sentinel_json_read_string (object, members[i], &text, NULL));
    g_assert_true (sentinel_json_read_int (object, members[i], &integer, NULL));
    g_assert_true (sentinel_json_read_double (object, members[i], &number, NULL));
    g_assert_true (sentinel_json_read_boolean (object, members[i], &flag, NULL));
    g_assert_cmpstr (text, ==, "before");
    g_assert_cmpint (integer, ==, 7);
    g_assert_cmpfloat_with_epsilon (number, 7, 1e-9);
    g_assert_true (flag);
  }
}

static void
test_wrong_types_are_refused (void)
{
  g_autoptr (JsonObject) object =
      sentinel_json_parse_object ("{\"s\":\"x\",\"i\":3,\"d\":1.0,\"a\":[1]}", -1, 0, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gint64 integer = 0;
  double number = 0;
  gboolean flag = FALSE;

  g_assert_false (sentinel_json_read_string (object, "i", &text, &error));
  g_assert_cmpstr (error->message, ==, "i is 3: must be a string");
  g_clear_error (&error);
  g_assert_false (sentinel_json_read_int (object, "d", &integer, &error));
  g_assert_cmpstr (error->message, ==, "d is 1.0: must be a whole number");
  g_clear_error (&error);
  g_assert_false (sentinel_json_read_double (object, "s", &number, &error));
  g_assert_cmpstr (error->message, ==, "s is \"x\": must be a number");
  g_clear_error (&error);
  g_assert_false (sentinel_json_read_boolean (object, "i", &flag, &error));
  g_assert_cmpstr (error->message, ==, "i is 3: must be true or false");
  g_clear_error (&error);
  g_assert_false (sentinel_json_read_string (object, "a", &text, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
}

static void
test_writers_keep_the_key (void)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *text = NULL;

  sentinel_json_set_text (object, "text", "x");
  sentinel_json_set_text (object, "no_text", NULL);
  sentinel_json_set_time (object, "time_us", 5);
  sentinel_json_set_time (object, "no_time_us", 0);
  sentinel_json_set_id (object, "no_id", 0);
  sentinel_json_set_number (object, "number", 90);
  sentinel_json_set_number (object, "no_number", NAN);
  text = sentinel_json_object_to_text (object);
  g_assert_cmpstr (text,
                   ==,
                   "{\"text\":\"x\",\"no_text\":null,\"time_us\":5,\"no_time_us\":null,\"no_id\":"
                   "null,\"number\":90.0,\"no_number\":null}");
}

static void
test_lines_are_for_people (void)
{
  g_autoptr (JsonObject) object =
      sentinel_json_parse_object ("{\"a\":{\"b\":[1,{\"c\":\"x\"}]},\"d\":{},\"e\":[]}",
                                  -1,
                                  0,
                                  NULL);
  g_autoptr (JsonObject) empty = json_object_new ();
  g_autofree char *text = sentinel_json_object_to_lines (object);
  g_autofree char *empty_text = sentinel_json_object_to_lines (empty);

  g_assert_cmpstr (text,
                   ==,
                   "{\n  \"a\": {\n    \"b\": [\n      1,\n      {\n        \"c\": \"x\"\n"
                   "      }\n    ]\n  },\n  \"d\": {},\n  \"e\": []\n}\n");
  g_assert_cmpstr (empty_text, ==, "{}\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/reads-and-writes", test_reads_and_writes);
  g_test_add_func ("/json/refuses-with-place-and-reason", test_refuses_with_place_and_reason);
  g_test_add_func ("/json/nul-byte-is-refused", test_nul_byte_is_refused);
  g_test_add_func ("/json/length-is-respected", test_length_is_respected);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/size", test_size);
  g_test_add_func ("/json/truncated-at-every-byte", test_truncated_at_every_byte);
  g_test_add_func ("/json/one-wrong-byte-anywhere", test_one_wrong_byte_anywhere);
  g_test_add_func ("/json/numbers-read-back-to-the-same-bits",
                   test_numbers_read_back_to_the_same_bits);
  g_test_add_func ("/json/what-is-not-finite-is-null", test_what_is_not_finite_is_null);
  g_test_add_func ("/json/object-is-wanted", test_object_is_wanted);
  g_test_add_func ("/json/typed-members", test_typed_members);
  g_test_add_func ("/json/absent-and-null-members-leave-the-value",
                   test_absent_and_null_members_leave_the_value);
  g_test_add_func ("/json/wrong-types-are-refused", test_wrong_types_are_refused);
  g_test_add_func ("/json/writers-keep-the-key", test_writers_keep_the_key);
  g_test_add_func ("/json/lines-are-for-people", test_lines_are_for_people);
  return g_test_run ();
}
