/* SPDX-License-Identifier: MIT */
/* Only the rows of the range are read, in the order of their ids, and sorted into the buckets here:
 * grouping in SQL would sort them all. */
#include "sentinel-event-histogram.h"
#include "sentinel-event-range.h"
#include "sentinel-statement.h"

/* from low to critical: the stored numbers are tens */
static gboolean
find_tone (gint64 importance, guint *tone)
{
  if (importance < SENTINEL_IMPORTANCE_LOW || importance > SENTINEL_IMPORTANCE_CRITICAL)
    return FALSE;
  *tone = (guint) (importance / 10 - 1);
  return TRUE;
}

/**
 * sentinel_histogram_get_importance:
 * @tone: a place below %SENTINEL_HISTOGRAM_N_TONES
 *
 * Returns: the importance that is counted there
 */
SentinelImportance
sentinel_histogram_get_importance (guint tone)
{
  return (SentinelImportance) ((tone + 1) * 10);
}

/**
 * sentinel_histogram_bucket_get_total:
 * @self: a bucket
 *
 * Returns: how many events are in it
 */
gint64
sentinel_histogram_bucket_get_total (const SentinelHistogramBucket *self)
{
  gint64 total = 0;

  for (guint i = 0; i < SENTINEL_HISTOGRAM_N_TONES; i++)
    total += self->n[i];
  return total;
}

static GArray *
make_buckets (const gint64 *edges_us, guint n_edges)
{
  GArray *buckets = g_array_sized_new (FALSE, TRUE, sizeof (SentinelHistogramBucket), n_edges);

  for (guint i = 0; i + 1 < n_edges; i++) {
    SentinelHistogramBucket bucket = { .from_us = edges_us[i], .to_us = edges_us[i + 1] };

    g_array_append_val (buckets, bucket);
  }
  return buckets;
}

/* Events come nearly in the order of time, so the last bucket is nearly always the right one. */
static SentinelHistogramBucket *
find_bucket (GArray *buckets, guint *hint, gint64 at_us)
{
  guint i = *hint;

  while (i > 0 && at_us < g_array_index (buckets, SentinelHistogramBucket, i).from_us)
    i--;
  while (i + 1 < buckets->len && at_us >= g_array_index (buckets, SentinelHistogramBucket, i).to_us)
    i++;
  *hint = i;
  return &g_array_index (buckets, SentinelHistogramBucket, i);
}

static void
count_row (GArray *buckets, guint *hint, SentinelStatement *row)
{
  SentinelHistogramBucket *bucket =
      find_bucket (buckets, hint, sentinel_statement_get_int (row, 0));
  guint tone;

  if (find_tone (sentinel_statement_get_int (row, 1), &tone))
    bucket->n[tone]++;
}

#define FROM_SQL SENTINEL_ID_FROM_SQL ("?1")
#define UNTIL_SQL SENTINEL_ID_UNTIL_SQL ("?2")

static const char rows_sql[] = "SELECT opened_at_us, importance FROM event WHERE id >= " FROM_SQL
                               " AND id < " UNTIL_SQL
                               " AND opened_at_us >= ?1 AND opened_at_us < ?2";

/**
 * sentinel_event_histogram_read:
 * @db: any connection
 * @edges_us: where buckets begin and end, microseconds UTC, rising; an event on an edge is in the
 *   later bucket
 * @n_edges: how many there are, at least 2
 * @error: return location
 *
 * What it costs grows with the events of the range, not with the history. See
 * sentinel-event-range.h for what a clock that was set back means.
 *
 * Returns: (transfer full) (element-type SentinelHistogramBucket): the buckets, or %NULL with
 * @error
 */
GArray *
sentinel_event_histogram_read (SentinelDatabase *db,
                               const gint64 *edges_us,
                               guint n_edges,
                               GError **error)
{
  g_autoptr (SentinelStatement) rows = NULL;
  g_autoptr (GArray) buckets = NULL;
  gboolean has_row = TRUE;
  guint hint = 0;

  g_return_val_if_fail (n_edges >= 2, NULL);
  rows = sentinel_statement_get (db, rows_sql, error);
  if (rows == NULL)
    return NULL;
  sentinel_statement_bind (rows, "ii", edges_us[0], edges_us[n_edges - 1]);
  buckets = make_buckets (edges_us, n_edges);
  while (sentinel_statement_step (rows, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&buckets);
    count_row (buckets, &hint, rows);
  }
  return NULL;
}
