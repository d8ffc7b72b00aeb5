/* SPDX-License-Identifier: MIT */
/* A database of each version before becomes one of today, and every row of it is still there. */
#include "sentinel-check.h"
#include "sentinel-migrations.h"
#include "sentinel-rollup-store.h"
#include "sentinel-sample-range.h"
#include "store-helpers.h"
#include <sqlite3.h>

typedef struct {
  char *folder, *path;
} Fixture;

/* By other means than ours, and as they were: the dump is what that version wrote. */
static sqlite3 *
open_raw (const char *path)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  return handle;
}

static void
set_up (Fixture *fixture, gconstpointer version)
{
  g_autofree char *name = g_strdup_printf ("schema-%d.sql", GPOINTER_TO_INT (version));
  g_autofree char *dump = g_test_build_filename (G_TEST_DIST, name, NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *handle;

  g_file_get_contents (dump, &sql, NULL, &error);
  g_assert_no_error (error);
  fixture->folder = sentinel_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "sentinel.db", NULL);
  handle = open_raw (fixture->path);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
}

static void
tear_down (Fixture *fixture, gconstpointer version)
{
  sentinel_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static int
add_line_cb (void *lines, int n_columns, char **values, char **names)
{
  GString *line = g_string_new (NULL);

  for (int i = 0; i < n_columns; i++)
    g_string_append_printf (line, "%s=%s ", names[i], values[i] != NULL ? values[i] : "NULL");
  g_ptr_array_add (lines, g_string_free_and_steal (line));
  return 0;
}

/* One line a row; quote() tells bytes and all digits. */
static GPtrArray *
list_lines (sqlite3 *handle, const char *sql)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpint (sqlite3_exec (handle, sql, add_line_cb, lines, NULL), ==, SQLITE_OK);
  return lines;
}

static int
add_first_cb (void *words, int n_columns, char **values, char **names)
{
  g_ptr_array_add (words, g_strdup (values[0]));
  return 0;
}

static GPtrArray *
list_words (sqlite3 *handle, const char *sql)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpint (sqlite3_exec (handle, sql, add_first_cb, words, NULL), ==, SQLITE_OK);
  return words;
}

/* Its rows, by the columns that it has now. */
static char *
make_query (sqlite3 *handle, const char *table)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT group_concat ('quote (\"' || name || '\") AS ' || name, ', ') FROM "
                       "pragma_table_info ('%s')",
                       table);
  g_autoptr (GPtrArray) columns = list_words (handle, sql);

  return g_strdup_printf ("SELECT '%s', %s FROM %s ORDER BY 1, 2, 3",
                          table,
                          (char *) columns->pdata[0],
                          table);
}

static void
assert_same_lines (GPtrArray *after, GPtrArray *before)
{
  g_assert_cmpuint (after->len, ==, before->len);
  for (guint i = 0; i < before->len; i++)
    g_assert_cmpstr (after->pdata[i], ==, before->pdata[i]);
}

static void
open_ours (const char *path, SentinelDatabaseMode mode)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelDatabase) db = sentinel_database_open (path, mode, &error);

  g_assert_no_error (error);
}

static void
test_every_row_is_kept (Fixture *fixture, gconstpointer version)
{
  sqlite3 *handle = open_raw (fixture->path);
  g_autoptr (GPtrArray) tables =
      list_words (handle, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  g_autoptr (GPtrArray) queries = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) before =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < tables->len; i++) {
    g_ptr_array_add (queries, make_query (handle, tables->pdata[i]));
    g_ptr_array_add (before, list_lines (handle, queries->pdata[i]));
    g_assert_cmpuint (((GPtrArray *) before->pdata[i])->len, >, 0);
  }
  sqlite3_close (handle);
  open_ours (fixture->path, SENTINEL_DATABASE_WRITER);
  handle = open_raw (fixture->path);
  for (guint i = 0; i < tables->len; i++) {
    g_autoptr (GPtrArray) after = list_lines (handle, queries->pdata[i]);

    assert_same_lines (after, before->pdata[i]);
  }
  sqlite3_close (handle);
  helper_assert_file_sound (fixture->path);
}

/* Everything that was made, as the program makes it anew today. */
static GPtrArray *
list_schema (const char *path)
{
  sqlite3 *handle = open_raw (path);
  GPtrArray *lines = list_lines (handle,
                                 "SELECT type, name, sql FROM sqlite_schema UNION ALL SELECT"
                                 " 'version', user_version, NULL FROM pragma_user_version UNION ALL"
                                 " SELECT 'id', application_id, NULL FROM pragma_application_id"
                                 " ORDER BY 1, 2");

  sqlite3_close (handle);
  return lines;
}

static void
test_it_is_as_a_new_one (Fixture *fixture, gconstpointer version)
{
  g_autofree char *new_path = g_build_filename (fixture->folder, "new.db", NULL);
  g_autoptr (GPtrArray) old_schema = list_schema (fixture->path);
  g_autoptr (GPtrArray) schema = NULL;
  g_autoptr (GPtrArray) new_schema = NULL;

  open_ours (fixture->path, SENTINEL_DATABASE_READER); /* has it done by a writer */
  open_ours (new_path, SENTINEL_DATABASE_WRITER);
  schema = list_schema (fixture->path);
  new_schema = list_schema (new_path);
  assert_same_lines (schema, new_schema);
  g_assert_cmpuint (schema->len, >, old_schema->len);
}

static gboolean
write_pass (SentinelTransaction *tx, gpointer pass, GError **error)
{
  return sentinel_rollup_store_step (tx, pass, error);
}

static gpointer
read_range (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_sample_range_read (db, 1, "iowait", 0, G_MAXINT64, error);
}

/* What was measured before there were roll-ups goes into them. */
static void
test_samples_of_before_are_rolled_up (Fixture *fixture, gconstpointer version)
{
  g_autoptr (SentinelFakeClock) clock =
      sentinel_fake_clock_new (SENTINEL_TEST_NOW_US + 15 * G_TIME_SPAN_DAY);
  g_autoptr (SentinelStore) store = sentinel_store_new (fixture->path, SENTINEL_CLOCK (clock));
  gint64 n_before = helper_query_int (store, "SELECT total (n) FROM sample WHERE series_id = 2");
  SentinelRollupPass pass = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelSampleRange) range = NULL;
  gint64 n = 0;

  sentinel_store_write (store, write_pass, &pass, &error);
  g_assert_no_error (error);
  g_assert_true (pass.is_done);
  range = sentinel_store_read (store, read_range, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < range->samples->len; i++)
    n += g_array_index (range->samples, SentinelSample, i).n;
  g_assert_cmpint (n, ==, n_before);
  g_assert_cmpint (sentinel_sample_range_get_span_us (range), ==, G_TIME_SPAN_HOUR);
  g_assert_cmpuint (range->samples->len, ==, 1);
  sentinel_store_close (store);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer version))
{
  g_test_add (path, Fixture, GINT_TO_POINTER (1), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/migrations/1/every-row-is-kept", test_every_row_is_kept);
  add ("/migrations/1/it-is-as-a-new-one", test_it_is_as_a_new_one);
  add ("/migrations/1/samples-of-before-are-rolled-up", test_samples_of_before_are_rolled_up);
  return g_test_run ();
}
