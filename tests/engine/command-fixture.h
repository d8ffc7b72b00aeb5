/* SPDX-License-Identifier: MIT */
/* For the tests of commands as actions: a database, an outbox with the channel and a desktop that
 * takes everything, a folder for what scripts leave. */
#pragma once
#include "sentinel-delivery-store.h"
#include "sentinel-event.h"
#include "sentinel-outbox.h"
#include "sentinel-rule.h"
#include "sentinel-test-store.h"
G_BEGIN_DECLS

typedef struct {
  SentinelTestStore *base;
  SentinelOutbox *outbox;
  char *folder; /* where scripts leave what they did; $1 for them */
  SentinelRule *rule;
  SentinelEvent *event; /* the last one */
  gboolean is_stopped;
} CommandFixture;

void command_fixture_make_outbox (CommandFixture *fixture);
void command_fixture_set_up (CommandFixture *fixture, gconstpointer unused);
void command_fixture_start (CommandFixture *fixture);
void command_fixture_stopped_cb (GObject *outbox, GAsyncResult *result, gpointer user_data);
void command_fixture_wait_for_stop (CommandFixture *fixture);
void command_fixture_stop (CommandFixture *fixture);
void command_fixture_tear_down (CommandFixture *fixture, gconstpointer unused);
char *command_fixture_make_action (CommandFixture *fixture, const char *script, const char *more);
SentinelRule *command_fixture_make_rule (const char *name, const char *actions);
void command_fixture_use_rule (CommandFixture *fixture, const char *name, const char *actions);
void command_fixture_use_script (CommandFixture *fixture, const char *script, const char *more);
void command_fixture_fire_with (CommandFixture *fixture, const char *message);
void command_fixture_fire (CommandFixture *fixture);
void command_fixture_resolve (CommandFixture *fixture);
SentinelDelivery *command_fixture_get_last (CommandFixture *fixture, const char *channel);
SentinelDelivery *command_fixture_wait_for (CommandFixture *fixture,
                                            const char *channel,
                                            SentinelDeliveryState state);
void command_fixture_expect (CommandFixture *fixture,
                             SentinelDeliveryState state,
                             const char *error_part);
char *command_fixture_read_file (CommandFixture *fixture, const char *name);
gboolean command_fixture_has_file (CommandFixture *fixture, const char *name);
void command_fixture_write_file (CommandFixture *fixture, const char *name);
GPtrArray *command_fixture_get_notes (CommandFixture *fixture);
void command_fixture_assert_log_lines (CommandFixture *fixture, guint n);
void command_fixture_advance (CommandFixture *fixture, gint64 duration_us);
guint command_fixture_count_runs (CommandFixture *fixture);
void command_fixture_use_many (CommandFixture *fixture,
                               const char *const *actions,
                               const char *name);

G_END_DECLS
