/* SPDX-License-Identifier: MIT */
/* Names of enumeration values, importance, and the error domain. */
#include "sentinel-error.h"
#include "sentinel-event.h"
#include "sentinel-importance.h"

static void
test_importance_words (void)
{
  static const struct {
    SentinelImportance importance;
    const char *word;
  } cases[] = { { SENTINEL_IMPORTANCE_LOW, "low" },
                { SENTINEL_IMPORTANCE_MEDIUM, "medium" },
                { SENTINEL_IMPORTANCE_HIGH, "high" },
                { SENTINEL_IMPORTANCE_CRITICAL, "critical" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    SentinelImportance importance = SENTINEL_IMPORTANCE_NONE;

    g_assert_cmpstr (sentinel_importance_to_string (cases[i].importance), ==, cases[i].word);
    g_assert_true (sentinel_importance_from_string (cases[i].word, &importance, NULL));
    g_assert_cmpint (importance, ==, cases[i].importance);
  }
  g_assert_cmpstr (sentinel_importance_to_string (SENTINEL_IMPORTANCE_NONE), ==, "none");
  g_assert_cmpstr (sentinel_importance_to_string ((SentinelImportance) 15), ==, "unknown");
}

static void
test_unknown_words_are_told_what_is_allowed (void)
{
  static const char *const words[] = { "", "HIGH", "none", "urgent\n", NULL };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    SentinelImportance importance = SENTINEL_IMPORTANCE_LOW;

    g_clear_error (&error);
    g_assert_false (sentinel_importance_from_string (words[i], &importance, &error));
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    g_assert_true (g_str_has_suffix (error->message, "must be one of low, medium, high, critical"));
    g_assert_cmpint (importance, ==, SENTINEL_IMPORTANCE_LOW);
  }
  g_clear_error (&error);
  sentinel_importance_from_string ("urgent\n", &(SentinelImportance) { 0 }, &error);
  g_assert_cmpstr (error->message,
                   ==,
                   "importance is \"urgent\\n\": must be one of low, medium, high, critical");
}

static void
test_value_zero_has_a_name (void)
{
  int value = 1;

  g_assert_cmpstr (sentinel_nick_of (sentinel_close_reason_nicks, 0), ==, "none");
  g_assert_true (sentinel_nick_parse (sentinel_close_reason_nicks, "reason", "none", &value, NULL));
  g_assert_cmpint (value, ==, 0);
}

static void
test_storage_errors (void)
{
  for (int code = SENTINEL_ERROR_INVALID; code <= SENTINEL_ERROR_BUSY; code++) {
    g_autoptr (GError) error = g_error_new_literal (SENTINEL_ERROR, code, "x");
    g_autoptr (GError) foreign =
        g_error_new_literal (g_quark_from_static_string ("other"), code, "x");

    g_assert_cmpint (sentinel_error_is_storage (error), ==, code >= SENTINEL_ERROR_READ_ONLY);
    g_assert_false (sentinel_error_is_storage (foreign));
  }
  g_assert_false (sentinel_error_is_storage (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nick/importance-words", test_importance_words);
  g_test_add_func ("/nick/unknown-words-are-told-what-is-allowed",
                   test_unknown_words_are_told_what_is_allowed);
  g_test_add_func ("/nick/value-zero-has-a-name", test_value_zero_has_a_name);
  g_test_add_func ("/error/storage", test_storage_errors);
  return g_test_run ();
}
