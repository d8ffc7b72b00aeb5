/* SPDX-License-Identifier: MIT */
/* A column has the name that its field has in the dialog of a rule. */
#include "sentinel-rule-change-words.h"
#include "sentinel-age.h"
#include "sentinel-duration.h"
#include "sentinel-json.h"
#include "sentinel-schema-secrets.h"
#include "sentinel-text.h"
#include <glib/gi18n.h>
#include <string.h>

#define PARAMETER_PREFIX "parameters."
#define NAME_BYTES 100

static const struct {
  const char *column, *name;
} columns[] = {
  { "name", N_ ("Name") },
  { "trigger", N_ ("Trigger") },
  { "period_ms", N_ ("Repeat every") },
  { "cron", N_ ("Cron") },
  { "zone", N_ ("Time zone") },
  { "importance", N_ ("Importance") },
  { "category", N_ ("Category") },
  { "levels", N_ ("Levels") },
  { "for_ms", N_ ("Raise after") },
  { "keep_ms", N_ ("Clear after") },
  { "need_n", N_ ("Runs that must agree") },
  { "of_m", N_ ("Out of the last") },
  { "nodata_policy", N_ ("Without a value") },
  { "error_policy", N_ ("When it fails") },
  { "bad_limit", N_ ("Counts after") },
  { "event_mode", N_ ("Events") },
  { "display_minutes", N_ ("Shown in Live for (minutes)") },
  { "catch_up", N_ ("Missed runs") },
  { "active_hours", N_ ("Active hours") },
  { "flap", N_ ("Calm what flaps") },
  { "actions", N_ ("Actions") },
  { "comment", N_ ("Comment") },
  { "enabled", N_ ("On") },
  { "paused_until_us", N_ ("Paused until") },
  { "deleted_at_us", N_ ("Deleted") },
};

/* (nullable): of the parameter, where the field is one */
static const char *
get_parameter (const SentinelRuleChange *change)
{
  return g_str_has_prefix (change->field, PARAMETER_PREFIX)
             ? change->field + strlen (PARAMETER_PREFIX)
             : NULL;
}

static SentinelSchema *
get_schema (SentinelTrigger *trigger)
{
  return trigger != NULL ? sentinel_trigger_get_schema (trigger, NULL) : NULL;
}

static const SentinelProperty *
find_property (SentinelTrigger *trigger, const char *name)
{
  SentinelSchema *schema = get_schema (trigger);
  guint n = schema != NULL ? sentinel_schema_get_n_properties (schema) : 0;

  for (guint i = 0; i < n; i++) {
    const SentinelProperty *property = sentinel_schema_get_property (schema, i);

    if (g_str_equal (property->name, name))
      return property;
  }
  return NULL;
}

static char *
dup_parameter_name (SentinelTrigger *trigger, const char *name)
{
  const SentinelProperty *property = find_property (trigger, name);

  return sentinel_text_to_line (property != NULL && property->title != NULL ? property->title
                                                                            : name,
                                NAME_BYTES);
}

/**
 * sentinel_rule_change_dup_name:
 * @change: a change
 * @trigger: (nullable): of the rule
 *
 * Returns: (transfer full): what the field is called in the window, as one line. Any thread.
 */
char *
sentinel_rule_change_dup_name (const SentinelRuleChange *change, SentinelTrigger *trigger)
{
  const char *parameter = get_parameter (change);

  if (parameter != NULL)
    return dup_parameter_name (trigger, parameter);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (g_str_equal (columns[i].column, change->field))
      return g_strdup (_ (columns[i].name));
  return sentinel_text_to_line (change->field, NAME_BYTES);
}

/* Times and durations are stored for machines. */
static char *
format_number (const char *field, gint64 number, GTimeZone *zone)
{
  if (g_str_has_suffix (field, "_us"))
    return sentinel_age_format_exact (number, zone);
  if (g_str_has_suffix (field, "_ms"))
    return sentinel_duration_format (number);
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

static char *
format_node (const char *field, JsonNode *value, GTimeZone *zone)
{
  GType type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;

  if (type == G_TYPE_STRING)
    return sentinel_text_to_block (json_node_get_string (value));
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (value) ? _ ("yes") : _ ("no"));
  if (type == G_TYPE_INT64 && !g_str_has_prefix (field, PARAMETER_PREFIX))
    return format_number (field, json_node_get_int (value), zone);
  return sentinel_json_to_text (value);
}

/* By itself as the only parameter: what is left is what may be shown. */
static char *
format_parameter (const char *name, JsonNode *value, SentinelTrigger *trigger)
{
  SentinelSchema *schema = get_schema (trigger);
  g_autoptr (GPtrArray) secrets = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JsonObject) only = json_object_new ();
  g_autoptr (JsonNode) all = NULL, rest = NULL;

  if (schema == NULL)
    /* Translators: in place of a parameter of a rule */
    return g_strdup (_ ("hidden, as its trigger is not known here"));
  json_object_set_member (only, name, json_node_ref (value));
  all = json_node_init_object (json_node_alloc (), only);
  rest = sentinel_schema_withhold_secrets (schema, all, secrets);
  if (secrets->len > 0)
    /* Translators: in place of a secret parameter of a rule */
    return g_strdup (_ ("hidden, as it is secret"));
  return format_node (PARAMETER_PREFIX, value, NULL);
}

/**
 * sentinel_rule_change_dup_value:
 * @change: a change
 * @is_after: what it became, else what it was
 * @trigger: (nullable): of the rule
 * @zone: (nullable): in which times are told; %NULL: the local one
 *
 * Returns: (transfer full) (nullable): the value for people, secrets hidden; %NULL: none. Any
 * thread.
 */
char *
sentinel_rule_change_dup_value (const SentinelRuleChange *change,
                                gboolean is_after,
                                SentinelTrigger *trigger,
                                GTimeZone *zone)
{
  JsonNode *value = is_after ? change->after : change->before;
  const char *parameter = get_parameter (change);

  if (value == NULL || JSON_NODE_HOLDS_NULL (value))
    return NULL;
  return parameter != NULL ? format_parameter (parameter, value, trigger)
                           : format_node (change->field, value, zone);
}

/* (nullable): that a rule is deleted or switched is a column like the others, but no setting */
static const char *
get_deed (const SentinelRuleChange *change)
{
  if (g_str_equal (change->field, "deleted_at_us"))
    return change->after == NULL || JSON_NODE_HOLDS_NULL (change->after) ? _ ("Brought back")
                                                                         : _ ("Deleted");
  if (!g_str_equal (change->field, "enabled") || !JSON_NODE_HOLDS_VALUE (change->after))
    return NULL;
  return json_node_get_boolean (change->after) ? _ ("Switched on") : _ ("Switched off");
}

/**
 * sentinel_rule_changes_dup_summary:
 * @changes: (element-type SentinelRuleChange): what is different
 * @trigger: (nullable): of the rule
 *
 * Returns: (transfer full): which fields, in one line; empty: none. Any thread.
 */
char *
sentinel_rule_changes_dup_summary (GPtrArray *changes, SentinelTrigger *trigger)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_null_terminated (changes->len, g_free, TRUE);

  for (guint i = 0; i < changes->len; i++) {
    const SentinelRuleChange *change = g_ptr_array_index (changes, i);
    const char *deed = get_deed (change);

    g_ptr_array_add (names,
                     deed != NULL ? g_strdup (deed)
                                  : sentinel_rule_change_dup_name (change, trigger));
  }
  /* Translators: between the names of fields */
  return g_strjoinv (_ (", "), (char **) names->pdata);
}
