/* SPDX-License-Identifier: MIT */
/* Judging values by a schema. Every refusal reads "NAME is VALUE: must be WHAT". */
#include <math.h>
#include <string.h>

#include "sentinel-duration.h"
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-schema-node.h"
#include "sentinel-text.h"
#include "sentinel-timestamp.h"

static gboolean
is_uri (const char *text)
{
  return g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL);
}

static gboolean
is_duration (const char *text)
{
  gint64 duration_ms;

  return sentinel_duration_parse (text, &duration_ms, NULL);
}

static gboolean
is_timestamp (const char *text)
{
  gint64 at_us;

  return sentinel_timestamp_parse (text, &at_us, NULL);
}

/* The formats that are checked; any other only says how a form shows the field. */
static const struct {
  const char *format;
  const char *allowed;
  gboolean (*matches) (const char *text);
} formats[] = {
  { "uri", "an address like https://example.org/", is_uri },
  { "duration", "a duration like 30s, 2m or 1h30m", is_duration },
  { "date-time", "a time like 2026-11-25T02:12:12Z", is_timestamp },
};

static void
append_choices (GString *text, JsonArray *choices)
{
  g_string_append (text, "one of ");
  for (guint i = 0; i < json_array_get_length (choices); i++) {
    JsonNode *choice = json_array_get_element (choices, i);
    g_autofree char *json = sentinel_json_to_text (choice);
    gboolean is_text = json_node_get_value_type (choice) == G_TYPE_STRING;

    g_string_append_printf (text,
                            "%s%s",
                            i > 0 ? ", " : "",
                            is_text ? json_node_get_string (choice) : json);
  }
}

static void
append_range (GString *text, const SentinelProperty *property)
{
  gboolean has_minimum = !isnan (property->minimum), has_maximum = !isnan (property->maximum);

  if (text->len > 0 && (has_minimum || has_maximum))
    g_string_append_c (text, ' ');
  if (has_minimum && has_maximum)
    g_string_append_printf (text, "from %.15g to %.15g", property->minimum, property->maximum);
  else if (has_minimum)
    g_string_append_printf (text, "at least %.15g", property->minimum);
  else if (has_maximum)
    g_string_append_printf (text, "at most %.15g", property->maximum);
  if ((has_minimum || has_maximum) && property->unit != NULL)
    g_string_append_printf (text, " %s", property->unit);
}

static void
append_kind (GString *text, const SentinelSchemaNode *self)
{
  static const char *const words[] = {
    [SENTINEL_KIND_ANY] = "any value",          [SENTINEL_KIND_STRING] = "a text",
    [SENTINEL_KIND_INTEGER] = "a whole number", [SENTINEL_KIND_NUMBER] = "a number",
    [SENTINEL_KIND_BOOLEAN] = "true or false",  [SENTINEL_KIND_ARRAY] = "a list",
    [SENTINEL_KIND_OBJECT] = "an object",
  };

  g_string_append (text, words[self->kind]);
  append_range (text, &self->property);
}

static JsonNode *
refuse (const SentinelSchemaNode *self,
        const char *path,
        JsonNode *value,
        const char *allowed,
        GError **error)
{
  g_autofree char *json = sentinel_json_to_text (value);
  g_autofree char *line = sentinel_text_to_line (json, 100);

  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "%s is %s: must be %s",
               path,
               self->property.is_secret ? "not shown" : line,
               allowed);
  sentinel_error_set_field (error, path);
  return NULL;
}

static JsonNode *
refuse_kind (const SentinelSchemaNode *self, const char *path, JsonNode *value, GError **error)
{
  g_autoptr (GString) allowed = g_string_new (NULL);

  if (self->property.choices != NULL)
    append_choices (allowed, self->property.choices);
  else
    append_kind (allowed, self);
  return refuse (self, path, value, allowed->str, error);
}

static JsonNode *
refuse_range (const SentinelSchemaNode *self, const char *path, JsonNode *value, GError **error)
{
  g_autoptr (GString) allowed = g_string_new (NULL);

  append_range (allowed, &self->property);
  return refuse (self, path, value, allowed->str, error);
}

static JsonNode *
check_string (const SentinelSchemaNode *self, const char *path, JsonNode *value, GError **error)
{
  const char *text;

  if (json_node_get_value_type (value) != G_TYPE_STRING)
    return refuse_kind (self, path, value, error);
  text = json_node_get_string (value);
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (self, path, value, "valid UTF-8", error);
  if (self->pattern != NULL && !g_regex_match (self->pattern, text, G_REGEX_MATCH_DEFAULT, NULL)) {
    g_autofree char *allowed =
        g_strdup_printf ("a text that matches %s", g_regex_get_pattern (self->pattern));

    return refuse (self, path, value, allowed, error);
  }
  for (gsize i = 0; self->property.format != NULL && i < G_N_ELEMENTS (formats); i++)
    if (strcmp (formats[i].format, self->property.format) == 0 && !formats[i].matches (text))
      return refuse (self, path, value, formats[i].allowed, error);
  return json_node_copy (value);
}

static JsonNode *
check_number (const SentinelSchemaNode *self, const char *path, JsonNode *value, GError **error)
{
  GType type = json_node_get_value_type (value);
  gboolean is_integer = self->kind == SENTINEL_KIND_INTEGER;
  double number;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return refuse_kind (self, path, value, error);
  number = json_node_get_double (value);
  if (is_integer && (fabs (number - rint (number)) > 0 || fabs (number) >= 0x1p63))
    return refuse_kind (self, path, value, error);
  if (number < self->property.minimum || number > self->property.maximum)
    return refuse_range (self, path, value, error);
  if (is_integer && type == G_TYPE_DOUBLE) /* 5.0 is a whole number and is stored as one */
    return json_node_init_int (json_node_alloc (), (gint64) number);
  return json_node_copy (value);
}

static JsonNode *
check_boolean (const SentinelSchemaNode *self, const char *path, JsonNode *value, GError **error)
{
  if (json_node_get_value_type (value) != G_TYPE_BOOLEAN)
    return refuse_kind (self, path, value, error);
  return json_node_copy (value);
}

static JsonNode *
check_array (const SentinelSchemaNode *self, const char *path, JsonNode *value, GError **error)
{
  g_autoptr (JsonArray) checked = json_array_new ();
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (value))
    return refuse_kind (self, path, value, error);
  array = json_node_get_array (value);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    g_autofree char *item_path = g_strdup_printf ("%s[%u]", path, i);
    JsonNode *item = json_array_get_element (array, i);

    item = self->items != NULL ? sentinel_schema_node_check (self->items, item_path, item, error)
                               : json_node_copy (item);
    if (item == NULL)
      return NULL;
    json_array_add_element (checked, item);
  }
  return json_node_init_array (json_node_alloc (), checked);
}

static char *
join_path (const char *path, const char *name)
{
  return path != NULL ? g_strconcat (path, ".", name, NULL) : g_strdup (name);
}

static gboolean
check_names (const SentinelSchemaNode *self, const char *path, JsonObject *object, GError **error)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    if (sentinel_schema_node_find (self, name, error) == NULL) {
      g_autofree char *whole = join_path (path, name);

      sentinel_error_set_field (error, whole);
      return FALSE;
    }
  return TRUE;
}

/* Sets the property in checked: as given, else by default, else not at all. */
static gboolean
check_property (const SentinelSchemaNode *property,
                const char *path,
                JsonObject *object,
                JsonObject *checked,
                GError **error)
{
  const char *name = property->property.name;
  g_autofree char *property_path = join_path (path, name);
  JsonNode *value = json_object_get_member (object, name);

  if (value == NULL && property->property.is_required && property->property.default_value == NULL) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 "%s is missing: it must be given",
                 property_path);
    sentinel_error_set_field (error, property_path);
    return FALSE;
  }
  if (value == NULL && property->property.default_value != NULL) {
    json_object_set_member (checked, name, json_node_copy (property->property.default_value));
    return TRUE;
  }
  if (value == NULL)
    return TRUE;
  value = sentinel_schema_node_check (property, property_path, value, error);
  if (value == NULL)
    return FALSE;
  json_object_set_member (checked, name, value);
  return TRUE;
}

static JsonNode *
check_object (const SentinelSchemaNode *self, const char *path, JsonNode *value, GError **error)
{
  g_autoptr (JsonObject) checked = json_object_new ();
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (value))
    return refuse (self, path != NULL ? path : "parameters", value, "an object", error);
  if (self->properties == NULL)
    return json_node_copy (value);
  object = json_node_get_object (value);
  if (!check_names (self, path, object, error))
    return NULL;
  for (guint i = 0; i < self->properties->len; i++)
    if (!check_property (g_ptr_array_index (self->properties, i), path, object, checked, error))
      return NULL;
  return json_node_init_object (json_node_alloc (), checked);
}

static gboolean
is_choice (JsonArray *choices, JsonNode *value)
{
  for (guint i = 0; i < json_array_get_length (choices); i++)
    if (json_node_equal (json_array_get_element (choices, i), value))
      return TRUE;
  return FALSE;
}

static JsonNode *
check_kind (const SentinelSchemaNode *self, const char *path, JsonNode *value, GError **error)
{
  switch (self->kind) {
  case SENTINEL_KIND_STRING:
    return check_string (self, path, value, error);
  case SENTINEL_KIND_INTEGER:
  case SENTINEL_KIND_NUMBER:
    return check_number (self, path, value, error);
  case SENTINEL_KIND_BOOLEAN:
    return check_boolean (self, path, value, error);
  case SENTINEL_KIND_ARRAY:
    return check_array (self, path, value, error);
  case SENTINEL_KIND_OBJECT:
    return check_object (self, path, value, error);
  case SENTINEL_KIND_ANY:
  default:
    return json_node_copy (value);
  }
}

JsonNode *
sentinel_schema_node_check (const SentinelSchemaNode *self,
                            const char *path,
                            JsonNode *value,
                            GError **error)
{
  g_autoptr (JsonNode) checked = NULL;

  if (JSON_NODE_HOLDS_NULL (value) && self->property.is_nullable)
    return json_node_copy (value);
  checked = check_kind (self, path, value, error);
  if (checked == NULL)
    return NULL;
  if (self->property.choices != NULL && !is_choice (self->property.choices, checked))
    return refuse_kind (self, path, value, error);
  return g_steal_pointer (&checked);
}

const SentinelSchemaNode *
sentinel_schema_node_find (const SentinelSchemaNode *self, const char *name, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);
  g_autofree char *quoted = NULL;

  for (guint i = 0; self->properties != NULL && i < self->properties->len; i++) {
    const SentinelSchemaNode *node = g_ptr_array_index (self->properties, i);

    if (strcmp (node->property.name, name) == 0)
      return node;
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", node->property.name);
  }
  quoted = sentinel_text_quote (name);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "there is no parameter %s: the known ones are %s",
               quoted,
               known->len > 0 ? known->str : "none");
  sentinel_error_set_field (error, name);
  return NULL;
}

static JsonNode *
new_string (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

/* What is no JSON is a text: its type is then judged like any other. */
static JsonNode *
read_json_or_text (const char *text)
{
  JsonNode *node = sentinel_json_parse (text, -1, 0, NULL);

  return node != NULL ? node : new_string (text);
}

static JsonNode *
read_scalar (const SentinelSchemaNode *node, const char *text)
{
  gboolean is_text = node != NULL && node->kind == SENTINEL_KIND_STRING;

  return is_text ? new_string (text) : read_json_or_text (text);
}

static JsonNode *
read_list (const SentinelSchemaNode *self, const char *text)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_auto (GStrv) items = NULL;

  if (text[0] == '[')
    return read_json_or_text (text);
  items = g_strsplit (text, ",", -1);
  for (guint i = 0; items[i] != NULL; i++)
    json_array_add_element (array, read_scalar (self->items, g_strstrip (items[i])));
  return json_node_init_array (json_node_alloc (), array);
}

JsonNode *
sentinel_schema_node_parse_text (const SentinelSchemaNode *self, const char *text, GError **error)
{
  g_autoptr (JsonNode) value = NULL;

  if (self->kind == SENTINEL_KIND_ARRAY)
    value = read_list (self, text);
  else
    value = read_scalar (self, text);
  return sentinel_schema_node_check (self, self->property.name, value, error);
}
