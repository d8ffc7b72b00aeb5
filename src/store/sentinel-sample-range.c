/* SPDX-License-Identifier: MIT */
/* A sample is in one of the four tables (sentinel-rollup-store.c), each of which is read in the
 * order of time: merging them gives all of them in order, also where a late one lies among longer
 * spans. */
#include "sentinel-sample-range.h"
#include "sentinel-statement.h"

#define SELECT(table) \
  "SELECT at_us, last, min, max, n FROM " table \
  " WHERE series_id = (SELECT id FROM series WHERE instance_id = ? AND name = ?)" \
  " AND at_us >= ? AND at_us < ? ORDER BY at_us"

/* Longest first: where two begin together, the longer one does. */
static const struct {
  gint64 span_us;
  const char *select;
} tables[] = {
  { G_TIME_SPAN_DAY, SELECT ("sample_1d") },
  { G_TIME_SPAN_HOUR, SELECT ("sample_1h") },
  { G_TIME_SPAN_MINUTE, SELECT ("sample_1m") },
  { SENTINEL_SAMPLE_SPAN_US, SELECT ("sample") },
};

#define N_TABLES G_N_ELEMENTS (tables)

typedef struct {
  SentinelStatement *rows[N_TABLES]; /* NULL: read to its end */
  SentinelSample next[N_TABLES]; /* where there are rows */
} Merge;

static void
merge_clear (Merge *self)
{
  for (guint i = 0; i < N_TABLES; i++)
    g_clear_pointer (&self->rows[i], sentinel_statement_release);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Merge, merge_clear)

static gboolean
step (Merge *self, guint table, GError **error)
{
  SentinelStatement *row = self->rows[table];
  gboolean has_row;

  if (!sentinel_statement_step (row, &has_row, error))
    return FALSE;
  if (has_row)
    self->next[table] = (SentinelSample) {
      .at_us = sentinel_statement_get_int (row, 0),
      .last = sentinel_statement_get_double (row, 1),
      .min = sentinel_statement_get_double (row, 2),
      .max = sentinel_statement_get_double (row, 3),
      .n = sentinel_statement_get_int (row, 4),
    };
  else
    g_clear_pointer (&self->rows[table], sentinel_statement_release);
  return TRUE;
}

static gboolean
begin (Merge *self,
       SentinelDatabase *db,
       gint64 instance_id,
       const char *name,
       gint64 from_us,
       gint64 to_us,
       GError **error)
{
  for (guint i = 0; i < N_TABLES; i++) {
    self->rows[i] = sentinel_statement_get (db, tables[i].select, error);
    if (self->rows[i] == NULL)
      return FALSE;
    sentinel_statement_bind (self->rows[i], "isii", instance_id, name, from_us, to_us);
    if (!step (self, i, error))
      return FALSE;
  }
  return TRUE;
}

/* -1: all are read */
static int
find_earliest (const Merge *self)
{
  int earliest = -1;

  for (int i = 0; i < (int) N_TABLES; i++)
    if (self->rows[i] != NULL && (earliest < 0 || self->next[i].at_us < self->next[earliest].at_us))
      earliest = i;
  return earliest;
}

static void
begin_part (SentinelSampleRange *self, gint64 from_us, gint64 span_us)
{
  SentinelSamplePart part = { from_us, span_us, self->samples->len };

  g_array_append_val (self->parts, part);
}

static gboolean
merge (SentinelSampleRange *self, Merge *tables_read, GError **error)
{
  int before = -1;

  for (int i; (i = find_earliest (tables_read)) >= 0; before = i) {
    if (i != before)
      begin_part (self, tables_read->next[i].at_us, tables[i].span_us);
    g_array_append_val (self->samples, tables_read->next[i]);
    if (!step (tables_read, (guint) i, error))
      return FALSE;
  }
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
  g_auto (Merge) tables_read = { 0 };

  self->samples = g_array_new (FALSE, FALSE, sizeof (SentinelSample));
  self->parts = g_array_new (FALSE, FALSE, sizeof (SentinelSamplePart));
  if (!begin (&tables_read, db, instance_id, name, from_us, to_us, error)
      || !merge (self, &tables_read, error))
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
