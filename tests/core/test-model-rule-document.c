/* SPDX-License-Identifier: MIT */
/* Rules in a file: how it is written, and every way in which a file is none. */
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-rule-document.h"
#include "sentinel-rule.h"

#define HEAD "{\"format\":\"sentinel-alerts-rules\",\"version\":1,\"rules\":"

static JsonArray *
read_document (const char *text, gboolean *is_original, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return sentinel_rule_document_read (bytes, is_original, error);
}

static void
assert_says (const GError *error, const char *words)
{
  if (strstr (error->message, words) == NULL)
    g_test_fail_printf ("“%s” is not in “%s”", words, error->message);
}

static void
test_what_is_written_is_read (void)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autoptr (JsonArray) rules = json_array_new ();
  g_autoptr (JsonArray) again = NULL;
  g_autoptr (SentinelRule) read_back = NULL;
  g_autofree char *text = NULL;
  gboolean is_original = TRUE;
  g_autoptr (GError) error = NULL;

  rule->id = 7;
  rule->version = 3;
  rule->created_at_us = rule->updated_at_us = rule->paused_until_us = 99;
  g_set_str (&rule->name, "CPU");
  json_array_add_object_element (rules, sentinel_rule_to_portable_json (rule));
  text = sentinel_rule_document_write (rules);
  g_assert_true (g_str_has_prefix (text,
                                   "{\n  \"format\": \"sentinel-alerts-rules\",\n"
                                   "  \"version\": 1,\n  \"rules\": [\n    {\n      \"uid\": \""));
  g_assert_true (g_str_has_suffix (text, "\n    }\n  ]\n}\n"));
  g_assert_null (strstr (text, "_us\""));

  again = read_document (text, &is_original, &error);
  g_assert_no_error (error);
  g_assert_false (is_original);
  read_back = sentinel_rule_from_json (json_array_get_object_element (again, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read_back->uid, ==, rule->uid);
  g_assert_cmpstr (read_back->name, ==, "CPU");
  g_assert_cmpint (read_back->id, ==, 0);
  g_assert_cmpint (read_back->version, ==, 1);
}

static const char *const originals[] = {
  "[{\"name\":\"A\",\"is_active\":true}]",
  "[5,{\"name\":\"A\",\"trigger_script\":\"custom\"}]",
  "{\"rules\":[{\"name\":\"A\",\"period_seconds\":60}]}",
  "{\"exported\":\"today\",\"others\":[1],\"alert_rules\":[{\"name\":\"A\",\"action_config\":{}}]}",
};

static void
test_the_originals_lists_are_found (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (originals); i++) {
    gboolean is_original = FALSE;
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonArray) rules = read_document (originals[i], &is_original, &error);

    g_assert_no_error (error);
    g_assert_true (is_original);
    g_assert_cmpuint (json_array_get_length (rules), ==, i == 1 ? 2 : 1);
  }
}

typedef struct {
  const char *text;
  const char *words; /* that the error has to have */
} WrongCase;

static const WrongCase wrong_cases[] = {
  { "", "line 1" },
  { "rules", "line 1" },
  { HEAD "[{\"name\":\"A\"}", "closed" },
  { HEAD "[{\"name\":\"A\",\"name\":\"B\"}]}", "name" },
  { HEAD "[{\"for_ms\":99999999999999999999}]}", "column" },
  { HEAD "[{\"for_ms\":1e999}]}", "column" },
  { HEAD "[]}", "no rules" },
  { HEAD "{}}", "array" },
  { HEAD "[{}],\"extra\":1}", "extra" },
  { "{\"format\":\"sentinel-alerts-rules\",\"version\":1}", "array" },
  { "{\"format\":\"sentinel-alerts-rules\",\"rules\":[{}]}", "version" },
  { "{\"format\":\"sentinel-alerts-rules\",\"version\":0,\"rules\":[{}]}", "version" },
  { "{\"format\":\"sentinel-alerts-rules\",\"version\":\"1\",\"rules\":[{}]}", "version" },
  { "{\"format\":\"sentinel-alerts-events\",\"version\":1,\"rules\":[{}]}",
    "sentinel-alerts-events" },
  { "{\"format\":7,\"version\":1,\"rules\":[{}]}", "format" },
  { "[]", "no rules" },
  { "{}", "no rules" },
  { "7", "no rules" },
  { "[{\"name\":\"A\"}]", "no rules" },
  { "{\"name\":\"A\",\"trigger\":\"cpu-usage\"}", "no rules" },
};

static void
test_what_is_no_document_is_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_cases); i++) {
    gboolean is_original;
    g_autoptr (GError) error = NULL;

    g_assert_null (read_document (wrong_cases[i].text, &is_original, &error));
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    assert_says (error, wrong_cases[i].words);
  }
}

static void
test_a_newer_version_is_told_as_such (void)
{
  gboolean is_original;
  g_autoptr (GError) error = NULL;

  g_assert_null (read_document ("{\"format\":\"sentinel-alerts-rules\",\"version\":2,"
                                "\"rules\":{},\"more\":1}",
                                &is_original,
                                &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_UNSUPPORTED);
  assert_says (error, "newer");
}

static void
test_deep_nesting_is_refused (void)
{
  g_autoptr (GString) text = g_string_new (HEAD);
  gboolean is_original;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, '[');
  g_assert_null (read_document (text->str, &is_original, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
  assert_says (error, "deep");
}

static void
test_too_much_is_refused (void)
{
  g_autofree char *spaces = g_strnfill (SENTINEL_RULE_DOCUMENT_MAX_BYTES + 1, ' ');
  g_autoptr (GString) many = g_string_new (HEAD "[{}");
  gboolean is_original;
  g_autoptr (GError) error = NULL;

  g_assert_null (read_document (spaces, &is_original, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
  assert_says (error, "16 MiB");
  g_clear_error (&error);
  for (guint i = 0; i < SENTINEL_RULE_DOCUMENT_MAX_RULES; i++)
    g_string_append (many, ",{}");
  g_string_append (many, "]}");
  g_assert_null (read_document (many->str, &is_original, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
  assert_says (error, "10000");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule-document/what-is-written-is-read", test_what_is_written_is_read);
  g_test_add_func ("/rule-document/the-originals-lists-are-found",
                   test_the_originals_lists_are_found);
  g_test_add_func ("/rule-document/what-is-no-document-is-refused",
                   test_what_is_no_document_is_refused);
  g_test_add_func ("/rule-document/a-newer-version-is-told-as-such",
                   test_a_newer_version_is_told_as_such);
  g_test_add_func ("/rule-document/deep-nesting-is-refused", test_deep_nesting_is_refused);
  g_test_add_func ("/rule-document/too-much-is-refused", test_too_much_is_refused);
  return g_test_run ();
}
