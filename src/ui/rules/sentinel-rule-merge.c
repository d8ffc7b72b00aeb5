/* SPDX-License-Identifier: MIT */
/* Field by field over the JSON of a rule, so that a new field needs nothing here. */
#include "sentinel-rule-merge.h"

static gboolean
is_same (JsonNode *a, JsonNode *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return json_node_equal (a, b);
}

static JsonObject *
merge (JsonObject *base, JsonObject *mine, JsonObject *theirs)
{
  JsonObject *merged = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, theirs);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (json_object_has_member (mine, name) || is_same (json_object_get_member (base, name), NULL))
      json_object_set_member (merged, name, json_node_copy (value));
  json_object_iter_init_ordered (&iter, mine);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!is_same (json_object_get_member (base, name), value))
      json_object_set_member (merged, name, json_node_copy (value));
  return merged;
}

static JsonObject *
get_parameters (const SentinelRule *rule)
{
  return json_node_get_object (rule->parameters);
}

/**
 * sentinel_rule_merge:
 * @base: the rule as my edit began with it
 * @mine: the rule as I edited it
 * @theirs: the rule as it is stored now
 *
 * Where both changed the same field, mine holds.
 *
 * Returns: (transfer full): the rule to go on with, of the id and version of @theirs
 */
SentinelRule *
sentinel_rule_merge (const SentinelRule *base, const SentinelRule *mine, const SentinelRule *theirs)
{
  g_autoptr (JsonObject) base_json = sentinel_rule_to_json (base);
  g_autoptr (JsonObject) mine_json = sentinel_rule_to_json (mine);
  g_autoptr (JsonObject) their_json = sentinel_rule_to_json (theirs);
  g_autoptr (JsonObject) merged = merge (base_json, mine_json, their_json);
  SentinelRule *rule = sentinel_rule_from_json (merged, NULL);

  if (rule == NULL)
    rule = sentinel_rule_copy (mine);
  json_node_unref (rule->parameters);
  rule->parameters = json_node_init_object (json_node_alloc (),
                                            merge (get_parameters (base),
                                                   get_parameters (mine),
                                                   get_parameters (theirs)));
  json_object_unref (json_node_get_object (rule->parameters));
  json_node_seal (rule->parameters);
  g_set_str (&rule->uid, theirs->uid);
  rule->id = theirs->id;
  rule->version = theirs->version;
  return rule;
}
