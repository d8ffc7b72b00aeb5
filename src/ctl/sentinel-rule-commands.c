/* SPDX-License-Identifier: MIT */
/* sentinelctl rules list, show, run, test. */
#include <math.h>
#include <stdio.h>

#include "sentinel-commands.h"
#include "sentinel-ctl-options.h"
#include "sentinel-ctl-output.h"
#include "sentinel-ctl-rules.h"
#include "sentinel-ctl-runs.h"
#include "sentinel-ctl-wait.h"
#include "sentinel-duration.h"
#include "sentinel-evaluator.h"
#include "sentinel-json.h"
#include "sentinel-rule-store.h"
#include "sentinel-schedule.h"

typedef struct {
  SentinelRule *rule;
  SentinelRuleState *state;
} RuleRow;

static void
rule_row_free (gpointer data)
{
  RuleRow *row = data;

  sentinel_rule_unref (row->rule);
  g_clear_pointer (&row->state, sentinel_rule_state_free);
  g_free (row);
}

static RuleRow *
rule_row_new (SentinelDatabase *db, SentinelRule *rule, GError **error)
{
  RuleRow *row = g_new0 (RuleRow, 1);

  row->rule = sentinel_rule_ref (rule);
  row->state = sentinel_rule_store_get_state (db, rule->id, error);
  if (row->state != NULL)
    return row;
  rule_row_free (row);
  return NULL;
}

static gpointer
list_cb (SentinelDatabase *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) rules = sentinel_rule_store_list (db, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (rule_row_free);

  for (guint i = 0; rules != NULL && i < rules->len; i++) {
    RuleRow *row = rule_row_new (db, rules->pdata[i], error);

    if (row == NULL)
      return NULL;
    g_ptr_array_add (rows, row);
  }
  return rules != NULL ? g_steal_pointer (&rows) : NULL;
}

static JsonObject *
row_to_json (const RuleRow *row)
{
  JsonObject *object = sentinel_rule_to_json (row->rule);
  const SentinelRuleState *state = row->state;

  json_object_set_string_member (object,
                                 "health",
                                 sentinel_nick_of (sentinel_health_nicks, (int) state->health));
  sentinel_json_set_text (object, "health_text", state->health_text);
  sentinel_json_set_time (object, "last_run_at_us", state->last_run_at_us);
  sentinel_json_set_text (object, "last_output", state->last_output);
  json_object_set_int_member (object, "bad_count", state->bad_count);
  json_object_set_int_member (object, "missed_count", state->missed_count);
  return object;
}

static char *
describe_schedule (const SentinelRule *rule)
{
  g_autoptr (SentinelSchedule) schedule = NULL;
  g_autofree char *period = NULL;

  if (sentinel_rule_is_manual (rule))
    return g_strdup ("by hand");
  if (rule->cron != NULL) {
    schedule = sentinel_schedule_new_of_rule (rule, NULL);
    return schedule != NULL ? sentinel_schedule_dup_words (schedule) : g_strdup (rule->cron);
  }
  period = sentinel_duration_format (rule->period_ms);
  return g_strdup_printf ("every %s", period);
}

static void
add_row (SentinelTable *table, const RuleRow *row)
{
  const SentinelRule *rule = row->rule;
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, rule->id);
  g_autofree char *schedule = describe_schedule (rule);
  const char *state =
      rule->enabled ? sentinel_nick_of (sentinel_health_nicks, (int) row->state->health) : "off";

  sentinel_table_add (table,
                      id,
                      sentinel_importance_to_string (rule->importance),
                      schedule,
                      state,
                      rule->trigger,
                      rule->name,
                      NULL);
}

static SentinelExit
list (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (SentinelTable) table = sentinel_table_new ((const char *const[]) { "ID",
                                                                                "IMPORTANCE",
                                                                                "SCHEDULE",
                                                                                "HEALTH",
                                                                                "TRIGGER",
                                                                                "NAME",
                                                                                NULL });
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  if (!sentinel_ctl_parse ("", "Lists all rules.", entries, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  rows = sentinel_store_read (sentinel_ctl_get_store (ctl), list_cb, NULL, &error);
  if (rows == NULL)
    return sentinel_ctl_fail ("cannot list the rules", error);
  for (guint i = 0; i < rows->len; i++) {
    if (ctl->json) {
      g_autoptr (JsonObject) object = row_to_json (rows->pdata[i]);

      sentinel_ctl_print_json (object);
    } else {
      add_row (table, rows->pdata[i]);
    }
  }
  if (!ctl->json)
    sentinel_table_print (table);
  return SENTINEL_EXIT_DONE;
}

static gpointer
show_cb (SentinelDatabase *db, gpointer rule, GError **error)
{
  return rule_row_new (db, rule, error);
}

static SentinelExit
show (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (SentinelRule) rule = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  SentinelExit status;
  RuleRow *row;

  if (!sentinel_ctl_parse ("RULE", "Shows one rule and how it is doing.", entries, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  rule = sentinel_ctl_take_rule (ctl, argc, argv, &status);
  if (rule == NULL)
    return status;
  row = sentinel_store_read (sentinel_ctl_get_store (ctl), show_cb, rule, &error);
  if (row == NULL)
    return sentinel_ctl_fail (NULL, error);
  object = row_to_json (row);
  rule_row_free (row);
  if (ctl->json)
    sentinel_ctl_print_json (object);
  else
    sentinel_ctl_print_facts (object);
  return SENTINEL_EXIT_DONE;
}

static SentinelExit
run (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (SentinelRule) rule = NULL;
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_run_free);
  g_autoptr (GError) error = NULL;
  g_auto (SentinelWait) wait = { 0 };
  SentinelExit status;
  SentinelRun *answer;

  if (!sentinel_ctl_parse ("RULE",
                           "Checks one rule now, whoever holds the engine.",
                           entries,
                           &argc,
                           &argv))
    return SENTINEL_EXIT_USAGE;
  rule = sentinel_ctl_take_rule (ctl, argc, argv, &status);
  if (rule == NULL)
    return status;
  sentinel_wait_init (&wait);
  sentinel_engine_run_rule_async (sentinel_context_get_engine (ctl->context),
                                  rule->id,
                                  NULL,
                                  sentinel_wait_cb,
                                  &wait);
  answer = sentinel_engine_run_rule_finish (sentinel_context_get_engine (ctl->context),
                                            sentinel_wait_for (&wait),
                                            &error);
  if (answer == NULL)
    return sentinel_ctl_fail ("cannot run the rule", error);
  g_ptr_array_add (runs, answer);
  return sentinel_ctl_print_runs (ctl, runs) ? SENTINEL_EXIT_DONE : SENTINEL_EXIT_FAILED;
}

/* What the reading would come to by the rule's levels, were it the first. */
static const char *
judge (const SentinelPlan *plan, const SentinelReading *reading, SentinelImportance *level)
{
  SentinelInput input = {
    .kind = SENTINEL_INPUT_READING,
    .value = reading->value,
    .has_verdict = reading->has_verdict,
    .triggered = reading->triggered,
    .importance = reading->importance,
  };

  return sentinel_nick_of (sentinel_outcome_nicks,
                           (int) sentinel_evaluator_judge (plan, &input, level));
}

static void
print_reading (SentinelCtl *ctl, const SentinelPlan *plan, const SentinelReading *reading)
{
  SentinelImportance level;
  const char *outcome = judge (plan, reading, &level);
  g_autoptr (JsonObject) object = json_object_new ();

  sentinel_json_set_text (object, "source", reading->source);
  sentinel_json_set_number (object, "value", reading->value);
  sentinel_json_set_text (object, "unit", reading->unit);
  json_object_set_string_member (object, "outcome", outcome);
  sentinel_json_set_text (object,
                          "importance",
                          level != SENTINEL_IMPORTANCE_NONE ? sentinel_importance_to_string (level)
                                                            : NULL);
  sentinel_json_set_text (object, "message", reading->message);
  if (ctl->json)
    sentinel_ctl_print_json (object);
  else
    sentinel_ctl_print_facts (object);
}

static SentinelPlan *
compile (SentinelCtl *ctl, const SentinelRule *rule, GError **error)
{
  SentinelTrigger *trigger =
      sentinel_registry_find (sentinel_ctl_get_registry (ctl), rule->trigger, error);
  g_autoptr (JsonNode) parameters = NULL;
  g_autoptr (GArray) levels = NULL;

  if (trigger == NULL)
    return NULL;
  parameters = sentinel_trigger_validate (trigger, rule->parameters, error);
  if (parameters == NULL)
    return NULL;
  levels = sentinel_trigger_dup_levels (trigger, json_node_get_object (parameters));
  return sentinel_plan_compile (rule, levels, error);
}

static SentinelExit
print_test (SentinelCtl *ctl, const SentinelRule *rule, const SentinelEvaluation *evaluation)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelPlan) plan = compile (ctl, rule, &error);

  if (plan == NULL)
    return sentinel_ctl_fail ("cannot test the rule", error);
  if (evaluation->result == NULL) {
    sentinel_ctl_fail ("the check failed", evaluation->error);
    return SENTINEL_EXIT_FAILED;
  }
  for (guint i = 0; i < evaluation->result->readings->len; i++)
    print_reading (ctl, plan, evaluation->result->readings->pdata[i]);
  if (!ctl->json)
    printf ("time: %" G_GINT64_FORMAT " ms\n", evaluation->duration_ms);
  return SENTINEL_EXIT_DONE;
}

static SentinelExit
test (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (SentinelRule) rule = NULL;
  g_autoptr (SentinelEvaluation) evaluation = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (SentinelWait) wait = { 0 };
  SentinelExit status;

  if (!sentinel_ctl_parse ("RULE",
                           "Runs a rule's trigger once and stores nothing.",
                           entries,
                           &argc,
                           &argv))
    return SENTINEL_EXIT_USAGE;
  rule = sentinel_ctl_take_rule (ctl, argc, argv, &status);
  if (rule == NULL)
    return status;
  sentinel_wait_init (&wait);
  sentinel_engine_test_rule_async (sentinel_context_get_engine (ctl->context),
                                   rule,
                                   NULL,
                                   sentinel_wait_cb,
                                   &wait);
  evaluation = sentinel_engine_test_rule_finish (sentinel_context_get_engine (ctl->context),
                                                 sentinel_wait_for (&wait),
                                                 &error);
  if (evaluation == NULL)
    return sentinel_ctl_fail ("cannot test the rule", error);
  return print_test (ctl, rule, evaluation);
}

const SentinelCommand sentinel_rule_commands[] = {
  { "rules", "list", "", "List all rules", list },
  { "rules", "show", "RULE", "Show one rule", show },
  { "rules", "run", "RULE", "Check one rule now", run },
  { "rules", "test", "RULE", "Run a rule's trigger once and store nothing", test },
  { NULL },
};
