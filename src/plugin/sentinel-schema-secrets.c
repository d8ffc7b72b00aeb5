/* SPDX-License-Identifier: MIT */
/* Taking secret parameters out, and putting them back. */
#include "sentinel-schema-secrets.h"

#include <string.h>

/* (transfer container): of const SentinelProperty * */
static GPtrArray *
list_root (SentinelSchema *schema)
{
  GPtrArray *properties = g_ptr_array_new ();

  for (guint i = 0; i < sentinel_schema_get_n_properties (schema); i++)
    g_ptr_array_add (properties, (gpointer) sentinel_schema_get_property (schema, i));
  return properties;
}

static GPtrArray *
list_members (const SentinelProperty *property)
{
  GPtrArray *properties = g_ptr_array_new ();

  for (guint i = 0; i < sentinel_property_get_n_members (property); i++)
    g_ptr_array_add (properties, (gpointer) sentinel_property_get_member (property, i));
  return properties;
}

static const SentinelProperty *
find_property (GPtrArray *properties, const char *name)
{
  for (guint i = 0; i < properties->len; i++) {
    const SentinelProperty *property = g_ptr_array_index (properties, i);

    if (strcmp (property->name, name) == 0)
      return property;
  }
  return NULL;
}

static JsonNode *
seal_object (JsonObject *object)
{
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_node_seal (node);
  return node;
}

/* Nobody misses a secret that was never set. */
static gboolean
is_set (JsonNode *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node)[0] != '\0';
  return !JSON_NODE_HOLDS_NULL (node);
}

static JsonNode *
withhold (GPtrArray *properties, JsonObject *object, const char *prefix, GPtrArray *names)
{
  g_autoptr (JsonObject) rest = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    const SentinelProperty *property = find_property (properties, name);

    if (property != NULL && property->is_secret) {
      if (is_set (node))
        g_ptr_array_add (names, g_strconcat (prefix, name, NULL));
    } else if (property != NULL && JSON_NODE_HOLDS_OBJECT (node)) {
      g_autoptr (GPtrArray) members = list_members (property);
      g_autofree char *path = g_strconcat (prefix, name, ".", NULL);

      json_object_set_member (rest,
                              name,
                              withhold (members, json_node_get_object (node), path, names));
    } else {
      json_object_set_member (rest, name, json_node_ref (node));
    }
  }
  return seal_object (rest);
}

/**
 * sentinel_schema_withhold_secrets:
 * @self: a schema
 * @parameters: an object; may be wrong in any way
 * @names: (element-type utf8): gets the name of each secret that was set, with dots
 *
 * Any thread.
 *
 * Returns: (transfer full): @parameters without what the schema calls secret, sealed
 */
JsonNode *
sentinel_schema_withhold_secrets (SentinelSchema *self, JsonNode *parameters, GPtrArray *names)
{
  g_autoptr (GPtrArray) properties = list_root (self);

  return withhold (properties, json_node_get_object (parameters), "", names);
}

static JsonNode *keep (GPtrArray *properties, JsonObject *stored, JsonObject *given);

static JsonNode *
merge (const SentinelProperty *property, JsonNode *stored, JsonNode *given)
{
  g_autoptr (GPtrArray) members = NULL;

  if (given == NULL)
    return property->is_secret ? json_node_ref (stored) : NULL;
  if (property->is_secret || !JSON_NODE_HOLDS_OBJECT (stored) || !JSON_NODE_HOLDS_OBJECT (given))
    return NULL;
  members = list_members (property);
  return keep (members, json_node_get_object (stored), json_node_get_object (given));
}

static JsonNode *
keep (GPtrArray *properties, JsonObject *stored, JsonObject *given)
{
  g_autoptr (JsonObject) whole = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, given);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (whole, name, json_node_ref (node));
  json_object_iter_init_ordered (&iter, stored);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    const SentinelProperty *property = find_property (properties, name);
    JsonNode *merged = NULL;

    if (property != NULL)
      merged = merge (property, node, json_object_get_member (given, name));
    if (merged != NULL)
      json_object_set_member (whole, name, merged);
  }
  return seal_object (whole);
}

/**
 * sentinel_schema_keep_secrets:
 * @self: a schema
 * @stored: an object, the parameters until now
 * @given: an object, the new ones; may be wrong in any way
 *
 * A file has no secrets in it, which does not mean that they are to be forgotten. Any thread.
 *
 * Returns: (transfer full): @given, with the secrets of @stored that it does not have, sealed
 */
JsonNode *
sentinel_schema_keep_secrets (SentinelSchema *self, JsonNode *stored, JsonNode *given)
{
  g_autoptr (GPtrArray) properties = list_root (self);

  return keep (properties, json_node_get_object (stored), json_node_get_object (given));
}
