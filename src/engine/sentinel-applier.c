/* SPDX-License-Identifier: MIT */
/* One run, one transaction. What the run is worth was decided before (the evaluator) or is decided
 * here by looking, inside the transaction, at what people did to the rule meanwhile. */
#include "sentinel-applier.h"
#include "sentinel-apply-bad.h"
#include "sentinel-apply-readings.h"
#include "sentinel-apply-run.h"
#include "sentinel-claim-store.h"
#include "sentinel-delivery-store.h"
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-rule-version-store.h"
#include "sentinel-run-store.h"
#include "sentinel-setting-store.h"
#include <math.h>

struct _SentinelApplier {
  SentinelRegistry *registry;
  GHashTable *plans; /* rule id (gint64) to SentinelPlan of the newest version seen */
};

/**
 * sentinel_applier_new:
 * @registry: the triggers; their levels are asked for where a rule has none of its own
 *
 * Returns: (transfer full): an applier; any thread may make and drop it, one at a time may use it
 */
SentinelApplier *
sentinel_applier_new (SentinelRegistry *registry)
{
  SentinelApplier *self = g_atomic_rc_box_new0 (SentinelApplier);

  self->registry = g_object_ref (registry);
  self->plans = g_hash_table_new_full (g_int64_hash,
                                       g_int64_equal,
                                       g_free,
                                       (GDestroyNotify) sentinel_plan_unref);
  return self;
}

/**
 * sentinel_applier_ref:
 * @self: an applier
 *
 * Returns: (transfer full): @self
 */
SentinelApplier *
sentinel_applier_ref (SentinelApplier *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
applier_clear (gpointer data)
{
  SentinelApplier *self = data;

  g_hash_table_unref (self->plans);
  g_object_unref (self->registry);
}

/**
 * sentinel_applier_unref:
 * @self: (transfer full): an applier
 */
void
sentinel_applier_unref (SentinelApplier *self)
{
  g_atomic_rc_box_release_full (self, applier_clear);
}

/* The plan: */

/* *flaw: (nullable): why the rule cannot be compiled; then the plan is a plain one, so that its
 * health can be told. */
static SentinelPlan *
compile (SentinelApplier *self, const SentinelRule *rule, char **flaw)
{
  g_autoptr (GError) local_error = NULL;
  SentinelPlan *plan = sentinel_plan_compile_rule (rule, self->registry, &local_error);

  if (plan != NULL)
    return plan;
  *flaw = g_strdup (local_error->message);
  return sentinel_plan_new_plain (rule);
}

static SentinelPlan *
find_cached (SentinelApplier *self, gint64 rule_id, gint64 version)
{
  SentinelPlan *plan = g_hash_table_lookup (self->plans, &rule_id);

  return plan != NULL && plan->rule->version == version ? sentinel_plan_ref (plan) : NULL;
}

/* A plan that has a flaw is not kept: each run is to say what is wrong. */
static SentinelPlan *
get_plan (SentinelApplier *self,
          SentinelDatabase *db,
          gint64 rule_id,
          gint64 version,
          char **flaw,
          GError **error)
{
  SentinelPlan *plan = find_cached (self, rule_id, version);
  g_autoptr (SentinelRule) rule = NULL;

  if (plan != NULL)
    return plan;
  rule = sentinel_rule_store_get (db, rule_id, error);
  if (rule == NULL)
    return NULL;
  plan = compile (self, rule, flaw);
  if (*flaw == NULL)
    g_hash_table_replace (self->plans,
                          g_memdup2 (&rule_id, sizeof rule_id),
                          sentinel_plan_ref (plan));
  return plan;
}

/* What the run came to: */

static SentinelPhase
get_phase (const GError *error)
{
  if (error->domain == SENTINEL_PHASE_ERROR)
    return (SentinelPhase) error->code;
  if (g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_TIMEOUT))
    return SENTINEL_PHASE_TIMEOUT;
  if (g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID))
    return SENTINEL_PHASE_PARAMETERS;
  return SENTINEL_PHASE_NONE;
}

static gboolean
apply_error (SentinelApplyRun *self, const GError *run_error, GError **error)
{
  if (g_error_matches (run_error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    sentinel_apply_run_set_bad (self,
                                SENTINEL_OUTCOME_SKIPPED,
                                SENTINEL_PHASE_NONE,
                                run_error->message);
    return TRUE;
  }
  if (g_error_matches (run_error, SENTINEL_ERROR, SENTINEL_ERROR_NO_DATA))
    sentinel_apply_run_set_bad (self,
                                SENTINEL_OUTCOME_NO_DATA,
                                SENTINEL_PHASE_NONE,
                                run_error->message);
  else
    sentinel_apply_run_set_bad (self,
                                SENTINEL_OUTCOME_ERROR,
                                get_phase (run_error),
                                run_error->message);
  return sentinel_apply_bad (self, error);
}

static gboolean
apply_result (SentinelApplyRun *self, SentinelCheckResult *result, GError **error)
{
  if (result->primed) {
    self->outcome = SENTINEL_OUTCOME_PRIMED;
    return TRUE;
  }
  if (result->readings->len > 0)
    return sentinel_apply_readings (self, result->readings, error);
  sentinel_apply_run_set_bad (self,
                              SENTINEL_OUTCOME_NO_DATA,
                              SENTINEL_PHASE_NONE,
                              "The trigger answered no reading");
  return sentinel_apply_bad (self, error);
}

static gboolean
apply_outcome (SentinelApplyRun *self, const char *flaw, GError **error)
{
  const SentinelEvaluation *evaluation = self->evaluation;

  if (flaw != NULL) {
    sentinel_apply_run_set_bad (self, SENTINEL_OUTCOME_ERROR, SENTINEL_PHASE_PARAMETERS, flaw);
    return sentinel_apply_bad (self, error);
  }
  if (evaluation->error != NULL)
    return apply_error (self, evaluation->error, error);
  if (evaluation->result != NULL)
    return apply_result (self, evaluation->result, error);
  sentinel_apply_run_set_bad (self,
                              SENTINEL_OUTCOME_ERROR,
                              SENTINEL_PHASE_NONE,
                              "The run ended without an answer");
  return sentinel_apply_bad (self, error);
}

/* Its rows: */

static void
add_reading_json (JsonBuilder *builder, const SentinelReading *reading)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "source");
  json_builder_add_string_value (builder, reading->source);
  if (isfinite (reading->value)) {
    json_builder_set_member_name (builder, "value");
    json_builder_add_double_value (builder, reading->value);
  }
  if (reading->unit != NULL) {
    json_builder_set_member_name (builder, "unit");
    json_builder_add_string_value (builder, reading->unit);
  }
  if (reading->has_verdict) {
    json_builder_set_member_name (builder, "triggered");
    json_builder_add_boolean_value (builder, reading->triggered);
  }
  if (reading->message != NULL) {
    json_builder_set_member_name (builder, "message");
    json_builder_add_string_value (builder, reading->message);
  }
  json_builder_end_object (builder);
}

static char *
readings_to_text (GPtrArray *readings)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < readings->len; i++)
    add_reading_json (builder, g_ptr_array_index (readings, i));
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  return sentinel_json_to_text (root);
}

static char *
make_effect_key (const SentinelEvaluation *evaluation, const SentinelEffect *effect, guint index)
{
  gint64 slot_us = evaluation->slot_us != 0 ? evaluation->slot_us : evaluation->started_at_us;

  if (effect->idem_key != NULL)
    return g_strdup (effect->idem_key);
  return g_strdup_printf ("%s:rule-%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT ":%u",
                          effect->channel,
                          evaluation->rule_id,
                          slot_us,
                          index);
}

static gboolean
store_effects (const SentinelApplyRun *self, GPtrArray *effects, GError **error)
{
  for (guint i = 0; i < effects->len; i++) {
    const SentinelEffect *effect = g_ptr_array_index (effects, i);
    g_autoptr (SentinelDelivery) delivery =
        sentinel_delivery_new (effect->channel, SENTINEL_DELIVERY_EFFECT);

    delivery->rule_id = self->evaluation->rule_id;
    delivery->idem_key = make_effect_key (self->evaluation, effect, i);
    g_free (delivery->body);
    delivery->body = sentinel_json_to_text (effect->body);
    if (!sentinel_delivery_store_insert (self->tx, delivery, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
store_run (const SentinelApplyRun *self, GError **error)
{
  const SentinelEvaluation *evaluation = self->evaluation;
  g_autoptr (SentinelRun) run = sentinel_run_new (evaluation->rule_id);

  run->slot_us = evaluation->slot_us;
  run->started_at_us = evaluation->started_at_us;
  run->duration_ms = evaluation->duration_ms;
  run->outcome = self->outcome;
  run->phase = self->phase;
  g_set_str (&run->message, self->message);
  if (!sentinel_run_store_insert (self->tx, run, error))
    return FALSE;
  self->applied->run_id = run->id;
  return TRUE;
}

static void
take_trigger_state (SentinelRuleState *state, GBytes *trigger_state)
{
  g_clear_pointer (&state->trigger_state, g_bytes_unref);
  if (trigger_state != NULL)
    state->trigger_state = g_bytes_ref (trigger_state);
}

static gboolean
store_state (SentinelApplyRun *self, GError **error)
{
  const SentinelEvaluation *evaluation = self->evaluation;
  SentinelRuleState *state = self->state;

  state->last_run_at_us = evaluation->now_us;
  state->missed_count += evaluation->missed;
  if (evaluation->slot_us != 0)
    state->last_slot_us = evaluation->slot_us;
  if (evaluation->result != NULL) {
    take_trigger_state (state, evaluation->result->state);
    g_free (state->last_output);
    state->last_output = readings_to_text (evaluation->result->readings);
  }
  if (self->plan->rule->cron != NULL
      && !sentinel_claim_store_drop (self->tx, evaluation->rule_id, state->last_slot_us, error))
    return FALSE;
  return sentinel_rule_store_put_state (self->tx, state, error);
}

static gboolean
apply_and_store (SentinelApplyRun *self, const char *flaw, GError **error)
{
  GPtrArray *effects = self->evaluation->result != NULL ? self->evaluation->result->effects : NULL;

  if (!apply_outcome (self, flaw, error))
    return FALSE;
  if (effects != NULL && !store_effects (self, effects, error))
    return FALSE;
  self->applied->outcome = self->outcome;
  self->applied->all_normal = sentinel_instance_map_is_all_normal (self->instances);
  return store_run (self, error) && store_state (self, error);
}

/* Whether it still counts: */

static gboolean
is_stopped (const SentinelRuleHead *head, gint64 now_us)
{
  return head->deleted || !head->enabled || head->paused_until_us > now_us;
}

/* *goes_on: FALSE where the rule came to watch something else, or was off or deleted, since the run
 * began: what it found, and what its trigger remembers, are of the watch that ended then. */
static gboolean
read_edits (SentinelDatabase *db,
            const SentinelEvaluation *evaluation,
            gint64 version,
            gboolean *goes_on,
            GError **error)
{
  g_autoptr (GPtrArray) versions = NULL;

  if (evaluation->rule_version == 0 || evaluation->rule_version == version)
    return TRUE;
  versions =
      sentinel_rule_version_store_list (db, evaluation->rule_id, evaluation->rule_version, error);
  for (guint i = 1; versions != NULL && i < versions->len; i++) {
    const SentinelRule *rule = g_ptr_array_index (versions, i);

    if (!rule->enabled || rule->deleted_at_us != 0
        || !sentinel_rule_has_same_identity (g_ptr_array_index (versions, 0), rule))
      *goes_on = FALSE;
  }
  return versions != NULL;
}

/* *wanted: FALSE where the rule is gone or people stopped it since the run began. */
static gboolean
read_head (SentinelDatabase *db,
           const SentinelEvaluation *evaluation,
           SentinelRuleHead *head,
           gboolean *wanted,
           GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean found = sentinel_rule_store_get_head (db, evaluation->rule_id, head, &local_error);

  if (!found && !g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  *wanted = found && !is_stopped (head, evaluation->now_us);
  return !*wanted || read_edits (db, evaluation, head->version, wanted, error);
}

static gboolean
is_committed_slot (const SentinelRuleState *state, const SentinelEvaluation *evaluation)
{
  return evaluation->slot_us != 0 && evaluation->slot_us == state->last_slot_us;
}

/* A process that saw the run before also saw the pause of everything: it says so by the time that
 * elapsed. */
static gboolean
read_pause (SentinelApplyRun *run, SentinelDatabase *db, GError **error)
{
  gint64 last_run_us = run->state->last_run_at_us;
  SentinelPauseSetting pause;

  run->was_paused = run->plan->rule->paused_until_us > last_run_us;
  if (run->was_paused || run->evaluation->elapsed_ms >= 0)
    return TRUE;
  if (!sentinel_setting_store_get_pause (db, &pause, error))
    return FALSE;
  run->was_paused = MAX (pause.until_us, pause.ended_at_us) > last_run_us;
  return TRUE;
}

static gboolean
apply_run (SentinelApplier *self, SentinelApplyRun *run, gint64 version, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (run->tx);
  gint64 rule_id = run->evaluation->rule_id;
  g_autofree char *flaw = NULL;

  run->state = sentinel_rule_store_get_state (db, rule_id, error);
  if (run->state == NULL)
    return FALSE;
  run->applied->stale = is_committed_slot (run->state, run->evaluation);
  if (run->applied->stale)
    return TRUE;
  run->plan = get_plan (self, db, rule_id, version, &flaw, error);
  if (run->plan == NULL)
    return FALSE;
  run->instances = sentinel_instance_map_load (db, rule_id, error);
  return run->instances != NULL && read_pause (run, db, error)
         && apply_and_store (run, flaw, error);
}

/**
 * sentinel_applier_apply:
 * @self: the applier
 * @tx: a transaction
 * @evaluation: a finished run
 * @applied: what came of it is filled in
 * @error: the store's; then nothing of this run may stay, which the transaction's savepoint sees to
 *
 * Evaluates a run and writes all that follows from it. A run whose rule was deleted, switched off
 * or paused meanwhile or came to watch something else, or whose slot is committed already, is stale
 * and leaves no trace. Any other edit applies to it. Writer thread.
 *
 * Returns: whether everything could be read and written
 */
gboolean
sentinel_applier_apply (SentinelApplier *self,
                        SentinelTransaction *tx,
                        const SentinelEvaluation *evaluation,
                        SentinelApplied *applied,
                        GError **error)
{
  SentinelApplyRun run = { .tx = tx, .evaluation = evaluation, .applied = applied };
  SentinelRuleHead head = { 0 };
  gboolean wanted, done;

  if (!read_head (sentinel_transaction_get_database (tx), evaluation, &head, &wanted, error))
    return FALSE;
  applied->stale = !wanted;
  if (!wanted)
    return TRUE;
  done = apply_run (self, &run, head.version, error);
  sentinel_apply_run_clear (&run);
  return done;
}
