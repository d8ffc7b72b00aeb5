/* SPDX-License-Identifier: MIT */
/* Rules: defaults, JSON both ways, what is refused, and identity. */
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-rule.h"

static const char full_rule[] =
    "{\"id\":7,\"uid\":\"u-1\",\"name\":\"CPU\",\"trigger\":\"cpu-usage\",\"parameters\":{"
    "\"server\":\"local\",\"threshold\":90,\"ratio\":0.1},"
    "\"period_ms\":30000,\"cron\":null,\"zone\":null,\"importance\":\"critical\",\"category\":"
    "\"Market\","
    "\"levels\":[{\"importance\":\"critical\",\"op\":\">\",\"raise\":90.0,\"clear\":81.0}],\"for_"
    "ms\":120000,\"keep_ms\":60000,"
    "\"need_n\":3,\"of_m\":5,\"nodata_policy\":\"breach\",\"error_policy\":\"keep\",\"bad_limit\":"
    "4,\"event_mode\":\"every-run\","
    "\"display_minutes\":60,\"catch_up\":\"skip\",\"active_hours\":null,\"flap\":false,"
    "\"actions\":[{\"channel\":\"desktop\",\"enabled\":false}],\"comment\":\"two\\nlines\","
    "\"enabled\":false,\"paused_until_us\":99,"
    "\"version\":3,\"created_at_us\":1,\"updated_at_us\":2,\"deleted_at_us\":null}";

static SentinelRule *
parse_rule (const char *text, GError **error)
{
  g_autoptr (JsonObject) object = sentinel_json_parse_object (text, -1, 0, NULL);

  return sentinel_rule_from_json (object, error);
}

static char *
rule_text (const SentinelRule *rule)
{
  g_autoptr (JsonObject) object = sentinel_rule_to_json (rule);

  return sentinel_json_object_to_text (object);
}

static SentinelRule *
make_rule (void)
{
  SentinelRule *rule = sentinel_rule_new ();

  g_set_str (&rule->name, "CPU");
  g_set_str (&rule->trigger, "cpu-usage");
  rule->period_ms = 30000;
  return rule;
}

static void
test_full_rule_round_trips (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelRule) rule = parse_rule (full_rule, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = rule_text (rule);
  g_assert_cmpstr (text, ==, full_rule);
  g_assert_true (sentinel_rule_validate (rule, &error));
  g_assert_no_error (error);
}

static void
test_defaults_round_trip (void)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autofree char *text = rule_text (rule);
  g_autoptr (SentinelRule) again = parse_rule (text, NULL);
  g_autofree char *again_text = rule_text (again);

  g_assert_cmpstr (again_text, ==, text);
}

static void
test_missing_keys_are_defaults (void)
{
  g_autoptr (SentinelRule) rule = parse_rule ("{\"name\":\"CPU\",\"period_ms\":null}", NULL);
  g_autoptr (SentinelRule) other = parse_rule ("{}", NULL);

  g_assert_cmpstr (rule->uid, !=, other->uid);
  g_assert_cmpint (rule->importance, ==, SENTINEL_IMPORTANCE_HIGH);
  g_assert_cmpstr (rule->category, ==, "System");
  g_assert_null (rule->levels);
  g_assert_cmpint (rule->need_n, ==, 1);
  g_assert_cmpint (rule->bad_limit, ==, 3);
  g_assert_cmpint (rule->display_minutes, ==, 1440);
  g_assert_cmpint (rule->catch_up, ==, SENTINEL_CATCH_UP_ONCE);
  g_assert_true (rule->flap && rule->enabled && sentinel_rule_is_manual (rule));
  g_assert_cmpint (rule->version, ==, 1);
}

static void
test_wrong_json_names_the_key (void)
{
  static const struct {
    const char *text, *part;
  } cases[] = {
    { "{\"perod_ms\":1}", "no key \"perod_ms\"" },
    { "{\"name\":5}", "name is 5: must be a string" },
    { "{\"period_ms\":\"30s\"}", "period_ms is \"30s\": must be a whole number" },
    { "{\"need_n\":4294967297}", "need_n: must be a whole number inside 32 bits" },
    { "{\"flap\":1}", "flap is 1: must be true or false" },
    { "{\"importance\":40}", "importance is 40: must be a string" },
    { "{\"importance\":\"none\"}", "importance is \"none\"" },
    { "{\"catch_up\":\"all\"}", "catch_up is \"all\": must be one of skip, once" },
    { "{\"parameters\":[]}", "parameters: must be an object" },
    { "{\"actions\":{}}", "actions: must be an array" },
    { "{\"levels\":{}}", "levels: must be an array" },
    { "{\"levels\":[{}]}", "importance is nothing" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SentinelRule) rule = parse_rule (cases[i].text, &error);

    g_assert_null (rule);
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    if (strstr (error->message, cases[i].part) == NULL)
      g_error ("%s: should say \"%s\"", error->message, cases[i].part);
  }
}

static void
test_copy_is_independent (void)
{
  g_autoptr (SentinelRule) rule = parse_rule (full_rule, NULL);
  g_autoptr (SentinelRule) copy = sentinel_rule_copy (rule);
  g_autofree char *text = NULL;

  g_set_str (&rule->name, "changed");
  g_set_str (&rule->comment, NULL);
  g_array_index (rule->levels, SentinelLevel, 0).raise = 5;
  rule->period_ms = 1;
  text = rule_text (copy);
  g_assert_cmpstr (text, ==, full_rule);
}

typedef struct {
  const char *json; /* merged over a good rule */
  int code; /* -1: fine */
  const char *part;
} ValidateCase;

static const ValidateCase validate_cases[] = {
  { "{}", -1, NULL },
  { "{\"period_ms\":100}", -1, NULL },
  { "{\"period_ms\":31536000000}", -1, NULL },
  { "{\"period_ms\":null}", -1, NULL },
  { "{\"period_ms\":null,\"trigger\":\"manual\"}", -1, NULL },
  { "{\"need_n\":60,\"of_m\":60}", -1, NULL },
  { "{\"category\":\"Größe 5 €\"}", -1, NULL },
  { "{\"name\":\"\"}", SENTINEL_ERROR_INVALID, "name is \"\"" },
  { "{\"name\":\" \u00a0\"}", SENTINEL_ERROR_INVALID, "must be more than blanks" },
  { "{\"name\":\"a\\nb\"}", SENTINEL_ERROR_INVALID, "name is \"a\\nb\"" },
  { "{\"uid\":\"\"}", SENTINEL_ERROR_INVALID, "uid" },
  { "{\"trigger\":\"\"}", SENTINEL_ERROR_INVALID, "trigger" },
  { "{\"category\":\"\"}", SENTINEL_ERROR_INVALID, "category" },
  { "{\"period_ms\":99}", SENTINEL_ERROR_INVALID, "period is 99ms: must be from 100ms to 365d" },
  { "{\"period_ms\":31536000001}", SENTINEL_ERROR_INVALID, "period is 365d1ms" },
  { "{\"period_ms\":-1}", SENTINEL_ERROR_INVALID, "period is -1ms" },
  { "{\"period_ms\":1000,\"trigger\":\"manual\"}", SENTINEL_ERROR_INVALID, "manual rule" },
  { "{\"cron\":\"* * * * *\"}", SENTINEL_ERROR_INVALID, "period and cron are both set" },
  { "{\"period_ms\":null,\"cron\":\"* * * * *\"}", -1, NULL },
  { "{\"period_ms\":null,\"cron\":\"0 0 31 2 *\"}", SENTINEL_ERROR_INVALID, "it would never run" },
  { "{\"period_ms\":null,\"cron\":\"@daily\",\"zone\":\"Europe/Berlin\"}", -1, NULL },
  { "{\"period_ms\":null,\"cron\":\"@daily\",\"zone\":\"Europe/Bärlin\"}",
    SENTINEL_ERROR_INVALID,
    "there is no such time zone" },
  { "{\"period_ms\":null,\"cron\":\"@daily\",\"trigger\":\"manual\"}",
    SENTINEL_ERROR_INVALID,
    "manual rule" },
  { "{\"period_ms\":null,\"cron\":\"0 7 * * *\",\"active_hours\":\"08:00-18:00\"}",
    SENTINEL_ERROR_INVALID,
    "exclude every time" },
  { "{\"catch_up\":100}", -1, NULL },
  { "{\"catch_up\":101}", SENTINEL_ERROR_INVALID, "catch-up is 101: must be from 0 to 100" },
  { "{\"zone\":\"Europe/Berlin\"}", SENTINEL_ERROR_INVALID, "zone is set without cron" },
  { "{\"active_hours\":\"08:00-18:00\",\"zone\":\"UTC\"}", -1, NULL },
  { "{\"active_hours\":\"8 to 18\"}", SENTINEL_ERROR_INVALID, "write it like" },
  { "{\"for_ms\":-1}", SENTINEL_ERROR_INVALID, "for is -1ms: must be from 0s to 365d" },
  { "{\"keep_ms\":31536000001}", SENTINEL_ERROR_INVALID, "keep" },
  { "{\"need_n\":0}", SENTINEL_ERROR_INVALID, "need-n is 0: must be from 1 to 1" },
  { "{\"need_n\":3,\"of_m\":2}",
    SENTINEL_ERROR_INVALID,
    "need-n is 3: must be from 1 to 2, which is of-m" },
  { "{\"need_n\":1,\"of_m\":61}", SENTINEL_ERROR_INVALID, "of-m is 61: must be from 1 to 60" },
  { "{\"bad_limit\":0}", SENTINEL_ERROR_INVALID, "bad-limit is 0" },
  { "{\"display_minutes\":-1}", SENTINEL_ERROR_INVALID, "display-minutes is -1" },
  { "{\"paused_until_us\":-1}", SENTINEL_ERROR_INVALID, "paused-until is -1" },
  { "{\"levels\":[]}", SENTINEL_ERROR_INVALID, "levels is empty" },
};

static SentinelRule *
merge_over_good_rule (const char *json)
{
  g_autoptr (SentinelRule) good = make_rule ();
  g_autoptr (JsonObject) object = sentinel_rule_to_json (good);
  g_autoptr (JsonObject) changes = sentinel_json_parse_object (json, -1, 0, NULL);
  g_autoptr (GList) names = json_object_get_members (changes);
  g_autoptr (GError) error = NULL;
  SentinelRule *rule;

  for (GList *name = names; name != NULL; name = name->next)
    json_object_set_member (object,
                            name->data,
                            json_node_ref (json_object_get_member (changes, name->data)));
  rule = sentinel_rule_from_json (object, &error);
  g_assert_no_error (error);
  return rule;
}

static void
test_validate (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (validate_cases); i++) {
    g_autoptr (SentinelRule) rule = merge_over_good_rule (validate_cases[i].json);
    g_autoptr (GError) error = NULL;
    gboolean is_valid = sentinel_rule_validate (rule, &error);

    if (validate_cases[i].code < 0)
      g_assert_no_error (error);
    else {
      g_assert_error (error, SENTINEL_ERROR, validate_cases[i].code);
      if (strstr (error->message, validate_cases[i].part) == NULL)
        g_error ("%s: should say \"%s\"", error->message, validate_cases[i].part);
    }
    g_assert_true (is_valid == (error == NULL));
  }
}

/* What no JSON can hold, because from_json refuses it first. */
static void
test_validate_what_code_could_set (void)
{
  g_autofree char *fits = g_strnfill (200, 'x');
  g_autofree char *too_long = g_strnfill (201, 'x');
  g_autoptr (SentinelRule) rule = make_rule ();

  g_set_str (&rule->name, fits);
  g_assert_true (sentinel_rule_validate (rule, NULL));
  g_set_str (&rule->name, too_long);
  g_assert_false (sentinel_rule_validate (rule, NULL));
  g_set_str (&rule->name, "\xff");
  g_assert_false (sentinel_rule_validate (rule, NULL));
  g_set_str (&rule->name, "CPU");
  g_set_str (&rule->comment, "\xff");
  g_assert_false (sentinel_rule_validate (rule, NULL));
  g_set_str (&rule->comment, NULL);
  rule->importance = SENTINEL_IMPORTANCE_NONE;
  g_assert_false (sentinel_rule_validate (rule, NULL));
  rule->importance = SENTINEL_IMPORTANCE_LOW;
  rule->error_policy = (SentinelBadPolicy) 9;
  g_assert_false (sentinel_rule_validate (rule, NULL));
}

static void
test_identity (void)
{
  static const struct {
    const char *json;
    gboolean same;
  } cases[] = {
    { "{}", TRUE },
    { "{\"name\":\"other\",\"period_ms\":5000,\"for_ms\":5,\"importance\":\"low\"}", TRUE },
    { "{\"parameters\":{\"server\":\"local\",\"threshold\":50}}", TRUE },
    { "{\"parameters\":{\"server\":\"local\"}}", TRUE },
    { "{\"parameters\":{\"server\":\"local\",\"threshold\":90,\"new\":5}}", TRUE },
    { "{\"parameters\":{\"server\":\"other\",\"threshold\":90}}", FALSE },
    { "{\"parameters\":{\"threshold\":90}}", FALSE },
    { "{\"parameters\":{\"server\":5,\"threshold\":90}}", FALSE },
    { "{\"parameters\":{\"server\":\"local\",\"threshold\":90,\"core\":\"3\"}}", FALSE },
    { "{\"trigger\":\"load\"}", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SentinelRule) before =
        merge_over_good_rule ("{\"parameters\":{\"server\":\"local\",\"threshold\":90}}");
    g_autoptr (JsonObject) object = sentinel_rule_to_json (before);
    g_autoptr (JsonObject) changes = sentinel_json_parse_object (cases[i].json, -1, 0, NULL);
    g_autoptr (GList) names = json_object_get_members (changes);
    g_autoptr (SentinelRule) after = NULL;

    for (GList *name = names; name != NULL; name = name->next)
      json_object_set_member (object,
                              name->data,
                              json_node_ref (json_object_get_member (changes, name->data)));
    after = sentinel_rule_from_json (object, NULL);
    g_assert_cmpint (sentinel_rule_has_same_identity (before, after), ==, cases[i].same);
    g_assert_cmpint (sentinel_rule_has_same_identity (after, before), ==, cases[i].same);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule/full-rule-round-trips", test_full_rule_round_trips);
  g_test_add_func ("/rule/defaults-round-trip", test_defaults_round_trip);
  g_test_add_func ("/rule/missing-keys-are-defaults", test_missing_keys_are_defaults);
  g_test_add_func ("/rule/wrong-json-names-the-key", test_wrong_json_names_the_key);
  g_test_add_func ("/rule/copy-is-independent", test_copy_is_independent);
  g_test_add_func ("/rule/validate", test_validate);
  g_test_add_func ("/rule/validate-what-code-could-set", test_validate_what_code_could_set);
  g_test_add_func ("/rule/identity", test_identity);
  return g_test_run ();
}
