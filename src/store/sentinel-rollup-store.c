/* SPDX-License-Identifier: MIT */
/* A sample is in one table only: what is old is folded into its longer span and deleted in the same
 * transaction. So nothing has to be remembered about how far a series was rolled up, a step that is
 * repeated finds nothing left to do, and what comes late, as when the clock was set back, is folded
 * into the span that is there already. Only whole spans are old: no row is begun that is still
 * being measured. */
#include "sentinel-rollup-store.h"
#include "sentinel-duration.h"
#include "sentinel-rows.h"
#include "sentinel-setting-store.h"

#define MAX_SERIES 200 /* that one step looks at: most have nothing to do */

/* The oldest of a series, ?1, that are older than ?2, at most ?3: up to when, and how many. */
#define FIND(table) \
  "SELECT max (at_us), count (*) FROM (SELECT at_us FROM " table \
  " WHERE series_id = ?1 AND at_us < ?2 ORDER BY at_us LIMIT ?3)"
/* In the order of time: the last one stays the last. */
#define FOLD(table, longer, span) \
  "INSERT INTO " longer " (series_id, at_us, last, min, max, n)" \
  " SELECT series_id, at_us - at_us % " span ", last, min, max, n FROM " table \
  " WHERE series_id = ?1 AND at_us <= ?2 ORDER BY at_us" \
  " ON CONFLICT (series_id, at_us) DO UPDATE SET last = excluded.last," \
  " min = min (min, excluded.min), max = max (max, excluded.max), n = n + excluded.n"
#define DELETE(table) "DELETE FROM " table " WHERE series_id = ?1 AND at_us <= ?2"

static const struct {
  const char *setting; /* how long its rows are kept */
  gint64 span_us; /* of the rows they go into; whole ones leave */
  const char *find, *fold, *delete; /* fold NULL: they just go */
} tables[] = {
  { "retention.samples",
    G_TIME_SPAN_MINUTE,
    FIND ("sample"),
    FOLD ("sample", "sample_1m", "60000000"),
    DELETE ("sample") },
  { "retention.samples-1m",
    G_TIME_SPAN_HOUR,
    FIND ("sample_1m"),
    FOLD ("sample_1m", "sample_1h", "3600000000"),
    DELETE ("sample_1m") },
  { "retention.samples-1h",
    G_TIME_SPAN_DAY,
    FIND ("sample_1h"),
    FOLD ("sample_1h", "sample_1d", "86400000000"),
    DELETE ("sample_1h") },
  { "retention.samples-1d", G_TIME_SPAN_DAY, FIND ("sample_1d"), NULL, DELETE ("sample_1d") },
};

#define N_TABLES G_N_ELEMENTS (tables)

G_STATIC_ASSERT (G_TIME_SPAN_MINUTE == 60000000);
G_STATIC_ASSERT (G_TIME_SPAN_HOUR == G_GINT64_CONSTANT (3600000000));
G_STATIC_ASSERT (G_TIME_SPAN_DAY == G_GINT64_CONSTANT (86400000000));

typedef struct {
  SentinelDatabase *db;
  gint64 before_us[N_TABLES]; /* rows that begin before are old */
  gint64 n_left; /* rows that may still be moved */
} Step;

static gboolean
read_ages (Step *self, gint64 now_us, GError **error)
{
  for (guint i = 0; i < N_TABLES; i++) {
    g_autofree char *value = sentinel_setting_store_get (self->db, tables[i].setting, error);
    gint64 kept_ms, old_us;

    if (value == NULL)
      return FALSE;
    if (!sentinel_duration_parse (value, &kept_ms, error)) {
      g_prefix_error (error, "Setting %s: ", tables[i].setting);
      return FALSE;
    }
    old_us = MAX (now_us - kept_ms * 1000, 0);
    self->before_us[i] = old_us - old_us % tables[i].span_us;
  }
  return TRUE;
}

/* *n_old: 0: none, and *last_us says nothing */
static gboolean
find_old (Step *self, gint64 series_id, guint table, gint64 *last_us, gint64 *n_old, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (self->db, tables[table].find, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "iii", series_id, self->before_us[table], self->n_left);
  if (!sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  *last_us = sentinel_statement_get_int (statement, 0);
  *n_old = sentinel_statement_get_int (statement, 1);
  return TRUE;
}

static gboolean
move_old (Step *self, gint64 series_id, guint table, GError **error)
{
  const char *fold = tables[table].fold;
  gint64 last_us, n_old;

  if (!find_old (self, series_id, table, &last_us, &n_old, error))
    return FALSE;
  if (n_old == 0)
    return TRUE;
  self->n_left -= n_old;
  return (fold == NULL
          || sentinel_statement_run_bound (self->db, error, fold, "ii", series_id, last_us))
         && sentinel_statement_run_bound (self->db,
                                          error,
                                          tables[table].delete,
                                          "ii",
                                          series_id,
                                          last_us);
}

static gboolean
move_series (Step *self, gint64 series_id, GError **error)
{
  for (guint i = 0; i < N_TABLES && self->n_left > 0; i++)
    if (!move_old (self, series_id, i, error))
      return FALSE;
  return TRUE;
}

static GArray *
list_series (Step *self, gint64 after_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (self->db,
                              "SELECT id FROM series WHERE id > ? ORDER BY id LIMIT ?",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "ii", after_id, (gint64) MAX_SERIES);
  return sentinel_rows_collect_ids (statement, error);
}

/**
 * sentinel_rollup_store_step:
 * @tx: the open transaction
 * @pass: how far it has come; untouched on error
 * @error: the store's
 *
 * Folds old samples into longer spans and deletes what is past the longest, by the settings as they
 * are now: at most SENTINEL_ROLLUP_MAX_ROWS rows, so that nothing else waits long. Writer thread.
 *
 * Returns: whether it was done
 */
gboolean
sentinel_rollup_store_step (SentinelTransaction *tx, SentinelRollupPass *pass, GError **error)
{
  Step step = { .db = sentinel_transaction_get_database (tx), .n_left = SENTINEL_ROLLUP_MAX_ROWS };
  g_autoptr (GArray) series = list_series (&step, pass->series_id, error);
  guint n_done = 0;

  if (series == NULL || !read_ages (&step, sentinel_transaction_get_now_us (tx), error))
    return FALSE;
  while (n_done < series->len) {
    if (!move_series (&step, g_array_index (series, gint64, n_done), error))
      return FALSE;
    if (step.n_left == 0)
      break; /* it may have more, and is the next step's first */
    n_done++;
  }
  if (n_done > 0)
    pass->series_id = g_array_index (series, gint64, n_done - 1);
  pass->n_rows += SENTINEL_ROLLUP_MAX_ROWS - step.n_left;
  pass->is_done = n_done == series->len && n_done < MAX_SERIES;
  return TRUE;
}
