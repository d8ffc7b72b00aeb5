/* SPDX-License-Identifier: MIT */
/* When a command is not run, and never twice: cooldown and cap, rules that changed, processes that
 * die; and trying one. Real processes, a clock that stands still. */
#include "command-fixture.h"
#include "sentinel-action-run-store.h"
#include "sentinel-action-test.h"
#include "sentinel-command-begin.h"
#include "sentinel-delivery-plan.h"
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-store.h"

#define SECOND G_TIME_SPAN_SECOND

static const SentinelActor ada = { "Ada", SENTINEL_VIA_WINDOW };

/* Cooldown and cap: */

static void
test_cooldown (CommandFixture *fixture, gconstpointer unused)
{
  command_fixture_use_script (fixture, "echo run >> $1/runs; false", ""); /* a failure counts too */
  command_fixture_start (fixture);
  command_fixture_fire (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_FAILED, "exited with status 1");
  command_fixture_assert_log_lines (fixture, 1);
  for (guint i = 0; i < 3; i++) {
    command_fixture_advance (fixture, 60 * SECOND);
    command_fixture_fire (fixture);
    command_fixture_expect (fixture, SENTINEL_DELIVERY_CANCELLED, "held back: it was run ");
  }
  command_fixture_assert_log_lines (fixture, 2); /* one for the stretch */
  command_fixture_advance (fixture, 120 * SECOND);
  command_fixture_fire (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_FAILED, "exited with status 1");
  g_assert_cmpuint (command_fixture_count_runs (fixture), ==, 2);
  command_fixture_fire (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_CANCELLED, "its cooldown is 5m");
  command_fixture_assert_log_lines (fixture, 4);
}

static void
test_cap (CommandFixture *fixture, gconstpointer unused)
{
  command_fixture_use_script (fixture,
                              "echo run >> $1/runs",
                              ",\"cooldown_ms\":0,\"max_per_hour\":2");
  command_fixture_start (fixture);
  for (guint i = 0; i < 2; i++) {
    command_fixture_fire (fixture);
    command_fixture_expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
    command_fixture_advance (fixture, 60 * SECOND);
  }
  command_fixture_fire (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_CANCELLED, "2 times within an hour");
  g_assert_cmpuint (command_fixture_count_runs (fixture), ==, 2);
  command_fixture_advance (fixture, G_TIME_SPAN_HOUR);
  command_fixture_fire (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
}

static void
test_limits_hold_over_a_restart (CommandFixture *fixture, gconstpointer unused)
{
  command_fixture_use_script (fixture, "echo run >> $1/runs", "");
  command_fixture_start (fixture);
  command_fixture_fire (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  command_fixture_stop (fixture);
  sentinel_test_store_reopen (fixture->base);
  command_fixture_make_outbox (fixture);
  command_fixture_start (fixture);
  command_fixture_fire (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_CANCELLED, "held back");
  g_assert_cmpuint (command_fixture_count_runs (fixture), ==, 1);
}

/* A run that seems to lie in the future holds back nothing. */
static void
test_the_clock_is_set_back (CommandFixture *fixture, gconstpointer unused)
{
  command_fixture_use_script (fixture, "echo run >> $1/runs", "");
  command_fixture_start (fixture);
  command_fixture_fire (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  sentinel_fake_clock_set_realtime (fixture->base->clock, SENTINEL_TEST_NOW_US - G_TIME_SPAN_DAY);
  command_fixture_fire (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  g_assert_cmpuint (command_fixture_count_runs (fixture), ==, 2);
}

static void
test_only_ends (CommandFixture *fixture, gconstpointer unused)
{
  command_fixture_use_script (fixture, "echo run >> $1/runs", ",\"on\":[\"resolved\"]");
  command_fixture_start (fixture);
  command_fixture_fire (fixture);
  command_fixture_resolve (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  command_fixture_fire (fixture);
  command_fixture_resolve (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_CANCELLED, "held back");
  g_assert_cmpuint (command_fixture_count_runs (fixture), ==, 1);
}

/* The rule as it is now: */

static void
edit_actions (CommandFixture *fixture, const char *actions)
{
  SentinelRule *rule = command_fixture_make_rule ("CPU", actions);
  g_autoptr (SentinelRuleAct) act = NULL;

  rule->id = fixture->rule->id;
  rule->version = 1;
  g_set_str (&rule->uid, fixture->rule->uid);
  act = sentinel_rule_act_new (rule, rule->id, &ada);
  sentinel_test_store_write (fixture->base, sentinel_rule_acts_edit, act);
}

static void
test_an_action_that_was_removed (CommandFixture *fixture, gconstpointer unused)
{
  command_fixture_use_script (fixture, "echo run >> $1/runs", "");
  command_fixture_fire (fixture);
  edit_actions (fixture, "[]");
  command_fixture_start (fixture);
  command_fixture_expect (fixture,
                          SENTINEL_DELIVERY_CANCELLED,
                          "does not have this action any more");
  g_assert_cmpuint (command_fixture_count_runs (fixture), ==, 0);
}

static gboolean
put_old_actions (SentinelTransaction *tx, gpointer data, GError **error)
{
  CommandFixture *fixture = data;

  fixture->rule->id = sentinel_rule_store_insert (tx, fixture->rule, "Ada", error);
  return fixture->rule->id != 0;
}

/* From before anybody checked: the outbox shows what is wrong. */
static void
test_an_action_without_sense (CommandFixture *fixture, gconstpointer unused)
{
  fixture->rule = command_fixture_make_rule ("CPU", "[{\"channel\":\"command\"}]");
  sentinel_test_store_write (fixture->base, put_old_actions, fixture);
  command_fixture_start (fixture);
  command_fixture_fire (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_FAILED, "actions[0].argv: must be");
}

static void
test_only_the_owner_runs_it (CommandFixture *fixture, gconstpointer unused)
{
  command_fixture_use_script (fixture, "echo run >> $1/runs", "");
  sentinel_outbox_start (fixture->outbox);
  command_fixture_fire (fixture);
  sentinel_delivery_free (command_fixture_wait_for (fixture, "desktop", SENTINEL_DELIVERY_SENT));
  command_fixture_expect (fixture, SENTINEL_DELIVERY_PENDING, NULL);
  sentinel_outbox_set_owner (fixture->outbox, TRUE);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
}

/* A process that dies: */

static gboolean
claim_row (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDelivery *row = data;

  row->state = SENTINEL_DELIVERY_CLAIMED;
  row->attempts = 1;
  g_set_str (&row->claimed_by, "a process that died");
  return sentinel_delivery_store_update (tx, row, error);
}

static gboolean
release_all (SentinelTransaction *tx, gpointer unused, GError **error)
{
  return sentinel_delivery_plan_release_claims (tx, NULL, error);
}

/* Claims the row as a process that dies before it does anything with it. */
static char *
claim_and_die (CommandFixture *fixture)
{
  g_autoptr (SentinelDelivery) row = command_fixture_get_last (fixture, "command");

  sentinel_test_store_write (fixture->base, claim_row, row);
  return g_strdup (row->idem_key);
}

static void
test_died_before_the_mark (CommandFixture *fixture, gconstpointer unused)
{
  command_fixture_use_script (fixture, "echo run >> $1/runs", "");
  command_fixture_fire (fixture);
  g_free (claim_and_die (fixture));
  sentinel_test_store_write (fixture->base, release_all, NULL);
  command_fixture_start (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  g_assert_cmpuint (command_fixture_count_runs (fixture), ==, 1);
}

static void
test_died_after_the_mark (CommandFixture *fixture, gconstpointer unused)
{
  g_autofree char *key = NULL;
  g_autoptr (SentinelCommandBegin) begin = NULL;

  command_fixture_use_script (fixture, "echo run >> $1/runs", "");
  command_fixture_fire (fixture);
  key = claim_and_die (fixture);
  begin = sentinel_command_begin_new (key, NULL);
  sentinel_test_store_write (fixture->base, sentinel_command_begin_run, begin);
  g_assert_null (begin->declined);
  sentinel_test_store_write (fixture->base, release_all, NULL);
  command_fixture_start (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_FAILED, "it is not done again");
  command_fixture_advance (fixture, G_TIME_SPAN_HOUR);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_FAILED, "it is not done again");
  g_assert_cmpuint (command_fixture_count_runs (fixture), ==, 0);
  command_fixture_assert_log_lines (fixture, 1);
}

/* Trying an action: */

static gint64
try_action (CommandFixture *fixture, SentinelRule *rule, const char *channel)
{
  g_autoptr (SentinelActionTest) test = sentinel_action_test_new (rule, channel);

  sentinel_test_store_write (fixture->base, sentinel_action_test, test);
  return test->delivery_id;
}

static void
test_a_test (CommandFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelDelivery) last = NULL;
  g_autoptr (JsonObject) input = NULL;
  g_autofree char *text = NULL;
  g_autofree char *output = NULL;
  gint64 id;

  command_fixture_use_script (fixture,
                              "cat > $1/input; echo \"$SENTINEL_TEST\" >> $1/runs; echo note; "
                              "echo more",
                              "");
  command_fixture_start (fixture);
  for (guint i = 0; i < 2; i++) {
    id = try_action (fixture, sentinel_rule_ref (fixture->rule), "command");
    last = command_fixture_wait_for (fixture, "command", SENTINEL_DELIVERY_SENT);
    g_assert_cmpint (last->id, ==, id);
    output = sentinel_delivery_dup_output (last);
    g_assert_cmpstr (output, ==, "note");
    g_clear_pointer (&output, g_free);
    g_clear_pointer (&last, sentinel_delivery_free);
  }
  text = command_fixture_read_file (fixture, "input");
  input = sentinel_json_parse_object (text, -1, 0, NULL);
  g_assert_true (json_object_get_boolean_member (input, "test"));
  g_assert_cmpstr (json_object_get_string_member (input, "reason"), ==, "test");
  g_assert_cmpstr (json_object_get_string_member (input, "rule"), ==, "CPU");
  g_clear_pointer (&text, g_free);
  command_fixture_fire (fixture); /* no cooldown */
  command_fixture_expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  text = command_fixture_read_file (fixture, "runs");
  g_assert_cmpstr (text, ==, "1\n1\n\n");
  id = try_action (fixture, sentinel_rule_ref (fixture->rule), "desktop");
  last = command_fixture_wait_for (fixture, "desktop", SENTINEL_DELIVERY_SENT);
  g_assert_cmpint (last->id, ==, id);
}

/* Only before anybody is at it. */
static void
test_withdrawing_a_test (CommandFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelActionTest) test = NULL;
  g_autoptr (SentinelDelivery) last = NULL;

  command_fixture_use_script (fixture, "echo run >> $1/runs", "");
  test = sentinel_action_test_new (sentinel_rule_ref (fixture->rule), "command");
  sentinel_test_store_write (fixture->base, sentinel_action_test, test);
  sentinel_test_store_write (fixture->base, sentinel_action_test_withdraw, test);
  g_assert_true (test->is_withdrawn);
  command_fixture_start (fixture);
  sentinel_test_store_write (fixture->base, sentinel_action_test, test);
  last = command_fixture_wait_for (fixture, "command", SENTINEL_DELIVERY_SENT);
  sentinel_test_store_write (fixture->base, sentinel_action_test_withdraw, test);
  g_assert_false (test->is_withdrawn);
  g_assert_cmpuint (command_fixture_count_runs (fixture), ==, 1);
}

static gpointer
read_row (SentinelDatabase *db, gpointer id, GError **error)
{
  return sentinel_delivery_store_get (db, *(gint64 *) id, error);
}

typedef struct {
  SentinelTestStore *base;
  gint64 id;
} WantedRow;

static gboolean
has_failed (gpointer data)
{
  WantedRow *wanted = data;
  g_autoptr (SentinelDelivery) row = sentinel_test_store_read (wanted->base, read_row, &wanted->id);

  return row->state == SENTINEL_DELIVERY_FAILED && row->attempts == 1
         && strstr (row->error, "Cannot start") != NULL;
}

/* Before it is saved, and a person does not wait for the eighth attempt. */
static void
test_a_test_of_what_is_not_stored (CommandFixture *fixture, gconstpointer unused)
{
  WantedRow wanted = { fixture->base, 0 };

  fixture->rule = command_fixture_make_rule ("New",
                                             "[{\"channel\":\"command\",\"name\":\"a\",\"argv\":["
                                             "\"/nowhere/siren\"]}]");
  command_fixture_start (fixture);
  wanted.id = try_action (fixture, sentinel_rule_ref (fixture->rule), "command:a");
  g_assert_true (sentinel_test_wait_until (has_failed, &wanted, SENTINEL_TEST_TIMEOUT_MS));
}

static void
test_what_cannot_be_tried (CommandFixture *fixture, gconstpointer unused)
{
  static const struct {
    const char *channel;
    SentinelError code;
  } cases[] = {
    { "command:siren", SENTINEL_ERROR_NOT_FOUND },
    { "email", SENTINEL_ERROR_UNSUPPORTED },
    { "command", SENTINEL_ERROR_INVALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    SentinelRule *rule = command_fixture_make_rule ("CPU",
                                                    "[{\"channel\":\"email\",\"enabled\":false},{"
                                                    "\"channel\":\"command\"}]");
    g_autoptr (SentinelActionTest) test = sentinel_action_test_new (rule, cases[i].channel);
    g_autoptr (GError) error = NULL;

    g_assert_false (sentinel_store_write (fixture->base->store,
                                          sentinel_action_test,
                                          test,
                                          &error));
    g_assert_error (error, SENTINEL_ERROR, (int) cases[i].code);
  }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (CommandFixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/command-limits/cooldown", test_cooldown },
    { "/command-limits/cap", test_cap },
    { "/command-limits/limits-hold-over-a-restart", test_limits_hold_over_a_restart },
    { "/command-limits/the-clock-is-set-back", test_the_clock_is_set_back },
    { "/command-limits/only-ends", test_only_ends },
    { "/command-limits/an-action-that-was-removed", test_an_action_that_was_removed },
    { "/command-limits/an-action-without-sense", test_an_action_without_sense },
    { "/command-limits/only-the-owner-runs-it", test_only_the_owner_runs_it },
    { "/command-limits/died-before-the-mark", test_died_before_the_mark },
    { "/command-limits/died-after-the-mark", test_died_after_the_mark },
    { "/command-limits/a-test", test_a_test },
    { "/command-limits/withdrawing-a-test", test_withdrawing_a_test },
    { "/command-limits/a-test-of-what-is-not-stored", test_a_test_of_what_is_not_stored },
    { "/command-limits/what-cannot-be-tried", test_what_cannot_be_tried },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path,
                CommandFixture,
                NULL,
                command_fixture_set_up,
                tests[i].test,
                command_fixture_tear_down);
  return g_test_run ();
}
