/* SPDX-License-Identifier: MIT */
/* Disks that fail, that are full, that lose power; processes that are killed: whatever was answered
 * is there afterwards. */
#include "fault-vfs.h"
#include "sentinel-error.h"
#include "store-helpers.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define N_BEFORE 2
#define N_DURING 4

typedef struct {
  const char *name;
  FaultKind kind;
  gboolean for_good;
  int code; /* what a writer is told */
} Case;

static const Case cases[] = {
  { "write-error-once", FAULT_WRITE, FALSE, SENTINEL_ERROR_IO },
  { "write-error-for-good", FAULT_WRITE, TRUE, SENTINEL_ERROR_IO },
  { "full-once", FAULT_FULL, FALSE, SENTINEL_ERROR_FULL },
  { "full-for-good", FAULT_FULL, TRUE, SENTINEL_ERROR_FULL },
  { "flush-error-once", FAULT_FLUSH, FALSE, SENTINEL_ERROR_IO },
  { "flush-error-for-good", FAULT_FLUSH, TRUE, SENTINEL_ERROR_IO },
};

/* Returns whether it was acknowledged; then its id is added. */
static gboolean
write_event (SentinelStore *store, GArray *ids, GError **error)
{
  gint64 id = 0;

  if (!sentinel_store_write (store, helper_insert_event, &id, error))
    return FALSE;
  g_array_append_val (ids, id);
  return TRUE;
}

/* That no id was answered twice is part of it: an id that is given again was lost before. */
static void
assert_acknowledged (SentinelStore *store, GArray *ids)
{
  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    g_autofree char *sql =
        g_strdup_printf ("SELECT (SELECT count(*) FROM event WHERE id = %" G_GINT64_FORMAT
                         ") + (SELECT count(*) FROM outbox WHERE event_id = %" G_GINT64_FORMAT ")",
                         id,
                         id);

    g_assert_cmpint (helper_query_int (store, sql), ==, 2);
    g_assert_true (i == 0 || id > g_array_index (ids, gint64, i - 1));
  }
  helper_assert_sound (store);
}

/* Each write is either acknowledged or refused with an error that says what it is; once the disk
 * works again, so do we. */
static gboolean
run_with_fault (const Case *test, guint n)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  gboolean has_struck;

  for (guint i = 0; i < N_BEFORE; i++)
    g_assert_true (write_event (store->store, ids, NULL));
  fault_vfs_arm (test->kind, n, test->for_good);
  for (guint i = 0; i < N_DURING; i++) {
    g_autoptr (GError) refusal = NULL;

    if (write_event (store->store, ids, &refusal))
      continue;
    g_assert_error (refusal, SENTINEL_ERROR, test->code);
    sentinel_test_settle ();
    g_assert_error (sentinel_store_get_trouble (store->store), SENTINEL_ERROR, test->code);
  }
  has_struck = fault_vfs_disarm ();
  write_event (store->store, ids, &error);
  g_assert_no_error (error);
  sentinel_test_settle ();
  g_assert_null (sentinel_store_get_trouble (store->store));
  assert_acknowledged (store->store, ids);
  sentinel_test_store_reopen (store);
  assert_acknowledged (store->store, ids);
  return has_struck;
}

static void
test_fault_sweep (gconstpointer data)
{
  const Case *test = data;
  guint n = 1;

  while (run_with_fault (test, n))
    n += g_test_quick () ? 1 + n / 8 : 1;
  g_assert_cmpuint (n, >, 3);
}

/* Creating the database is one of the things that can fail half-way. */
static void
test_fault_while_creating (gconstpointer data)
{
  const Case *test = data;

  for (guint n = 1;; n += g_test_quick () ? 1 + n / 4 : 1) {
    g_autoptr (SentinelTestStore) store = NULL;
    g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_autoptr (GError) error = NULL;

    fault_vfs_arm (test->kind, n, test->for_good);
    store = sentinel_test_store_new ();
    write_event (store->store, ids, NULL);
    if (!fault_vfs_disarm ())
      return;
    write_event (store->store, ids, &error);
    g_assert_no_error (error);
    assert_acknowledged (store->store, ids);
  }
}

typedef struct {
  const char *folder;
  guint every;
  guint n_acknowledged; /* atomic */
  GArray *promised; /* of guint: acknowledged when image i was taken */
} Journey;

static void
power_lost_cb (guint n, gpointer data)
{
  Journey *journey = data;
  guint n_acknowledged = (guint) g_atomic_int_get ((int *) &journey->n_acknowledged);
  g_autofree char *name = g_strdup_printf ("%u", journey->promised->len);
  g_autofree char *folder = g_build_filename (journey->folder, name, NULL);

  if (n % journey->every != 0)
    return;
  g_mkdir (folder, 0700);
  fault_vfs_write_image (folder, n);
  g_array_append_val (journey->promised, n_acknowledged);
}

static void
check_image (const Journey *journey, guint i)
{
  guint promised = g_array_index (journey->promised, guint, i);
  g_autoptr (SentinelFakeClock) clock = sentinel_fake_clock_new (SENTINEL_TEST_NOW_US);
  g_autofree char *name = g_strdup_printf ("%u", i);
  g_autofree char *path = g_build_filename (journey->folder, name, "sentinel.db", NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT (SELECT count(*) FROM event WHERE id <= %u)"
                                          " + (SELECT count(*) FROM outbox WHERE event_id <= %u)",
                                          promised,
                                          promised);
  g_autoptr (SentinelStore) store = sentinel_store_new (path, SENTINEL_CLOCK (clock));

  g_assert_cmpint (helper_query_int (store, sql), ==, 2 * promised);
  helper_assert_sound (store);
  g_assert_true (sentinel_store_write (store, helper_insert_event, NULL, NULL));
  sentinel_store_close (store);
}

/* One run, from the creation over merges of the log to the end, photographed on its way. */
static void
test_power_loss (void)
{
  g_autofree char *folder = sentinel_test_make_folder ();
  Journey journey = { folder,
                      g_test_quick () ? 7 : 1,
                      0,
                      g_array_new (FALSE, FALSE, sizeof (guint)) };

  fault_vfs_watch (power_lost_cb, &journey);
  for (guint round = 0; round < 3; round++) {
    g_autoptr (SentinelFakeClock) clock = sentinel_fake_clock_new (SENTINEL_TEST_NOW_US);
    g_autofree char *path = g_build_filename (folder, "sentinel.db", NULL);
    g_autoptr (SentinelStore) store = sentinel_store_new (path, SENTINEL_CLOCK (clock));

    for (guint i = 0; i < 8; i++) {
      g_assert_true (sentinel_store_write (store, helper_insert_event, NULL, NULL));
      g_atomic_int_inc ((int *) &journey.n_acknowledged);
    }
    sentinel_store_close (store);
  }
  fault_vfs_watch (NULL, NULL);
  g_assert_cmpuint (journey.promised->len, >, 30);
  for (guint i = 0; i < journey.promised->len; i++)
    check_image (&journey, i);
  g_array_unref (journey.promised);
  sentinel_test_remove_folder (folder);
}

static int
child_write (const char *path)
{
  g_autoptr (SentinelFakeClock) clock = sentinel_fake_clock_new (SENTINEL_TEST_NOW_US);
  g_autoptr (SentinelStore) store = sentinel_store_new (path, SENTINEL_CLOCK (clock));

  while (TRUE) {
    g_autofree char *line = NULL;
    gint64 id;

    if (!sentinel_store_write (store, helper_insert_event, &id, NULL))
      return 1;
    line = g_strdup_printf ("%" G_GINT64_FORMAT "\n", id);
    if (write (STDOUT_FILENO, line, strlen (line)) < 0)
      return 1;
  }
}

static void
run_and_kill (const char *path, guint n_lines, GArray *ids)
{
  HelperChild *child = helper_spawn_self ("--write", path);
  char *line;

  for (guint i = 0; (line = helper_read_line (child)) != NULL; i++) {
    gint64 id = g_ascii_strtoll (line, NULL, 10);

    g_array_append_val (ids, id);
    g_free (line);
    if (i == n_lines)
      helper_kill (child);
  }
  g_assert_cmpint (helper_join (child), <, 0);
}

static void
test_killed_writers (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *sql = NULL;

  for (guint i = 0; i < 20; i++)
    run_and_kill (test->path, (guint) g_test_rand_int_range (1, 100), ids);
  for (guint i = 1; i < ids->len; i++)
    g_assert_cmpint (g_array_index (ids, gint64, i), >, g_array_index (ids, gint64, i - 1));
  sql = g_strdup_printf ("SELECT count(*) FROM event WHERE id <= %" G_GINT64_FORMAT,
                         g_array_index (ids, gint64, ids->len - 1));
  g_assert_cmpint (helper_query_int (test->store, sql),
                   ==,
                   g_array_index (ids, gint64, ids->len - 1));
  helper_assert_sound (test->store);
}

static void
fill_disk (const char *path)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  char block[4096] = { 0 };

  g_assert_cmpint (fd, >=, 0);
  while (write (fd, block, sizeof block) > 0)
    ;
  close (fd);
}

static void
test_full_disk (void)
{
  const char *disk = g_getenv ("SENTINEL_TEST_SMALL_FS");
  g_autoptr (SentinelFakeClock) clock = sentinel_fake_clock_new (SENTINEL_TEST_NOW_US);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SentinelStore) store = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *filler = NULL;
  g_autoptr (GError) error = NULL;

  if (disk == NULL) {
    g_test_skip ("SENTINEL_TEST_SMALL_FS does not name a folder on a small file system");
    return;
  }
  folder = g_build_filename (disk, "store", NULL);
  path = g_build_filename (folder, "sentinel.db", NULL);
  filler = g_build_filename (disk, "filler", NULL);
  store = sentinel_store_new (path, SENTINEL_CLOCK (clock));
  g_assert_true (write_event (store, ids, NULL));
  fill_disk (filler);
  while (write_event (store, ids, &error))
    ;
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_FULL);
  g_assert_nonnull (strstr (error->message, "Free some space"));
  sentinel_test_settle ();
  g_assert_error (sentinel_store_get_trouble (store), SENTINEL_ERROR, SENTINEL_ERROR_FULL);
  assert_acknowledged (store, ids);
  g_unlink (filler);
  g_assert_true (write_event (store, ids, NULL));
  sentinel_test_settle ();
  g_assert_null (sentinel_store_get_trouble (store));
  assert_acknowledged (store, ids);
  sentinel_store_close (store);
  sentinel_test_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--write"))
    return child_write (argv[2]);
  g_test_init (&argc, &argv, NULL);
  fault_vfs_install ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *sweep = g_strconcat ("/faults/sweep/", cases[i].name, NULL);
    g_autofree char *creating = g_strconcat ("/faults/creating/", cases[i].name, NULL);

    g_test_add_data_func (sweep, &cases[i], test_fault_sweep);
    g_test_add_data_func (creating, &cases[i], test_fault_while_creating);
  }
  g_test_add_func ("/faults/power-loss", test_power_loss);
  g_test_add_func ("/faults/killed-writers", test_killed_writers);
  g_test_add_func ("/faults/full-disk", test_full_disk);
  return g_test_run ();
}
