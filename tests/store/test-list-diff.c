/* SPDX-License-Identifier: MIT */
/* The difference of two results: known answers for what views do all day, and random edits whose
 * runs must lead from the old to the new one. */
#include "sentinel-list-diff.h"

static GArray *
make_ids (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0') {
      gint64 id = g_ascii_strtoll (words[i], NULL, 10);

      g_array_append_val (ids, id);
    }
  return ids;
}

static char *
runs_to_text (GArray *runs)
{
  GString *text = g_string_new (NULL);

  for (guint i = runs->len; i > 0; i--) {
    const SentinelListRun *run = &g_array_index (runs, SentinelListRun, i - 1);

    g_string_append_printf (text, "(%u,%u,%u)", run->old_position, run->n_removed, run->n_added);
  }
  return g_string_free (text, FALSE);
}

/* Applies the runs as a view would, and checks the promise that makes the list true between two of
 * them. */
static void
assert_leads_to (GArray *old_ids, SentinelResult *new_result, GArray *runs)
{
  g_autoptr (GArray) shown = g_array_copy (old_ids);
  guint n_new = (guint) sentinel_result_get_count (new_result);

  for (guint i = runs->len; i > 0; i--) {
    const SentinelListRun *run = &g_array_index (runs, SentinelListRun, i - 1);

    if (run->n_removed > 0)
      g_array_remove_range (shown, run->old_position, run->n_removed);
    for (guint j = 0; j < run->n_added; j++) {
      gint64 id = sentinel_result_get_id (new_result, run->new_position + j);

      g_array_insert_val (shown, run->old_position + j, id);
    }
    g_assert_cmpuint (shown->len, ==, run->old_position + n_new - run->new_position);
    for (guint j = run->old_position; j < shown->len; j++)
      g_assert_cmpint (g_array_index (shown, gint64, j),
                       ==,
                       sentinel_result_get_id (new_result,
                                               j - run->old_position + run->new_position));
  }
  g_assert_cmpuint (shown->len, ==, n_new);
  for (guint i = 0; i < n_new; i++)
    g_assert_cmpint (g_array_index (shown, gint64, i), ==, sentinel_result_get_id (new_result, i));
}

static GArray *
diff_and_check (GArray *old_ids, GArray *new_ids)
{
  g_autoptr (SentinelResult) old_result = sentinel_result_new_from_ids (g_array_copy (old_ids));
  g_autoptr (SentinelResult) new_result = sentinel_result_new_from_ids (g_array_copy (new_ids));
  GArray *runs = sentinel_list_diff (old_result, new_result);

  assert_leads_to (old_ids, new_result, runs);
  return runs;
}

static void
test_known_answers (void)
{
  const struct {
    const char *old_ids, *new_ids, *runs; /* in the order in which they are emitted */
  } cases[] = {
    { "", "", "" },
    { "3 2 1", "3 2 1", "" },
    { "", "2 1", "(0,0,2)" },
    { "2 1", "", "(0,2,0)" },
    { "3 2 1", "5 4 3 2 1", "(0,0,2)" },
    { "3 2 1", "3 1", "(1,1,0)" },
    { "9 7 5 3 1", "9 8 7 3 2 1", "(4,0,1)(2,1,0)(1,0,1)" },
    { "9 7 5", "8 7 4", "(2,1,1)(0,1,1)" },
    { "1 2 3 4", "2 3 4 1", "(4,0,1)(0,1,0)" },
    { "1 2 3 4", "4 1 2 3", "(3,1,0)(0,0,1)" },
    { "1 5 2 6", "1 2 5 7 6", "(2,1,1)(1,0,1)" },
    { "1 2", "3 4", "(0,2,2)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) old_ids = make_ids (cases[i].old_ids);
    g_autoptr (GArray) new_ids = make_ids (cases[i].new_ids);
    g_autoptr (GArray) runs = diff_and_check (old_ids, new_ids);
    g_autofree char *text = runs_to_text (runs);

    g_assert_cmpstr (text, ==, cases[i].runs);
  }
}

static void
test_nothing_shown_yet (void)
{
  g_autoptr (SentinelResult) result = sentinel_result_new_from_ids (make_ids ("2 1"));
  g_autoptr (GArray) runs = sentinel_list_diff (NULL, result);
  g_autofree char *text = runs_to_text (runs);

  g_assert_cmpstr (text, ==, "(0,0,2)");
}

static GArray *
pick_random_ids (guint n_max, gboolean descending)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 id = n_max; id > 0; id--)
    if (g_test_rand_int_range (0, 3) > 0)
      g_array_append_val (ids, id);
  for (guint i = ids->len; !descending && i > 1; i--) {
    guint j = (guint) g_test_rand_int_range (0, (gint32) i);
    gint64 id = g_array_index (ids, gint64, i - 1);

    g_array_index (ids, gint64, i - 1) = g_array_index (ids, gint64, j);
    g_array_index (ids, gint64, j) = id;
  }
  return ids;
}

static void
test_random_edits (void)
{
  for (guint round = 0; round < 400; round++) {
    gboolean descending = round % 2 == 0;
    guint n_max = (guint) g_test_rand_int_range (1, 40);
    g_autoptr (GArray) old_ids = pick_random_ids (n_max, descending);
    g_autoptr (GArray) new_ids = pick_random_ids (n_max, descending);
    g_autoptr (GArray) runs = diff_and_check (old_ids, new_ids);

    for (guint i = 1; i < runs->len; i++) {
      const SentinelListRun *before = &g_array_index (runs, SentinelListRun, i - 1);
      const SentinelListRun *run = &g_array_index (runs, SentinelListRun, i);

      g_assert_cmpuint (before->old_position + before->n_removed, <, run->old_position);
    }
  }
}

/* Every second row between a common head and tail goes: too many runs, so the middle part is one.
 */
static void
check_many_differences (guint n, guint n_expected_runs)
{
  g_autoptr (GArray) old_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) new_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) runs = NULL;
  const SentinelListRun *first;

  for (gint64 id = n; id > 0; id--) {
    g_array_append_val (old_ids, id);
    if (id % 2 == 0 || id > n - 10 || id <= 10)
      g_array_append_val (new_ids, id);
  }
  runs = diff_and_check (old_ids, new_ids);
  g_assert_cmpuint (runs->len, ==, n_expected_runs);
  first = &g_array_index (runs, SentinelListRun, 0);
  g_assert_cmpuint (first->old_position, >=, 10);
}

static void
test_too_many_runs (void)
{
  check_many_differences (120, 50);
  check_many_differences (1200, 1);
  /* emptied, then filled: cheaper for a view with so many rows */
  check_many_differences (20000, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list-diff/known-answers", test_known_answers);
  g_test_add_func ("/list-diff/nothing-shown-yet", test_nothing_shown_yet);
  g_test_add_func ("/list-diff/random-edits", test_random_edits);
  g_test_add_func ("/list-diff/too-many-runs", test_too_many_runs);
  return g_test_run ();
}
