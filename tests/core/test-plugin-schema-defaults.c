/* SPDX-License-Identifier: MIT */
/* An edit that only writes defaults down is none. */
#include "sentinel-json.h"
#include "sentinel-schema-defaults.h"

static const char schema_text[] = "{\"type\":\"object\",\"properties\":{"
                                  "\"server\":{\"type\":\"string\",\"default\":\"localhost\"},"
                                  "\"limit\":{\"type\":\"number\",\"default\":90},"
                                  "\"note\":{\"type\":\"string\"}}}";

static const struct {
  const char *before, *after, *left;
} cases[] = {
  { "{}", "{\"server\":\"localhost\",\"limit\":90}", "{}" },
  { "{}", "{\"server\":\"host-2\",\"limit\":80}", "{\"server\":\"host-2\",\"limit\":80}" },
  { "{\"server\":\"localhost\"}",
    "{\"server\":\"localhost\",\"limit\":90}",
    "{\"server\":\"localhost\"}" },
  { "{\"limit\":80}", "{\"limit\":90}", "{\"limit\":90}" }, /* said before, so it stays said */
  { "{}", "{\"note\":\"x\",\"other\":1}", "{\"note\":\"x\",\"other\":1}" },
};

static SentinelRule *
make_rule (const char *parameters)
{
  SentinelRule *rule = sentinel_rule_new ();

  json_node_unref (rule->parameters);
  rule->parameters = sentinel_json_parse (parameters, -1, 0, NULL);
  return rule;
}

static void
test_cases (void)
{
  g_autoptr (SentinelSchema) schema = sentinel_schema_parse (schema_text, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SentinelRule) before = make_rule (cases[i].before);
    g_autoptr (SentinelRule) after = make_rule (cases[i].after);
    g_autofree char *left = NULL;

    sentinel_schema_leave_defaults_out (schema, before, after);
    left = sentinel_json_to_text (after->parameters);
    g_assert_cmpstr (left, ==, cases[i].left);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema-defaults/cases", test_cases);
  return g_test_run ();
}
