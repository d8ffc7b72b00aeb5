/* SPDX-License-Identifier: MIT */
/* One pass over points that are in order. */
#include "sentinel-pixel-columns.h"
#include <math.h>

typedef struct {
  gint64 from_us, to_us, gap_us;
  guint n_columns;
} Axis;

static guint
find_column (const Axis *axis, gint64 at_us)
{
  double fraction = 0;

  if (axis->to_us > axis->from_us)
    fraction = (double) (at_us - axis->from_us) / (double) (axis->to_us - axis->from_us);
  return MIN ((guint) (fraction * axis->n_columns), axis->n_columns - 1);
}

static gboolean
is_observed (const SentinelPoint *point)
{
  return isfinite (point->min) && isfinite (point->max) && isfinite (point->last);
}

static void
merge (SentinelPixelColumn *column, const SentinelPoint *point)
{
  column->at_us = point->at_us;
  column->min = MIN (column->min, point->min);
  column->max = MAX (column->max, point->max);
  column->last = point->last;
}

static void
append (GArray *columns, const SentinelPoint *point, gboolean is_joined)
{
  SentinelPixelColumn column = {
    .at_us = point->at_us,
    .min = point->min,
    .max = point->max,
    .last = point->last,
    .is_joined = is_joined,
  };

  g_array_append_val (columns, column);
}

/* A gap that is narrower than a column cannot be seen, so its sides may share one. */
static void
add_point (GArray *columns, const Axis *axis, const SentinelPoint *point, gboolean is_broken)
{
  SentinelPixelColumn *last = NULL;
  gboolean is_joined;

  if (columns->len == 0) {
    append (columns, point, FALSE);
    return;
  }
  last = &g_array_index (columns, SentinelPixelColumn, columns->len - 1);
  if (find_column (axis, last->at_us) == find_column (axis, point->at_us)) {
    merge (last, point);
    return;
  }
  is_joined = !is_broken && (axis->gap_us <= 0 || point->at_us - last->at_us <= axis->gap_us);
  append (columns, point, is_joined);
}

/**
 * sentinel_pixel_columns_new:
 * @points: (element-type SentinelPoint) (nullable): oldest first
 * @from_us: where the first column begins, microseconds UTC; what is before is left out
 * @to_us: where the last column ends; what is after is left out
 * @n_columns: how many columns there are; 0: an empty answer
 * @gap_us: two points further apart are not joined; 0: all are
 *
 * Returns: (transfer full) (element-type SentinelPixelColumn): the columns with something in them,
 *   oldest first; any thread
 */
GArray *
sentinel_pixel_columns_new (GArray *points,
                            gint64 from_us,
                            gint64 to_us,
                            guint n_columns,
                            gint64 gap_us)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (SentinelPixelColumn));
  Axis axis = { .from_us = from_us, .to_us = to_us, .gap_us = gap_us, .n_columns = n_columns };
  gboolean is_broken = FALSE;

  if (points == NULL || n_columns == 0)
    return columns;
  for (guint i = 0; i < points->len; i++) {
    const SentinelPoint *point = &g_array_index (points, SentinelPoint, i);

    if (point->at_us < from_us || point->at_us > to_us)
      continue;
    if (is_observed (point))
      add_point (columns, &axis, point, is_broken);
    is_broken = !is_observed (point);
  }
  return columns;
}
