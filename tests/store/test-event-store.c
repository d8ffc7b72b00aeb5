/* SPDX-License-Identifier: MIT */
/* Events with payloads, transitions and notes; the counters of the window against counting one by
 * one. */
#include "sentinel-error.h"
#include "sentinel-event-counts.h"
#include "sentinel-event-store.h"
#include "sentinel-instance-store.h"
#include "sentinel-json.h"
#include "sentinel-note-store.h"
#include "sentinel-rule-store.h"
#include "sentinel-test-events.h"
#include "sentinel-undo-store.h"
#include <math.h>

static char *
event_to_text (const SentinelEvent *event)
{
  g_autoptr (JsonObject) object = sentinel_event_to_json (event);

  return sentinel_json_object_to_text (object);
}

static void
assert_stored_as (SentinelDatabase *db, const SentinelEvent *event)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelEvent) stored = sentinel_event_store_get (db, event->id, &error);
  g_autofree char *expected = event_to_text (event);
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  found = event_to_text (stored);
  g_assert_cmpstr (found, ==, expected);
}

static void
change_all (SentinelEvent *event)
{
  event->closed_at_us = SENTINEL_TEST_NOW_US + 1;
  event->close_reason = SENTINEL_CLOSE_MISSING;
  event->importance = SENTINEL_IMPORTANCE_CRITICAL;
  event->level_now = SENTINEL_IMPORTANCE_NONE;
  event->value_peak = 99.5;
  event->value_last = 0;
  event->refire_count = 2;
  event->repeat_count = 3;
  event->last_seen_at_us++;
  event->shown_until_us++;
  event->acked_at_us = SENTINEL_TEST_NOW_US + 2;
  event->acked_level = SENTINEL_IMPORTANCE_HIGH;
  event->ack_scope = SENTINEL_ACK_UNTIL_TIME;
  event->ack_until_us = SENTINEL_TEST_NOW_US + 3;
  g_set_str (&event->message, "100 % busy");
  g_set_str (&event->acked_by, "Ada");
  g_set_str (&event->ack_comment, "on it");
  g_set_str (&event->action_taken, "restarted");
  event->snoozed_until_us = SENTINEL_TEST_NOW_US + 4;
  event->suppressed_by = 5;
  event->flow_run_id = 6;
}

static gboolean
test_round_trip (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelEvent) event =
      sentinel_test_event_new (SENTINEL_IMPORTANCE_HIGH, "host-1", "CPU is busy");
  g_autofree char *payload = NULL;
  g_autoptr (SentinelRule) rule = NULL;

  event->rule_id = sentinel_rule_store_ensure_manual (tx, error);
  event->rule_version = 1;
  event->value_first = 91.25;
  g_set_str (&event->unit, "%");
  if (!sentinel_event_store_insert (tx, event, "{\"core\":3}", error))
    return FALSE;
  rule = sentinel_rule_store_get (db, event->rule_id, error);
  g_set_str (&event->rule, rule->name);
  g_assert_cmpint (event->id, ==, 1);
  g_assert_cmpint (event->category_id, >, 0);
  g_assert_cmpint (event->source_id, >, 0);
  assert_stored_as (db, event);
  payload = sentinel_event_store_get_payload (db, event->id, error);
  g_assert_cmpstr (payload, ==, "{\"core\":3}");
  change_all (event);
  if (!sentinel_event_store_update (tx, event, error))
    return FALSE;
  assert_stored_as (db, event);
  return TRUE;
}

static gboolean
test_ids_are_dense (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autofree char *none = NULL;

  g_assert_cmpint (sentinel_event_store_get_newest_id (db, error), ==, 0);
  for (gint64 id = 1; id <= 5; id++) {
    g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "m");

    if (!sentinel_event_store_insert (tx, event, NULL, error))
      return FALSE;
    g_assert_cmpint (event->id, ==, id);
  }
  g_assert_cmpint (sentinel_event_store_get_newest_id (db, error), ==, 5);
  none = sentinel_event_store_get_payload (db, 1, error);
  g_assert_null (none);
  g_assert_null (*error);
  return TRUE;
}

static gboolean
test_get_many (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  const gint64 ids[] = { 3, 99, 1 };
  g_autoptr (GPtrArray) events = NULL;

  for (int i = 0; i < 3; i++) {
    g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "m");

    if (!sentinel_event_store_insert (tx, event, NULL, error))
      return FALSE;
  }
  events = sentinel_event_store_get_many (db, ids, G_N_ELEMENTS (ids), error);
  g_assert_cmpuint (events->len, ==, 3);
  g_assert_cmpint (((SentinelEvent *) events->pdata[0])->id, ==, 3);
  g_assert_null (events->pdata[1]);
  g_assert_cmpint (((SentinelEvent *) events->pdata[2])->id, ==, 1);
  return TRUE;
}

static gboolean
test_missing (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "m");
  g_autoptr (GError) get_error = NULL;
  g_autoptr (GError) update_error = NULL;

  g_assert_null (sentinel_event_store_get (sentinel_transaction_get_database (tx), 7, &get_error));
  g_assert_error (get_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
  event->id = 7;
  g_assert_false (sentinel_event_store_update (tx, event, &update_error));
  g_assert_error (update_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
  return TRUE;
}

static gboolean
test_timeline (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  const SentinelActor actor = { "Ada", SENTINEL_VIA_COMMAND_LINE };
  g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "m");
  g_autoptr (SentinelTransition) fired = sentinel_transition_new (SENTINEL_TRANSITION_FIRED, 10);
  g_autoptr (SentinelTransition) acked =
      sentinel_transition_new (SENTINEL_TRANSITION_ACKNOWLEDGED, 20);
  g_autoptr (SentinelNote) note = NULL;
  g_autoptr (GPtrArray) transitions = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  const SentinelTransition *last;
  const SentinelNote *read;

  if (!sentinel_event_store_insert (tx, event, NULL, error))
    return FALSE;
  fired->event_id = acked->event_id = event->id;
  fired->value = 91;
  acked->reason = SENTINEL_ACK_UNTIL_RESOLVED;
  acked->actor = g_strdup ("Ada");
  acked->batch = 3;
  note = sentinel_note_new (event->id, SENTINEL_NOTE_ACTION, "restarted it", &actor, 20);
  note->batch = 3;
  if (!sentinel_event_store_add_transition (tx, fired, error)
      || !sentinel_event_store_add_transition (tx, acked, error)
      || !sentinel_note_store_insert (tx, note, error))
    return FALSE;
  transitions = sentinel_event_store_list_transitions (db, event->id, error);
  g_assert_cmpuint (transitions->len, ==, 2);
  last = transitions->pdata[1];
  g_assert_cmpint (last->id, ==, acked->id);
  g_assert_cmpint (last->kind, ==, SENTINEL_TRANSITION_ACKNOWLEDGED);
  g_assert_cmpstr (last->actor, ==, "Ada");
  g_assert_cmpint (last->batch, ==, 3);
  g_assert_true (isnan (last->value));
  notes = sentinel_note_store_list (db, event->id, error);
  g_assert_cmpuint (notes->len, ==, 1);
  read = notes->pdata[0];
  g_assert_cmpstr (read->author, ==, "Ada");
  g_assert_cmpstr (read->body, ==, "restarted it");
  g_assert_cmpint (read->via, ==, SENTINEL_VIA_COMMAND_LINE);
  g_assert_cmpint (read->kind, ==, SENTINEL_NOTE_ACTION);
  g_assert_cmpint (read->at_us, ==, 20);
  g_assert_cmpint (read->batch, ==, 3);
  return TRUE;
}

/* at_us is ten times the id. */
static gint64
add_change (SentinelTransaction *tx,
            SentinelTransitionKind kind,
            gint64 event_id,
            gint64 instance_id,
            int from,
            int to)
{
  static gint64 at_us = 0;
  g_autoptr (SentinelTransition) transition = sentinel_transition_new (kind, at_us += 10);
  g_autoptr (GError) error = NULL;

  transition->event_id = event_id;
  transition->instance_id = instance_id;
  transition->from_code = from;
  transition->to_code = to;
  sentinel_event_store_add_transition (tx, transition, &error);
  g_assert_no_error (error);
  g_assert_cmpint (transition->id * 10, ==, at_us);
  return transition->id;
}

/* expected: ids, then how many were left out */
static void
assert_timeline_of (SentinelTransaction *tx, gint64 until_us, guint limit, const char *expected)
{
  g_autoptr (GError) error = NULL;
  gint64 n_left_out;
  g_autoptr (GPtrArray) timeline =
      sentinel_event_store_list_timeline (sentinel_transaction_get_database (tx),
                                          1,
                                          until_us,
                                          limit,
                                          &n_left_out,
                                          &error);
  g_autoptr (GString) ids = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < timeline->len; i++)
    g_string_append_printf (ids, "%d ", (int) ((SentinelTransition *) timeline->pdata[i])->id);
  g_string_append_printf (ids, "+%d", (int) n_left_out);
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
assert_level (SentinelTransaction *tx, gint64 event_id, gint64 before_id, int expected)
{
  g_autoptr (GError) error = NULL;
  SentinelImportance level;

  sentinel_event_store_find_level (sentinel_transaction_get_database (tx),
                                   event_id,
                                   before_id,
                                   &level,
                                   &error);
  g_assert_no_error (error);
  g_assert_cmpint (level, ==, expected);
}

static void
assert_before (SentinelTransaction *tx, gint64 instance_id, gint64 before_id, gint64 expected_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelTransition) before = NULL;

  sentinel_event_store_find_before (sentinel_transaction_get_database (tx),
                                    instance_id,
                                    before_id,
                                    &before,
                                    &error);
  g_assert_no_error (error);
  g_assert_cmpint (before != NULL ? before->id : 0, ==, expected_id);
}

/* The first two, the newest, and what lies between; nothing later; of one event and one instance.
 */
static gboolean
test_long_timeline (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelEvent) event =
      sentinel_test_event_new (SENTINEL_IMPORTANCE_CRITICAL, "a", "m");
  g_autoptr (SentinelEvent) other = sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "m");

  if (!sentinel_event_store_insert (tx, event, NULL, error)
      || !sentinel_event_store_insert (tx, other, NULL, error))
    return FALSE;
  add_change (tx, SENTINEL_TRANSITION_PENDING, 0, 7, 0, 1);
  add_change (tx, SENTINEL_TRANSITION_PENDING, 0, 8, 0, 1);
  add_change (tx, SENTINEL_TRANSITION_FIRED, 1, 7, 1, 2);
  add_change (tx, SENTINEL_TRANSITION_FIRED, 2, 8, 1, 2);
  add_change (tx, SENTINEL_TRANSITION_LEVEL, 1, 7, 20, 40);
  add_change (tx, SENTINEL_TRANSITION_REFIRED, 1, 7, 0, 0);
  add_change (tx, SENTINEL_TRANSITION_LEVEL, 1, 7, 40, 30);
  add_change (tx, SENTINEL_TRANSITION_RESOLVED, 1, 7, 2, 0);

  assert_timeline_of (tx, G_MAXINT64, 10, "3 5 6 7 8 +0");
  assert_timeline_of (tx, G_MAXINT64, 4, "3 5 6 7 8 +0");
  assert_timeline_of (tx, G_MAXINT64, 2, "3 5 7 8 +1");
  assert_timeline_of (tx, 70, 1, "3 5 7 +1");
  assert_timeline_of (tx, 69, 1, "3 5 6 +0");
  assert_timeline_of (tx, 30, 1, "3 +0");
  assert_timeline_of (tx, 29, 1, "+0");

  assert_level (tx, 1, 0, 20);
  assert_level (tx, 1, 5, 20);
  assert_level (tx, 1, 6, 40);
  assert_level (tx, 1, 8, 30);
  assert_level (tx, 2, 5, SENTINEL_IMPORTANCE_LOW); /* it never changed */
  assert_level (tx, 9, 5, SENTINEL_IMPORTANCE_NONE);

  assert_before (tx, 7, 3, 1);
  assert_before (tx, 8, 4, 2);
  assert_before (tx, 7, 1, 0);
  assert_before (tx, 9, 9, 0);
  return TRUE;
}

/* expected: bodies, then how many were left out */
static void
assert_notes (SentinelTransaction *tx,
              guint kinds,
              gint64 until_us,
              guint limit,
              const char *expected)
{
  g_autoptr (GError) error = NULL;
  gint64 n_left_out;
  g_autoptr (GPtrArray) notes =
      sentinel_note_store_list_newest (sentinel_transaction_get_database (tx),
                                       1,
                                       kinds,
                                       until_us,
                                       limit,
                                       &n_left_out,
                                       &error);
  g_autoptr (GString) bodies = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < notes->len; i++)
    g_string_append (bodies, ((SentinelNote *) notes->pdata[i])->body);
  g_string_append_printf (bodies, "+%d", (int) n_left_out);
  g_assert_cmpstr (bodies->str, ==, expected);
}

static gboolean
test_newest_notes (SentinelTransaction *tx, gpointer data, GError **error)
{
  const SentinelActor actor = { "Ada", SENTINEL_VIA_WINDOW };
  const guint comments = 1u << SENTINEL_NOTE_COMMENT;
  const guint acks = 1u << SENTINEL_NOTE_ACKNOWLEDGED | 1u << SENTINEL_NOTE_UNACKNOWLEDGED;
  const SentinelNoteKind kinds[] = { SENTINEL_NOTE_COMMENT,
                                     SENTINEL_NOTE_ACKNOWLEDGED,
                                     SENTINEL_NOTE_COMMENT,
                                     SENTINEL_NOTE_UNACKNOWLEDGED,
                                     SENTINEL_NOTE_COMMENT };

  for (guint id = 1; id <= 2; id++) {
    g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "m");

    if (!sentinel_event_store_insert (tx, event, NULL, error))
      return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
      const char body[] = { (char) ((id == 1 ? 'a' : 'x') + i), '\0' };
      g_autoptr (SentinelNote) note = sentinel_note_new (id, kinds[i], body, &actor, 10 * i);

      if (!sentinel_note_store_insert (tx, note, error))
        return FALSE;
    }
  }
  assert_notes (tx, comments, G_MAXINT64, 9, "ace+0");
  assert_notes (tx, comments, G_MAXINT64, 2, "ce+1");
  assert_notes (tx, comments, 39, 1, "c+1");
  assert_notes (tx, acks, G_MAXINT64, 1, "d+1");
  assert_notes (tx, acks | comments, G_MAXINT64, 9, "abcde+0");
  assert_notes (tx, 1u << SENTINEL_NOTE_ACTION, G_MAXINT64, 9, "+0");
  return TRUE;
}

static gboolean
test_note_needs_its_event (SentinelTransaction *tx, gpointer data, GError **error)
{
  const SentinelActor actor = { "Ada", SENTINEL_VIA_WINDOW };
  g_autoptr (SentinelNote) note = sentinel_note_new (77, SENTINEL_NOTE_COMMENT, "?", &actor, 20);
  g_autoptr (GError) refused = NULL;

  g_assert_false (sentinel_note_store_insert (tx, note, &refused));
  g_assert_nonnull (refused);
  return TRUE;
}

static gboolean
test_open_of_rule (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 rule_id = sentinel_rule_store_ensure_manual (tx, error);
  g_autoptr (GArray) ids = NULL;

  for (guint8 i = 0; i < 3; i++) {
    g_autoptr (SentinelInstance) instance = sentinel_instance_new (rule_id);

    instance->fingerprint[0] = i;
    g_set_str (&instance->labels, "{}");
    instance->open_event_id = i == 1 ? 0 : 40 - i;
    if (!sentinel_instance_store_put (tx, instance, error))
      return FALSE;
  }
  ids = sentinel_event_store_list_open_of_rule (db, rule_id, error);
  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_cmpint (g_array_index (ids, gint64, 0), ==, 38);
  g_assert_cmpint (g_array_index (ids, gint64, 1), ==, 40);
  return TRUE;
}

static gboolean
test_ack_ends (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  const gint64 untils[] = { 300, 0, 100, 200 };
  g_autoptr (GArray) due = NULL;

  g_assert_cmpint (sentinel_event_store_get_next_end_us (db, error), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (untils); i++) {
    g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "m");

    event->ack_until_us = untils[i];
    if (!sentinel_event_store_insert (tx, event, NULL, error))
      return FALSE;
  }
  g_assert_cmpint (sentinel_event_store_get_next_end_us (db, error), ==, 100);
  due = sentinel_event_store_list_ack_due (db, 200, 10, error);
  g_assert_cmpuint (due->len, ==, 2);
  g_assert_cmpint (g_array_index (due, gint64, 0), ==, 3);
  g_assert_cmpint (g_array_index (due, gint64, 1), ==, 4);
  return TRUE;
}

/* Whichever comes first is the next end. */
static gboolean
test_snooze_ends (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  const gint64 untils[] = { 300, 0, 100, 200 };
  g_autoptr (SentinelEvent) acked = sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "m");
  g_autoptr (GArray) due = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (untils); i++) {
    g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "m");

    event->snoozed_until_us = untils[i];
    if (!sentinel_event_store_insert (tx, event, NULL, error))
      return FALSE;
  }
  g_assert_cmpint (sentinel_event_store_get_next_end_us (db, error), ==, 100);
  acked->ack_until_us = 50;
  if (!sentinel_event_store_insert (tx, acked, NULL, error))
    return FALSE;
  g_assert_cmpint (sentinel_event_store_get_next_end_us (db, error), ==, 50);
  due = sentinel_event_store_list_snooze_due (db, 200, 10, error);
  g_assert_cmpuint (due->len, ==, 2);
  g_assert_cmpint (g_array_index (due, gint64, 0), ==, 3);
  g_assert_cmpint (g_array_index (due, gint64, 1), ==, 4);
  return TRUE;
}

static void
count_one (SentinelEventCounts *counts, const SentinelEvent *event)
{
  gboolean counts_as_unacknowledged =
      event->acked_at_us == 0
      && (event->closed_at_us == 0 || event->importance >= SENTINEL_IMPORTANCE_HIGH);

  counts->n_open += event->closed_at_us == 0;
  if (!counts_as_unacknowledged)
    return;
  counts->n_waiting++;
  counts->worst_waiting = MAX (counts->worst_waiting, event->importance);
}

static void
assert_counts (SentinelDatabase *db, const SentinelEventCounts *expected)
{
  g_autoptr (GError) error = NULL;
  SentinelEventCounts counts;

  sentinel_event_counts_read (db, &counts, &error);
  g_assert_no_error (error);
  g_assert_cmpint (counts.n_open, ==, expected->n_open);
  g_assert_cmpint (counts.n_waiting, ==, expected->n_waiting);
  g_assert_cmpint (counts.worst_waiting, ==, expected->worst_waiting);
}

/* Every combination, from the lowest importance up, so that each one is the worst for a while. */
static gboolean
test_counts (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  SentinelEventCounts expected = { 0 };

  assert_counts (db, &expected);
  for (int importance = SENTINEL_IMPORTANCE_LOW; importance <= SENTINEL_IMPORTANCE_CRITICAL;
       importance += 10)
    for (int bits = 0; bits < 4; bits++) {
      g_autoptr (SentinelEvent) event =
          sentinel_test_event_new ((SentinelImportance) importance, "a", "m");

      event->closed_at_us = (bits & 1) != 0 ? SENTINEL_TEST_NOW_US : 0;
      event->acked_at_us = (bits & 2) != 0 ? 0 : SENTINEL_TEST_NOW_US;
      if (!sentinel_event_store_insert (tx, event, NULL, error))
        return FALSE;
      count_one (&expected, event);
      assert_counts (db, &expected);
    }
  return TRUE;
}

/* What was before the act is what counts, however often it looks; after a day it is forgotten. */
static gboolean
test_remember (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_LOW, "a", "m");
  gint64 batch = sentinel_transaction_new_batch (tx);
  g_autoptr (GPtrArray) rows = NULL;
  const SentinelUndoRow *row;

  event->acked_at_us = 17;
  event->acked_level = SENTINEL_IMPORTANCE_LOW;
  event->ack_scope = SENTINEL_ACK_UNTIL_TIME;
  event->ack_until_us = 99;
  g_set_str (&event->acked_by, "Grace");
  if (!sentinel_event_store_insert (tx, event, NULL, error)
      || !sentinel_undo_store_remember (tx, batch, event, 5, error))
    return FALSE;
  g_set_str (&event->acked_by, "Ada");
  if (!sentinel_undo_store_remember (tx, batch, event, 6, error)
      || !sentinel_undo_store_trim (tx, error))
    return FALSE;
  rows = sentinel_undo_store_list (db, batch, error);
  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpint (row->event_id, ==, event->id);
  g_assert_cmpint (row->inherited_id, ==, 5);
  g_assert_cmpint (row->before->acked_at_us, ==, 17);
  g_assert_cmpint (row->before->ack_until_us, ==, 99);
  g_assert_cmpint (row->before->ack_scope, ==, SENTINEL_ACK_UNTIL_TIME);
  g_assert_cmpstr (row->before->acked_by, ==, "Grace");
  g_assert_null (row->before->ack_comment);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sentinel_test_add_transaction ("/event-store/round-trip", test_round_trip);
  sentinel_test_add_transaction ("/event-store/ids-are-dense", test_ids_are_dense);
  sentinel_test_add_transaction ("/event-store/get-many", test_get_many);
  sentinel_test_add_transaction ("/event-store/missing", test_missing);
  sentinel_test_add_transaction ("/event-store/timeline", test_timeline);
  sentinel_test_add_transaction ("/event-store/long-timeline", test_long_timeline);
  sentinel_test_add_transaction ("/event-store/newest-notes", test_newest_notes);
  sentinel_test_add_transaction ("/event-store/note-needs-its-event", test_note_needs_its_event);
  sentinel_test_add_transaction ("/event-store/open-of-rule", test_open_of_rule);
  sentinel_test_add_transaction ("/event-store/ack-ends", test_ack_ends);
  sentinel_test_add_transaction ("/event-store/snooze-ends", test_snooze_ends);
  sentinel_test_add_transaction ("/event-store/counts", test_counts);
  sentinel_test_add_transaction ("/event-store/remember-twice", test_remember);
  return g_test_run ();
}
