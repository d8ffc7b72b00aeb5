/* SPDX-License-Identifier: MIT */
/* Commands as actions, from the event to the child and back: what they are given, what is kept of
 * them, and what those do that go wrong. Real processes, a clock that stands still. */
#include "command-fixture.h"
#include "sentinel-action-run-store.h"
#include "sentinel-json.h"
#include "sentinel-note.h"

#define SECOND G_TIME_SPAN_SECOND

/* What a command is given, and what is kept of it: */

static void
assert_text (JsonObject *object, const char *member, const char *expected)
{
  g_assert_cmpstr (json_object_get_string_member (object, member), ==, expected);
}

static void
test_gets_the_event (CommandFixture *fixture, gconstpointer unused)
{
  static const char *const lines[] = {
    "SENTINEL_RULE=CPU\n",       "SENTINEL_REASON=fired\n",
    "SENTINEL_SOURCE=host-1\n",  "SENTINEL_MESSAGE=two\\nlines \\x1b[31m “ü” $(id)\n",
    "SENTINEL_VALUE=93.5\n",     "SENTINEL_UNIT=%\n",
    "SENTINEL_EVENT_ID=1\n",     "SENTINEL_IMPORTANCE=high\n",
    "SENTINEL_STATUS=new\n",     "SENTINEL_OPENED_AT=2025-11-25T02:12:12Z\n",
    "SENTINEL_CATEGORY=System\n"
  };
  g_autoptr (JsonObject) input = NULL;
  g_autofree char *environment = NULL;
  g_autofree char *text = NULL;

  command_fixture_use_script (fixture, "cat > $1/input; env > $1/env; echo", "");
  command_fixture_start (fixture);
  command_fixture_fire_with (fixture, "two\nlines \033[31m “ü” $(id)");
  command_fixture_expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  text = command_fixture_read_file (fixture, "input");
  input = sentinel_json_parse_object (text, -1, 0, NULL);
  g_assert_nonnull (input);
  assert_text (input, "rule", "CPU");
  assert_text (input, "reason", "fired");
  assert_text (input, "message", "two\nlines \033[31m “ü” $(id)");
  assert_text (input, "importance", "high");
  g_assert_cmpint (json_object_get_int_member (input, "id"), ==, 1);
  g_assert_false (json_object_get_boolean_member (input, "test"));
  environment = command_fixture_read_file (fixture, "env");
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_nonnull (strstr (environment, lines[i]));
  g_assert_null (strstr (environment, "SENTINEL_TEST="));
}

static void
test_output_is_a_note (CommandFixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) notes = NULL;
  const SentinelNote *note;

  command_fixture_use_script (fixture,
                              "printf 'told \\033 \\377 \\000 12\\nbye\\n'",
                              ",\"name\":\"siren\"");
  command_fixture_start (fixture);
  command_fixture_fire (fixture);
  sentinel_delivery_free (command_fixture_wait_for (fixture,
                                                    "command:siren",
                                                    SENTINEL_DELIVERY_SENT));
  notes = command_fixture_get_notes (fixture);
  g_assert_cmpuint (notes->len, ==, 1);
  note = g_ptr_array_index (notes, 0);
  g_assert_cmpint (note->kind, ==, SENTINEL_NOTE_ACTION);
  g_assert_cmpint (note->via, ==, SENTINEL_VIA_ENGINE);
  g_assert_cmpstr (note->author, ==, "siren");
  g_assert_cmpstr (note->body, ==, "told \\x1b \357\277\275 \357\277\275 12\nbye");
}

static void
test_a_flood_is_cut (CommandFixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) notes = NULL;
  const SentinelNote *note;

  command_fixture_use_script (fixture, "yes | head -c 20000000", "");
  command_fixture_start (fixture);
  command_fixture_fire (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  notes = command_fixture_get_notes (fixture);
  g_assert_cmpuint (notes->len, ==, 1);
  note = g_ptr_array_index (notes, 0);
  g_assert_cmpuint (strlen (note->body), <, 65536 + 100);
  g_assert_true (g_str_has_suffix (note->body, "(the rest is not kept)"));
}

/* What goes wrong: */

static void
test_a_failure_is_for_good (CommandFixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelDelivery) last = NULL;
  g_autoptr (GPtrArray) notes = NULL;

  command_fixture_use_script (fixture,
                              "echo run >> $1/runs; echo a >&2; echo 'no siren' >&2; exit 3",
                              "");
  command_fixture_start (fixture);
  command_fixture_fire (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_FAILED, "exited with status 3: no siren");
  command_fixture_advance (fixture, G_TIME_SPAN_HOUR);
  last = command_fixture_get_last (fixture, "command");
  g_assert_cmpint (last->state, ==, SENTINEL_DELIVERY_FAILED);
  g_assert_cmpint (last->attempts, ==, 1);
  g_assert_cmpint (sentinel_delivery_get_result_us (last), ==, SENTINEL_TEST_NOW_US);
  g_assert_cmpuint (command_fixture_count_runs (fixture), ==, 1);
  command_fixture_assert_log_lines (fixture, 1);
  notes = command_fixture_get_notes (fixture);
  g_assert_cmpuint (notes->len, ==, 0);
}

static void
test_a_signal (CommandFixture *fixture, gconstpointer unused)
{
  command_fixture_use_script (fixture, "kill -KILL $$", "");
  command_fixture_start (fixture);
  command_fixture_fire (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_FAILED, "was ended by signal 9");
}

static gboolean
is_to_be_tried_again (gpointer data)
{
  g_autoptr (SentinelDelivery) last = command_fixture_get_last (data, "command");

  return last->state == SENTINEL_DELIVERY_PENDING && last->error != NULL;
}

static void
test_what_is_gone_is_tried_again (CommandFixture *fixture, gconstpointer unused)
{
  g_autofree char *program = g_build_filename (fixture->folder, "siren", NULL);
  g_autofree char *actions =
      g_strdup_printf ("[{\"channel\":\"command\",\"argv\":[\"%s\"]}]", program);
  g_autoptr (SentinelDelivery) last = NULL;
  g_autoptr (GError) error = NULL;

  command_fixture_use_rule (fixture, "CPU", actions);
  command_fixture_start (fixture);
  command_fixture_fire (fixture);
  g_assert_true (sentinel_test_wait_until (is_to_be_tried_again,
                                           fixture,
                                           SENTINEL_TEST_TIMEOUT_MS));
  last = command_fixture_get_last (fixture, "command");
  g_assert_nonnull (strstr (last->error, "Cannot start"));
  g_assert_cmpint (last->sent_at_us, ==, 0);
  g_file_set_contents_full (program,
                            "#!/bin/sh\necho here\n",
                            -1,
                            G_FILE_SET_CONTENTS_NONE,
                            0700,
                            &error);
  g_assert_no_error (error);
  sentinel_test_settle ();
  command_fixture_advance (fixture, 6 * SECOND);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
}

/* Neither the desktop, nor other commands of the same rule, nor those of other rules. */
static void
test_one_that_hangs_delays_nobody (CommandFixture *fixture, gconstpointer unused)
{
  g_autofree char *hanging =
      command_fixture_make_action (fixture, "touch $1/hangs; exec sleep 1000", "");
  g_autofree char *other = command_fixture_make_action (fixture, "true", ",\"name\":\"other\"");
  const char *const actions[] = { hanging, other, NULL };
  g_autoptr (SentinelRule) first = NULL;

  command_fixture_use_many (fixture, actions, "CPU");
  command_fixture_start (fixture);
  command_fixture_fire (fixture);
  g_assert_true (sentinel_test_wait_for_file (fixture->folder, "hangs"));
  sentinel_delivery_free (command_fixture_wait_for (fixture, "desktop", SENTINEL_DELIVERY_SENT));
  sentinel_delivery_free (command_fixture_wait_for (fixture,
                                                    "command:other",
                                                    SENTINEL_DELIVERY_SENT));
  first = g_steal_pointer (&fixture->rule);
  command_fixture_use_rule (fixture, "Memory", "[{\"channel\":\"command\",\"argv\":[\"true\"]}]");
  command_fixture_fire (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_SENT, NULL);
  sentinel_delivery_free (command_fixture_wait_for (fixture, "desktop", SENTINEL_DELIVERY_SENT));
  sentinel_rule_unref (fixture->rule);
  fixture->rule = g_steal_pointer (&first);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_CLAIMED, NULL);
  command_fixture_advance (fixture, 30 * SECOND);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_FAILED, "took longer than 30s and was ended");
}

static guint
count_files (CommandFixture *fixture, const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, prefix);
  return n;
}

static gboolean
do_eight_hang (gpointer data)
{
  return count_files (data, "hangs-") == 8;
}

static gboolean
do_nine_hang (gpointer data)
{
  return count_files (data, "hangs-") == 9;
}

/* However many there are, only so many at once; the ninth has its turn when one of them ends. */
static void
test_not_all_at_once (CommandFixture *fixture, gconstpointer unused)
{
  for (guint i = 0; i < 9; i++) {
    g_autofree char *name = g_strdup_printf ("Rule %u", i);
    g_autofree char *action =
        command_fixture_make_action (fixture, "touch $1/hangs-$$; exec sleep 1000", "");
    const char *const actions[] = { action, NULL };

    command_fixture_use_many (fixture, actions, name);
    command_fixture_fire (fixture);
  }
  command_fixture_start (fixture);
  g_assert_true (sentinel_test_look_until (do_eight_hang, fixture));
  command_fixture_expect (fixture, SENTINEL_DELIVERY_PENDING, NULL);
  sentinel_delivery_free (command_fixture_wait_for (fixture, "desktop", SENTINEL_DELIVERY_SENT));
  command_fixture_advance (fixture, 30 * SECOND);
  g_assert_true (sentinel_test_look_until (do_nine_hang, fixture));
  command_fixture_advance (fixture, 30 * SECOND);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_FAILED, "took longer than 30s");
}

/* In their order: an end waits for what its beginning does. */
static void
test_the_end_waits_for_the_beginning (CommandFixture *fixture, gconstpointer unused)
{
  g_autofree char *runs = NULL;

  command_fixture_use_script (fixture,
                              "echo $SENTINEL_REASON >> $1/runs; touch $1/at-it;"
                              " while [ $SENTINEL_REASON = fired ] && [ ! -e $1/go ]; do sleep "
                              "0.01; done",
                              ",\"on\":[\"fired\",\"resolved\"]");
  command_fixture_start (fixture);
  command_fixture_fire (fixture);
  g_assert_true (sentinel_test_wait_for_file (fixture->folder, "at-it"));
  command_fixture_resolve (fixture);
  sentinel_test_settle ();
  command_fixture_expect (fixture, SENTINEL_DELIVERY_PENDING, NULL);
  command_fixture_write_file (fixture, "go");
  command_fixture_expect (fixture, SENTINEL_DELIVERY_SENT, NULL); /* although the cooldown is not
                                                                     over */
  runs = command_fixture_read_file (fixture, "runs");
  g_assert_cmpstr (runs, ==, "fired\nresolved\n");
}

/* Who ends the program does not wait for all of a command's time. */
static void
test_stop_ends_it (CommandFixture *fixture, gconstpointer unused)
{
  command_fixture_use_script (fixture, "touch $1/hangs; exec sleep 1000", ",\"timeout_ms\":600000");
  command_fixture_start (fixture);
  command_fixture_fire (fixture);
  g_assert_true (sentinel_test_wait_for_file (fixture->folder, "hangs"));
  sentinel_outbox_stop_async (fixture->outbox, command_fixture_stopped_cb, fixture);
  command_fixture_advance (fixture, 29 * SECOND);
  g_assert_false (fixture->is_stopped);
  command_fixture_advance (fixture, 1 * SECOND);
  command_fixture_wait_for_stop (fixture);
  command_fixture_expect (fixture, SENTINEL_DELIVERY_FAILED, "the program that ran it ended");
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (CommandFixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/commands/gets-the-event", test_gets_the_event },
    { "/commands/output-is-a-note", test_output_is_a_note },
    { "/commands/a-flood-is-cut", test_a_flood_is_cut },
    { "/commands/a-failure-is-for-good", test_a_failure_is_for_good },
    { "/commands/a-signal", test_a_signal },
    { "/commands/what-is-gone-is-tried-again", test_what_is_gone_is_tried_again },
    { "/commands/one-that-hangs-delays-nobody", test_one_that_hangs_delays_nobody },
    { "/commands/not-all-at-once", test_not_all_at_once },
    { "/commands/the-end-waits-for-the-beginning", test_the_end_waits_for_the_beginning },
    { "/commands/stop-ends-it", test_stop_ends_it },
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
