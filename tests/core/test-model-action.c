/* SPDX-License-Identifier: MIT */
/* Actions: what is read, what is implied, and what is refused with its place. */
#include "sentinel-action.h"
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-rule.h"

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = sentinel_json_parse (text, -1, 0, &error);

  g_assert_no_error (error);
  return node;
}

static char *
rewrite (const char *text)
{
  g_autoptr (JsonNode) node = parse (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelAction) action =
      sentinel_action_from_json (json_node_get_object (node), &error);
  g_autoptr (JsonObject) object = NULL;

  g_assert_no_error (error);
  object = sentinel_action_to_json (action);
  return sentinel_json_object_to_text (object);
}

static void
test_json (void)
{
  static const char *const texts[][2] = {
    { "{\"enabled\":false,\"channel\":\"desktop\"}",
      "{\"channel\":\"desktop\",\"enabled\":false}" },
    { "{\"channel\":\"command\",\"argv\":[\"logger\"]}",
      "{\"channel\":\"command\",\"name\":\"command\",\"argv\":[\"logger\"],\"on\":[\"fired\"],"
      "\"timeout_ms\":30000,\"cooldown_ms\":300000,\"max_per_hour\":20,\"enabled\":true}" },
    { "{\"channel\":\"command\",\"name\":\"a-B_9\",\"argv\":[\"/bin/sh\",\"-c\",\"\\n\",\"\"],"
      "\"on\":[\"resolved\",\"fired\",\"level\"],\"timeout_ms\":600000,\"cooldown_ms\":0,"
      "\"max_per_hour\":1,\"enabled\":false}",
      "{\"channel\":\"command\",\"name\":\"a-B_9\",\"argv\":[\"/bin/sh\",\"-c\",\"\\n\",\"\"],"
      "\"on\":[\"fired\",\"level\",\"resolved\"],\"timeout_ms\":600000,\"cooldown_ms\":0,"
      "\"max_per_hour\":1,\"enabled\":false}" },
    /* what this version cannot do is kept, whatever it is */
    { "{\"channel\":\"email\",\"to\":[\"a@b\"],\"enabled\":false}",
      "{\"channel\":\"email\",\"to\":[\"a@b\"],\"enabled\":false}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *once = rewrite (texts[i][0]);
    g_autofree char *twice = rewrite (once);

    g_assert_cmpstr (once, ==, texts[i][1]);
    g_assert_cmpstr (twice, ==, once);
  }
}

typedef struct {
  const char *actions, *start_of_message;
  SentinelError code;
} Refused;

static const Refused refused[] = {
  { "[7]", "actions[0]: must be an object", SENTINEL_ERROR_INVALID },
  { "[{}]", "actions[0].channel is \"\": must be", SENTINEL_ERROR_INVALID },
  { "[{\"channel\":7}]", "actions[0].channel is 7: must be", SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"email\"}]", "actions[0].channel is \"email\": ", SENTINEL_ERROR_UNSUPPORTED },
  { "[{\"channel\":\"desktop\",\"argv\":[\"a\"]}]", "actions[0].argv: ", SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"desktop\"},{\"channel\":\"command\"}]",
    "actions[1].argv: must be an array",
    SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"command\",\"argv\":\"ls\"}]", "actions[0].argv: ", SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"command\",\"argv\":[]}]", "actions[0].argv: ", SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"command\",\"argv\":[\"a\",7]}]", "actions[0].argv: ", SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"command\",\"argv\":[\"\",\"a\"]}]",
    "actions[0].argv: the first",
    SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"command\",\"argv\":[\"a\"],\"name\":\"a b\"}]",
    "actions[0].name is \"a b\": must be",
    SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"command\",\"argv\":[\"a\"],\"on\":[]}]",
    "actions[0].on: must be",
    SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"command\",\"argv\":[\"a\"],\"on\":[\"flapping\"]}]",
    "actions[0].on is \"flapping\": must be one of",
    SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"command\",\"argv\":[\"a\"],\"timeout_ms\":999}]",
    "actions[0].timeout_ms is 999: must be from 1000",
    SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"command\",\"argv\":[\"a\"],\"timeout_ms\":\"30s\"}]",
    "actions[0].timeout_ms is ",
    SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"command\",\"argv\":[\"a\"],\"cooldown_ms\":-1}]",
    "actions[0].cooldown_ms is -1: ",
    SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"command\",\"argv\":[\"a\"],\"max_per_hour\":0}]",
    "actions[0].max_per_hour is 0: ",
    SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"command\",\"argv\":[\"a\"],\"shell\":true}]",
    "actions[0].shell: there is no such member",
    SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"command\",\"argv\":[\"a\"]},{\"channel\":\"command\",\"argv\":[\"b\"]}]",
    "actions[1].name is \"command\": another",
    SENTINEL_ERROR_INVALID },
  { "[{\"channel\":\"desktop\"},{\"channel\":\"desktop\"}]",
    "actions[1].channel is \"desktop\": another",
    SENTINEL_ERROR_INVALID },
};

static void
test_a_rule_with_bad_ones_is_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (SentinelRule) rule = sentinel_rule_new ();
    g_autoptr (GError) error = NULL;

    g_set_str (&rule->name, "CPU");
    g_set_str (&rule->trigger, "cpu-usage");
    json_node_unref (rule->actions);
    rule->actions = parse (refused[i].actions);
    g_assert_false (sentinel_rule_validate (rule, &error));
    g_test_message ("%s", error->message);
    g_assert_error (error, SENTINEL_ERROR, (int) refused[i].code);
    g_assert_true (g_str_has_prefix (error->message, refused[i].start_of_message));
    g_assert_cmpstr (sentinel_error_get_field (error), ==, "actions");
  }
}

static const char mixed[] =
    "[{\"channel\":\"command\",\"argv\":[\"a\"]},"
    "{\"channel\":\"command\",\"name\":\"siren\",\"argv\":[\"b\"]},"
    "{\"channel\":\"command\",\"name\":\"off\",\"argv\":[\"c\"],\"enabled\":false},"
    "{\"channel\":\"email\",\"enabled\":false},{\"channel\":\"email\",\"enabled\":false},"
    "{\"channel\":\"desktop\",\"enabled\":false}]";

static char *
join_ids (const char *actions)
{
  g_autoptr (JsonNode) node = parse (actions);
  g_autoptr (GPtrArray) ids = sentinel_actions_list_ids (node);

  g_ptr_array_add (ids, NULL);
  return g_strjoinv (" ", (char **) ids->pdata);
}

static void
test_ids (void)
{
  static const char *const cases[][2] = {
    { "[]", "desktop" },
    { mixed, "command command:siren" },
    /* from before anybody checked */
    { "[7, {\"channel\":7}, {\"channel\":\"command\",\"name\":7}]", "desktop command" },
    { "[{\"channel\":\"webhook\",\"enabled\":\"no\"}]", "desktop webhook" },
  };
  g_autoptr (JsonNode) good = parse (mixed);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *ids = join_ids (cases[i][0]);

    g_assert_cmpstr (ids, ==, cases[i][1]);
  }
  g_assert_true (sentinel_actions_validate (good, &error));
  g_assert_no_error (error);
}

static void
test_find (void)
{
  g_autoptr (JsonNode) node = parse (mixed);
  g_autoptr (JsonNode) old = parse ("[7,{\"channel\":\"command\"}]");
  g_autoptr (SentinelAction) siren = NULL, none = NULL, bad = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sentinel_actions_find (node, "command:siren", &siren, &error));
  g_assert_cmpstr (siren->argv[0], ==, "b");
  g_assert_true (sentinel_actions_find (node, "command:horn", &none, &error));
  g_assert_null (none);
  g_assert_no_error (error);
  g_assert_false (sentinel_actions_find (old, "command", &bad, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "actions[1].argv"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/action/json", test_json);
  g_test_add_func ("/action/a-rule-with-bad-ones-is-refused", test_a_rule_with_bad_ones_is_refused);
  g_test_add_func ("/action/ids", test_ids);
  g_test_add_func ("/action/find", test_find);
  return g_test_run ();
}
