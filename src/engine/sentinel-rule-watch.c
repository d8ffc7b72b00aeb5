/* SPDX-License-Identifier: MIT */
/* Asks the rule's trigger whether it can be waited for. */
#include "sentinel-rule-watch.h"

/**
 * sentinel_rule_watch_create:
 * @rule: a rule
 * @registry: the triggers
 *
 * A rule with levels of its own has none: a trigger waits for the levels that its parameters stand
 * for.
 *
 * Returns: (transfer full) (nullable): a source, not attached, that becomes ready when the rule
 * should be run; %NULL: it must be run by its period
 */
GSource *
sentinel_rule_watch_create (const SentinelRule *rule, SentinelRegistry *registry)
{
  SentinelTrigger *trigger = sentinel_registry_find (registry, rule->trigger, NULL);
  g_autoptr (JsonNode) parameters = NULL;
  g_autoptr (GError) error = NULL;
  GSource *watch;

  if (trigger == NULL || rule->levels != NULL)
    return NULL;
  parameters = sentinel_trigger_validate (trigger, rule->parameters, NULL);
  if (parameters == NULL)
    return NULL;
  watch = sentinel_trigger_create_watch (trigger, json_node_get_object (parameters), &error);
  if (watch == NULL)
    g_debug ("Rule %" G_GINT64_FORMAT ": %s", rule->id, error->message);
  return watch;
}
