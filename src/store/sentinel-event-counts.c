/* SPDX-License-Identifier: MIT */
/* What waits is what nobody acknowledged, less what was put off: the one is counted in its indexes
 * without looking at an event, the other is few. */
#include "sentinel-event-counts.h"
#include "sentinel-rows.h"

static gint64
read_int (SentinelDatabase *db, const char *sql, GError **error)
{
  g_autoptr (SentinelStatement) statement = sentinel_statement_get (db, sql, error);

  return statement != NULL ? sentinel_rows_read_int (statement, error) : -1;
}

static gint64 *
find_count (SentinelEventCounts *counts, gint64 importance)
{
  return &counts->n_waiting_of[CLAMP (importance / SENTINEL_IMPORTANCE_LOW, 1, 4) - 1];
}

/* Rows of importance and number, which are added @times. */
static gboolean
add_rows (SentinelDatabase *db,
          const char *sql,
          int times,
          SentinelEventCounts *counts,
          GError **error)
{
  g_autoptr (SentinelStatement) statement = sentinel_statement_get (db, sql, error);
  gboolean has_row = TRUE;

  while (statement != NULL && has_row) {
    if (!sentinel_statement_step (statement, &has_row, error))
      return FALSE;
    if (has_row)
      *find_count (counts, sentinel_statement_get_int (statement, 0)) +=
          times * sentinel_statement_get_int (statement, 1);
  }
  return statement != NULL;
}

static gboolean
count_unacknowledged (SentinelDatabase *db, SentinelEventCounts *counts, GError **error)
{
  gint64 n_high = read_int (db,
                            "SELECT count(*) FROM event INDEXED BY event_unacked"
                            " WHERE acked_at_us IS NULL AND importance >= 30",
                            error);
  gint64 n_critical = n_high < 0 ? -1
                                 : read_int (db,
                                             "SELECT count(*) FROM event INDEXED BY event_critical"
                                             " WHERE acked_at_us IS NULL AND importance >= 40",
                                             error);

  if (n_critical < 0)
    return FALSE;
  *find_count (counts, SENTINEL_IMPORTANCE_HIGH) = n_high - n_critical;
  *find_count (counts, SENTINEL_IMPORTANCE_CRITICAL) = n_critical;
  return add_rows (db,
                   "SELECT importance, count(*) FROM event INDEXED BY event_open WHERE "
                   "closed_at_us IS NULL AND acked_at_us IS NULL AND importance < 30 GROUP BY "
                   "importance",
                   1,
                   counts,
                   error);
}

/* What is suppressed is counted as waiting until something suppresses; nothing does yet. */
static gboolean
take_off_snoozed (SentinelDatabase *db, SentinelEventCounts *counts, GError **error)
{
  return add_rows (db,
                   "SELECT importance, count(*) FROM event INDEXED BY event_snoozed WHERE "
                   "snoozed_until_us IS NOT NULL AND acked_at_us IS NULL AND (closed_at_us IS "
                   "NULL OR importance >= 30) GROUP BY importance",
                   -1,
                   counts,
                   error);
}

static void
sum_up (SentinelEventCounts *counts)
{
  counts->n_waiting = 0;
  counts->worst_waiting = SENTINEL_IMPORTANCE_NONE;
  for (int i = 0; i < 4; i++) {
    counts->n_waiting += counts->n_waiting_of[i];
    if (counts->n_waiting_of[i] > 0)
      counts->worst_waiting = (SentinelImportance) ((i + 1) * SENTINEL_IMPORTANCE_LOW);
  }
}

/**
 * sentinel_event_counts_read:
 * @db: any connection
 * @counts: (out caller-allocates): the counts
 * @error: the store's
 *
 * Returns: whether @counts was filled
 */
gboolean
sentinel_event_counts_read (SentinelDatabase *db, SentinelEventCounts *counts, GError **error)
{
  *counts = (SentinelEventCounts) { 0 };
  counts->n_open =
      read_int (db,
                "SELECT count(*) FROM event INDEXED BY event_open WHERE closed_at_us IS NULL",
                error);
  if (counts->n_open < 0 || !count_unacknowledged (db, counts, error)
      || !take_off_snoozed (db, counts, error))
    return FALSE;
  sum_up (counts);
  return TRUE;
}
