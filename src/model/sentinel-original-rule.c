/* SPDX-License-Identifier: MIT */
/* From the original's fields to ours, driven by one table of its fields. */
#include "sentinel-original-rule.h"

#include <math.h>
#include <string.h>

#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-original-trigger.h"
#include "sentinel-text.h"

#define DEFAULT_SCRIPT "custom"
#define DEFAULT_PERIOD_S 60
#define MAX_NOTED_BYTES 300
#define MAX_PERIOD_S 1e12 /* far above what a rule may have, far below what overflows */

typedef struct {
  JsonObject *object;
  SentinelRule *rule;
  JsonObject *parameters;
  char *script;
  GPtrArray *notes;
  GString *dropped; /* names of fields that mean nothing here */
} Reader;

typedef enum {
  FIELD_DROPPED,
  FIELD_TEXT, /* char *; empty and null leave the default */
  FIELD_INT64,
  FIELD_FLAG,
  FIELD_OTHER, /* by a function */
} FieldKind;

typedef gboolean (*ReadFunc) (Reader *reader, JsonNode *node, GError **error);

typedef struct {
  const char *key;
  gboolean is_its_own; /* no rule of ours has this key */
  FieldKind kind;
  gsize offset; /* into the rule */
  ReadFunc read;
} Field;

static void add_note (Reader *reader, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_note (Reader *reader, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (reader->notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static void
drop (Reader *reader, const char *prefix, const char *key)
{
  g_autofree char *name = sentinel_text_to_line (key, 100);

  g_string_append_printf (reader->dropped,
                          "%s%s%s",
                          reader->dropped->len > 0 ? ", " : "",
                          prefix,
                          name);
}

static gboolean
refuse (GError **error, const char *key, const char *wanted)
{
  g_set_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID, "%s: must be %s", key, wanted);
  sentinel_error_set_field (error, key);
  return FALSE;
}

static const char *
get_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/* What says nothing need not be told as left out. */
static gboolean
is_empty (JsonNode *node)
{
  const char *text = get_text (node);

  return JSON_NODE_HOLDS_NULL (node) || (text != NULL && text[0] == '\0');
}

/* (transfer full): an object, or JSON text of one; NULL with error. */
static JsonObject *
read_object (const char *key, JsonNode *node, GError **error)
{
  const char *text = get_text (node);
  JsonObject *object = NULL;

  if (text != NULL) {
    object = sentinel_json_parse_object (text, -1, 0, error);
    if (object == NULL)
      g_prefix_error (error, "%s: ", key);
  } else if (JSON_NODE_HOLDS_OBJECT (node)) {
    object = json_object_ref (json_node_get_object (node));
  } else {
    refuse (error, key, "an object, or JSON text of one");
  }
  return object;
}

static gboolean
read_script (Reader *reader, JsonNode *node, GError **error)
{
  const char *text = get_text (node);

  if (text == NULL)
    return refuse (error, "trigger_script", "the name of a trigger");
  g_set_str (&reader->script, text);
  return TRUE;
}

static gboolean
read_parameters (Reader *reader, JsonNode *node, GError **error)
{
  g_autoptr (JsonObject) given = read_object ("parameters", node, error);
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (given == NULL)
    return FALSE;
  json_object_iter_init_ordered (&iter, given);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    json_object_set_member (reader->parameters, name, json_node_ref (member));
  return TRUE;
}

static gboolean
read_importance (Reader *reader, JsonNode *node, GError **error)
{
  const char *text = get_text (node);
  g_autofree char *lower = g_ascii_strdown (text != NULL ? text : "", -1);

  return sentinel_importance_from_string (lower, &reader->rule->importance, error);
}

static gboolean
read_period (Reader *reader, JsonNode *node, GError **error)
{
  double seconds = 0;

  if (!sentinel_json_read_double (reader->object, "period_seconds", &seconds, error))
    return FALSE;
  seconds = CLAMP (seconds, -MAX_PERIOD_S, MAX_PERIOD_S);
  reader->rule->period_ms = (gint64) llrint (seconds * 1000);
  if (seconds > 0)
    reader->rule->period_ms = MAX (reader->rule->period_ms, 1); /* too short is not never */
  if (reader->rule->period_ms == 0)
    add_note (reader, "period_seconds is 0: it runs by hand only");
  return TRUE;
}

/* The original wrote all its times in UTC. */
static gboolean
read_cron (Reader *reader, JsonNode *node, GError **error)
{
  const char *text = get_text (node);

  if (text == NULL)
    return refuse (error, "schedule_cron", "a cron expression");
  g_set_str (&reader->rule->cron, text);
  g_set_str (&reader->rule->zone, "UTC");
  reader->rule->period_ms = 0;
  add_note (reader, "schedule_cron is in UTC, and stands instead of period_seconds");
  return TRUE;
}

static void
add_email (Reader *reader, JsonArray *to)
{
  g_autoptr (JsonNode) list = json_node_init_array (json_node_alloc (), to);
  g_autofree char *text = sentinel_json_to_text (list);
  g_autofree char *line = sentinel_text_to_line (text, MAX_NOTED_BYTES);
  g_autoptr (JsonArray) actions = json_array_new ();
  JsonObject *action = json_object_new ();

  add_note (reader, "e-mail to %s is off until a mail program is chosen", line);
  json_object_set_string_member (action, "channel", "email");
  json_object_set_boolean_member (action, "enabled", FALSE);
  json_object_set_array_member (action, "to", json_array_ref (to));
  json_array_add_object_element (actions, action);
  json_node_unref (reader->rule->actions);
  reader->rule->actions = json_node_init_array (json_node_alloc (), actions);
  json_node_seal (reader->rule->actions);
}

static gboolean
read_emails (Reader *reader, JsonNode *node, GError **error)
{
  JsonArray *emails = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (JsonArray) to = json_array_new ();

  if (emails == NULL)
    return refuse (error, "action_config.emails", "a list of addresses");
  for (guint i = 0; i < json_array_get_length (emails); i++) {
    const char *address = get_text (json_array_get_element (emails, i));

    if (address == NULL || !sentinel_text_is_plain (address))
      return refuse (error, "action_config.emails", "a list of addresses");
    if (address[0] != '\0')
      json_array_add_string_element (to, address);
  }
  if (json_array_get_length (to) > 0)
    add_email (reader, to);
  return TRUE;
}

static gboolean
read_actions (Reader *reader, JsonNode *node, GError **error)
{
  g_autoptr (JsonObject) config = read_object ("action_config", node, error);
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (config == NULL)
    return FALSE;
  json_object_iter_init_ordered (&iter, config);
  while (json_object_iter_next_ordered (&iter, &name, &member)) {
    if (is_empty (member))
      continue;
    if (strcmp (name, "emails") != 0)
      drop (reader, "action_config.", name);
    else if (!read_emails (reader, member, error))
      return FALSE;
  }
  return TRUE;
}

/* The trigger has parameters of these names; it looked at nothing else. */
static void
offer_parameter (Reader *reader, const char *key, const char *parameter, JsonNode *node)
{
  g_autofree char *own = NULL;

  if (g_strcmp0 (reader->script, "prefect_deployment_trigger") != 0) {
    drop (reader, "", key);
    return;
  }
  sentinel_json_read_string (reader->parameters, parameter, &own, NULL);
  if (own == NULL || own[0] == '\0')
    json_object_set_member (reader->parameters, parameter, json_node_ref (node));
}

static gboolean
read_deployment (Reader *reader, JsonNode *node, GError **error)
{
  offer_parameter (reader, "prefect_deployment_id", "deployment_id", node);
  return TRUE;
}

static gboolean
read_flow (Reader *reader, JsonNode *node, GError **error)
{
  offer_parameter (reader, "prefect_flow_name", "flow_name", node);
  return TRUE;
}

#define MEMBER(name) G_STRUCT_OFFSET (SentinelRule, name)

/* In the order in which they build on each other. */
static const Field fields[] = {
  { "id", FALSE, FIELD_DROPPED, 0, NULL },
  { "name", FALSE, FIELD_TEXT, MEMBER (name), NULL },
  { "trigger_script", TRUE, FIELD_OTHER, 0, read_script },
  { "parameters", FALSE, FIELD_OTHER, 0, read_parameters },
  { "importance", FALSE, FIELD_OTHER, 0, read_importance },
  { "category", FALSE, FIELD_TEXT, MEMBER (category), NULL },
  { "period_seconds", TRUE, FIELD_OTHER, 0, read_period },
  { "schedule_cron", TRUE, FIELD_OTHER, 0, read_cron },
  { "display_duration_minutes", TRUE, FIELD_INT64, MEMBER (display_minutes), NULL },
  { "action_config", TRUE, FIELD_OTHER, 0, read_actions },
  { "comment", FALSE, FIELD_TEXT, MEMBER (comment), NULL },
  { "is_active", TRUE, FIELD_FLAG, MEMBER (enabled), NULL },
  { "prefect_deployment_id", TRUE, FIELD_OTHER, 0, read_deployment },
  { "prefect_flow_name", TRUE, FIELD_OTHER, 0, read_flow },
  { "last_output", FALSE, FIELD_DROPPED, 0, NULL },
  { "last_prefect_sync", TRUE, FIELD_DROPPED, 0, NULL },
  { "last_prefect_state", TRUE, FIELD_DROPPED, 0, NULL },
};

static const Field *
find_field (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].key, key) == 0)
      return &fields[i];
  return NULL;
}

/**
 * sentinel_original_rule_is:
 * @object: what may be a rule
 *
 * Returns: whether it has a key of the original's that no rule of ours has. Any thread.
 */
gboolean
sentinel_original_rule_is (JsonObject *object)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].is_its_own && json_object_has_member (object, fields[i].key))
      return TRUE;
  return FALSE;
}

static gboolean
read_field (Reader *reader, const Field *field, GError **error)
{
  JsonNode *node = json_object_get_member (reader->object, field->key);
  gpointer member = G_STRUCT_MEMBER_P (reader->rule, field->offset);

  if (node == NULL || is_empty (node))
    return TRUE;
  switch (field->kind) {
  case FIELD_TEXT:
    return sentinel_json_read_string (reader->object, field->key, member, error);
  case FIELD_INT64:
    return sentinel_json_read_int (reader->object, field->key, member, error);
  case FIELD_FLAG:
    return sentinel_json_read_boolean (reader->object, field->key, member, error);
  case FIELD_OTHER:
    return field->read (reader, node, error);
  case FIELD_DROPPED:
  default:
    drop (reader, "", field->key);
    return TRUE;
  }
}

static void
drop_unknown (Reader *reader)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, reader->object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (find_field (name) == NULL && !is_empty (node))
      drop (reader, "", name);
}

/* A script that the original does not have keeps its name: it may be a trigger of the person's. */
static void
apply_trigger (Reader *reader)
{
  const SentinelOriginalTrigger *trigger = sentinel_original_trigger_find (reader->script);

  if (trigger != NULL) {
    add_note (reader, "trigger_script %s stands for trigger %s", trigger->script, trigger->id);
    sentinel_original_trigger_apply (trigger, reader->rule, reader->parameters, reader->notes);
    return;
  }
  g_set_str (&reader->rule->trigger, reader->script);
  json_node_unref (reader->rule->parameters);
  reader->rule->parameters = json_node_init_object (json_node_alloc (), reader->parameters);
  json_node_seal (reader->rule->parameters);
}

static void
set_defaults (SentinelRule *rule)
{
  rule->importance = SENTINEL_IMPORTANCE_MEDIUM;
  rule->period_ms = DEFAULT_PERIOD_S * 1000;
  g_set_str (&rule->category, "General");
}

static gboolean
read_fields (Reader *reader, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!read_field (reader, &fields[i], error))
      return FALSE;
  apply_trigger (reader);
  drop_unknown (reader);
  if (reader->dropped->len > 0)
    add_note (reader, "left out, because it means nothing here: %s", reader->dropped->str);
  return TRUE;
}

/**
 * sentinel_original_rule_read:
 * @object: a rule as the original's dictionary; keys that are missing, null or empty stand for the
 * original's defaults
 * @notes: (element-type utf8): gets what became of fields that are different here, a line each
 * @error: return location; %SENTINEL_ERROR_INVALID names the key and what is allowed
 *
 * Makes a rule of it, with a new uid. Whether its values go together is told by
 * sentinel_rule_validate(), whether there is such a trigger by the registry. Any thread.
 *
 * Returns: (transfer full): the rule; %NULL on error
 */
SentinelRule *
sentinel_original_rule_read (JsonObject *object, GPtrArray *notes, GError **error)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autoptr (JsonObject) parameters = json_object_new ();
  g_autoptr (GString) dropped = g_string_new (NULL);
  Reader reader = { object, rule, parameters, g_strdup (DEFAULT_SCRIPT), notes, dropped };
  gboolean is_read;

  set_defaults (rule);
  is_read = read_fields (&reader, error);
  g_free (reader.script);
  return is_read ? g_steal_pointer (&rule) : NULL;
}
