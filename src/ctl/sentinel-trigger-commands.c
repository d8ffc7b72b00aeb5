/* SPDX-License-Identifier: MIT */
/* sentinelctl triggers, simulate. */
#include <stdio.h>

#include "sentinel-commands.h"
#include "sentinel-ctl-input.h"
#include "sentinel-ctl-options.h"
#include "sentinel-ctl-output.h"
#include "sentinel-duration.h"
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-simulation.h"

#define MAX_INPUT_BYTES (64 * 1024 * 1024)

static JsonObject *
trigger_to_json (SentinelTrigger *trigger)
{
  const SentinelTriggerInfo *info = sentinel_trigger_describe (trigger);
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) parameters = sentinel_json_parse (info->parameters, -1, 0, NULL);

  json_object_set_string_member (object, "id", info->id);
  sentinel_json_set_text (object, "alias", info->alias);
  json_object_set_string_member (object, "name", info->name);
  json_object_set_string_member (object, "description", info->description);
  json_object_set_string_member (object, "category", info->category);
  json_object_set_string_member (object,
                                 "importance",
                                 sentinel_importance_to_string (info->importance));
  json_object_set_int_member (object, "period_ms", info->period_ms);
  json_object_set_int_member (object, "for_ms", info->for_ms);
  json_object_set_int_member (object, "keep_ms", info->keep_ms);
  if (parameters != NULL)
    json_object_set_member (object, "parameters", g_steal_pointer (&parameters));
  return object;
}

static SentinelExit
list (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (SentinelTable) table =
      sentinel_table_new ((const char *const[]) { "ID", "NAME", "WHAT IT DOES", NULL });
  g_autoptr (GPtrArray) triggers = NULL;

  if (!sentinel_ctl_parse ("", "Lists the triggers there are.", entries, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  triggers = sentinel_registry_list (sentinel_ctl_get_registry (ctl));
  for (guint i = 0; i < triggers->len; i++) {
    const SentinelTriggerInfo *info = sentinel_trigger_describe (triggers->pdata[i]);
    g_autoptr (JsonObject) object = trigger_to_json (triggers->pdata[i]);

    if (ctl->json)
      sentinel_ctl_print_json (object);
    else
      sentinel_table_add (table, info->id, info->name, info->description, NULL);
  }
  if (!ctl->json)
    sentinel_table_print (table);
  return SENTINEL_EXIT_DONE;
}

static char *
describe_range (const SentinelProperty *property)
{
  g_autoptr (GString) text = g_string_new (property->type);

  if (property->minimum > -G_MAXDOUBLE && property->maximum < G_MAXDOUBLE)
    g_string_append_printf (text, ", %g to %g", property->minimum, property->maximum);
  if (property->unit != NULL)
    g_string_append_printf (text, " %s", property->unit);
  for (guint i = 0; property->choices != NULL && i < json_array_get_length (property->choices);
       i++) {
    g_autofree char *choice = sentinel_json_to_text (json_array_get_element (property->choices, i));

    g_string_append_printf (text, "%s%s", i == 0 ? ": " : ", ", choice);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
print_parameters (const char *schema_text)
{
  g_autoptr (SentinelSchema) schema = sentinel_schema_parse (schema_text, NULL);
  g_autoptr (SentinelTable) table = sentinel_table_new ((const char *const[]) { "PARAMETER",
                                                                                "TAKES",
                                                                                "DEFAULT",
                                                                                "WHAT IT IS",
                                                                                NULL });

  for (guint i = 0; schema != NULL && i < sentinel_schema_get_n_properties (schema); i++) {
    const SentinelProperty *property = sentinel_schema_get_property (schema, i);
    g_autofree char *takes = describe_range (property);
    g_autofree char *preset =
        property->default_value != NULL ? sentinel_json_to_text (property->default_value) : NULL;

    sentinel_table_add (table,
                        property->name,
                        takes,
                        preset,
                        property->description != NULL ? property->description : property->title,
                        NULL);
  }
  sentinel_table_print (table);
}

static SentinelExit
describe (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  SentinelTrigger *trigger;

  if (!sentinel_ctl_parse ("TRIGGER",
                           "Describes a trigger and its parameters.",
                           entries,
                           &argc,
                           &argv))
    return SENTINEL_EXIT_USAGE;
  if (argc != 2)
    return sentinel_ctl_misuse ("triggers describe: name one trigger; “triggers list” shows them");
  trigger = sentinel_registry_find (sentinel_ctl_get_registry (ctl), argv[1], &error);
  if (trigger == NULL)
    return sentinel_ctl_fail (NULL, error);
  object = trigger_to_json (trigger);
  if (ctl->json) {
    sentinel_ctl_print_json (object);
    return SENTINEL_EXIT_DONE;
  }
  json_object_remove_member (object, "parameters");
  sentinel_ctl_print_facts (object);
  printf ("\n");
  print_parameters (sentinel_trigger_describe (trigger)->parameters);
  return SENTINEL_EXIT_DONE;
}

static SentinelRule *
load_rule (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) object = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  object = sentinel_json_parse_object (text, (gssize) length, 0, error);
  if (object == NULL) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  return sentinel_rule_from_json (object, error);
}

static void
print_line_cb (JsonObject *line, gpointer user_data)
{
  SentinelCtl *ctl = user_data;
  g_autoptr (GString) text = g_string_new (NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (ctl->json) {
    sentinel_ctl_print_json (line);
    return;
  }
  json_object_iter_init_ordered (&iter, line);
  while (json_object_iter_next_ordered (&iter, &name, &value)) {
    g_autofree char *shown = JSON_NODE_HOLDS_VALUE (value)
                                     && json_node_get_value_type (value) == G_TYPE_STRING
                                 ? sentinel_ctl_dup_line (json_node_get_string (value))
                                 : sentinel_json_to_text (value);

    g_string_append_printf (text, "%s%s=%s", text->len > 0 ? "  " : "", name, shown);
  }
  printf ("%s\n", text->str);
}

static SentinelExit
simulate (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (SentinelRule) rule = NULL;
  g_autoptr (GBytes) csv = NULL;
  g_autoptr (GError) error = NULL;

  if (!sentinel_ctl_parse ("RULE.json < READINGS.csv",
                           "Plays readings from standard input through a rule and prints the exact "
                           "events,\n"
                           "transitions and deliveries. Nothing of yours is touched.",
                           entries,
                           &argc,
                           &argv))
    return SENTINEL_EXIT_USAGE;
  if (argc != 2)
    return sentinel_ctl_misuse ("simulate: name the file of one rule; the readings come on "
                                "standard input");
  rule = load_rule (argv[1], &error);
  if (rule == NULL)
    return sentinel_ctl_fail ("cannot load the rule", error);
  csv = sentinel_ctl_read_input ("-", MAX_INPUT_BYTES, &error);
  if (csv == NULL)
    return sentinel_ctl_fail ("cannot read the readings", error);
  if (!sentinel_simulation_run (sentinel_ctl_get_registry (ctl),
                                rule,
                                g_bytes_get_data (csv, NULL),
                                print_line_cb,
                                ctl,
                                &error))
    return sentinel_ctl_fail ("cannot simulate", error);
  return SENTINEL_EXIT_DONE;
}

const SentinelCommand sentinel_trigger_commands[] = {
  { "triggers", "list", "", "List the triggers there are", list },
  { "triggers", "describe", "TRIGGER", "Describe a trigger and its parameters", describe },
  { NULL, "simulate", "RULE.json < READINGS.csv", "Play readings through a rule", simulate },
  { NULL },
};
