/* SPDX-License-Identifier: MIT */
/* The engine as its users see it: rules become events, edits count at once, one process is the
 * owner and others ask it, nothing wakes while nothing is to be done. Two processes are played by
 * two stores on one database: the lock belongs to the open file, not to the process. */
#include "sentinel-engine.h"
#include "sentinel-error.h"
#include "sentinel-event-acts.h"
#include "sentinel-event-store.h"
#include "sentinel-json.h"
#include "sentinel-log-store.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-store.h"
#include "sentinel-run-store.h"
#include "sentinel-test-store.h"
#include "sentinel-test-trigger.h"

#define SECOND G_TIME_SPAN_SECOND

static const SentinelActor ada = { "Ada", SENTINEL_VIA_COMMAND_LINE };

typedef struct /* one process */
{
  SentinelStore *store; /* borrowed, or owned by the second */
  SentinelRegistry *registry;
  SentinelTestTrigger *trigger; /* borrowed from the registry */
  SentinelEngine *engine;
} Process;

typedef struct {
  SentinelTestStore *base;
  Process first, second; /* second: only where a test starts it */
  gint64 rule_id;
  guint n_wanted; /* for predicates */
} Fixture;

static void
start_process (Fixture *fixture, Process *process, SentinelStore *store)
{
  process->store = store;
  process->registry = sentinel_registry_new ();
  process->trigger = sentinel_test_trigger_new ();
  sentinel_registry_add (process->registry, SENTINEL_TRIGGER (process->trigger));
  process->engine = sentinel_engine_new (store, process->registry);
}

static void
start_second (Fixture *fixture)
{
  SentinelStore *store =
      sentinel_store_new (fixture->base->path, SENTINEL_CLOCK (fixture->base->clock));

  start_process (fixture, &fixture->second, store);
}

/* As the end of a process would: nothing is said, the lock is free. */
static void
kill_process (Process *process)
{
  g_clear_object (&process->engine);
  g_clear_object (&process->registry);
}

static SentinelRule *
make_rule (const char *name)
{
  SentinelRule *rule = sentinel_rule_new ();

  g_set_str (&rule->name, name);
  g_set_str (&rule->trigger, "test");
  rule->period_ms = 10000;
  return rule;
}

static gint64
add_rule (Fixture *fixture, SentinelRule *rule)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (rule, 0, &ada);

  sentinel_test_store_write (fixture->base, sentinel_rule_acts_add, act);
  return act->rule_id;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->base = sentinel_test_store_new ();
  start_process (fixture, &fixture->first, fixture->base->store);
  fixture->rule_id = add_rule (fixture, make_rule ("CPU"));
}

static void
stopped_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  sentinel_engine_stop_finish (SENTINEL_ENGINE (engine), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
wait_for_flag (gboolean *flag)
{
  g_assert_true (sentinel_test_wait_until (is_true, flag, SENTINEL_TEST_TIMEOUT_MS));
}

static void
stop (Process *process)
{
  gboolean is_stopped = FALSE;

  sentinel_engine_stop_async (process->engine, stopped_cb, &is_stopped);
  wait_for_flag (&is_stopped);
  g_assert_cmpint (sentinel_engine_get_state (process->engine), ==, SENTINEL_ENGINE_STOPPED);
}

static void
end_process (Process *process)
{
  if (process->engine == NULL)
    return;
  if (sentinel_engine_get_state (process->engine) != SENTINEL_ENGINE_STOPPED)
    stop (process);
  g_assert_finalize_object (process->engine);
  process->engine = NULL;
  g_clear_object (&process->registry);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  end_process (&fixture->first);
  end_process (&fixture->second);
  if (fixture->second.store != NULL)
    sentinel_store_close (fixture->second.store);
  g_clear_object (&fixture->second.store);
  sentinel_test_store_free (fixture->base);
}

/* Looking: */

static gpointer
read_counts (SentinelDatabase *db, gpointer data, GError **error)
{
  sentinel_event_store_count (db, data, error);
  return NULL;
}

static gint64
count_open (Fixture *fixture)
{
  SentinelEventCounts counts = { 0 };

  sentinel_test_store_read (fixture->base, read_counts, &counts);
  return counts.n_open;
}

static gpointer
read_newest (SentinelDatabase *db, gpointer unused, GError **error)
{
  gint64 id = sentinel_event_store_get_newest_id (db, error);

  return id > 0 ? sentinel_event_store_get (db, id, error) : NULL;
}

static SentinelEvent *
get_newest_event (Fixture *fixture)
{
  return sentinel_test_store_read (fixture->base, read_newest, NULL);
}

static gpointer
read_runs (SentinelDatabase *db, gpointer rule_id, GError **error)
{
  return sentinel_run_store_list (db, *(gint64 *) rule_id, 1000, error);
}

static guint
count_runs (Fixture *fixture)
{
  g_autoptr (GPtrArray) runs =
      sentinel_test_store_read (fixture->base, read_runs, &fixture->rule_id);

  return runs->len;
}

static gboolean
has_wanted_runs (gpointer data)
{
  Fixture *fixture = data;

  return count_runs (fixture) == fixture->n_wanted;
}

static gboolean
write_nothing (SentinelTransaction *tx, gpointer unused, GError **error)
{
  return TRUE;
}

/* A run can be read before the engine has heard that it is stored; its answer goes home before the
 * next write begins. */
static void
wait_for_runs (Fixture *fixture, guint n_runs)
{
  fixture->n_wanted = n_runs;
  g_assert_true (sentinel_test_wait_until (has_wanted_runs, fixture, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_test_store_write (fixture->base, write_nothing, NULL);
  sentinel_test_settle ();
}

static gboolean
has_wanted_rules (gpointer data)
{
  Fixture *fixture = data;

  return sentinel_engine_get_n_rules (fixture->first.engine) == fixture->n_wanted;
}

static void
wait_for_rules (Fixture *fixture, guint n_rules)
{
  fixture->n_wanted = n_rules;
  g_assert_true (sentinel_test_wait_until (has_wanted_rules, fixture, SENTINEL_TEST_TIMEOUT_MS));
}

static void
start (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sentinel_engine_try_start (fixture->first.engine, &error));
  g_assert_no_error (error);
  wait_for_rules (fixture, 1);
}

static void
advance (Fixture *fixture, gint64 duration_us)
{
  sentinel_fake_clock_advance (fixture->base->clock, duration_us);
  sentinel_test_settle ();
}

static gint64
get_next_due_us (Fixture *fixture)
{
  return sentinel_engine_get_next_due_us (fixture->first.engine);
}

/* To the moment when the next rule is due, wherever its phase lies. */
static void
advance_to_due (Fixture *fixture)
{
  gint64 now_us = sentinel_clock_get_boottime_us (SENTINEL_CLOCK (fixture->base->clock));

  g_assert_cmpint (get_next_due_us (fixture), >=, 0);
  advance (fixture, MAX (0, get_next_due_us (fixture) - now_us));
}

static gpointer
read_rule (SentinelDatabase *db, gpointer rule_id, GError **error)
{
  return sentinel_rule_store_get (db, *(gint64 *) rule_id, error);
}

static SentinelRule *
get_rule (Fixture *fixture)
{
  return sentinel_test_store_read (fixture->base, read_rule, &fixture->rule_id);
}

/* rule: (transfer full) */
static void
edit_rule (Fixture *fixture, SentinelRule *rule)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (rule, fixture->rule_id, &ada);

  sentinel_test_store_write (fixture->base, sentinel_rule_acts_edit, act);
}

static gpointer
read_state (SentinelDatabase *db, gpointer rule_id, GError **error)
{
  return sentinel_rule_store_get_state (db, *(gint64 *) rule_id, error);
}

/* Tests: */

static void
test_a_due_rule_becomes_an_event (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelEvent) event = NULL;

  fixture->first.trigger->value = 90;
  start (fixture);
  advance_to_due (fixture);
  wait_for_runs (fixture, 1);
  g_assert_cmpint (count_open (fixture), ==, 1);
  event = get_newest_event (fixture);
  g_assert_cmpstr (event->source, ==, "here");
  g_assert_cmpstr (event->message, ==, "The value is 90");
  g_assert_cmpint (event->opened_at_us, ==, sentinel_test_store_now_us (fixture->base));
  fixture->first.trigger->value = 10;
  advance (fixture, 10 * SECOND);
  wait_for_runs (fixture, 2);
  g_assert_cmpint (count_open (fixture), ==, 0);
}

static void
test_an_edit_counts_at_once (Fixture *fixture, gconstpointer unused)
{
  SentinelRule *rule;

  fixture->first.trigger->value = 90;
  start (fixture);
  rule = get_rule (fixture);
  g_clear_pointer (&rule->parameters, json_node_unref);
  rule->parameters = sentinel_json_parse ("{\"limit\":95}", -1, 0, NULL);
  edit_rule (fixture, rule);
  advance_to_due (fixture);
  wait_for_runs (fixture, 1);
  g_assert_cmpint (count_open (fixture), ==, 0);
}

static gboolean
is_due_within_second (gpointer data)
{
  Fixture *fixture = data;
  gint64 now_us = sentinel_clock_get_boottime_us (SENTINEL_CLOCK (fixture->base->clock));

  return get_next_due_us (fixture) >= 0 && get_next_due_us (fixture) <= now_us + SECOND;
}

static void
test_a_new_period_counts_at_once (Fixture *fixture, gconstpointer unused)
{
  SentinelRule *rule = get_rule (fixture);

  rule->period_ms = 3600 * 1000;
  edit_rule (fixture, rule);
  start (fixture);
  advance_to_due (fixture);
  wait_for_runs (fixture, 1);
  g_assert_false (is_due_within_second (fixture));
  rule = get_rule (fixture);
  rule->period_ms = 1000;
  edit_rule (fixture, rule);
  g_assert_true (sentinel_test_wait_until (is_due_within_second,
                                           fixture,
                                           SENTINEL_TEST_TIMEOUT_MS));
}

static void
test_a_deleted_rule_does_not_run (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (NULL, fixture->rule_id, &ada);

  start (fixture);
  sentinel_test_store_write (fixture->base, sentinel_rule_acts_delete, act);
  wait_for_rules (fixture, 0);
  advance (fixture, 60 * SECOND);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 0);
  g_assert_cmpint (get_next_due_us (fixture), ==, -1);
}

static void
test_disabled_and_enabled (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (NULL, fixture->rule_id, &ada);

  fixture->first.trigger->value = 90;
  start (fixture);
  advance_to_due (fixture);
  wait_for_runs (fixture, 1);
  sentinel_test_store_write (fixture->base, sentinel_rule_acts_disable, act);
  g_assert_cmpint (count_open (fixture), ==, 0);
  wait_for_rules (fixture, 0);
  sentinel_test_store_write (fixture->base, sentinel_rule_acts_enable, act);
  wait_for_rules (fixture, 1);
  advance_to_due (fixture);
  wait_for_runs (fixture, 2);
  g_assert_cmpint (count_open (fixture), ==, 1);
}

static void
test_a_paused_rule_is_not_checked (Fixture *fixture, gconstpointer unused)
{
  SentinelRule *rule = get_rule (fixture);

  rule->paused_until_us = sentinel_test_store_now_us (fixture->base) + 60 * SECOND;
  edit_rule (fixture, rule);
  start (fixture);
  advance (fixture, 30 * SECOND);
  advance (fixture, 20 * SECOND);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 0);
  advance (fixture, 20 * SECOND);
  wait_for_runs (fixture, 1);
}

static void
test_a_second_owner_is_refused (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  start (fixture);
  start_second (fixture);
  g_assert_false (sentinel_engine_try_start (fixture->second.engine, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_OWNED);
  g_assert_cmpint (sentinel_engine_get_state (fixture->second.engine), ==, SENTINEL_ENGINE_STOPPED);
}

static gboolean
is_second_running (gpointer data)
{
  Fixture *fixture = data;

  return sentinel_engine_get_state (fixture->second.engine) == SENTINEL_ENGINE_RUNNING
         && sentinel_engine_get_n_rules (fixture->second.engine) == 1;
}

/* What the one began the other goes on with: same event, no second one, same rhythm. */
static void
check_take_over (Fixture *fixture, void (*end) (Process *process))
{
  fixture->first.trigger->value = 90;
  start (fixture);
  advance_to_due (fixture);
  wait_for_runs (fixture, 1);
  start_second (fixture);
  sentinel_engine_start_or_wait (fixture->second.engine);
  g_assert_cmpint (sentinel_engine_get_state (fixture->second.engine), ==, SENTINEL_ENGINE_WAITING);
  end (&fixture->first);
  g_assert_true (sentinel_test_wait_until (is_second_running, fixture, SENTINEL_TEST_TIMEOUT_MS));
  fixture->second.trigger->value = 91;
  advance (fixture, 9 * SECOND);
  g_assert_cmpuint (fixture->second.trigger->n_checks, ==, 0);
  advance (fixture, 11 * SECOND);
  wait_for_runs (fixture, 2);
  g_assert_cmpint (count_open (fixture), ==, 1);
}

static void
test_take_over_when_it_stops (Fixture *fixture, gconstpointer unused)
{
  check_take_over (fixture, stop);
}

static void
test_take_over_when_it_is_killed (Fixture *fixture, gconstpointer unused)
{
  check_take_over (fixture, kill_process);
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
run_rule (Process *process, gint64 rule_id, Answer *answer)
{
  sentinel_engine_run_rule_async (process->engine, rule_id, NULL, rule_ran_cb, answer);
  wait_for_flag (&answer->is_done);
}

static void
test_the_owner_runs_what_others_ask (Fixture *fixture, gconstpointer unused)
{
  Answer answer = { 0 };

  start (fixture);
  start_second (fixture);
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

static void
test_nobody_answers (Fixture *fixture, gconstpointer unused)
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
  sentinel_test_settle ();
  sentinel_fake_clock_advance (fixture->base->clock, 31 * SECOND);
  wait_for_flag (&answer.is_done);
  g_assert_error (answer.error, SENTINEL_ERROR, SENTINEL_ERROR_TIMEOUT);
  clear_answer (&answer);
  sentinel_owner_lock_release (lock);
  start (fixture); /* the request is too old by now */
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 0);
}

static void
test_nobody_is_the_owner (Fixture *fixture, gconstpointer unused)
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
test_what_cannot_be_run (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (NULL, fixture->rule_id, &ada);
  Answer answer = { 0 };

  start (fixture);
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
test_a_primed_run_is_repeated (Fixture *fixture, gconstpointer unused)
{
  Answer answer = { 0 };

  fixture->first.trigger->primes = TRUE;
  fixture->first.trigger->value = 90;
  start (fixture);
  sentinel_engine_run_rule_async (fixture->first.engine,
                                  fixture->rule_id,
                                  NULL,
                                  rule_ran_cb,
                                  &answer);
  wait_for_runs (fixture, 1);
  g_assert_false (answer.is_done);
  advance (fixture, SECOND);
  wait_for_flag (&answer.is_done);
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
test_check_all_now (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) runs = NULL;
  SentinelRule *off = make_rule ("Off"), *manual = make_rule ("Fed");

  off->enabled = FALSE;
  g_set_str (&manual->trigger, SENTINEL_MANUAL_TRIGGER);
  manual->period_ms = 0;
  add_rule (fixture, off);
  add_rule (fixture, manual);
  add_rule (fixture, make_rule ("Other"));
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
test_a_test_stores_nothing (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = get_rule (fixture);
  g_autoptr (SentinelEvaluation) evaluation = NULL;

  fixture->first.trigger->primes = TRUE;
  fixture->first.trigger->value = 90;
  sentinel_engine_test_rule_async (fixture->first.engine, rule, NULL, tested_cb, &evaluation);
  sentinel_test_settle ();
  g_assert_null (evaluation);
  advance (fixture, SECOND);
  g_assert_true (sentinel_test_wait_until (is_set, &evaluation, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_cmpuint (evaluation->result->readings->len, ==, 1);
  g_assert_cmpuint (count_runs (fixture), ==, 0);
  g_assert_cmpint (count_open (fixture), ==, 0);
}

static gint64
get_armed_us (Fixture *fixture, SentinelClockKind kind)
{
  return sentinel_fake_clock_get_next_due_us (fixture->base->clock, kind);
}

/* The store tidies up once, ten seconds after the last write; then nothing is armed on either
 * clock. */
static void
assert_nothing_wakes (Fixture *fixture)
{
  sentinel_test_settle ();
  advance (fixture, 11 * SECOND);
  g_assert_cmpint (get_armed_us (fixture, SENTINEL_CLOCK_BOOTTIME), ==, -1);
  g_assert_cmpint (get_armed_us (fixture, SENTINEL_CLOCK_REALTIME), ==, -1);
}

static gboolean
is_parked (gpointer data)
{
  return get_next_due_us (data) == -1;
}

static void
wait_until_parked (Fixture *fixture)
{
  g_assert_true (sentinel_test_wait_until (is_parked, fixture, SENTINEL_TEST_TIMEOUT_MS));
}

static void
test_a_watch_stands_in (Fixture *fixture, gconstpointer unused)
{
  fixture->first.trigger->can_watch = TRUE;
  fixture->first.trigger->value = 10;
  start (fixture);
  advance_to_due (fixture);
  wait_until_parked (fixture);
  assert_nothing_wakes (fixture);
  advance (fixture, 3600 * SECOND);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 1);
  fixture->first.trigger->value = 90;
  sentinel_test_trigger_wake (fixture->first.trigger);
  wait_for_runs (fixture, 2);
  g_assert_cmpint (count_open (fixture), ==, 1);
  advance (fixture, 10 * SECOND); /* by its period, until all is well again */
  wait_for_runs (fixture, 3);
  fixture->first.trigger->value = 10;
  advance (fixture, 10 * SECOND);
  wait_until_parked (fixture);
  g_assert_cmpint (count_open (fixture), ==, 0);
  g_assert_cmpuint (fixture->first.trigger->n_watches, ==, 2);
}

static gboolean
is_not_parked (gpointer data)
{
  return !is_parked (data);
}

static void
test_an_edit_ends_the_watch (Fixture *fixture, gconstpointer unused)
{
  fixture->first.trigger->can_watch = TRUE;
  start (fixture);
  advance_to_due (fixture);
  wait_until_parked (fixture);
  edit_rule (fixture, get_rule (fixture));
  g_assert_true (sentinel_test_wait_until (is_not_parked, fixture, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_null (fixture->first.trigger->watch);
}

static void
test_nothing_wakes_an_idle_engine (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (NULL, fixture->rule_id, &ada);

  start (fixture);
  sentinel_test_store_write (fixture->base, sentinel_rule_acts_disable, act);
  wait_for_rules (fixture, 0);
  assert_nothing_wakes (fixture);
}

static void
test_missed_slots_are_counted (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRuleState) state = NULL;
  SentinelRule *rule = get_rule (fixture);

  rule->period_ms = 60 * 1000; /* longer than any check may take */
  edit_rule (fixture, rule);
  start (fixture);
  advance_to_due (fixture);
  wait_for_runs (fixture, 1);
  advance (fixture, 190 * SECOND);
  wait_for_runs (fixture, 2);
  state = sentinel_test_store_read (fixture->base, read_state, &fixture->rule_id);
  g_assert_cmpint (state->missed_count, ==, 2);
  g_assert_cmpmem (g_bytes_get_data (state->trigger_state, NULL),
                   g_bytes_get_size (state->trigger_state),
                   "seen",
                   4);
}

static void
test_a_stop_waits_for_runs (Fixture *fixture, gconstpointer unused)
{
  gboolean is_stopped = FALSE;

  fixture->first.trigger->waits = TRUE;
  start (fixture);
  advance_to_due (fixture);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 1);
  sentinel_engine_stop_async (fixture->first.engine, stopped_cb, &is_stopped);
  sentinel_test_settle ();
  g_assert_cmpint (sentinel_engine_get_state (fixture->first.engine), ==, SENTINEL_ENGINE_DRAINING);
  sentinel_test_trigger_answer (fixture->first.trigger, 90);
  wait_for_flag (&is_stopped);
  g_assert_cmpint (count_open (fixture), ==, 1); /* it still counts */
}

static void
test_a_stop_does_not_wait_for_ever (Fixture *fixture, gconstpointer unused)
{
  gboolean is_stopped = FALSE;

  fixture->first.trigger->waits = TRUE;
  start (fixture);
  advance_to_due (fixture);
  sentinel_engine_stop_async (fixture->first.engine, stopped_cb, &is_stopped);
  advance (fixture, 10 * SECOND);
  wait_for_flag (&is_stopped);
  g_assert_cmpuint (count_runs (fixture), ==, 1);
}

static gboolean
is_unacknowledged (gpointer data)
{
  g_autoptr (SentinelEvent) event = get_newest_event (data);

  return event->acked_at_us == 0;
}

static void
test_until_time_ends (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelAcknowledgeAct) act = sentinel_acknowledge_act_new (&ada);
  gint64 event_id = 1;

  fixture->first.trigger->value = 90;
  start (fixture);
  advance_to_due (fixture);
  wait_for_runs (fixture, 1);
  g_array_append_val (act->event_ids, event_id);
  act->scope = SENTINEL_ACK_UNTIL_TIME;
  act->until_us = sentinel_test_store_now_us (fixture->base) + 3600 * SECOND;
  sentinel_test_store_write (fixture->base, sentinel_event_acts_acknowledge, act);
  g_assert_cmpuint (act->done_ids->len, ==, 1);
  while (get_armed_us (fixture, SENTINEL_CLOCK_REALTIME) != act->until_us)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (is_unacknowledged (fixture));
  advance (fixture, 3600 * SECOND);
  g_assert_true (sentinel_test_wait_until (is_unacknowledged, fixture, SENTINEL_TEST_TIMEOUT_MS));
}

static gpointer
read_log (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_log_store_list (db, 0, SENTINEL_LOG_DEBUG, 100, error);
}

static void
test_start_and_stop_are_on_record (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) entries = NULL;
  guint n_engine = 0;

  start (fixture);
  stop (&fixture->first);
  start (fixture); /* and once more */
  stop (&fixture->first);
  entries = sentinel_test_store_read (fixture->base, read_log, NULL);
  for (guint i = 0; i < entries->len; i++) {
    SentinelLogEntry *entry = g_ptr_array_index (entries, i);

    n_engine += g_str_equal (entry->type, "engine");
  }
  g_assert_cmpuint (n_engine, ==, 4);
}

/* Two hundred runs are kept; the rest goes in the wake of later runs. */
static void
test_old_runs_go (Fixture *fixture, gconstpointer unused)
{
  start (fixture);
  for (guint i = 0; i < 260; i++) {
    Answer answer = { 0 };

    run_rule (&fixture->first, fixture->rule_id, &answer);
    g_assert_no_error (answer.error);
    clear_answer (&answer);
  }
  g_assert_cmpuint (count_runs (fixture), <=, SENTINEL_RUNS_KEPT + 50);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/engine/a-due-rule-becomes-an-event", test_a_due_rule_becomes_an_event },
    { "/engine/an-edit-counts-at-once", test_an_edit_counts_at_once },
    { "/engine/a-new-period-counts-at-once", test_a_new_period_counts_at_once },
    { "/engine/a-deleted-rule-does-not-run", test_a_deleted_rule_does_not_run },
    { "/engine/disabled-and-enabled", test_disabled_and_enabled },
    { "/engine/a-paused-rule-is-not-checked", test_a_paused_rule_is_not_checked },
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
    { "/engine/a-watch-stands-in", test_a_watch_stands_in },
    { "/engine/an-edit-ends-the-watch", test_an_edit_ends_the_watch },
    { "/engine/nothing-wakes-an-idle-engine", test_nothing_wakes_an_idle_engine },
    { "/engine/missed-slots-are-counted", test_missed_slots_are_counted },
    { "/engine/a-stop-waits-for-runs", test_a_stop_waits_for_runs },
    { "/engine/a-stop-does-not-wait-for-ever", test_a_stop_does_not_wait_for_ever },
    { "/engine/until-time-ends", test_until_time_ends },
    { "/engine/start-and-stop-are-on-record", test_start_and_stop_are_on_record },
    { "/engine/old-runs-go", test_old_runs_go },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
