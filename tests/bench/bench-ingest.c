/* SPDX-License-Identifier: MIT */
/* B7: ingest through the public API with all indexes, against raw prepared inserts of the same rows
 * in tables without indexes. Both with WAL, FULL, the same cache and 1,000 events a transaction.
 * The other side copies exactly the rows that ours wrote, held in memory as SQLite values. */
#include "bench.h"
#include "sentinel-event-acts.h"
#include <math.h>
#include <sqlite3.h>

#define PER_TRANSACTION 1000
#define PRAGMAS \
  "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA wal_autocheckpoint=0;PRAGMA " \
  "cache_size=-16384;"

static const char *const tables[] = { "event", "event_payload", "transition", "outbox", "change" };

typedef struct {
  guint n_columns;
  GPtrArray *values; /* of sqlite3_value, row after row */
} Table;

static void
check_sqlite (sqlite3 *db, int code)
{
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
    g_error ("bench: %s", sqlite3_errmsg (db));
}

static SentinelRaiseAct *
make_act (guint i)
{
  static const SentinelImportance importances[] = { 10, 10, 10, 10, 10, 10, 10, 20, 20, 30 };
  g_autofree char *source = g_strdup_printf ("host-%u", i % 500);
  g_autofree char *message = g_strdup_printf ("Processor load of %u.%u %% on host-%u for two "
                                              "minutes, threshold is 90 %%, request %u",
                                              i % 100,
                                              i % 10,
                                              i % 500,
                                              i);
  SentinelRaiseAct *act = sentinel_raise_act_new (importances[i % 10], source, message);

  act->category = g_strdup ("System");
  act->value = i % 100 + 0.5;
  return act;
}

static double
run_ours (Bench *bench, guint n_events, char **path)
{
  g_autofree char *folder = bench_make_folder (bench, "ingest-ours");
  g_autoptr (SentinelStore) store = bench_open_store (folder);
  g_autoptr (GPtrArray) batches =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GError) error = NULL;
  double begin;

  for (guint i = 0; i < n_events; i++) {
    if (i % PER_TRANSACTION == 0)
      g_ptr_array_add (batches,
                       g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_raise_act_free));
    g_ptr_array_add (batches->pdata[batches->len - 1], make_act (i));
  }
  begin = bench_seconds ();
  for (guint i = 0; i < batches->len; i++)
    if (!sentinel_store_write (store, sentinel_event_acts_raise_many, batches->pdata[i], &error))
      g_error ("bench: %s", error->message);
  begin = bench_seconds () - begin;
  *path = g_strdup (sentinel_store_get_path (store));
  sentinel_store_close (store);
  return n_events / begin;
}

static Table *
load_table (sqlite3 *db, const char *name)
{
  Table *table = g_new0 (Table, 1);
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s ORDER BY 1", name);
  sqlite3_stmt *statement = NULL;

  check_sqlite (db, sqlite3_prepare_v2 (db, sql, -1, &statement, NULL));
  table->n_columns = sqlite3_column_count (statement);
  table->values = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite3_value_free);
  while (sqlite3_step (statement) == SQLITE_ROW)
    for (guint i = 0; i < table->n_columns; i++)
      g_ptr_array_add (table->values, sqlite3_value_dup (sqlite3_column_value (statement, i)));
  sqlite3_finalize (statement);
  return table;
}

static void
table_free (Table *table)
{
  g_ptr_array_unref (table->values);
  g_free (table);
}

static sqlite3_stmt *
prepare_raw (sqlite3 *db, const char *name, guint n_columns)
{
  g_autoptr (GString) columns = g_string_new ("id INTEGER PRIMARY KEY");
  g_autoptr (GString) marks = g_string_new ("?");
  g_autofree char *create = NULL;
  g_autofree char *insert = NULL;
  sqlite3_stmt *statement = NULL;

  for (guint i = 1; i < n_columns; i++) {
    g_string_append_printf (columns, ", c%u", i);
    g_string_append (marks, ",?");
  }
  create = g_strdup_printf ("CREATE TABLE %s (%s)", name, columns->str);
  insert = g_strdup_printf ("INSERT INTO %s VALUES (%s)", name, marks->str);
  check_sqlite (db, sqlite3_exec (db, create, NULL, NULL, NULL));
  check_sqlite (db, sqlite3_prepare_v2 (db, insert, -1, &statement, NULL));
  return statement;
}

/* The rows of one table that fall into transaction number step of n_steps. */
static void
insert_share (sqlite3 *db, sqlite3_stmt *statement, const Table *table, guint step, guint n_steps)
{
  guint n_rows = table->values->len / table->n_columns;
  guint from = (guint64) n_rows * step / n_steps;
  guint to = (guint64) n_rows * (step + 1) / n_steps;

  for (guint row = from; row < to; row++) {
    for (guint i = 0; i < table->n_columns; i++)
      sqlite3_bind_value (statement, i + 1, table->values->pdata[row * table->n_columns + i]);
    check_sqlite (db, sqlite3_step (statement));
    sqlite3_reset (statement);
  }
}

static double
run_other (Bench *bench, Table **loaded, guint n_events, guint64 *n_rows)
{
  g_autofree char *folder = bench_make_folder (bench, "ingest-other");
  g_autofree char *path = g_build_filename (folder, "raw.db", NULL);
  sqlite3_stmt *statements[G_N_ELEMENTS (tables)];
  guint n_steps = n_events / PER_TRANSACTION;
  sqlite3 *db = NULL;
  double begin;

  *n_rows = 0;
  check_sqlite (db, sqlite3_open (path, &db));
  check_sqlite (db, sqlite3_exec (db, PRAGMAS, NULL, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    statements[i] = prepare_raw (db, tables[i], loaded[i]->n_columns);
    *n_rows += loaded[i]->values->len / loaded[i]->n_columns;
  }
  begin = bench_seconds ();
  for (guint step = 0; step < n_steps; step++) {
    check_sqlite (db, sqlite3_exec (db, "BEGIN", NULL, NULL, NULL));
    for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
      insert_share (db, statements[i], loaded[i], step, n_steps);
    check_sqlite (db, sqlite3_exec (db, "COMMIT", NULL, NULL, NULL));
  }
  begin = bench_seconds () - begin;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    sqlite3_finalize (statements[i]);
  sqlite3_close (db);
  return n_events / begin;
}

static void
run_round (Bench *bench, guint n_events, GArray *ours, GArray *other, guint64 *n_rows)
{
  g_autofree char *path = NULL;
  double a = run_ours (bench, n_events, &path);
  Table *loaded[G_N_ELEMENTS (tables)];
  sqlite3 *db = NULL;
  double b;

  check_sqlite (db, sqlite3_open (path, &db));
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    loaded[i] = load_table (db, tables[i]);
  sqlite3_close (db);
  b = run_other (bench, loaded, n_events, n_rows);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    table_free (loaded[i]);
  g_array_append_val (ours, a);
  g_array_append_val (other, b);
}

void
bench_ingest (Bench *bench)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) other = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) ratios = g_array_new (FALSE, FALSE, sizeof (double));
  guint n_events = bench->full ? 500000 : 50000;
  guint64 n_rows = 0;

  for (guint i = 0; i < BENCH_ROUNDS; i++) {
    run_round (bench, n_events, ours, other, &n_rows);
    double ratio = g_array_index (ours, double, i) / g_array_index (other, double, i);
    g_array_append_val (ratios, ratio);
  }
  bench_add (bench,
             &(BenchLine) {
                 .number = "B7",
                 .name = "ingest",
                 .ours = bench_median (ours),
                 .other = bench_median (other),
                 .unit = "events/s",
                 .ratio = bench_median (ratios),
                 .goal = 0.5,
                 .at_least = TRUE,
                 .detail = g_strdup_printf ("%.1f rows an event, other %.0f rows/s, " PRAGMAS,
                                            (double) n_rows / n_events,
                                            bench_median (other) * n_rows / n_events) });
}
