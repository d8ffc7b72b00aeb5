/* SPDX-License-Identifier: MIT */
/* Plays every scenarios/NAME.scenario and compares each line. A scenario is text about what it
 * shows, then [rule] with the rule as JSON, [readings] with the timeline as CSV, and [expected]
 * with the exact lines; lines that begin with # are remarks. */
#include "sentinel-json.h"
#include "sentinel-simulation.h"

typedef struct {
  GString *rule, *readings, *expected;
} Scenario;

static GString *
choose_section (Scenario *scenario, const char *line, GString *current)
{
  if (g_str_equal (line, "[rule]"))
    return scenario->rule;
  if (g_str_equal (line, "[readings]"))
    return scenario->readings;
  if (g_str_equal (line, "[expected]"))
    return scenario->expected;
  if (current != NULL && *line != '#' && *line != '\0')
    g_string_append_printf (current, "%s\n", line);
  return current;
}

static void
scenario_read (Scenario *scenario, const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  GString *section = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  scenario->rule = g_string_new (NULL);
  scenario->readings = g_string_new (NULL);
  scenario->expected = g_string_new (NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    section = choose_section (scenario, lines[i], section);
}

static void
scenario_clear (Scenario *scenario)
{
  g_string_free (scenario->rule, TRUE);
  g_string_free (scenario->readings, TRUE);
  g_string_free (scenario->expected, TRUE);
}

static void
append_line (JsonObject *line, gpointer user_data)
{
  g_autofree char *text = sentinel_json_object_to_text (line);

  g_string_append_printf (user_data, "%s\n", text);
}

/* Line by line, so that a difference is seen where it begins; the other scenarios go on. */
static void
compare (const char *actual, const char *expected)
{
  g_auto (GStrv) ours = g_strsplit (actual, "\n", -1);
  g_auto (GStrv) theirs = g_strsplit (expected, "\n", -1);
  guint i = 0;

  while (ours[i] != NULL && g_strcmp0 (ours[i], theirs[i]) == 0)
    i++;
  if (ours[i] == NULL && theirs[i] == NULL)
    return;
  g_test_message ("Line %u is      %s", i + 1, ours[i]);
  g_test_message ("Line %u must be %s", i + 1, theirs[i]);
  g_test_message ("All lines:\n%s", actual);
  g_test_fail ();
}

static void
test_scenario (gconstpointer path)
{
  g_autoptr (SentinelRegistry) registry = sentinel_registry_new ();
  g_autoptr (GString) actual = g_string_new (NULL);
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (SentinelRule) rule = NULL;
  g_autoptr (GError) error = NULL;
  Scenario scenario;

  scenario_read (&scenario, path);
  object = sentinel_json_parse_object (scenario.rule->str, -1, 0, &error);
  g_assert_no_error (error);
  rule = sentinel_rule_from_json (object, &error);
  g_assert_no_error (error);
  sentinel_simulation_run (registry, rule, scenario.readings->str, append_line, actual, &error);
  if (error != NULL)
    g_string_append_printf (actual, "error: %s\n", error->message);
  compare (actual->str, scenario.expected->str);
  scenario_clear (&scenario);
}

static void
add_scenarios (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n_scenarios = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *test_path = g_strconcat ("/scenarios/", name, NULL);

    if (!g_str_has_suffix (name, ".scenario"))
      continue;
    g_test_add_data_func_full (test_path,
                               g_build_filename (folder, name, NULL),
                               test_scenario,
                               g_free);
    n_scenarios++;
  }
  g_assert_cmpuint (n_scenarios, >=, 60);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = NULL;

  g_test_init (&argc, &argv, NULL);
  folder = g_test_build_filename (G_TEST_DIST, "scenarios", NULL);
  add_scenarios (folder);
  return g_test_run ();
}
