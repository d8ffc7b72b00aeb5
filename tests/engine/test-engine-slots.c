/* SPDX-License-Identifier: MIT */
/* Rules with a cron expression or with active hours in the real engine, on a real file. */
#include "engine-fixture.h"
#include "sentinel-claim-store.h"
#include "sentinel-rule-store.h"
#include "sentinel-run-store.h"

#define MINUTE G_TIME_SPAN_MINUTE
#define HOUR G_TIME_SPAN_HOUR

static void
use_cron (EngineFixture *fixture, const char *cron, int catch_up)
{
  g_autoptr (SentinelRule) stored = engine_fixture_get_rule (fixture);
  SentinelRule *rule = sentinel_rule_copy (stored);

  rule->period_ms = 0;
  g_set_str (&rule->cron, cron);
  g_set_str (&rule->zone, "UTC");
  rule->catch_up = catch_up;
  engine_fixture_edit_rule (fixture, rule);
}

static gpointer
read_state (SentinelDatabase *db, gpointer rule_id, GError **error)
{
  return sentinel_rule_store_get_state (db, *(gint64 *) rule_id, error);
}

static SentinelRuleState *
get_state (EngineFixture *fixture)
{
  return sentinel_test_store_read (fixture->base, read_state, &fixture->rule_id);
}

static gpointer
read_claim (SentinelDatabase *db, gpointer data, GError **error)
{
  gint64 *id_in_slot_out = data;

  *id_in_slot_out = sentinel_claim_store_get_newest (db, *id_in_slot_out, error);
  return NULL;
}

static gint64
get_claim (EngineFixture *fixture)
{
  gint64 id_in_slot_out = fixture->rule_id;

  sentinel_test_store_read (fixture->base, read_claim, &id_in_slot_out);
  return id_in_slot_out;
}

static gboolean
take_claim (SentinelTransaction *tx, gpointer data, GError **error)
{
  const gint64 *id_and_slot = data;
  gboolean taken = FALSE;

  return sentinel_claim_store_take (tx, id_and_slot[0], id_and_slot[1], &taken, error);
}

static gint64
get_now_us (EngineFixture *fixture)
{
  return sentinel_clock_get_realtime_us (SENTINEL_CLOCK (fixture->base->clock));
}

/* To the next full hour. */
static void
advance_to_hour (EngineFixture *fixture)
{
  engine_fixture_advance (fixture, HOUR - get_now_us (fixture) % HOUR);
}

static void
test_runs_at_its_slots (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRuleState) state = NULL;

  use_cron (fixture, "0 * * * *", SENTINEL_CATCH_UP_ONCE);
  engine_fixture_start (fixture);
  advance_to_hour (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  advance_to_hour (fixture);
  engine_fixture_wait_for_runs (fixture, 2);
  state = get_state (fixture);
  g_assert_cmpint (state->last_slot_us, ==, get_now_us (fixture));
  g_assert_cmpint (state->missed_count, ==, 0);
  g_assert_cmpint (get_claim (fixture), ==, 0); /* the state stands for it */
}

/* missed while no process watched */
static void
check_restart (EngineFixture *fixture, int catch_up, guint n_runs, gint64 n_missed)
{
  g_autoptr (SentinelRuleState) state = NULL;

  use_cron (fixture, "*/15 * * * *", catch_up);
  engine_fixture_advance (fixture, 3 * HOUR);
  engine_fixture_start (fixture);
  sentinel_test_settle ();
  engine_fixture_wait_for_runs (fixture, n_runs);
  advance_to_hour (fixture);
  engine_fixture_wait_for_runs (fixture, n_runs + 1);
  state = get_state (fixture);
  g_assert_cmpint (state->missed_count, >=, n_missed);
}

static void
test_restart_catches_up_once (EngineFixture *fixture, gconstpointer unused)
{
  check_restart (fixture, SENTINEL_CATCH_UP_ONCE, 1, 11);
}

static void
test_restart_catches_up_three (EngineFixture *fixture, gconstpointer unused)
{
  check_restart (fixture, 3, 3, 9);
}

static void
test_restart_skips (EngineFixture *fixture, gconstpointer unused)
{
  check_restart (fixture, SENTINEL_CATCH_UP_SKIP, 0, 11);
}

/* A process died between taking the slot and storing its run: nobody runs it again. */
static void
test_claimed_slot_is_not_run_again (EngineFixture *fixture, gconstpointer unused)
{
  gint64 id_and_slot[2] = { fixture->rule_id, 0 };
  g_autoptr (SentinelRuleState) state = NULL;

  use_cron (fixture, "0 * * * *", 100);
  advance_to_hour (fixture);
  id_and_slot[1] = get_now_us (fixture);
  sentinel_test_store_write (fixture->base, take_claim, id_and_slot);
  engine_fixture_advance (fixture, MINUTE);
  engine_fixture_start (fixture);
  sentinel_test_settle ();
  g_assert_cmpuint (engine_fixture_count_runs (fixture), ==, 0);
  advance_to_hour (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  state = get_state (fixture);
  g_assert_cmpint (state->missed_count, ==, 1);
  g_assert_cmpint (get_claim (fixture), ==, 0);
}

/* Another process took it first, though it is not the owner: as if by a restored copy. */
static void
test_taken_slot_is_left (EngineFixture *fixture, gconstpointer unused)
{
  gint64 id_and_slot[2] = { fixture->rule_id, 0 };

  use_cron (fixture, "0 * * * *", SENTINEL_CATCH_UP_ONCE);
  engine_fixture_start (fixture);
  id_and_slot[1] = get_now_us (fixture) + HOUR - get_now_us (fixture) % HOUR;
  sentinel_test_store_write (fixture->base, take_claim, id_and_slot);
  advance_to_hour (fixture);
  advance_to_hour (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 1);
}

/* Slots that come while a run lasts wait for it; no more of them than are made up for. */
static void
test_slots_wait_for_a_run (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRuleState) state = NULL;

  use_cron (fixture, "* * * * * *", 2);
  fixture->first.trigger->waits = TRUE;
  engine_fixture_start (fixture);
  engine_fixture_advance (fixture, G_TIME_SPAN_SECOND);
  sentinel_test_store_write (fixture->base, take_claim, (gint64[2]) { 999, 1 });
  sentinel_test_settle ();
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 1);
  for (int i = 0; i < 5; i++)
    engine_fixture_advance (fixture, G_TIME_SPAN_SECOND);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 1);
  fixture->first.trigger->waits = FALSE;
  sentinel_test_trigger_answer (fixture->first.trigger, 1);
  engine_fixture_wait_for_runs (fixture, 3);
  state = get_state (fixture);
  g_assert_cmpint (state->missed_count, ==, 3);
}

static gboolean
is_due_within_the_hour (gpointer data)
{
  EngineFixture *fixture = data;
  gint64 now_us = sentinel_clock_get_boottime_us (SENTINEL_CLOCK (fixture->base->clock));

  return engine_fixture_get_next_due_us (fixture) <= now_us + HOUR;
}

/* An edit of the schedule counts from now on: what the new one would have missed is nothing. */
static void
test_edit_begins_anew (EngineFixture *fixture, gconstpointer unused)
{
  use_cron (fixture, "0 0 1 1 *", 100);
  engine_fixture_start (fixture);
  engine_fixture_advance (fixture, 5 * HOUR);
  use_cron (fixture, "0 * * * *", 100);
  g_assert_true (sentinel_test_wait_until (is_due_within_the_hour,
                                           fixture,
                                           SENTINEL_TEST_TIMEOUT_MS));
  g_assert_cmpuint (engine_fixture_count_runs (fixture), ==, 0);
  advance_to_hour (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
}

/* A period outside of the hours neither runs nor wakes anybody. */
static void
test_active_hours (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRule) stored = engine_fixture_get_rule (fixture);
  SentinelRule *rule = sentinel_rule_copy (stored);
  gint64 minute = get_now_us (fixture) / MINUTE % (24 * 60);
  gint64 begin = (minute + 120) % (24 * 60), end = (minute + 180) % (24 * 60);
  guint n_runs;

  rule->active_hours = g_strdup_printf ("%02d:%02d-%02d:%02d",
                                        (int) begin / 60,
                                        (int) begin % 60,
                                        (int) end / 60,
                                        (int) end % 60);
  g_set_str (&rule->zone, "UTC");
  engine_fixture_edit_rule (fixture, rule);
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  engine_fixture_advance (fixture, MINUTE);
  g_assert_cmpuint (engine_fixture_count_runs (fixture), ==, 0);
  g_assert_cmpint (engine_fixture_get_next_due_us (fixture)
                       - sentinel_clock_get_boottime_us (SENTINEL_CLOCK (fixture->base->clock)),
                   >,
                   50 * MINUTE);
  for (int i = 0; i < 3; i++)
    engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  engine_fixture_advance (fixture, HOUR + MINUTE); /* a run is late, but the hours are over */
  engine_fixture_advance (fixture, MINUTE);
  n_runs = engine_fixture_count_runs (fixture);
  g_assert_cmpuint (n_runs, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) \
  g_test_add ("/engine-slots/" name, \
              EngineFixture, \
              NULL, \
              engine_fixture_set_up, \
              func, \
              engine_fixture_tear_down)
  ADD ("runs-at-its-slots", test_runs_at_its_slots);
  ADD ("restart-catches-up-once", test_restart_catches_up_once);
  ADD ("restart-catches-up-three", test_restart_catches_up_three);
  ADD ("restart-skips", test_restart_skips);
  ADD ("claimed-slot-is-not-run-again", test_claimed_slot_is_not_run_again);
  ADD ("taken-slot-is-left", test_taken_slot_is_left);
  ADD ("slots-wait-for-a-run", test_slots_wait_for_a_run);
  ADD ("edit-begins-anew", test_edit_begins_anew);
  ADD ("active-hours", test_active_hours);
#undef ADD
  return g_test_run ();
}
