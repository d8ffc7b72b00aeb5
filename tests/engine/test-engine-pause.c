/* SPDX-License-Identifier: MIT */
/* Watching paused: nothing runs by itself, no time counts, and it goes on as if nothing had been
 * missed, whoever says so and whoever evaluates then. */
#include "engine-fixture.h"
#include "sentinel-instance-store.h"
#include "sentinel-log-store.h"
#include "sentinel-rule-store.h"
#include "sentinel-setting-store.h"
#include "sentinel-timestamp.h"

#define SECOND G_TIME_SPAN_SECOND

static gboolean
write_paused (SentinelTransaction *tx, gpointer value, GError **error)
{
  return sentinel_setting_store_set (tx, SENTINEL_SETTING_PAUSED, value, error);
}

typedef struct {
  SentinelPause *pause;
  gboolean is_wanted;
} Wish;

static gboolean
is_fulfilled (gpointer data)
{
  const Wish *wish = data;

  return sentinel_pause_is_known (wish->pause)
         && sentinel_pause_is_paused (wish->pause) == wish->is_wanted;
}

static void
wait_for_pause (EngineProcess *process, gboolean is_wanted)
{
  Wish wish = { sentinel_engine_get_pause (process->engine), is_wanted };

  g_assert_true (sentinel_test_wait_until (is_fulfilled, &wish, SENTINEL_TEST_TIMEOUT_MS));
}

static void
set_paused (EngineFixture *fixture, const char *value)
{
  sentinel_test_store_write (fixture->base, write_paused, (gpointer) value);
  if (fixture->first.engine != NULL)
    wait_for_pause (&fixture->first, !g_str_equal (value, "no"));
}

static void
set_cb (GObject *pause, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sentinel_pause_set_finish (SENTINEL_PAUSE (pause), result, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* As the window does. */
static void
press_pause (EngineProcess *process, gboolean paused)
{
  gboolean is_done = FALSE;

  sentinel_pause_set_async (sentinel_engine_get_pause (process->engine),
                            paused,
                            NULL,
                            set_cb,
                            &is_done);
  engine_fixture_wait_for_flag (&is_done);
  wait_for_pause (process, paused);
}

static gpointer
read_state (SentinelDatabase *db, gpointer rule_id, GError **error)
{
  return sentinel_rule_store_get_state (db, *(gint64 *) rule_id, error);
}

static gint64
get_missed (EngineFixture *fixture)
{
  g_autoptr (SentinelRuleState) state =
      sentinel_test_store_read (fixture->base, read_state, &fixture->rule_id);

  return state->missed_count;
}

static gpointer
read_instances (SentinelDatabase *db, gpointer rule_id, GError **error)
{
  return sentinel_instance_store_list (db, *(gint64 *) rule_id, error);
}

static gint64
get_observed_ms (EngineFixture *fixture)
{
  g_autoptr (GPtrArray) instances =
      sentinel_test_store_read (fixture->base, read_instances, &fixture->rule_id);
  const SentinelInstance *instance;

  g_assert_cmpuint (instances->len, ==, 1);
  instance = g_ptr_array_index (instances, 0);
  g_assert_cmpint (instance->condition, ==, SENTINEL_CONDITION_PENDING);
  return instance->observed_breach_ms;
}

static void
test_nothing_runs_while_paused (EngineFixture *fixture, gconstpointer unused)
{
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  set_paused (fixture, "yes");
  g_assert_cmpint (engine_fixture_get_next_due_us (fixture), ==, -1);
  g_assert_cmpint (sentinel_engine_get_due_us (fixture->first.engine, fixture->rule_id), ==, -1);
  g_assert_cmpuint (sentinel_engine_get_n_rules (fixture->first.engine), ==, 1);
  for (guint i = 0; i < 30; i++)
    engine_fixture_advance (fixture, 4 * SECOND);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 1);
  g_assert_cmpint (engine_fixture_get_next_due_us (fixture), ==, -1);
}

static void
test_it_goes_on_without_a_burst (EngineFixture *fixture, gconstpointer unused)
{
  SentinelRule *other = engine_fixture_make_rule ("Other");

  engine_fixture_add_rule (fixture, other);
  g_assert_true (sentinel_engine_try_start (fixture->first.engine, NULL));
  engine_fixture_wait_for_rules (fixture, 2);
  set_paused (fixture, "yes");
  engine_fixture_advance (fixture, 3600 * SECOND);
  set_paused (fixture, "no");
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 0);
  engine_fixture_advance (fixture, SECOND);
  engine_fixture_wait_for_runs (fixture, 1);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 2); /* each once */
  g_assert_cmpint (get_missed (fixture), ==, 0);
  engine_fixture_advance (fixture, 10 * SECOND);
  engine_fixture_wait_for_runs (fixture, 2);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 4);
  g_assert_cmpint (get_missed (fixture), ==, 0);
}

/* Shorter than a period: the rhythm stays, and no slot was passed over. */
static void
test_a_short_pause_keeps_the_rhythm (EngineFixture *fixture, gconstpointer unused)
{
  gint64 due_us;

  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  due_us = engine_fixture_get_next_due_us (fixture);
  engine_fixture_advance (fixture, 2 * SECOND);
  set_paused (fixture, "yes");
  engine_fixture_advance (fixture, 3 * SECOND);
  set_paused (fixture, "no");
  g_assert_cmpint (engine_fixture_get_next_due_us (fixture), ==, due_us);
}

static void
make_pending (EngineFixture *fixture)
{
  SentinelRule *rule = engine_fixture_get_rule (fixture);

  rule->for_ms = 30 * 1000;
  engine_fixture_edit_rule (fixture, rule);
  fixture->first.trigger->value = 90;
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  engine_fixture_advance (fixture, 10 * SECOND);
  engine_fixture_wait_for_runs (fixture, 2);
  g_assert_cmpint (get_observed_ms (fixture), ==, 10000);
}

/* Also a pause too short for a slot was not observed. */
static void
test_the_clock_of_a_pending_rule_stands_still (EngineFixture *fixture, gconstpointer unused)
{
  make_pending (fixture);
  set_paused (fixture, "yes");
  engine_fixture_advance (fixture, 9 * SECOND);
  set_paused (fixture, "no");
  engine_fixture_advance (fixture, SECOND);
  engine_fixture_wait_for_runs (fixture, 3);
  g_assert_cmpint (get_observed_ms (fixture), ==, 10000);
  engine_fixture_advance (fixture, 10 * SECOND);
  engine_fixture_wait_for_runs (fixture, 4);
  g_assert_cmpint (get_observed_ms (fixture), ==, 20000);
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, 0);
  engine_fixture_advance (fixture, 10 * SECOND);
  engine_fixture_wait_for_runs (fixture, 5);
  g_assert_cmpint (engine_fixture_count_open (fixture), ==, 1);
}

static void
ran_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelRun) run =
      sentinel_engine_run_rule_finish (SENTINEL_ENGINE (engine), result, &error);

  g_assert_no_error (error);
  g_assert_cmpint (run->slot_us, ==, 0);
  *(gboolean *) user_data = TRUE;
}

static void
run_by_hand (EngineFixture *fixture, EngineProcess *process)
{
  gboolean is_done = FALSE;

  sentinel_engine_run_rule_async (process->engine, fixture->rule_id, NULL, ran_cb, &is_done);
  engine_fixture_wait_for_flag (&is_done);
}

/* A run by hand looks once; what lies before and after it was not observed all the same. */
static void
test_by_hand_it_still_runs (EngineFixture *fixture, gconstpointer unused)
{
  make_pending (fixture);
  set_paused (fixture, "yes");
  engine_fixture_advance (fixture, 8 * SECOND);
  run_by_hand (fixture, &fixture->first);
  g_assert_cmpint (get_observed_ms (fixture), ==, 10000);
  engine_fixture_advance (fixture, 8 * SECOND);
  run_by_hand (fixture, &fixture->first);
  g_assert_cmpint (get_observed_ms (fixture), ==, 10000);
  g_assert_cmpint (engine_fixture_get_next_due_us (fixture), ==, -1);
  set_paused (fixture, "no");
  engine_fixture_advance (fixture, 10 * SECOND);
  engine_fixture_wait_for_runs (fixture, 5);
  g_assert_cmpint (get_observed_ms (fixture), ==, 10000);
}

static void
test_another_process_pauses (EngineFixture *fixture, gconstpointer unused)
{
  engine_fixture_start (fixture);
  engine_fixture_start_second (fixture);
  press_pause (&fixture->second, TRUE);
  wait_for_pause (&fixture->first, TRUE);
  g_assert_cmpint (engine_fixture_get_next_due_us (fixture), ==, -1);
  engine_fixture_advance (fixture, 60 * SECOND);
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 0);
  press_pause (&fixture->first, FALSE);
  wait_for_pause (&fixture->second, FALSE);
  engine_fixture_advance (fixture, SECOND);
  engine_fixture_wait_for_runs (fixture, 1);
}

static gboolean
has_second_rules (gpointer data)
{
  return sentinel_engine_get_n_rules (((EngineFixture *) data)->second.engine) == 1;
}

static void
start_second (EngineFixture *fixture)
{
  engine_fixture_start_second (fixture);
  fixture->second.trigger->value = 90;
  g_assert_true (sentinel_engine_try_start (fixture->second.engine, NULL));
  g_assert_true (sentinel_test_wait_until (has_second_rules, fixture, SENTINEL_TEST_TIMEOUT_MS));
}

/* The pause is there before the first rule is, so that none slips through. */
static void
test_a_restart_stays_paused (EngineFixture *fixture, gconstpointer unused)
{
  make_pending (fixture);
  set_paused (fixture, "yes");
  engine_process_stop (&fixture->first);
  start_second (fixture);
  wait_for_pause (&fixture->second, TRUE);
  for (guint i = 0; i < 9; i++)
    engine_fixture_advance (fixture, SECOND);
  g_assert_cmpuint (fixture->second.trigger->n_checks, ==, 0);
  g_assert_cmpint (sentinel_engine_get_next_due_us (fixture->second.engine), ==, -1);
  press_pause (&fixture->second, FALSE);
  engine_fixture_advance (fixture, SECOND);
  engine_fixture_wait_for_runs (fixture, 3);
  g_assert_cmpint (get_observed_ms (fixture), ==, 10000);
}

/* Nobody was there while it was paused, and nobody saw that it was. */
static void
test_a_pause_between_two_owners (EngineFixture *fixture, gconstpointer unused)
{
  make_pending (fixture);
  engine_process_stop (&fixture->first);
  set_paused (fixture, "yes");
  engine_fixture_advance (fixture, 4 * SECOND);
  set_paused (fixture, "no");
  start_second (fixture);
  engine_fixture_advance (fixture, 6 * SECOND);
  engine_fixture_wait_for_runs (fixture, 3);
  g_assert_cmpint (get_observed_ms (fixture), ==, 10000);
}

static void
test_a_pause_ends_by_itself (EngineFixture *fixture, gconstpointer unused)
{
  gint64 until_us = sentinel_test_store_now_us (fixture->base) + 60 * SECOND;
  g_autofree char *until = sentinel_timestamp_format_utc (until_us);
  SentinelPause *pause = sentinel_engine_get_pause (fixture->first.engine);

  engine_fixture_start (fixture);
  set_paused (fixture, until);
  g_assert_cmpint (sentinel_pause_get_until_us (pause), ==, until_us);
  engine_fixture_advance (fixture, 59 * SECOND);
  g_assert_true (sentinel_pause_is_paused (pause));
  g_assert_cmpuint (fixture->first.trigger->n_checks, ==, 0);
  engine_fixture_advance (fixture, SECOND);
  g_assert_false (sentinel_pause_is_paused (pause));
  g_assert_cmpint (sentinel_pause_get_until_us (pause), ==, 0);
  engine_fixture_advance (fixture, SECOND);
  engine_fixture_wait_for_runs (fixture, 1);
}

static void
test_no_watch_while_paused (EngineFixture *fixture, gconstpointer unused)
{
  fixture->first.trigger->can_watch = TRUE;
  engine_fixture_start (fixture);
  engine_fixture_advance_to_due (fixture);
  engine_fixture_wait_for_runs (fixture, 1);
  g_assert_nonnull (fixture->first.trigger->watch);
  set_paused (fixture, "yes");
  g_assert_null (fixture->first.trigger->watch);
  run_by_hand (fixture, &fixture->first);
  g_assert_null (fixture->first.trigger->watch);
  set_paused (fixture, "no");
  engine_fixture_advance (fixture, 10 * SECOND);
  engine_fixture_wait_for_runs (fixture, 3);
  g_assert_nonnull (fixture->first.trigger->watch);
}

static gpointer
read_log (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_log_store_list (db, 0, SENTINEL_LOG_DEBUG, 100, error);
}

static gboolean
write_name (SentinelTransaction *tx, gpointer name, GError **error)
{
  return sentinel_setting_store_set (tx, "user.name", name, error);
}

/* Twice the same is said once. */
static void
test_who_paused_is_on_record (EngineFixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) entries = NULL;
  static const char *const wanted[] = { "Watching is paused", "Watching goes on" };
  guint n_found = 0;

  sentinel_test_store_write (fixture->base, write_name, (gpointer) "Ada");
  press_pause (&fixture->first, TRUE);
  press_pause (&fixture->first, TRUE);
  press_pause (&fixture->first, FALSE);
  press_pause (&fixture->first, FALSE);
  entries = sentinel_test_store_read (fixture->base, read_log, NULL);
  for (guint i = 0; i < entries->len; i++) {
    const SentinelLogEntry *entry = g_ptr_array_index (entries, i);

    if (!g_str_has_prefix (entry->message, "Watching"))
      continue;
    g_assert_cmpuint (n_found, <, G_N_ELEMENTS (wanted));
    g_assert_cmpstr (entry->message, ==, wanted[n_found++]);
    g_assert_cmpstr (entry->user, ==, "Ada");
  }
  g_assert_cmpuint (n_found, ==, G_N_ELEMENTS (wanted));
}

static void
test_nothing_is_unstored_where_nothing_is_evaluated (EngineFixture *fixture, gconstpointer unused)
{
  GPtrArray *unstored = sentinel_engine_get_unstored (fixture->first.engine);

  g_assert_nonnull (unstored);
  g_assert_cmpuint (unstored->len, ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (EngineFixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/pause/nothing-runs", test_nothing_runs_while_paused },
    { "/pause/it-goes-on-without-a-burst", test_it_goes_on_without_a_burst },
    { "/pause/a-short-one-keeps-the-rhythm", test_a_short_pause_keeps_the_rhythm },
    { "/pause/the-clock-of-a-pending-rule", test_the_clock_of_a_pending_rule_stands_still },
    { "/pause/by-hand-it-still-runs", test_by_hand_it_still_runs },
    { "/pause/another-process", test_another_process_pauses },
    { "/pause/a-restart-stays-paused", test_a_restart_stays_paused },
    { "/pause/between-two-owners", test_a_pause_between_two_owners },
    { "/pause/ends-by-itself", test_a_pause_ends_by_itself },
    { "/pause/no-watch", test_no_watch_while_paused },
    { "/pause/who-is-on-record", test_who_paused_is_on_record },
    { "/pause/nothing-unstored", test_nothing_is_unstored_where_nothing_is_evaluated },
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
