/* SPDX-License-Identifier: MIT */
/* Common prefix and suffix first: they are all there is to do when events come in at the top. What
 * is between is walked side by side, and at each difference one of two questions is asked: which id
 * is greater, where both sides descend; else, which id has its other place further away. */
#include "sentinel-list-diff.h"

/* Above this, a middle part without an order is replaced as a whole. */
#define MAX_UNORDERED 65536
/* A view searches its anchor among the rows that a run adds. Above this, that takes longer than to
 * empty the middle part and fill it again. */
#define MAX_REPLACED_AT_ONCE 2000

typedef struct {
  const gint64 *ids;
  guint n;
  guint offset; /* of the middle part in the result */
  gboolean descending;
  GHashTable *positions; /* address of an id to its index */
} Side;

typedef struct {
  Side old_side, new_side;
  GArray *runs;
  guint i, j; /* how far it walked in the old and in the new middle part */
} Walk;

static GArray *
copy_ids (SentinelResult *result, guint begin, guint end)
{
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), end - begin);

  for (guint i = begin; i < end; i++) {
    gint64 id = sentinel_result_get_id (result, i);

    g_array_append_val (ids, id);
  }
  return ids;
}

static guint
count_common_prefix (SentinelResult *old_result, SentinelResult *new_result, guint max)
{
  guint n = 0;

  while (n < max
         && sentinel_result_get_id (old_result, n) == sentinel_result_get_id (new_result, n))
    n++;
  return n;
}

static guint
count_common_suffix (SentinelResult *old_result, SentinelResult *new_result, guint max)
{
  gint64 old_last = sentinel_result_get_count (old_result) - 1;
  gint64 new_last = sentinel_result_get_count (new_result) - 1;
  guint n = 0;

  while (n < max
         && sentinel_result_get_id (old_result, old_last - n)
                == sentinel_result_get_id (new_result, new_last - n))
    n++;
  return n;
}

static void
side_init (Side *side, GArray *ids, guint offset)
{
  side->ids = (const gint64 *) ids->data;
  side->n = ids->len;
  side->offset = offset;
  side->descending = TRUE;
  for (guint i = 1; i < side->n && side->descending; i++)
    side->descending = side->ids[i - 1] > side->ids[i];
}

static void
side_index (Side *side)
{
  side->positions = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < side->n; i++)
    g_hash_table_insert (side->positions, (gpointer) &side->ids[i], GUINT_TO_POINTER (i));
}

/* How far ahead of "from" the id stands; G_MAXUINT: it is not there, or behind. */
static guint
side_get_distance (const Side *side, gint64 id, guint from)
{
  gpointer position;

  if (!g_hash_table_lookup_extended (side->positions, &id, NULL, &position)
      || GPOINTER_TO_UINT (position) < from)
    return G_MAXUINT;
  return GPOINTER_TO_UINT (position) - from;
}

static SentinelListRun *
walk_get_run (Walk *walk)
{
  SentinelListRun run = { walk->old_side.offset + walk->i, 0, walk->new_side.offset + walk->j, 0 };

  if (walk->runs->len > 0) {
    SentinelListRun *last = &g_array_index (walk->runs, SentinelListRun, walk->runs->len - 1);

    if (last->old_position + last->n_removed == run.old_position
        && last->new_position + last->n_added == run.new_position)
      return last;
  }
  g_array_append_val (walk->runs, run);
  return &g_array_index (walk->runs, SentinelListRun, walk->runs->len - 1);
}

static gboolean
walk_is_removal (const Walk *walk)
{
  gint64 old_id, new_id;

  if (walk->i == walk->old_side.n || walk->j == walk->new_side.n)
    return walk->i < walk->old_side.n;
  old_id = walk->old_side.ids[walk->i];
  new_id = walk->new_side.ids[walk->j];
  if (walk->old_side.positions == NULL)
    return old_id > new_id;
  return side_get_distance (&walk->new_side, old_id, walk->j)
         > side_get_distance (&walk->old_side, new_id, walk->i);
}

static void
walk_step (Walk *walk)
{
  SentinelListRun *run;

  if (walk->i < walk->old_side.n && walk->j < walk->new_side.n
      && walk->old_side.ids[walk->i] == walk->new_side.ids[walk->j]) {
    walk->i++;
    walk->j++;
    return;
  }
  run = walk_get_run (walk);
  if (walk_is_removal (walk)) {
    run->n_removed++;
    walk->i++;
  } else {
    run->n_added++;
    walk->j++;
  }
}

static void
append_run (GArray *runs, guint old_position, guint n_removed, guint new_position, guint n_added)
{
  const SentinelListRun run = { old_position, n_removed, new_position, n_added };

  g_array_append_val (runs, run);
}

static void
replace_middle (Walk *walk)
{
  guint begin = walk->old_side.offset;

  g_array_set_size (walk->runs, 0);
  if (walk->old_side.n + walk->new_side.n <= MAX_REPLACED_AT_ONCE) {
    append_run (walk->runs, begin, walk->old_side.n, begin, walk->new_side.n);
    return;
  }
  append_run (walk->runs, begin, 0, begin, walk->new_side.n);
  append_run (walk->runs, begin, walk->old_side.n, begin + walk->new_side.n, 0);
}

static void
walk_middle (Walk *walk)
{
  gboolean ordered = walk->old_side.descending && walk->new_side.descending;

  if (!ordered && walk->old_side.n + walk->new_side.n > MAX_UNORDERED) {
    replace_middle (walk);
    return;
  }
  if (!ordered) {
    side_index (&walk->old_side);
    side_index (&walk->new_side);
  }
  while (walk->runs->len <= SENTINEL_LIST_MAX_RUNS
         && (walk->i < walk->old_side.n || walk->j < walk->new_side.n))
    walk_step (walk);
  if (walk->runs->len > SENTINEL_LIST_MAX_RUNS)
    replace_middle (walk);
  g_clear_pointer (&walk->old_side.positions, g_hash_table_unref);
  g_clear_pointer (&walk->new_side.positions, g_hash_table_unref);
}

/**
 * sentinel_list_diff:
 * @old_result: (nullable): what is shown; NULL: nothing
 * @new_result: what is to be shown
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type SentinelListRun): the runs, ascending; none when the
 * results are equal
 */
GArray *
sentinel_list_diff (SentinelResult *old_result, SentinelResult *new_result)
{
  Walk walk = { .runs = g_array_new (FALSE, FALSE, sizeof (SentinelListRun)) };
  guint n_old = old_result != NULL ? (guint) sentinel_result_get_count (old_result) : 0;
  guint n_new = (guint) sentinel_result_get_count (new_result);
  guint n_prefix = n_old > 0 ? count_common_prefix (old_result, new_result, MIN (n_old, n_new)) : 0;
  guint n_suffix =
      n_old > 0 ? count_common_suffix (old_result, new_result, MIN (n_old, n_new) - n_prefix) : 0;
  g_autoptr (GArray) old_ids = NULL;
  g_autoptr (GArray) new_ids = NULL;

  if (n_prefix + n_suffix == MAX (n_old, n_new))
    return walk.runs;
  if (n_prefix + n_suffix == MIN (n_old, n_new)) {
    append_run (walk.runs,
                n_prefix,
                n_old - n_prefix - n_suffix,
                n_prefix,
                n_new - n_prefix - n_suffix);
    return walk.runs;
  }
  old_ids = copy_ids (old_result, n_prefix, n_old - n_suffix);
  new_ids = copy_ids (new_result, n_prefix, n_new - n_suffix);
  side_init (&walk.old_side, old_ids, n_prefix);
  side_init (&walk.new_side, new_ids, n_prefix);
  walk_middle (&walk);
  return walk.runs;
}
