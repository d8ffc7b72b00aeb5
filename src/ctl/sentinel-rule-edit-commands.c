/* SPDX-License-Identifier: MIT */
/* sentinelctl rules add, edit, enable, disable, delete. Every field of a rule is a flag; the table
 * of fields is the model's. */
#include <stdio.h>
#include <string.h>

#include "sentinel-commands.h"
#include "sentinel-ctl-options.h"
#include "sentinel-ctl-output.h"
#include "sentinel-ctl-rules.h"
#include "sentinel-error.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-fields.h"
#include "sentinel-schema.h"

#define MAX_TRIES 5 /* of an edit that others come before */

/* The flags in the order in which they were written. */
typedef struct {
  GPtrArray *names; /* of char *: a field, or "set" */
  GPtrArray *texts; /* of char * */
} Changes;

static void
changes_init (Changes *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->texts = g_ptr_array_new_with_free_func (g_free);
}

static void
changes_clear (Changes *self)
{
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Changes, changes_clear)

static gboolean
flag_cb (const char *option, const char *text, gpointer user_data, GError **error)
{
  Changes *changes = user_data;

  g_ptr_array_add (changes->names, g_strdup (option + strlen ("--")));
  g_ptr_array_add (changes->texts, g_strdup (text));
  return TRUE;
}

/* (transfer container): the texts belong to the table of fields. */
static GArray *
make_entries (void)
{
  const GOptionEntry set = {
    "set", 0, 0, G_OPTION_ARG_CALLBACK, flag_cb, "A parameter of the trigger", "PARAM=VALUE"
  };
  GArray *entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  guint n_fields;
  const SentinelRuleField *fields = sentinel_rule_fields (&n_fields);

  g_array_append_val (entries, set);
  for (guint i = 0; i < n_fields; i++) {
    const GOptionEntry entry = { fields[i].name,        0,       0,
                                 G_OPTION_ARG_CALLBACK, flag_cb, fields[i].description,
                                 fields[i].value_hint };

    g_array_append_val (entries, entry);
  }
  return entries;
}

/* FALSE: the mistake was said. */
static gboolean
parse_changes (Changes *changes,
               const char *arguments,
               const char *summary,
               int *argc,
               char ***argv)
{
  g_autoptr (GArray) entries = make_entries ();
  g_autoptr (GOptionContext) context = g_option_context_new (arguments);
  g_autofree char *program = g_strdup_printf ("sentinelctl %s", (*argv)[0]);
  GOptionGroup *group = g_option_group_new ("rule", "", "", changes, NULL);
  g_autoptr (GError) error = NULL;

  g_set_prgname (program);
  g_option_group_add_entries (group, (const GOptionEntry *) entries->data);
  g_option_context_set_main_group (context, group);
  g_option_context_set_summary (context, summary);
  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;
  sentinel_ctl_misuse ("%s: %s", (*argv)[0], error->message);
  return FALSE;
}

static gboolean
set_parameter (SentinelRule *rule, SentinelSchema *schema, const char *text, GError **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = equals != NULL ? g_strndup (text, (gsize) (equals - text)) : NULL;
  g_autoptr (JsonNode) value = NULL;

  if (name == NULL || schema == NULL) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 name == NULL ? "--set %s: write it as PARAM=VALUE"
                              : "--set %s: a rule that is fed by raise has no parameters",
                 text);
    return FALSE;
  }
  value = sentinel_schema_parse_value (schema, name, equals + 1, error);
  if (value == NULL)
    return FALSE;
  sentinel_rule_set_parameter (rule, name, value);
  return TRUE;
}

static gboolean
apply (const Changes *changes, SentinelRule *rule, SentinelSchema *schema, GError **error)
{
  for (guint i = 0; i < changes->names->len; i++) {
    const char *name = changes->names->pdata[i];
    const char *text = changes->texts->pdata[i];
    gboolean ok = strcmp (name, "set") == 0 ? set_parameter (rule, schema, text, error)
                                            : sentinel_rule_set_field (rule, name, text, error);

    if (!ok)
      return FALSE;
  }
  return TRUE;
}

/* trigger NULL: a manual rule. Applies the changes and leaves the rule complete, or says what is
 * wrong with it. */
static gboolean
complete (const Changes *changes, SentinelRule *rule, SentinelTrigger *trigger, GError **error)
{
  g_autoptr (SentinelSchema) schema = NULL;
  g_autoptr (JsonNode) parameters = NULL;

  if (trigger != NULL) {
    schema = sentinel_schema_parse (sentinel_trigger_describe (trigger)->parameters, error);
    if (schema == NULL)
      return FALSE;
  }
  if (!apply (changes, rule, schema, error))
    return FALSE;
  if (trigger != NULL) {
    parameters = sentinel_trigger_validate (trigger, rule->parameters, error);
    if (parameters == NULL)
      return FALSE;
    json_node_unref (rule->parameters);
    rule->parameters = g_steal_pointer (&parameters);
  }
  return sentinel_rule_validate (rule, error);
}

static void
preset (SentinelRule *rule, SentinelTrigger *trigger)
{
  const SentinelTriggerInfo *info;

  if (trigger == NULL) {
    g_set_str (&rule->trigger, SENTINEL_MANUAL_TRIGGER);
    return;
  }
  info = sentinel_trigger_describe (trigger);
  g_set_str (&rule->trigger, info->id);
  g_set_str (&rule->category, info->category);
  rule->importance = info->importance;
  rule->period_ms = info->period_ms;
  rule->for_ms = info->for_ms;
  rule->keep_ms = info->keep_ms;
}

static const char *
find_text (const Changes *changes, const char *name)
{
  for (guint i = changes->names->len; i > 0; i--)
    if (strcmp (changes->names->pdata[i - 1], name) == 0)
      return changes->texts->pdata[i - 1];
  return NULL;
}

/* A rule has one schedule: who sets the one means it instead of the other, and a zone is of no use
 * without what it is about. */
static void
make_room (const Changes *changes, SentinelRule *rule)
{
  const char *cron = find_text (changes, "cron"), *period = find_text (changes, "period");
  gboolean ends_cron = cron != NULL && *cron == '\0';

  if (cron != NULL && !ends_cron && period == NULL)
    rule->period_ms = 0;
  if (period != NULL && *period != '\0' && cron == NULL && rule->cron != NULL) {
    g_clear_pointer (&rule->cron, g_free);
    ends_cron = TRUE;
  }
  if (ends_cron && rule->active_hours == NULL && find_text (changes, "active-hours") == NULL)
    g_clear_pointer (&rule->zone, g_free);
}

static SentinelExit
write_rule (SentinelCtl *ctl,
            SentinelWriteFunc func,
            SentinelRule *rule,
            gint64 rule_id,
            gint64 *new_id)
{
  SentinelActor actor = sentinel_ctl_get_actor (ctl);
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (rule, rule_id, &actor);
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write (sentinel_ctl_get_store (ctl), func, act, &error))
    return sentinel_ctl_fail ("cannot write the rule", error);
  if (new_id != NULL)
    *new_id = act->rule_id;
  return SENTINEL_EXIT_DONE;
}

static gboolean
has_field (const Changes *changes, const char *name)
{
  return g_ptr_array_find_with_equal_func (changes->names, name, g_str_equal, NULL);
}

static SentinelExit
add_rule (SentinelCtl *ctl, SentinelTrigger *trigger, const Changes *changes)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autoptr (GError) error = NULL;
  SentinelExit status;
  gint64 id = 0;

  preset (rule, trigger);
  if (has_field (changes, "cron") && !has_field (changes, "period"))
    rule->period_ms = 0; /* the trigger's preset, not the person's wish */
  if (!complete (changes, rule, trigger, &error))
    return sentinel_ctl_fail ("cannot add the rule", error);
  status = write_rule (ctl, sentinel_rule_acts_add, g_steal_pointer (&rule), 0, &id);
  if (status == SENTINEL_EXIT_DONE)
    sentinel_ctl_print_number (ctl->json, "id", id);
  return status;
}

static SentinelExit
add (SentinelCtl *ctl, int argc, char **argv)
{
  g_auto (Changes) changes = { 0 };
  SentinelTrigger *trigger = NULL;
  g_autoptr (GError) error = NULL;

  changes_init (&changes);
  if (!parse_changes (&changes,
                      "TRIGGER",
                      "Adds a rule and prints its number. What is not given is taken from the "
                      "trigger.",
                      &argc,
                      &argv))
    return SENTINEL_EXIT_USAGE;
  if (argc != 2)
    return sentinel_ctl_misuse ("rules add: name one trigger; “sentinelctl triggers list” shows "
                                "them");
  if (!has_field (&changes, "name"))
    return sentinel_ctl_misuse ("rules add: give the rule a name with --name NAME");
  if (strcmp (argv[1], SENTINEL_MANUAL_TRIGGER) != 0) {
    trigger = sentinel_registry_find (sentinel_ctl_get_registry (ctl), argv[1], &error);
    if (trigger == NULL)
      return sentinel_ctl_fail (NULL, error);
  }
  return add_rule (ctl, trigger, &changes);
}

/* Once: CONFLICT when somebody else edited it between our reading and our writing. */
static gboolean
try_edit (SentinelCtl *ctl, const char *name, const Changes *changes, GError **error)
{
  SentinelActor actor = sentinel_ctl_get_actor (ctl);
  g_autoptr (SentinelRule) stored = sentinel_ctl_find_rule (ctl, name, error);
  g_autoptr (SentinelRule) rule = NULL;
  g_autoptr (SentinelRuleAct) act = NULL;
  SentinelTrigger *trigger = NULL;

  if (stored == NULL)
    return FALSE;
  if (strcmp (stored->trigger, SENTINEL_MANUAL_TRIGGER) != 0) {
    trigger = sentinel_registry_find (sentinel_ctl_get_registry (ctl), stored->trigger, error);
    if (trigger == NULL)
      return FALSE;
  }
  rule = sentinel_rule_copy (stored);
  make_room (changes, rule);
  if (!complete (changes, rule, trigger, error))
    return FALSE;
  act = sentinel_rule_act_new (g_steal_pointer (&rule), stored->id, &actor);
  return sentinel_store_write (sentinel_ctl_get_store (ctl), sentinel_rule_acts_edit, act, error);
}

static SentinelExit
edit (SentinelCtl *ctl, int argc, char **argv)
{
  g_auto (Changes) changes = { 0 };
  g_autoptr (GError) error = NULL;

  changes_init (&changes);
  if (!parse_changes (&changes,
                      "RULE",
                      "Changes fields of a rule; an open event goes on under its old version.",
                      &argc,
                      &argv))
    return SENTINEL_EXIT_USAGE;
  if (argc != 2 || changes.names->len == 0)
    return sentinel_ctl_misuse ("rules edit: name one rule and at least one field to change");
  for (guint i = 0; i < MAX_TRIES; i++) {
    g_clear_error (&error);
    if (try_edit (ctl, argv[1], &changes, &error))
      return SENTINEL_EXIT_DONE;
    if (!g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT))
      break;
  }
  return sentinel_ctl_fail ("cannot edit the rule", error);
}

static SentinelExit
act_on_rule (SentinelCtl *ctl, const char *summary, SentinelWriteFunc func, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (SentinelRule) rule = NULL;
  SentinelExit status;

  if (!sentinel_ctl_parse ("RULE", summary, entries, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  rule = sentinel_ctl_take_rule (ctl, argc, argv, &status);
  if (rule == NULL)
    return status;
  return write_rule (ctl, func, NULL, rule->id, NULL);
}

static SentinelExit
enable (SentinelCtl *ctl, int argc, char **argv)
{
  return act_on_rule (ctl, "Lets a rule be evaluated.", sentinel_rule_acts_enable, argc, argv);
}

static SentinelExit
disable (SentinelCtl *ctl, int argc, char **argv)
{
  return act_on_rule (ctl,
                      "Stops a rule; its open events are closed.",
                      sentinel_rule_acts_disable,
                      argc,
                      argv);
}

static SentinelExit
delete_rule (SentinelCtl *ctl, int argc, char **argv)
{
  return act_on_rule (ctl,
                      "Deletes a rule; its open events are closed, its history stays.",
                      sentinel_rule_acts_delete,
                      argc,
                      argv);
}

const SentinelCommand sentinel_rule_edit_commands[] = {
  { "rules",
    "add",
    "TRIGGER --name NAME [--set PARAM=VALUE]… [--period 30s] …",
    "Add a rule",
    add },
  { "rules", "edit", "RULE [--set PARAM=VALUE]… [--name NAME] …", "Change fields of a rule", edit },
  { "rules", "enable", "RULE", "Let a rule be evaluated", enable },
  { "rules", "disable", "RULE", "Stop a rule; its open events are closed", disable },
  { "rules", "delete", "RULE", "Delete a rule; its history stays", delete_rule },
  { NULL },
};
