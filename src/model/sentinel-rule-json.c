/* SPDX-License-Identifier: MIT */
/* The rule as JSON, both ways, driven by one table of its columns. */
#include <string.h>

#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-rule.h"
#include "sentinel-text.h"

typedef enum {
  COLUMN_OPTIONAL, /* gint64; 0 is null */
  COLUMN_INT64,
  COLUMN_INT,
  COLUMN_FLAG, /* gboolean */
  COLUMN_TEXT, /* char *; NULL is null */
  COLUMN_NICK, /* an enumeration, as a word */
  COLUMN_CATCH_UP, /* int: "skip", "once" or a number */
  COLUMN_OBJECT, /* JsonNode * */
  COLUMN_ARRAY, /* JsonNode * */
  COLUMN_LEVELS, /* GArray *; NULL is null */
} ColumnKind;

typedef struct {
  const char *key;
  ColumnKind kind;
  gsize offset;
  const SentinelNick *nicks;
} Column;

#define COLUMN(key, kind) { #key, kind, G_STRUCT_OFFSET (SentinelRule, key), NULL }
#define NICK_COLUMN(key, nicks) { #key, COLUMN_NICK, G_STRUCT_OFFSET (SentinelRule, key), nicks }

static const Column columns[] = {
  COLUMN (id, COLUMN_OPTIONAL),
  COLUMN (uid, COLUMN_TEXT),
  COLUMN (name, COLUMN_TEXT),
  COLUMN (trigger, COLUMN_TEXT),
  COLUMN (parameters, COLUMN_OBJECT),
  COLUMN (period_ms, COLUMN_OPTIONAL),
  COLUMN (cron, COLUMN_TEXT),
  COLUMN (zone, COLUMN_TEXT),
  NICK_COLUMN (importance, sentinel_importance_nicks),
  COLUMN (category, COLUMN_TEXT),
  COLUMN (levels, COLUMN_LEVELS),
  COLUMN (for_ms, COLUMN_INT64),
  COLUMN (keep_ms, COLUMN_INT64),
  COLUMN (need_n, COLUMN_INT),
  COLUMN (of_m, COLUMN_INT),
  NICK_COLUMN (nodata_policy, sentinel_bad_policy_nicks),
  NICK_COLUMN (error_policy, sentinel_bad_policy_nicks),
  COLUMN (bad_limit, COLUMN_INT),
  NICK_COLUMN (event_mode, sentinel_event_mode_nicks),
  COLUMN (display_minutes, COLUMN_INT64),
  COLUMN (catch_up, COLUMN_CATCH_UP),
  COLUMN (active_hours, COLUMN_TEXT),
  COLUMN (flap, COLUMN_FLAG),
  COLUMN (actions, COLUMN_ARRAY),
  COLUMN (comment, COLUMN_TEXT),
  COLUMN (enabled, COLUMN_FLAG),
  COLUMN (paused_until_us, COLUMN_OPTIONAL),
  COLUMN (version, COLUMN_INT64),
  COLUMN (created_at_us, COLUMN_OPTIONAL),
  COLUMN (updated_at_us, COLUMN_OPTIONAL),
  COLUMN (deleted_at_us, COLUMN_OPTIONAL),
};

/* What these say means nothing in another database. */
static const char *const local_columns[] = {
  "id", "paused_until_us", "version", "created_at_us", "updated_at_us", "deleted_at_us",
};

/* The table reads enumerations through int. */
G_STATIC_ASSERT (sizeof (SentinelImportance) == sizeof (int));

static void
set_levels (JsonObject *object, const char *key, GArray *levels)
{
  if (levels == NULL)
    json_object_set_null_member (object, key);
  else
    json_object_set_array_member (object, key, sentinel_levels_to_json (levels));
}

static void
set_catch_up (JsonObject *object, const char *key, int catch_up)
{
  g_autofree char *text = sentinel_catch_up_format (catch_up);

  if (catch_up <= SENTINEL_CATCH_UP_ONCE)
    json_object_set_string_member (object, key, text);
  else
    json_object_set_int_member (object, key, catch_up);
}

static void
write_column (const Column *column, const SentinelRule *rule, JsonObject *object)
{
  gconstpointer field = G_STRUCT_MEMBER_P (rule, column->offset);

  switch (column->kind) {
  case COLUMN_OPTIONAL:
    sentinel_json_set_id (object, column->key, *(const gint64 *) field);
    break;
  case COLUMN_INT64:
    json_object_set_int_member (object, column->key, *(const gint64 *) field);
    break;
  case COLUMN_INT:
    json_object_set_int_member (object, column->key, *(const int *) field);
    break;
  case COLUMN_FLAG:
    json_object_set_boolean_member (object, column->key, *(const gboolean *) field);
    break;
  case COLUMN_TEXT:
    sentinel_json_set_text (object, column->key, *(char *const *) field);
    break;
  case COLUMN_NICK:
    json_object_set_string_member (object,
                                   column->key,
                                   sentinel_nick_of (column->nicks, *(const int *) field));
    break;
  case COLUMN_CATCH_UP:
    set_catch_up (object, column->key, *(const int *) field);
    break;
  case COLUMN_OBJECT:
  case COLUMN_ARRAY:
    json_object_set_member (object, column->key, json_node_ref (*(JsonNode *const *) field));
    break;
  case COLUMN_LEVELS:
    set_levels (object, column->key, *(GArray *const *) field);
    break;
  default:
    g_assert_not_reached ();
  }
}

static gboolean
refuse (const char *key, const char *wanted, GError **error)
{
  g_set_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID, "%s: must be %s", key, wanted);
  return FALSE;
}

static gboolean
read_int (const char *key, JsonObject *object, int *field, GError **error)
{
  gint64 value = *field;

  if (!sentinel_json_read_int (object, key, &value, error))
    return FALSE;
  if (value < G_MININT || value > G_MAXINT)
    return refuse (key, "a whole number inside 32 bits", error);
  *field = (int) value;
  return TRUE;
}

static gboolean
read_nick (const Column *column, JsonObject *object, int *field, GError **error)
{
  g_autofree char *word = NULL;

  if (!sentinel_json_read_string (object, column->key, &word, error))
    return FALSE;
  return word == NULL || sentinel_nick_parse (column->nicks, column->key, word, field, error);
}

static gboolean
read_catch_up (const char *key, JsonObject *object, int *field, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);
  g_autofree char *word = NULL;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_INT64)
    return read_int (key, object, field, error);
  if (!sentinel_json_read_string (object, key, &word, error))
    return FALSE;
  return word == NULL || sentinel_catch_up_parse (key, word, field, error);
}

static gboolean
read_node (const Column *column, JsonObject *object, JsonNode **field, GError **error)
{
  JsonNode *node = json_object_get_member (object, column->key);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (column->kind == COLUMN_OBJECT && !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (column->key, "an object", error);
  if (column->kind == COLUMN_ARRAY && !JSON_NODE_HOLDS_ARRAY (node))
    return refuse (column->key, "an array", error);
  json_node_unref (*field);
  *field = json_node_ref (node);
  json_node_seal (*field);
  return TRUE;
}

static gboolean
read_levels (const char *key, JsonObject *object, GArray **field, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (key, "an array", error);
  *field = sentinel_levels_from_json (json_node_get_array (node), error);
  return *field != NULL;
}

static gboolean
read_column (const Column *column, JsonObject *object, SentinelRule *rule, GError **error)
{
  gpointer field = G_STRUCT_MEMBER_P (rule, column->offset);

  switch (column->kind) {
  case COLUMN_OPTIONAL:
  case COLUMN_INT64:
    return sentinel_json_read_int (object, column->key, field, error);
  case COLUMN_INT:
    return read_int (column->key, object, field, error);
  case COLUMN_FLAG:
    return sentinel_json_read_boolean (object, column->key, field, error);
  case COLUMN_TEXT:
    return sentinel_json_read_string (object, column->key, field, error);
  case COLUMN_NICK:
    return read_nick (column, object, field, error);
  case COLUMN_CATCH_UP:
    return read_catch_up (column->key, object, field, error);
  case COLUMN_OBJECT:
  case COLUMN_ARRAY:
    return read_node (column, object, field, error);
  case COLUMN_LEVELS:
    return read_levels (column->key, object, field, error);
  default:
    g_assert_not_reached ();
  }
}

static gboolean
is_column (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (strcmp (columns[i].key, key) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_keys (JsonObject *object, GError **error)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *name = names; name != NULL; name = name->next)
    if (!is_column (name->data)) {
      g_autofree char *quoted = sentinel_text_quote (name->data);

      g_set_error (error,
                   SENTINEL_ERROR,
                   SENTINEL_ERROR_INVALID,
                   "a rule has no key %s: was it written by a newer version?",
                   quoted);
      return FALSE;
    }
  return TRUE;
}

/**
 * sentinel_rule_to_json:
 * @self: a rule
 *
 * Writes every column of the table in its order, "category" as its name, enumerations as words. Any
 * thread.
 *
 * Returns: (transfer full): a new object; sentinel_rule_from_json() makes the same rule of it
 */
JsonObject *
sentinel_rule_to_json (const SentinelRule *self)
{
  JsonObject *object = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    write_column (&columns[i], self, object);
  return object;
}

/**
 * sentinel_rule_to_portable_json:
 * @self: a rule
 *
 * As sentinel_rule_to_json(), without what means something in this database and for the moment
 * only: the id, until when it is paused, the version and the times at which it was written. Any
 * thread.
 *
 * Returns: (transfer full): a new object; sentinel_rule_from_json() takes it
 */
JsonObject *
sentinel_rule_to_portable_json (const SentinelRule *self)
{
  JsonObject *object = sentinel_rule_to_json (self);

  for (gsize i = 0; i < G_N_ELEMENTS (local_columns); i++)
    json_object_remove_member (object, local_columns[i]);
  return object;
}

/**
 * sentinel_rule_from_json:
 * @object: a rule as JSON; its members "parameters" and "actions" are shared with the rule and
 * sealed
 * @error: return location; %SENTINEL_ERROR_INVALID names the key and what is allowed
 *
 * Reads types and words; whether the values go together is told by sentinel_rule_validate(). A key
 * that is missing or null stands for its default. Any thread.
 *
 * Returns: (transfer full): the rule; %NULL on error
 */
SentinelRule *
sentinel_rule_from_json (JsonObject *object, GError **error)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();

  if (!check_keys (object, error))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (!read_column (&columns[i], object, rule, error))
      return NULL;
  return g_steal_pointer (&rule);
}
