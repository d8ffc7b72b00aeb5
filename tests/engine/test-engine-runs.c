/* SPDX-License-Identifier: MIT */
/* Who runs a rule: one process is the owner, others take over from it and ask it, and where nobody
 * is the owner a run by hand takes place all the same. */
#include "engine-fixture.h"
#include "sentinel-error.h"
#include "sentinel-request-store.h"
#include "sentinel-rule-acts.h"
#include "sentinel-run-store.h"

#define SECOND G_TIME_SPAN_SECOND

static const SentinelActor ada = { "Ada", SENTINEL_VIA_COMMAND_LINE };

static void
test_a_second_owner_is_refused (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  engine_fixture_start (fixture);
  engine_fixture_start_second (fixture);
  g_assert_false (sentinel_engine_try_start (fixture->second.engine, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_OWNED);
  g_assert_cmpint (sentinel_engine_get_state (fixture->second.engine), ==, SENTINEL_ENGINE_STOPPED);
}

static gboolean
is_second_running (gpointer data)
{
  EngineFixture *fixture = data;

  return sentinel_engine_get_state (fixture->second.engine) == SENTINEL_ENGINE_RUNNING
         && sentinel_engine_get_n_rules (fixture->second.engine) == 1;
}

/* What the one began the other goes on with: same event, no second one, same rhythm. */
static void
check_take_over (EngineFixture *fixture, void (*end) (EngineProcess *process))
{
  fixture->first.trigger->value = 90;
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  engine_fixture_start_second (fixture);
  sentinel_engine_start_or_wait (fixture->second.engine);
  g_assert_cmpint (sentinel_engine_get_state (fixture->second.engine), ==, SENTINEL_ENGINE_WAITING);
  end (&fixture->first);
  g_assert_true (sentinel_test_wait_until (is_second_running, fixture, SENTINEL_TEST_TIMEOUT_MS));
  fixture->second.trigger->value = 91;
  engine_fixture_advance (fixture, 9 * SECOND);
  g_assert_cmpuint (fixture->second.trigger->n_checks, ==, 0);
  engine_fixture_advance (fixture, 11 * SECOND);
  engine_fixture_wait_for_runs (fixture, 2);
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, 1);
}

static void
test_take_over_when_it_stops (EngineFixture *fixture, gconstpointer unused)
{
  check_take_over (fixture, engine_process_stop);
}

static void
test_take_over_when_it_is_killed (EngineFixture *fixture, gconstpointer unused)
{
  check_take_over (fixture, engine_process_kill);
}

typedef struct {
  gboolean is_done;
  SentinelRun *run;
  GError *error;
} Answer;

static void
rule_ran_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->run = sentinel_engine_run_rule_finish (SENTINEL_ENGINE (engine), result, &answer->error);
  answer->is_done = TRUE;
}

static void
clear_answer (Answer *answer)
{
  g_clear_pointer (&answer->run, sentinel_run_free);
  g_clear_error (&answer->error);
  answer->is_done = FALSE;
}

static void
run_rule (EngineProcess *process, gint64 rule_id, Answer *answer)
{
  sentinel_engine_run_rule_async (process->engine, rule_id, NULL, rule_ran_cb, answer);
  engine_fixture_wait_for_flag (&answer->is_done);
}

static void
test_the_owner_runs_what_others_ask (EngineFixture *fixture, gconstpointer unused)
{
  Answer answer = { 0 };

  engine_fixture_start (fixture);
  engine_fixture_start_second (fixture);
  fixture->first.trigger->value = 90;
  run_rule (&fixture->second, fixture->rule_id, &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpint (answer.run->rule_id, ==, fixture->rule_id);
  g_assert_cmpint (answer.run->outcome, ==, SENTINEL_OUTCOME_BREACH);
  g_assert_cmpint (answer.run->slot_us, ==, 0);
  g_assert_cmpint (answer.run->id, >, 0);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 1);
  g_assert_cmpuint (fixture->second.trigger->n_checks, ==, 0);
  clear_answer (&answer);
  run_rule (&fixture->second, 4711, &answer);
  g_assert_error (answer.error, SENTINEL_ERROR, SENTINEL_ERROR_FAILED);
  g_assert_cmpstr (answer.error->message, ==, "rule 4711 cannot be run: there is no such rule");
  clear_answer (&answer);
}

static gpointer
read_first_request (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_request_store_get (db, 1, NULL);
}

static gboolean
is_request_written (gpointer data)
{
  g_autoptr (SentinelRequest) request =
      sentinel_test_store_read (((EngineFixture *) data)->base, read_first_request, NULL);

  return request != NULL;
}

static void
test_nobody_answers (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelOwnerLock) lock = sentinel_owner_lock_new (fixture->base->path);
  g_autoptr (GError) error = NULL;
  Answer answer = { 0 };

  g_assert_true (sentinel_owner_lock_try (lock, &error)); /* one that holds it and does nothing */
  sentinel_engine_run_rule_async (fixture->first.engine,
                                  fixture->rule_id,
                                  NULL,
                                  rule_ran_cb,
                                  &answer);
  g_assert_true (sentinel_test_wait_until (is_request_written, fixture, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_fake_clock_advance (fixture->base->clock, 31 * SECOND);
  engine_fixture_wait_for_flag (&answer.is_done);
  g_assert_error (answer.error, SENTINEL_ERROR, SENTINEL_ERROR_TIMEOUT);
  clear_answer (&answer);
  sentinel_owner_lock_release (lock);
  engine_fixture_start (fixture); /* the request is too old by now */
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 0);
}

static void
test_nobody_is_the_owner (EngineFixture *fixture, gconstpointer unused)
{
  Answer answer = { 0 };
  int pid;

  run_rule (&fixture->first, fixture->rule_id, &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpint (answer.run->outcome, ==, SENTINEL_OUTCOME_OK);
  clear_answer (&answer);
  g_assert_false (sentinel_owner_lock_query (fixture->base->path, &pid)); /* given back */
  g_assert_cmpint (sentinel_engine_get_state (fixture->first.engine), ==, SENTINEL_ENGINE_STOPPED);
}

static void
test_what_cannot_be_run (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (NULL, fixture->rule_id, &ada);
  Answer answer = { 0 };

  engine_fixture_start (fixture);
  run_rule (&fixture->first, 4711, &answer);
  g_assert_error (answer.error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
  clear_answer (&answer);
  sentinel_test_store_write (fixture->base, sentinel_rule_acts_disable, act);
  run_rule (&fixture->first, fixture->rule_id, &answer);
  g_assert_error (answer.error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
  g_assert_nonnull (g_strrstr (answer.error->message, "switched off: enable it"));
  clear_answer (&answer);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 0);
}

static void
test_a_primed_run_is_repeated (EngineFixture *fixture, gconstpointer unused)
{
  Answer answer = { 0 };

  fixture->first.trigger->primes = TRUE;
  fixture->first.trigger->value = 90;
  engine_fixture_start (fixture);
  sentinel_engine_run_rule_async (fixture->first.engine,
                                  fixture->rule_id,
                                  NULL,
                                  rule_ran_cb,
                                  &answer);
  engine_fixture_wait_for_runs (fixture, 1);
  g_assert_false (answer.is_done);
  engine_fixture_advance (fixture, SECOND);
  engine_fixture_wait_for_flag (&answer.is_done);
  g_assert_no_error (answer.error);
  g_assert_cmpint (answer.run->outcome, ==, SENTINEL_OUTCOME_BREACH);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 2);
  clear_answer (&answer);
}

static void
all_ran_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray **runs = user_data;

  *runs = sentinel_engine_run_all_finish (SENTINEL_ENGINE (engine), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *) data != NULL;
}

static void
test_check_all_now (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) runs = NULL;
  SentinelRule *off = engine_fixture_make_rule ("Off"), *manual = engine_fixture_make_rule ("Fed");

  off->enabled = FALSE;
  g_set_str (&manual->trigger, SENTINEL_MANUAL_TRIGGER);
  manual->period_ms = 0;
  engine_fixture_add_rule (fixture, off);
  engine_fixture_add_rule (fixture, manual);
  engine_fixture_add_rule (fixture, engine_fixture_make_rule ("Other"));
  sentinel_engine_run_all_async (fixture->first.engine, NULL, all_ran_cb, &runs);
  g_assert_true (sentinel_test_wait_until (is_set, &runs, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_cmpuint (runs->len, ==, 2);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 2);
}

static void
tested_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  SentinelEvaluation **evaluation = user_data;

  *evaluation = sentinel_engine_test_rule_finish (SENTINEL_ENGINE (engine), result, &error);
  g_assert_no_error (error);
}

static void
test_a_test_stores_nothing (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = engine_fixture_get_rule (fixture);
  g_autoptr (SentinelEvaluation) evaluation = NULL;

  fixture->first.trigger->primes = TRUE;
  fixture->first.trigger->value = 90;
  sentinel_engine_test_rule_async (fixture->first.engine, rule, NULL, tested_cb, &evaluation);
  sentinel_test_settle ();
  g_assert_null (evaluation);
  engine_fixture_advance (fixture, SECOND);
  g_assert_true (sentinel_test_wait_until (is_set, &evaluation, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_cmpuint (evaluation->result->readings->len, ==, 1);
  g_assert_cmpuint (engine_fixture_count_runs (fixture), ==, 0);
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, 0);
}

/* Two hundred runs are kept; the rest goes in the wake of later runs. */
static void
test_old_runs_go (EngineFixture *fixture, gconstpointer unused)
{
  engine_fixture_start (fixture);
  for (guint i = 0; i < 260; i++) {
    Answer answer = { 0 };

    run_rule (&fixture->first, fixture->rule_id, &answer);
    g_assert_no_error (answer.error);
    clear_answer (&answer);
  }
  g_assert_cmpuint (engine_fixture_count_runs (fixture), <=, SENTINEL_RUNS_KEPT + 50);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (EngineFixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/engine/a-second-owner-is-refused", test_a_second_owner_is_refused },
    { "/engine/take-over-when-it-stops", test_take_over_when_it_stops },
    { "/engine/take-over-when-it-is-killed", test_take_over_when_it_is_killed },
    { "/engine/the-owner-runs-what-others-ask", test_the_owner_runs_what_others_ask },
    { "/engine/nobody-answers", test_nobody_answers },
    { "/engine/nobody-is-the-owner", test_nobody_is_the_owner },
    { "/engine/what-cannot-be-run", test_what_cannot_be_run },
    { "/engine/a-primed-run-is-repeated", test_a_primed_run_is_repeated },
    { "/engine/check-all-now", test_check_all_now },
    { "/engine/a-test-stores-nothing", test_a_test_stores_nothing },
    { "/engine/old-runs-go", test_old_runs_go },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path,
                EngineFixture,
                NULL,
                engine_fixture_set_up,
                tests[i].test,
                engine_fixture_tear_down);
  return g_test_run ();
}
