/* SPDX-License-Identifier: MIT */
/* The rule as a value: made, copied, shared and compared. Its JSON is in sentinel-rule-json.c, its
 * checks in sentinel-rule-validate.c. */
#include "sentinel-rule.h"

const SentinelNick sentinel_bad_policy_nicks[] = {
  { SENTINEL_BAD_POLICY_EVENT, "event" },
  { SENTINEL_BAD_POLICY_BREACH, "breach" },
  { SENTINEL_BAD_POLICY_OK, "ok" },
  { SENTINEL_BAD_POLICY_KEEP, "keep" },
  { 0, NULL },
};

const SentinelNick sentinel_event_mode_nicks[] = {
  { SENTINEL_EVENT_MODE_CONDITION, "condition" },
  { SENTINEL_EVENT_MODE_EVERY_RUN, "every-run" },
  { 0, NULL },
};

const SentinelNick sentinel_health_nicks[] = {
  { SENTINEL_HEALTH_UNKNOWN, "unknown" },
  { SENTINEL_HEALTH_OK, "ok" },
  { SENTINEL_HEALTH_BAD, "bad" },
  { SENTINEL_HEALTH_FAILING, "failing" },
  { 0, NULL },
};

G_DEFINE_BOXED_TYPE (SentinelRule, sentinel_rule, sentinel_rule_ref, sentinel_rule_unref)

static JsonNode *
sealed_empty_object (void)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_node_seal (node);
  return node;
}

static JsonNode *
sealed_empty_array (void)
{
  g_autoptr (JsonArray) array = json_array_new ();
  JsonNode *node = json_node_init_array (json_node_alloc (), array);

  json_node_seal (node);
  return node;
}

/**
 * sentinel_rule_new:
 *
 * Returns: (transfer full): a rule with the defaults of the schema and a uid of its own, without
 * name, trigger and schedule
 */
SentinelRule *
sentinel_rule_new (void)
{
  SentinelRule *self = g_atomic_rc_box_new0 (SentinelRule);

  self->uid = g_uuid_string_random ();
  self->name = g_strdup ("");
  self->trigger = g_strdup ("");
  self->parameters = sealed_empty_object ();
  self->importance = SENTINEL_IMPORTANCE_HIGH;
  self->category = g_strdup ("System");
  self->need_n = 1;
  self->of_m = 1;
  self->bad_limit = 3;
  self->display_minutes = 1440;
  self->catch_up = SENTINEL_CATCH_UP_ONCE;
  self->flap = TRUE;
  self->actions = sealed_empty_array ();
  self->enabled = TRUE;
  self->version = 1;
  return self;
}

/**
 * sentinel_rule_ref:
 * @self: a rule
 *
 * Returns: (transfer full): @self. Any thread.
 */
SentinelRule *
sentinel_rule_ref (SentinelRule *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_rule (gpointer data)
{
  SentinelRule *self = data;

  g_free (self->uid);
  g_free (self->name);
  g_free (self->trigger);
  g_clear_pointer (&self->parameters, json_node_unref);
  g_free (self->cron);
  g_free (self->zone);
  g_free (self->category);
  g_clear_pointer (&self->levels, g_array_unref);
  g_free (self->active_hours);
  g_clear_pointer (&self->actions, json_node_unref);
  g_free (self->comment);
}

/**
 * sentinel_rule_unref:
 * @self: (transfer full): a rule
 *
 * Gives one reference back. Any thread.
 */
void
sentinel_rule_unref (SentinelRule *self)
{
  g_atomic_rc_box_release_full (self, clear_rule);
}

/**
 * sentinel_rule_copy:
 * @self: a rule
 *
 * Returns: (transfer full): a rule of its own with the same contents, uid and id included; the
 * sealed JSON is shared. Any thread.
 */
SentinelRule *
sentinel_rule_copy (const SentinelRule *self)
{
  SentinelRule *copy = g_atomic_rc_box_new0 (SentinelRule);

  *copy = *self;
  copy->uid = g_strdup (self->uid);
  copy->name = g_strdup (self->name);
  copy->trigger = g_strdup (self->trigger);
  copy->parameters = json_node_ref (self->parameters);
  copy->cron = g_strdup (self->cron);
  copy->zone = g_strdup (self->zone);
  copy->category = g_strdup (self->category);
  copy->levels = self->levels != NULL ? g_array_copy (self->levels) : NULL;
  copy->active_hours = g_strdup (self->active_hours);
  copy->actions = json_node_ref (self->actions);
  copy->comment = g_strdup (self->comment);
  return copy;
}

/**
 * sentinel_rule_duplicate:
 * @self: a rule
 * @name: of the other one
 *
 * Returns: (transfer full): a rule that is not stored yet and does the same. Any thread.
 */
SentinelRule *
sentinel_rule_duplicate (const SentinelRule *self, const char *name)
{
  SentinelRule *other = sentinel_rule_copy (self);

  g_free (other->uid);
  other->uid = g_uuid_string_random ();
  g_set_str (&other->name, name);
  other->id = 0;
  other->version = 1;
  other->created_at_us = other->updated_at_us = other->deleted_at_us = 0;
  return other;
}

/**
 * sentinel_rule_is_manual:
 * @self: a rule
 *
 * Returns: whether it has no schedule: it is fed by raise or run by hand. Any thread.
 */
gboolean
sentinel_rule_is_manual (const SentinelRule *self)
{
  return self->period_ms == 0 && self->cron == NULL;
}

static const char *
find_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/* Whether every string of a is the same string in b. */
static gboolean
strings_are_in (JsonObject *a, JsonObject *b)
{
  g_autoptr (GList) names = json_object_get_members (a);

  for (GList *name = names; name != NULL; name = name->next) {
    const char *text = find_string (a, name->data);

    if (text != NULL && g_strcmp0 (text, find_string (b, name->data)) != 0)
      return FALSE;
  }
  return TRUE;
}

/**
 * sentinel_rule_has_same_identity:
 * @a: a rule
 * @b: an edit of it
 *
 * Tells whether both watch the same thing, so that open events may go on. Which parameters name the
 * thing is the trigger's knowledge; here the parameters that are strings (server, ticker, service,
 * metric) count as names, and numbers, switches and lists (thresholds, limits) as settings. Any
 * thread.
 *
 * Returns: whether the trigger and all string parameters are the same
 */
gboolean
sentinel_rule_has_same_identity (const SentinelRule *a, const SentinelRule *b)
{
  JsonObject *of_a = json_node_get_object (a->parameters);
  JsonObject *of_b = json_node_get_object (b->parameters);

  return g_strcmp0 (a->trigger, b->trigger) == 0 && strings_are_in (of_a, of_b)
         && strings_are_in (of_b, of_a);
}
