/* SPDX-License-Identifier: MIT */
/* For the tests of the engine: a database with one rule, a process with a trigger that does as it
 * is told, and a second process where a test wants one. */
#pragma once
#include "sentinel-engine.h"
#include "sentinel-test-store.h"
#include "sentinel-test-trigger.h"
G_BEGIN_DECLS

typedef struct /* one process */
{
  SentinelStore *store; /* borrowed, or owned by the second */
  SentinelRegistry *registry;
  SentinelTestTrigger *trigger; /* borrowed from the registry */
  SentinelEngine *engine;
} EngineProcess;

typedef struct {
  SentinelTestStore *base;
  EngineProcess first, second; /* second: only where a test starts it */
  gint64 rule_id;
  guint n_wanted; /* for predicates */
} EngineFixture;

void engine_fixture_start_second (EngineFixture *fixture);
void engine_process_kill (EngineProcess *process);
SentinelRule *engine_fixture_make_rule (const char *name);
gint64 engine_fixture_add_rule (EngineFixture *fixture, SentinelRule *rule);
void engine_fixture_set_up (EngineFixture *fixture, gconstpointer unused);
void engine_process_stopped_cb (GObject *engine, GAsyncResult *result, gpointer user_data);
void engine_fixture_wait_for_flag (gboolean *flag);
void engine_process_stop (EngineProcess *process);
void engine_fixture_tear_down (EngineFixture *fixture, gconstpointer unused);
gint64 engine_fixture_count_open (EngineFixture *fixture);
SentinelEvent *engine_fixture_get_newest_event (EngineFixture *fixture);
guint engine_fixture_count_runs (EngineFixture *fixture);
void engine_fixture_wait_for_runs (EngineFixture *fixture, guint n_runs);
void engine_fixture_wait_for_rules (EngineFixture *fixture, guint n_rules);
void engine_fixture_start (EngineFixture *fixture);
void engine_fixture_advance (EngineFixture *fixture, gint64 duration_us);
gint64 engine_fixture_get_next_due_us (EngineFixture *fixture);
void engine_fixture_advance_to_due (EngineFixture *fixture);
SentinelRule *engine_fixture_get_rule (EngineFixture *fixture);
void engine_fixture_edit_rule (EngineFixture *fixture, SentinelRule *rule);

G_END_DECLS
