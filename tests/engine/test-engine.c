/* SPDX-License-Identifier: MIT */
/* The engine as its users see it: rules become events, edits count at once, a stop waits, and
 * nothing wakes while nothing is to be done. */
#include "engine-fixture.h"
#include "sentinel-event-acts.h"
#include "sentinel-json.h"
#include "sentinel-log-store.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-fields.h"
#include "sentinel-rule-store.h"
#include "sentinel-sample-keeper.h"

#define SECOND G_TIME_SPAN_SECOND

static const SentinelActor ada = { "Ada", SENTINEL_VIA_COMMAND_LINE };

static gpointer
read_state (SentinelDatabase *db, gpointer rule_id, GError **error)
{
  return sentinel_rule_store_get_state (db, *(gint64 *) rule_id, error);
}

static void
test_a_due_rule_becomes_an_event (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelEvent) event = NULL;

  fixture->first.trigger->value = 90;
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, 1);
  event = engine_fixture_get_newest_event (fixture);
  g_assert_cmpstr (event->source, ==, "here");
  g_assert_cmpstr (event->message, ==, "The value is 90");
  g_assert_cmpint (event->opened_at_us, ==, sentinel_test_store_now_us (fixture->base));
  fixture->first.trigger->value = 10;
  engine_fixture_advance (fixture, 10 * SECOND);
  engine_fixture_wait_for_runs (fixture, 2);
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, 0);
}

static void
test_an_edit_counts_at_once (EngineFixture *fixture, gconstpointer unused)
{
  SentinelRule *rule;

  fixture->first.trigger->value = 90;
  engine_fixture_start (fixture);
  rule = engine_fixture_get_rule (fixture);
  g_clear_pointer (&rule->parameters, json_node_unref);
  rule->parameters = sentinel_json_parse ("{\"limit\":95}", -1, 0, NULL);
  engine_fixture_edit_rule (fixture, rule);
  engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, 0);
}

static gboolean
is_due_within_second (gpointer data)
{
  EngineFixture *fixture = data;
  gint64 now_us = sentinel_clock_get_boottime_us (SENTINEL_CLOCK (fixture->base->clock));

  return engine_fixture_get_next_due_us (fixture) >= 0
         && engine_fixture_get_next_due_us (fixture) <= now_us + SECOND;
}

static void
test_a_new_period_counts_at_once (EngineFixture *fixture, gconstpointer unused)
{
  SentinelRule *rule = engine_fixture_get_rule (fixture);

  rule->period_ms = 3600 * 1000;
  engine_fixture_edit_rule (fixture, rule);
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  g_assert_false (is_due_within_second (fixture));
  rule = engine_fixture_get_rule (fixture);
  rule->period_ms = 1000;
  engine_fixture_edit_rule (fixture, rule);
  g_assert_true (sentinel_test_wait_until (is_due_within_second,
                                           fixture,
                                           SENTINEL_TEST_TIMEOUT_MS));
}

static gint64
get_due_us (EngineFixture *fixture)
{
  return sentinel_engine_get_due_us (fixture->first.engine, fixture->rule_id);
}

static gboolean
has_no_due (gpointer data)
{
  return get_due_us (data) == -1;
}

/* When a rule runs next, as its row says it: within its period, and not where it does not run. */
static void
test_when_a_rule_runs_next (EngineFixture *fixture, gconstpointer unused)
{
  SentinelClock *clock = SENTINEL_CLOCK (fixture->base->clock);
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (NULL, fixture->rule_id, &ada);
  gint64 due_us;

  g_assert_cmpint (get_due_us (fixture), ==, -1);
  engine_fixture_start (fixture);
  due_us = get_due_us (fixture);
  g_assert_cmpint (due_us, ==, engine_fixture_get_next_due_us (fixture));
  g_assert_cmpint (sentinel_engine_get_due_us (fixture->first.engine, 99), ==, -1);
  engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  g_assert_cmpint (get_due_us (fixture), ==, due_us + 10 * SECOND);
  g_assert_cmpint (get_due_us (fixture), >, sentinel_clock_get_boottime_us (clock));
  sentinel_test_store_write (fixture->base, sentinel_rule_acts_disable, act);
  g_assert_true (sentinel_test_wait_until (has_no_due, fixture, SENTINEL_TEST_TIMEOUT_MS));
}

static void
test_a_deleted_rule_does_not_run (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (NULL, fixture->rule_id, &ada);

  engine_fixture_start (fixture);
  sentinel_test_store_write (fixture->base, sentinel_rule_acts_delete, act);
  engine_fixture_wait_for_rules (fixture, 0);
  engine_fixture_advance (fixture, 60 * SECOND);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 0);
  g_assert_cmpint (engine_fixture_get_next_due_us (fixture), ==, -1);
}

static void
test_disabled_and_enabled (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (NULL, fixture->rule_id, &ada);

  fixture->first.trigger->value = 90;
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  sentinel_test_store_write (fixture->base, sentinel_rule_acts_disable, act);
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, 0);
  engine_fixture_wait_for_rules (fixture, 0);
  sentinel_test_store_write (fixture->base, sentinel_rule_acts_enable, act);
  engine_fixture_wait_for_rules (fixture, 1);
  engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, 2);
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, 1);
}

static void
test_a_paused_rule_is_not_checked (EngineFixture *fixture, gconstpointer unused)
{
  SentinelRule *rule = engine_fixture_get_rule (fixture);

  rule->paused_until_us = sentinel_test_store_now_us (fixture->base) + 60 * SECOND;
  engine_fixture_edit_rule (fixture, rule);
  engine_fixture_start (fixture);
  engine_fixture_advance (fixture, 30 * SECOND);
  engine_fixture_advance (fixture, 20 * SECOND);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 0);
  engine_fixture_advance (fixture, 20 * SECOND);
  engine_fixture_wait_for_runs (fixture, 1);
}

typedef struct {
  EngineFixture *fixture;
  gint64 due_before_us;
} Edit;

static gboolean
is_read (gpointer data)
{
  const Edit *edit = data;

  return engine_fixture_get_next_due_us (edit->fixture) != edit->due_before_us;
}

/* Edits the rule and waits until the engine has read it, which its rhythm shows: the period must be
 * another. rule: (transfer full) */
static void
edit_and_wait (EngineFixture *fixture, SentinelRule *rule)
{
  Edit edit = { fixture, engine_fixture_get_next_due_us (fixture) };

  engine_fixture_edit_rule (fixture, rule);
  g_assert_true (sentinel_test_wait_until (is_read, &edit, SENTINEL_TEST_TIMEOUT_MS));
}

static void
pause_until (EngineFixture *fixture, gint64 until_us, gint64 period_ms)
{
  SentinelRule *rule = engine_fixture_get_rule (fixture);

  rule->paused_until_us = until_us;
  rule->period_ms = period_ms;
  edit_and_wait (fixture, rule);
}

static void
check_after (EngineFixture *fixture, guint n_runs, gint64 n_open)
{
  engine_fixture_wait_for_runs (fixture, n_runs);
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, n_open);
}

/* A pause that is lifted by hand leaves no trace in the rule. */
static void
test_a_pause_was_not_observed (EngineFixture *fixture, gconstpointer unused)
{
  SentinelRule *rule = engine_fixture_get_rule (fixture);

  rule->period_ms = 60 * 1000;
  rule->for_ms = 80 * 1000;
  engine_fixture_edit_rule (fixture, rule);
  fixture->first.trigger->value = 90;
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  check_after (fixture, 1, 0);
  engine_fixture_advance (fixture, 10 * SECOND);
  pause_until (fixture, sentinel_test_store_now_us (fixture->base) + 3600 * SECOND, 50 * 1000);
  engine_fixture_advance (fixture, 45 * SECOND); /* past a slot */
  engine_fixture_advance (fixture, 35 * SECOND);
  pause_until (fixture, 0, 60 * 1000);
  engine_fixture_advance_to_due (fixture);
  check_after (fixture, 2, 0); /* 90 s, but nobody looked */
  engine_fixture_advance (fixture, 60 * SECOND);
  check_after (fixture, 3, 0);
  engine_fixture_advance (fixture, 60 * SECOND);
  check_after (fixture, 4, 1);
}

static gint64
get_armed_us (EngineFixture *fixture, SentinelClockKind kind)
{
  return sentinel_fake_clock_get_next_due_us (fixture->base->clock, kind);
}

/* The store tidies up once, ten seconds after the last write; then nothing is armed on either clock
 * but the keeper of samples, once an hour. */
static void
assert_nothing_wakes (EngineFixture *fixture)
{
  sentinel_test_settle ();
  engine_fixture_advance (fixture, 11 * SECOND);
  engine_fixture_advance (fixture, SENTINEL_SAMPLE_KEEPER_FIRST_US);
  g_assert_cmpint (get_armed_us (fixture, SENTINEL_CLOCK_BOOTTIME),
                   ==,
                   sentinel_clock_get_boottime_us (SENTINEL_CLOCK (fixture->base->clock))
                       + SENTINEL_SAMPLE_KEEPER_PERIOD_US);
  g_assert_cmpint (get_armed_us (fixture, SENTINEL_CLOCK_REALTIME), ==, -1);
}

static gboolean
is_parked (gpointer data)
{
  return engine_fixture_get_next_due_us (data) == -1;
}

static void
wait_until_parked (EngineFixture *fixture)
{
  g_assert_true (sentinel_test_wait_until (is_parked, fixture, SENTINEL_TEST_TIMEOUT_MS));
}

static void
test_a_watch_stands_in (EngineFixture *fixture, gconstpointer unused)
{
  fixture->first.trigger->can_watch = TRUE;
  fixture->first.trigger->value = 10;
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  wait_until_parked (fixture);
  assert_nothing_wakes (fixture);
  engine_fixture_advance (fixture, 3600 * SECOND);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 1);
  fixture->first.trigger->value = 90;
  sentinel_test_trigger_wake (fixture->first.trigger);
  engine_fixture_wait_for_runs (fixture, 2);
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, 1);
  engine_fixture_advance (fixture, 10 * SECOND); /* by its period, until all is well again */
  engine_fixture_wait_for_runs (fixture, 3);
  fixture->first.trigger->value = 10;
  engine_fixture_advance (fixture, 10 * SECOND);
  wait_until_parked (fixture);
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, 0);
  g_assert_cmpuint (fixture->first.trigger->n_watches, ==, 1); /* kept all the time */
}

static gboolean
is_not_parked (gpointer data)
{
  return !is_parked (data);
}

static void
test_an_edit_ends_the_watch (EngineFixture *fixture, gconstpointer unused)
{
  SentinelRule *rule;

  fixture->first.trigger->can_watch = TRUE;
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  wait_until_parked (fixture);
  rule = engine_fixture_get_rule (fixture);
  g_free (rule->name);
  rule->name = g_strdup ("Renamed");
  engine_fixture_edit_rule (fixture, rule);
  g_assert_true (sentinel_test_wait_until (is_not_parked, fixture, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_null (fixture->first.trigger->watch);
}

static void
test_nothing_wakes_an_idle_engine (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (NULL, fixture->rule_id, &ada);

  engine_fixture_start (fixture);
  sentinel_test_store_write (fixture->base, sentinel_rule_acts_disable, act);
  engine_fixture_wait_for_rules (fixture, 0);
  assert_nothing_wakes (fixture);
}

static void
watch_something_else (EngineFixture *fixture)
{
  g_autoptr (JsonNode) server = json_node_init_string (json_node_alloc (), "other");
  SentinelRule *rule = engine_fixture_get_rule (fixture);

  rule->period_ms = 5 * 1000;
  sentinel_rule_set_parameter (rule, "server", server);
  edit_and_wait (fixture, rule);
}

static void
test_a_trigger_forgets_what_it_watched (EngineFixture *fixture, gconstpointer unused)
{
  fixture->first.trigger->value = 90;
  fixture->first.trigger->primes = TRUE;
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, 1); /* primed */
  watch_something_else (fixture);
  engine_fixture_advance (fixture, 5 * SECOND);
  engine_fixture_wait_for_runs (fixture, 2); /* primed anew */
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, 0);
  engine_fixture_advance (fixture, 5 * SECOND);
  engine_fixture_wait_for_runs (fixture, 3);
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, 1);
}

/* As long as the run of before is on its way to the database, slots are passed over. */
static gboolean
is_checked_again (gpointer data)
{
  EngineFixture *fixture = data;

  if (fixture->first.trigger->n_checks == 1)
    engine_fixture_advance (fixture, 5 * SECOND);
  return fixture->first.trigger->n_checks > 1;
}

static void
test_a_run_of_before_does_not_count (EngineFixture *fixture, gconstpointer unused)
{
  SentinelTestTrigger *trigger = fixture->first.trigger;

  trigger->primes = TRUE;
  trigger->value = 90;
  trigger->waits = TRUE;
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  g_assert_cmpuint (trigger->n_checks, ==, 1);
  watch_something_else (fixture);
  trigger->waits = FALSE;
  sentinel_test_trigger_answer (trigger, 90);
  sentinel_test_settle ();
  g_assert_true (sentinel_test_wait_until (is_checked_again, fixture, SENTINEL_TEST_TIMEOUT_MS));
  engine_fixture_wait_for_runs (fixture, 1); /* it primed: what the other left is not for it */
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, 0);
}

static void
test_missed_slots_are_counted (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRuleState) state = NULL;
  SentinelRule *rule = engine_fixture_get_rule (fixture);

  rule->period_ms = 60 * 1000; /* longer than any check may take */
  engine_fixture_edit_rule (fixture, rule);
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  engine_fixture_advance (fixture, 190 * SECOND);
  engine_fixture_wait_for_runs (fixture, 2);
  state = sentinel_test_store_read (fixture->base, read_state, &fixture->rule_id);
  g_assert_cmpint (state->missed_count, ==, 2);
  g_assert_cmpmem (g_bytes_get_data (state->trigger_state, NULL),
                   g_bytes_get_size (state->trigger_state),
                   "seen",
                   4);
}

static void
test_a_stop_waits_for_runs (EngineFixture *fixture, gconstpointer unused)
{
  gboolean is_stopped = FALSE;

  fixture->first.trigger->waits = TRUE;
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 1);
  sentinel_engine_stop_async (fixture->first.engine, engine_process_stopped_cb, &is_stopped);
  sentinel_test_settle ();
  g_assert_cmpint (sentinel_engine_get_state (fixture->first.engine), ==, SENTINEL_ENGINE_DRAINING);
  sentinel_test_trigger_answer (fixture->first.trigger, 90);
  engine_fixture_wait_for_flag (&is_stopped);
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, 1); /* it still counts */
}

static void
test_a_stop_does_not_wait_for_ever (EngineFixture *fixture, gconstpointer unused)
{
  gboolean is_stopped = FALSE;

  fixture->first.trigger->waits = TRUE;
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  sentinel_engine_stop_async (fixture->first.engine, engine_process_stopped_cb, &is_stopped);
  engine_fixture_advance (fixture, 10 * SECOND);
  engine_fixture_wait_for_flag (&is_stopped);
  g_assert_cmpuint (engine_fixture_count_runs (fixture), ==, 1);
}

static gboolean
is_unacknowledged (gpointer data)
{
  g_autoptr (SentinelEvent) event = engine_fixture_get_newest_event (data);

  return event->acked_at_us == 0;
}

static void
test_until_time_ends (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelAcknowledgeAct) act = sentinel_acknowledge_act_new (&ada);
  gint64 event_id = 1;

  fixture->first.trigger->value = 90;
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  g_array_append_val (act->event_ids, event_id);
  act->scope = SENTINEL_ACK_UNTIL_TIME;
  act->until_us = sentinel_test_store_now_us (fixture->base) + 3600 * SECOND;
  sentinel_test_store_write (fixture->base, sentinel_event_acts_acknowledge, act);
  g_assert_cmpuint (act->done_ids->len, ==, 1);
  while (get_armed_us (fixture, SENTINEL_CLOCK_REALTIME) != act->until_us)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (is_unacknowledged (fixture));
  engine_fixture_advance (fixture, 3600 * SECOND);
  g_assert_true (sentinel_test_wait_until (is_unacknowledged, fixture, SENTINEL_TEST_TIMEOUT_MS));
}

static gpointer
read_log (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_log_store_list (db, 0, SENTINEL_LOG_DEBUG, 100, error);
}

static void
test_start_and_stop_are_on_record (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) entries = NULL;
  guint n_engine = 0;

  engine_fixture_start (fixture);
  engine_process_stop (&fixture->first);
  engine_fixture_start (fixture); /* and once more */
  engine_process_stop (&fixture->first);
  entries = sentinel_test_store_read (fixture->base, read_log, NULL);
  for (guint i = 0; i < entries->len; i++) {
    SentinelLogEntry *entry = g_ptr_array_index (entries, i);

    n_engine += g_str_equal (entry->type, "engine");
  }
  g_assert_cmpuint (n_engine, ==, 4);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (EngineFixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/engine/a-due-rule-becomes-an-event", test_a_due_rule_becomes_an_event },
    { "/engine/an-edit-counts-at-once", test_an_edit_counts_at_once },
    { "/engine/a-new-period-counts-at-once", test_a_new_period_counts_at_once },
    { "/engine/a-deleted-rule-does-not-run", test_a_deleted_rule_does_not_run },
    { "/engine/when-a-rule-runs-next", test_when_a_rule_runs_next },
    { "/engine/disabled-and-enabled", test_disabled_and_enabled },
    { "/engine/a-paused-rule-is-not-checked", test_a_paused_rule_is_not_checked },
    { "/engine/a-pause-was-not-observed", test_a_pause_was_not_observed },
    { "/engine/a-watch-stands-in", test_a_watch_stands_in },
    { "/engine/an-edit-ends-the-watch", test_an_edit_ends_the_watch },
    { "/engine/nothing-wakes-an-idle-engine", test_nothing_wakes_an_idle_engine },
    { "/engine/a-trigger-forgets-what-it-watched", test_a_trigger_forgets_what_it_watched },
    { "/engine/a-run-of-before-does-not-count", test_a_run_of_before_does_not_count },
    { "/engine/missed-slots-are-counted", test_missed_slots_are_counted },
    { "/engine/a-stop-waits-for-runs", test_a_stop_waits_for_runs },
    { "/engine/a-stop-does-not-wait-for-ever", test_a_stop_does_not_wait_for_ever },
    { "/engine/until-time-ends", test_until_time_ends },
    { "/engine/start-and-stop-are-on-record", test_start_and_stop_are_on_record },
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
