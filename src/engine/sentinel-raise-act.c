/* SPDX-License-Identifier: MIT */
/* Raising: events that come from a script instead of a trigger. With a key they are instances with
 * the same state machine as any other, on a plain plan; without, they are point events, and the way
 * in for bulk: what is the same for many is looked up once. */
#include "sentinel-error.h"
#include "sentinel-event-acts.h"
#include "sentinel-event-writer.h"
#include "sentinel-instance-store.h"
#include "sentinel-reading.h"
#include "sentinel-rule-store.h"
#include <math.h>

#define TOLD_AT_ONCE \
  20 /* of a larger batch only the most important ones are told, or bulk would bury the desktop */
#define DEFAULT_CATEGORY "General"

typedef struct {
  SentinelTransaction *tx;
  GHashTable *plans; /* rule id as asked for (gint64) to SentinelPlan */
  GHashTable *categories, *sources; /* name, borrowed, to id (gint64) */
} Raising;

/* The acts that may be told: all above an importance, and so many of that importance. */
typedef struct {
  SentinelImportance importance;
  guint n_left;
} Quota;

/**
 * sentinel_raise_act_new:
 * @importance: how much it matters
 * @source: what it is about
 * @message: (nullable): what happened; only needed unless the act resolves
 *
 * Returns: (transfer full): an act without value and key
 */
SentinelRaiseAct *
sentinel_raise_act_new (SentinelImportance importance, const char *source, const char *message)
{
  SentinelRaiseAct *self = g_new0 (SentinelRaiseAct, 1);

  self->importance = importance;
  self->source = g_strdup (source);
  self->message = g_strdup (message);
  self->value = NAN;
  return self;
}

/**
 * sentinel_raise_act_free:
 * @self: (transfer full): an act
 */
void
sentinel_raise_act_free (SentinelRaiseAct *self)
{
  g_free (self->source);
  g_free (self->message);
  g_free (self->key);
  g_free (self->category);
  g_free (self->unit);
  g_clear_pointer (&self->payload, json_node_unref);
  g_free (self);
}

/* Looked up once: */

static void
raising_init (Raising *self, SentinelTransaction *tx)
{
  self->tx = tx;
  self->plans = g_hash_table_new_full (g_int64_hash,
                                       g_int64_equal,
                                       g_free,
                                       (GDestroyNotify) sentinel_plan_unref);
  self->categories = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->sources = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

static void
raising_clear (Raising *self)
{
  g_hash_table_unref (self->plans);
  g_hash_table_unref (self->categories);
  g_hash_table_unref (self->sources);
}

static SentinelRule *
find_rule (Raising *self, gint64 rule_id, GError **error)
{
  if (rule_id == 0)
    rule_id = sentinel_rule_store_ensure_manual (self->tx, error);
  return rule_id != 0 ? sentinel_rule_store_get (sentinel_transaction_get_database (self->tx),
                                                 rule_id,
                                                 error)
                      : NULL;
}

static SentinelPlan *
get_plan (Raising *self, gint64 rule_id, GError **error)
{
  SentinelPlan *plan = g_hash_table_lookup (self->plans, &rule_id);
  g_autoptr (SentinelRule) rule = NULL;

  if (plan != NULL)
    return plan;
  rule = find_rule (self, rule_id, error);
  if (rule == NULL)
    return NULL;
  if (!rule->enabled) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_CONFLICT,
                 "Cannot raise an event: rule “%s” is off. Enable it first",
                 rule->name);
    return NULL;
  }
  plan = sentinel_plan_new_plain (rule);
  g_hash_table_insert (self->plans, g_memdup2 (&rule_id, sizeof rule_id), plan);
  return plan;
}

typedef gint64 (*EnsureFunc) (SentinelTransaction *tx, const char *name, GError **error);

static gint64
get_id (SentinelTransaction *tx,
        GHashTable *ids,
        const char *name,
        EnsureFunc ensure,
        GError **error)
{
  const gint64 *known = g_hash_table_lookup (ids, name);
  gint64 id;

  if (known != NULL)
    return *known;
  id = ensure (tx, name, error);
  if (id != 0)
    g_hash_table_insert (ids, (gpointer) name, g_memdup2 (&id, sizeof id));
  return id;
}

/* One act: */

static gboolean
refuse (const SentinelRaiseAct *act, const char *what, GError **error)
{
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "Cannot raise an event of source “%s”: %s",
               act->source != NULL ? act->source : "",
               what);
  return FALSE;
}

static gboolean
check (const SentinelRaiseAct *act, GError **error)
{
  if (act->source == NULL || *act->source == '\0')
    return refuse (act, "the source must not be empty", error);
  if (act->resolve)
    return act->key != NULL
           || refuse (act, "only what was raised with a key can be resolved; give the key", error);
  if (act->message == NULL || *act->message == '\0')
    return refuse (act, "the message must not be empty", error);
  if (act->importance < SENTINEL_IMPORTANCE_LOW || act->importance > SENTINEL_IMPORTANCE_CRITICAL)
    return refuse (act, "the importance must be low, medium, high or critical", error);
  if (isinf (act->value))
    return refuse (act, "the value must be a finite number", error);
  return TRUE;
}

static gboolean
fill_write (Raising *self, const SentinelRaiseAct *act, SentinelEventWrite *write, GError **error)
{
  *write = (SentinelEventWrite) {
    .tx = self->tx,
    .plan = get_plan (self, act->rule_id, error),
    .now_us = sentinel_transaction_get_now_us (self->tx),
    .value = act->value,
    .unit = act->unit,
    .source = act->source,
    .message = act->message,
    .category = act->category != NULL ? act->category : DEFAULT_CATEGORY,
    .payload = act->payload,
    .is_repeat_counted = TRUE,
  };
  if (write->plan == NULL)
    return FALSE;
  write->category_id = get_id (self->tx,
                               self->categories,
                               write->category,
                               sentinel_transaction_ensure_category,
                               error);
  if (write->category_id == 0)
    return FALSE;
  write->source_id =
      get_id (self->tx, self->sources, act->source, sentinel_transaction_ensure_source, error);
  return write->source_id != 0;
}

static gboolean
raise_point (SentinelRaiseAct *act, const SentinelEventWrite *write, GError **error)
{
  g_autoptr (SentinelEvent) event = sentinel_event_writer_point (write, act->importance, error);

  if (event == NULL)
    return FALSE;
  act->event_id = event->id;
  return TRUE;
}

static SentinelInstance *
find_instance (const SentinelRaiseAct *act, const SentinelEventWrite *write, GError **error)
{
  const SentinelRule *rule = write->plan->rule;
  SentinelDatabase *db = sentinel_transaction_get_database (write->tx);
  g_autoptr (SentinelReading) identity = sentinel_reading_new (act->source, act->value, NULL);
  guint8 fingerprint[SENTINEL_FINGERPRINT_BYTES];
  g_autoptr (GError) local_error = NULL;
  SentinelInstance *instance;

  sentinel_reading_add_label (identity, "key", act->key);
  sentinel_reading_fingerprint (identity, rule->uid, fingerprint);
  instance = sentinel_instance_store_find (db, rule->id, fingerprint, &local_error);
  if (instance != NULL)
    return instance;
  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }
  instance = sentinel_instance_new (rule->id);
  memcpy (instance->fingerprint, fingerprint, sizeof fingerprint);
  g_free (instance->labels);
  instance->labels = sentinel_reading_dup_labels_json (identity);
  return instance;
}

static gboolean
step (const SentinelEventWrite *write, SentinelInput *input, GError **error)
{
  SentinelDecision decision;

  input->now_us = write->now_us;
  input->value = write->value;
  sentinel_evaluator_step (write->plan, write->instance, input, &decision);
  return sentinel_event_writer_apply (write, &decision, error);
}

static gboolean
raise_key (SentinelRaiseAct *act, const SentinelEventWrite *write, GError **error)
{
  SentinelInstance *instance = write->instance;
  SentinelInput input = {
    .kind = SENTINEL_INPUT_READING,
    .has_verdict = TRUE,
    .triggered = TRUE,
    .importance = act->importance,
  };

  act->repeated = instance->open_event_id != 0;
  if (!step (write, &input, error))
    return FALSE;
  act->event_id = instance->open_event_id;
  return TRUE;
}

static gboolean
resolve_key (SentinelRaiseAct *act, const SentinelEventWrite *write, GError **error)
{
  SentinelInput input = { .kind = SENTINEL_INPUT_CLOSE, .close_reason = SENTINEL_CLOSE_MANUAL };

  act->event_id = write->instance->open_event_id;
  if (act->event_id != 0)
    return step (write, &input, error);
  if (act->resolve_if_open)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_NOT_FOUND,
               "Nothing is open under source “%s” and key “%s”",
               act->source,
               act->key);
  return FALSE;
}

static gboolean
raise_one (Raising *self, SentinelRaiseAct *act, gboolean is_quiet, GError **error)
{
  SentinelEventWrite write;
  g_autoptr (SentinelInstance) instance = NULL;

  if (!check (act, error) || !fill_write (self, act, &write, error))
    return FALSE;
  write.is_quiet = is_quiet;
  if (act->key == NULL)
    return raise_point (act, &write, error);
  write.instance = instance = find_instance (act, &write, error);
  if (instance == NULL)
    return FALSE;
  return act->resolve ? resolve_key (act, &write, error) : raise_key (act, &write, error);
}

/* Many: */

/* Walks down from critical until the batch's most important acts fill the quota; ends need none. */
static Quota
compute_quota (GPtrArray *acts)
{
  guint n_of[SENTINEL_IMPORTANCE_CRITICAL + 1] = { 0 };
  Quota quota = { SENTINEL_IMPORTANCE_CRITICAL, TOLD_AT_ONCE };

  for (guint i = 0; i < acts->len; i++) {
    const SentinelRaiseAct *act = g_ptr_array_index (acts, i);

    if (act->resolve)
      continue;
    n_of[CLAMP (act->importance, SENTINEL_IMPORTANCE_NONE, SENTINEL_IMPORTANCE_CRITICAL)]++;
  }
  while (quota.importance > SENTINEL_IMPORTANCE_NONE && n_of[quota.importance] <= quota.n_left)
    quota.n_left -= n_of[quota.importance--];
  return quota;
}

/* An end is always told: who heard of an event must hear that it is over. */
static gboolean
is_within (Quota *quota, const SentinelRaiseAct *act)
{
  if (act->resolve || act->importance > quota->importance)
    return TRUE;
  if (act->importance < quota->importance || quota->n_left == 0)
    return FALSE;
  quota->n_left--;
  return TRUE;
}

static gboolean
raise_all (Raising *self, GPtrArray *acts, GError **error)
{
  Quota quota = compute_quota (acts);

  for (guint i = 0; i < acts->len; i++) {
    SentinelRaiseAct *act = g_ptr_array_index (acts, i);

    if (!raise_one (self, act, !is_within (&quota, act), error))
      return FALSE;
  }
  return TRUE;
}

/**
 * sentinel_event_acts_raise_many:
 * @tx: the transaction
 * @acts: (element-type SentinelRaiseAct): what to raise or resolve, in this order
 * @error: INVALID names the source and what is wrong; NOT_FOUND: no such rule, or nothing open to
 * resolve; CONFLICT: the rule is off
 *
 * All or nothing. Of more than twenty, only the twenty most important are told; all are stored.
 *
 * Returns: whether all were raised
 */
gboolean
sentinel_event_acts_raise_many (SentinelTransaction *tx, gpointer acts, GError **error)
{
  Raising raising;
  gboolean raised;

  raising_init (&raising, tx);
  raised = raise_all (&raising, acts, error);
  raising_clear (&raising);
  return raised;
}

/**
 * sentinel_event_acts_raise:
 * @tx: the transaction
 * @act: a #SentinelRaiseAct
 * @error: as of sentinel_event_acts_raise_many()
 *
 * Returns: whether it was raised, counted or resolved
 */
gboolean
sentinel_event_acts_raise (SentinelTransaction *tx, gpointer act, GError **error)
{
  g_autoptr (GPtrArray) acts = g_ptr_array_new ();

  g_ptr_array_add (acts, act);
  return sentinel_event_acts_raise_many (tx, acts, error);
}
