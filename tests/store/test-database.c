/* SPDX-License-Identifier: MIT */
/* Opening: new, old, foreign, damaged and forbidden files; several processes at once. */
#include "sentinel-error.h"
#include "sentinel-migrations.h"
#include "sentinel-statement.h"
#include "store-helpers.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = sentinel_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "sentinel.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sentinel_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static SentinelDatabase *
open_writer (const char *path)
{
  g_autoptr (GError) error = NULL;
  SentinelDatabase *db = sentinel_database_open (path, SENTINEL_DATABASE_WRITER, &error);

  g_assert_no_error (error);
  return db;
}

static gint64
query (SentinelDatabase *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gpointer answer = helper_read_int (db, (gpointer) sql, &error);

  g_assert_no_error (error);
  return (gint64) GPOINTER_TO_SIZE (answer);
}

/* Opens, and so brings up to date. */
static char *
query_text (const char *path, const char *sql)
{
  g_autoptr (SentinelDatabase) db = open_writer (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelStatement) statement = sentinel_statement_prepare (db, sql, &error);
  gboolean has_row;

  g_assert_no_error (error);
  g_assert_true (sentinel_statement_step (statement, &has_row, &error));
  return sentinel_statement_dup_text (statement, 0);
}

/* By other means than ours. */
static void
exec_raw (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
}

static guint
get_mode (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct stat status;

  g_assert_cmpint (lstat (path, &status), ==, 0);
  return status.st_mode & 07777;
}

static void
test_creates_private_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "new", "deep", NULL);
  g_autofree char *path = g_build_filename (folder, "sentinel.db", NULL);
  mode_t old_mask = umask (0);
  g_autoptr (SentinelDatabase) db = open_writer (path);

  umask (old_mask);
  g_assert_cmpuint (get_mode (folder, "."), ==, 0700);
  g_assert_cmpuint (get_mode (folder, "sentinel.db"), ==, 0600);
  g_assert_cmpuint (get_mode (folder, "sentinel.db-wal"), ==, 0600);
}

static void
test_sets_up_a_new_database (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *sql;
    gint64 expected;
  } facts[] = {
    { "PRAGMA application_id", 0x53454E54 },
    { "PRAGMA auto_vacuum", 2 },
    { "PRAGMA page_size", 4096 },
    { "PRAGMA synchronous", 2 },
    { "PRAGMA foreign_keys", 1 },
    { "PRAGMA trusted_schema", 0 },
    { "PRAGMA cell_size_check", 1 },
    { "PRAGMA mmap_size", 0 },
    { "PRAGMA wal_autocheckpoint", 0 },
    { "PRAGMA busy_timeout", 5000 },
    { "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'", 1 },
    { "SELECT count(*) FROM category WHERE name IN ('General', 'Market', 'System', 'Security')",
      4 },
    { "SELECT value FROM meta WHERE key = 'event_id'", 0 },
    { "SELECT length (value) FROM meta WHERE key = 'install'", 36 },
    { "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%) STRICT%'"
      " AND name NOT LIKE 'sqlite_%'",
      0 },
  };
  g_autoptr (SentinelDatabase) db = open_writer (fixture->path);

  g_assert_cmpint (query (db, "PRAGMA user_version"), ==, sentinel_migrations_get_head ());
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++) {
    g_test_message ("%s", facts[i].sql);
    g_assert_cmpint (query (db, facts[i].sql), ==, facts[i].expected);
  }
}

/* Every row is there after the steps, and knows what the later ones added. */
static void
test_goes_on_with_an_older_one (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *sql;
    gint64 expected;
  } facts[] = {
    { "SELECT count(*) FROM event", 2 },
    { "SELECT count(*) FROM note", 2 },
    { "SELECT count(*) FROM transition", 3 },
    { "SELECT count(*) FROM rule", 2 },
    { "SELECT count(*) FROM outbox", 3 },
    { "SELECT count(*) FROM outbox WHERE rule_id = 2 AND event_id IN (1, 2)", 2 },
    { "SELECT count(*) FROM outbox WHERE rule_id IS NULL AND event_id IS NULL", 1 },
    { "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'", 1 },
  };
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "version-1.sql", NULL);
  g_autofree char *sql = NULL;
  g_autoptr (SentinelDatabase) db = NULL;

  g_assert_true (g_file_get_contents (file, &sql, NULL, NULL));
  exec_raw (fixture->path, sql);
  db = open_writer (fixture->path);
  g_assert_cmpint (query (db, "PRAGMA user_version"), ==, sentinel_migrations_get_head ());
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++) {
    g_test_message ("%s", facts[i].sql);
    g_assert_cmpint (query (db, facts[i].sql), ==, facts[i].expected);
  }
}

/* A new database and one that went the steps are the same. */
static void
test_steps_lead_to_the_same_schema (Fixture *fixture, gconstpointer data)
{
  static const char schema[] = "SELECT group_concat (sql, ';') FROM (SELECT sql FROM sqlite_schema"
                               " WHERE sql IS NOT NULL ORDER BY type, name)";
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "version-1.sql", NULL);
  g_autofree char *other = g_strconcat (fixture->path, "-new", NULL);
  g_autofree char *sql = NULL;
  g_autofree char *ours = NULL;
  g_autofree char *theirs = NULL;

  g_assert_true (g_file_get_contents (file, &sql, NULL, NULL));
  exec_raw (fixture->path, sql);
  ours = query_text (fixture->path, schema);
  theirs = query_text (other, schema);
  g_assert_cmpstr (ours, ==, theirs);
}

static void
test_reader_makes_and_never_writes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelDatabase) db =
      sentinel_database_open (fixture->path, SENTINEL_DATABASE_READER, &error);

  g_assert_no_error (error);
  g_assert_cmpint (query (db, "SELECT count(*) FROM category"), ==, 4);
  g_assert_false (sentinel_statement_run_bound (db, &error, "DELETE FROM category", ""));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_READ_ONLY);
}

static void
assert_refused (const char *path, SentinelError code, const char *part_of_message)
{
  static const SentinelDatabaseMode modes[] = { SENTINEL_DATABASE_WRITER,
                                                SENTINEL_DATABASE_READER };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SentinelDatabase) db = sentinel_database_open (path, modes[i], &error);

    g_assert_null (db);
    g_assert_error (error, SENTINEL_ERROR, (int) code);
    g_assert_nonnull (strstr (error->message, part_of_message));
    g_assert_nonnull (strstr (error->message, path));
  }
}

static void
test_refuses_foreign (Fixture *fixture, gconstpointer data)
{
  exec_raw (fixture->path, "CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)");
  assert_refused (fixture->path, SENTINEL_ERROR_FOREIGN, "another program");
  exec_raw (fixture->path, "PRAGMA application_id = 7");
  assert_refused (fixture->path, SENTINEL_ERROR_FOREIGN, "another program");
  exec_raw (fixture->path, "INSERT INTO theirs VALUES (2)");
}

static void
test_refuses_newer (Fixture *fixture, gconstpointer data)
{
  sentinel_database_close (open_writer (fixture->path));
  exec_raw (fixture->path, "PRAGMA user_version = 1000");
  assert_refused (fixture->path, SENTINEL_ERROR_NEWER, "Update");
}

static void
test_refuses_text (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (10000, 'x');

  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  assert_refused (fixture->path, SENTINEL_ERROR_CORRUPT, "Keep a copy");
}

static void
test_refuses_truncated (Fixture *fixture, gconstpointer data)
{
  sentinel_database_close (open_writer (fixture->path));
  g_assert_cmpint (truncate (fixture->path, 4096 * 3), ==, 0);
  assert_refused (fixture->path, SENTINEL_ERROR_CORRUPT, "Keep a copy");
}

static void
test_refuses_damaged_schema (Fixture *fixture, gconstpointer data)
{
  g_autofree char *content = NULL;
  gsize size;

  sentinel_database_close (open_writer (fixture->path));
  g_assert_true (g_file_get_contents (fixture->path, &content, &size, NULL));
  memset (content + 100, 0x5a, 3000);
  g_assert_true (g_file_set_contents (fixture->path, content, (gssize) size, NULL));
  assert_refused (fixture->path, SENTINEL_ERROR_CORRUPT, "Keep a copy");
}

static void
test_refuses_link_and_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *target = g_build_filename (fixture->folder, "real.db", NULL);

  sentinel_database_close (open_writer (target));
  g_assert_cmpint (symlink (target, fixture->path), ==, 0);
  assert_refused (fixture->path, SENTINEL_ERROR_FOREIGN, "symbolic link");
  g_unlink (fixture->path);
  g_mkdir (fixture->path, 0700);
  assert_refused (fixture->path, SENTINEL_ERROR_FOREIGN, "plain file");
}

static void
test_allows_link_to_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autofree char *path = g_build_filename (link, "sentinel.db", NULL);
  g_autofree char *real = g_build_filename (fixture->folder, "real", NULL);

  g_mkdir (real, 0700);
  g_assert_cmpint (symlink (real, link), ==, 0);
  sentinel_database_close (open_writer (path));
}

static void
test_fills_zero_length (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SentinelDatabase) db = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  db = open_writer (fixture->path);
  g_assert_cmpint (query (db, "SELECT count(*) FROM category"), ==, 4);
}

static void
test_failed_migration_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelDatabase) db = NULL;

  exec_raw (fixture->path,
            "PRAGMA application_id = 0x53454E54; CREATE TABLE setting (a); CREATE TABLE kept (a)");
  db = sentinel_database_open (fixture->path, SENTINEL_DATABASE_WRITER, &error);
  g_assert_null (db);
  g_assert_nonnull (error);
  exec_raw (fixture->path, "DROP TABLE setting");
  db = open_writer (fixture->path);
  g_assert_cmpint (query (db, "SELECT count(*) FROM category"), ==, 4);
}

/* Each waits for its line, so that all begin at once. */
static void
test_processes_create_at_once (Fixture *fixture, gconstpointer data)
{
  for (guint round = 0; round < 5; round++) {
    g_autofree char *name = g_strdup_printf ("%u.db", round);
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
    HelperChild *children[4];

    for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
      children[i] = helper_spawn_self ("--open", path);
    for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
      helper_write_line (children[i], "");
    for (gsize i = 0; i < G_N_ELEMENTS (children); i++) {
      g_autofree char *line = helper_read_line (children[i]);

      g_assert_cmpstr (line, ==, "ok");
      g_assert_cmpint (helper_join (children[i]), ==, 0);
    }
    helper_assert_file_sound (path);
  }
}

static int
child_open (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelDatabase) db = NULL;

  getchar ();
  db = sentinel_database_open (path, SENTINEL_DATABASE_WRITER, &error);
  g_print ("%s\n", db != NULL ? "ok" : error->message);
  return 0;
}

static void
make_event_store (const char *path)
{
  g_autoptr (SentinelFakeClock) clock = sentinel_fake_clock_new (SENTINEL_TEST_NOW_US);
  g_autoptr (SentinelStore) store = sentinel_store_new (path, SENTINEL_CLOCK (clock));
  g_autoptr (GError) error = NULL;

  g_assert_true (sentinel_store_write (store, helper_insert_event, NULL, &error));
  g_assert_no_error (error);
}

static void
run_forbidden (Fixture *fixture, mode_t folder_mode)
{
  HelperChild *child;
  g_autofree char *answer = NULL;

  make_event_store (fixture->path);
  g_chmod (fixture->path, 0444);
  g_chmod (fixture->folder, folder_mode);
  child = helper_spawn_self ("--read-only", fixture->path);
  answer = helper_read_line (child);
  g_assert_cmpint (helper_join (child), ==, 0);
  g_chmod (fixture->folder, 0700);
  if (g_strcmp0 (answer, "skip") == 0)
    g_test_skip ("cannot give up the rights of root here");
  else
    g_assert_cmpstr (answer, ==, "read 1, refused");
}

/* With the folder writable the log's index can be made; without it the file is read as it is. */
static void
test_reads_what_it_cannot_write (Fixture *fixture, gconstpointer data)
{
  run_forbidden (fixture, 0777);
}

static void
test_reads_in_a_folder_it_cannot_write (Fixture *fixture, gconstpointer data)
{
  run_forbidden (fixture, 0555);
}

/* Root may write everything: give that up first. */
static int
child_read_only (const char *path)
{
  g_autoptr (SentinelFakeClock) clock = sentinel_fake_clock_new (SENTINEL_TEST_NOW_US);
  g_autoptr (SentinelStore) store = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_events;
  gboolean is_refused;

  if (geteuid () == 0
      && (setresgid (65534, 65534, 65534) != 0 || setresuid (65534, 65534, 65534) != 0)) {
    g_print ("skip\n");
    return 0;
  }
  store = sentinel_store_new (path, SENTINEL_CLOCK (clock));
  n_events = helper_query_int (store, "SELECT count(*) FROM event");
  is_refused = !sentinel_store_write (store, helper_insert_event, NULL, &error)
               && g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_READ_ONLY)
               && strstr (error->message, "writable") != NULL;
  g_print ("read %" G_GINT64_FORMAT ", %s\n", n_events, is_refused ? "refused" : "not refused");
  return 0;
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--open"))
    return child_open (argv[2]);
  if (argc == 3 && g_str_equal (argv[1], "--read-only"))
    return child_read_only (argv[2]);
  g_test_init (&argc, &argv, NULL);
  add ("/database/creates-private-files", test_creates_private_files);
  add ("/database/sets-up-a-new-database", test_sets_up_a_new_database);
  add ("/database/goes-on-with-an-older-one", test_goes_on_with_an_older_one);
  add ("/database/steps-lead-to-the-same-schema", test_steps_lead_to_the_same_schema);
  add ("/database/reader-makes-and-never-writes", test_reader_makes_and_never_writes);
  add ("/database/refuses-foreign", test_refuses_foreign);
  add ("/database/refuses-newer", test_refuses_newer);
  add ("/database/refuses-text", test_refuses_text);
  add ("/database/refuses-truncated", test_refuses_truncated);
  add ("/database/refuses-damaged-schema", test_refuses_damaged_schema);
  add ("/database/refuses-link-and-folder", test_refuses_link_and_folder);
  add ("/database/allows-link-to-folder", test_allows_link_to_folder);
  add ("/database/fills-zero-length", test_fills_zero_length);
  add ("/database/failed-migration-leaves-nothing", test_failed_migration_leaves_nothing);
  add ("/database/processes-create-at-once", test_processes_create_at_once);
  add ("/database/reads-what-it-cannot-write", test_reads_what_it_cannot_write);
  add ("/database/reads-in-a-folder-it-cannot-write", test_reads_in_a_folder_it_cannot_write);
  return g_test_run ();
}
