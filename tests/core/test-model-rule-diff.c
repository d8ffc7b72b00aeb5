/* SPDX-License-Identifier: MIT */
/* What is different between two rules: every column by itself, and nothing that only says when a
 * rule was written. */
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-rule-diff.h"
#include "sentinel-rule-version.h"

static SentinelRule *
parse_rule (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = sentinel_json_parse_object (text, -1, 0, &error);
  SentinelRule *rule;

  g_assert_no_error (error);
  rule = sentinel_rule_from_json (object, &error);
  g_assert_no_error (error);
  return rule;
}

/* "field before after" for each change, joined by "; "; "-" is what is not there. */
static char *
describe_diff (const SentinelRule *before, const SentinelRule *after)
{
  g_autoptr (GPtrArray) changes = sentinel_rule_diff (before, after);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++) {
    const SentinelRuleChange *change = g_ptr_array_index (changes, i);
    g_autofree char *old_text = change->before != NULL ? sentinel_json_to_text (change->before)
                                                       : g_strdup ("-");
    g_autofree char *new_text = change->after != NULL ? sentinel_json_to_text (change->after)
                                                      : g_strdup ("-");

    g_string_append_printf (text,
                            "%s%s %s %s",
                            i > 0 ? "; " : "",
                            change->field,
                            old_text,
                            new_text);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

typedef struct {
  const char *before, *after;
  const char *expected;
} Case;

static const Case cases[] = {
  { "{}", "{}", "" },
  { "{\"name\":\"A\"}", "{\"name\":\"B\"}", "name \"A\" \"B\"" },
  { "{\"period_ms\":10000}", "{\"period_ms\":null}", "period_ms 10000 null" },
  { "{\"comment\":null}", "{\"comment\":\"why\"}", "comment null \"why\"" },
  { "{\"enabled\":true}", "{\"enabled\":false}", "enabled true false" },
  { "{\"importance\":\"high\"}", "{\"importance\":\"low\"}", "importance \"high\" \"low\"" },
  /* each parameter by itself, those that are new at the end */
  { "{\"parameters\":{\"a\":1,\"b\":2,\"c\":[1,2]}}",
    "{\"parameters\":{\"d\":true,\"c\":[1,3],\"a\":1}}",
    "parameters.b 2 -; parameters.c [1,2] [1,3]; parameters.d - true" },
  /* the order of parameters is none of their business, nor is how a number is written */
  { "{\"parameters\":{\"a\":90,\"b\":2.0}}", "{\"parameters\":{\"b\":2,\"a\":90.0}}", "" },
  { "{\"parameters\":{\"a\":90}}", "{\"parameters\":{\"a\":90.5}}", "parameters.a 90 90.5" },
  { "{\"parameters\":{\"a\":{\"x\":1}}}",
    "{\"parameters\":{\"a\":{\"x\":2}}}",
    "parameters.a {\"x\":1} {\"x\":2}" },
  { "{\"levels\":null}",
    "{\"levels\":[{\"importance\":\"high\",\"op\":\">\",\"raise\":9}]}",
    "levels null [{\"importance\":\"high\",\"op\":\">\",\"raise\":9.0,\"clear\":9.0}]" },
  { "{\"actions\":[]}",
    "{\"actions\":[{\"channel\":\"desktop\"}]}",
    "actions [] [{\"channel\":\"desktop\"}]" },
  { "{\"paused_until_us\":null}", "{\"paused_until_us\":7}", "paused_until_us null 7" },
  { "{\"deleted_at_us\":null}", "{\"deleted_at_us\":7}", "deleted_at_us null 7" },
  /* in the order of the columns */
  { "{\"enabled\":true,\"name\":\"A\",\"for_ms\":0}",
    "{\"for_ms\":5,\"enabled\":false,\"name\":\"B\"}",
    "name \"A\" \"B\"; for_ms 0 5; enabled true false" },
  /* the record */
  { "{\"id\":1,\"uid\":\"u\",\"version\":1,\"created_at_us\":1,\"updated_at_us\":1}",
    "{\"id\":2,\"uid\":\"v\",\"version\":2,\"created_at_us\":2,\"updated_at_us\":2}",
    "" },
};

static void
test_changes_are_found (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SentinelRule) before = parse_rule (cases[i].before);
    g_autoptr (SentinelRule) after = parse_rule (cases[i].after);
    g_autofree char *text = describe_diff (before, after);

    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

static void
test_a_change_is_json_for_scripts (void)
{
  g_autoptr (SentinelRule) before = parse_rule ("{\"parameters\":{\"a\":1}}");
  g_autoptr (SentinelRule) after = parse_rule ("{\"parameters\":{}}");
  g_autoptr (GPtrArray) changes = sentinel_rule_diff (before, after);
  g_autoptr (JsonObject) object = sentinel_rule_change_to_json (changes->pdata[0]);
  g_autofree char *text = sentinel_json_object_to_text (object);

  g_assert_cmpstr (text, ==, "{\"field\":\"parameters.a\",\"before\":1,\"after\":null}");
}

static void
test_a_version_is_json_for_scripts (void)
{
  SentinelRuleVersion version = { .rule_id = 3,
                                  .version = 2,
                                  .at_us = 5,
                                  .author = (char *) "Ada" };
  g_autoptr (SentinelRule) body = parse_rule ("{\"name\":\"CPU\"}");
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *text = NULL;

  version.body = body;
  object = sentinel_rule_version_to_json (&version);
  text = sentinel_json_object_to_text (object);
  g_assert_true (g_str_has_prefix (text,
                                   "{\"rule_id\":3,\"version\":2,\"at_us\":5,\"author\":\"Ada\","
                                   "\"body\":{\"id\":null,"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule-diff/changes-are-found", test_changes_are_found);
  g_test_add_func ("/rule-diff/a-change-is-json-for-scripts", test_a_change_is_json_for_scripts);
  g_test_add_func ("/rule-diff/a-version-is-json-for-scripts", test_a_version_is_json_for_scripts);
  return g_test_run ();
}
