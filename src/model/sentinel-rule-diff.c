/* SPDX-License-Identifier: MIT */
/* Compares the JSON of both rules: a column that is added to the rule is compared by itself. */
#include "sentinel-rule-diff.h"

#include <string.h>

/* What says which rule it is and how often it was written, not what it does. */
static const char *const record_columns[] = {
  "id", "uid", "version", "created_at_us", "updated_at_us", NULL,
};

/**
 * sentinel_rule_change_free:
 * @self: (transfer full): a change
 */
void
sentinel_rule_change_free (SentinelRuleChange *self)
{
  g_free (self->field);
  g_clear_pointer (&self->before, json_node_unref);
  g_clear_pointer (&self->after, json_node_unref);
  g_free (self);
}

static void
set_node (JsonObject *object, const char *member, JsonNode *node)
{
  if (node == NULL)
    json_object_set_null_member (object, member);
  else
    json_object_set_member (object, member, json_node_ref (node));
}

/**
 * sentinel_rule_change_to_json:
 * @self: a change
 *
 * Returns: (transfer full): the field with what it was and what it became. Any thread.
 */
JsonObject *
sentinel_rule_change_to_json (const SentinelRuleChange *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "field", self->field);
  set_node (object, "before", self->before);
  set_node (object, "after", self->after);
  return object;
}

static gboolean
is_same (JsonNode *before, JsonNode *after)
{
  if (before == NULL || after == NULL)
    return before == after;
  return json_node_equal (before, after);
}

static JsonNode *
ref_or_null (JsonNode *node)
{
  return node != NULL ? json_node_ref (node) : NULL;
}

/* prefix: of the name of the field */
static void
compare (GPtrArray *changes,
         const char *prefix,
         const char *name,
         JsonNode *before,
         JsonNode *after)
{
  SentinelRuleChange *change;

  if (is_same (before, after))
    return;
  change = g_new0 (SentinelRuleChange, 1);
  change->field = g_strconcat (prefix, name, NULL);
  change->before = ref_or_null (before);
  change->after = ref_or_null (after);
  g_ptr_array_add (changes, change);
}

static void
compare_parameters (GPtrArray *changes, JsonObject *before, JsonObject *after)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, before);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    compare (changes, "parameters.", name, node, json_object_get_member (after, name));
  json_object_iter_init_ordered (&iter, after);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!json_object_has_member (before, name))
      compare (changes, "parameters.", name, NULL, node);
}

/**
 * sentinel_rule_diff:
 * @before: a definition
 * @after: another one
 *
 * Compares everything that a rule does: all columns but its id, uid, version and the times at which
 * it was written. Each parameter is compared by itself. Numbers are compared by their value, 90 is
 * 90.0. Any thread.
 *
 * Returns: (transfer full) (element-type SentinelRuleChange): what is different, in the order of
 * the columns
 */
GPtrArray *
sentinel_rule_diff (const SentinelRule *before, const SentinelRule *after)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_rule_change_free);
  g_autoptr (JsonObject) old_columns = sentinel_rule_to_json (before);
  g_autoptr (JsonObject) new_columns = sentinel_rule_to_json (after);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, old_columns);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    if (g_strv_contains (record_columns, name))
      continue;
    if (strcmp (name, "parameters") == 0)
      compare_parameters (changes,
                          json_node_get_object (before->parameters),
                          json_node_get_object (after->parameters));
    else
      compare (changes, "", name, node, json_object_get_member (new_columns, name));
  }
  return changes;
}
