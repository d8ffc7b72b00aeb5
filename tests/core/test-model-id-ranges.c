/* SPDX-License-Identifier: MIT */
/* Sets of ids: known answers, the ends of the type, and random adds against a plain table. */
#include "sentinel-id-ranges.h"

#define TABLE_SIZE 200

static char *
describe (const SentinelIdRanges *ranges)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < sentinel_id_ranges_get_n_ranges (ranges); i++) {
    gint64 first_id, last_id;

    sentinel_id_ranges_get (ranges, i, &first_id, &last_id);
    g_string_append_printf (text,
                            "%s%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT,
                            i > 0 ? " " : "",
                            first_id,
                            last_id);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_what_touches_merges (void)
{
  static const struct {
    gint64 adds[4][2];
    int n_adds;
    const char *ranges;
  } cases[] = {
    { { { 0 } }, 0, "" },
    { { { 5, 5 } }, 1, "5-5" },
    { { { 5, 5 }, { 6, 6 } }, 2, "5-6" },
    { { { 6, 6 }, { 5, 5 } }, 2, "5-6" },
    { { { 5, 5 }, { 7, 7 } }, 2, "5-5 7-7" },
    { { { 5, 5 }, { 7, 7 }, { 6, 6 } }, 3, "5-7" },
    { { { 1, 9 }, { 3, 4 } }, 2, "1-9" },
    { { { 3, 4 }, { 1, 9 } }, 2, "1-9" },
    { { { 1, 2 }, { 5, 6 }, { 9, 10 }, { 2, 9 } }, 4, "1-10" },
    { { { 20, 30 }, { 1, 2 } }, 2, "1-2 20-30" },
    { { { G_MAXINT64, G_MAXINT64 }, { G_MININT64, G_MININT64 } },
      2,
      "-9223372036854775808--9223372036854775808 9223372036854775807-9223372036854775807" },
    { { { G_MININT64, 0 }, { 1, G_MAXINT64 } }, 2, "-9223372036854775808-9223372036854775807" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SentinelIdRanges) ranges = sentinel_id_ranges_new ();
    g_autofree char *text = NULL;

    for (int n = 0; n < cases[i].n_adds; n++)
      sentinel_id_ranges_add (ranges, cases[i].adds[n][0], cases[i].adds[n][1]);
    text = describe (ranges);
    g_assert_cmpstr (text, ==, cases[i].ranges);
  }
}

static void
assert_same (const SentinelIdRanges *ranges, const gboolean table[TABLE_SIZE])
{
  guint n_expected = 0;

  for (int id = 0; id < TABLE_SIZE; id++) {
    g_assert_cmpint (sentinel_id_ranges_contains (ranges, id), ==, table[id]);
    if (table[id] && (id == 0 || !table[id - 1]))
      n_expected++;
  }
  g_assert_cmpuint (sentinel_id_ranges_get_n_ranges (ranges), ==, n_expected);
}

static void
test_random_adds_against_a_table (void)
{
  for (int round = 0; round < 200; round++) {
    g_autoptr (SentinelIdRanges) ranges = sentinel_id_ranges_new ();
    gboolean table[TABLE_SIZE] = { FALSE };

    for (int add = 0; add < 20; add++) {
      int first = g_test_rand_int_range (0, TABLE_SIZE - 12);
      int last = first + g_test_rand_int_range (0, 12);

      sentinel_id_ranges_add (ranges, first, last);
      for (int id = first; id <= last; id++)
        table[id] = TRUE;
      assert_same (ranges, table);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id-ranges/what-touches-merges", test_what_touches_merges);
  g_test_add_func ("/id-ranges/random-adds-against-a-table", test_random_adds_against_a_table);
  return g_test_run ();
}
