/* SPDX-License-Identifier: MIT */
/* Secret parameters: out of what leaves the computer, and kept when it comes back. */
#include "sentinel-json.h"
#include "sentinel-schema-secrets.h"

static const char schema_text[] =
    "{\"type\":\"object\",\"properties\":{"
    "\"url\":{\"type\":\"string\"},"
    "\"token\":{\"type\":\"string\",\"x-secret\":true},"
    "\"pass\":{\"type\":\"string\",\"format\":\"password\"},"
    "\"pin\":{\"type\":\"integer\",\"writeOnly\":true},"
    "\"login\":{\"type\":\"object\",\"properties\":{\"user\":{\"type\":\"string\"},"
    "\"password\":{\"type\":\"string\",\"writeOnly\":true,\"format\":\"password\"}}}}}";

static SentinelSchema *
make_schema (void)
{
  g_autoptr (GError) error = NULL;
  SentinelSchema *schema = sentinel_schema_parse (schema_text, &error);

  g_assert_no_error (error);
  return schema;
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = sentinel_json_parse (text, -1, 0, &error);

  g_assert_no_error (error);
  return node;
}

typedef struct {
  const char *parameters;
  const char *rest;
  const char *names;
} WithholdCase;

static const WithholdCase withhold_cases[] = {
  { "{}", "{}", "" },
  { "{\"url\":\"u\",\"token\":\"t\",\"pass\":\"p\",\"pin\":5}",
    "{\"url\":\"u\"}",
    "token pass pin" },
  { "{\"login\":{\"user\":\"ada\",\"password\":\"p\"},\"url\":\"u\"}",
    "{\"login\":{\"user\":\"ada\"},\"url\":\"u\"}",
    "login.password" },
  /* nobody misses what was never set */
  { "{\"token\":\"\",\"pin\":null}", "{}", "" },
  /* wrong in any way, and yet nothing gets out */
  { "{\"token\":{\"a\":1},\"other\":[1],\"login\":\"x\"}",
    "{\"other\":[1],\"login\":\"x\"}",
    "token" },
};

static void
test_secrets_are_withheld (void)
{
  g_autoptr (SentinelSchema) schema = make_schema ();

  for (gsize i = 0; i < G_N_ELEMENTS (withhold_cases); i++) {
    g_autoptr (JsonNode) parameters = parse (withhold_cases[i].parameters);
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (JsonNode) rest = sentinel_schema_withhold_secrets (schema, parameters, names);
    g_autofree char *text = sentinel_json_to_text (rest);
    g_autofree char *joined = NULL;

    g_ptr_array_add (names, NULL);
    joined = g_strjoinv (" ", (char **) names->pdata);
    g_assert_cmpstr (text, ==, withhold_cases[i].rest);
    g_assert_cmpstr (joined, ==, withhold_cases[i].names);
  }
}

typedef struct {
  const char *stored, *given, *kept;
} KeepCase;

static const KeepCase keep_cases[] = {
  { "{\"token\":\"t\",\"url\":\"u\"}", "{\"url\":\"v\"}", "{\"url\":\"v\",\"token\":\"t\"}" },
  /* one that is given counts, and only secrets are kept */
  { "{\"token\":\"t\",\"url\":\"u\"}", "{\"token\":\"s\"}", "{\"token\":\"s\"}" },
  { "{\"login\":{\"user\":\"ada\",\"password\":\"p\"}}",
    "{\"login\":{\"user\":\"bob\"}}",
    "{\"login\":{\"user\":\"bob\",\"password\":\"p\"}}" },
  { "{\"login\":{\"password\":\"p\"}}", "{}", "{}" },
  { "{\"login\":\"x\",\"other\":1}", "{\"login\":{}}", "{\"login\":{}}" },
};

static void
test_secrets_are_kept (void)
{
  g_autoptr (SentinelSchema) schema = make_schema ();

  for (gsize i = 0; i < G_N_ELEMENTS (keep_cases); i++) {
    g_autoptr (JsonNode) stored = parse (keep_cases[i].stored);
    g_autoptr (JsonNode) given = parse (keep_cases[i].given);
    g_autoptr (JsonNode) kept = sentinel_schema_keep_secrets (schema, stored, given);
    g_autofree char *text = sentinel_json_to_text (kept);

    g_assert_cmpstr (text, ==, keep_cases[i].kept);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema-secrets/secrets-are-withheld", test_secrets_are_withheld);
  g_test_add_func ("/schema-secrets/secrets-are-kept", test_secrets_are_kept);
  return g_test_run ();
}
