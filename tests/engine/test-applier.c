/* SPDX-License-Identifier: MIT */
/* What a run leaves beside its events: run row, state of the rule, samples, effects, log lines —
 * and that a stale one leaves nothing. */
#include "sentinel-applier.h"
#include "sentinel-delivery-store.h"
#include "sentinel-error.h"
#include "sentinel-event-store.h"
#include "sentinel-instance-store.h"
#include "sentinel-log-store.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-fields.h"
#include "sentinel-rule-store.h"
#include "sentinel-run-store.h"
#include "sentinel-series-store.h"
#include "sentinel-test-store.h"
#include <math.h>

static const SentinelActor ada = { "Ada", SENTINEL_VIA_COMMAND_LINE };

typedef struct {
  SentinelTestStore *store;
  SentinelRegistry *registry;
  SentinelApplier *applier;
  SentinelEvaluation *evaluation; /* the one being applied */
  SentinelApplied *applied; /* what came of it */
  gint64 rule_id;
} Fixture;

static SentinelRule *
make_rule (void)
{
  static const SentinelLevel level = { SENTINEL_IMPORTANCE_HIGH, SENTINEL_OP_GT, 80, 70 };
  SentinelRule *rule = sentinel_rule_new ();

  g_set_str (&rule->name, "CPU");
  g_set_str (&rule->trigger, "probe");
  rule->period_ms = 30000;
  rule->bad_limit = 2;
  rule->levels = g_array_new (FALSE, FALSE, sizeof (SentinelLevel));
  g_array_append_val (rule->levels, level);
  return rule;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (make_rule (), 0, &ada);

  fixture->store = sentinel_test_store_new ();
  fixture->registry = sentinel_registry_new ();
  fixture->applier = sentinel_applier_new (fixture->registry);
  sentinel_test_store_write (fixture->store, sentinel_rule_acts_add, act);
  fixture->rule_id = act->rule_id;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->applied, sentinel_applied_free);
  sentinel_applier_unref (fixture->applier);
  g_object_unref (fixture->registry);
  sentinel_test_store_free (fixture->store);
}

static SentinelEvaluation *
make_evaluation (Fixture *fixture)
{
  SentinelEvaluation *evaluation = sentinel_evaluation_new (fixture->rule_id);

  sentinel_fake_clock_advance (fixture->store->clock, 30 * G_USEC_PER_SEC);
  evaluation->now_us = sentinel_test_store_now_us (fixture->store);
  evaluation->started_at_us = evaluation->now_us - 5000;
  evaluation->duration_ms = 5;
  evaluation->slot_us = evaluation->now_us;
  return evaluation;
}

static SentinelEvaluation *
make_value (Fixture *fixture, double value)
{
  SentinelEvaluation *evaluation = make_evaluation (fixture);

  evaluation->result = sentinel_check_result_new ();
  sentinel_check_result_add (evaluation->result, sentinel_reading_new ("host-1", value, "%"));
  return evaluation;
}

static gboolean
apply (SentinelTransaction *tx, gpointer data, GError **error)
{
  Fixture *fixture = data;

  return sentinel_applier_apply (fixture->applier,
                                 tx,
                                 fixture->evaluation,
                                 fixture->applied,
                                 error);
}

/* evaluation: (transfer full) */
static void
run (Fixture *fixture, SentinelEvaluation *evaluation)
{
  g_clear_pointer (&fixture->applied, sentinel_applied_free);
  fixture->applied = sentinel_applied_new ();
  fixture->evaluation = evaluation;
  sentinel_test_store_write (fixture->store, apply, fixture);
  g_clear_pointer (&fixture->evaluation, sentinel_evaluation_unref);
}

static void
run_error (Fixture *fixture, GQuark domain, int code, const char *message)
{
  SentinelEvaluation *evaluation = make_evaluation (fixture);

  evaluation->error = g_error_new_literal (domain, code, message);
  run (fixture, evaluation);
}

static gpointer
read_state (SentinelDatabase *db, gpointer data, GError **error)
{
  return sentinel_rule_store_get_state (db, ((Fixture *) data)->rule_id, error);
}

static SentinelRuleState *
get_state (Fixture *fixture)
{
  return sentinel_test_store_read (fixture->store, read_state, fixture);
}

static gpointer
read_runs (SentinelDatabase *db, gpointer data, GError **error)
{
  return sentinel_run_store_list (db, ((Fixture *) data)->rule_id, 100, error);
}

static GPtrArray *
list_runs (Fixture *fixture)
{
  return sentinel_test_store_read (fixture->store, read_runs, fixture);
}

static gpointer
read_instances (SentinelDatabase *db, gpointer data, GError **error)
{
  return sentinel_instance_store_list (db, ((Fixture *) data)->rule_id, error);
}

static gpointer
read_logs (SentinelDatabase *db, gpointer data, GError **error)
{
  return sentinel_log_store_list (db, 0, SENTINEL_LOG_DEBUG, 100, error);
}

static void
test_run_row (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (SentinelRuleState) state = NULL;
  SentinelEvaluation *evaluation = make_value (fixture, 42);
  const SentinelRun *newest;

  evaluation->missed = 3;
  evaluation->result->state = g_bytes_new_static ("abc", 3);
  run (fixture, evaluation);

  g_assert_false (fixture->applied->stale);
  g_assert_cmpint (fixture->applied->outcome, ==, SENTINEL_OUTCOME_OK);
  g_assert_true (fixture->applied->all_normal);
  runs = list_runs (fixture);
  g_assert_cmpuint (runs->len, ==, 1);
  newest = g_ptr_array_index (runs, 0);
  g_assert_cmpint (newest->id, ==, fixture->applied->run_id);
  g_assert_cmpint (newest->outcome, ==, SENTINEL_OUTCOME_OK);
  g_assert_cmpint (newest->duration_ms, ==, 5);

  state = get_state (fixture);
  g_assert_cmpint (state->last_slot_us, ==, newest->slot_us);
  g_assert_cmpint (state->last_run_at_us, ==, newest->slot_us);
  g_assert_cmpint (state->missed_count, ==, 3);
  g_assert_cmpint (state->health, ==, SENTINEL_HEALTH_OK);
  g_assert_cmpstr (state->last_output,
                   ==,
                   "[{\"source\":\"host-1\",\"value\":42.0,\"unit\":\"%\"}]");
  g_assert_cmpmem (g_bytes_get_data (state->trigger_state, NULL), 3, "abc", 3);
}

static void
test_fires (Fixture *fixture, gconstpointer data)
{
  const SentinelEvent *event;

  run (fixture, make_value (fixture, 93.4));
  g_assert_cmpint (fixture->applied->outcome, ==, SENTINEL_OUTCOME_BREACH);
  g_assert_false (fixture->applied->all_normal);
  g_assert_cmpuint (fixture->applied->opened->len, ==, 1);
  event = g_ptr_array_index (fixture->applied->opened, 0);
  g_assert_cmpint (event->id, ==, 1);
  g_assert_cmpstr (event->message, ==, "CPU: 93.4 % (threshold 80 %)");
  g_assert_cmpstr (event->source, ==, "host-1");
  g_assert_cmpint (event->shown_until_us, ==, event->opened_at_us + G_TIME_SPAN_DAY);

  run (fixture, make_value (fixture, 10));
  g_assert_true (fixture->applied->all_normal);
  g_assert_cmpuint (fixture->applied->opened->len, ==, 0);
}

static void
assert_stale (Fixture *fixture, SentinelEvaluation *evaluation, guint n_runs)
{
  g_autoptr (GPtrArray) runs = NULL;

  run (fixture, evaluation);
  g_assert_true (fixture->applied->stale);
  g_assert_cmpint (fixture->applied->run_id, ==, 0);
  runs = list_runs (fixture);
  g_assert_cmpuint (runs->len, ==, n_runs);
}

static void
test_stale (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (NULL, fixture->rule_id, &ada);
  SentinelEvaluation *again = make_value (fixture, 90);
  SentinelEvaluation *unknown;

  run (fixture, sentinel_evaluation_ref (again));
  assert_stale (fixture, again, 1);
  sentinel_test_store_write (fixture->store, sentinel_rule_acts_disable, act);
  assert_stale (fixture, make_value (fixture, 90), 1);
  sentinel_test_store_write (fixture->store, sentinel_rule_acts_delete, act);
  assert_stale (fixture, make_value (fixture, 90), 1);
  unknown = make_value (fixture, 90);
  unknown->rule_id = 99;
  assert_stale (fixture, unknown, 1);
}

/* A run that began under the definition of before. */
static SentinelEvaluation *
make_value_before (Fixture *fixture, gint64 rule_version)
{
  SentinelEvaluation *evaluation = make_value (fixture, 90);

  evaluation->rule_version = rule_version;
  evaluation->result->state = g_bytes_new_static ("seen", 4);
  return evaluation;
}

static gpointer
read_rule (SentinelDatabase *db, gpointer data, GError **error)
{
  return sentinel_rule_store_get (db, ((Fixture *) data)->rule_id, error);
}

static void
edit_rule (Fixture *fixture, gint64 for_ms, const char *server)
{
  g_autoptr (SentinelRule) stored = sentinel_test_store_read (fixture->store, read_rule, fixture);
  SentinelRule *rule = sentinel_rule_copy (stored);
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (rule, 0, &ada);
  g_autoptr (JsonNode) value = json_node_init_string (json_node_alloc (), server);

  rule->for_ms = for_ms;
  sentinel_rule_set_parameter (rule, "server", value);
  sentinel_test_store_write (fixture->store, sentinel_rule_acts_edit, act);
}

static void
test_edited_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (NULL, fixture->rule_id, &ada);
  g_autoptr (SentinelRuleState) state = NULL;

  edit_rule (fixture, 0, "a"); /* version 2 */
  edit_rule (fixture, 60000, "a");
  run (fixture, make_value_before (fixture, 2));
  g_assert_false (fixture->applied->stale);
  g_assert_false (fixture->applied->all_normal);
  g_assert_cmpuint (fixture->applied->opened->len, ==, 0); /* pending: by the definition of now */

  edit_rule (fixture, 0, "b");
  assert_stale (fixture, make_value_before (fixture, 3), 1);
  state = get_state (fixture);
  g_assert_null (state->trigger_state);
  edit_rule (fixture, 0, "a"); /* and back */
  assert_stale (fixture, make_value_before (fixture, 3), 1);
  sentinel_test_store_write (fixture->store, sentinel_rule_acts_disable, act);
  sentinel_test_store_write (fixture->store, sentinel_rule_acts_enable, act);
  assert_stale (fixture, make_value_before (fixture, 5), 1);
  sentinel_test_store_write (fixture->store, sentinel_rule_acts_delete, act);
  sentinel_test_store_write (fixture->store, sentinel_rule_acts_undelete, act);
  assert_stale (fixture, make_value_before (fixture, 7), 1);
  run (fixture, make_value_before (fixture, 9));
  g_assert_cmpuint (fixture->applied->opened->len, ==, 1);
}

static void
test_by_hand (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) runs = NULL;

  for (int i = 0; i < 2; i++) {
    SentinelEvaluation *evaluation = make_value (fixture, 10);

    evaluation->slot_us = 0;
    run (fixture, evaluation);
    g_assert_false (fixture->applied->stale);
  }
  runs = list_runs (fixture);
  g_assert_cmpuint (runs->len, ==, 2);
}

typedef struct {
  const char *name;
  GQuark (*domain) (void);
  int code;
  SentinelOutcome outcome;
  SentinelPhase phase;
  SentinelHealth health;
} ErrorCase;

static GQuark
get_io_domain (void)
{
  return G_IO_ERROR;
}

static const ErrorCase error_cases[] = {
  { "phase",
    sentinel_phase_error_quark,
    SENTINEL_PHASE_CONNECT,
    SENTINEL_OUTCOME_ERROR,
    SENTINEL_PHASE_CONNECT,
    SENTINEL_HEALTH_BAD },
  { "timeout",
    sentinel_error_quark,
    SENTINEL_ERROR_TIMEOUT,
    SENTINEL_OUTCOME_ERROR,
    SENTINEL_PHASE_TIMEOUT,
    SENTINEL_HEALTH_BAD },
  { "parameters",
    sentinel_error_quark,
    SENTINEL_ERROR_INVALID,
    SENTINEL_OUTCOME_ERROR,
    SENTINEL_PHASE_PARAMETERS,
    SENTINEL_HEALTH_BAD },
  { "no-data",
    sentinel_error_quark,
    SENTINEL_ERROR_NO_DATA,
    SENTINEL_OUTCOME_NO_DATA,
    SENTINEL_PHASE_NONE,
    SENTINEL_HEALTH_BAD },
  { "cancelled",
    get_io_domain,
    G_IO_ERROR_CANCELLED,
    SENTINEL_OUTCOME_SKIPPED,
    SENTINEL_PHASE_NONE,
    SENTINEL_HEALTH_UNKNOWN },
};

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  const ErrorCase *error_case = data;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (SentinelRuleState) state = NULL;
  const SentinelRun *newest;

  run_error (fixture, error_case->domain (), error_case->code, "It broke");
  runs = list_runs (fixture);
  newest = g_ptr_array_index (runs, 0);
  g_assert_cmpint (newest->outcome, ==, error_case->outcome);
  g_assert_cmpint (newest->phase, ==, error_case->phase);
  g_assert_cmpstr (newest->message, ==, "It broke");
  state = get_state (fixture);
  g_assert_cmpint (state->health, ==, error_case->health);
}

static void
test_health (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SentinelRuleState) state = NULL;
  g_autoptr (GPtrArray) logs = NULL;
  static const SentinelLogLevel levels[] = { SENTINEL_LOG_WARNING,
                                             SENTINEL_LOG_ERROR,
                                             SENTINEL_LOG_SUCCESS };

  run (fixture, make_value (fixture, 10));
  for (int i = 0; i < 4; i++)
    run_error (fixture, SENTINEL_PHASE_ERROR, SENTINEL_PHASE_READ, "It broke");
  state = get_state (fixture);
  g_assert_cmpint (state->health, ==, SENTINEL_HEALTH_FAILING);
  g_assert_cmpstr (state->health_text, ==, "It broke");
  g_assert_cmpint (state->bad_count, ==, 4);

  run (fixture, make_value (fixture, 10));
  g_clear_pointer (&state, sentinel_rule_state_free);
  state = get_state (fixture);
  g_assert_cmpint (state->health, ==, SENTINEL_HEALTH_OK);
  g_assert_null (state->health_text);
  g_assert_cmpint (state->bad_count, ==, 0);

  /* A line for each change, not for each failure. */
  logs = sentinel_test_store_read (fixture->store, read_logs, NULL);
  g_assert_cmpuint (logs->len, ==, G_N_ELEMENTS (levels));
  for (guint i = 0; i < logs->len; i++)
    g_assert_cmpint (((SentinelLogEntry *) g_ptr_array_index (logs, i))->level, ==, levels[i]);
}

static void
test_primed (Fixture *fixture, gconstpointer data)
{
  SentinelEvaluation *evaluation = make_evaluation (fixture);
  g_autoptr (SentinelRuleState) state = NULL;
  g_autoptr (GPtrArray) instances = NULL;

  evaluation->result = sentinel_check_result_new ();
  evaluation->result->primed = TRUE;
  evaluation->result->state = g_bytes_new_static ("first", 5);
  run (fixture, evaluation);
  g_assert_cmpint (fixture->applied->outcome, ==, SENTINEL_OUTCOME_PRIMED);
  state = get_state (fixture);
  g_assert_nonnull (state->trigger_state);
  g_assert_cmpint (state->health, ==, SENTINEL_HEALTH_UNKNOWN);
  instances = sentinel_test_store_read (fixture->store, read_instances, fixture);
  g_assert_cmpuint (instances->len, ==, 0);
}

typedef struct {
  gint64 instance_id;
  const char *name;
} SeriesQuery;

static gpointer
read_series (SentinelDatabase *db, gpointer data, GError **error)
{
  const SeriesQuery *query = data;

  return sentinel_series_store_list (db, query->instance_id, query->name, 0, G_MAXINT64, error);
}

static void
assert_series (Fixture *fixture, gint64 instance_id, const char *name, double last, double max)
{
  SeriesQuery query = { instance_id, name };
  g_autoptr (GArray) samples = sentinel_test_store_read (fixture->store, read_series, &query);
  const SentinelSample *sample = &g_array_index (samples, SentinelSample, 0);

  g_assert_cmpuint (samples->len, ==, 2);
  g_assert_cmpfloat_with_epsilon (sample[1].last, last, 1e-9);
  g_assert_cmpfloat_with_epsilon (MAX (sample[0].max, sample[1].max), max, 1e-9);
}

static void
test_samples (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) instances = NULL;
  gint64 instance_id;

  for (int i = 0; i < 2; i++) {
    SentinelEvaluation *evaluation = make_value (fixture, 20 - i);

    sentinel_reading_add_metric (g_ptr_array_index (evaluation->result->readings, 0),
                                 "wait",
                                 "ms",
                                 i);
    run (fixture, evaluation);
  }
  instances = sentinel_test_store_read (fixture->store, read_instances, fixture);
  instance_id = ((SentinelInstance *) g_ptr_array_index (instances, 0))->id;
  assert_series (fixture, instance_id, "value", 19, 20);
  assert_series (fixture, instance_id, "wait", 1, 1);
}

static gpointer
read_first_delivery (SentinelDatabase *db, gpointer data, GError **error)
{
  return sentinel_delivery_store_get (db, 1, error);
}

static void
test_effects (Fixture *fixture, gconstpointer data)
{
  SentinelEvaluation *evaluation = make_value (fixture, 10);
  g_autoptr (JsonNode) body = json_node_init_string (json_node_alloc (), "start");
  g_autoptr (SentinelDelivery) delivery = NULL;

  sentinel_check_result_add_effect (evaluation->result, "prefect", NULL, body);
  run (fixture, evaluation);
  delivery = sentinel_test_store_read (fixture->store, read_first_delivery, NULL);
  g_assert_cmpstr (delivery->channel, ==, "prefect");
  g_assert_cmpint (delivery->reason, ==, SENTINEL_DELIVERY_EFFECT);
  g_assert_cmpstr (delivery->body, ==, "\"start\"");
  g_assert_nonnull (strstr (delivery->idem_key, "prefect:rule-1:"));
}

/* The savepoint takes back a run that fails half-way: the next one finds the rule as it was. */
static gboolean
apply_and_fail (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_assert_true (apply (tx, data, NULL));
  g_set_error_literal (error, SENTINEL_ERROR, SENTINEL_ERROR_FAILED, "afterwards");
  return FALSE;
}

static void
test_rolled_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (SentinelEvaluation) evaluation = make_value (fixture, 90);

  fixture->applied = sentinel_applied_new ();
  fixture->evaluation = evaluation;
  g_assert_false (sentinel_store_write (fixture->store->store, apply_and_fail, fixture, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_FAILED);
  runs = list_runs (fixture);
  g_assert_cmpuint (runs->len, ==, 0);

  run (fixture, sentinel_evaluation_ref (evaluation));
  g_assert_cmpint (((SentinelEvent *) g_ptr_array_index (fixture->applied->opened, 0))->id, ==, 1);
}

static void
add_test (const char *name, gconstpointer data, void (*func) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/applier/", name, NULL);

  g_test_add (path, Fixture, data, set_up, func, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_test ("run-row", NULL, test_run_row);
  add_test ("fires", NULL, test_fires);
  add_test ("stale", NULL, test_stale);
  add_test ("edited-meanwhile", NULL, test_edited_meanwhile);
  add_test ("by-hand", NULL, test_by_hand);
  add_test ("health", NULL, test_health);
  add_test ("primed", NULL, test_primed);
  add_test ("samples", NULL, test_samples);
  add_test ("effects", NULL, test_effects);
  add_test ("rolled-back", NULL, test_rolled_back);
  for (guint i = 0; i < G_N_ELEMENTS (error_cases); i++) {
    g_autofree char *name = g_strconcat ("errors/", error_cases[i].name, NULL);

    add_test (name, &error_cases[i], test_errors);
  }
  return g_test_run ();
}
