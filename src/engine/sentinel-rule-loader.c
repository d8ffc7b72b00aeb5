/* SPDX-License-Identifier: MIT */
/* What is asked for while a read is on its way is collected and read next. */
#include "sentinel-rule-loader.h"

#include "sentinel-claim-store.h"
#include "sentinel-error.h"

struct _SentinelRuleLoader {
  SentinelStore *store;
  SentinelRulesLoadedFunc func;
  gpointer user_data;
  GCancellable *cancellable;

  SentinelIdRanges *wanted_ids; /* nullable */
  gboolean wants_all;
  guint64 next_ticket; /* of what is asked for now */
  gboolean is_reading;
};

/* one read */
typedef struct {
  SentinelRuleLoader *loader; /* borrowed: gone when the read was cancelled */
  SentinelIdRanges *ids; /* NULL: all */
  guint64 ticket;
} Read;

static void start (SentinelRuleLoader *self);

static void
loaded_rule_free (gpointer data)
{
  SentinelLoadedRule *loaded = data;

  g_clear_pointer (&loaded->rule, sentinel_rule_unref);
  g_clear_pointer (&loaded->state, sentinel_rule_state_free);
  g_free (loaded);
}

static SentinelLoadedRule *
add_loaded (GPtrArray *rules, gint64 rule_id, SentinelRule *rule, SentinelRuleState *state)
{
  SentinelLoadedRule *loaded = g_new0 (SentinelLoadedRule, 1);

  loaded->rule_id = rule_id;
  loaded->rule = rule;
  loaded->state = state;
  g_ptr_array_add (rules, loaded);
  return loaded;
}

static gboolean
load_claim (SentinelDatabase *db, SentinelLoadedRule *loaded, GError **error)
{
  if (loaded->rule == NULL || loaded->rule->cron == NULL)
    return TRUE;
  loaded->claimed_slot_us = sentinel_claim_store_get_newest (db, loaded->rule_id, error);
  return loaded->claimed_slot_us >= 0;
}

static gboolean
load_one (SentinelDatabase *db, gint64 rule_id, GPtrArray *rules, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (SentinelRule) rule = sentinel_rule_store_get (db, rule_id, &local_error);
  SentinelRuleState *state = NULL;

  if (rule == NULL && !g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (rule != NULL) {
    state = sentinel_rule_store_get_state (db, rule_id, error);
    if (state == NULL)
      return FALSE;
  }
  return load_claim (db, add_loaded (rules, rule_id, g_steal_pointer (&rule), state), error);
}

static gboolean
load_some (SentinelDatabase *db, const SentinelIdRanges *ids, GPtrArray *rules, GError **error)
{
  for (guint i = 0; i < sentinel_id_ranges_get_n_ranges (ids); i++) {
    gint64 first_id, last_id;

    sentinel_id_ranges_get (ids, i, &first_id, &last_id);
    for (gint64 id = first_id; id <= last_id; id++)
      if (!load_one (db, id, rules, error))
        return FALSE;
  }
  return TRUE;
}

static GHashTable *
index_states (GPtrArray *states)
{
  GHashTable *by_rule = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < states->len; i++) {
    SentinelRuleState *state = g_ptr_array_index (states, i);

    g_hash_table_insert (by_rule, &state->rule_id, state);
  }
  return by_rule;
}

/* Takes the rule's state out of what was read; a fresh one where it never ran. */
static SentinelRuleState *
take_state (GPtrArray *states, GHashTable *by_rule, gint64 rule_id)
{
  SentinelRuleState *state = g_hash_table_lookup (by_rule, &rule_id);

  if (state == NULL)
    return sentinel_rule_state_new (rule_id);
  g_hash_table_remove (by_rule, &rule_id);
  g_ptr_array_set_free_func (states, NULL);
  g_ptr_array_remove_fast (states, state);
  g_ptr_array_set_free_func (states, (GDestroyNotify) sentinel_rule_state_free);
  return state;
}

static gboolean
load_all (SentinelDatabase *db, GPtrArray *rules, GError **error)
{
  g_autoptr (GPtrArray) list = sentinel_rule_store_list (db, error);
  g_autoptr (GPtrArray) states = list != NULL ? sentinel_rule_store_list_states (db, error) : NULL;
  g_autoptr (GHashTable) by_rule = NULL;

  if (states == NULL)
    return FALSE;
  by_rule = index_states (states);
  for (guint i = 0; i < list->len; i++) {
    SentinelRule *rule = g_ptr_array_index (list, i);
    SentinelRuleState *state = take_state (states, by_rule, rule->id);

    if (!load_claim (db, add_loaded (rules, rule->id, sentinel_rule_ref (rule), state), error))
      return FALSE;
  }
  return TRUE;
}

static gpointer
read_rules (SentinelDatabase *db, gpointer data, GError **error)
{
  Read *read = data;
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func (loaded_rule_free);
  gboolean is_read = read->ids != NULL ? load_some (db, read->ids, rules, error)
                                       : load_all (db, rules, error);

  return is_read ? g_steal_pointer (&rules) : NULL;
}

static void
read_free (gpointer data)
{
  Read *read = data;

  g_clear_pointer (&read->ids, sentinel_id_ranges_unref);
  g_free (read);
}

static void
rules_read_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  Read *read = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rules = sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);
  SentinelRuleLoader *self = read->loader;
  SentinelRulesLoad load = { .rules = rules,
                             .is_all = read->ids == NULL,
                             .ticket = read->ticket,
                             .error = error };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->is_reading = FALSE;
  if (self->wants_all || self->wanted_ids != NULL)
    start (self);
  self->func (&load, self->user_data);
}

static void
start (SentinelRuleLoader *self)
{
  Read *read = g_new0 (Read, 1);

  read->loader = self;
  read->ticket = self->next_ticket++;
  read->ids = g_steal_pointer (&self->wanted_ids);
  if (self->wants_all)
    g_clear_pointer (&read->ids, sentinel_id_ranges_unref);
  self->wants_all = FALSE;
  self->is_reading = TRUE;
  sentinel_store_read_async (self->store,
                             read_rules,
                             read,
                             read_free,
                             (GDestroyNotify) g_ptr_array_unref,
                             self->cancellable,
                             rules_read_cb,
                             read);
}

/**
 * sentinel_rule_loader_new:
 * @store: the database
 * @func: called with what was read, in the thread-default main context; it may free nothing of this
 * @user_data: for @func
 *
 * Returns: (transfer full): a loader that reads nothing yet
 */
SentinelRuleLoader *
sentinel_rule_loader_new (SentinelStore *store, SentinelRulesLoadedFunc func, gpointer user_data)
{
  SentinelRuleLoader *self = g_new0 (SentinelRuleLoader, 1);

  self->store = g_object_ref (store);
  self->func = func;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  self->next_ticket = 1;
  return self;
}

/**
 * sentinel_rule_loader_free:
 * @self: (transfer full): a loader
 */
void
sentinel_rule_loader_free (SentinelRuleLoader *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->wanted_ids, sentinel_id_ranges_unref);
  g_object_unref (self->store);
  g_free (self);
}

static void
merge (SentinelRuleLoader *self, const SentinelIdRanges *ids)
{
  if (self->wanted_ids == NULL)
    self->wanted_ids = sentinel_id_ranges_new ();
  for (guint i = 0; i < sentinel_id_ranges_get_n_ranges (ids); i++) {
    gint64 first_id, last_id;

    sentinel_id_ranges_get (ids, i, &first_id, &last_id);
    sentinel_id_ranges_add (self->wanted_ids, first_id, last_id);
  }
}

/**
 * sentinel_rule_loader_request:
 * @self: a loader
 * @ids: (nullable): which rules; %NULL: all
 *
 * Asks for rules as they are now or later.
 *
 * Returns: a ticket: answered by the first load whose ticket is not below it
 */
guint64
sentinel_rule_loader_request (SentinelRuleLoader *self, SentinelIdRanges *ids)
{
  guint64 ticket = self->next_ticket;

  if (ids == NULL)
    self->wants_all = TRUE;
  else
    merge (self, ids);
  if (!self->is_reading)
    start (self);
  return ticket;
}
