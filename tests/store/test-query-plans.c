/* SPDX-License-Identifier: MIT */
/* What the engine repeats and what a person waits for must cost the same whatever the history: no
 * statement behind it may read a growing table from end to end. Each function is called, the
 * statements that it ran are noted, and SQLite is asked how it goes about them. */
#include "sentinel-action-run-store.h"
#include "sentinel-claim-store.h"
#include "sentinel-delivery-store.h"
#include "sentinel-event-counts.h"
#include "sentinel-event-facets.h"
#include "sentinel-event-histogram.h"
#include "sentinel-instance-store.h"
#include "sentinel-log-store.h"
#include "sentinel-note-store.h"
#include "sentinel-result.h"
#include "sentinel-rollup-store.h"
#include "sentinel-rule-history.h"
#include "sentinel-rule-status-store.h"
#include "sentinel-rule-store.h"
#include "sentinel-rule-version-store.h"
#include "sentinel-run-store.h"
#include "sentinel-sample-range.h"
#include "sentinel-series.h"
#include "sentinel-statement.h"
#include "sentinel-test-events.h"
#include "sentinel-undo-store.h"

/* With "e", as queries for events call it. */
static const char *const growing_tables[] = {
  "event",     "e",   "run",    "transition", "note",  "sample",        "sample_1m", "sample_1h",
  "sample_1d", "log", "change", "outbox",     "claim", "event_payload", "undo"
};
/* Partial indexes that hold only what needs somebody. */
static const char *const small_indexes[] = { "INDEX event_open",     "INDEX event_unacked",
                                             "INDEX event_critical", "INDEX event_ack_ends",
                                             "INDEX event_snoozed",  "INDEX outbox_due",
                                             "INDEX outbox_claimed" };

static int
statement_run_cb (unsigned int type, void *statements, void *statement, void *text)
{
  g_hash_table_add (statements, g_strdup (sqlite3_sql (statement)));
  return 0;
}

static gboolean
is_small (const char *step)
{
  for (guint i = 0; i < G_N_ELEMENTS (small_indexes); i++)
    if (strstr (step, small_indexes[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* A step reads "SCAN table …" or "SEARCH table …" (and more). */
static gboolean
reads_a_growing_table (const char *step)
{
  g_auto (GStrv) words = g_strsplit (step, " ", 3);

  if (!g_str_equal (words[0], "SCAN") || words[1] == NULL || is_small (step))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (growing_tables); i++)
    if (g_str_equal (words[1], growing_tables[i]))
      return TRUE;
  return FALSE;
}

static char *
find_full_scan (SentinelDatabase *db, const char *sql)
{
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelStatement) statement = sentinel_statement_prepare (db, explain, &error);
  gboolean has_row = TRUE;

  g_assert_no_error (error);
  while (sentinel_statement_step (statement, &has_row, &error) && has_row)
    if (reads_a_growing_table (sentinel_statement_get_text (statement, 3)))
      return sentinel_statement_dup_text (statement, 3);
  g_assert_no_error (error);
  return NULL;
}

static void
assert_no_full_scans (SentinelDatabase *db, GHashTable *statements)
{
  GHashTableIter iter;
  gpointer sql;

  g_assert_cmpuint (g_hash_table_size (statements), >, 0);
  g_hash_table_iter_init (&iter, statements);
  while (g_hash_table_iter_next (&iter, &sql, NULL)) {
    g_autofree char *step = find_full_scan (db, sql);

    if (step != NULL)
      g_error ("“%s” in: %s", step, (char *) sql);
  }
}

/* Calls @func while its statements are noted, then looks at their plans. */
static gboolean
check (SentinelTransaction *tx, SentinelWriteFunc func, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (GHashTable) statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean is_done;

  sqlite3_trace_v2 (sentinel_database_get_handle (db),
                    SQLITE_TRACE_STMT,
                    statement_run_cb,
                    statements);
  is_done = func (tx, NULL, error);
  sqlite3_trace_v2 (sentinel_database_get_handle (db), 0, NULL, NULL);
  if (is_done)
    assert_no_full_scans (db, statements);
  return is_done;
}

static gboolean
write_evaluation (SentinelTransaction *tx, gpointer data, GError **error)
{
  const SentinelActor actor = { "Ada", SENTINEL_VIA_WINDOW };
  gint64 rule_id = sentinel_rule_store_ensure_manual (tx, error);
  g_autoptr (SentinelRuleState) state = sentinel_rule_state_new (rule_id);
  g_autoptr (SentinelRun) run = sentinel_run_new (rule_id);
  g_autoptr (SentinelInstance) instance = sentinel_instance_new (rule_id);
  g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_HIGH, "a", "m");
  g_autoptr (SentinelTransition) transition =
      sentinel_transition_new (SENTINEL_TRANSITION_FIRED, 1);
  g_autoptr (SentinelDelivery) delivery =
      sentinel_delivery_new ("desktop", SENTINEL_DELIVERY_FIRED);
  g_autoptr (SentinelNote) note = NULL;

  g_set_str (&instance->labels, "{}");
  delivery->idem_key = g_strdup ("key");
  if (!sentinel_event_store_insert (tx, event, "{}", error)
      || !sentinel_event_store_update (tx, event, error))
    return FALSE;
  transition->event_id = delivery->event_id = event->id;
  note = sentinel_note_new (event->id, SENTINEL_NOTE_COMMENT, "?", &actor, 1);
  return sentinel_rule_store_put_state (tx, state, error)
         && sentinel_run_store_insert (tx, run, error)
         && sentinel_instance_store_put (tx, instance, error)
         && sentinel_instance_store_put (tx, instance, error)
         && sentinel_event_store_add_transition (tx, transition, error)
         && sentinel_delivery_store_insert (tx, delivery, error)
         && sentinel_delivery_store_update (tx, delivery, error)
         && sentinel_note_store_insert (tx, note, error)
         && sentinel_undo_store_remember (tx, 1, event, 0, error)
         && sentinel_undo_store_trim (tx, error)
         && sentinel_series_store_add (tx,
                                       sentinel_series_store_ensure (tx,
                                                                     instance->id,
                                                                     "v",
                                                                     NULL,
                                                                     error),
                                       1,
                                       1,
                                       error)
         && sentinel_run_store_prune (tx, rule_id, 10, error) >= 0;
}

static gboolean
read_details (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (GPtrArray) transitions = sentinel_event_store_list_transitions (db, 1, error);
  g_autoptr (GPtrArray) notes = sentinel_note_store_list (db, 1, error);
  g_autoptr (GPtrArray) deliveries = sentinel_delivery_store_list_of_event (db, 1, error);
  g_autoptr (GPtrArray) runs = sentinel_run_store_list (db, 1, 10, error);
  g_autoptr (GPtrArray) logs = sentinel_log_store_list (db, 0, SENTINEL_LOG_WARNING, 10, error);
  g_autoptr (GPtrArray) later_logs = sentinel_log_store_list (db, 5, SENTINEL_LOG_DEBUG, 10, error);
  g_autoptr (GArray) samples = sentinel_series_store_list (db, 1, "v", 0, 10, error);
  g_autoptr (GArray) open = sentinel_event_store_list_open_of_rule (db, 1, error);
  g_autoptr (SentinelEvent) event = sentinel_event_store_get (db, 1, error);
  g_autofree char *payload = sentinel_event_store_get_payload (db, 1, error);

  return transitions && notes && deliveries && runs && logs && later_logs && samples && open
         && event && payload;
}

static gboolean
repeat_outbox (SentinelTransaction *tx, gpointer data, GError **error)
{
  static const char *const channels[] = { "desktop", "command", NULL };
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (GPtrArray) due = sentinel_delivery_store_list_due (db, channels, 1, 10, error);
  gboolean was_pending;
  SentinelTold told = { 0 };

  return due != NULL && sentinel_delivery_store_get_next_due_us (db, channels, error) >= 0
         && sentinel_delivery_store_cancel_pending (tx, 1, "desktop", &was_pending, error)
         && sentinel_delivery_store_expire (tx, 1, 10, error) >= 0
         && sentinel_delivery_store_hasten (tx, 2, 1, error) >= 0
         && sentinel_delivery_store_release_claims (tx, NULL, error) >= 0
         && sentinel_delivery_store_release_claims (tx, "me", error) >= 0
         && sentinel_delivery_store_put_told (tx, "desktop", 1, &told, error)
         && sentinel_delivery_store_get_told (db, "desktop", 1, &told, error);
}

static gboolean
repeat_actions (SentinelTransaction *tx, gpointer data, GError **error)
{
  static const char *const busy[] = { "command/1", NULL };
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelDelivery) next = NULL, last = NULL, real = NULL;
  g_autoptr (SentinelDelivery) known = sentinel_action_run_store_get_by_key (db, "key", error);
  SentinelActionUsage usage;

  return known != NULL && sentinel_action_run_store_find_next (db, "command", busy, &next, error)
         && sentinel_action_run_store_set_begun (tx, known->id, 0, error)
         && sentinel_action_run_store_get_usage (db, known, FALSE, 0, 9, &usage, error)
         && sentinel_delivery_store_get_last_result (db, 1, "command", &last, error)
         && sentinel_delivery_store_get_last_real_result (db, 1, "command", &real, error)
         && sentinel_action_run_store_set_output (tx, known->id, "", error)
         && sentinel_delivery_store_fail_begun (tx, NULL, "why", error) >= 0
         && sentinel_delivery_store_fail_begun (tx, "me", "why", error) >= 0;
}

static gboolean
repeat_counts (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (GArray) due = sentinel_event_store_list_ack_due (db, 1, 10, error);
  g_autoptr (GArray) snoozed = sentinel_event_store_list_snooze_due (db, 1, 10, error);
  SentinelEventCounts counts;

  return due != NULL && snoozed != NULL && sentinel_event_store_get_next_end_us (db, error) >= 0
         && sentinel_event_counts_read (db, &counts, error)
         && sentinel_event_store_get_newest_id (db, error) >= 0;
}

static gboolean
read_explanation (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 n_left_out;
  g_autoptr (GPtrArray) timeline =
      sentinel_event_store_list_timeline (db, 1, G_MAXINT64, 10, &n_left_out, error);
  g_autoptr (GPtrArray) notes =
      sentinel_note_store_list_newest (db, 1, 1, G_MAXINT64, 10, &n_left_out, error);
  g_autoptr (GPtrArray) deliveries =
      sentinel_delivery_store_list_newest_of_event (db, 1, 9, 10, &n_left_out, error);
  g_autoptr (SentinelTransition) before = NULL;
  g_autoptr (GPtrArray) versions = sentinel_rule_version_store_list (db, 1, 1, error);
  g_autoptr (GPtrArray) records = sentinel_rule_version_store_list_records (db, 1, error);
  g_autoptr (GPtrArray) instances = sentinel_instance_store_list (db, 1, error);
  g_autoptr (SentinelRule) version = NULL;
  g_autoptr (SentinelRule) of_then = NULL;
  g_autofree char *unit = NULL;
  SentinelSample sample;
  gboolean found;

  return timeline != NULL && notes != NULL && deliveries != NULL && versions != NULL
         && records != NULL && instances != NULL
         && sentinel_rule_version_store_find (db, 1, 1, &version, error)
         && sentinel_rule_version_store_find_at (db, 1, G_MAXINT64, &of_then, error)
         && sentinel_event_store_find_before (db, 1, 9, &before, error)
         && sentinel_series_store_find_last (db, 1, "v", G_MAXINT64, &sample, &unit, &found, error);
}

static gboolean
read_what_was_told (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (GArray) told = sentinel_delivery_store_list_told (db, "desktop", 10, error);
  g_autoptr (GPtrArray) undo = sentinel_undo_store_list (db, 1, error);
  g_autoptr (GPtrArray) later = sentinel_event_store_list_transitions_after (db, 1, 10, error);

  return told != NULL && undo != NULL && later != NULL;
}

/* Three years and a day ago: it goes through every table. */
static gboolean
roll_up (SentinelTransaction *tx, gpointer data, GError **error)
{
  gint64 series_id = sentinel_series_store_ensure (tx, 1, "v", NULL, error);
  SentinelRollupPass pass = { 0 };

  return series_id != 0
         && sentinel_series_store_add (tx,
                                       series_id,
                                       sentinel_transaction_get_now_us (tx)
                                           - 1096 * G_TIME_SPAN_DAY,
                                       1,
                                       error)
         && sentinel_rollup_store_step (tx, &pass, error) && pass.n_rows >= 4;
}

static gboolean
read_samples (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelSampleRange) range = sentinel_sample_range_read (db, 1, "v", 0, 10, error);
  g_autoptr (GPtrArray) series = sentinel_series_list_of_rule (db, 1, 500, error);

  return range != NULL && series != NULL;
}

static gboolean
repeat_slots (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gboolean taken = FALSE;

  return sentinel_claim_store_take (tx, 1, 60, &taken, error)
         && sentinel_claim_store_get_newest (db, 1, error) >= 0
         && sentinel_claim_store_drop (tx, 1, 60, error);
}

static gboolean
try_rule (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelRuleHistoryQuestion question = { .rule_id = 1, .from_us = 1, .to_us = G_MAXINT64 };
  g_autoptr (SentinelRuleHistory) history =
      sentinel_rule_history_read (sentinel_transaction_get_database (tx), &question, error);

  return history != NULL;
}

static gboolean
forget_instance (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelInstance) instance =
      sentinel_instance_store_get (sentinel_transaction_get_database (tx), 1, error);

  return instance != NULL && sentinel_instance_store_delete (tx, instance, error);
}

static gboolean
add_bad_run (SentinelTransaction *tx, gint64 rule_id, GError **error)
{
  g_autoptr (SentinelRuleState) state = sentinel_rule_state_new (rule_id);
  g_autoptr (SentinelRun) run = sentinel_run_new (rule_id);

  state->health = SENTINEL_HEALTH_FAILING;
  run->started_at_us = SENTINEL_TEST_NOW_US;
  run->outcome = SENTINEL_OUTCOME_ERROR;
  run->phase = SENTINEL_PHASE_READ;
  return sentinel_rule_store_put_state (tx, state, error)
         && sentinel_run_store_insert (tx, run, error);
}

static gboolean
show_rules (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (GPtrArray) statuses = sentinel_rule_status_store_list (db, error);
  g_autoptr (GArray) samples =
      sentinel_rule_status_store_list_samples (db, 1, 0, G_TIME_SPAN_DAY, 10, error);

  return statuses != NULL && samples != NULL;
}

/* Since when it fails and in which phase is asked of its runs. */
static gboolean
show_failing_rule (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autoptr (SentinelIdRanges) ids = sentinel_id_ranges_new ();
  g_autoptr (GPtrArray) statuses = NULL;
  gint64 rule_id;

  g_set_str (&rule->name, "Fails");
  g_set_str (&rule->trigger, "probe");
  rule_id = sentinel_rule_store_insert (tx, rule, "Ada", error);
  if (rule_id == 0 || !add_bad_run (tx, rule_id, error))
    return FALSE;
  sentinel_id_ranges_add (ids, rule_id, rule_id);
  statuses = sentinel_rule_status_store_list_some (db, ids, error);
  g_assert_cmpint (((SentinelRuleStatus *) statuses->pdata[0])->phase, ==, SENTINEL_PHASE_READ);
  return statuses != NULL;
}

static gboolean
show_overview (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  const gint64 edges[] = { 0, SENTINEL_TEST_NOW_US, G_MAXINT64 };
  g_autoptr (GArray) buckets =
      sentinel_event_histogram_read (db, edges, G_N_ELEMENTS (edges), error);
  gint64 n_enabled;

  return buckets != NULL && sentinel_rule_store_count (db, &n_enabled, error) >= 0;
}

/* Everything that the quick filters, the links of the pages and the search field can ask for. */
static const char *const filters[] = {
  "",
  "is:waiting",
  "importance:high,critical",
  "importance:low is:waiting",
  "category:\"System\"",
  "-category:System",
  "category:Säumnis",
  "rule:1",
  "rule:manual",
  "-rule:manual",
  "trigger:manual",
  "source:a",
  "-source:ä",
  "is:open",
  "is:closed",
  "is:acknowledged",
  "is:unacknowledged",
  "is:snoozed",
  "is:suppressed",
  "is:new,unseen",
  "is:resolved",
  "-is:point",
  "after:2025-11-01",
  "before:2025-11-01",
  "after:2025-11-01 before:2025-12-01",
  "-after:2025-11-01",
  "id:1,2",
  "-id:1",
  "disk",
  "-straße",
  "importance:high source:a rule:manual category:System is:waiting after:2025-11-01 disk",
};

/* In every order, as the table asks. */
static gboolean
ask_live (SentinelDatabase *db, SentinelFilter *filter, GError **error)
{
  SentinelQuery query = { .filter = filter, .live = TRUE, .now_us = 1, .limit = 1 };
  g_autoptr (SentinelEventFacets) facets = sentinel_event_facets_read (db, &query, error);

  if (facets == NULL || sentinel_result_query_count (db, &query, error) < 0)
    return FALSE;
  for (int i = 0; sentinel_sort_nicks[i].nick != NULL; i++) {
    g_autoptr (SentinelResult) result = NULL;

    query.sort = (SentinelSort) sentinel_sort_nicks[i].value;
    result = sentinel_result_query (db, &query, error);
    if (result == NULL)
      return FALSE;
  }
  return TRUE;
}

static gboolean
show_live (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++) {
    g_autoptr (SentinelFilter) filter = sentinel_filter_parse (filters[i], error);

    if (filter == NULL || !ask_live (db, filter, error))
      return FALSE;
  }
  return TRUE;
}

/* A time or an id bounds what is read of the whole history too. */
static gboolean
show_stretch (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  static const char *const stretches[] = { "after:2025-11-01",
                                           "before:2025-12-01 disk",
                                           "after:2025-11-01 before:2025-12-01 is:open",
                                           "id:1,2" };

  for (guint i = 0; i < G_N_ELEMENTS (stretches); i++) {
    g_autoptr (SentinelFilter) filter = sentinel_filter_parse (stretches[i], error);
    SentinelQuery query = { .filter = filter, .limit = 10 };
    g_autoptr (SentinelResult) result = NULL;

    if (filter != NULL)
      result = sentinel_result_query (db, &query, error);
    if (result == NULL || sentinel_result_query_count (db, &query, error) < 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
test_plans (SentinelTransaction *tx, gpointer data, GError **error)
{
  return check (tx, write_evaluation, error) && check (tx, read_details, error)
         && check (tx, repeat_outbox, error) && check (tx, repeat_actions, error)
         && check (tx, repeat_counts, error) && check (tx, read_explanation, error)
         && check (tx, read_what_was_told, error) && check (tx, show_rules, error)
         && check (tx, show_failing_rule, error) && check (tx, show_overview, error)
         && check (tx, show_live, error) && check (tx, show_stretch, error)
         && check (tx, roll_up, error) && check (tx, read_samples, error)
         && check (tx, repeat_slots, error) && check (tx, try_rule, error)
         && check (tx, forget_instance, error);
}

static gboolean
test_a_scan_is_noticed (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  static const char *const scans[] = {
    "SELECT id FROM event WHERE opened_at_us > 5",
    "SELECT e.id FROM event e ORDER BY e.importance",
    "SELECT count(*) FROM run",
    "DELETE FROM log WHERE at_us < 5",
    "UPDATE outbox SET state = 3 WHERE state = 2",
  };

  for (guint i = 0; i < G_N_ELEMENTS (scans); i++) {
    g_autofree char *step = find_full_scan (db, scans[i]);

    g_assert_nonnull (step);
  }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sentinel_test_add_transaction ("/query-plans/no-full-scans", test_plans);
  sentinel_test_add_transaction ("/query-plans/a-scan-is-noticed", test_a_scan_is_noticed);
  return g_test_run ();
}
