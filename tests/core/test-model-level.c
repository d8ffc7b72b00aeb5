/* SPDX-License-Identifier: MIT */
/* Levels: comparing at the very edge, reading, and the rules for a list. */
#include <math.h>

#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-level.h"

static const struct {
  SentinelOp op;
  double value;
  gboolean breached, clear; /* raise 90, clear 80, or 10 and 20 downward */
} comparisons[] = {
  { SENTINEL_OP_GT, 90.000001, TRUE, FALSE },  { SENTINEL_OP_GT, 90, FALSE, FALSE },
  { SENTINEL_OP_GT, 80.000001, FALSE, FALSE }, { SENTINEL_OP_GT, 80, FALSE, TRUE },
  { SENTINEL_OP_GE, 90, TRUE, FALSE },         { SENTINEL_OP_GE, 89.999999, FALSE, FALSE },
  { SENTINEL_OP_GE, 80, FALSE, FALSE },        { SENTINEL_OP_GE, 79.9, FALSE, TRUE },
  { SENTINEL_OP_LT, 9.999999, TRUE, FALSE },   { SENTINEL_OP_LT, 10, FALSE, FALSE },
  { SENTINEL_OP_LT, 20, FALSE, TRUE },         { SENTINEL_OP_LT, 19.9, FALSE, FALSE },
  { SENTINEL_OP_LE, 10, TRUE, FALSE },         { SENTINEL_OP_LE, 20, FALSE, FALSE },
  { SENTINEL_OP_LE, 20.000001, FALSE, TRUE },  { SENTINEL_OP_GT, NAN, FALSE, FALSE },
  { SENTINEL_OP_GE, NAN, FALSE, FALSE },       { SENTINEL_OP_LT, NAN, FALSE, FALSE },
  { SENTINEL_OP_LE, NAN, FALSE, FALSE },       { SENTINEL_OP_GT, INFINITY, TRUE, FALSE },
};

static void
test_comparing_at_the_edge (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (comparisons); i++) {
    gboolean upward = comparisons[i].op == SENTINEL_OP_GT || comparisons[i].op == SENTINEL_OP_GE;
    SentinelLevel level = { SENTINEL_IMPORTANCE_HIGH,
                            comparisons[i].op,
                            upward ? 90 : 10,
                            upward ? 80 : 20 };

    g_assert_cmpint (sentinel_level_is_breached (&level, comparisons[i].value),
                     ==,
                     comparisons[i].breached);
    g_assert_cmpint (sentinel_level_is_clear (&level, comparisons[i].value),
                     ==,
                     comparisons[i].clear);
  }
}

/* Without hysteresis a number is either breached or clear, never both, never neither. */
static void
test_without_hysteresis_there_is_no_gap (void)
{
  for (int op = SENTINEL_OP_GT; op <= SENTINEL_OP_LE; op++)
    for (double value = 4; value <= 6; value += 0.25) {
      SentinelLevel level = { SENTINEL_IMPORTANCE_HIGH, (SentinelOp) op, 5, 5 };

      g_assert_true (sentinel_level_is_breached (&level, value)
                     != sentinel_level_is_clear (&level, value));
    }
}

static GArray *
read_levels (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = sentinel_json_parse (text, -1, 0, NULL);

  return sentinel_levels_from_json (json_node_get_array (node), error);
}

#define LEVEL(importance, op, raise, clear) \
  "{\"importance\":\"" importance "\",\"op\":\"" op "\",\"raise\":" raise ",\"clear\":" clear "}"

static void
test_json_is_sorted_and_written_back (void)
{
  static const char text[] =
      "[" LEVEL ("low", ">", "70.5", "60.0") "," LEVEL ("critical", ">=", "99.0", "99.0") "]";
  static const char sorted[] =
      "[" LEVEL ("critical", ">=", "99.0", "99.0") "," LEVEL ("low", ">", "70.5", "60.0") "]";
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) levels = read_levels (text, &error);
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autoptr (JsonArray) array = NULL;
  g_autofree char *written = NULL;

  g_assert_no_error (error);
  array = sentinel_levels_to_json (levels);
  written = sentinel_json_to_text (json_node_init_array (node, array));
  g_assert_cmpstr (written, ==, sorted);
}

static void
test_clear_defaults_to_raise (void)
{
  g_autoptr (GArray) levels =
      read_levels ("[{\"importance\":\"high\",\"op\":\"<\",\"raise\":5}]", NULL);
  const SentinelLevel *level = &g_array_index (levels, SentinelLevel, 0);

  g_assert_cmpfloat_with_epsilon (level->clear, 5, 1e-9);
}

static const struct {
  const char *text, *part;
} bad[] = {
  { "[1]", "must be an object" },
  { "[{}]", "importance is nothing" },
  { "[{\"importance\":\"none\",\"op\":\">\",\"raise\":1}]", "importance is \"none\"" },
  { "[{\"importance\":\"low\",\"op\":\"=\",\"raise\":1}]", "op is \"=\"" },
  { "[{\"importance\":\"low\",\"op\":\">\"}]", "needs \"raise\"" },
  { "[{\"importance\":\"low\",\"op\":\">\",\"raise\":null}]", "needs \"raise\"" },
  { "[{\"importance\":\"low\",\"op\":\">\",\"raise\":\"1\"}]", "raise is \"1\": must be a number" },
  { "[{\"importance\":\"low\",\"op\":\">\",\"raise\":1,\"x\":1}]", "no key \"x\"" },
  { "[" LEVEL ("low", ">", "1", "2") "]", "clear value must not be above" },
  { "[" LEVEL ("low", "<", "2", "1") "]", "clear value must not be below" },
  { "[" LEVEL ("low", ">", "1", "1") "," LEVEL ("low", ">", "2", "2") "]", "one level only" },
  { "[" LEVEL ("low", ">", "1", "1") "," LEVEL ("high", "<", "2", "2") "]", "one direction" },
  { "[" LEVEL ("low", ">", "5", "1") "," LEVEL ("high", ">", "4", "4") "]",
    "raise value is reached before" },
  { "[" LEVEL ("low", ">", "5", "5") "," LEVEL ("high", ">", "6", "4") "]",
    "clear value is on the safe side" },
  { "[" LEVEL ("low", "<", "5", "9") "," LEVEL ("high", "<", "6", "9") "]",
    "raise value is reached before" },
  { "[" LEVEL ("low", "<", "5", "6") "," LEVEL ("high", "<", "4", "7") "]",
    "clear value is on the safe side" },
};

static void
test_wrong_lists_are_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray) levels = read_levels (bad[i].text, &error);

    g_assert_null (levels);
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    if (strstr (error->message, bad[i].part) == NULL)
      g_error ("%s: should say \"%s\"", error->message, bad[i].part);
  }
}

static void
test_order_and_finite_numbers_are_checked (void)
{
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (SentinelLevel));
  SentinelLevel low = { SENTINEL_IMPORTANCE_LOW, SENTINEL_OP_GT, 1, 1 };
  SentinelLevel high = { SENTINEL_IMPORTANCE_HIGH, SENTINEL_OP_GT, 2, 2 };

  g_assert_true (sentinel_levels_validate (levels, NULL));
  g_array_append_val (levels, low);
  g_array_append_val (levels, high);
  g_assert_false (sentinel_levels_validate (levels, NULL)); /* lowest first */
  g_array_set_size (levels, 1);
  g_array_index (levels, SentinelLevel, 0).raise = INFINITY;
  g_assert_false (sentinel_levels_validate (levels, NULL));
  g_array_index (levels, SentinelLevel, 0) = low;
  g_array_index (levels, SentinelLevel, 0).importance = SENTINEL_IMPORTANCE_NONE;
  g_assert_false (sentinel_levels_validate (levels, NULL));
}

static void
test_short_form (void)
{
  static const struct {
    const char *text;
    SentinelLevel level;
  } cases[] = {
    { "high>90", { SENTINEL_IMPORTANCE_HIGH, SENTINEL_OP_GT, 90, 90 } },
    { "critical>=99.5,80", { SENTINEL_IMPORTANCE_CRITICAL, SENTINEL_OP_GE, 99.5, 80 } },
    { "low<-5,-1e1", { 0 } },
    { "low<-5,1e1", { SENTINEL_IMPORTANCE_LOW, SENTINEL_OP_LT, -5, 10 } },
    { "medium<=0", { SENTINEL_IMPORTANCE_MEDIUM, SENTINEL_OP_LE, 0, 0 } },
    { "", { 0 } },
    { "high", { 0 } },
    { ">90", { 0 } },
    { "high=90", { 0 } },
    { "high=>90", { 0 } },
    { "high>", { 0 } },
    { "high>9x", { 0 } },
    { "high>0x10", { 0 } },
    { "high>inf", { 0 } },
    { "high>nan", { 0 } },
    { "high>1e999", { 0 } },
    { "high>90,", { 0 } },
    { "high>90,80,70", { 0 } },
    { "high> 90", { 0 } },
    { "high>80,90", { 0 } },
    { "huge>1", { 0 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    SentinelLevel level = { 0 };
    gboolean is_good = cases[i].level.importance != SENTINEL_IMPORTANCE_NONE;

    g_assert_cmpint (sentinel_level_parse (cases[i].text, &level, &error), ==, is_good);
    g_assert_cmpint (level.importance, ==, cases[i].level.importance);
    g_assert_cmpint (level.op, ==, cases[i].level.op);
    g_assert_cmpfloat_with_epsilon (level.raise, cases[i].level.raise, 1e-9);
    g_assert_cmpfloat_with_epsilon (level.clear, cases[i].level.clear, 1e-9);
    g_assert_true (is_good || g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/level/comparing-at-the-edge", test_comparing_at_the_edge);
  g_test_add_func ("/level/without-hysteresis-there-is-no-gap",
                   test_without_hysteresis_there_is_no_gap);
  g_test_add_func ("/level/json-is-sorted-and-written-back", test_json_is_sorted_and_written_back);
  g_test_add_func ("/level/clear-defaults-to-raise", test_clear_defaults_to_raise);
  g_test_add_func ("/level/wrong-lists-are-refused", test_wrong_lists_are_refused);
  g_test_add_func ("/level/order-and-finite-numbers-are-checked",
                   test_order_and_finite_numbers_are_checked);
  g_test_add_func ("/level/short-form", test_short_form);
  return g_test_run ();
}
