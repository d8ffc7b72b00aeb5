/* SPDX-License-Identifier: MIT */
/* The fields of a rule as text: every one can be set, each mistake names its field, and nothing
 * changes on error. */
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-rule-fields.h"

static char *
rule_text (const SentinelRule *rule)
{
  g_autoptr (JsonObject) object = sentinel_rule_to_json (rule);

  return sentinel_json_object_to_text (object);
}

/* The column of the rule's JSON as text. */
static char *
column_text (const SentinelRule *rule, const char *key)
{
  g_autoptr (JsonObject) object = sentinel_rule_to_json (rule);

  return sentinel_json_to_text (json_object_get_member (object, key));
}

static const struct {
  const char *field, *text, *column, *value;
} good[] = {
  { "name", "CPU", "name", "\"CPU\"" },
  { "period", "1m30s", "period_ms", "90000" },
  { "period", "30", "period_ms", "30000" },
  { "period", "", "period_ms", "null" },
  { "cron", "* * * * *", "cron", "\"* * * * *\"" },
  { "cron", "", "cron", "null" },
  { "zone", "Europe/Berlin", "zone", "\"Europe/Berlin\"" },
  { "for", "2m", "for_ms", "120000" },
  { "for", "0", "for_ms", "0" },
  { "keep", "500ms", "keep_ms", "500" },
  { "need-n", "3", "need_n", "3" },
  { "of-m", "5", "of_m", "5" },
  { "importance", "low", "importance", "\"low\"" },
  { "category", "Market", "category", "\"Market\"" },
  { "level",
    "high>90,81",
    "levels",
    "[{\"importance\":\"high\",\"op\":\">\",\"raise\":90.0,\"clear\":81.0}]" },
  { "level", "", "levels", "null" },
  { "nodata-policy", "ok", "nodata_policy", "\"ok\"" },
  { "error-policy", "keep", "error_policy", "\"keep\"" },
  { "bad-limit", "10", "bad_limit", "10" },
  { "event-mode", "every-run", "event_mode", "\"every-run\"" },
  { "display-minutes", "0", "display_minutes", "0" },
  { "catch-up", "skip", "catch_up", "\"skip\"" },
  { "catch-up", "once", "catch_up", "\"once\"" },
  { "catch-up", "5", "catch_up", "5" },
  { "active-hours", "08:00-18:00", "active_hours", "\"08:00-18:00\"" },
  { "flap", "no", "flap", "false" },
  { "flap", "on", "flap", "true" },
  { "actions", "[{\"channel\":\"desktop\"}]", "actions", "[{\"channel\":\"desktop\"}]" },
  { "comment", "because", "comment", "\"because\"" },
  { "enabled", "false", "enabled", "false" },
  { "paused-until", "1970-01-01T00:00:05Z", "paused_until_us", "5000000" },
  { "paused-until", "", "paused_until_us", "null" },
};

static void
test_setting_fields (void)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *value = NULL;

    sentinel_rule_set_field (rule, good[i].field, good[i].text, &error);
    g_assert_no_error (error);
    value = column_text (rule, good[i].column);
    g_assert_cmpstr (value, ==, good[i].value);
  }
}

static void
test_every_field_is_tried_above (void)
{
  guint n_fields;
  const SentinelRuleField *fields = sentinel_rule_fields (&n_fields);

  for (guint i = 0; i < n_fields; i++) {
    gboolean is_tried = FALSE;

    for (gsize n = 0; n < G_N_ELEMENTS (good); n++)
      is_tried |= g_str_equal (good[n].field, fields[i].name);
    g_assert_true (is_tried);
    g_assert_cmpstr (fields[i].value_hint, !=, "");
    g_assert_cmpstr (fields[i].description, !=, "");
  }
}

static void
test_mistakes_name_the_field_and_change_nothing (void)
{
  static const struct {
    const char *field, *text, *part;
  } cases[] = {
    { "colour", "red", "no field \"colour\": the fields are name, period" },
    { "period", "soon", "period: the duration is \"soon\"" },
    { "period", "0", "period is 0: must be from 100ms to 365d" },
    { "need-n", "two", "need-n is \"two\": must be a whole number" },
    { "need-n", "-1", "need-n is \"-1\"" },
    { "of-m", "99999999999", "of-m is" },
    { "display-minutes", "1.5", "display-minutes is \"1.5\"" },
    { "importance", "urgent", "importance is \"urgent\"" },
    { "importance", "", "importance is \"\"" },
    { "level", "high", "level is \"high\"" },
    { "catch-up", "all", "catch-up is \"all\": must be one of skip, once" },
    { "flap", "maybe", "flap is \"maybe\": must be one of yes, no" },
    { "actions", "[", "actions: JSON is wrong at line 1" },
    { "actions", "{}", "actions: must be a JSON array" },
    { "paused-until", "tomorrow", "paused-until: the time is \"tomorrow\"" },
  };
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autofree char *before = rule_text (rule);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *after = NULL;

    g_assert_false (sentinel_rule_set_field (rule, cases[i].field, cases[i].text, &error));
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    if (strstr (error->message, cases[i].part) == NULL)
      g_error ("%s: should say \"%s\"", error->message, cases[i].part);
    after = rule_text (rule);
    g_assert_cmpstr (after, ==, before);
  }
}

static void
test_levels_are_kept_in_order (void)
{
  static const char *const texts[] = { "medium>70",
                                       "critical>95",
                                       "low>50",
                                       "high>90",
                                       "medium>75" };
  static const SentinelImportance expected[] = { SENTINEL_IMPORTANCE_CRITICAL,
                                                 SENTINEL_IMPORTANCE_HIGH,
                                                 SENTINEL_IMPORTANCE_MEDIUM,
                                                 SENTINEL_IMPORTANCE_LOW };
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_true (sentinel_rule_set_field (rule, "level", texts[i], NULL));
  g_assert_cmpuint (rule->levels->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < rule->levels->len; i++)
    g_assert_cmpint (g_array_index (rule->levels, SentinelLevel, i).importance, ==, expected[i]);
  g_assert_cmpfloat_with_epsilon (g_array_index (rule->levels, SentinelLevel, 2).raise, 75, 1e-9);
  g_assert_true (sentinel_levels_validate (rule->levels, NULL));
}

static void
test_parameters_are_replaced_not_changed (void)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autoptr (SentinelRule) copy = NULL;
  g_autoptr (JsonNode) ninety = json_node_init_int (json_node_alloc (), 90);
  g_autoptr (JsonNode) local = json_node_init_string (json_node_alloc (), "local");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  sentinel_rule_set_parameter (rule, "threshold", ninety);
  sentinel_rule_set_parameter (rule, "server", local);
  copy = sentinel_rule_copy (rule);
  sentinel_rule_set_parameter (copy, "threshold", NULL);
  sentinel_rule_set_parameter (copy, "absent", NULL);
  sentinel_rule_set_parameter (copy, "server", ninety);
  first = column_text (rule, "parameters");
  second = column_text (copy, "parameters");
  g_assert_cmpstr (first, ==, "{\"threshold\":90,\"server\":\"local\"}");
  g_assert_cmpstr (second, ==, "{\"server\":90}");
  sentinel_rule_set_parameter (rule, "threshold", local);
  third = column_text (rule, "parameters");
  g_assert_cmpstr (third, ==, "{\"threshold\":\"local\",\"server\":\"local\"}");
  g_assert_true (json_node_is_immutable (rule->parameters));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule-fields/setting", test_setting_fields);
  g_test_add_func ("/rule-fields/every-field-is-tried", test_every_field_is_tried_above);
  g_test_add_func ("/rule-fields/mistakes-name-the-field",
                   test_mistakes_name_the_field_and_change_nothing);
  g_test_add_func ("/rule-fields/levels-are-kept-in-order", test_levels_are_kept_in_order);
  g_test_add_func ("/rule-fields/parameters-are-replaced-not-changed",
                   test_parameters_are_replaced_not_changed);
  return g_test_run ();
}
