/* SPDX-License-Identifier: MIT */
/* Parameter schemas: what is accepted and how it is stored, what is refused and in which words. */
#include <math.h>
#include <string.h>

#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-schema.h"

static const char everything[] =
    "{\"type\":\"object\",\"required\":[\"name\"],"
    "\"definitions\":{\"Auth\":{\"type\":\"object\",\"title\":\"Login\",\"required\":[\"user\"],"
    "\"properties\":{\"user\":{\"type\":\"string\"},"
    "\"token\":{\"type\":\"string\",\"x-secret\":true,\"pattern\":\"^[a-z]+$\"}}},"
    "\"Color\":{\"enum\":[\"red\",\"green\"]}},"
    "\"properties\":{"
    "\"name\":{\"type\":\"string\",\"title\":\"Name\",\"description\":\"Who\",\"pattern\":\"^[A-Z]"
    "\"},"
    "\"count\":{\"type\":\"integer\",\"default\":3,\"minimum\":1,\"maximum\":10},"
    "\"share\":{\"type\":\"number\",\"minimum\":0,\"x-unit\":\"%\"},"
    "\"on\":{\"type\":\"boolean\",\"default\":true},"
    "\"color\":{\"$ref\":\"#/definitions/Color\",\"default\":\"red\"},"
    "\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},"
    "\"limits\":{\"type\":\"array\",\"items\":{\"type\":\"integer\",\"maximum\":9}},"
    "\"auth\":{\"$ref\":\"#/definitions/Auth\"},"
    "\"site\":{\"type\":\"string\",\"format\":\"uri\"},"
    "\"wait\":{\"type\":\"string\",\"format\":\"duration\"},"
    "\"from\":{\"type\":\"string\",\"format\":\"date-time\"},"
    "\"mail\":{\"type\":\"string\",\"format\":\"email\"},"
    "\"maybe\":{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"null\"}],\"default\":null},"
    "\"free\":{\"type\":\"object\"},"
    "\"any\":{}}}";

static SentinelSchema *
make_schema (void)
{
  g_autoptr (GError) error = NULL;
  SentinelSchema *schema = sentinel_schema_parse (everything, &error);

  g_assert_no_error (error);
  return schema;
}

static char *
apply (SentinelSchema *schema, const char *parameters, GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (JsonNode) given = sentinel_json_parse (parameters, -1, 0, &parse_error);
  g_autoptr (JsonNode) applied = NULL;

  g_assert_no_error (parse_error);
  applied = sentinel_schema_apply (schema, given, error);
  if (applied == NULL)
    return NULL;
  g_assert_true (json_node_is_immutable (applied));
  return sentinel_json_to_text (applied);
}

static void
test_accepts (void)
{
  static const struct {
    const char *given, *stored;
  } cases[] = {
    { "{\"name\":\"Ada\"}",
      "{\"name\":\"Ada\",\"count\":3,\"on\":true,\"color\":\"red\",\"maybe\":null}" },
    { "{\"count\":10,\"name\":\"Ada\",\"on\":false,\"color\":\"green\",\"maybe\":7}",
      "{\"name\":\"Ada\",\"count\":10,\"on\":false,\"color\":\"green\",\"maybe\":7}" },
    { "{\"name\":\"A\",\"count\":5.0,\"share\":12,\"tags\":[],\"limits\":[1,9]}",
      "{\"name\":\"A\",\"count\":5,\"share\":12,\"on\":true,\"color\":\"red\",\"tags\":[],"
      "\"limits\":[1,9],\"maybe\":null}" },
    { "{\"name\":\"A\",\"auth\":{\"token\":\"abc\",\"user\":\"u\"},\"free\":{\"x\":[1]},\"any\":["
      "null]}",
      "{\"name\":\"A\",\"count\":3,\"on\":true,\"color\":\"red\",\"auth\":{\"user\":\"u\","
      "\"token\":"
      "\"abc\"},\"maybe\":null,\"free\":{\"x\":[1]},\"any\":[null]}" },
    { "{\"name\":\"A\",\"site\":\"https://example.org/"
      "x\",\"wait\":\"1h30m\",\"from\":\"2026-11-25\","
      "\"mail\":\"not checked\"}",
      "{\"name\":\"A\",\"count\":3,\"on\":true,\"color\":\"red\",\"site\":\"https://example.org/"
      "x\","
      "\"wait\":\"1h30m\",\"from\":\"2026-11-25\",\"mail\":\"not checked\",\"maybe\":null}" },
  };
  g_autoptr (SentinelSchema) schema = make_schema ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *stored = apply (schema, cases[i].given, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (stored, ==, cases[i].stored);
  }
}

static void
test_refuses (void)
{
  static const struct {
    const char *given, *message;
  } cases[] = {
    { "[]", "parameters is []: must be an object" },
    { "{}", "name is missing: it must be given" },
    { "{\"name\":null}", "name is null: must be a text" },
    { "{\"name\":\"ada\"}", "name is \"ada\": must be a text that matches ^[A-Z]" },
    { "{\"name\":\"A\",\"count\":11}", "count is 11: must be from 1 to 10" },
    { "{\"name\":\"A\",\"count\":2.5}", "count is 2.5: must be a whole number from 1 to 10" },
    { "{\"name\":\"A\",\"count\":\"2\"}", "count is \"2\": must be a whole number from 1 to 10" },
    { "{\"name\":\"A\",\"share\":-1}", "share is -1: must be at least 0 %" },
    { "{\"name\":\"A\",\"share\":true}", "share is true: must be a number at least 0 %" },
    { "{\"name\":\"A\",\"on\":1}", "on is 1: must be true or false" },
    { "{\"name\":\"A\",\"color\":\"blue\"}", "color is \"blue\": must be one of red, green" },
    { "{\"name\":\"A\",\"tags\":\"x\"}", "tags is \"x\": must be a list" },
    { "{\"name\":\"A\",\"tags\":[\"x\",2]}", "tags[1] is 2: must be a text" },
    { "{\"name\":\"A\",\"limits\":[1,10]}", "limits[1] is 10: must be at most 9" },
    { "{\"name\":\"A\",\"auth\":{}}", "auth.user is missing: it must be given" },
    { "{\"name\":\"A\",\"auth\":{\"user\":\"u\",\"token\":\"s3cret\"}}",
      "auth.token is not shown: must be a text that matches ^[a-z]+$" },
    { "{\"name\":\"A\",\"auth\":{\"user\":\"u\",\"pin\":1}}",
      "there is no parameter \"pin\": the known ones are user, token" },
    { "{\"name\":\"A\",\"site\":\"example\"}",
      "site is \"example\": must be an address like https://example.org/" },
    { "{\"name\":\"A\",\"wait\":\"soon\"}",
      "wait is \"soon\": must be a duration like 30s, 2m or 1h30m" },
    { "{\"name\":\"A\",\"from\":\"never\"}",
      "from is \"never\": must be a time like 2026-11-25T02:12:12Z" },
    { "{\"name\":\"A\",\"maybe\":\"x\"}", "maybe is \"x\": must be a whole number" },
    { "{\"name\":\"A\",\"count\":null}", "count is null: must be a whole number from 1 to 10" },
  };
  g_autoptr (SentinelSchema) schema = make_schema ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *stored = apply (schema, cases[i].given, &error);

    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    g_assert_cmpstr (error->message, ==, cases[i].message);
    g_assert_null (stored);
  }
}

static void
test_reads_the_command_line (void)
{
  static const struct {
    const char *name, *text, *value; /* value NULL: message */
    const char *message;
  } cases[] = {
    { "name", "Ada", "\"Ada\"", NULL },
    { "name", "42", NULL, "name is \"42\": must be a text that matches ^[A-Z]" },
    { "name", "\xff", NULL, "name is \"\357\277\275\": must be valid UTF-8" },
    { "count", "7", "7", NULL },
    { "count", "7.5", NULL, "count is 7.5: must be a whole number from 1 to 10" },
    { "count", "many", NULL, "count is \"many\": must be a whole number from 1 to 10" },
    { "count", "99", NULL, "count is 99: must be from 1 to 10" },
    { "share", "1e1", "10.0", NULL },
    { "share", "nan", NULL, "share is \"nan\": must be a number at least 0 %" },
    { "on", "false", "false", NULL },
    { "on", "perhaps", NULL, "on is \"perhaps\": must be true or false" },
    { "tags", "a, b,c", "[\"a\",\"b\",\"c\"]", NULL },
    { "tags", "[\"a,b\"]", "[\"a,b\"]", NULL },
    { "limits", "1,2", "[1,2]", NULL },
    { "limits", "1,x", NULL, "limits[1] is \"x\": must be a whole number at most 9" },
    { "auth", "{\"user\":\"u\"}", "{\"user\":\"u\"}", NULL },
    { "auth", "u", NULL, "auth is \"u\": must be an object" },
    { "maybe", "null", "null", NULL },
    { "color", "green", "\"green\"", NULL },
    { "any", "text", "\"text\"", NULL },
    { "any", "[1]", "[1]", NULL },
    { "none",
      "1",
      NULL,
      "there is no parameter \"none\": the known ones are name, count, share, on, color, tags, "
      "limits, "
      "auth, site, wait, from, mail, maybe, free, any" },
  };
  g_autoptr (SentinelSchema) schema = make_schema ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node =
        sentinel_schema_parse_value (schema, cases[i].name, cases[i].text, &error);

    if (cases[i].value == NULL) {
      g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      continue;
    }
    g_assert_no_error (error);
    g_autofree char *value = sentinel_json_to_text (node);
    g_assert_cmpstr (value, ==, cases[i].value);
  }
}

static void
test_describes (void)
{
  g_autoptr (SentinelSchema) schema = make_schema ();
  const SentinelProperty *name = sentinel_schema_get_property (schema, 0);
  const SentinelProperty *count = sentinel_schema_get_property (schema, 1);
  const SentinelProperty *share = sentinel_schema_get_property (schema, 2);
  const SentinelProperty *color = sentinel_schema_get_property (schema, 4);
  const SentinelProperty *auth = sentinel_schema_get_property (schema, 7);
  const SentinelProperty *maybe = sentinel_schema_get_property (schema, 12);

  g_assert_cmpuint (sentinel_schema_get_n_properties (schema), ==, 15);
  g_assert_cmpstr (name->title, ==, "Name");
  g_assert_cmpstr (name->description, ==, "Who");
  g_assert_true (name->is_required);
  g_assert_cmpstr (count->type, ==, "integer");
  g_assert_cmpint (json_node_get_int (count->default_value), ==, 3);
  g_assert_cmpint ((int) count->maximum, ==, 10);
  g_assert_true (isnan (share->maximum));
  g_assert_cmpstr (share->unit, ==, "%");
  g_assert_false (share->is_required);
  g_assert_cmpuint (json_array_get_length (color->choices), ==, 2);
  g_assert_cmpstr (auth->type, ==, "object");
  g_assert_cmpstr (auth->title, ==, "Login");
  g_assert_cmpstr (maybe->type, ==, "integer");
}

static void
test_refuses_schemas (void)
{
  static const struct {
    const char *text, *message; /* a part of it */
  } cases[] = {
    { "{", "schema: " },
    { "[]", "\"schema\" is []: must be an object" },
    { "{\"properties\":[]}", "\"properties\" is []: must be an object" },
    { "{\"properties\":{\"a\":1}}", "a: \"a\" is 1: must be an object" },
    { "{\"properties\":{\"a\":{\"type\":\"color\"}}}", "color" },
    { "{\"properties\":{\"a\":{\"title\":1}}}", "\"title\" is 1: must be a string" },
    { "{\"properties\":{\"a\":{\"minimum\":\"x\"}}}", "minimum is \"x\": must be a number" },
    { "{\"properties\":{\"a\":{\"enum\":[]}}}",
      "\"enum\" is []: must be a list with at least one" },
    { "{\"properties\":{\"a\":{\"pattern\":\"(\"}}}", "\"pattern\" is (: " },
    { "{\"properties\":{\"a\":{\"$ref\":\"#/definitions/B\"}}}",
      "\"$ref\" is \"#/definitions/B\"" },
    { "{\"properties\":{\"a\":{\"$ref\":\"http://example.org/\"}}}", "\"$ref\" is" },
    { "{\"definitions\":{\"B\":{\"$ref\":\"#/definitions/B\"}},\"properties\":{\"a\":{\"$ref\":"
      "\"#/definitions/B\"}}}",
      "leads back to itself" },
    { "{\"definitions\":{\"B\":{\"type\":\"object\",\"properties\":{\"b\":{\"$ref\":\"#/"
      "definitions/"
      "B\"}}}},\"properties\":{\"a\":{\"$ref\":\"#/definitions/B\"}}}",
      "leads back to itself" },
    { "{\"properties\":{\"a\":{\"anyOf\":1}}}", "\"anyOf\" is 1: must be a list" },
    { "{\"oneOf\":[{\"type\":\"object\"},{\"type\":\"array\"}]}", "\"oneOf\" is" },
    { "{\"properties\":{\"a\":{\"type\":[\"color\",\"null\"]}}}", "color" },
    { "{\"properties\":{},\"required\":[\"a\"]}", "\"required\" is \"a\"" },
    { "{\"properties\":{\"a\":{\"type\":\"integer\",\"default\":\"x\"}}}",
      "schema: default: a is \"x\": must be a whole number" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SentinelSchema) schema = sentinel_schema_parse (cases[i].text, &error);

    g_assert_null (schema);
    g_assert_nonnull (error);
    if (strstr (error->message, cases[i].message) == NULL)
      g_error ("case %zu says: %s", i, error->message);
  }
}

/* What this subset cannot judge is taken as it is, and what it can is judged. */
static void
test_takes_what_is_beyond_it (void)
{
  static const struct {
    const char *property, *type;
    gboolean is_nullable;
  } cases[] = {
    { "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}", "any", FALSE },
    { "{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}", "string", TRUE },
    { "{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"array\"}]}", "any", FALSE },
    { "{\"allOf\":[{\"type\":\"integer\"}]}", "integer", FALSE },
    { "{\"allOf\":[{\"type\":\"integer\"},{\"minimum\":3}]}", "any", FALSE },
    { "{\"type\":[\"null\",\"number\"]}", "number", TRUE },
    { "{\"type\":[\"string\",\"number\"]}", "any", FALSE },
    { "{\"type\":[\"string\",\"number\",\"null\"]}", "any", FALSE },
    { "{\"type\":\"array\",\"items\":[{\"type\":\"string\"},{}]}", "any", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text =
        g_strdup_printf ("{\"type\":\"object\",\"properties\":{\"a\":%s,\"b\":{\"type\":"
                         "\"boolean\"}}}",
                         cases[i].property);
    g_autoptr (GError) error = NULL;
    g_autoptr (SentinelSchema) schema = sentinel_schema_parse (text, &error);
    const SentinelProperty *property;

    g_assert_no_error (error);
    property = sentinel_schema_get_property (schema, 0);
    g_assert_cmpstr (property->type, ==, cases[i].type);
    g_assert_cmpint (property->is_nullable, ==, cases[i].is_nullable);
    g_assert_null (apply (schema, "{\"a\":1,\"b\":2}", &error));
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
  }
}

/* A form puts the error where it belongs without reading the message. */
static void
test_names_the_field (void)
{
  static const struct {
    const char *parameters, *field;
  } cases[] = {
    { "{}", "name" },
    { "{\"name\":\"A\",\"count\":11}", "count" },
    { "{\"name\":\"A\",\"limits\":[1,10]}", "limits[1]" },
    { "{\"name\":\"A\",\"auth\":{\"user\":\"u\",\"token\":\"1\"}}", "auth.token" },
    { "{\"name\":\"A\",\"auth\":{}}", "auth.user" },
    { "{\"name\":\"A\",\"nmae\":1}", "nmae" },
    { "{\"name\":\"A\",\"auth\":{\"user\":\"u\",\"pin\":1}}", "auth.pin" },
  };
  g_autoptr (SentinelSchema) schema = make_schema ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) copy = NULL;

    g_assert_null (apply (schema, cases[i].parameters, &error));
    g_assert_cmpstr (sentinel_error_get_field (error), ==, cases[i].field);
    copy = g_error_copy (error);
    g_assert_cmpstr (sentinel_error_get_field (copy), ==, cases[i].field);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/accepts", test_accepts);
  g_test_add_func ("/schema/refuses", test_refuses);
  g_test_add_func ("/schema/reads-the-command-line", test_reads_the_command_line);
  g_test_add_func ("/schema/describes", test_describes);
  g_test_add_func ("/schema/takes-what-is-beyond-it", test_takes_what_is_beyond_it);
  g_test_add_func ("/schema/names-the-field", test_names_the_field);
  g_test_add_func ("/schema/refuses-schemas", test_refuses_schemas);
  return g_test_run ();
}
