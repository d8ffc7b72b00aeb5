/* SPDX-License-Identifier: MIT */
/* Ids as ordered, disjoint ranges that do not touch: a commit of ten thousand new events is one of
 * them. */
#include "sentinel-id-ranges.h"

typedef struct {
  gint64 first_id;
  gint64 last_id;
} Range;

struct _SentinelIdRanges {
  GArray *ranges; /* of Range, ascending */
};

G_DEFINE_BOXED_TYPE (SentinelIdRanges,
                     sentinel_id_ranges,
                     sentinel_id_ranges_ref,
                     sentinel_id_ranges_unref)

static Range *
range_at (const SentinelIdRanges *self, guint index)
{
  return &g_array_index (self->ranges, Range, index);
}

/* The first range that ends at id or after it; the number of ranges when none does. */
static guint
find_ending_from (const SentinelIdRanges *self, gint64 id)
{
  guint low = 0, high = self->ranges->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (range_at (self, middle)->last_id < id)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* One more or less, but never past the ends of the type. */
static gint64
before (gint64 id)
{
  return id == G_MININT64 ? id : id - 1;
}

static gint64
after (gint64 id)
{
  return id == G_MAXINT64 ? id : id + 1;
}

/**
 * sentinel_id_ranges_new:
 *
 * Returns: (transfer full): an empty set
 */
SentinelIdRanges *
sentinel_id_ranges_new (void)
{
  SentinelIdRanges *self = g_atomic_rc_box_new0 (SentinelIdRanges);

  self->ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  return self;
}

/**
 * sentinel_id_ranges_ref:
 * @self: a set
 *
 * Returns: (transfer full): @self. Any thread.
 */
SentinelIdRanges *
sentinel_id_ranges_ref (SentinelIdRanges *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_ranges (gpointer data)
{
  SentinelIdRanges *self = data;

  g_array_unref (self->ranges);
}

/**
 * sentinel_id_ranges_unref:
 * @self: (transfer full): a set
 *
 * Gives one reference back. Any thread.
 */
void
sentinel_id_ranges_unref (SentinelIdRanges *self)
{
  g_atomic_rc_box_release_full (self, clear_ranges);
}

/**
 * sentinel_id_ranges_add:
 * @self: a set that nobody else has yet
 * @first_id: the first id
 * @last_id: the last id, not below @first_id
 *
 * Adds all ids from @first_id to @last_id; ranges that overlap or touch become one.
 */
void
sentinel_id_ranges_add (SentinelIdRanges *self, gint64 first_id, gint64 last_id)
{
  Range merged = { first_id, last_id };
  guint index, end;

  g_return_if_fail (first_id <= last_id);

  index = end = find_ending_from (self, before (first_id));
  while (end < self->ranges->len && range_at (self, end)->first_id <= after (last_id)) {
    merged.first_id = MIN (merged.first_id, range_at (self, end)->first_id);
    merged.last_id = MAX (merged.last_id, range_at (self, end)->last_id);
    end++;
  }
  if (end > index)
    g_array_remove_range (self->ranges, index, end - index);
  g_array_insert_val (self->ranges, index, merged);
}

/**
 * sentinel_id_ranges_get_n_ranges:
 * @self: a set
 *
 * Returns: how many ranges it has; 0 when it is empty. Any thread.
 */
guint
sentinel_id_ranges_get_n_ranges (const SentinelIdRanges *self)
{
  return self->ranges->len;
}

/**
 * sentinel_id_ranges_get:
 * @self: a set
 * @index: from 0 to below the number of ranges
 * @first_id: (out): the first id of that range
 * @last_id: (out): its last id
 *
 * Ranges come in ascending order. Any thread.
 */
void
sentinel_id_ranges_get (const SentinelIdRanges *self,
                        guint index,
                        gint64 *first_id,
                        gint64 *last_id)
{
  g_return_if_fail (index < self->ranges->len);

  *first_id = range_at (self, index)->first_id;
  *last_id = range_at (self, index)->last_id;
}

/**
 * sentinel_id_ranges_contains:
 * @self: a set
 * @id: an id
 *
 * Returns: whether @id is in it; O(log n). Any thread.
 */
gboolean
sentinel_id_ranges_contains (const SentinelIdRanges *self, gint64 id)
{
  guint index = find_ending_from (self, id);

  return index < self->ranges->len && range_at (self, index)->first_id <= id;
}
