/* SPDX-License-Identifier: MIT */
/* Planning: reads the rules, finds the stored ones that they are, and compares. */
#include "sentinel-rule-import.h"

#include <string.h>

#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-original-rule.h"
#include "sentinel-rule-diff.h"
#include "sentinel-rule-document.h"
#include "sentinel-rule-store.h"
#include "sentinel-schema-defaults.h"
#include "sentinel-schema-secrets.h"
#include "sentinel-text.h"

typedef struct {
  SentinelRuleImport *import;
  JsonArray *rules; /* as in the file; one for each entry */
  SentinelRegistry *registry;
  /* of SentinelRule, borrowed: */
  GHashTable *by_uid, *by_name;
  GHashTable *deleted_by_uid;
  GHashTable *claimed; /* stored rules that an entry is already */
} Planner;

static void
planner_clear (Planner *self)
{
  g_clear_pointer (&self->import, sentinel_rule_import_unref);
  g_clear_pointer (&self->rules, json_array_unref);
  g_clear_pointer (&self->by_uid, g_hash_table_unref);
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->deleted_by_uid, g_hash_table_unref);
  g_clear_pointer (&self->claimed, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Planner, planner_clear)

static SentinelRuleImport *
import_new (gboolean is_original)
{
  SentinelRuleImport *self = g_atomic_rc_box_new0 (SentinelRuleImport);

  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_import_entry_free);
  self->is_original = is_original;
  return self;
}

/**
 * sentinel_rule_import_ref:
 * @self: an import
 *
 * Returns: (transfer full): @self. Any thread.
 */
SentinelRuleImport *
sentinel_rule_import_ref (SentinelRuleImport *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_import (gpointer data)
{
  SentinelRuleImport *self = data;

  g_ptr_array_unref (self->entries);
}

/**
 * sentinel_rule_import_unref:
 * @self: (transfer full): an import
 */
void
sentinel_rule_import_unref (SentinelRuleImport *self)
{
  g_atomic_rc_box_release_full (self, clear_import);
}

/**
 * sentinel_rule_import_count:
 * @self: an import
 * @status: what is asked for
 *
 * Returns: how many entries are so
 */
guint
sentinel_rule_import_count (SentinelRuleImport *self, SentinelImportStatus status)
{
  guint n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    n += ((const SentinelImportEntry *) self->entries->pdata[i])->status == status;
  return n;
}

static void
index_stored (Planner *self, GPtrArray *stored)
{
  self->by_uid = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->deleted_by_uid = g_hash_table_new (g_str_hash, g_str_equal);
  self->claimed = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < stored->len; i++) {
    SentinelRule *rule = g_ptr_array_index (stored, i);

    if (rule->deleted_at_us != 0) {
      g_hash_table_insert (self->deleted_by_uid, rule->uid, rule);
      continue;
    }
    g_hash_table_insert (self->by_uid, rule->uid, rule);
    g_hash_table_insert (self->by_name, rule->name, rule);
  }
}

/* Reading: */

/* (transfer none) (nullable): no object, or the member is no string */
static const char *
get_string (JsonNode *node, const char *member)
{
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  value = json_object_get_member (json_node_get_object (node), member);
  return value != NULL && JSON_NODE_HOLDS_VALUE (value)
                 && json_node_get_value_type (value) == G_TYPE_STRING
             ? json_node_get_string (value)
             : NULL;
}

static char *
dup_name (JsonNode *node, guint index)
{
  const char *name = get_string (node, "name");

  return name != NULL && name[0] != '\0' ? g_strdup (name)
                                         : g_strdup_printf ("rule %u of the file", index + 1);
}

/* Where another database kept it, and how often it was written there, is of no concern. */
static void
forget_record (SentinelRule *rule)
{
  rule->id = 0;
  rule->version = 1;
  rule->created_at_us = rule->updated_at_us = rule->deleted_at_us = 0;
}

static SentinelRule *
read_rule (Planner *self, SentinelImportEntry *entry, JsonNode *node, GError **error)
{
  SentinelRule *rule;

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error_literal (error,
                         SENTINEL_ERROR,
                         SENTINEL_ERROR_INVALID,
                         "it is no rule: must be an object");
    return NULL;
  }
  if (self->import->is_original)
    return sentinel_original_rule_read (json_node_get_object (node), entry->notes, error);
  rule = sentinel_rule_from_json (json_node_get_object (node), error);
  if (rule != NULL)
    forget_record (rule);
  return rule;
}

static void
read_entries (Planner *self)
{
  for (guint i = 0; i < json_array_get_length (self->rules); i++) {
    JsonNode *node = json_array_get_element (self->rules, i);
    g_autofree char *name = dup_name (node, i);
    SentinelImportEntry *entry = sentinel_import_entry_new (name);

    entry->rule = read_rule (self, entry, node, &entry->problem);
    g_ptr_array_add (self->import->entries, entry);
  }
}

/* Which of two rules is meant, nobody can tell. */
static gboolean
check_unique (Planner *self, const char *member, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) twice = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (self->rules); i++) {
    const char *text = get_string (json_array_get_element (self->rules, i), member);

    if (text != NULL && text[0] != '\0' && !g_hash_table_add (seen, (gpointer) text)
        && g_hash_table_add (named, (gpointer) text)) {
      g_autofree char *quoted = sentinel_text_quote (text);

      g_string_append_printf (twice, "%s%s", twice->len > 0 ? ", another two " : "", quoted);
    }
  }
  if (twice->len == 0)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "two of its rules have the %s %s: leave one of them out, or change it",
               member,
               twice->str);
  return FALSE;
}

/* Finding the stored rule: */

static void
claim (Planner *self, SentinelImportEntry *entry, SentinelRule *stored)
{
  entry->stored = sentinel_rule_ref (stored);
  g_hash_table_add (self->claimed, stored);
}

static void
match_by (Planner *self, GHashTable *table, const char *member)
{
  for (guint i = 0; i < self->import->entries->len; i++) {
    SentinelImportEntry *entry = g_ptr_array_index (self->import->entries, i);
    const char *text = get_string (json_array_get_element (self->rules, i), member);
    SentinelRule *stored = text != NULL ? g_hash_table_lookup (table, text) : NULL;

    if (entry->stored == NULL && stored != NULL && !g_hash_table_contains (self->claimed, stored))
      claim (self, entry, stored);
  }
}

/* First all that are certain. A deleted rule is brought back only where no other has its place. */
static void
match_entries (Planner *self)
{
  if (!self->import->is_original)
    match_by (self, self->by_uid, "uid");
  match_by (self, self->by_name, "name");
  if (!self->import->is_original)
    match_by (self, self->deleted_by_uid, "uid");
}

/* Judging: */

static void
take_record (Planner *self, SentinelImportEntry *entry, guint index)
{
  SentinelRule *rule = entry->rule;
  const SentinelRule *stored = entry->stored;
  JsonObject *object = json_node_get_object (json_array_get_element (self->rules, index));

  entry->rule_id = stored->id;
  rule->id = stored->id;
  g_set_str (&rule->uid, stored->uid);
  rule->version = stored->version;
  if (self->import->is_original || !json_object_has_member (object, "paused_until_us"))
    rule->paused_until_us = stored->paused_until_us;
}

/* A file has no secrets: those that are stored are kept, as long as they are for the same trigger.
 */
static JsonNode *
complete_parameters (SentinelImportEntry *entry, SentinelTrigger *trigger, GError **error)
{
  SentinelSchema *schema = sentinel_trigger_get_schema (trigger, error);
  g_autoptr (JsonNode) parameters = NULL;

  if (schema == NULL)
    return NULL;
  if (entry->stored != NULL && strcmp (entry->stored->trigger, entry->rule->trigger) == 0)
    parameters =
        sentinel_schema_keep_secrets (schema, entry->stored->parameters, entry->rule->parameters);
  return sentinel_trigger_validate (trigger,
                                    parameters != NULL ? parameters : entry->rule->parameters,
                                    error);
}

static gboolean
judge_trigger (Planner *self, SentinelImportEntry *entry, GError **error)
{
  SentinelRule *rule = entry->rule;
  SentinelTrigger *trigger;
  JsonNode *parameters;

  if (strcmp (rule->trigger, SENTINEL_MANUAL_TRIGGER) == 0)
    return TRUE;
  trigger = sentinel_registry_find (self->registry, rule->trigger, error);
  entry->is_unknown_trigger = trigger == NULL;
  if (trigger == NULL)
    return FALSE;
  g_set_str (&rule->trigger, sentinel_trigger_describe (trigger)->id);
  parameters = complete_parameters (entry, trigger, error);
  if (parameters == NULL)
    return FALSE;
  json_node_unref (rule->parameters);
  rule->parameters = parameters;
  return TRUE;
}

static gboolean
judge_name (Planner *self, const SentinelImportEntry *entry, GError **error)
{
  SentinelRule *holder = g_hash_table_lookup (self->by_name, entry->rule->name);

  if (holder == NULL || holder == entry->stored)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_CONFLICT,
               "its name is that of another rule (%" G_GINT64_FORMAT "): rename one of them",
               holder->id);
  sentinel_error_set_field (error, "name");
  return FALSE;
}

/* Raised events belong to it. */
static gboolean
judge_manual_rule (const SentinelImportEntry *entry, GError **error)
{
  if (strcmp (entry->rule->uid, SENTINEL_MANUAL_RULE_UID) != 0
      || strcmp (entry->rule->trigger, SENTINEL_MANUAL_TRIGGER) == 0)
    return TRUE;
  g_set_error_literal (error,
                       SENTINEL_ERROR,
                       SENTINEL_ERROR_INVALID,
                       "trigger: must be " SENTINEL_MANUAL_TRIGGER
                       ", because it is the built-in rule behind raised events");
  sentinel_error_set_field (error, "trigger");
  return FALSE;
}

static gboolean
judge (Planner *self, SentinelImportEntry *entry, GError **error)
{
  return judge_trigger (self, entry, error) && judge_manual_rule (entry, error)
         && sentinel_rule_validate (entry->rule, error) && judge_name (self, entry, error);
}

/* With the defaults, which a rule may be stored without: those of the file are filled in too, and
 * writing them down changes nothing. */
static GPtrArray *
list_changes (Planner *self, const SentinelImportEntry *entry)
{
  g_autoptr (SentinelRule) before = sentinel_rule_copy (entry->stored);
  SentinelTrigger *trigger = sentinel_registry_find (self->registry, before->trigger, NULL);
  JsonNode *complete =
      trigger != NULL ? sentinel_trigger_validate (trigger, before->parameters, NULL) : NULL;

  if (complete != NULL) {
    json_node_unref (before->parameters);
    before->parameters = complete;
  }
  return sentinel_rule_diff (before, entry->rule);
}

/* What the file writes down of the defaults is no edit that would end open events. */
static void
leave_defaults_out (Planner *self, SentinelImportEntry *entry)
{
  SentinelTrigger *trigger = sentinel_registry_find (self->registry, entry->rule->trigger, NULL);
  SentinelSchema *schema = trigger != NULL ? sentinel_trigger_get_schema (trigger, NULL) : NULL;

  if (schema != NULL && g_str_equal (entry->stored->trigger, entry->rule->trigger))
    sentinel_schema_leave_defaults_out (schema, entry->stored, entry->rule);
}

static void
compare (Planner *self, SentinelImportEntry *entry)
{
  g_autoptr (GPtrArray) changes = NULL;

  if (entry->stored == NULL || entry->stored->deleted_at_us != 0) {
    entry->status = SENTINEL_IMPORT_NEW;
    if (entry->stored != NULL)
      sentinel_import_entry_add_note (entry,
                                      "rule %" G_GINT64_FORMAT
                                      " was deleted; it comes back with its history",
                                      entry->stored->id);
  } else {
    changes = list_changes (self, entry);
    leave_defaults_out (self, entry);
    entry->status = changes->len > 0 ? SENTINEL_IMPORT_CHANGED : SENTINEL_IMPORT_SAME;
    if (changes->len > 0)
      entry->changes = g_steal_pointer (&changes);
  }
  entry->chosen = entry->status != SENTINEL_IMPORT_SAME;
}

static void
judge_entries (Planner *self)
{
  for (guint i = 0; i < self->import->entries->len; i++) {
    SentinelImportEntry *entry = g_ptr_array_index (self->import->entries, i);

    if (entry->rule == NULL)
      continue;
    if (entry->stored != NULL)
      take_record (self, entry, i);
    if (judge (self, entry, &entry->problem))
      compare (self, entry);
  }
}

/**
 * sentinel_rule_import_plan:
 * @bytes: a file from outside
 * @registry: the triggers there are
 * @stored: (element-type SentinelRule): all rules there are, also those that were deleted
 * @error: return location; what is wrong with the file as a whole: %SENTINEL_ERROR_INVALID,
 * %SENTINEL_ERROR_UNSUPPORTED for one of a newer version
 *
 * Finds out what importing a file would do. A rule of the file is the stored one with its uid, else
 * the one with exactly its name, else the deleted one with its uid. Writes nothing; any thread.
 *
 * Returns: (transfer full): the plan; %NULL on error
 */
SentinelRuleImport *
sentinel_rule_import_plan (GBytes *bytes,
                           SentinelRegistry *registry,
                           GPtrArray *stored,
                           GError **error)
{
  g_auto (Planner) planner = { .registry = registry };
  gboolean is_original = FALSE;

  planner.rules = sentinel_rule_document_read (bytes, &is_original, error);
  if (planner.rules == NULL)
    return NULL;
  planner.import = import_new (is_original);
  if (!check_unique (&planner, "name", error)
      || (!is_original && !check_unique (&planner, "uid", error)))
    return NULL;
  index_stored (&planner, stored);
  read_entries (&planner);
  match_entries (&planner);
  judge_entries (&planner);
  return g_steal_pointer (&planner.import);
}

/**
 * sentinel_rule_import_read:
 * @db: any connection
 * @request: a #SentinelRuleImportRequest
 * @error: as of sentinel_rule_import_plan(); the store's
 *
 * Makes the plan against the rules as they are. Reader thread.
 *
 * Returns: (transfer full): a #SentinelRuleImport; %NULL with error
 */
gpointer
sentinel_rule_import_read (SentinelDatabase *db, gpointer request, GError **error)
{
  const SentinelRuleImportRequest *self = request;
  g_autoptr (GPtrArray) stored = sentinel_rule_store_list_any (db, error);

  return stored != NULL ? sentinel_rule_import_plan (self->bytes, self->registry, stored, error)
                        : NULL;
}
