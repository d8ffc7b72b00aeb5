/* SPDX-License-Identifier: MIT */
/* The language of the search field: what each text means, and what each mistake is told. */
#include "sentinel-error.h"
#include "sentinel-filter.h"

/* A term as text: [-]KEY=number,… or [-]KEY=text|… */
static void
describe_term (GString *text, const SentinelFilterTerm *term)
{
  static const char *const keys[] = { "importance", "is",    "rule",   "source", "category",
                                      "trigger",    "after", "before", "id",     "text" };

  g_string_append_printf (text,
                          "%s%s%s=",
                          text->len > 0 ? " " : "",
                          term->negated ? "-" : "",
                          keys[term->key]);
  for (guint i = 0; i < term->values->len; i++)
    g_string_append_printf (text,
                            "%s%" G_GINT64_FORMAT,
                            i > 0 ? "," : "",
                            g_array_index (term->values, gint64, i));
  for (char **value = term->texts; *value != NULL; value++)
    g_string_append_printf (text, "%s%s", value > term->texts ? "|" : "", *value);
}

static char *
describe (const SentinelFilter *filter)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < sentinel_filter_get_n_terms (filter); i++)
    describe_term (text, sentinel_filter_get_term (filter, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const struct {
  const char *text, *meaning;
} good[] = {
  { "", "" },
  { " \t\n ", "" },
  { "word", "text=word" },
  { "Two WORDS", "text=two text=words" },
  { "\"Disk Full\"", "text=disk full" },
  { "\"say \\\"hi\\\" \\\\ C:\\temp\"", "text=say \"hi\" \\ c:\\temp" },
  { "GRÖßE", "text=grösse" },
  { "-word -\"a b\"", "-text=word -text=a b" },
  { "-", "text=-" },
  { "a - b", "text=a text=- text=b" },
  { "importance:high,critical", "importance=30,40" },
  { "Importance:LOW", "importance=10" },
  { "is:open,firing is:over", "is=0,0 is=1" },
  { "is:acked,unacked", "is=2,3" },
  { "is:snoozed,suppressed,new,unseen,resolved,point", "is=4,5,6,7,8,9" },
  { "rule:cpu,7", "rule=cpu|7" },
  { "rule:\"my rule, really\",x", "rule=my rule, really|x" },
  { "ticker:AAPL source:db", "source=AAPL source=db" },
  { "-source:db", "-source=db" },
  { "category:System trigger:cpu-usage", "category=System trigger=cpu-usage" },
  { "source:db:5432", "source=db:5432" },
  { "id:1,9223372036854775807", "id=1,9223372036854775807" },
  { "after:2026-11-01 before:2026-12-01T00:00:00Z",
    "after=1793491200000000 before=1796083200000000" },
  { "http://host:80/a,b", "text=http://host:80/a,b" },
  { "-https://x", "-text=https://x" },
  { "rule:http://x", "rule=http://x" },
  { "\"a:b\"", "text=a:b" },
  { "importance:high is:unacknowledged rule:cpu -source:db \"disk full\" word",
    "importance=30 is=3 rule=cpu -source=db text=disk full text=word" },
};

static const struct {
  const char *text, *part;
} bad[] = {
  { "foo:bar",
    "\"foo:\": the keys are importance, is, rule, source, ticker, category, trigger, after, "
    "before, id" },
  { "12:30", "\"12:\"" },
  { ":x", "\":\"" },
  { "importance:", "a value is missing" },
  { "importance:hgih", "importance is \"hgih\": must be one of low, medium, high, critical" },
  { "is:pending", "is is \"pending\": must be one of open, closed" },
  { "rule:a,,b", "a value is missing" },
  { "rule:a,", "a value is missing" },
  { "rule:\"\"", "a value is missing" },
  { "id:0", "\"0\": an id" },
  { "id:-5", "\"-5\": an id" },
  { "id:9223372036854775808", "an id" },
  { "id:7x", "\"7x\": an id" },
  { "after:yesterday", "the time is \"yesterday\"" },
  { "after:2026-01-01,2026-01-02", "one time only" },
  { "\"open", "not closed" },
  { "rule:\"open", "not closed" },
  { "\"\"", "nothing between" },
  { "-\"\"", "nothing between" },
  { "a\xff", "not UTF-8" },
};

static void
test_meaning (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SentinelFilter) filter = sentinel_filter_parse (good[i].text, &error);
    g_autofree char *meaning = NULL;

    g_assert_no_error (error);
    meaning = describe (filter);
    g_assert_cmpstr (meaning, ==, good[i].meaning);
    g_assert_cmpstr (sentinel_filter_get_text (filter), ==, good[i].text);
  }
}

static void
test_mistakes_are_told (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SentinelFilter) filter = sentinel_filter_parse (bad[i].text, &error);

    g_assert_null (filter);
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    if (strstr (error->message, bad[i].part) == NULL)
      g_error ("%s: should say \"%s\"", error->message, bad[i].part);
  }
}

static void
test_no_text_asks_for_all (void)
{
  g_autoptr (SentinelFilter) filter = sentinel_filter_parse (NULL, NULL);

  g_assert_cmpuint (sentinel_filter_get_n_terms (filter), ==, 0);
  g_assert_cmpstr (sentinel_filter_get_text (filter), ==, "");
}

static char *
repeat (const char *start, const char *part, int count)
{
  g_autoptr (GString) text = g_string_new (start);

  for (int i = 0; i < count; i++)
    g_string_append (text, part);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_limit (const char *start, const char *part, int most)
{
  g_autofree char *fits = repeat (start, part, most);
  g_autofree char *too_much = repeat (start, part, most + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelFilter) filter = sentinel_filter_parse (fits, &error);

  g_assert_no_error (error);
  g_assert_null (sentinel_filter_parse (too_much, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
}

static void
test_limits (void)
{
  assert_limit ("", "x ", 100);
  assert_limit ("id:1", ",2", 499);
  assert_limit ("", "x", 64 * 1024);
}

static void
test_truncated_at_every_byte (void)
{
  static const char text[] =
      "importance:high,critical -rule:\"a \\\" b\",c after:2026-11-01 http://x \"disk full\"";

  for (gsize n = 0; n <= strlen (text); n++) {
    g_autofree char *prefix = g_strndup (text, n);
    g_autoptr (GError) error = NULL;
    g_autoptr (SentinelFilter) filter = sentinel_filter_parse (prefix, &error);

    g_assert_true ((filter == NULL) == (error != NULL));
  }
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter/meaning", test_meaning);
  g_test_add_func ("/filter/mistakes-are-told", test_mistakes_are_told);
  g_test_add_func ("/filter/no-text-asks-for-all", test_no_text_asks_for_all);
  g_test_add_func ("/filter/limits", test_limits);
  g_test_add_func ("/filter/truncated-at-every-byte", test_truncated_at_every_byte);
  return g_test_run ();
}
