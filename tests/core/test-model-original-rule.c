/* SPDX-License-Identifier: MIT */
/* Rules of the original web program: every field of its dictionaries, and what is wrong with them.
 */
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-original-rule.h"
#include "sentinel-original-trigger.h"

/* As its own program writes its first rule, but for a server that is this computer. */
static const char full_rule[] =
    "{\"id\":1,\"name\":\"Production CPU Monitor\","
    "\"parameters\":\"{\\\"server\\\": \\\"localhost\\\", \\\"threshold\\\": 90}\","
    "\"importance\":\"high\",\"category\":\"System\",\"period_seconds\":300,"
    "\"display_duration_minutes\":720,"
    "\"action_config\":\"{\\\"emails\\\": [\\\"ops@example.org\\\", \\\"b@example.org\\\"]}\","
    "\"comment\":\"Critical server monitoring\",\"is_active\":true,"
    "\"trigger_script\":\"cpu_usage_trigger\",\"last_output\":\"{}\","
    "\"prefect_deployment_id\":null,\"prefect_flow_name\":\"etl\",\"schedule_cron\":null,"
    "\"last_prefect_sync\":\"2025-12-24T10:00:00\",\"last_prefect_state\":null}";

static JsonObject *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = sentinel_json_parse_object (text, -1, 0, &error);

  g_assert_no_error (error);
  return object;
}

/* notes: (out): all of them, a line each */
static SentinelRule *
read_rule (const char *text, char **notes)
{
  g_autoptr (JsonObject) object = parse (text);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  SentinelRule *rule = sentinel_original_rule_read (object, lines, &error);

  g_assert_no_error (error);
  g_ptr_array_add (lines, NULL);
  if (notes != NULL)
    *notes = g_strjoinv ("\n", (char **) lines->pdata);
  return rule;
}

static void
assert_json (JsonNode *node, const char *expected)
{
  g_autofree char *text = sentinel_json_to_text (node);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_says (const char *notes, const char *words)
{
  if (strstr (notes, words) == NULL)
    g_test_fail_printf ("“%s” is not in “%s”", words, notes);
}

static void
test_every_field_is_taken_over (void)
{
  g_autofree char *notes = NULL;
  g_autoptr (SentinelRule) rule = read_rule (full_rule, &notes);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (rule->id, ==, 0);
  g_assert_cmpstr (rule->name, ==, "Production CPU Monitor");
  g_assert_cmpstr (rule->trigger, ==, "cpu-usage");
  assert_json (rule->parameters, "{\"server\":\"localhost\",\"threshold\":90}");
  g_assert_cmpint (rule->importance, ==, SENTINEL_IMPORTANCE_HIGH);
  g_assert_cmpstr (rule->category, ==, "System");
  g_assert_cmpint (rule->period_ms, ==, 300000);
  g_assert_cmpint (rule->display_minutes, ==, 720);
  g_assert_cmpstr (rule->comment, ==, "Critical server monitoring");
  g_assert_true (rule->enabled);
  g_assert_null (rule->cron);
  g_assert_null (rule->levels);
  g_assert_cmpint (rule->event_mode, ==, SENTINEL_EVENT_MODE_CONDITION);
  assert_json (rule->actions,
               "[{\"channel\":\"email\",\"enabled\":false,"
               "\"to\":[\"ops@example.org\",\"b@example.org\"]}]");
  g_assert_true (sentinel_rule_validate (rule, &error));
  g_assert_no_error (error);
  assert_says (notes, "ops@example.org");
  assert_says (notes, "off until a mail program is chosen");
  assert_says (notes, "cpu_usage_trigger");
  assert_says (notes, "id, prefect_flow_name, last_output, last_prefect_sync");
}

static void
test_missing_fields_are_its_defaults (void)
{
  g_autofree char *notes = NULL;
  g_autoptr (SentinelRule) rule =
      read_rule ("{\"name\":\"A\",\"trigger_script\":\"memory_leak_trigger\",\"comment\":\"\"}",
                 &notes);

  g_assert_cmpint (rule->importance, ==, SENTINEL_IMPORTANCE_MEDIUM);
  g_assert_cmpstr (rule->category, ==, "General");
  g_assert_cmpint (rule->period_ms, ==, 60000);
  g_assert_cmpint (rule->display_minutes, ==, 1440);
  g_assert_true (rule->enabled);
  g_assert_null (rule->comment);
  assert_json (rule->parameters, "{}");
  assert_json (rule->actions, "[]");
  g_assert_null (strstr (notes, "left out"));
}

typedef struct {
  const char *script, *id;
  SentinelEventMode mode;
} TriggerCase;

static const TriggerCase trigger_cases[] = {
  { "cpu_usage_trigger", "cpu-usage", SENTINEL_EVENT_MODE_CONDITION },
  { "memory_leak_trigger", "memory-leak", SENTINEL_EVENT_MODE_CONDITION },
  { "price_surge_trigger", "price-surge", SENTINEL_EVENT_MODE_CONDITION },
  { "volume_spike_trigger", "volume-spike", SENTINEL_EVENT_MODE_CONDITION },
  { "health_check_trigger", "health-check", SENTINEL_EVENT_MODE_EVERY_RUN },
  { "prefect_deployment_trigger", "prefect-deployment", SENTINEL_EVENT_MODE_EVERY_RUN },
  { "custom", "manual", SENTINEL_EVENT_MODE_CONDITION },
  { "my_own_trigger", "my_own_trigger", SENTINEL_EVENT_MODE_CONDITION },
};

static void
test_every_trigger_has_its_name_here (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (trigger_cases); i++) {
    g_autofree char *text =
        g_strdup_printf ("{\"name\":\"A\",\"trigger_script\":\"%s\"}", trigger_cases[i].script);
    g_autoptr (SentinelRule) rule = read_rule (text, NULL);

    g_assert_cmpstr (rule->trigger, ==, trigger_cases[i].id);
    g_assert_cmpint (rule->event_mode, ==, trigger_cases[i].mode);
  }
}

static void
test_a_custom_rule_is_fed_by_hand (void)
{
  g_autofree char *notes = NULL;
  g_autoptr (SentinelRule) rule =
      read_rule ("{\"name\":\"A\",\"is_active\":false,\"parameters\":{\"path\":\"/x\"},"
                 "\"schedule_cron\":\"* * * * *\"}",
                 &notes);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (rule->trigger, ==, SENTINEL_MANUAL_TRIGGER);
  g_assert_true (sentinel_rule_is_manual (rule));
  g_assert_false (rule->enabled);
  assert_json (rule->parameters, "{}");
  g_assert_true (sentinel_rule_validate (rule, &error));
  assert_says (notes, "sentinelctl raise");
  assert_says (notes, "path");
}

/* A computer that cannot be measured must not be taken for this one in silence. */
static void
test_another_server_is_this_one_and_off (void)
{
  g_autofree char *notes = NULL;
  g_autoptr (SentinelRule) rule =
      read_rule ("{\"name\":\"A\",\"trigger_script\":\"cpu_usage_trigger\","
                 "\"parameters\":{\"server\":\"PROD-CORE-01\",\"threshold\":\" 80.5 \"}}",
                 &notes);

  assert_json (rule->parameters, "{\"server\":\"localhost\",\"threshold\":80.5}");
  g_assert_false (rule->enabled);
  assert_says (notes, "PROD-CORE-01");
  assert_says (notes, "off");
}

static void
test_a_threshold_of_95_is_critical (void)
{
  g_autofree char *notes = NULL;
  g_autoptr (SentinelRule) rule =
      read_rule ("{\"name\":\"A\",\"trigger_script\":\"cpu_usage_trigger\","
                 "\"parameters\":{\"threshold\":97}}",
                 &notes);
  const SentinelLevel *level;

  g_assert_nonnull (rule->levels);
  g_assert_cmpuint (rule->levels->len, ==, 1);
  level = &g_array_index (rule->levels, SentinelLevel, 0);
  g_assert_cmpint (level->importance, ==, SENTINEL_IMPORTANCE_CRITICAL);
  g_assert_cmpfloat_with_epsilon (level->raise, 97, 0.001);
  g_assert_true (rule->enabled);
  assert_says (notes, "97");
}

static void
test_cron_stands_instead_of_the_period (void)
{
  g_autofree char *notes = NULL;
  g_autoptr (SentinelRule) rule =
      read_rule ("{\"name\":\"A\",\"trigger_script\":\"cpu_usage_trigger\",\"period_seconds\":60,"
                 "\"schedule_cron\":\"0 8 * * 1-5\"}",
                 &notes);

  g_assert_cmpstr (rule->cron, ==, "0 8 * * 1-5");
  g_assert_cmpstr (rule->zone, ==, "UTC");
  g_assert_cmpint (rule->period_ms, ==, 0);
  assert_says (notes, "UTC");
}

static void
test_the_deployment_of_a_prefect_rule_is_a_parameter (void)
{
  g_autoptr (SentinelRule) rule =
      read_rule ("{\"name\":\"A\",\"trigger_script\":\"prefect_deployment_trigger\","
                 "\"parameters\":{\"deployment_id\":\"\",\"flow_name\":\"etl\"},"
                 "\"prefect_deployment_id\":\"d-1\",\"prefect_flow_name\":\"other\"}",
                 NULL);

  assert_json (rule->parameters, "{\"deployment_id\":\"d-1\",\"flow_name\":\"etl\"}");
}

static void
test_what_nobody_knows_is_named (void)
{
  g_autofree char *notes = NULL;
  g_autoptr (SentinelRule) rule =
      read_rule ("{\"name\":\"A\",\"is_active\":true,\"colour\":\"red\",\"empty\":null,"
                 "\"action_config\":{\"webhook\":\"http://x\",\"emails\":[\"\"]}}",
                 &notes);

  assert_says (notes, "action_config.webhook, colour");
  g_assert_null (strstr (notes, "empty"));
  assert_json (rule->actions, "[]");
}

typedef struct {
  const char *member; /* of an object that is right but for it */
  const char *word; /* that the error has to have */
} WrongCase;

static const WrongCase wrong_cases[] = {
  { "\"name\":5", "name" },
  { "\"importance\":\"urgent\"", "urgent" },
  { "\"importance\":3", "importance" },
  { "\"period_seconds\":\"60\"", "period_seconds" },
  { "\"display_duration_minutes\":1.5", "display_duration_minutes" },
  { "\"is_active\":\"yes\"", "is_active" },
  { "\"is_active\":1", "is_active" },
  { "\"trigger_script\":{}", "trigger_script" },
  { "\"schedule_cron\":5", "schedule_cron" },
  { "\"parameters\":\"{\"", "parameters" },
  { "\"parameters\":\"[]\"", "parameters" },
  { "\"parameters\":[]", "parameters" },
  { "\"action_config\":\"none\"", "action_config" },
  { "\"action_config\":{\"emails\":\"a@b\"}", "action_config.emails" },
  { "\"action_config\":{\"emails\":[5]}", "action_config.emails" },
  { "\"action_config\":{\"emails\":[\"a\\nb\"]}", "action_config.emails" },
};

static void
test_a_wrong_field_is_named (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_cases); i++) {
    g_autofree char *text = g_strdup_printf ("{\"extra\":1,%s}", wrong_cases[i].member);
    g_autoptr (JsonObject) object = parse (text);
    g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GError) error = NULL;

    g_assert_null (sentinel_original_rule_read (object, notes, &error));
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    assert_says (error->message, wrong_cases[i].word);
  }
}

/* What no rule may have is left to the check of rules, which names it; nothing of it overflows. */
static void
test_periods_that_cannot_be (void)
{
  static const char *const periods[] = { "-1", "0.0001", "1e300", "-1e300", "99999999999999" };

  for (gsize i = 0; i < G_N_ELEMENTS (periods); i++) {
    g_autofree char *text = g_strdup_printf ("{\"name\":\"A\",\"trigger_script\":\"cpu_usage_"
                                             "trigger\",\"period_seconds\":%s}",
                                             periods[i]);
    g_autoptr (SentinelRule) rule = read_rule (text, NULL);
    g_autoptr (GError) error = NULL;

    g_assert_false (sentinel_rule_validate (rule, &error));
    g_assert_cmpstr (sentinel_error_get_field (error), ==, "period");
  }
}

static void
test_it_is_known_by_its_keys (void)
{
  g_autoptr (JsonObject) original = parse ("{\"name\":\"A\",\"is_active\":null}");
  g_autoptr (JsonObject) both = parse ("{\"name\":\"A\",\"comment\":\"\",\"id\":1}");
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autoptr (JsonObject) ours = sentinel_rule_to_json (rule);

  g_assert_true (sentinel_original_rule_is (original));
  g_assert_false (sentinel_original_rule_is (both));
  g_assert_false (sentinel_original_rule_is (ours));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/original-rule/every-field-is-taken-over", test_every_field_is_taken_over);
  g_test_add_func ("/original-rule/missing-fields-are-its-defaults",
                   test_missing_fields_are_its_defaults);
  g_test_add_func ("/original-rule/every-trigger-has-its-name-here",
                   test_every_trigger_has_its_name_here);
  g_test_add_func ("/original-rule/a-custom-rule-is-fed-by-hand",
                   test_a_custom_rule_is_fed_by_hand);
  g_test_add_func ("/original-rule/another-server-is-this-one-and-off",
                   test_another_server_is_this_one_and_off);
  g_test_add_func ("/original-rule/a-threshold-of-95-is-critical",
                   test_a_threshold_of_95_is_critical);
  g_test_add_func ("/original-rule/cron-stands-instead-of-the-period",
                   test_cron_stands_instead_of_the_period);
  g_test_add_func ("/original-rule/the-deployment-of-a-prefect-rule-is-a-parameter",
                   test_the_deployment_of_a_prefect_rule_is_a_parameter);
  g_test_add_func ("/original-rule/what-nobody-knows-is-named", test_what_nobody_knows_is_named);
  g_test_add_func ("/original-rule/a-wrong-field-is-named", test_a_wrong_field_is_named);
  g_test_add_func ("/original-rule/periods-that-cannot-be", test_periods_that_cannot_be);
  g_test_add_func ("/original-rule/it-is-known-by-its-keys", test_it_is_known_by_its_keys);
  return g_test_run ();
}
