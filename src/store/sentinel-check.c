/* SPDX-License-Identifier: MIT */
/* Each promise is one query that finds what breaks it, as text, along indexes or in one pass over a
 * table. */
#include "sentinel-check.h"
#include "sentinel-note.h"
#include "sentinel-statement.h"
#include "sentinel-transition.h"

#define LIMIT " LIMIT 100"

/* Rows of one text column. The numbers are those of the enumerations, checked below. */
static const char *const promises[] = {
  /* Tells 100 problems at most by itself. */
  "SELECT 'Structure: ' || integrity_check FROM pragma_integrity_check"
  " WHERE integrity_check <> 'ok'",

  "SELECT 'Reference: row ' || ifnull (rowid, '?') || ' of ' || \"table\" || ' names a row of ' || "
  "parent"
  " || ' that is not there' FROM pragma_foreign_key_check" LIMIT,

  "SELECT 'Event ids: the newest event is ' || ifnull (max (id), 0) || ', the number kept is '"
  " || (SELECT value FROM meta WHERE key = 'event_id') FROM event"
  " HAVING ifnull (max (id), 0) <> (SELECT value FROM meta WHERE key = 'event_id')",

  "SELECT 'Event ids: ' || (ifnull (max (id), 0) - count (*)) || ' of ' || ifnull (max (id), 0)"
  " || ' are missing' FROM event HAVING ifnull (max (id), 0) <> count (*)",

  "SELECT 'Event ' || id || ' is open, but its instance ' || instance_id || ' does not name it'"
  " FROM event WHERE closed_at_us IS NULL AND instance_id IS NOT NULL AND NOT EXISTS"
  " (SELECT 1 FROM instance WHERE instance.id = event.instance_id AND open_event_id = "
  "event.id)" LIMIT,

  "SELECT 'Instance ' || id || ' names the open event ' || open_event_id || ', which is not open "
  "or not its own'"
  " FROM instance WHERE open_event_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM event"
  " WHERE event.id = open_event_id AND instance_id = instance.id AND closed_at_us IS NULL)" LIMIT,

  "SELECT 'Rule ' || rule_id || ' ran ' || count (*) || ' times for the slot ' || slot_us"
  " FROM run WHERE slot_us IS NOT NULL GROUP BY rule_id, slot_us HAVING count (*) > 1" LIMIT,

  "SELECT 'Event ' || id || ' is acknowledged, but no transition says so'"
  " FROM event WHERE acked_at_us IS NOT NULL AND NOT EXISTS"
  " (SELECT 1 FROM transition WHERE event_id = event.id AND kind = 8)" LIMIT,

  /* An act of a person has a batch; an acknowledgement that was inherited has none, and no note. */
  "SELECT 'Event ' || event_id || ' was acknowledged by ' || ifnull (actor, 'somebody')"
  " || ', but no note says so'"
  " FROM transition WHERE kind = 8 AND event_id IS NOT NULL AND batch IS NOT NULL AND NOT EXISTS"
  " (SELECT 1 FROM note WHERE note.event_id = transition.event_id AND note.kind = 1"
  " AND note.batch = transition.batch)" LIMIT,

  "SELECT 'Transition ' || id || ' says that event ' || ifnull (event_id, '?') || ' fired, but "
  "there is none'"
  " FROM transition WHERE kind = 3 AND NOT EXISTS (SELECT 1 FROM event WHERE event.id = "
  "event_id)" LIMIT,
};

G_STATIC_ASSERT (SENTINEL_TRANSITION_FIRED == 3);
G_STATIC_ASSERT (SENTINEL_TRANSITION_ACKNOWLEDGED == 8);
G_STATIC_ASSERT (SENTINEL_NOTE_ACKNOWLEDGED == 1);

static gboolean
check_promise (SentinelDatabase *db, const char *sql, GPtrArray *lines, GError **error)
{
  g_autoptr (SentinelStatement) statement = sentinel_statement_get (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (TRUE) {
    if (!sentinel_statement_step (statement, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    g_ptr_array_add (lines, sentinel_statement_dup_text (statement, 0));
  }
}

/**
 * sentinel_check_database:
 * @db: any connection; what it reads is one snapshot inside a read function
 *
 * Looks whether the database is sound and keeps the promises that no constraint can hold. Each kind
 * of problem gives at most 100 lines. Reads all of the file.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): one line for each problem, none:
 * content; NULL with an error of the database
 */
GPtrArray *
sentinel_check_database (SentinelDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (promises); i++)
    if (!check_promise (db, promises[i], lines, error))
      return NULL;
  return g_steal_pointer (&lines);
}
