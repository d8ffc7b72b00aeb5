/* SPDX-License-Identifier: MIT */
/* Filters as SQL: known texts, then a thousand made-up events against a slow filter that asks each
 * event for itself. */
#include "sentinel-attention.h"
#include "sentinel-error.h"
#include "sentinel-filter-sql.h"
#include "sentinel-result.h"
#include "sentinel-rule-store.h"
#include "sentinel-test-events.h"

#define N_EVENTS 1000

static SentinelFilter *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  SentinelFilter *filter = sentinel_filter_parse (text, &error);

  g_assert_no_error (error);
  return filter;
}

static char *
bindings_to_text (const SentinelFilterSql *sql)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sql->bindings->len; i++) {
    const SentinelFilterBinding *binding = &g_array_index (sql->bindings, SentinelFilterBinding, i);

    if (binding->text != NULL)
      g_string_append_printf (text, "[%s]", binding->text);
    else
      g_string_append_printf (text, "[%" G_GINT64_FORMAT "]", binding->number);
  }
  return g_string_free (text, FALSE);
}

static void
test_known_texts (void)
{
  const struct {
    const char *filter, *where, *bindings;
  } cases[] = {
    { "", "1", "" },
    { "importance:high,critical", "(e.importance = ?1 OR e.importance = ?2)", "[30][40]" },
    { "-importance:low", "(e.importance = ?1) IS NOT TRUE", "[10]" },
    { "is:open", "(e.closed_at_us IS NULL)", "" },
    { "is:unacknowledged is:point", "(e.acked_at_us IS NULL) AND (e.point = 1)", "" },
    { "id:3,4", "(e.id = ?1 OR e.id = ?2)", "[3][4]" },
    { "source:AAPL",
      "(e.source_id IN (SELECT id FROM source WHERE name = ?1 COLLATE NOCASE))",
      "[aapl]" },
    { "category:Markt",
      "(e.category_id IN (SELECT id FROM category WHERE name = ?1 COLLATE NOCASE))",
      "[markt]" },
    { "trigger:cpu",
      "(e.rule_id IN (SELECT id FROM rule WHERE trigger = ?1 COLLATE NOCASE))",
      "[cpu]" },
    { "rule:7",
      "(e.rule_id IN (SELECT id FROM rule WHERE name LIKE ?1 ESCAPE '\\') OR e.rule_id = ?2)",
      "[%7%][7]" },
    { "source:Zürich",
      "(e.source_id IN (SELECT id FROM source WHERE sentinel_fold (name) = ?1))",
      "[zürich]" },
    { "50%_\\",
      "(e.message LIKE ?1 ESCAPE '\\'"
      " OR e.source_id IN (SELECT id FROM source WHERE name LIKE ?1 ESCAPE '\\')"
      " OR e.category_id IN (SELECT id FROM category WHERE name LIKE ?1 ESCAPE '\\')"
      " OR e.rule_id IN (SELECT id FROM rule WHERE name LIKE ?1 ESCAPE '\\'))",
      "[%50\\%\\_\\\\%]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SentinelFilter) filter = parse (cases[i].filter);
    g_autoptr (SentinelFilterSql) sql = sentinel_filter_sql_new (filter);
    g_autofree char *bindings = bindings_to_text (sql);

    g_assert_cmpstr (sql->where, ==, cases[i].where);
    g_assert_cmpstr (bindings, ==, cases[i].bindings);
  }
}

static void
test_no_filter (void)
{
  g_autoptr (SentinelFilterSql) sql = sentinel_filter_sql_new (NULL);

  g_assert_cmpstr (sql->where, ==, "1");
}

static void
test_fold (void)
{
  const struct {
    const char *text, *folded;
  } cases[] = {
    { "Disk FULL", "disk full" },   { "STRASSE", "strasse" },     { "Straße", "strasse" },
    { "ÄRGER", "ärger" },           { "A\xcc\x88rger", "ärger" }, /* the accent on its own */
    { "ok\xff", "ok\xef\xbf\xbd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *folded = sentinel_filter_sql_fold (cases[i].text);

    g_assert_cmpstr (folded, ==, cases[i].folded);
  }
}

/* The slow filter */

static gboolean
contains (const char *haystack, const char *needle)
{
  g_autofree char *folded = sentinel_filter_sql_fold (haystack != NULL ? haystack : "");
  g_autofree char *folded_needle = sentinel_filter_sql_fold (needle);

  return strstr (folded, folded_needle) != NULL;
}

static gboolean
equals (const char *text, const char *other)
{
  g_autofree char *folded = sentinel_filter_sql_fold (text != NULL ? text : "");
  g_autofree char *folded_other = sentinel_filter_sql_fold (other);

  return g_str_equal (folded, folded_other);
}

static gboolean
matches_is (const SentinelEvent *event, gint64 is)
{
  switch ((SentinelFilterIs) is) {
  case SENTINEL_IS_OPEN:
    return sentinel_event_is_open (event);
  case SENTINEL_IS_CLOSED:
    return !sentinel_event_is_open (event);
  case SENTINEL_IS_ACKNOWLEDGED:
    return event->acked_at_us != 0;
  case SENTINEL_IS_UNACKNOWLEDGED:
    return event->acked_at_us == 0;
  case SENTINEL_IS_SNOOZED:
    return sentinel_event_get_attention (event) == SENTINEL_ATTENTION_SNOOZED;
  case SENTINEL_IS_SUPPRESSED:
    return sentinel_event_get_attention (event) == SENTINEL_ATTENTION_SUPPRESSED;
  case SENTINEL_IS_NEW:
    return sentinel_event_get_attention (event) == SENTINEL_ATTENTION_NEW;
  case SENTINEL_IS_UNSEEN:
    return sentinel_event_get_attention (event) == SENTINEL_ATTENTION_UNSEEN;
  case SENTINEL_IS_RESOLVED:
    return sentinel_event_get_attention (event) == SENTINEL_ATTENTION_RESOLVED;
  case SENTINEL_IS_POINT:
    return event->point;
  case SENTINEL_IS_WAITING:
    return event->acked_at_us == 0 && event->snoozed_until_us == 0 && event->suppressed_by == 0
           && (sentinel_event_is_open (event) || event->importance >= SENTINEL_IMPORTANCE_HIGH);
  default:
    g_assert_not_reached ();
  }
}

static gboolean
matches_value (const SentinelEvent *event, SentinelFilterKey key, gint64 value)
{
  if (key == SENTINEL_FILTER_IS)
    return matches_is (event, value);
  if (key == SENTINEL_FILTER_IMPORTANCE)
    return event->importance == value;
  if (key == SENTINEL_FILTER_AFTER)
    return event->opened_at_us >= value;
  if (key == SENTINEL_FILTER_BEFORE)
    return event->opened_at_us < value;
  return event->id == value;
}

static gboolean
matches_text (const SentinelEvent *event, SentinelFilterKey key, const char *text)
{
  if (key == SENTINEL_FILTER_RULE)
    return contains (event->rule, text)
           || (event->rule_id != 0 && event->rule_id == g_ascii_strtoll (text, NULL, 10));
  if (key == SENTINEL_FILTER_SOURCE)
    return equals (event->source, text);
  if (key == SENTINEL_FILTER_CATEGORY)
    return equals (event->category, text);
  if (key == SENTINEL_FILTER_TRIGGER)
    return event->rule_id != 0 && equals (SENTINEL_MANUAL_TRIGGER, text);
  return contains (event->message, text) || contains (event->source, text)
         || contains (event->category, text) || contains (event->rule, text);
}

static gboolean
matches_term (const SentinelEvent *event, const SentinelFilterTerm *term)
{
  for (guint i = 0; term->values != NULL && i < term->values->len; i++)
    if (matches_value (event, term->key, g_array_index (term->values, gint64, i)))
      return !term->negated;
  for (guint i = 0; term->texts != NULL && term->texts[i] != NULL; i++)
    if (matches_text (event, term->key, term->texts[i]))
      return !term->negated;
  return term->negated;
}

static gboolean
matches (const SentinelEvent *event, const SentinelFilter *filter)
{
  for (guint i = 0; i < sentinel_filter_get_n_terms (filter); i++)
    if (!matches_term (event, sentinel_filter_get_term (filter, i)))
      return FALSE;
  return TRUE;
}

static const char *
pick (const char *const *texts, guint n_texts)
{
  return texts[g_test_rand_int_range (0, (gint32) n_texts)];
}

static void
make_attention (SentinelEvent *event)
{
  event->closed_at_us = g_test_rand_bit () ? 0 : SENTINEL_TEST_NOW_US;
  event->acked_at_us = g_test_rand_bit () ? 0 : SENTINEL_TEST_NOW_US;
  event->snoozed_until_us = g_test_rand_int_range (0, 4) > 0 ? 0 : SENTINEL_TEST_NOW_US;
  event->suppressed_by = g_test_rand_int_range (0, 4) > 0 ? 0 : 1;
  event->point = g_test_rand_bit ();
}

static SentinelEvent *
make_random_event (gint64 rule_id, const char *rule)
{
  static const char *const sources[] = { "AAPL", "aapl", "Zürich", "ZÜRICH", "db-1", "100%" };
  static const char *const categories[] = { "General", "Market", "System", "Säumnis" };
  static const char *const messages[] = { "Disk full",
                                          "disk FULL on /var",
                                          "Straße gesperrt",
                                          "STRASSE frei",
                                          "50% reached",
                                          "50 reached",
                                          "a_b",
                                          "ab" };
  SentinelEvent *event =
      sentinel_test_event_new ((SentinelImportance) (10 * g_test_rand_int_range (1, 5)),
                               pick (sources, G_N_ELEMENTS (sources)),
                               pick (messages, G_N_ELEMENTS (messages)));

  g_set_str (&event->category, pick (categories, G_N_ELEMENTS (categories)));
  if (g_test_rand_bit ()) {
    event->rule_id = rule_id;
    g_set_str (&event->rule, rule);
  }
  make_attention (event);
  return event;
}

static gboolean
fill (SentinelTransaction *tx, gpointer data, GError **error)
{
  GPtrArray *events = data;
  gint64 rule_id = sentinel_rule_store_ensure_manual (tx, error);
  g_autoptr (SentinelRule) rule =
      sentinel_rule_store_get (sentinel_transaction_get_database (tx), rule_id, error);

  if (rule == NULL)
    return FALSE;
  for (guint i = 0; i < N_EVENTS; i++) {
    SentinelEvent *event = make_random_event (rule_id, rule->name);

    /* In the order of firing over six days, but for a clock that is set back by up to an hour. */
    event->opened_at_us = SENTINEL_TEST_NOW_US - 3 * G_TIME_SPAN_DAY
                          + i * (6 * G_TIME_SPAN_DAY / N_EVENTS)
                          - g_test_rand_int_range (0, 3600) * G_TIME_SPAN_SECOND;
    g_ptr_array_add (events, event);
    if (!sentinel_event_store_insert (tx, event, NULL, error))
      return FALSE;
  }
  return TRUE;
}

static gpointer
read_query (SentinelDatabase *db, gpointer query, GError **error)
{
  return sentinel_result_query (db, query, error);
}

static void
assert_same_matches (SentinelTestStore *store, GPtrArray *events, const char *text)
{
  g_autoptr (SentinelFilter) filter = parse (text);
  SentinelQuery query = { .filter = filter };
  g_autoptr (SentinelResult) result = sentinel_test_store_read (store, read_query, &query);
  gint64 position = 0;

  for (guint i = events->len; i > 0; i--) {
    const SentinelEvent *event = g_ptr_array_index (events, i - 1);
    gboolean found = sentinel_result_get_id (result, position) == event->id;

    if (found != matches (event, filter))
      g_error ("Filter “%s” is wrong about event %" G_GINT64_FORMAT " (“%s”)",
               text,
               event->id,
               event->message);
    position += found ? 1 : 0;
  }
  g_assert_cmpint (position, ==, sentinel_result_get_count (result));
}

static const char *const filters[] = {
  "",
  "importance:low",
  "importance:high,critical",
  "-importance:high,critical",
  "is:open",
  "is:closed",
  "is:acknowledged",
  "is:unacknowledged",
  "is:snoozed",
  "is:suppressed",
  "is:new",
  "is:unseen",
  "is:resolved",
  "is:point",
  "-is:point",
  "is:new,unseen",
  "-is:new",
  "source:aapl",
  "source:AAPL,db-1",
  "-source:aapl",
  "ticker:zürich",
  "source:ZÜRICH",
  "source:100%",
  "category:market",
  "category:SÄUMNIS",
  "-category:system",
  "rule:manual",
  "-rule:manual",
  "rule:an",
  "rule:1",
  "trigger:manual",
  "-trigger:manual",
  "trigger:man",
  "after:2025-11-25",
  "before:2025-11-25",
  "after:2025-11-24 before:2025-11-27",
  "-after:2025-11-25",
  "id:1,2,999",
  "-id:5",
  "disk",
  "\"disk full\"",
  "strasse",
  "straße",
  "STRASSE",
  "50%",
  "a_b",
  "-disk",
  "zür",
  "manual",
  "market",
  "-manual",
  "importance:high is:new disk -source:aapl",
  "is:unacknowledged importance:high,critical",
};

static void
test_against_slow_filter (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);

  sentinel_test_store_write (store, fill, events);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    assert_same_matches (store, events, filters[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter-sql/known-texts", test_known_texts);
  g_test_add_func ("/filter-sql/no-filter", test_no_filter);
  g_test_add_func ("/filter-sql/fold", test_fold);
  g_test_add_func ("/filter-sql/against-slow-filter", test_against_slow_filter);
  return g_test_run ();
}
