/* SPDX-License-Identifier: MIT */
/* The same rules are the same bytes: in the order of their names, with the parameters as the
 * trigger lists them. */
#include "sentinel-rule-export.h"

#include <string.h>

#include "sentinel-rule-document.h"
#include "sentinel-rule-store.h"
#include "sentinel-schema-secrets.h"

static int
compare_rules (gconstpointer a, gconstpointer b)
{
  const SentinelRule *one = *(SentinelRule *const *) a, *other = *(SentinelRule *const *) b;
  int order = strcmp (one->name, other->name);

  return order != 0 ? order : strcmp (one->uid, other->uid);
}

static void
add_line (SentinelRuleExport *self, const SentinelRule *rule, const char *what)
{
  g_ptr_array_add (self->withheld, g_strdup_printf ("rule “%s”: %s", rule->name, what));
}

/* Without the trigger nobody can tell which of them are secret. */
static JsonNode *
withhold_all (SentinelRuleExport *self, const SentinelRule *rule)
{
  g_autoptr (JsonObject) empty = json_object_new ();

  if (json_object_get_size (json_node_get_object (rule->parameters)) > 0)
    add_line (self,
              rule,
              "its parameters are left out, because its trigger is not known here and cannot say "
              "which of them are secret");
  return json_node_init_object (json_node_alloc (), empty);
}

static JsonNode *
dup_parameters (SentinelRuleExport *self, const SentinelRule *rule, SentinelRegistry *registry)
{
  SentinelTrigger *trigger = sentinel_registry_find (registry, rule->trigger, NULL);
  SentinelSchema *schema = trigger != NULL ? sentinel_trigger_get_schema (trigger, NULL) : NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JsonNode) complete = NULL;
  JsonNode *rest;

  if (schema == NULL)
    return withhold_all (self, rule);
  /* Those that the trigger came to refuse are written as they are. */
  complete = sentinel_trigger_validate (trigger, rule->parameters, NULL);
  rest = sentinel_schema_withhold_secrets (schema,
                                           complete != NULL ? complete : rule->parameters,
                                           names);
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    g_autofree char *what = g_strdup_printf ("the secret parameter %s is left out", name);

    add_line (self, rule, what);
  }
  return rest;
}

static JsonObject *
export_rule (SentinelRuleExport *self, const SentinelRule *rule, SentinelRegistry *registry)
{
  JsonObject *object = sentinel_rule_to_portable_json (rule);

  json_object_set_member (object, "parameters", dup_parameters (self, rule, registry));
  return object;
}

/**
 * sentinel_rule_export_new:
 * @rules: (element-type SentinelRule): rules in any order
 * @registry: the triggers; tells which parameters are secret
 *
 * Writes rules without what belongs to this database (ids, times, versions) and without secrets.
 * Any thread.
 *
 * Returns: (transfer full): the text, and what is not in it
 */
SentinelRuleExport *
sentinel_rule_export_new (GPtrArray *rules, SentinelRegistry *registry)
{
  SentinelRuleExport *self = g_new0 (SentinelRuleExport, 1);
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (rules, NULL, NULL);
  g_autoptr (JsonArray) array = json_array_new ();

  self->withheld = g_ptr_array_new_with_free_func (g_free);
  self->n_rules = rules->len;
  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_rules);
  for (guint i = 0; i < sorted->len; i++)
    json_array_add_object_element (array, export_rule (self, sorted->pdata[i], registry));
  self->text = sentinel_rule_document_write (array);
  return self;
}

/**
 * sentinel_rule_export_free:
 * @self: (transfer full): an export
 */
void
sentinel_rule_export_free (SentinelRuleExport *self)
{
  g_free (self->text);
  g_ptr_array_unref (self->withheld);
  g_free (self);
}

static gboolean
same_rule_cb (gconstpointer a, gconstpointer b)
{
  return ((const SentinelRule *) a)->id == ((const SentinelRule *) b)->id;
}

/* One that is named twice is written once. */
static GPtrArray *
find_rules (SentinelDatabase *db, const char *const *names, GError **error)
{
  g_autoptr (GPtrArray) rules =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_rule_unref);

  for (; *names != NULL; names++) {
    SentinelRule *rule = sentinel_rule_store_find (db, *names, error);

    if (rule == NULL)
      return NULL;
    if (g_ptr_array_find_with_equal_func (rules, rule, same_rule_cb, NULL))
      sentinel_rule_unref (rule);
    else
      g_ptr_array_add (rules, rule);
  }
  return g_steal_pointer (&rules);
}

/**
 * sentinel_rule_export_read:
 * @db: any connection
 * @request: a #SentinelRuleExportRequest
 * @error: NOT_FOUND: no rule of that name; the store's
 *
 * Reader thread.
 *
 * Returns: (transfer full): a #SentinelRuleExport; %NULL with error
 */
gpointer
sentinel_rule_export_read (SentinelDatabase *db, gpointer request, GError **error)
{
  const SentinelRuleExportRequest *self = request;
  gboolean is_all = self->names == NULL || self->names[0] == NULL;
  g_autoptr (GPtrArray) rules = is_all ? sentinel_rule_store_list (db, error)
                                       : find_rules (db, self->names, error);

  return rules != NULL ? sentinel_rule_export_new (rules, self->registry) : NULL;
}
