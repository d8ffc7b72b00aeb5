/* SPDX-License-Identifier: MIT */
/* One owner at a time, and the next one when it goes, however it goes. */
#include "sentinel-error.h"
#include "sentinel-owner-lock.h"
#include "store-helpers.h"
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *folder;
  char *path;
  SentinelOwnerLock *lock;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = sentinel_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "new", "sentinel.db", NULL);
  fixture->lock = sentinel_owner_lock_new (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->lock);
  sentinel_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static int
child_hold (const char *path)
{
  g_autoptr (SentinelOwnerLock) lock = sentinel_owner_lock_new (path);

  g_print ("%s\n", sentinel_owner_lock_try (lock, NULL) ? "held" : "not held");
  getchar ();
  return 0;
}

static HelperChild *
spawn_holder (Fixture *fixture)
{
  HelperChild *child = helper_spawn_self ("--hold", fixture->path);
  g_autofree char *answer = helper_read_line (child);

  g_assert_cmpstr (answer, ==, "held");
  return child;
}

static void
kill_child (HelperChild *child)
{
  helper_kill (child);
  g_assert_cmpint (helper_join (child), <, 0);
}

static void
test_take_and_give_back (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = g_build_filename (fixture->folder, "new", "sentinel.lock", NULL);
  g_autoptr (SentinelOwnerLock) other = sentinel_owner_lock_new (fixture->path);
  g_autoptr (GError) error = NULL;
  struct stat status;
  int pid = -1;

  g_assert_false (sentinel_owner_lock_query (fixture->path, &pid));
  g_assert_cmpint (pid, ==, 0);
  g_assert_true (sentinel_owner_lock_try (fixture->lock, &error));
  g_assert_true (sentinel_owner_lock_try (fixture->lock, &error));
  g_assert_true (sentinel_owner_lock_is_held (fixture->lock));
  g_assert_true (sentinel_owner_lock_query (fixture->path, &pid));
  g_assert_cmpint (pid, ==, getpid ());
  g_assert_cmpint (lstat (file, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);

  g_assert_false (sentinel_owner_lock_try (other, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_OWNED);
  g_assert_false (sentinel_owner_lock_is_held (other));
  sentinel_owner_lock_release (fixture->lock);
  g_assert_false (sentinel_owner_lock_query (fixture->path, NULL));
  g_assert_true (sentinel_owner_lock_try (other, NULL));
}

static void
test_second_process_is_told_the_pid (Fixture *fixture, gconstpointer data)
{
  HelperChild *child = spawn_holder (fixture);
  g_autofree char *pid_text = g_strdup_printf ("(%d)", child->pid);
  g_autoptr (GError) error = NULL;
  int pid;

  g_assert_false (sentinel_owner_lock_try (fixture->lock, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_OWNED);
  g_assert_nonnull (strstr (error->message, pid_text));
  g_assert_true (sentinel_owner_lock_query (fixture->path, &pid));
  g_assert_cmpint (pid, ==, child->pid);
  kill_child (child);
  g_assert_false (sentinel_owner_lock_query (fixture->path, NULL));
  g_assert_true (sentinel_owner_lock_try (fixture->lock, NULL));
}

typedef struct {
  gboolean is_answered;
  gboolean is_held;
  GError *error;
} Answer;

static void
wait_ended_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->is_held =
      sentinel_owner_lock_wait_finish (SENTINEL_OWNER_LOCK (object), result, &answer->error);
  answer->is_answered = TRUE;
}

static gboolean
is_answered (gpointer data)
{
  const Answer *answer = data;

  return answer->is_answered;
}

static void
test_waiter_gets_it_from_a_killed_holder (Fixture *fixture, gconstpointer data)
{
  HelperChild *child = spawn_holder (fixture);
  Answer answer = { 0 };
  int pid;

  sentinel_owner_lock_wait_async (fixture->lock, NULL, wait_ended_cb, &answer);
  sentinel_test_settle ();
  g_assert_false (answer.is_answered);
  kill_child (child);
  g_assert_true (sentinel_test_wait_until (is_answered, &answer, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_no_error (answer.error);
  g_assert_true (answer.is_held);
  g_assert_true (sentinel_owner_lock_is_held (fixture->lock));
  g_assert_true (sentinel_owner_lock_query (fixture->path, &pid));
  g_assert_cmpint (pid, ==, getpid ());
}

static void
test_waiter_gets_it_from_one_that_ends (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SentinelOwnerLock) other = sentinel_owner_lock_new (fixture->path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { 0 };

  g_assert_true (sentinel_owner_lock_try (other, NULL));
  sentinel_owner_lock_wait_async (fixture->lock, cancellable, wait_ended_cb, &answer);
  sentinel_test_settle ();
  sentinel_owner_lock_release (other);
  g_assert_true (sentinel_test_wait_until (is_answered, &answer, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_true (answer.is_held);
}

static gboolean
is_free (gpointer data)
{
  Fixture *fixture = data;

  return !sentinel_owner_lock_query (fixture->path, NULL);
}

static gboolean
look_again_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* The thread cannot be woken: it gets the lock some time after the holder is gone, and gives it
 * back. */
static void
test_cancelled_wait_keeps_nothing (Fixture *fixture, gconstpointer data)
{
  HelperChild *child = spawn_holder (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { 0 };
  guint tick;

  sentinel_owner_lock_wait_async (fixture->lock, cancellable, wait_ended_cb, &answer);
  sentinel_test_settle ();
  g_cancellable_cancel (cancellable);
  g_assert_true (sentinel_test_wait_until (is_answered, &answer, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
  g_assert_false (sentinel_owner_lock_is_held (fixture->lock));
  kill_child (child);
  tick = g_timeout_add (1, look_again_cb, NULL);
  g_assert_true (sentinel_test_wait_until (is_free, fixture, SENTINEL_TEST_TIMEOUT_MS));
  g_source_remove (tick);
}

static void
test_cancelled_before (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { 0 };

  g_cancellable_cancel (cancellable);
  sentinel_owner_lock_wait_async (fixture->lock, cancellable, wait_ended_cb, &answer);
  g_assert_true (sentinel_test_wait_until (is_answered, &answer, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
}

static void
test_refuses_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *file = g_build_filename (folder, "sentinel.lock", NULL);
  g_autofree char *target = g_build_filename (fixture->folder, "target", NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir (folder, 0700);
  g_assert_cmpint (symlink (target, file), ==, 0);
  g_assert_false (sentinel_owner_lock_try (fixture->lock, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_FOREIGN);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--hold"))
    return child_hold (argv[2]);
  g_test_init (&argc, &argv, NULL);
  add ("/owner-lock/take-and-give-back", test_take_and_give_back);
  add ("/owner-lock/second-process-is-told-the-pid", test_second_process_is_told_the_pid);
  add ("/owner-lock/waiter-gets-it-from-a-killed-holder", test_waiter_gets_it_from_a_killed_holder);
  add ("/owner-lock/waiter-gets-it-from-one-that-ends", test_waiter_gets_it_from_one_that_ends);
  add ("/owner-lock/cancelled-wait-keeps-nothing", test_cancelled_wait_keeps_nothing);
  add ("/owner-lock/cancelled-before", test_cancelled_before);
  add ("/owner-lock/refuses-link", test_refuses_link);
  return g_test_run ();
}
