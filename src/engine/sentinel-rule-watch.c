/* SPDX-License-Identifier: MIT */
/* Asks the rule's trigger whether it can be waited for. */
#include "sentinel-rule-watch.h"

/* A rule with levels of its own has none: a trigger waits for the levels that its parameters stand
 * for. */
static GSource *
create_source (const SentinelRule *rule, SentinelRegistry *registry)
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

/**
 * sentinel_rule_watch_ensure:
 * @self: the watch of a rule
 * @rule: the rule
 * @registry: the triggers
 * @ready: runs in the thread-default main context whenever the rule should be run
 * @user_data: for @ready
 *
 * Makes the rule's watch, where there is none. One that lives is kept: a new watch of the kernel
 * may give a false alarm at first.
 *
 * Returns: whether it can stand in for the rule's schedule
 */
gboolean
sentinel_rule_watch_ensure (SentinelRuleWatch *self,
                            const SentinelRule *rule,
                            SentinelRegistry *registry,
                            GSourceFunc ready,
                            gpointer user_data)
{
  if (self->source != NULL && g_source_is_destroyed (self->source))
    g_clear_pointer (&self->source, g_source_unref);
  if (self->source != NULL || self->is_refused)
    return self->source != NULL;
  self->source = create_source (rule, registry);
  self->is_refused = self->source == NULL;
  if (self->source == NULL)
    return FALSE;
  g_source_set_callback (self->source, ready, user_data, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return TRUE;
}

/**
 * sentinel_rule_watch_clear:
 * @self: the watch of a rule
 *
 * Ends it; it may be made again.
 */
void
sentinel_rule_watch_clear (SentinelRuleWatch *self)
{
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  self->is_refused = FALSE;
}
