/* SPDX-License-Identifier: MIT */
/* Which triggers there are. Filled once at start, only read afterwards, so that any thread may ask.
 */
#include "sentinel-registry.h"

#include <string.h>

#include "sentinel-error.h"
#include "sentinel-text.h"

struct _SentinelRegistry {
  GObject parent;

  GPtrArray *triggers; /* owned, by id */
  GHashTable *by_name; /* id or alias, borrowed from the trigger, to trigger */
};

G_DEFINE_FINAL_TYPE (SentinelRegistry, sentinel_registry, G_TYPE_OBJECT)

static void
sentinel_registry_finalize (GObject *object)
{
  SentinelRegistry *self = SENTINEL_REGISTRY (object);

  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->triggers);
  G_OBJECT_CLASS (sentinel_registry_parent_class)->finalize (object);
}

static void
sentinel_registry_class_init (SentinelRegistryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sentinel_registry_finalize;
}

static void
sentinel_registry_init (SentinelRegistry *self)
{
  self->triggers = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  SentinelTrigger *const *one = a, *const *other = b;

  return strcmp (sentinel_trigger_describe (*one)->id, sentinel_trigger_describe (*other)->id);
}

static char *
join_ids (SentinelRegistry *self)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < self->triggers->len; i++)
    g_string_append_printf (ids,
                            "%s%s",
                            i > 0 ? ", " : "",
                            sentinel_trigger_describe (g_ptr_array_index (self->triggers, i))->id);
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

/**
 * sentinel_registry_new:
 *
 * Returns: (transfer full): a registry without triggers
 */
SentinelRegistry *
sentinel_registry_new (void)
{
  return g_object_new (SENTINEL_TYPE_REGISTRY, NULL);
}

/**
 * sentinel_registry_add:
 * @self: a registry
 * @trigger: (transfer full): a trigger whose id and alias are not taken
 *
 * Adds a trigger. Only while nobody else uses @self.
 */
void
sentinel_registry_add (SentinelRegistry *self, SentinelTrigger *trigger)
{
  const SentinelTriggerInfo *info = sentinel_trigger_describe (trigger);

  g_return_if_fail (!g_hash_table_contains (self->by_name, info->id));
  g_hash_table_insert (self->by_name, (gpointer) info->id, trigger);
  if (info->alias != NULL)
    g_hash_table_insert (self->by_name, (gpointer) info->alias, trigger);
  g_ptr_array_add (self->triggers, trigger);
  g_ptr_array_sort (self->triggers, compare_ids);
}

/**
 * sentinel_registry_find:
 * @self: a registry
 * @id_or_alias: (nullable): the trigger's id, or the original's name for it
 * @error: return location; %SENTINEL_ERROR_NOT_FOUND lists the known ids
 *
 * Returns: (transfer none): the trigger; %NULL on error. Any thread once @self is filled.
 */
SentinelTrigger *
sentinel_registry_find (SentinelRegistry *self, const char *id_or_alias, GError **error)
{
  SentinelTrigger *trigger = NULL;

  if (id_or_alias != NULL)
    trigger = g_hash_table_lookup (self->by_name, id_or_alias);
  if (trigger == NULL) {
    g_autofree char *quoted = sentinel_text_quote (id_or_alias);
    g_autofree char *ids = join_ids (self);

    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_NOT_FOUND,
                 "there is no trigger %s: the known ones are %s",
                 quoted,
                 ids);
  }
  return trigger;
}

static gpointer
ref_trigger (gconstpointer trigger, gpointer unused)
{
  return g_object_ref ((gpointer) trigger);
}

/**
 * sentinel_registry_list:
 * @self: a registry
 *
 * Returns: (transfer container) (element-type SentinelTrigger): all triggers, by id
 */
GPtrArray *
sentinel_registry_list (SentinelRegistry *self)
{
  return g_ptr_array_copy (self->triggers, ref_trigger, NULL);
}
