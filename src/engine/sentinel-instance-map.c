/* SPDX-License-Identifier: MIT */
/* The instances of one rule: read at once, because a run must also know who did not answer. */
#include "sentinel-instance-map.h"
#include "sentinel-instance-store.h"

struct _SentinelInstanceMap {
  gint64 rule_id;
  GPtrArray *instances; /* of SentinelInstance, without health */
  GHashTable *by_fingerprint; /* fingerprint inside the instance to instance */
  SentinelInstance *health; /* nullable */
};

static guint
fingerprint_hash (gconstpointer fingerprint)
{
  guint hash;

  memcpy (&hash, fingerprint, sizeof hash);
  return hash;
}

static gboolean
fingerprint_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, SENTINEL_FINGERPRINT_BYTES) == 0;
}

static gboolean
is_health (const SentinelInstance *instance)
{
  return g_strcmp0 (instance->labels, SENTINEL_HEALTH_LABELS) == 0;
}

static SentinelInstanceMap *
map_new (gint64 rule_id)
{
  SentinelInstanceMap *self = g_new0 (SentinelInstanceMap, 1);

  self->rule_id = rule_id;
  self->instances = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_instance_free);
  self->by_fingerprint = g_hash_table_new (fingerprint_hash, fingerprint_equal);
  return self;
}

/**
 * sentinel_instance_map_load:
 * @db: the transaction's database
 * @rule_id: the rule
 * @error: the store's
 *
 * Returns: (transfer full) (nullable): the instances that the rule has had so far
 */
SentinelInstanceMap *
sentinel_instance_map_load (SentinelDatabase *db, gint64 rule_id, GError **error)
{
  g_autoptr (GPtrArray) stored = sentinel_instance_store_list (db, rule_id, error);
  SentinelInstanceMap *self;

  if (stored == NULL)
    return NULL;
  self = map_new (rule_id);
  g_ptr_array_set_free_func (stored, NULL); /* the instances move into the map */
  for (guint i = 0; i < stored->len; i++) {
    SentinelInstance *instance = g_ptr_array_index (stored, i);

    if (is_health (instance))
      self->health = instance;
    else
      sentinel_instance_map_add (self, instance);
  }
  return self;
}

/**
 * sentinel_instance_map_free:
 * @self: (transfer full): a map
 */
void
sentinel_instance_map_free (SentinelInstanceMap *self)
{
  g_hash_table_unref (self->by_fingerprint);
  g_ptr_array_unref (self->instances);
  g_clear_pointer (&self->health, sentinel_instance_free);
  g_free (self);
}

/**
 * sentinel_instance_map_get_n:
 * @self: a map
 *
 * Returns: how many instances there are, without health
 */
guint
sentinel_instance_map_get_n (SentinelInstanceMap *self)
{
  return self->instances->len;
}

/**
 * sentinel_instance_map_get:
 * @self: a map
 * @index: less than their number
 *
 * Returns: (transfer none): an instance
 */
SentinelInstance *
sentinel_instance_map_get (SentinelInstanceMap *self, guint index)
{
  return g_ptr_array_index (self->instances, index);
}

/**
 * sentinel_instance_map_find:
 * @self: a map
 * @fingerprint: SENTINEL_FINGERPRINT_BYTES bytes
 *
 * Returns: (transfer none) (nullable): the instance with that identity
 */
SentinelInstance *
sentinel_instance_map_find (SentinelInstanceMap *self, const guint8 *fingerprint)
{
  return g_hash_table_lookup (self->by_fingerprint, fingerprint);
}

/**
 * sentinel_instance_map_add:
 * @self: a map
 * @instance: (transfer full): a new instance with its fingerprint
 *
 * Returns: (transfer none): @instance
 */
SentinelInstance *
sentinel_instance_map_add (SentinelInstanceMap *self, SentinelInstance *instance)
{
  g_ptr_array_add (self->instances, instance);
  g_hash_table_insert (self->by_fingerprint, instance->fingerprint, instance);
  return instance;
}

static gboolean
is_idle (const SentinelInstance *instance, GHashTable *present)
{
  g_autoptr (GBytes) fingerprint = NULL;

  if (instance->condition != SENTINEL_CONDITION_NORMAL || instance->open_event_id != 0
      || instance->ack_event_id != 0)
    return FALSE;
  fingerprint = g_bytes_new_static (instance->fingerprint, SENTINEL_FINGERPRINT_BYTES);
  return !g_hash_table_contains (present, fingerprint);
}

/**
 * sentinel_instance_map_find_idle:
 * @self: a map
 * @present: (element-type GBytes): the fingerprints of those that answer now
 *
 * Looks for an instance that nothing depends on: normal, without an event, without an
 * acknowledgement that later events would inherit, and not among those that answer now.
 *
 * Returns: (transfer none) (nullable): the one that was evaluated longest ago
 */
SentinelInstance *
sentinel_instance_map_find_idle (SentinelInstanceMap *self, GHashTable *present)
{
  SentinelInstance *oldest = NULL;

  for (guint i = 0; i < self->instances->len; i++) {
    SentinelInstance *instance = sentinel_instance_map_get (self, i);

    if (oldest != NULL && instance->last_eval_at_us >= oldest->last_eval_at_us)
      continue;
    if (is_idle (instance, present))
      oldest = instance;
  }
  return oldest;
}

/**
 * sentinel_instance_map_remove:
 * @self: a map
 * @instance: (transfer full): one of its instances, not health
 */
void
sentinel_instance_map_remove (SentinelInstanceMap *self, SentinelInstance *instance)
{
  g_hash_table_remove (self->by_fingerprint, instance->fingerprint);
  g_ptr_array_remove (self->instances, instance);
}

/**
 * sentinel_instance_map_find_health:
 * @self: a map
 *
 * Returns: (transfer none) (nullable): the instance that carries events about the rule itself, if
 * it was ever needed
 */
SentinelInstance *
sentinel_instance_map_find_health (SentinelInstanceMap *self)
{
  return self->health;
}

/**
 * sentinel_instance_map_ensure_health:
 * @self: a map
 * @rule_uid: the rule's
 *
 * Returns: (transfer none): the instance that carries events about the rule itself
 */
SentinelInstance *
sentinel_instance_map_ensure_health (SentinelInstanceMap *self, const char *rule_uid)
{
  g_autoptr (SentinelReading) identity = NULL;

  if (self->health != NULL)
    return self->health;
  identity = sentinel_reading_new ("", 0.0, NULL);
  sentinel_reading_add_label (identity, "sentinel", "health");
  self->health = sentinel_instance_new (self->rule_id);
  sentinel_reading_fingerprint (identity, rule_uid, self->health->fingerprint);
  g_set_str (&self->health->labels, SENTINEL_HEALTH_LABELS);
  return self->health;
}

/**
 * sentinel_instance_map_is_all_normal:
 * @self: a map
 *
 * Returns: whether nothing of the rule is pending, firing or recovering, its health neither
 */
gboolean
sentinel_instance_map_is_all_normal (SentinelInstanceMap *self)
{
  if (self->health != NULL && self->health->condition != SENTINEL_CONDITION_NORMAL)
    return FALSE;
  for (guint i = 0; i < self->instances->len; i++)
    if (sentinel_instance_map_get (self, i)->condition != SENTINEL_CONDITION_NORMAL)
      return FALSE;
  return TRUE;
}
