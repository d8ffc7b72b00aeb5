/* SPDX-License-Identifier: MIT */
/* Reading a parameter schema. References and [X, null] are resolved here, once, so that what is
 * left is a plain tree. How values are judged by it is in sentinel-schema-value.c. */
#include "sentinel-schema.h"

#include <math.h>
#include <string.h>

#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-nick.h"
#include "sentinel-schema-node.h"
#include "sentinel-text.h"

#define MAX_DEPTH 32

struct _SentinelSchema {
  JsonNode *document; /* sealed; what the tree borrows from */
  SentinelSchemaNode *root;
};

static const SentinelNick kind_nicks[] = {
  { SENTINEL_KIND_ANY, "any" },         { SENTINEL_KIND_STRING, "string" },
  { SENTINEL_KIND_INTEGER, "integer" }, { SENTINEL_KIND_NUMBER, "number" },
  { SENTINEL_KIND_BOOLEAN, "boolean" }, { SENTINEL_KIND_ARRAY, "array" },
  { SENTINEL_KIND_OBJECT, "object" },   { 0, NULL },
};

static SentinelSchemaNode *parse_node (JsonObject *document,
                                       const char *name,
                                       JsonNode *source,
                                       guint depth,
                                       GError **error);
static gboolean fill_node (JsonObject *document,
                           SentinelSchemaNode *node,
                           JsonNode *source,
                           guint depth,
                           GError **error);

static void
node_free (gpointer data)
{
  SentinelSchemaNode *self = data;

  g_clear_pointer (&self->pattern, g_regex_unref);
  g_clear_pointer (&self->items, node_free);
  g_clear_pointer (&self->properties, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelSchemaNode, node_free)

static gboolean
refuse (GError **error, const char *keyword, JsonNode *value, const char *allowed)
{
  g_autofree char *text = sentinel_json_to_text (value);
  g_autofree char *line = sentinel_text_to_line (text, 100);

  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "\"%s\" is %s: must be %s",
               keyword,
               line,
               allowed);
  return FALSE;
}

/* Keywords at the place of use come first: what is set already stays. */
static gboolean
fill_text (JsonObject *source, const char *keyword, const char **text, GError **error)
{
  JsonNode *value = json_object_get_member (source, keyword);

  if (value == NULL || *text != NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_STRING)
    return refuse (error, keyword, value, "a string");
  *text = json_node_get_string (value);
  return TRUE;
}

static gboolean
fill_number (JsonObject *source, const char *keyword, double *number, GError **error)
{
  double found = *number;

  if (!isnan (*number))
    return TRUE;
  if (!sentinel_json_read_double (source, keyword, &found, error))
    return FALSE;
  *number = found;
  return TRUE;
}

/* The X of ["X", "null"]; NULL: more than this subset can tell, so that any value is fine. */
static JsonNode *
choose_type (SentinelSchemaNode *node, JsonArray *types)
{
  gboolean is_null[2] = { FALSE, FALSE };

  if (json_array_get_length (types) != 2)
    return NULL;
  for (guint i = 0; i < 2; i++) {
    JsonNode *type = json_array_get_element (types, i);

    if (!JSON_NODE_HOLDS_VALUE (type) || json_node_get_value_type (type) != G_TYPE_STRING)
      return NULL;
    is_null[i] = g_str_equal (json_node_get_string (type), "null");
  }
  if (is_null[0] == is_null[1])
    return NULL;
  node->property.is_nullable = TRUE;
  return json_array_get_element (types, is_null[0] ? 1 : 0);
}

static gboolean
fill_kind (SentinelSchemaNode *node, JsonObject *source, GError **error)
{
  JsonNode *value = json_object_get_member (source, "type");
  const char *type = NULL;
  int kind;

  if (value != NULL && JSON_NODE_HOLDS_ARRAY (value)) {
    value = choose_type (node, json_node_get_array (value));
    if (value == NULL || node->kind != SENTINEL_KIND_ANY)
      return TRUE;
    type = json_node_get_string (value);
  } else if (!fill_text (source, "type", &type, error)) {
    return FALSE;
  }
  if (type == NULL || node->kind != SENTINEL_KIND_ANY)
    return TRUE;
  if (!sentinel_nick_parse (kind_nicks, "\"type\"", type, &kind, error))
    return FALSE;
  node->kind = kind;
  return TRUE;
}

static gboolean
fill_choices (SentinelSchemaNode *node, JsonObject *source, GError **error)
{
  JsonNode *value = json_object_get_member (source, "enum");

  if (value == NULL || node->property.choices != NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (value) || json_array_get_length (json_node_get_array (value)) == 0)
    return refuse (error, "enum", value, "a list with at least one value");
  node->property.choices = json_node_get_array (value);
  return TRUE;
}

static gboolean
fill_pattern (SentinelSchemaNode *node, JsonObject *source, GError **error)
{
  const char *pattern = NULL;

  if (!fill_text (source, "pattern", &pattern, error))
    return FALSE;
  if (pattern == NULL || node->pattern != NULL)
    return TRUE;
  node->pattern = g_regex_new (pattern, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, error);
  if (node->pattern != NULL)
    return TRUE;
  g_prefix_error (error, "\"pattern\" is %s: ", pattern);
  return FALSE;
}

static gboolean
fill_items (JsonObject *document,
            SentinelSchemaNode *node,
            JsonObject *source,
            guint depth,
            GError **error)
{
  JsonNode *value = json_object_get_member (source, "items");

  if (value == NULL || node->items != NULL)
    return TRUE;
  if (JSON_NODE_HOLDS_ARRAY (value)) { /* a schema for each place: beyond the subset */
    node->kind = SENTINEL_KIND_ANY;
    return TRUE;
  }
  node->items = parse_node (document, node->property.name, value, depth + 1, error);
  return node->items != NULL;
}

static gboolean
mark_required (SentinelSchemaNode *node, JsonObject *source, GError **error)
{
  JsonNode *value = json_object_get_member (source, "required");
  JsonArray *names;

  if (value == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (value))
    return refuse (error, "required", value, "a list of names");
  names = json_node_get_array (value);
  for (guint i = 0; i < json_array_get_length (names); i++) {
    JsonNode *name = json_array_get_element (names, i);
    SentinelSchemaNode *property = NULL;

    if (JSON_NODE_HOLDS_VALUE (name) && json_node_get_value_type (name) == G_TYPE_STRING)
      property = (SentinelSchemaNode *) sentinel_schema_node_find (node,
                                                                   json_node_get_string (name),
                                                                   NULL);
    if (property == NULL)
      return refuse (error, "required", name, "the name of one of the properties");
    property->property.is_required = TRUE;
  }
  return TRUE;
}

static gboolean
fill_properties (JsonObject *document,
                 SentinelSchemaNode *node,
                 JsonObject *source,
                 guint depth,
                 GError **error)
{
  JsonNode *value = json_object_get_member (source, "properties");
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (value == NULL || node->properties != NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (value))
    return refuse (error, "properties", value, "an object");
  node->properties = g_ptr_array_new_with_free_func (node_free);
  json_object_iter_init_ordered (&iter, json_node_get_object (value));
  while (json_object_iter_next_ordered (&iter, &name, &member)) {
    SentinelSchemaNode *property = parse_node (document, name, member, depth + 1, error);

    if (property == NULL)
      return FALSE;
    g_ptr_array_add (node->properties, property);
  }
  return mark_required (node, source, error);
}

/* Python's SecretStr says it by writeOnly and the format. */
static gboolean
fill_secret (JsonObject *source, SentinelProperty *property, GError **error)
{
  gboolean is_marked = FALSE, is_write_only = FALSE;

  if (!sentinel_json_read_boolean (source, "x-secret", &is_marked, error)
      || !sentinel_json_read_boolean (source, "writeOnly", &is_write_only, error))
    return FALSE;
  property->is_secret = property->is_secret || is_marked || is_write_only
                        || g_strcmp0 (property->format, "password") == 0;
  return TRUE;
}

static gboolean
fill_keywords (JsonObject *document,
               SentinelSchemaNode *node,
               JsonObject *source,
               guint depth,
               GError **error)
{
  SentinelProperty *property = &node->property;

  if (property->default_value == NULL)
    property->default_value = json_object_get_member (source, "default");
  return fill_text (source, "title", &property->title, error)
         && fill_text (source, "description", &property->description, error)
         && fill_text (source, "format", &property->format, error)
         && fill_text (source, "x-unit", &property->unit, error)
         && fill_number (source, "minimum", &property->minimum, error)
         && fill_number (source, "maximum", &property->maximum, error)
         && fill_secret (source, property, error) && fill_kind (node, source, error)
         && fill_choices (node, source, error) && fill_pattern (node, source, error)
         && fill_items (document, node, source, depth, error)
         && fill_properties (document, node, source, depth, error);
}

/* Follows "#/definitions/Name" ("$defs" is the newer word for the same). */
static JsonNode *
resolve (JsonObject *document, JsonNode *reference, GError **error)
{
  const char *path = NULL;
  JsonNode *node = NULL;

  if (JSON_NODE_HOLDS_VALUE (reference) && json_node_get_value_type (reference) == G_TYPE_STRING)
    path = json_node_get_string (reference);
  if (path != NULL
      && (g_str_has_prefix (path, "#/definitions/") || g_str_has_prefix (path, "#/$defs/"))) {
    g_auto (GStrv) steps = g_strsplit (path, "/", 3);
    JsonNode *definitions = json_object_get_member (document, steps[1]);

    if (definitions != NULL && JSON_NODE_HOLDS_OBJECT (definitions))
      node = json_object_get_member (json_node_get_object (definitions), steps[2]);
  }
  if (node == NULL)
    refuse (error, "$ref", reference, "#/definitions/ and the name of one of them");
  return node;
}

static gboolean
is_null_type (JsonNode *alternative)
{
  JsonNode *type;

  if (!JSON_NODE_HOLDS_OBJECT (alternative))
    return FALSE;
  type = json_object_get_member (json_node_get_object (alternative), "type");
  return type != NULL && JSON_NODE_HOLDS_VALUE (type)
         && g_strcmp0 (json_node_get_string (type), "null") == 0;
}

/* Of [X, null] the X, of [X] the X; NULL: more than this subset can judge. */
static JsonNode *
choose_alternative (SentinelSchemaNode *node, JsonArray *alternatives)
{
  guint length = json_array_get_length (alternatives);

  if (length == 1)
    return json_array_get_element (alternatives, 0);
  for (guint i = 0; length == 2 && i < length; i++)
    if (is_null_type (json_array_get_element (alternatives, i))) {
      node->property.is_nullable = TRUE;
      return json_array_get_element (alternatives, 1 - i);
    }
  return NULL;
}

static gboolean
find_alternatives (JsonObject *source, const char **keyword, JsonNode **alternatives)
{
  static const char *const keywords[] = { "anyOf", "oneOf", "allOf" };

  for (gsize i = 0; i < G_N_ELEMENTS (keywords); i++) {
    *keyword = keywords[i];
    *alternatives = json_object_get_member (source, keywords[i]);
    if (*alternatives != NULL)
      return TRUE;
  }
  return FALSE;
}

/* What is beyond the subset is left to the trigger: here, any value is fine. */
static gboolean
fill_alternative (JsonObject *document,
                  SentinelSchemaNode *node,
                  const char *keyword,
                  JsonNode *alternatives,
                  guint depth,
                  GError **error)
{
  JsonNode *next;

  if (!JSON_NODE_HOLDS_ARRAY (alternatives))
    return refuse (error, keyword, alternatives, "a list");
  next = choose_alternative (node, json_node_get_array (alternatives));
  if (next != NULL)
    return fill_node (document, node, next, depth + 1, error);
  if (depth == 0)
    return refuse (error, keyword, alternatives, "inside of a property");
  node->kind = SENTINEL_KIND_ANY;
  return TRUE;
}

static gboolean
fill_node (JsonObject *document,
           SentinelSchemaNode *node,
           JsonNode *source,
           guint depth,
           GError **error)
{
  JsonObject *object;
  const char *keyword;
  JsonNode *next;

  if (!JSON_NODE_HOLDS_OBJECT (source))
    return refuse (error, node->property.name, source, "an object");
  if (depth > MAX_DEPTH) {
    g_set_error_literal (error,
                         SENTINEL_ERROR,
                         SENTINEL_ERROR_INVALID,
                         "it is nested too deeply, or a $ref leads back to itself");
    return FALSE;
  }
  object = json_node_get_object (source);
  if (!fill_keywords (document, node, object, depth, error))
    return FALSE;
  if ((next = json_object_get_member (object, "$ref")) != NULL) {
    next = resolve (document, next, error);
    return next != NULL && fill_node (document, node, next, depth + 1, error);
  }
  if (find_alternatives (object, &keyword, &next))
    return fill_alternative (document, node, keyword, next, depth, error);
  return TRUE;
}

static SentinelSchemaNode *
parse_node (JsonObject *document, const char *name, JsonNode *source, guint depth, GError **error)
{
  g_autoptr (SentinelSchemaNode) node = g_new0 (SentinelSchemaNode, 1);

  node->property = (SentinelProperty) { .name = name, .minimum = NAN, .maximum = NAN };
  if (!fill_node (document, node, source, depth, error)) {
    if (depth < MAX_DEPTH)
      g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  node->property.type = sentinel_nick_of (kind_nicks, (int) node->kind);
  return g_steal_pointer (&node);
}

/* A default that its own schema refuses would fail at the first run instead of here. */
static gboolean
check_defaults (const SentinelSchemaNode *node, GError **error)
{
  for (guint i = 0; node->properties != NULL && i < node->properties->len; i++) {
    const SentinelSchemaNode *child = g_ptr_array_index (node->properties, i);
    g_autoptr (JsonNode) checked = NULL;

    if (child->property.default_value == NULL
        || JSON_NODE_HOLDS_NULL (child->property.default_value))
      continue;
    checked = sentinel_schema_node_check (child,
                                          child->property.name,
                                          child->property.default_value,
                                          error);
    if (checked == NULL) {
      g_prefix_error_literal (error, "default: ");
      return FALSE;
    }
  }
  return TRUE;
}

static void
clear_schema (gpointer data)
{
  SentinelSchema *self = data;

  g_clear_pointer (&self->root, node_free);
  g_clear_pointer (&self->document, json_node_unref);
}

/**
 * sentinel_schema_parse:
 * @text: a JSON Schema of type object; keywords outside the subset are ignored
 * @error: return location; %SENTINEL_ERROR_INVALID names the property, the keyword and what is
 * allowed
 *
 * Returns: (transfer full): the schema, immutable; %NULL on error. Any thread.
 */
SentinelSchema *
sentinel_schema_parse (const char *text, GError **error)
{
  g_autoptr (SentinelSchema) self = g_atomic_rc_box_new0 (SentinelSchema);

  self->document = sentinel_json_parse (text, -1, 0, error);
  if (self->document == NULL) {
    g_prefix_error_literal (error, "schema: ");
    return NULL;
  }
  if (!JSON_NODE_HOLDS_OBJECT (self->document)) {
    refuse (error, "schema", self->document, "an object");
    return NULL;
  }
  self->root =
      parse_node (json_node_get_object (self->document), "schema", self->document, 0, error);
  if (self->root == NULL)
    return NULL;
  if (self->root->properties == NULL)
    self->root->properties = g_ptr_array_new_with_free_func (node_free);
  if (!check_defaults (self->root, error)) {
    g_prefix_error_literal (error, "schema: ");
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * sentinel_schema_ref:
 * @self: a schema
 *
 * Returns: (transfer full): @self. Any thread.
 */
SentinelSchema *
sentinel_schema_ref (SentinelSchema *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * sentinel_schema_unref:
 * @self: (transfer full): a schema
 *
 * Gives one reference back. Any thread.
 */
void
sentinel_schema_unref (SentinelSchema *self)
{
  g_atomic_rc_box_release_full (self, clear_schema);
}

/**
 * sentinel_schema_apply:
 * @self: a schema
 * @parameters: (nullable): an object; %NULL is an empty one
 * @error: return location; %SENTINEL_ERROR_INVALID, like "threshold is 140: must be from 0 to 100
 * %"
 *
 * Checks parameters and fills in the defaults. Unknown names are refused and the known ones listed.
 * Any thread.
 *
 * Returns: (transfer full): an object with its members in the schema's order, sealed; %NULL on
 * error
 */
JsonNode *
sentinel_schema_apply (SentinelSchema *self, JsonNode *parameters, GError **error)
{
  g_autoptr (JsonNode) empty = NULL;
  JsonNode *applied;

  if (parameters == NULL) {
    empty = json_node_new (JSON_NODE_OBJECT);
    json_node_take_object (empty, json_object_new ());
    parameters = empty;
  }
  applied = sentinel_schema_node_check (self->root, NULL, parameters, error);
  if (applied != NULL)
    json_node_seal (applied);
  return applied;
}

/**
 * sentinel_schema_parse_value:
 * @self: a schema
 * @name: the name of a property
 * @text: its value as a person writes it: a list also as a,b,c, an object as JSON
 * @error: return location; %SENTINEL_ERROR_INVALID names the parameter, the text and what is
 * allowed
 *
 * Reads the VALUE of a NAME=VALUE. Any thread.
 *
 * Returns: (transfer full): the value in the property's type, checked; %NULL on error
 */
JsonNode *
sentinel_schema_parse_value (SentinelSchema *self,
                             const char *name,
                             const char *text,
                             GError **error)
{
  const SentinelSchemaNode *node = sentinel_schema_node_find (self->root, name, error);

  return node != NULL ? sentinel_schema_node_parse_text (node, text, error) : NULL;
}

/**
 * sentinel_schema_get_n_properties:
 * @self: a schema
 *
 * Returns: how many parameters it has, those of nested objects not counted
 */
guint
sentinel_schema_get_n_properties (SentinelSchema *self)
{
  return self->root->properties->len;
}

/**
 * sentinel_schema_get_property:
 * @self: a schema
 * @index: from 0, below sentinel_schema_get_n_properties()
 *
 * Returns: (transfer none): a parameter, in the order of the schema; lives as long as @self
 */
const SentinelProperty *
sentinel_schema_get_property (SentinelSchema *self, guint index)
{
  const SentinelSchemaNode *node = g_ptr_array_index (self->root->properties, index);

  return &node->property;
}

static const SentinelSchemaNode *
get_node (const SentinelProperty *property)
{
  return (const SentinelSchemaNode *) property;
}

/**
 * sentinel_property_get_items:
 * @self: a parameter of a schema
 *
 * Returns: (transfer none) (nullable): what each item of the list is; %NULL: no list, or anything
 */
const SentinelProperty *
sentinel_property_get_items (const SentinelProperty *self)
{
  const SentinelSchemaNode *items = get_node (self)->items;

  return items != NULL ? &items->property : NULL;
}

/**
 * sentinel_property_get_n_members:
 * @self: a parameter of a schema
 *
 * Returns: how many members the object has; 0 for other types and for one free in form
 */
guint
sentinel_property_get_n_members (const SentinelProperty *self)
{
  const SentinelSchemaNode *node = get_node (self);

  return node->properties != NULL ? node->properties->len : 0;
}

/**
 * sentinel_property_get_member:
 * @self: a parameter of a schema
 * @index: from 0, below sentinel_property_get_n_members()
 *
 * Returns: (transfer none): a member, in the order of the schema; lives as long as the schema
 */
const SentinelProperty *
sentinel_property_get_member (const SentinelProperty *self, guint index)
{
  const SentinelSchemaNode *member = g_ptr_array_index (get_node (self)->properties, index);

  return &member->property;
}

/**
 * sentinel_property_check:
 * @self: a parameter of a schema
 * @path: what errors call it
 * @value: a value
 * @error: return location; %SENTINEL_ERROR_INVALID, with the field
 *
 * Checks one value by itself. Any thread.
 *
 * Returns: (transfer full): the value as it is to be stored; %NULL on error
 */
JsonNode *
sentinel_property_check (const SentinelProperty *self,
                         const char *path,
                         JsonNode *value,
                         GError **error)
{
  return sentinel_schema_node_check (get_node (self), path, value, error);
}
