/* SPDX-License-Identifier: MIT */
/* Two processes are played by two stores on one database: the lock belongs to the open file, not to
 * the process. */
#include "engine-fixture.h"
#include "sentinel-event-counts.h"
#include "sentinel-event-store.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-store.h"
#include "sentinel-run-store.h"

static const SentinelActor ada = { "Ada", SENTINEL_VIA_COMMAND_LINE };

static void
start_process (EngineProcess *process, SentinelStore *store)
{
  process->store = store;
  process->registry = sentinel_registry_new ();
  process->trigger = sentinel_test_trigger_new ();
  sentinel_registry_add (process->registry, SENTINEL_TRIGGER (process->trigger));
  process->engine = sentinel_engine_new (store, process->registry);
}

void
engine_fixture_start_second (EngineFixture *fixture)
{
  SentinelStore *store =
      sentinel_store_new (fixture->base->path, SENTINEL_CLOCK (fixture->base->clock));

  start_process (&fixture->second, store);
}

/* As the end of a process would: nothing is said, the lock is free. */
void
engine_process_kill (EngineProcess *process)
{
  g_clear_object (&process->engine);
  g_clear_object (&process->registry);
}

SentinelRule *
engine_fixture_make_rule (const char *name)
{
  SentinelRule *rule = sentinel_rule_new ();

  g_set_str (&rule->name, name);
  g_set_str (&rule->trigger, "test");
  rule->period_ms = 10000;
  return rule;
}

gint64
engine_fixture_add_rule (EngineFixture *fixture, SentinelRule *rule)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (rule, 0, &ada);

  sentinel_test_store_write (fixture->base, sentinel_rule_acts_add, act);
  return act->rule_id;
}

void
engine_fixture_set_up (EngineFixture *fixture, gconstpointer unused)
{
  fixture->base = sentinel_test_store_new ();
  start_process (&fixture->first, fixture->base->store);
  fixture->rule_id = engine_fixture_add_rule (fixture, engine_fixture_make_rule ("CPU"));
}

void
engine_process_stopped_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
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

void
engine_fixture_wait_for_flag (gboolean *flag)
{
  g_assert_true (sentinel_test_wait_until (is_true, flag, SENTINEL_TEST_TIMEOUT_MS));
}

void
engine_process_stop (EngineProcess *process)
{
  gboolean is_stopped = FALSE;

  sentinel_engine_stop_async (process->engine, engine_process_stopped_cb, &is_stopped);
  engine_fixture_wait_for_flag (&is_stopped);
  g_assert_cmpint (sentinel_engine_get_state (process->engine), ==, SENTINEL_ENGINE_STOPPED);
}

static void
end_process (EngineProcess *process)
{
  if (process->engine == NULL)
    return;
  if (sentinel_engine_get_state (process->engine) != SENTINEL_ENGINE_STOPPED)
    engine_process_stop (process);
  g_assert_finalize_object (process->engine);
  process->engine = NULL;
  g_clear_object (&process->registry);
}

void
engine_fixture_tear_down (EngineFixture *fixture, gconstpointer unused)
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
  sentinel_event_counts_read (db, data, error);
  return NULL;
}

gint64
engine_fixture_count_open (EngineFixture *fixture)
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

SentinelEvent *
engine_fixture_get_newest_event (EngineFixture *fixture)
{
  return sentinel_test_store_read (fixture->base, read_newest, NULL);
}

static gpointer
read_runs (SentinelDatabase *db, gpointer rule_id, GError **error)
{
  return sentinel_run_store_list (db, *(gint64 *) rule_id, 1000, error);
}

guint
engine_fixture_count_runs (EngineFixture *fixture)
{
  g_autoptr (GPtrArray) runs =
      sentinel_test_store_read (fixture->base, read_runs, &fixture->rule_id);

  return runs->len;
}

static gboolean
has_wanted_runs (gpointer data)
{
  EngineFixture *fixture = data;

  return engine_fixture_count_runs (fixture) == fixture->n_wanted;
}

static gboolean
write_nothing (SentinelTransaction *tx, gpointer unused, GError **error)
{
  return TRUE;
}

/* A run can be read before the engine has heard that it is stored; its answer goes home before the
 * next write begins. */
void
engine_fixture_wait_for_runs (EngineFixture *fixture, guint n_runs)
{
  fixture->n_wanted = n_runs;
  g_assert_true (sentinel_test_wait_until (has_wanted_runs, fixture, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_test_store_write (fixture->base, write_nothing, NULL);
  sentinel_test_settle ();
}

static gboolean
has_wanted_rules (gpointer data)
{
  EngineFixture *fixture = data;

  return sentinel_engine_get_n_rules (fixture->first.engine) == fixture->n_wanted;
}

void
engine_fixture_wait_for_rules (EngineFixture *fixture, guint n_rules)
{
  fixture->n_wanted = n_rules;
  g_assert_true (sentinel_test_wait_until (has_wanted_rules, fixture, SENTINEL_TEST_TIMEOUT_MS));
}

void
engine_fixture_start (EngineFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sentinel_engine_try_start (fixture->first.engine, &error));
  g_assert_no_error (error);
  engine_fixture_wait_for_rules (fixture, 1);
}

void
engine_fixture_advance (EngineFixture *fixture, gint64 duration_us)
{
  sentinel_fake_clock_advance (fixture->base->clock, duration_us);
  sentinel_test_settle ();
}

gint64
engine_fixture_get_next_due_us (EngineFixture *fixture)
{
  return sentinel_engine_get_next_due_us (fixture->first.engine);
}

/* To the moment when the next rule is due, wherever its phase lies. */
void
engine_fixture_advance_to_due (EngineFixture *fixture)
{
  gint64 now_us = sentinel_clock_get_boottime_us (SENTINEL_CLOCK (fixture->base->clock));

  g_assert_cmpint (engine_fixture_get_next_due_us (fixture), >=, 0);
  engine_fixture_advance (fixture, MAX (0, engine_fixture_get_next_due_us (fixture) - now_us));
}

static gpointer
read_rule (SentinelDatabase *db, gpointer rule_id, GError **error)
{
  return sentinel_rule_store_get (db, *(gint64 *) rule_id, error);
}

SentinelRule *
engine_fixture_get_rule (EngineFixture *fixture)
{
  return sentinel_test_store_read (fixture->base, read_rule, &fixture->rule_id);
}

/* rule: (transfer full) */
void
engine_fixture_edit_rule (EngineFixture *fixture, SentinelRule *rule)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (rule, fixture->rule_id, &ada);

  sentinel_test_store_write (fixture->base, sentinel_rule_acts_edit, act);
}
