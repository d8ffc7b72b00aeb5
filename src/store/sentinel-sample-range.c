/* SPDX-License-Identifier: MIT */
/* A sample is in one of the four tables (sentinel-rollup-store.c), each of which is read in the
 * order of time, the oldest table first: as a rule that is the order of all of them. Where a late
 * sample lies among longer spans, they are merged. */
#include "sentinel-sample-range.h"
#include "sentinel-sample-rows.h"

/* Longest first: where two begin together, the longer one does. */
static const struct {
  gint64 span_us;
  const char *sql;
} tables[] = {
  { G_TIME_SPAN_DAY, SENTINEL_SAMPLE_ROWS_SQL ("sample_1d") },
  { G_TIME_SPAN_HOUR, SENTINEL_SAMPLE_ROWS_SQL ("sample_1h") },
  { G_TIME_SPAN_MINUTE, SENTINEL_SAMPLE_ROWS_SQL ("sample_1m") },
  { SENTINEL_SAMPLE_SPAN_US, SENTINEL_SAMPLE_ROWS_SQL ("sample") },
};

#define N_TABLES G_N_ELEMENTS (tables)

/* The samples of one table, as indexes of an array that has those of all. */
typedef struct {
  guint next, end;
} Slice;

static gint64
get_at_us (GArray *samples, guint index)
{
  return g_array_index (samples, SentinelSample, index).at_us;
}

/* -1: none is left */
static int
find_earliest (GArray *samples, const Slice *slices)
{
  int earliest = -1;

  for (int i = 0; i < (int) N_TABLES; i++)
    if (slices[i].next < slices[i].end
        && (earliest < 0
            || get_at_us (samples, slices[i].next) < get_at_us (samples, slices[earliest].next)))
      earliest = i;
  return earliest;
}

static gboolean
is_sorted (GArray *samples, const Slice *slices)
{
  for (guint i = 0; i < N_TABLES; i++)
    if (slices[i].next > 0 && slices[i].next < slices[i].end
        && get_at_us (samples, slices[i].next) < get_at_us (samples, slices[i].next - 1))
      return FALSE;
  return TRUE;
}

static void
begin_part (SentinelSampleRange *self, guint table, gint64 from_us, guint first)
{
  SentinelSamplePart part = { from_us, tables[table].span_us, first };

  g_array_append_val (self->parts, part);
}

static void
list_parts (SentinelSampleRange *self, const Slice *slices)
{
  for (guint i = 0; i < N_TABLES; i++)
    if (slices[i].next < slices[i].end)
      begin_part (self, i, get_at_us (self->samples, slices[i].next), slices[i].next);
}

static void
merge (SentinelSampleRange *self, Slice *slices)
{
  g_autoptr (GArray) unsorted = self->samples;
  int before = -1;

  self->samples = g_array_sized_new (FALSE, FALSE, sizeof (SentinelSample), unsorted->len);
  for (int i; (i = find_earliest (unsorted, slices)) >= 0; before = i) {
    guint next = slices[i].next++;

    if (i != before)
      begin_part (self, (guint) i, get_at_us (unsorted, next), self->samples->len);
    g_array_append_val (self->samples, g_array_index (unsorted, SentinelSample, next));
  }
}

static gboolean
read_tables (SentinelSampleRange *self,
             SentinelDatabase *db,
             gint64 series_id,
             gint64 from_us,
             gint64 to_us,
             GError **error)
{
  Slice slices[N_TABLES];

  for (guint i = 0; i < N_TABLES; i++) {
    slices[i].next = self->samples->len;
    if (!sentinel_sample_rows_append (self->samples,
                                      db,
                                      tables[i].sql,
                                      series_id,
                                      from_us,
                                      to_us,
                                      error))
      return FALSE;
    slices[i].end = self->samples->len;
  }
  if (is_sorted (self->samples, slices))
    list_parts (self, slices);
  else
    merge (self, slices);
  return TRUE;
}

/**
 * sentinel_sample_range_read:
 * @db: any connection, inside one snapshot
 * @instance_id: an instance
 * @name: which of its series
 * @from_us: first microsecond UTC
 * @to_us: the microsecond after the last
 * @error: the store's
 *
 * Reader thread.
 *
 * Returns: (transfer full) (nullable): the spans that begin in the range; empty where there is no
 * such series; NULL with error
 */
SentinelSampleRange *
sentinel_sample_range_read (SentinelDatabase *db,
                            gint64 instance_id,
                            const char *name,
                            gint64 from_us,
                            gint64 to_us,
                            GError **error)
{
  g_autoptr (SentinelSampleRange) self = g_new0 (SentinelSampleRange, 1);
  gint64 series_id = sentinel_series_store_find (db, instance_id, name, error);

  self->samples = g_array_new (FALSE, FALSE, sizeof (SentinelSample));
  self->parts = g_array_new (FALSE, FALSE, sizeof (SentinelSamplePart));
  if (series_id < 0 || (series_id > 0 && !read_tables (self, db, series_id, from_us, to_us, error)))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * sentinel_sample_range_free:
 * @self: (nullable) (transfer full): what was read
 */
void
sentinel_sample_range_free (SentinelSampleRange *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->samples);
  g_array_unref (self->parts);
  g_free (self);
}

/**
 * sentinel_sample_range_get_span_us:
 * @self: what was read
 *
 * Returns: the longest time that one of its samples stands for, microseconds; 0: it has none
 */
gint64
sentinel_sample_range_get_span_us (const SentinelSampleRange *self)
{
  gint64 longest_us = 0;

  for (guint i = 0; i < self->parts->len; i++)
    longest_us = MAX (longest_us, g_array_index (self->parts, SentinelSamplePart, i).span_us);
  return longest_us;
}
