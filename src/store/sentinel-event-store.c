/* SPDX-License-Identifier: MIT */
/* Tables event, event_payload, transition and undo. Inserting is the hot path of a storm: one
 * statement, ids from the transaction's high-water mark, names looked up only where the caller does
 * not know their ids. */
#include "sentinel-event-store.h"
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-rows.h"

#define EVENT_SELECT \
  "SELECT e.id, e.rule_id, e.rule_version, e.instance_id, e.point, e.opened_at_us, " \
  "e.began_at_us, e.closed_at_us," \
  " e.close_reason, e.importance, e.level_now, e.category_id, e.source_id, e.message, " \
  "e.value_first, e.value_peak," \
  " e.value_last, e.unit, e.refire_count, e.repeat_count, e.last_seen_at_us, e.shown_until_us, " \
  "e.acked_at_us," \
  " e.acked_level, e.ack_scope, e.ack_until_us, e.acked_by, e.ack_comment, e.action_taken, " \
  "e.snoozed_until_us," \
  " e.suppressed_by, e.flow_run_id, c.name, s.name, r.name" \
  " FROM event e LEFT JOIN category c ON c.id = e.category_id LEFT JOIN source s ON s.id = " \
  "e.source_id" \
  " LEFT JOIN rule r ON r.id = e.rule_id WHERE e.id = ?"

static gboolean
ensure_names (SentinelTransaction *tx, SentinelEvent *event, GError **error)
{
  if (event->category_id == 0)
    event->category_id = sentinel_transaction_ensure_category (tx, event->category, error);
  if (event->category_id == 0)
    return FALSE;
  if (event->source_id == 0 && event->source != NULL) {
    event->source_id = sentinel_transaction_ensure_source (tx, event->source, error);
    return event->source_id != 0;
  }
  return TRUE;
}

static const char insert_event_sql[] =
    "INSERT INTO event (id, rule_id, rule_version, instance_id, point, opened_at_us,"
    " began_at_us, closed_at_us, close_reason, importance, level_now, category_id,"
    " source_id, message, value_first, value_peak, value_last, unit, refire_count,"
    " repeat_count, last_seen_at_us, shown_until_us, acked_at_us, acked_level, ack_scope,"
    " ack_until_us, acked_by, ack_comment, action_taken, snoozed_until_us, suppressed_by,"
    " flow_run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static gboolean
insert_row (SentinelDatabase *db, const SentinelEvent *event, GError **error)
{
  return sentinel_statement_run_bound (db,
                                       error,
                                       insert_event_sql,
                                       "itttiiittititsdddsiiiittttsssttt",
                                       event->id,
                                       event->rule_id,
                                       event->rule_version,
                                       event->instance_id,
                                       (gint64) event->point,
                                       event->opened_at_us,
                                       event->began_at_us,
                                       event->closed_at_us,
                                       (gint64) event->close_reason,
                                       (gint64) event->importance,
                                       (gint64) event->level_now,
                                       event->category_id,
                                       event->source_id,
                                       event->message,
                                       event->value_first,
                                       event->value_peak,
                                       event->value_last,
                                       event->unit,
                                       event->refire_count,
                                       event->repeat_count,
                                       event->last_seen_at_us,
                                       event->shown_until_us,
                                       event->acked_at_us,
                                       (gint64) event->acked_level,
                                       (gint64) event->ack_scope,
                                       event->ack_until_us,
                                       event->acked_by,
                                       event->ack_comment,
                                       event->action_taken,
                                       event->snoozed_until_us,
                                       event->suppressed_by,
                                       event->flow_run_id);
}

/**
 * sentinel_event_store_insert:
 * @tx: the open transaction
 * @event: a new event; gets its id, and the ids of its category and source where they are 0
 * @payload: (nullable): JSON, stored beside it
 *
 * Writer thread.
 *
 * Returns: whether it was written
 */
gboolean
sentinel_event_store_insert (SentinelTransaction *tx,
                             SentinelEvent *event,
                             const char *payload,
                             GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);

  if (!ensure_names (tx, event, error))
    return FALSE;
  event->id = sentinel_transaction_take_event_id (tx, error);
  if (event->id == 0 || !insert_row (db, event, error))
    return FALSE;
  if (payload != NULL
      && !sentinel_statement_run_bound (db,
                                        error,
                                        "INSERT INTO event_payload (event_id, body) VALUES (?, ?)",
                                        "is",
                                        event->id,
                                        payload))
    return FALSE;
  sentinel_transaction_touch (tx, SENTINEL_NOUN_EVENT, event->id);
  return TRUE;
}

static gboolean
check_one_changed (SentinelDatabase *db, gint64 event_id, GError **error)
{
  if (sentinel_rows_get_n_changed (db) == 1)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_NOT_FOUND,
               "There is no event %" G_GINT64_FORMAT,
               event_id);
  return FALSE;
}

static const char update_event_sql[] =
    "UPDATE event SET closed_at_us = ?, close_reason = ?, importance = ?, level_now = ?,"
    " message = ?, value_peak = ?, value_last = ?, refire_count = ?, repeat_count = ?,"
    " last_seen_at_us = ?, shown_until_us = ?, acked_at_us = ?, acked_level = ?,"
    " ack_scope = ?, ack_until_us = ?, acked_by = ?, ack_comment = ?, action_taken = ?,"
    " snoozed_until_us = ?, suppressed_by = ?, flow_run_id = ? WHERE id = ?";

/**
 * sentinel_event_store_update:
 * @tx: the open transaction
 * @event: an event as it shall be; what never changes after the insert (rule, instance, begin,
 * first value, category, source, unit) is not looked at
 *
 * Writer thread.
 *
 * Returns: whether it was written; SENTINEL_ERROR_NOT_FOUND when there is no such event
 */
gboolean
sentinel_event_store_update (SentinelTransaction *tx, const SentinelEvent *event, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);

  if (!sentinel_statement_run_bound (db,
                                     error,
                                     update_event_sql,
                                     "ttitsddiiiittttsssttti",
                                     event->closed_at_us,
                                     (gint64) event->close_reason,
                                     (gint64) event->importance,
                                     (gint64) event->level_now,
                                     event->message,
                                     event->value_peak,
                                     event->value_last,
                                     event->refire_count,
                                     event->repeat_count,
                                     event->last_seen_at_us,
                                     event->shown_until_us,
                                     event->acked_at_us,
                                     (gint64) event->acked_level,
                                     (gint64) event->ack_scope,
                                     event->ack_until_us,
                                     event->acked_by,
                                     event->ack_comment,
                                     event->action_taken,
                                     event->snoozed_until_us,
                                     event->suppressed_by,
                                     event->flow_run_id,
                                     event->id)
      || !check_one_changed (db, event->id, error))
    return FALSE;
  sentinel_transaction_touch (tx, SENTINEL_NOUN_EVENT, event->id);
  return TRUE;
}

/**
 * sentinel_event_store_add_transition:
 * @tx: the open transaction
 * @transition: what changed; gets its id
 *
 * Adds a line to the timeline and touches the event, if it is one of an event. Writer thread.
 *
 * Returns: whether it was written
 */
gboolean
sentinel_event_store_add_transition (SentinelTransaction *tx,
                                     SentinelTransition *transition,
                                     GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);

  if (!sentinel_statement_run_bound (db,
                                     error,
                                     "INSERT INTO transition (event_id, instance_id, at_us, kind, "
                                     "from_code, to_code, reason, value, actor,"
                                     " batch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                     "ttiitttdst",
                                     transition->event_id,
                                     transition->instance_id,
                                     transition->at_us,
                                     (gint64) transition->kind,
                                     (gint64) transition->from_code,
                                     (gint64) transition->to_code,
                                     (gint64) transition->reason,
                                     transition->value,
                                     transition->actor,
                                     transition->batch))
    return FALSE;
  transition->id = sentinel_database_get_last_insert_id (db);
  if (transition->event_id != 0)
    sentinel_transaction_touch (tx, SENTINEL_NOUN_EVENT, transition->event_id);
  return TRUE;
}

static void
read_facts (SentinelEvent *event, SentinelStatement *row)
{
  event->id = sentinel_statement_get_int (row, 0);
  event->rule_id = sentinel_statement_get_int (row, 1);
  event->rule_version = sentinel_statement_get_int (row, 2);
  event->instance_id = sentinel_statement_get_int (row, 3);
  event->point = sentinel_statement_get_int (row, 4) != 0;
  event->opened_at_us = sentinel_statement_get_int (row, 5);
  event->began_at_us = sentinel_statement_get_int (row, 6);
  event->closed_at_us = sentinel_statement_get_int (row, 7);
  event->close_reason = (SentinelCloseReason) sentinel_statement_get_int (row, 8);
  event->importance = (SentinelImportance) sentinel_statement_get_int (row, 9);
  event->level_now = (SentinelImportance) sentinel_statement_get_int (row, 10);
  event->value_first = sentinel_statement_get_double (row, 14);
  event->value_peak = sentinel_statement_get_double (row, 15);
  event->value_last = sentinel_statement_get_double (row, 16);
  event->refire_count = sentinel_statement_get_int (row, 18);
  event->repeat_count = sentinel_statement_get_int (row, 19);
  event->last_seen_at_us = sentinel_statement_get_int (row, 20);
  event->shown_until_us = sentinel_statement_get_int (row, 21);
  event->flow_run_id = sentinel_statement_get_int (row, 31);
}

static void
read_attention (SentinelEvent *event, SentinelStatement *row)
{
  event->acked_at_us = sentinel_statement_get_int (row, 22);
  event->acked_level = (SentinelImportance) sentinel_statement_get_int (row, 23);
  event->ack_scope = (SentinelAckScope) sentinel_statement_get_int (row, 24);
  event->ack_until_us = sentinel_statement_get_int (row, 25);
  event->acked_by = sentinel_statement_dup_text (row, 26);
  event->ack_comment = sentinel_statement_dup_text (row, 27);
  event->action_taken = sentinel_statement_dup_text (row, 28);
  event->snoozed_until_us = sentinel_statement_get_int (row, 29);
  event->suppressed_by = sentinel_statement_get_int (row, 30);
}

static void
read_names (SentinelEvent *event, SentinelStatement *row)
{
  event->category_id = sentinel_statement_get_int (row, 11);
  event->source_id = sentinel_statement_get_int (row, 12);
  g_set_str (&event->message, sentinel_statement_get_text (row, 13));
  g_set_str (&event->unit, sentinel_statement_get_text (row, 17));
  g_set_str (&event->category, sentinel_statement_get_text (row, 32));
  g_set_str (&event->source, sentinel_statement_get_text (row, 33));
  g_set_str (&event->rule, sentinel_statement_get_text (row, 34));
}

static gpointer
read_event (SentinelStatement *row, GError **error)
{
  SentinelEvent *event = sentinel_event_new ();

  read_facts (event, row);
  read_attention (event, row);
  read_names (event, row);
  return event;
}

/* NULL without error: there is none. */
static SentinelEvent *
find_event (SentinelDatabase *db, gint64 event_id, GError **error)
{
  g_autoptr (SentinelStatement) statement = sentinel_statement_get (db, EVENT_SELECT, error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", event_id);
  return sentinel_rows_read_one (statement, read_event, error);
}

/**
 * sentinel_event_store_get:
 * @db: any connection
 * @event_id: an id
 *
 * Returns: (transfer full) (nullable): the event with its names; NULL with SENTINEL_ERROR_NOT_FOUND
 * or an error of the database
 */
SentinelEvent *
sentinel_event_store_get (SentinelDatabase *db, gint64 event_id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  SentinelEvent *event = find_event (db, event_id, &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (event == NULL)
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_NOT_FOUND,
                 "There is no event %" G_GINT64_FORMAT,
                 event_id);
  return event;
}

static void
unref_event_or_null (gpointer event)
{
  if (event != NULL)
    sentinel_event_unref (event);
}

/**
 * sentinel_event_store_get_many:
 * @db: any connection
 * @ids: (array length=n_ids): ids, in any order
 * @n_ids: how many
 *
 * Returns: (transfer full) (nullable) (element-type SentinelEvent): the events in the order of
 * @ids, with NULL for one that is gone; NULL with error
 */
GPtrArray *
sentinel_event_store_get_many (SentinelDatabase *db, const gint64 *ids, guint n_ids, GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_full (n_ids, unref_event_or_null);

  for (guint i = 0; i < n_ids; i++) {
    g_autoptr (GError) local_error = NULL;
    SentinelEvent *event = find_event (db, ids[i], &local_error);

    if (local_error != NULL) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
    g_ptr_array_add (events, event);
  }
  return g_steal_pointer (&events);
}

/**
 * sentinel_event_store_put_payload:
 * @tx: the open transaction
 * @event_id: an event
 * @payload: JSON
 *
 * Gives an event a payload, in the place of the one that it may have. Writer thread.
 *
 * Returns: whether it was written
 */
gboolean
sentinel_event_store_put_payload (SentinelTransaction *tx,
                                  gint64 event_id,
                                  const char *payload,
                                  GError **error)
{
  if (!sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                     error,
                                     "INSERT INTO event_payload (event_id, body) VALUES (?, ?)"
                                     " ON CONFLICT (event_id) DO UPDATE SET body = excluded.body",
                                     "is",
                                     event_id,
                                     payload))
    return FALSE;
  sentinel_transaction_touch (tx, SENTINEL_NOUN_EVENT, event_id);
  return TRUE;
}

/**
 * sentinel_event_store_get_payload:
 * @db: any connection
 * @event_id: an id
 *
 * Returns: (transfer full) (nullable): the payload as JSON; NULL without error when it has none
 */
char *
sentinel_event_store_get_payload (SentinelDatabase *db, gint64 event_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, "SELECT body FROM event_payload WHERE event_id = ?", error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", event_id);
  if (!sentinel_statement_step (statement, &has_row, error) || !has_row)
    return NULL;
  return sentinel_statement_dup_text (statement, 0);
}

static gpointer
read_transition (SentinelStatement *row, GError **error)
{
  SentinelTransition *transition =
      sentinel_transition_new ((SentinelTransitionKind) sentinel_statement_get_int (row, 4),
                               sentinel_statement_get_int (row, 3));

  transition->id = sentinel_statement_get_int (row, 0);
  transition->event_id = sentinel_statement_get_int (row, 1);
  transition->instance_id = sentinel_statement_get_int (row, 2);
  transition->from_code = (int) sentinel_statement_get_int (row, 5);
  transition->to_code = (int) sentinel_statement_get_int (row, 6);
  transition->reason = (int) sentinel_statement_get_int (row, 7);
  transition->value = sentinel_statement_get_double (row, 8);
  transition->actor = sentinel_statement_dup_text (row, 9);
  transition->batch = sentinel_statement_get_int (row, 10);
  return transition;
}

/**
 * sentinel_event_store_list_transitions:
 * @db: any connection
 * @event_id: an event
 *
 * Returns: (transfer full) (nullable) (element-type SentinelTransition): its timeline, oldest
 * first; NULL with error
 */
GPtrArray *
sentinel_event_store_list_transitions (SentinelDatabase *db, gint64 event_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT id, event_id, instance_id, at_us, kind, from_code, to_code, "
                              "reason, value, actor, batch"
                              " FROM transition WHERE event_id = ? ORDER BY id",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", event_id);
  return sentinel_rows_collect (statement,
                                read_transition,
                                (GDestroyNotify) sentinel_transition_free,
                                error);
}

static const char timeline_sql[] =
    "SELECT id, event_id, instance_id, at_us, kind, from_code, to_code, reason, value, actor, batch"
    " FROM (SELECT * FROM transition WHERE event_id = ?1 AND at_us <= ?2 ORDER BY id LIMIT 2)"
    " UNION SELECT id, event_id, instance_id, at_us, kind, from_code, to_code, reason, value, "
    "actor,"
    " batch FROM (SELECT * FROM transition WHERE event_id = ?1 AND at_us <= ?2 ORDER BY id DESC"
    " LIMIT ?3) ORDER BY id";

static gint64
count_transitions (SentinelDatabase *db, gint64 event_id, gint64 until_us, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT count(*) FROM transition WHERE event_id = ? AND at_us <= ?",
                              error);

  if (statement == NULL)
    return -1;
  sentinel_statement_bind (statement, "ii", event_id, until_us);
  return sentinel_rows_read_int (statement, error);
}

/**
 * sentinel_event_store_list_timeline:
 * @db: any connection
 * @event_id: an event
 * @until_us: microseconds UTC; nothing after it
 * @limit: how many of the newest
 * @n_left_out: (out): how many lie between the first two and the newest
 *
 * Returns: (transfer full) (nullable) (element-type SentinelTransition): its timeline, oldest
 * first; NULL with error
 */
GPtrArray *
sentinel_event_store_list_timeline (SentinelDatabase *db,
                                    gint64 event_id,
                                    gint64 until_us,
                                    guint limit,
                                    gint64 *n_left_out,
                                    GError **error)
{
  gint64 n_all = count_transitions (db, event_id, until_us, error);
  g_autoptr (SentinelStatement) statement = NULL;
  GPtrArray *transitions;

  if (n_all >= 0)
    statement = sentinel_statement_get (db, timeline_sql, error);
  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "iii", event_id, until_us, (gint64) limit);
  transitions = sentinel_rows_collect (statement,
                                       read_transition,
                                       (GDestroyNotify) sentinel_transition_free,
                                       error);
  *n_left_out = transitions != NULL ? n_all - transitions->len : 0;
  return transitions;
}

static const char level_sql[] =
    "SELECT coalesce ((SELECT to_code FROM transition WHERE event_id = ?1 AND kind = ?2 AND id < ?3"
    " ORDER BY id DESC LIMIT 1), (SELECT from_code FROM transition WHERE event_id = ?1 AND kind ="
    " ?2 ORDER BY id LIMIT 1), (SELECT importance FROM event WHERE id = ?1))";

/**
 * sentinel_event_store_find_level:
 * @db: any connection
 * @event_id: an event
 * @before_id: a transition of it
 * @level: (out): where it stood right before that one, or where it fired
 * @error: the store's
 *
 * Its row knows only the highest level and that of now.
 *
 * Returns: whether it could be read
 */
gboolean
sentinel_event_store_find_level (SentinelDatabase *db,
                                 gint64 event_id,
                                 gint64 before_id,
                                 SentinelImportance *level,
                                 GError **error)
{
  g_autoptr (SentinelStatement) statement = sentinel_statement_get (db, level_sql, error);
  gint64 found;

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement,
                           "iii",
                           event_id,
                           (gint64) SENTINEL_TRANSITION_LEVEL,
                           before_id);
  found = sentinel_rows_read_int (statement, error);
  *level = (SentinelImportance) MAX (found, 0);
  return found >= 0;
}

/**
 * sentinel_event_store_find_before:
 * @db: any connection
 * @instance_id: an instance
 * @before_id: a transition
 * @transition: (out) (transfer full) (nullable): the newest before that one which belongs to no
 * event
 *
 * Returns: whether it could be read
 */
gboolean
sentinel_event_store_find_before (SentinelDatabase *db,
                                  gint64 instance_id,
                                  gint64 before_id,
                                  SentinelTransition **transition,
                                  GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT id, event_id, instance_id, at_us, kind, from_code, to_code, "
                              "reason, value, actor, batch FROM transition"
                              " WHERE instance_id = ? AND event_id IS NULL AND id < ?"
                              " ORDER BY id DESC LIMIT 1",
                              error);
  gboolean has_row;

  *transition = NULL;
  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "ii", instance_id, before_id);
  if (!sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *transition = read_transition (statement, error);
  return TRUE;
}

/**
 * sentinel_event_store_list_transitions_after:
 * @db: any connection
 * @after_id: the newest transition that is known, 0 for none
 * @limit: at most so many
 *
 * Also those of instances without an event.
 *
 * Returns: (transfer full) (nullable) (element-type SentinelTransition): the transitions after it,
 * oldest first; NULL with error
 */
GPtrArray *
sentinel_event_store_list_transitions_after (SentinelDatabase *db,
                                             gint64 after_id,
                                             guint limit,
                                             GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT id, event_id, instance_id, at_us, kind, from_code, to_code, "
                              "reason, value, actor, batch"
                              " FROM transition WHERE id > ? ORDER BY id LIMIT ?",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "ii", after_id, (gint64) limit);
  return sentinel_rows_collect (statement,
                                read_transition,
                                (GDestroyNotify) sentinel_transition_free,
                                error);
}

/**
 * sentinel_event_store_list_open_of_rule:
 * @db: any connection
 * @rule_id: a rule
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the ids of its open events, oldest
 * first; NULL with error
 */
GArray *
sentinel_event_store_list_open_of_rule (SentinelDatabase *db, gint64 rule_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT open_event_id FROM instance WHERE rule_id = ? AND "
                              "open_event_id IS NOT NULL ORDER BY open_event_id",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", rule_id);
  return sentinel_rows_collect_ids (statement, error);
}

/**
 * sentinel_event_store_list_ack_due:
 * @db: any connection
 * @now_us: wall clock, microseconds UTC
 * @limit: at most so many
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the ids of events whose
 * acknowledgement "until TIME" has come to its end, the longest due first; NULL with error
 */
GArray *
sentinel_event_store_list_ack_due (SentinelDatabase *db, gint64 now_us, guint limit, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT id FROM event WHERE ack_until_us IS NOT NULL AND "
                              "ack_until_us <= ? ORDER BY ack_until_us LIMIT ?",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "ii", now_us, (gint64) limit);
  return sentinel_rows_collect_ids (statement, error);
}

/**
 * sentinel_event_store_list_snooze_due:
 * @db: any connection
 * @now_us: wall clock, microseconds UTC
 * @limit: at most so many
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the ids of events whose snooze has
 * come to its end, the longest due first; NULL with error
 */
GArray *
sentinel_event_store_list_snooze_due (SentinelDatabase *db,
                                      gint64 now_us,
                                      guint limit,
                                      GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT id FROM event WHERE snoozed_until_us IS NOT NULL AND "
                              "snoozed_until_us <= ? ORDER BY snoozed_until_us LIMIT ?",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "ii", now_us, (gint64) limit);
  return sentinel_rows_collect_ids (statement, error);
}

/**
 * sentinel_event_store_get_next_end_us:
 * @db: any connection
 *
 * Returns: when the next acknowledgement "until TIME" or the next snooze ends, microseconds UTC; 0:
 * none; -1 with error
 */
gint64
sentinel_event_store_get_next_end_us (SentinelDatabase *db, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT min(at_us) FROM (SELECT min(ack_until_us) AS at_us FROM event"
                              " WHERE ack_until_us IS NOT NULL UNION ALL SELECT "
                              "min(snoozed_until_us) FROM event WHERE snoozed_until_us IS NOT "
                              "NULL)",
                              error);

  return statement != NULL ? sentinel_rows_read_int (statement, error) : -1;
}

/**
 * sentinel_event_store_get_newest_id:
 * @db: any connection
 *
 * Returns: the greatest id; 0: there are no events; -1 with error
 */
gint64
sentinel_event_store_get_newest_id (SentinelDatabase *db, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, "SELECT max(id) FROM event", error);

  return statement != NULL ? sentinel_rows_read_int (statement, error) : -1;
}
