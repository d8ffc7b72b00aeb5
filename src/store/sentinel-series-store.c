/* SPDX-License-Identifier: MIT */
/* Tables series and sample; what becomes of old samples is told in sentinel-rollup-store.c. Nothing
 * here touches the change feed: samples are read when somebody looks, and the run that brought them
 * touches its rule. */
#include "sentinel-series-store.h"
#include "sentinel-error.h"
#include "sentinel-rows.h"
#include <math.h>

/* A little less than the span: what is measured every ten seconds comes a little early at times. */
#define FOLD_US_SQL "9500000"

/**
 * sentinel_series_store_find:
 * @db: any connection
 * @instance_id: an instance
 * @name: which of its series
 * @error: the store's
 *
 * Returns: the id of the series; 0: there is none; -1 with error
 */
gint64
sentinel_series_store_find (SentinelDatabase *db,
                            gint64 instance_id,
                            const char *name,
                            GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT id FROM series WHERE instance_id = ? AND name = ?",
                              error);

  if (statement == NULL)
    return -1;
  sentinel_statement_bind (statement, "is", instance_id, name);
  return sentinel_rows_read_int (statement, error);
}

/**
 * sentinel_series_store_ensure:
 * @tx: the open transaction
 * @instance_id: an instance that exists
 * @name: which of its series
 * @unit: (nullable): stored when the series is new
 *
 * Returns: the id of the series, made where missing; 0 with error
 */
gint64
sentinel_series_store_ensure (SentinelTransaction *tx,
                              gint64 instance_id,
                              const char *name,
                              const char *unit,
                              GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 id = sentinel_series_store_find (db, instance_id, name, error);

  if (id != 0)
    return MAX (id, 0);
  if (!sentinel_statement_run_bound (db,
                                     error,
                                     "INSERT INTO series (instance_id, name, unit) VALUES (?, ?, "
                                     "?)",
                                     "iss",
                                     instance_id,
                                     name,
                                     unit))
    return 0;
  return sentinel_database_get_last_insert_id (db);
}

/**
 * sentinel_series_store_add:
 * @tx: the open transaction
 * @series_id: from sentinel_series_store_ensure()
 * @at_us: when it was measured, microseconds UTC
 * @value: a finite number
 *
 * Folds a value into the row that began less than SENTINEL_SAMPLE_SPAN_US ago, or begins one; the
 * row keeps the time at which it began, so that nothing is lost of what comes more seldom.
 *
 * Returns: whether it was written; SENTINEL_ERROR_INVALID for a number that is not finite
 */
gboolean
sentinel_series_store_add (SentinelTransaction *tx,
                           gint64 series_id,
                           gint64 at_us,
                           double value,
                           GError **error)
{
  if (!isfinite (value)) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 "Cannot store a sample of series %" G_GINT64_FORMAT ": %g is not a finite number",
                 series_id,
                 value);
    return FALSE;
  }
  return sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                       error,
                                       "INSERT INTO sample (series_id, at_us, last, min, max, n) "
                                       "VALUES (?1, ifnull ((SELECT max (at_us) FROM sample WHERE "
                                       "series_id = ?1 AND at_us > ?2 - " FOLD_US_SQL
                                       " AND at_us <= ?2), ?2), ?3, ?3, ?3, 1)"
                                       " ON CONFLICT (series_id, at_us) DO UPDATE SET last = "
                                       "excluded.last, min = min (min, excluded.min),"
                                       " max = max (max, excluded.max), n = n + 1",
                                       "iid",
                                       series_id,
                                       at_us,
                                       value);
}

static void
read_sample (SentinelStatement *row, SentinelSample *sample)
{
  *sample = (SentinelSample) {
    .at_us = sentinel_statement_get_int (row, 0),
    .last = sentinel_statement_get_double (row, 1),
    .min = sentinel_statement_get_double (row, 2),
    .max = sentinel_statement_get_double (row, 3),
    .n = sentinel_statement_get_int (row, 4),
  };
}

static void
append_sample (GArray *samples, SentinelStatement *row)
{
  SentinelSample sample;

  read_sample (row, &sample);
  g_array_append_val (samples, sample);
}

/**
 * sentinel_series_store_list:
 * @db: any connection
 * @instance_id: an instance
 * @name: which of its series
 * @from_us: first microsecond UTC
 * @to_us: the microsecond after the last
 *
 * Returns: (transfer full) (nullable) (element-type SentinelSample): the spans that begin in the
 * range, oldest first; empty where there is no such series; NULL with error
 */
GArray *
sentinel_series_store_list (SentinelDatabase *db,
                            gint64 instance_id,
                            const char *name,
                            gint64 from_us,
                            gint64 to_us,
                            GError **error)
{
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (SentinelSample));
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT at_us, last, min, max, n FROM sample"
                              " WHERE series_id = (SELECT id FROM series WHERE instance_id = ? AND "
                              "name = ?)"
                              " AND at_us >= ? AND at_us < ? ORDER BY at_us",
                              error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "isii", instance_id, name, from_us, to_us);
  while (sentinel_statement_step (statement, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&samples);
    append_sample (samples, statement);
  }
  return NULL;
}

#define FIND_LAST(table) \
  "SELECT " table ".at_us, last, min, max, n, unit FROM series" \
  " CROSS JOIN " table " ON series_id = series.id" \
  " WHERE instance_id = ? AND name = ? AND " table ".at_us <= ?" \
  " ORDER BY " table ".at_us DESC LIMIT 1"

/* Newest first. Of the longer spans, those that were over: others hold what came later. */
static const struct {
  gint64 span_us;
  const char *find_last;
} tables[] = {
  { 0, FIND_LAST ("sample") },
  { G_TIME_SPAN_MINUTE, FIND_LAST ("sample_1m") },
  { G_TIME_SPAN_HOUR, FIND_LAST ("sample_1h") },
  { G_TIME_SPAN_DAY, FIND_LAST ("sample_1d") },
};

static gboolean
find_last (SentinelStatement *statement,
           SentinelSample *sample,
           char **unit,
           gboolean *found,
           GError **error)
{
  if (!sentinel_statement_step (statement, found, error))
    return FALSE;
  if (*found) {
    read_sample (statement, sample);
    *unit = sentinel_statement_dup_text (statement, 5);
  }
  return TRUE;
}

/**
 * sentinel_series_store_find_last:
 * @db: any connection
 * @instance_id: an instance
 * @name: which of its series
 * @at_us: microseconds UTC
 * @sample: (out): the newest span that begins at or before @at_us; of those that were rolled up,
 * the newest that was over by then
 * @unit: (out) (transfer full) (nullable): what the series is measured in
 * @found: (out): whether there is one
 *
 * Returns: whether it could be read
 */
gboolean
sentinel_series_store_find_last (SentinelDatabase *db,
                                 gint64 instance_id,
                                 const char *name,
                                 gint64 at_us,
                                 SentinelSample *sample,
                                 char **unit,
                                 gboolean *found,
                                 GError **error)
{
  *found = FALSE;
  *unit = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (tables) && !*found; i++) {
    g_autoptr (SentinelStatement) statement =
        sentinel_statement_get (db, tables[i].find_last, error);

    if (statement == NULL)
      return FALSE;
    sentinel_statement_bind (statement, "isi", instance_id, name, at_us - tables[i].span_us);
    if (!find_last (statement, sample, unit, found, error))
      return FALSE;
  }
  return TRUE;
}
