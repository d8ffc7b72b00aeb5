/* SPDX-License-Identifier: MIT */
/* What a newcomer's computer is watched for, as a table. What it does not say is the trigger's
 * preset. */
#include "sentinel-starter-rules.h"

#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-rule-store.h"

typedef struct {
  const char *name;
  const char *trigger;
  const char *parameters;
} StarterRule;

static const StarterRule starter_rules[] = {
  { "Processor", "cpu-usage", "{\"metric\":\"usage\",\"threshold\":90}" },
  { "Processor pressure", "cpu-usage", "{\"metric\":\"pressure\",\"threshold\":40}" },
  { "Load", "cpu-usage", "{\"metric\":\"load\",\"threshold\":2}" },
};

static SentinelRule *
make_rule (SentinelTrigger *trigger, const StarterRule *starter, GError **error)
{
  const SentinelTriggerInfo *info = sentinel_trigger_describe (trigger);
  g_autoptr (JsonNode) parameters = sentinel_json_parse (starter->parameters, -1, 0, error);
  g_autoptr (JsonNode) complete = NULL;
  SentinelRule *rule;

  if (parameters == NULL)
    return NULL;
  complete = sentinel_trigger_validate (trigger, parameters, error);
  if (complete == NULL)
    return NULL;
  rule = sentinel_rule_new ();
  g_set_str (&rule->name, starter->name);
  g_set_str (&rule->trigger, info->id);
  g_set_str (&rule->category, info->category);
  g_clear_pointer (&rule->parameters, json_node_unref);
  rule->parameters = g_steal_pointer (&complete);
  rule->importance = info->importance;
  rule->period_ms = info->period_ms;
  rule->for_ms = info->for_ms;
  rule->keep_ms = info->keep_ms;
  return rule;
}

/* *is_taken: there is a rule of that name already; it stays as it is. */
static gboolean
find_name (SentinelDatabase *db, const char *name, gboolean *is_taken, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (SentinelRule) rule = sentinel_rule_store_find (db, name, &local_error);

  *is_taken = rule != NULL;
  if (rule != NULL || g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
add_rule (SentinelTransaction *tx,
          SentinelStarterAct *act,
          const StarterRule *starter,
          GError **error)
{
  SentinelTrigger *trigger = sentinel_registry_find (act->registry, starter->trigger, error);
  g_autoptr (SentinelRule) rule = NULL;
  gboolean is_taken;

  if (trigger == NULL
      || !find_name (sentinel_transaction_get_database (tx), starter->name, &is_taken, error))
    return FALSE;
  if (is_taken)
    return TRUE;
  rule = make_rule (trigger, starter, error);
  if (rule == NULL || sentinel_rule_store_insert (tx, rule, act->author, error) == 0)
    return FALSE;
  act->n_added++;
  return TRUE;
}

/**
 * sentinel_starter_rules_add:
 * @tx: the transaction
 * @act: a #SentinelStarterAct
 * @error: return location; the store's
 *
 * Adds the starter rules whose names are free. Writer thread.
 *
 * Returns: whether all that were missing are there now
 */
gboolean
sentinel_starter_rules_add (SentinelTransaction *tx, gpointer act, GError **error)
{
  SentinelStarterAct *starter_act = act;

  starter_act->n_added = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (starter_rules); i++)
    if (!add_rule (tx, starter_act, &starter_rules[i], error))
      return FALSE;
  return TRUE;
}
