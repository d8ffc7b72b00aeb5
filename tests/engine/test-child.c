/* SPDX-License-Identifier: MIT */
/* Real children, well-behaved and not: what of them is kept, how they end, and that nothing of them
 * is left. Time goes on only when a test says so. */
#include "sentinel-child.h"

#include <signal.h>
#include <string.h>

#include "sentinel-error.h"
#include "sentinel-fake-clock.h"
#include "sentinel-test-store.h"

#define SECOND G_TIME_SPAN_SECOND

typedef struct {
  char *folder;
  SentinelFakeClock *clock;
  GCancellable *cancellable;
  SentinelChildSpec spec;
  const char *argv[8];
  guint n_open; /* descriptors before */
  gboolean is_over;
  SentinelChildResult *result;
  GError *error;
} Fixture;

static guint
count_open (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
forget_result (Fixture *fixture)
{
  g_clear_pointer (&fixture->result, sentinel_child_result_free);
  g_clear_error (&fixture->error);
  fixture->is_over = FALSE;
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  forget_result (fixture);
  g_assert_cmpuint (count_open (), ==, fixture->n_open);
  sentinel_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->cancellable);
}

static void
over_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->result = sentinel_child_run_finish (result, &fixture->error);
  fixture->is_over = TRUE;
}

static gboolean
is_over (gpointer data)
{
  return ((Fixture *) data)->is_over;
}

static void
start (Fixture *fixture)
{
  sentinel_child_run_async (&fixture->spec,
                            SENTINEL_CLOCK (fixture->clock),
                            fixture->cancellable,
                            over_cb,
                            fixture);
}

static void
wait_for_end (Fixture *fixture)
{
  g_assert_true (sentinel_test_wait_until (is_over, fixture, SENTINEL_TEST_TIMEOUT_MS));
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->folder = sentinel_test_make_folder ();
  fixture->clock = sentinel_fake_clock_new (SENTINEL_TEST_NOW_US);
  fixture->cancellable = g_cancellable_new ();
  fixture->spec = (SentinelChildSpec) {
    .argv = fixture->argv,
    .timeout_us = 30 * SECOND,
    .max_output = SENTINEL_CHILD_MAX_OUTPUT,
    .max_errors = SENTINEL_CHILD_MAX_ERRORS,
  };
  fixture->argv[0] = "true";
  start (fixture);
  wait_for_end (fixture);
  forget_result (fixture);
  fixture->n_open = count_open (); /* what GLib keeps open is there by now */
}

static void
start_script (Fixture *fixture, const char *script)
{
  const char *const argv[] = { "sh", "-c", script, "sh", fixture->folder, NULL };

  memcpy (fixture->argv, argv, sizeof argv);
  start (fixture);
}

static void
run_script (Fixture *fixture, const char *script)
{
  start_script (fixture, script);
  wait_for_end (fixture);
  g_assert_no_error (fixture->error);
}

/* Scripts make a file where they have come to what a test waits for. */
static void
wait_for_file (Fixture *fixture, const char *name)
{
  g_assert_true (sentinel_test_wait_for_file (fixture->folder, name));
}

static void
advance (Fixture *fixture, gint64 duration_us)
{
  sentinel_fake_clock_advance (fixture->clock, duration_us);
  sentinel_test_settle ();
}

static void
assert_bytes (GBytes *bytes, const char *expected)
{
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL),
                   g_bytes_get_size (bytes),
                   expected,
                   strlen (expected));
}

static void
assert_end (Fixture *fixture, SentinelChildEnd end, int code)
{
  g_assert_nonnull (fixture->result);
  g_assert_cmpint (fixture->result->end, ==, end);
  g_assert_cmpint (fixture->result->code, ==, code);
}

static void
test_input_output_and_status (Fixture *fixture, gconstpointer unused)
{
  static const char *const additions[] = { "SENTINEL_A=one=two", "SENTINEL_B=", NULL };
  g_autoptr (GBytes) input = g_bytes_new_static ("a\0b\n", 4);

  fixture->spec.input = input;
  fixture->spec.additions = additions;
  run_script (fixture, "od -An -c; echo \"$SENTINEL_A[$SENTINEL_B]\"; pwd; echo no >&2; exit 3");
  assert_end (fixture, SENTINEL_CHILD_EXITED, 3);
  assert_bytes (fixture->result->output, "   a  \\0   b  \\n\none=two[]\n/\n");
  assert_bytes (fixture->result->errors, "no\n");
  g_assert_false (fixture->result->is_output_cut);
}

static void
test_the_whole_environment_can_be_given (Fixture *fixture, gconstpointer unused)
{
  static const char *const environment[] = { "PATH=/usr/bin:/bin", "LC_ALL=C", NULL };

  fixture->spec.environment = environment;
  run_script (fixture, "env | grep -cv -e ^PATH= -e ^LC_ALL= -e ^PWD= -e ^SHLVL= -e ^_=; true");
  assert_bytes (fixture->result->output, "0\n");
}

static void
test_limits (Fixture *fixture, gconstpointer unused)
{
  fixture->spec.nice = 10;
  fixture->spec.max_files = 100;
  fixture->spec.max_file_size = 1024 * 1024;
  run_script (fixture, "nice; ulimit -n; ulimit -c; ps -o sid= -p $$ | tr -d ' ' | grep -cx $$");
  assert_bytes (fixture->result->output, "10\n100\n0\n1\n");
}

static void
test_ended_by_a_signal (Fixture *fixture, gconstpointer unused)
{
  run_script (fixture, "kill -SEGV $$");
  assert_end (fixture, SENTINEL_CHILD_SIGNALLED, SIGSEGV);
}

static void
test_what_is_not_there (Fixture *fixture, gconstpointer unused)
{
  fixture->argv[0] = "/nowhere/siren";
  start (fixture);
  wait_for_end (fixture);
  g_assert_null (fixture->result);
  g_assert_error (fixture->error, SENTINEL_ERROR, SENTINEL_ERROR_FAILED);
  g_assert_nonnull (strstr (fixture->error->message, "/nowhere/siren"));
}

/* More than any pipe holds, and nobody reads it. */
static void
test_input_that_nobody_reads (Fixture *fixture, gconstpointer unused)
{
  gsize length = 4 * 1024 * 1024;
  g_autoptr (GBytes) input = g_bytes_new_take (g_malloc0 (length), length);

  fixture->spec.input = input;
  run_script (fixture, "exec 0<&-; echo done");
  assert_end (fixture, SENTINEL_CHILD_EXITED, 0);
  assert_bytes (fixture->result->output, "done\n");
}

static void
test_hangs (Fixture *fixture, gconstpointer unused)
{
  start_script (fixture, "echo before; touch $1/ready; exec sleep 1000");
  wait_for_file (fixture, "ready");
  advance (fixture, 29 * SECOND);
  g_assert_false (fixture->is_over);
  advance (fixture, 1 * SECOND);
  wait_for_end (fixture);
  assert_end (fixture, SENTINEL_CHILD_TIMED_OUT, 0);
  assert_bytes (fixture->result->output, "before\n");
}

/* Its end counts, not that of its output. */
static void
test_closes_its_output (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->folder, "go", NULL);

  start_script (fixture,
                "echo first; exec >&- 2>&-; touch $1/ready;"
                " while [ ! -e $1/go ]; do sleep 0.01; done; exit 7");
  wait_for_file (fixture, "ready");
  sentinel_test_settle ();
  g_assert_false (fixture->is_over);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  wait_for_end (fixture);
  assert_end (fixture, SENTINEL_CHILD_EXITED, 7);
  assert_bytes (fixture->result->output, "first\n");
}

static void
test_ignores_the_signal (Fixture *fixture, gconstpointer unused)
{
  start_script (fixture, "trap 'touch $1/told' TERM; touch $1/ready; while :; do sleep 0.01; done");
  wait_for_file (fixture, "ready");
  advance (fixture, 30 * SECOND);
  wait_for_file (fixture, "told");
  g_assert_false (fixture->is_over);
  advance (fixture, 5 * SECOND);
  wait_for_end (fixture);
  assert_end (fixture, SENTINEL_CHILD_TIMED_OUT, 0);
}

static void
test_floods (Fixture *fixture, gconstpointer unused)
{
  run_script (fixture, "yes | head -c 50000000; yes no | head -c 1000000 >&2; echo end >&2");
  assert_end (fixture, SENTINEL_CHILD_EXITED, 0);
  g_assert_cmpuint (g_bytes_get_size (fixture->result->output), ==, SENTINEL_CHILD_MAX_OUTPUT);
  g_assert_cmpuint (g_bytes_get_size (fixture->result->errors), ==, SENTINEL_CHILD_MAX_ERRORS);
  g_assert_true (fixture->result->is_output_cut);
  g_assert_true (fixture->result->are_errors_cut);
}

static void
test_floods_without_end (Fixture *fixture, gconstpointer unused)
{
  start_script (fixture, "yes | head -c 1000000; touch $1/ready; exec yes");
  wait_for_file (fixture, "ready");
  advance (fixture, 30 * SECOND);
  wait_for_end (fixture);
  assert_end (fixture, SENTINEL_CHILD_TIMED_OUT, 0);
  g_assert_true (fixture->result->is_output_cut);
}

static gboolean
is_gone (gpointer data)
{
  return kill (*(GPid *) data, 0) != 0 && errno == ESRCH;
}

static GPid
read_pid (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return atoi (text);
}

static void
assert_goes (GPid pid)
{
  g_assert_cmpint (pid, >, 1);
  g_assert_true (sentinel_test_look_until (is_gone, &pid));
}

static gboolean
is_timer_near (gpointer data)
{
  Fixture *fixture = data;
  gint64 now_us = sentinel_clock_get_boottime_us (SENTINEL_CLOCK (fixture->clock));
  gint64 due_us = sentinel_fake_clock_get_next_due_us (fixture->clock, SENTINEL_CLOCK_BOOTTIME);

  return due_us == now_us + SECOND;
}

/* It keeps the pipe open: it gets a second, then it is ended. */
static void
test_a_grandchild_that_keeps_the_pipe (Fixture *fixture, gconstpointer unused)
{
  GPid pid;

  start_script (fixture, "trap '' TERM; sleep 1000 & echo $! > $1/pid; echo over");
  g_assert_true (sentinel_test_wait_until (is_timer_near, fixture, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_false (fixture->is_over);
  pid = read_pid (fixture, "pid");
  g_assert_cmpint (kill (pid, 0), ==, 0);
  advance (fixture, 1 * SECOND);
  wait_for_end (fixture);
  assert_end (fixture, SENTINEL_CHILD_EXITED, 0);
  assert_bytes (fixture->result->output, "over\n");
  assert_goes (pid);
}

/* It holds nothing of ours: that is what it was started for. */
static void
test_a_grandchild_that_lets_go (Fixture *fixture, gconstpointer unused)
{
  GPid pid;

  run_script (fixture, "sleep 1000 >/dev/null 2>&1 & echo $! > $1/pid");
  assert_end (fixture, SENTINEL_CHILD_EXITED, 0);
  pid = read_pid (fixture, "pid");
  g_assert_cmpint (kill (pid, 0), ==, 0);
  kill (pid, SIGKILL);
}

/* With its parent's time, that of a grandchild is over too. */
static void
test_grandchildren_of_one_that_hangs (Fixture *fixture, gconstpointer unused)
{
  GPid pid;

  start_script (fixture,
                "(trap '' TERM; exec sleep 1000 >/dev/null 2>&1) & echo $! > $1/pid;"
                " touch $1/ready; exec sleep 1000");
  wait_for_file (fixture, "ready");
  pid = read_pid (fixture, "pid");
  advance (fixture, 30 * SECOND);
  wait_for_end (fixture);
  assert_end (fixture, SENTINEL_CHILD_TIMED_OUT, 0);
  assert_goes (pid);
}

static void
test_cancelled (Fixture *fixture, gconstpointer unused)
{
  start_script (fixture, "touch $1/ready; exec sleep 1000");
  wait_for_file (fixture, "ready");
  g_cancellable_cancel (fixture->cancellable);
  wait_for_end (fixture);
  assert_end (fixture, SENTINEL_CHILD_CANCELLED, 0);
  forget_result (fixture);
  start (fixture);
  wait_for_end (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED); /* not even started */
}

/* The fixture counts what is open. */
static void
test_one_after_the_other (Fixture *fixture, gconstpointer unused)
{
  fixture->argv[0] = "true";
  for (guint i = 0; i < 200; i++) {
    start (fixture);
    wait_for_end (fixture);
    assert_end (fixture, SENTINEL_CHILD_EXITED, 0);
    forget_result (fixture);
    g_assert_cmpuint (count_open (), ==, fixture->n_open);
  }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/child/input-output-and-status", test_input_output_and_status },
    { "/child/the-whole-environment-can-be-given", test_the_whole_environment_can_be_given },
    { "/child/limits", test_limits },
    { "/child/ended-by-a-signal", test_ended_by_a_signal },
    { "/child/what-is-not-there", test_what_is_not_there },
    { "/child/input-that-nobody-reads", test_input_that_nobody_reads },
    { "/child/hangs", test_hangs },
    { "/child/closes-its-output", test_closes_its_output },
    { "/child/ignores-the-signal", test_ignores_the_signal },
    { "/child/floods", test_floods },
    { "/child/floods-without-end", test_floods_without_end },
    { "/child/a-grandchild-that-keeps-the-pipe", test_a_grandchild_that_keeps_the_pipe },
    { "/child/a-grandchild-that-lets-go", test_a_grandchild_that_lets_go },
    { "/child/grandchildren-of-one-that-hangs", test_grandchildren_of_one_that_hangs },
    { "/child/cancelled", test_cancelled },
    { "/child/one-after-the-other", test_one_after_the_other },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
