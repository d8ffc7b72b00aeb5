/* SPDX-License-Identifier: MIT */
/* Rules: what is stored comes back, edits never overwrite each other, names are unique among rules
 * that are not deleted. */
#include "sentinel-error.h"
#include "sentinel-instance-store.h"
#include "sentinel-json.h"
#include "sentinel-rule-store.h"
#include "sentinel-rule-version-store.h"
#include "sentinel-series-store.h"
#include "sentinel-test-events.h"

static SentinelRule *
make_rule (const char *name)
{
  g_autoptr (GError) error = NULL;
  SentinelRule *rule = sentinel_rule_new ();
  SentinelLevel level;

  g_set_str (&rule->name, name);
  g_set_str (&rule->trigger, "cpu-usage");
  g_clear_pointer (&rule->parameters, json_node_unref);
  rule->parameters = sentinel_json_parse ("{\"threshold\":90.5,\"mode\":\"all\"}", -1, 0, &error);
  g_assert_no_error (error);
  rule->period_ms = 30000;
  rule->for_ms = 120000;
  rule->need_n = 2;
  rule->of_m = 3;
  rule->display_minutes = 60;
  rule->nodata_policy = SENTINEL_BAD_POLICY_OK;
  rule->catch_up = SENTINEL_CATCH_UP_SKIP;
  g_set_str (&rule->comment, "why it is there");
  g_set_str (&rule->category, "Market");
  sentinel_level_parse ("high>90,81", &level, &error);
  g_assert_no_error (error);
  rule->levels = g_array_new (FALSE, FALSE, sizeof (SentinelLevel));
  g_array_append_val (rule->levels, level);
  return rule;
}

static char *
rule_to_text (const SentinelRule *rule)
{
  g_autoptr (JsonObject) object = sentinel_rule_to_json (rule);

  return sentinel_json_object_to_text (object);
}

static gint64
insert_rule (SentinelTransaction *tx, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelRule) rule = make_rule (name);
  gint64 id = sentinel_rule_store_insert (tx, rule, "Ada", &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

static gboolean
test_round_trip (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelRule) rule = make_rule ("CPU");
  g_autoptr (SentinelRule) stored = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;

  rule->id = sentinel_rule_store_insert (tx, rule, "Ada", error);
  if (rule->id == 0)
    return FALSE;
  rule->version = 1;
  rule->created_at_us = rule->updated_at_us = sentinel_transaction_get_now_us (tx);
  stored = sentinel_rule_store_get (db, rule->id, error);
  if (stored == NULL)
    return FALSE;
  expected = rule_to_text (rule);
  found = rule_to_text (stored);
  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpuint (stored->levels->len, ==, 1);
  return TRUE;
}

static gboolean
test_no_levels_stay_none (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelRule) rule = make_rule ("CPU");
  g_autoptr (SentinelRule) stored = NULL;
  gint64 id;

  g_clear_pointer (&rule->levels, g_array_unref);
  g_clear_pointer (&rule->comment, g_free);
  id = sentinel_rule_store_insert (tx, rule, "Ada", error);
  stored = sentinel_rule_store_get (sentinel_transaction_get_database (tx), id, error);
  if (stored == NULL)
    return FALSE;
  g_assert_null (stored->levels);
  g_assert_null (stored->comment);
  g_assert_null (stored->cron);
  return TRUE;
}

static gboolean
test_update_makes_a_version (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 id = insert_rule (tx, "CPU");
  g_autoptr (SentinelRule) rule = sentinel_rule_store_get (db, id, error);
  g_autoptr (SentinelRule) stored = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GPtrArray) newest = NULL;

  g_set_str (&rule->name, "CPU of this computer");
  rule->period_ms = 0;
  g_set_str (&rule->cron, "*/5 * * * *");
  if (!sentinel_rule_store_update (tx, rule, "Grace", error))
    return FALSE;
  stored = sentinel_rule_store_get (db, id, error);
  g_assert_cmpstr (stored->name, ==, "CPU of this computer");
  g_assert_cmpint (stored->version, ==, 2);
  g_assert_cmpint (stored->period_ms, ==, 0);
  g_assert_cmpstr (stored->cron, ==, "*/5 * * * *");
  versions = sentinel_rule_version_store_list (db, id, 1, error);
  g_assert_cmpuint (versions->len, ==, 2);
  g_assert_cmpstr (((SentinelRule *) g_ptr_array_index (versions, 0))->name, ==, "CPU");
  newest = sentinel_rule_version_store_list (db, id, 2, error);
  g_assert_cmpuint (newest->len, ==, 1);
  g_assert_cmpint (((SentinelRule *) g_ptr_array_index (newest, 0))->version, ==, 2);
  return TRUE;
}

static gboolean
test_stale_edit_is_refused (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelRule) mine = sentinel_rule_store_get (db, insert_rule (tx, "CPU"), error);
  g_autoptr (SentinelRule) theirs = sentinel_rule_copy (mine);
  g_autoptr (SentinelRule) stored = NULL;
  g_autoptr (GError) conflict = NULL;

  theirs->for_ms = 1000;
  if (!sentinel_rule_store_update (tx, theirs, "Grace", error))
    return FALSE;
  mine->for_ms = 2000;
  g_assert_false (sentinel_rule_store_update (tx, mine, "Ada", &conflict));
  g_assert_error (conflict, SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT);
  stored = sentinel_rule_store_get (db, mine->id, error);
  g_assert_cmpint (stored->for_ms, ==, 1000);
  return TRUE;
}

static gboolean
test_names_are_unique (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 first = insert_rule (tx, "CPU");
  g_autoptr (SentinelRule) other = sentinel_rule_store_get (db, insert_rule (tx, "Load"), error);
  g_autoptr (SentinelRule) again = make_rule ("CPU");
  g_autoptr (GError) insert_error = NULL;
  g_autoptr (GError) update_error = NULL;

  g_assert_cmpint (sentinel_rule_store_insert (tx, again, "Ada", &insert_error), ==, 0);
  g_assert_error (insert_error, SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT);
  g_assert_nonnull (strstr (insert_error->message, "“CPU”"));
  g_set_str (&other->name, "CPU");
  g_assert_false (sentinel_rule_store_update (tx, other, "Ada", &update_error));
  g_assert_error (update_error, SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT);
  if (!sentinel_rule_store_delete (tx, first, "Ada", error))
    return FALSE;
  g_assert_cmpint (sentinel_rule_store_insert (tx, again, "Ada", error), >, 0);
  return TRUE;
}

static gboolean
test_deleted_rules_are_gone (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 id = insert_rule (tx, "CPU");
  g_autoptr (GPtrArray) rules = NULL;
  g_autoptr (GError) not_found = NULL;
  SentinelRuleHead head;

  if (!sentinel_rule_store_delete (tx, id, "Ada", error))
    return FALSE;
  g_assert_null (sentinel_rule_store_get (db, id, &not_found));
  g_assert_error (not_found, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
  rules = sentinel_rule_store_list (db, error);
  g_assert_cmpuint (rules->len, ==, 0);
  g_clear_error (&not_found);
  g_assert_false (sentinel_rule_store_delete (tx, id, "Ada", &not_found));
  g_assert_error (not_found, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
  if (!sentinel_rule_store_get_head (db, id, &head, error))
    return FALSE;
  g_assert_true (head.deleted);
  return TRUE;
}

static gboolean
test_find (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 first = insert_rule (tx, "CPU");
  gint64 second = insert_rule (tx, "1");
  gint64 third = insert_rule (tx, "77");
  const struct {
    const char *text;
    gint64 id;
  } cases[] = { { "CPU", first }, { "1", first }, { "2", second }, { "77", third },
                { "cpu", 0 },     { "", 0 },      { "9", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) not_found = NULL;
    g_autoptr (SentinelRule) rule = sentinel_rule_store_find (db, cases[i].text, &not_found);

    g_assert_cmpint (rule != NULL ? rule->id : 0, ==, cases[i].id);
    if (cases[i].id == 0)
      g_assert_error (not_found, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
  }
  return TRUE;
}

static gboolean
test_manual_rule (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelRule) rule = NULL;
  g_autoptr (GError) refused = NULL;
  gint64 taken = insert_rule (tx, "Manual");
  gint64 id = sentinel_rule_store_ensure_manual (tx, error);
  gint64 n_enabled;

  g_assert_cmpint (id, >, taken);
  g_assert_cmpint (sentinel_rule_store_ensure_manual (tx, error), ==, id);
  rule = sentinel_rule_store_get (db, id, error);
  g_assert_cmpstr (rule->uid, ==, SENTINEL_MANUAL_RULE_UID);
  g_assert_true (sentinel_rule_is_manual (rule));
  g_assert_false (sentinel_rule_store_delete (tx, id, "Ada", &refused));
  g_assert_error (refused, SENTINEL_ERROR, SENTINEL_ERROR_UNSUPPORTED);
  g_assert_cmpint (sentinel_rule_store_count (db, &n_enabled, error), ==, 1);
  g_assert_cmpint (n_enabled, ==, 1);
  return TRUE;
}

static gboolean
test_head (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelRule) rule = sentinel_rule_store_get (db, insert_rule (tx, "CPU"), error);
  g_autoptr (GError) not_found = NULL;
  SentinelRuleHead head;

  rule->enabled = FALSE;
  rule->paused_until_us = 42;
  if (!sentinel_rule_store_update (tx, rule, "Ada", error)
      || !sentinel_rule_store_get_head (db, rule->id, &head, error))
    return FALSE;
  g_assert_cmpint (head.version, ==, 2);
  g_assert_false (head.enabled);
  g_assert_false (head.deleted);
  g_assert_cmpint (head.paused_until_us, ==, 42);
  g_assert_false (sentinel_rule_store_get_head (db, 99, &head, &not_found));
  g_assert_error (not_found, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
  return TRUE;
}

static gboolean
test_state (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 id = insert_rule (tx, "CPU");
  g_autoptr (SentinelRuleState) state = sentinel_rule_store_get_state (db, id, error);
  g_autoptr (SentinelRuleState) stored = NULL;
  g_autoptr (GPtrArray) states = NULL;

  g_assert_cmpint (state->rule_id, ==, id);
  g_assert_cmpint (state->health, ==, SENTINEL_HEALTH_UNKNOWN);
  state->last_slot_us = 5;
  state->last_run_at_us = 6;
  state->last_output = g_strdup ("[]");
  state->health = SENTINEL_HEALTH_FAILING;
  state->health_text = g_strdup ("no such file");
  state->bad_count = 3;
  state->missed_count = 4;
  state->trigger_state = g_bytes_new ("a\0b", 3);
  if (!sentinel_rule_store_put_state (tx, state, error))
    return FALSE;
  state->bad_count = 7;
  if (!sentinel_rule_store_put_state (tx, state, error))
    return FALSE;
  stored = sentinel_rule_store_get_state (db, id, error);
  g_assert_cmpint (stored->last_slot_us, ==, 5);
  g_assert_cmpint (stored->last_run_at_us, ==, 6);
  g_assert_cmpstr (stored->last_output, ==, "[]");
  g_assert_cmpint (stored->health, ==, SENTINEL_HEALTH_FAILING);
  g_assert_cmpstr (stored->health_text, ==, "no such file");
  g_assert_cmpint (stored->bad_count, ==, 7);
  g_assert_cmpint (stored->missed_count, ==, 4);
  g_assert_true (g_bytes_equal (stored->trigger_state, state->trigger_state));
  states = sentinel_rule_store_list_states (db, error);
  g_assert_cmpuint (states->len, ==, 1);
  return TRUE;
}

/* What a rule leaves behind: an instance with one sample, and an event. Their ids. */
typedef struct {
  gint64 rule_id, instance_id, event_id;
} History;

static gboolean
add_history (SentinelTransaction *tx, History *history, GError **error)
{
  g_autoptr (SentinelInstance) instance = NULL;
  g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_HIGH, "a", "m");
  gint64 series_id;

  history->rule_id = insert_rule (tx, "CPU");
  instance = sentinel_instance_new (history->rule_id);
  g_set_str (&instance->labels, "{}");
  if (!sentinel_instance_store_put (tx, instance, error))
    return FALSE;
  history->instance_id = event->instance_id = instance->id;
  event->rule_id = history->rule_id;
  series_id = sentinel_series_store_ensure (tx, instance->id, "value", "%", error);
  if (!sentinel_series_store_add (tx, series_id, SENTINEL_TEST_NOW_US, 97, error)
      || !sentinel_event_store_insert (tx, event, NULL, error))
    return FALSE;
  history->event_id = event->id;
  return TRUE;
}

static void
assert_history (SentinelDatabase *db, const History *history)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelEvent) event = sentinel_event_store_get (db, history->event_id, &error);
  g_autoptr (GPtrArray) instances = sentinel_instance_store_list (db, history->rule_id, &error);
  g_autoptr (GArray) samples =
      sentinel_series_store_list (db, history->instance_id, "value", 0, G_MAXINT64, &error);

  g_assert_no_error (error);
  g_assert_cmpint (event->rule_id, ==, history->rule_id);
  g_assert_cmpstr (event->rule, ==, "CPU");
  g_assert_cmpuint (instances->len, ==, 1);
  g_assert_cmpuint (samples->len, ==, 1);
  g_assert_cmpfloat_with_epsilon (g_array_index (samples, SentinelSample, 0).last, 97, 1e-9);
}

static gboolean
test_undelete_brings_all_back (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  History history;
  g_autoptr (SentinelRule) before = NULL;
  g_autoptr (SentinelRule) after = NULL;

  if (!add_history (tx, &history, error))
    return FALSE;
  before = sentinel_rule_store_get (db, history.rule_id, error);
  if (before == NULL || !sentinel_rule_store_delete (tx, history.rule_id, "Ada", error))
    return FALSE;
  assert_history (db, &history);
  if (!sentinel_rule_store_undelete (tx, history.rule_id, "Ada", error))
    return FALSE;
  after = sentinel_rule_store_find (db, "CPU", error);
  if (after == NULL)
    return FALSE;
  assert_history (db, &history);
  g_assert_cmpint (after->id, ==, history.rule_id);
  g_assert_cmpstr (after->uid, ==, before->uid);
  g_assert_cmpint (after->version, ==, 3);
  g_assert_cmpint (after->deleted_at_us, ==, 0);
  g_assert_true (after->enabled);
  g_assert_true (sentinel_rule_has_same_identity (before, after));
  return TRUE;
}

static void
assert_not_brought_back (SentinelTransaction *tx, gint64 rule_id, int code, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sentinel_rule_store_undelete (tx, rule_id, "Ada", &error));
  g_assert_error (error, SENTINEL_ERROR, code);
  if (strstr (error->message, word) == NULL)
    g_test_fail_printf ("“%s” does not name “%s”", error->message, word);
}

static gboolean
test_undelete_twice_is_refused (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 id = insert_rule (tx, "CPU");
  g_autoptr (SentinelRule) rule = NULL;

  assert_not_brought_back (tx, id, SENTINEL_ERROR_NOT_FOUND, "no deleted rule 1 ");
  assert_not_brought_back (tx, 99, SENTINEL_ERROR_NOT_FOUND, "no deleted rule 99 ");
  if (!sentinel_rule_store_delete (tx, id, "Ada", error)
      || !sentinel_rule_store_undelete (tx, id, "Ada", error))
    return FALSE;
  assert_not_brought_back (tx, id, SENTINEL_ERROR_NOT_FOUND, "no deleted rule 1 ");
  rule = sentinel_rule_store_get (db, id, error);
  g_assert_cmpint (rule->version, ==, 3);
  return TRUE;
}

static gboolean
test_undelete_needs_its_name (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 id = insert_rule (tx, "CPU");
  g_autoptr (SentinelRule) other = NULL;
  gint64 other_id;

  if (!sentinel_rule_store_delete (tx, id, "Ada", error))
    return FALSE;
  other_id = insert_rule (tx, "CPU");
  assert_not_brought_back (tx, id, SENTINEL_ERROR_CONFLICT, "“CPU”");
  other = sentinel_rule_store_get (db, other_id, error);
  g_set_str (&other->name, "The other one");
  return sentinel_rule_store_update (tx, other, "Ada", error)
         && sentinel_rule_store_undelete (tx, id, "Ada", error);
}

static gboolean
insert_cpu (SentinelTransaction *tx, gpointer data, GError **error)
{
  return insert_rule (tx, "CPU") == 1;
}

static gboolean
rename_cpu (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelRule) rule =
      sentinel_rule_store_get (sentinel_transaction_get_database (tx), 1, error);

  g_set_str (&rule->name, "Renamed");
  return sentinel_rule_store_update (tx, rule, "Ada", error);
}

static gboolean
delete_cpu (SentinelTransaction *tx, gpointer data, GError **error)
{
  return sentinel_rule_store_delete (tx, 1, "Ada", error);
}

/* What there was at a time, as "2 Renamed"; "none". */
static gpointer
read_at (SentinelDatabase *db, gpointer at_us, GError **error)
{
  g_autoptr (SentinelRule) rule = NULL;

  if (!sentinel_rule_version_store_find_at (db, 1, *(const gint64 *) at_us, &rule, error))
    return NULL;
  return rule != NULL ? g_strdup_printf ("%d %s%s",
                                         (int) rule->version,
                                         rule->name,
                                         rule->deleted_at_us != 0 ? " deleted" : "")
                      : g_strdup ("none");
}

static void
assert_at (SentinelTestStore *store, gint64 at_us, const char *expected)
{
  g_autofree char *found = sentinel_test_store_read (store, read_at, &at_us);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_versions_of_then (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  gint64 begin_us = sentinel_test_store_now_us (store);

  sentinel_test_store_write (store, insert_cpu, NULL);
  sentinel_fake_clock_advance (store->clock, G_TIME_SPAN_HOUR);
  sentinel_test_store_write (store, rename_cpu, NULL);
  sentinel_fake_clock_advance (store->clock, G_TIME_SPAN_HOUR);
  sentinel_test_store_write (store, delete_cpu, NULL);
  assert_at (store, begin_us - 1, "none");
  assert_at (store, begin_us, "1 CPU");
  assert_at (store, begin_us + G_TIME_SPAN_HOUR - 1, "1 CPU");
  assert_at (store, begin_us + G_TIME_SPAN_HOUR, "2 Renamed");
  assert_at (store, G_MAXINT64, "3 Renamed deleted");
}

static gboolean
test_one_version (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 id = insert_rule (tx, "CPU");
  const struct {
    gint64 rule_id, version, expected;
  } cases[] = { { id, 0, 1 }, { id, 1, 1 }, { id, 2, 2 }, { id, 3, 0 }, { 99, 1, 0 } };

  if (!rename_cpu (tx, NULL, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SentinelRule) rule = NULL;

    if (!sentinel_rule_version_store_find (db, cases[i].rule_id, cases[i].version, &rule, error))
      return FALSE;
    g_assert_cmpint (rule != NULL ? rule->version : 0, ==, cases[i].expected);
  }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sentinel_test_add_transaction ("/rule-store/round-trip", test_round_trip);
  sentinel_test_add_transaction ("/rule-store/no-levels-stay-none", test_no_levels_stay_none);
  sentinel_test_add_transaction ("/rule-store/update-makes-a-version", test_update_makes_a_version);
  sentinel_test_add_transaction ("/rule-store/stale-edit-is-refused", test_stale_edit_is_refused);
  sentinel_test_add_transaction ("/rule-store/names-are-unique", test_names_are_unique);
  sentinel_test_add_transaction ("/rule-store/deleted-rules-are-gone", test_deleted_rules_are_gone);
  sentinel_test_add_transaction ("/rule-store/undelete", test_undelete_brings_all_back);
  sentinel_test_add_transaction ("/rule-store/undelete-twice", test_undelete_twice_is_refused);
  sentinel_test_add_transaction ("/rule-store/undelete-needs-its-name",
                                 test_undelete_needs_its_name);
  g_test_add_func ("/rule-store/versions-of-then", test_versions_of_then);
  sentinel_test_add_transaction ("/rule-store/one-version", test_one_version);
  sentinel_test_add_transaction ("/rule-store/find", test_find);
  sentinel_test_add_transaction ("/rule-store/manual-rule", test_manual_rule);
  sentinel_test_add_transaction ("/rule-store/head", test_head);
  sentinel_test_add_transaction ("/rule-store/state", test_state);
  return g_test_run ();
}
