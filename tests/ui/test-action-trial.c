/* SPDX-License-Identifier: MIT */
/* Trying an action without a window: who delivers is played here, and so is the time. */
#include "sentinel-action-trial.h"
#include "sentinel-action-words.h"
#include "sentinel-command-line.h"
#include "sentinel-fake-clock.h"
#include "sentinel-json.h"
#include "sentinel-test-store.h"

typedef struct {
  SentinelTestStore *base;
  SentinelActionTrial *trial;
  guint n_changed;
} Fixture;

static void
changed_cb (Fixture *self)
{
  self->n_changed++;
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->base = sentinel_test_store_new ();
  self->trial = sentinel_action_trial_new (self->base->store);
  g_signal_connect_swapped (self->trial, "changed", G_CALLBACK (changed_cb), self);
}

static gboolean
is_gone (gpointer data)
{
  return ((Fixture *) data)->trial == NULL;
}

/* It stays until its last question is answered. */
static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_add_weak_pointer (G_OBJECT (self->trial), (gpointer *) &self->trial);
  g_object_unref (self->trial);
  g_assert_true (sentinel_test_wait_until (is_gone, self, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_test_store_free (self->base);
}

typedef struct {
  Fixture *fixture;
  SentinelTrialState state;
} Wanted;

static gboolean
is_in_state (gpointer data)
{
  const Wanted *wanted = data;

  return sentinel_action_trial_get_state (wanted->fixture->trial) == wanted->state;
}

static void
wait_for (Fixture *self, SentinelTrialState state)
{
  Wanted wanted = { self, state };

  g_assert_true (sentinel_test_wait_until (is_in_state, &wanted, SENTINEL_TEST_TIMEOUT_MS));
}

static gboolean
is_read (gpointer data)
{
  return sentinel_action_trial_get_delivery (((Fixture *) data)->trial) != NULL;
}

/* until it is on its way */
static void
begin (Fixture *self)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();

  g_set_str (&rule->name, "CPU");
  json_node_unref (rule->actions);
  rule->actions =
      sentinel_json_parse ("[{\"channel\":\"command\",\"argv\":[\"true\"]}]", -1, 0, NULL);
  sentinel_action_trial_begin (self->trial, rule, "command");
  g_assert_true (sentinel_test_wait_until (is_read, self, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_cmpint (sentinel_action_trial_get_state (self->trial), ==, SENTINEL_TRIAL_WAITING);
}

static gboolean
update_row (SentinelTransaction *tx, gpointer delivery, GError **error)
{
  return sentinel_delivery_store_update (tx, delivery, error);
}

static gpointer
read_row (SentinelDatabase *db, gpointer id, GError **error)
{
  return sentinel_delivery_store_get (db, *(gint64 *) id, error);
}

static SentinelDelivery *
get_row (Fixture *self)
{
  gint64 id = sentinel_action_trial_get_delivery (self->trial)->id;

  return sentinel_test_store_read (self->base, read_row, &id);
}

/* As the owner does it. */
static void
set_state (Fixture *self, SentinelDeliveryState state)
{
  g_autoptr (SentinelDelivery) row = get_row (self);

  row->state = state;
  g_set_str (&row->claimed_by, state == SENTINEL_DELIVERY_CLAIMED ? "owner" : NULL);
  row->sent_at_us = sentinel_test_store_now_us (self->base);
  sentinel_test_store_write (self->base, update_row, row);
}

static void
advance (Fixture *self, gint64 seconds)
{
  sentinel_fake_clock_advance (self->base->clock, seconds * G_TIME_SPAN_SECOND);
  sentinel_test_settle ();
}

static void
test_ends (Fixture *self, gconstpointer unused)
{
  begin (self);
  set_state (self, SENTINEL_DELIVERY_CLAIMED);
  wait_for (self, SENTINEL_TRIAL_RUNNING);
  advance (self, 10 * SENTINEL_ACTION_TRIAL_SECONDS); /* whoever is at it may take its time */
  g_assert_cmpint (sentinel_action_trial_get_state (self->trial), ==, SENTINEL_TRIAL_RUNNING);
  set_state (self, SENTINEL_DELIVERY_SENT);
  wait_for (self, SENTINEL_TRIAL_ENDED);
  g_assert_cmpint (sentinel_action_trial_get_delivery (self->trial)->state,
                   ==,
                   SENTINEL_DELIVERY_SENT);
  sentinel_action_trial_forget (self->trial);
  g_assert_cmpint (sentinel_action_trial_get_state (self->trial), ==, SENTINEL_TRIAL_NONE);
  begin (self);
  sentinel_action_trial_cancel (self->trial);
  wait_for (self, SENTINEL_TRIAL_CANCELLED);
}

static void
test_nobody_begins_it (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelDelivery) row = NULL;

  begin (self);
  advance (self, SENTINEL_ACTION_TRIAL_SECONDS - 1);
  g_assert_cmpint (sentinel_action_trial_get_state (self->trial), ==, SENTINEL_TRIAL_WAITING);
  advance (self, 1);
  wait_for (self, SENTINEL_TRIAL_TIMED_OUT);
  row = get_row (self);
  g_assert_cmpint (row->state, ==, SENTINEL_DELIVERY_CANCELLED);
}

static void
test_cancelled_too_late (Fixture *self, gconstpointer unused)
{
  begin (self);
  set_state (self, SENTINEL_DELIVERY_CLAIMED);
  wait_for (self, SENTINEL_TRIAL_RUNNING);
  sentinel_action_trial_cancel (self->trial);
  wait_for (self, SENTINEL_TRIAL_LEFT);
  set_state (self, SENTINEL_DELIVERY_SENT);
  sentinel_test_settle ();
  g_assert_cmpint (sentinel_action_trial_get_state (self->trial), ==, SENTINEL_TRIAL_LEFT);
}

/* Before it is on its way. */
static void
test_cancelled_at_once (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();

  sentinel_action_trial_begin (self->trial, rule, "desktop");
  sentinel_action_trial_cancel (self->trial);
  wait_for (self, SENTINEL_TRIAL_CANCELLED);
}

static void
test_cannot_be_tried (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();

  sentinel_action_trial_begin (self->trial, rule, "command:siren");
  wait_for (self, SENTINEL_TRIAL_BROKEN);
  g_assert_cmpstr (sentinel_action_trial_get_error (self->trial)->message,
                   ==,
                   "The rule has no action command:siren");
}

/* It is not kept alive for an answer longer than until that comes. */
static void
test_dropped_while_it_waits (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  guint n_changed;

  sentinel_action_trial_begin (self->trial, rule, "desktop");
  n_changed = self->n_changed;
  g_object_run_dispose (G_OBJECT (self->trial));
  sentinel_test_settle ();
  g_assert_cmpuint (self->n_changed, ==, n_changed);
}

/* Words */

static void
test_last_words (void)
{
  static const struct {
    const char *channel;
    SentinelDeliveryState state;
    gint64 ago_s; /* -1: it was not noted */
    const char *error, *words;
  } cases[] = {
    { "command", SENTINEL_DELIVERY_SENT, 60, NULL, "Ran today at 02:11, exit status 0" },
    { "command", SENTINEL_DELIVERY_SENT, 3 * 3600, NULL, "Ran on 24 Nov at 23:12, exit status 0" },
    { "command",
      SENTINEL_DELIVERY_SENT,
      -1,
      NULL,
      "Ran at a time that was not noted, exit status 0" },
    { "desktop", SENTINEL_DELIVERY_SENT, 60, NULL, "Told today at 02:11" },
    { "command",
      SENTINEL_DELIVERY_FAILED,
      60,
      "exited with status 3: a\nb",
      "Failed today at 02:11: exited with status 3: a\\nb" },
    { "command",
      SENTINEL_DELIVERY_CANCELLED,
      60,
      "held back",
      "Not done today at 02:11: held back" },
    { "desktop",
      SENTINEL_DELIVERY_CANCELLED,
      60,
      NULL,
      "Not done today at 02:11: no reason was given" },
    { "command", SENTINEL_DELIVERY_EXPIRED, 60, NULL, "Came too late today at 02:11" },
    { "command", SENTINEL_DELIVERY_PENDING, 60, NULL, "Waits its turn" },
    { "command", SENTINEL_DELIVERY_PENDING, 60, "no disk", "Is tried again: no disk" },
    { "command", SENTINEL_DELIVERY_CLAIMED, 60, NULL, "Runs now" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SentinelDelivery) delivery =
        sentinel_delivery_new (cases[i].channel, SENTINEL_DELIVERY_FIRED);
    g_autofree char *words = NULL;

    delivery->state = cases[i].state;
    delivery->error = g_strdup (cases[i].error);
    if (cases[i].ago_s >= 0)
      delivery->sent_at_us = delivery->next_at_us = SENTINEL_TEST_NOW_US
                                                    - cases[i].ago_s * G_TIME_SPAN_SECOND;
    words = sentinel_action_dup_last_words (delivery, cases[i].channel, SENTINEL_TEST_NOW_US, zone);
    g_assert_cmpstr (words, ==, cases[i].words);
  }
}

/* Command lines */

static void
test_command_lines (void)
{
  static const struct {
    const char *text, *words, *again;
  } cases[] = {
    { "a  b", "Program “a”, arguments “b”", "a b" },
    { "a", "Program “a”, without arguments", "a" },
    { "a 'b c' \"\" d\\ e", "Program “a”, arguments “b c” “” “d e”", "a 'b c' '' 'd e'" },
    { "a | b",
      "Program “a”, arguments “|” “b”. No shell is run, so “|” is passed on as it stands; if it is "
      "meant for one, write sh -c '…'",
      "a '|' b" },
    { "/bin/sh -c 'a | b'", "Program “/bin/sh”, arguments “-c” “a | b”", "/bin/sh -c 'a | b'" },
    { "a 'it'\\''s'", "Program “a”, arguments “it's”", "a 'it'\\''s'" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *problem = NULL;
    g_auto (GStrv) argv = sentinel_command_line_parse (cases[i].text, &problem);
    g_autofree char *words = NULL;
    g_autofree char *again = NULL;
    g_auto (GStrv) read_again = NULL;

    g_assert_nonnull (argv);
    words = sentinel_command_line_describe ((const char *const *) argv);
    g_assert_cmpstr (words, ==, cases[i].words);
    again = sentinel_command_line_format ((const char *const *) argv);
    g_assert_cmpstr (again, ==, cases[i].again);
    read_again = sentinel_command_line_parse (again, &problem);
    g_assert_cmpstrv (read_again, argv);
  }
}

static void
test_wrong_command_lines (void)
{
  static const char *const cases[] = { "", "  ", "'a", "a \"b", "a \\" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *problem = NULL;

    g_assert_null (sentinel_command_line_parse (cases[i], &problem));
    g_assert_nonnull (problem);
  }
}

int
main (int argc, char **argv)
{
  const struct {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/action-trial/ends", test_ends },
    { "/action-trial/nobody-begins-it", test_nobody_begins_it },
    { "/action-trial/cancelled-too-late", test_cancelled_too_late },
    { "/action-trial/cancelled-at-once", test_cancelled_at_once },
    { "/action-trial/cannot-be-tried", test_cannot_be_tried },
    { "/action-trial/dropped-while-it-waits", test_dropped_while_it_waits },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  g_test_add_func ("/action-words/last", test_last_words);
  g_test_add_func ("/command-line/lines", test_command_lines);
  g_test_add_func ("/command-line/wrong-lines", test_wrong_command_lines);
  return g_test_run ();
}
