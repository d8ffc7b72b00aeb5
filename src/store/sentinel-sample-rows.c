/* SPDX-License-Identifier: MIT */
/* An aggregate whose result is of no interest: what it does is to append. The rows come by the
 * primary key and so in the order of time, which is looked at, because no ORDER BY can promise it
 * to an aggregate without sorting them all. */
#include "sentinel-sample-rows.h"
#include "sentinel-series-store.h"

static void
collect_cb (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  GArray *samples = sqlite3_value_pointer (values[0], SENTINEL_STATEMENT_POINTER);
  gint64 *last_us = sqlite3_aggregate_context (context, sizeof *last_us);
  SentinelSample sample = {
    .at_us = sqlite3_value_int64 (values[1]),
    .last = sqlite3_value_double (values[2]),
    .min = sqlite3_value_double (values[3]),
    .max = sqlite3_value_double (values[4]),
    .n = sqlite3_value_int64 (values[5]),
  };

  if (last_us == NULL)
    sqlite3_result_error_nomem (context);
  else if (samples == NULL || sample.at_us < *last_us)
    sqlite3_result_error (context, "samples are not in the order of time", -1);
  else {
    *last_us = sample.at_us;
    g_array_append_val (samples, sample);
  }
}

static void
collected_cb (sqlite3_context *context)
{
  sqlite3_result_null (context);
}

/**
 * sentinel_sample_rows_append:
 * @samples: (element-type SentinelSample): gets them at its end, oldest first; on error, some
 * @db: any connection
 * @sql: SENTINEL_SAMPLE_ROWS_SQL() of a table, the same address each time
 * @series_id: a series
 * @from_us: first microsecond UTC
 * @to_us: the microsecond after the last
 * @error: the store's
 *
 * Returns: whether they could be read
 */
gboolean
sentinel_sample_rows_append (GArray *samples,
                             SentinelDatabase *db,
                             const char *sql,
                             gint64 series_id,
                             gint64 from_us,
                             gint64 to_us,
                             GError **error)
{
  return sentinel_statement_run_bound (db, error, sql, "piii", samples, series_id, from_us, to_us);
}

/**
 * sentinel_sample_rows_register:
 * @db: a connection that was just opened
 *
 * Gives the connection the function sentinel_collect().
 *
 * Returns: whether it worked; else the error is the connection's
 */
gboolean
sentinel_sample_rows_register (sqlite3 *db)
{
  return sqlite3_create_function_v2 (db,
                                     "sentinel_collect",
                                     6,
                                     SQLITE_UTF8 | SQLITE_DIRECTONLY,
                                     NULL,
                                     NULL,
                                     collect_cb,
                                     collected_cb,
                                     NULL)
         == SQLITE_OK;
}
