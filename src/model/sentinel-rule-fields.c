/* SPDX-License-Identifier: MIT */
/* The fields of a rule as text, driven by a table: a new field is one line in each of the two
 * tables below. */
#include "sentinel-rule-fields.h"

#include <string.h>

#include "sentinel-duration.h"
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-text.h"
#include "sentinel-timestamp.h"

static const SentinelRuleField fields[] = {
  { "name", "NAME", "What the rule is called; unique" },
  { "period", "DURATION", "How often it is evaluated, 100ms to 365d; empty for never" },
  { "cron", "EXPRESSION", "When it is evaluated, as a cron expression, like \"30 9 * * 1-5\"" },
  { "zone", "ZONE", "Time zone of the cron expression and the active hours, like Europe/Berlin" },
  { "for", "DURATION", "How long the condition must last before the rule fires" },
  { "keep", "DURATION", "How long the condition must be over before the event is resolved" },
  { "need-n", "N", "How many of the last M evaluations must be past the level" },
  { "of-m", "M", "Of how many evaluations, 60 at most" },
  { "importance", "IMPORTANCE", "low, medium, high or critical" },
  { "category", "NAME", "General, Market, System, Security or any other" },
  { "level",
    "LEVEL",
    "One level more, like high>90 or high>90,81 (raise, clear); empty for the trigger's own" },
  { "nodata-policy",
    "POLICY",
    "What many evaluations without data count as: event, breach, ok or keep" },
  { "error-policy", "POLICY", "What many failed evaluations count as: event, breach, ok or keep" },
  { "bad-limit", "N", "How many of those in a row it takes" },
  { "event-mode",
    "MODE",
    "condition (one event while it lasts) or every-run (one event per triggered answer)" },
  { "display-minutes", "N", "How many minutes an event is shown in Live" },
  { "catch-up",
    "MODE",
    "What happens to missed calendar runs: skip, once, or a number for that many at most" },
  { "active-hours",
    "HOURS",
    "When the rule is active, like \"mon-fri 08:00-18:00; sat 10:00-14:00\"; empty for always" },
  { "flap", "yes|no", "Whether an instance that changes all the time is damped" },
  { "actions",
    "JSON",
    "Array of what to do when it fires, like [{\"channel\":\"desktop\",\"enabled\":false}]" },
  { "comment", "TEXT", "A note for people" },
  { "enabled", "yes|no", "Whether it is evaluated" },
  { "paused-until", "TIME", "Skip it until then; empty for not paused" },
};

typedef enum {
  TARGET_TEXT, /* char *; empty stays empty */
  TARGET_OPTIONAL_TEXT, /* char *; empty is NULL */
  TARGET_DURATION, /* gint64 milliseconds; empty is 0 */
  TARGET_PERIOD, /* the same, but only empty is 0 */
  TARGET_TIME, /* gint64 microseconds; empty is 0 */
  TARGET_INT,
  TARGET_INT64,
  TARGET_FLAG,
  TARGET_NICK,
  TARGET_CATCH_UP,
  TARGET_LEVEL,
  TARGET_ARRAY,
} TargetKind;

typedef struct {
  TargetKind kind;
  gsize offset;
  const SentinelNick *nicks;
} Target;

#define TARGET(member, kind) { kind, G_STRUCT_OFFSET (SentinelRule, member), NULL }
#define NICK_TARGET(member, nicks) { TARGET_NICK, G_STRUCT_OFFSET (SentinelRule, member), nicks }

/* Where each of the fields goes, in the same order. */
static const Target targets[] = {
  TARGET (name, TARGET_TEXT),
  TARGET (period_ms, TARGET_PERIOD),
  TARGET (cron, TARGET_OPTIONAL_TEXT),
  TARGET (zone, TARGET_OPTIONAL_TEXT),
  TARGET (for_ms, TARGET_DURATION),
  TARGET (keep_ms, TARGET_DURATION),
  TARGET (need_n, TARGET_INT),
  TARGET (of_m, TARGET_INT),
  NICK_TARGET (importance, sentinel_importance_nicks),
  TARGET (category, TARGET_TEXT),
  TARGET (levels, TARGET_LEVEL),
  NICK_TARGET (nodata_policy, sentinel_bad_policy_nicks),
  NICK_TARGET (error_policy, sentinel_bad_policy_nicks),
  TARGET (bad_limit, TARGET_INT),
  NICK_TARGET (event_mode, sentinel_event_mode_nicks),
  TARGET (display_minutes, TARGET_INT64),
  TARGET (catch_up, TARGET_CATCH_UP),
  TARGET (active_hours, TARGET_OPTIONAL_TEXT),
  TARGET (flap, TARGET_FLAG),
  TARGET (actions, TARGET_ARRAY),
  TARGET (comment, TARGET_OPTIONAL_TEXT),
  TARGET (enabled, TARGET_FLAG),
  TARGET (paused_until_us, TARGET_TIME),
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == G_N_ELEMENTS (targets));

static const SentinelNick flag_nicks[] = {
  { TRUE, "yes" },  { FALSE, "no" }, { TRUE, "true" }, { FALSE, "false" }, { TRUE, "on" },
  { FALSE, "off" }, { TRUE, "1" },   { FALSE, "0" },   { 0, NULL },
};

static gboolean
set_text (const char *text_or_null, char **field)
{
  g_set_str (field, text_or_null);
  return TRUE;
}

static gboolean
parse_integer (const char *name,
               const char *text,
               gint64 minimum,
               gint64 maximum,
               gint64 *value,
               GError **error)
{
  g_autofree char *quoted = NULL;

  if (g_ascii_string_to_signed (text, 10, minimum, maximum, value, NULL))
    return TRUE;
  quoted = sentinel_text_quote (text);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "%s is %s: must be a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
               name,
               quoted,
               minimum,
               maximum);
  return FALSE;
}

static gboolean
set_int (const char *name, const char *text, int *field, GError **error)
{
  gint64 value;

  if (!parse_integer (name, text, 0, G_MAXINT, &value, error))
    return FALSE;
  *field = (int) value;
  return TRUE;
}

static gboolean
prefix_name (gboolean succeeded, const char *name, GError **error)
{
  if (!succeeded)
    g_prefix_error (error, "%s: ", name);
  return succeeded;
}

static gboolean
set_duration (const char *name, const char *text, gint64 *field, GError **error)
{
  if (*text == '\0') {
    *field = 0;
    return TRUE;
  }
  return prefix_name (sentinel_duration_parse (text, field, error), name, error);
}

/* "Never" is said with an empty text: 0 is more likely a slip, and would silence the rule. */
static gboolean
set_period (const char *name, const char *text, gint64 *period_ms, GError **error)
{
  gint64 value = 0;

  if (!set_duration (name, text, &value, error))
    return FALSE;
  if (value == 0 && text[0] != '\0') {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 "%s is %s: must be from 100ms to 365d, or empty for a rule that is run by hand",
                 name,
                 text);
    return FALSE;
  }
  *period_ms = value;
  return TRUE;
}

static gboolean
set_time (const char *name, const char *text, gint64 *field, GError **error)
{
  if (*text == '\0') {
    *field = 0;
    return TRUE;
  }
  return prefix_name (sentinel_timestamp_parse (text, field, error), name, error);
}

static guint
find_place (GArray *levels, const SentinelLevel *level)
{
  guint index = 0;

  while (index < levels->len
         && g_array_index (levels, SentinelLevel, index).importance > level->importance)
    index++;
  return index;
}

/* A level of an importance that is there already replaces it. */
static void
put_level (GArray *levels, const SentinelLevel *level)
{
  guint index = find_place (levels, level);

  if (index < levels->len
      && g_array_index (levels, SentinelLevel, index).importance == level->importance)
    g_array_index (levels, SentinelLevel, index) = *level;
  else
    g_array_insert_val (levels, index, *level);
}

static gboolean
add_level (const char *text, GArray **field, GError **error)
{
  SentinelLevel level;

  if (*text == '\0') {
    g_clear_pointer (field, g_array_unref);
    return TRUE;
  }
  if (!sentinel_level_parse (text, &level, error))
    return FALSE;
  if (*field == NULL)
    *field = g_array_new (FALSE, FALSE, sizeof (SentinelLevel));
  put_level (*field, &level);
  return TRUE;
}

static gboolean
set_array (const char *name, const char *text, JsonNode **field, GError **error)
{
  g_autoptr (JsonNode) node = sentinel_json_parse (text, -1, 0, error);

  if (node == NULL)
    return prefix_name (FALSE, name, error);
  if (!JSON_NODE_HOLDS_ARRAY (node)) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 "%s: must be a JSON array, [ … ]",
                 name);
    return FALSE;
  }
  json_node_unref (*field);
  *field = g_steal_pointer (&node);
  return TRUE;
}

static gboolean
set_target (const Target *target,
            gpointer field,
            const char *name,
            const char *text,
            GError **error)
{
  switch (target->kind) {
  case TARGET_TEXT:
    return set_text (text, field);
  case TARGET_OPTIONAL_TEXT:
    return set_text (*text != '\0' ? text : NULL, field);
  case TARGET_DURATION:
    return set_duration (name, text, field, error);
  case TARGET_PERIOD:
    return set_period (name, text, field, error);
  case TARGET_TIME:
    return set_time (name, text, field, error);
  case TARGET_INT:
    return set_int (name, text, field, error);
  case TARGET_INT64:
    return parse_integer (name, text, 0, G_MAXINT64, field, error);
  case TARGET_FLAG:
    return sentinel_nick_parse (flag_nicks, name, text, field, error);
  case TARGET_NICK:
    return sentinel_nick_parse (target->nicks, name, text, field, error);
  case TARGET_CATCH_UP:
    return sentinel_catch_up_parse (name, text, field, error);
  case TARGET_LEVEL:
    return add_level (text, field, error);
  case TARGET_ARRAY:
    return set_array (name, text, field, error);
  default:
    g_assert_not_reached ();
  }
}

static void
refuse_name (const char *name, GError **error)
{
  g_autofree char *quoted = sentinel_text_quote (name);
  g_autoptr (GString) known = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", fields[i].name);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "a rule has no field %s: the fields are %s",
               quoted,
               known->str);
}

/**
 * sentinel_rule_fields:
 * @n_fields: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_fields): every field that a person may set, in the order
 * of help. Any thread.
 */
const SentinelRuleField *
sentinel_rule_fields (guint *n_fields)
{
  *n_fields = G_N_ELEMENTS (fields);
  return fields;
}

/**
 * sentinel_rule_set_field:
 * @rule: a rule of the caller's own
 * @name: the name of a field
 * @text: its value as text; empty takes an optional one away
 * @error: return location; %SENTINEL_ERROR_INVALID names the field, the text and what is allowed
 *
 * Sets one field. "level" adds one level, in its place by importance, or replaces that of the same
 * importance; an empty one goes back to the trigger's levels. Whether the fields go together is
 * told by sentinel_rule_validate(), once all are set.
 *
 * Returns: whether it was set; on error @rule is as before
 */
gboolean
sentinel_rule_set_field (SentinelRule *rule, const char *name, const char *text, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].name, name) == 0)
      return set_target (&targets[i],
                         G_STRUCT_MEMBER_P (rule, targets[i].offset),
                         name,
                         text,
                         error);
  refuse_name (name, error);
  return FALSE;
}

/**
 * sentinel_rule_set_parameter:
 * @rule: a rule of the caller's own
 * @name: the name of a parameter
 * @value: (transfer none) (nullable): its value, which is sealed by this; %NULL takes the parameter
 * away
 *
 * Replaces the parameters by a sealed copy with one changed; the others keep their order.
 */
void
sentinel_rule_set_parameter (SentinelRule *rule, const char *name, JsonNode *value)
{
  JsonObject *before = json_node_get_object (rule->parameters);
  g_autoptr (JsonObject) after = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (before);
  JsonNode *node;

  for (GList *member = names; member != NULL; member = member->next)
    json_object_set_member (after,
                            member->data,
                            json_node_ref (json_object_get_member (before, member->data)));
  if (value != NULL)
    json_object_set_member (after, name, json_node_ref (value));
  else if (json_object_has_member (after, name))
    json_object_remove_member (after, name);
  node = json_node_init_object (json_node_alloc (), after);
  json_node_seal (node);
  json_node_unref (rule->parameters);
  rule->parameters = node;
}
