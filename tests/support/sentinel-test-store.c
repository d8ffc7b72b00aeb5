/* SPDX-License-Identifier: MIT */
/* A store for one test: everything it writes lies in a temporary folder that goes with it. */
#include "sentinel-test-store.h"
#include <glib/gstdio.h>

/**
 * sentinel_test_make_folder:
 *
 * Returns: (transfer full): the path of a new, empty temporary folder; remove it with
 * sentinel_test_remove_folder().
 */
char *
sentinel_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("sentinel-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

/**
 * sentinel_test_remove_folder:
 * @path: a folder; one that is gone already is fine
 *
 * Removes the folder with all that is in it, without following links out of it.
 */
void
sentinel_test_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
      sentinel_test_remove_folder (child);
    else
      g_unlink (child);
  }
  g_rmdir (path);
}

/**
 * sentinel_test_store_new:
 *
 * Returns: (transfer full): an open, empty store whose signals arrive in the caller's
 * thread-default main context.
 */
SentinelTestStore *
sentinel_test_store_new (void)
{
  SentinelTestStore *self = g_new0 (SentinelTestStore, 1);

  self->folder = sentinel_test_make_folder ();
  self->path = g_build_filename (self->folder, "sentinel.db", NULL);
  self->clock = sentinel_fake_clock_new (SENTINEL_TEST_NOW_US);
  self->store = sentinel_store_new (self->path, SENTINEL_CLOCK (self->clock));
  return self;
}

/**
 * sentinel_test_store_free:
 * @self: a test store
 *
 * Closes the store and removes its folder.
 */
void
sentinel_test_store_free (SentinelTestStore *self)
{
  sentinel_store_close (self->store);
  g_object_unref (self->store);
  g_object_unref (self->clock);
  sentinel_test_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

/**
 * sentinel_test_store_reopen:
 * @self: a test store
 *
 * Closes the store and opens the same file with the same clock, as after a restart of the program.
 */
void
sentinel_test_store_reopen (SentinelTestStore *self)
{
  sentinel_store_close (self->store);
  g_object_unref (self->store);
  self->store = sentinel_store_new (self->path, SENTINEL_CLOCK (self->clock));
}

/**
 * sentinel_test_store_write:
 * @self: a test store
 * @func: what to do inside a transaction
 * @data: for @func
 *
 * Writes and waits for the commit; an error ends the test.
 */
void
sentinel_test_store_write (SentinelTestStore *self, SentinelWriteFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean written = sentinel_store_write (self->store, func, data, &error);

  g_assert_no_error (error);
  g_assert_true (written);
}

/**
 * sentinel_test_store_read:
 * @self: a test store
 * @func: what to read
 * @data: for @func
 *
 * Returns: (transfer full) (nullable): what @func returned; an error ends the test.
 */
gpointer
sentinel_test_store_read (SentinelTestStore *self, SentinelReadFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gpointer result = sentinel_store_read (self->store, func, data, &error);

  g_assert_no_error (error);
  return result;
}

/**
 * sentinel_test_store_now_us:
 * @self: a test store
 *
 * Returns: the wall clock of the store, microseconds UTC.
 */
gint64
sentinel_test_store_now_us (SentinelTestStore *self)
{
  return sentinel_clock_get_realtime_us (SENTINEL_CLOCK (self->clock));
}

static gboolean
deadline_passed_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/**
 * sentinel_test_wait_until:
 * @predicate: what to wait for
 * @data: for @predicate
 * @timeout_ms: milliseconds to wait at most, on the real clock; SENTINEL_TEST_TIMEOUT_MS suits most
 *
 * Runs the thread-default main context until @predicate holds. It blocks between two events, it
 * does not poll.
 *
 * Returns: whether @predicate holds; assert on it.
 */
gboolean
sentinel_test_wait_until (SentinelTestPredicate predicate, gpointer data, guint timeout_ms)
{
  GMainContext *context = g_main_context_get_thread_default ();
  g_autoptr (GSource) deadline = g_timeout_source_new (timeout_ms);
  gboolean passed = FALSE;

  g_source_set_callback (deadline, deadline_passed_cb, &passed, NULL);
  g_source_attach (deadline, context);
  while (!passed && !predicate (data))
    g_main_context_iteration (context, TRUE);
  g_source_destroy (deadline);
  return predicate (data);
}

static gboolean
look_again_cb (gpointer unused)
{
  return G_SOURCE_CONTINUE;
}

/**
 * sentinel_test_look_until:
 * @predicate: what to wait for
 * @data: for @predicate
 *
 * As sentinel_test_wait_until(), where no event says that @predicate may hold: it is asked again
 * and again.
 *
 * Returns: whether @predicate holds; assert on it.
 */
gboolean
sentinel_test_look_until (SentinelTestPredicate predicate, gpointer data)
{
  g_autoptr (GSource) again = g_timeout_source_new (5);
  gboolean holds;

  g_source_set_callback (again, look_again_cb, NULL, NULL);
  g_source_attach (again, g_main_context_get_thread_default ());
  holds = sentinel_test_wait_until (predicate, data, SENTINEL_TEST_TIMEOUT_MS);
  g_source_destroy (again);
  return holds;
}

static gboolean
is_file_there (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/**
 * sentinel_test_wait_for_file:
 * @folder: a folder
 * @name: a name in it
 *
 * Returns: whether somebody made that file; assert on it.
 */
gboolean
sentinel_test_wait_for_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return sentinel_test_look_until (is_file_there, path);
}

/**
 * sentinel_test_settle:
 *
 * Runs what is ready in the thread-default main context, without waiting for more.
 */
void
sentinel_test_settle (void)
{
  while (g_main_context_iteration (g_main_context_get_thread_default (), FALSE))
    ;
}
