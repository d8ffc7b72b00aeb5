/* SPDX-License-Identifier: MIT */
/* The frame around the rules. Which of the two kinds it is, is found out by its keys. */
#include "sentinel-rule-document.h"

#include <string.h>

#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-original-rule.h"
#include "sentinel-text.h"

static gpointer
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID, why);
  return NULL;
}

static gboolean
check_version (JsonObject *document, GError **error)
{
  gint64 version = 0;

  if (!sentinel_json_read_int (document, "version", &version, error))
    return FALSE;
  if (version > SENTINEL_RULE_DOCUMENT_VERSION) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_UNSUPPORTED,
                 "version is %" G_GINT64_FORMAT
                 ": a newer version of Sentinel Alerts wrote it, this one reads up to %d",
                 version,
                 SENTINEL_RULE_DOCUMENT_VERSION);
    return FALSE;
  }
  if (version >= 1)
    return TRUE;
  refuse (error, "version: must be " G_STRINGIFY (SENTINEL_RULE_DOCUMENT_VERSION));
  return FALSE;
}

static gboolean
check_format (JsonObject *document, GError **error)
{
  g_autofree char *format = NULL;
  g_autofree char *quoted = NULL;

  if (!sentinel_json_read_string (document, "format", &format, error))
    return FALSE;
  if (g_strcmp0 (format, SENTINEL_RULE_DOCUMENT_FORMAT) == 0)
    return TRUE;
  quoted = sentinel_text_quote (format);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "format is %s: must be \"" SENTINEL_RULE_DOCUMENT_FORMAT "\"",
               quoted);
  return FALSE;
}

static gboolean
check_keys (JsonObject *document, GError **error)
{
  static const char *const known[] = { "format", "version", "rules", NULL };
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, document);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    if (!g_strv_contains (known, name)) {
      g_autofree char *quoted = sentinel_text_quote (name);

      g_set_error (error,
                   SENTINEL_ERROR,
                   SENTINEL_ERROR_INVALID,
                   "it has no key %s: was it written by a newer version?",
                   quoted);
      return FALSE;
    }
  return TRUE;
}

static JsonArray *
find_own (JsonObject *document, GError **error)
{
  JsonNode *rules = json_object_get_member (document, "rules");

  /* Before the keys: a newer version may well have more of them. */
  if (!check_format (document, error) || !check_version (document, error)
      || !check_keys (document, error))
    return NULL;
  if (rules == NULL || !JSON_NODE_HOLDS_ARRAY (rules))
    return refuse (error, "rules: must be an array");
  return json_node_get_array (rules);
}

static gboolean
holds_originals (JsonNode *node)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_OBJECT (element)
        && sentinel_original_rule_is (json_node_get_object (element)))
      return TRUE;
  }
  return FALSE;
}

/* The original had no files: its rules come as somebody's program wrote them, bare or as one member
 * of an object. */
static JsonArray *
find_originals (JsonNode *root, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (holds_originals (root))
    return json_node_get_array (root);
  if (JSON_NODE_HOLDS_OBJECT (root)) {
    json_object_iter_init_ordered (&iter, json_node_get_object (root));
    while (json_object_iter_next_ordered (&iter, &name, &node))
      if (holds_originals (node))
        return json_node_get_array (node);
  }
  return refuse (error,
                 "there are no rules in it: it must be what “sentinelctl rules export” writes, or "
                 "a "
                 "list of rules of the original web program");
}

static JsonNode *
parse (GBytes *bytes, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (bytes, &length);

  if (length > SENTINEL_RULE_DOCUMENT_MAX_BYTES)
    return refuse (error, "it is longer than 16 MiB: divide it into several files");
  return sentinel_json_parse (text != NULL ? text : "",
                              (gssize) length,
                              SENTINEL_RULE_DOCUMENT_MAX_BYTES,
                              error);
}

/**
 * sentinel_rule_document_read:
 * @bytes: a file from outside
 * @is_original: (out): whether its rules are the original's dictionaries
 * @error: return location; %SENTINEL_ERROR_INVALID says what is wrong and where,
 * %SENTINEL_ERROR_UNSUPPORTED that a newer version wrote it
 *
 * Any thread.
 *
 * Returns: (transfer full): the rules, from 1 to %SENTINEL_RULE_DOCUMENT_MAX_RULES values of any
 * kind, sealed; %NULL on error
 */
JsonArray *
sentinel_rule_document_read (GBytes *bytes, gboolean *is_original, GError **error)
{
  g_autoptr (JsonNode) root = parse (bytes, error);
  JsonArray *rules;

  if (root == NULL)
    return NULL;
  *is_original = !JSON_NODE_HOLDS_OBJECT (root)
                 || !json_object_has_member (json_node_get_object (root), "format");
  rules = *is_original ? find_originals (root, error)
                       : find_own (json_node_get_object (root), error);
  if (rules == NULL)
    return NULL;
  if (json_array_get_length (rules) == 0)
    return refuse (error, "there are no rules in it");
  if (json_array_get_length (rules) > SENTINEL_RULE_DOCUMENT_MAX_RULES)
    return refuse (error,
                   "it has more than " G_STRINGIFY (SENTINEL_RULE_DOCUMENT_MAX_RULES) " rules: "
                                                                                     "divide it "
                                                                                     "into several "
                                                                                     "files");
  return json_array_ref (rules);
}

/**
 * sentinel_rule_document_write:
 * @rules: of sentinel_rule_to_portable_json(), in the order in which they are to stand
 *
 * Any thread.
 *
 * Returns: (transfer full): the text of a file
 */
char *
sentinel_rule_document_write (JsonArray *rules)
{
  g_autoptr (JsonObject) document = json_object_new ();

  json_object_set_string_member (document, "format", SENTINEL_RULE_DOCUMENT_FORMAT);
  json_object_set_int_member (document, "version", SENTINEL_RULE_DOCUMENT_VERSION);
  json_object_set_array_member (document, "rules", json_array_ref (rules));
  return sentinel_json_object_to_lines (document);
}
