/* SPDX-License-Identifier: MIT */
/* Levels: comparing with one, and reading, checking and writing a list of them. */
#include "sentinel-level.h"

#include <math.h>
#include <string.h>

#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-text.h"

const SentinelNick sentinel_op_nicks[] = {
  { SENTINEL_OP_GT, ">" },
  { SENTINEL_OP_GE, ">=" },
  { SENTINEL_OP_LT, "<" },
  { SENTINEL_OP_LE, "<=" },
  { 0, NULL },
};

static gboolean
is_upward (const SentinelLevel *level)
{
  return level->op == SENTINEL_OP_GT || level->op == SENTINEL_OP_GE;
}

/**
 * sentinel_level_is_breached:
 * @level: a level
 * @value: what was measured; NAN breaches nothing
 *
 * Returns: whether @value is past the raise value. Any thread.
 */
gboolean
sentinel_level_is_breached (const SentinelLevel *level, double value)
{
  switch (level->op) {
  case SENTINEL_OP_GT:
    return value > level->raise;
  case SENTINEL_OP_GE:
    return value >= level->raise;
  case SENTINEL_OP_LT:
    return value < level->raise;
  case SENTINEL_OP_LE:
    return value <= level->raise;
  default:
    return FALSE;
  }
}

/**
 * sentinel_level_is_clear:
 * @level: a level
 * @value: what was measured; NAN clears nothing
 *
 * Returns: whether @value is back on the safe side of the clear value: not past it by the level's
 * operator. Any thread.
 */
gboolean
sentinel_level_is_clear (const SentinelLevel *level, double value)
{
  switch (level->op) {
  case SENTINEL_OP_GT:
    return value <= level->clear;
  case SENTINEL_OP_GE:
    return value < level->clear;
  case SENTINEL_OP_LT:
    return value >= level->clear;
  case SENTINEL_OP_LE:
    return value > level->clear;
  default:
    return FALSE;
  }
}

static gboolean
refuse_level (const SentinelLevel *level, const char *why, GError **error)
{
  g_autofree char *field =
      g_strconcat ("levels.", sentinel_importance_to_string (level->importance), NULL);

  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "level %s%s%g (clear %g): %s",
               sentinel_importance_to_string (level->importance),
               sentinel_nick_of (sentinel_op_nicks, (int) level->op),
               level->raise,
               level->clear,
               why);
  sentinel_error_set_field (error, field);
  return FALSE;
}

static gboolean
validate_level (const SentinelLevel *level, GError **error)
{
  const char *importance = sentinel_nick_of (sentinel_importance_nicks, (int) level->importance);

  if (strcmp (importance, "unknown") == 0)
    return refuse_level (level, "the importance must be low, medium, high or critical", error);
  if (!isfinite (level->raise) || !isfinite (level->clear))
    return refuse_level (level, "both values must be finite numbers", error);
  if (is_upward (level) && level->clear > level->raise)
    return refuse_level (level, "the clear value must not be above the raise value", error);
  if (!is_upward (level) && level->clear < level->raise)
    return refuse_level (level, "the clear value must not be below the raise value", error);
  return TRUE;
}

/* higher stands for more importance than lower, so it must be at least as far out. */
static gboolean
validate_pair (const SentinelLevel *higher, const SentinelLevel *lower, GError **error)
{
  double sign = is_upward (higher) ? 1 : -1;

  if (higher->importance == lower->importance)
    return refuse_level (higher, "each importance may have one level only", error);
  if (higher->importance < lower->importance)
    return refuse_level (higher, "the levels must be ordered, the highest importance first", error);
  if (is_upward (higher) != is_upward (lower))
    return refuse_level (lower, "all levels of a rule must look in one direction", error);
  if (sign * higher->raise < sign * lower->raise)
    return refuse_level (higher,
                         "its raise value is reached before that of a lower importance",
                         error);
  if (sign * higher->clear < sign * lower->clear)
    return refuse_level (higher,
                         "its clear value is on the safe side of that of a lower importance",
                         error);
  return TRUE;
}

/**
 * sentinel_levels_validate:
 * @levels: (element-type SentinelLevel): levels, the highest importance first; an empty list is
 * fine
 * @error: return location; %SENTINEL_ERROR_INVALID names the level and what is wrong with it
 *
 * Checks each level and each pair of neighbours. Any thread.
 *
 * Returns: whether an evaluator can use @levels
 */
gboolean
sentinel_levels_validate (GArray *levels, GError **error)
{
  for (guint i = 0; i < levels->len; i++) {
    const SentinelLevel *level = &g_array_index (levels, SentinelLevel, i);

    if (!validate_level (level, error))
      return FALSE;
    if (i > 0 && !validate_pair (&g_array_index (levels, SentinelLevel, i - 1), level, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_level_keys (JsonObject *object, GError **error)
{
  static const char *const known[] = { "importance", "op", "raise", "clear", NULL };
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *name = names; name != NULL; name = name->next)
    if (!g_strv_contains (known, name->data)) {
      g_autofree char *quoted = sentinel_text_quote (name->data);

      g_set_error (error,
                   SENTINEL_ERROR,
                   SENTINEL_ERROR_INVALID,
                   "a level has no key %s: the keys are importance, op, raise and clear",
                   quoted);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_word (JsonObject *object,
           const char *member,
           const SentinelNick *table,
           int *value,
           GError **error)
{
  g_autofree char *word = NULL;

  if (!sentinel_json_read_string (object, member, &word, error))
    return FALSE;
  return sentinel_nick_parse (table, member, word, value, error);
}

static gboolean
level_from_json (JsonObject *object, SentinelLevel *level, GError **error)
{
  int importance, op;

  if (!check_level_keys (object, error))
    return FALSE;
  if (!read_word (object, "importance", sentinel_importance_nicks, &importance, error)
      || !read_word (object, "op", sentinel_op_nicks, &op, error))
    return FALSE;
  *level = (SentinelLevel) { .importance = importance, .op = op, .raise = NAN };
  if (!sentinel_json_read_double (object, "raise", &level->raise, error))
    return FALSE;
  if (isnan (level->raise)) {
    g_set_error_literal (error,
                         SENTINEL_ERROR,
                         SENTINEL_ERROR_INVALID,
                         "a level needs \"raise\", the value from which on it counts");
    return FALSE;
  }
  level->clear = level->raise;
  return sentinel_json_read_double (object, "clear", &level->clear, error);
}

static int
compare_highest_first (gconstpointer a, gconstpointer b)
{
  const SentinelLevel *one = a, *other = b;

  return (int) other->importance - (int) one->importance;
}

/**
 * sentinel_levels_from_json:
 * @array: like `[{"importance":"high","op":">","raise":90,"clear":81}]`, in any order; clear
 * defaults to raise
 * @error: return location; %SENTINEL_ERROR_INVALID names the key or the level
 *
 * Returns: (transfer full) (element-type SentinelLevel): the levels, checked, the highest first;
 * %NULL on error. Any thread.
 */
GArray *
sentinel_levels_from_json (JsonArray *array, GError **error)
{
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (SentinelLevel));

  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);
    SentinelLevel level;

    if (!JSON_NODE_HOLDS_OBJECT (element)) {
      g_set_error_literal (error,
                           SENTINEL_ERROR,
                           SENTINEL_ERROR_INVALID,
                           "a level must be an object like "
                           "{\"importance\":\"high\",\"op\":\">\",\"raise\":90,\"clear\":81}");
      return NULL;
    }
    if (!level_from_json (json_node_get_object (element), &level, error))
      return NULL;
    g_array_append_val (levels, level);
  }
  g_array_sort (levels, compare_highest_first);
  if (!sentinel_levels_validate (levels, error))
    return NULL;
  return g_steal_pointer (&levels);
}

/**
 * sentinel_levels_to_json:
 * @levels: (element-type SentinelLevel): levels
 *
 * Returns: (transfer full): what sentinel_levels_from_json() reads; clear is always written. Any
 * thread.
 */
JsonArray *
sentinel_levels_to_json (GArray *levels)
{
  JsonArray *array = json_array_sized_new (levels->len);

  for (guint i = 0; i < levels->len; i++) {
    const SentinelLevel *level = &g_array_index (levels, SentinelLevel, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object,
                                   "importance",
                                   sentinel_importance_to_string (level->importance));
    json_object_set_string_member (object,
                                   "op",
                                   sentinel_nick_of (sentinel_op_nicks, (int) level->op));
    sentinel_json_set_number (object, "raise", level->raise);
    sentinel_json_set_number (object, "clear", level->clear);
    json_array_add_object_element (array, object);
  }
  return array;
}

/* A decimal number that fills the text up to end; moves on behind it. */
static gboolean
take_decimal (const char **at, double *value)
{
  gsize length = strspn (*at, "+-.0123456789eE");
  char *end = NULL;

  *value = g_ascii_strtod (*at, &end);
  if (length == 0 || end != *at + length || !isfinite (*value))
    return FALSE;
  *at = end;
  return TRUE;
}

static gboolean
refuse_text (const char *text, const char *why, GError **error)
{
  g_autofree char *quoted = sentinel_text_quote (text);

  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "level is %s: %s, like high>90 or high>90,81 (raise, clear)",
               quoted,
               why);
  return FALSE;
}

static gboolean
parse_values (const char *text, SentinelLevel *level)
{
  const char *at = text;

  if (!take_decimal (&at, &level->raise))
    return FALSE;
  level->clear = level->raise;
  if (*at == ',') {
    at++;
    if (!take_decimal (&at, &level->clear))
      return FALSE;
  }
  return *at == '\0';
}

/**
 * sentinel_level_parse:
 * @text: (nullable): "high>90" or "high>90,81": importance, operator, raise value, clear value
 * @level: (out): the level; untouched on error
 * @error: return location; %SENTINEL_ERROR_INVALID names the text and shows how to write it
 *
 * Returns: whether @text is a level that is right by itself. Any thread.
 */
gboolean
sentinel_level_parse (const char *text, SentinelLevel *level, GError **error)
{
  gsize word_length = text != NULL ? strcspn (text, "<>=") : 0;
  g_autofree char *word = g_strndup (text, word_length);
  g_autofree char *sign = NULL;
  SentinelLevel found = { 0 };
  int op;

  if (word_length == 0 || text[word_length] == '\0')
    return refuse_text (text, "it must be an importance, an operator and a number", error);
  sign = g_strndup (text + word_length, strspn (text + word_length, "<>="));
  if (!sentinel_importance_from_string (word, &found.importance, error)
      || !sentinel_nick_parse (sentinel_op_nicks, "the operator of a level", sign, &op, error))
    return FALSE;
  found.op = op;
  if (!parse_values (text + word_length + strlen (sign), &found))
    return refuse_text (text, "one or two numbers must follow the operator", error);
  if (!validate_level (&found, error))
    return FALSE;
  *level = found;
  return TRUE;
}
