/* SPDX-License-Identifier: MIT */
/* Each promise broken by hand, and the line that says so. */
#include "sentinel-check.h"
#include "sentinel-database-private.h"
#include "store-helpers.h"
#include <string.h>

#define EVENT \
  "INSERT INTO event (id, instance_id, opened_at_us, began_at_us, importance, category_id, " \
  "message," \
  " last_seen_at_us, shown_until_us) VALUES (1, 7, 1, 1, 30, 1, 'm', 1, 1);" \
  "UPDATE meta SET value = 1 WHERE key = 'event_id';"
#define RULE \
  "INSERT INTO rule (id, uid, name, trigger, parameters, importance, category_id, nodata_policy, " \
  "error_policy," \
  " event_mode, enabled, version, created_at_us, updated_at_us)" \
  " VALUES (5, 'u', 'n', 't', '{}', 30, 1, 0, 0, 0, 1, 1, 1, 1);"
#define INSTANCE \
  RULE "INSERT INTO instance (id, rule_id, fingerprint, labels, condition, open_event_id)" \
       " VALUES (7, 5, x'00', '{}', 2, 1);"

typedef struct {
  const char *name;
  const char *sql; /* leaves the database with one problem, or none */
  const char *line; /* begins like this; NULL: content */
} Case;

static const Case cases[] = {
  { "empty", "", NULL },
  { "open-event-of-an-instance", EVENT INSTANCE, NULL },
  { "event-beyond-the-mark",
    EVENT INSTANCE "UPDATE meta SET value = 0 WHERE key = 'event_id'",
    "Event ids: the newest event is 1, the number kept is 0" },
  { "lost-event",
    "UPDATE meta SET value = 1 WHERE key = 'event_id'",
    "Event ids: the newest event is 0, the number kept is 1" },
  { "hole",
    EVENT INSTANCE "UPDATE instance SET open_event_id = 2; UPDATE event SET id = 2;"
                   "UPDATE meta SET value = 2 WHERE key = 'event_id'",
    "Event ids: 1 of 2 are missing" },
  { "instance-does-not-name-it",
    EVENT INSTANCE "UPDATE instance SET open_event_id = NULL",
    "Event 1 is open, but its instance 7" },
  { "no-instance", EVENT, "Event 1 is open, but its instance 7" },
  { "instance-names-a-closed-one",
    EVENT INSTANCE "UPDATE event SET closed_at_us = 5",
    "Instance 7 names the open event 1" },
  { "instance-names-nothing", INSTANCE, "Instance 7 names the open event 1" },
  { "two-runs-of-a-slot",
    RULE "INSERT INTO run (rule_id, slot_us, started_at_us, duration_ms, outcome)"
         " VALUES (5, 9, 1, 1, 0), (5, 9, 1, 1, 0), (5, NULL, 1, 1, 0), (5, NULL, 1, 1, 0)",
    "Rule 5 ran 2 times for the slot 9" },
  { "acknowledged-without-transition",
    EVENT INSTANCE "UPDATE event SET acked_at_us = 5",
    "Event 1 is acknowledged, but no transition" },
  { "acknowledged-without-note",
    EVENT INSTANCE
    "UPDATE event SET acked_at_us = 5;"
    "INSERT INTO transition (event_id, at_us, kind, actor, batch) VALUES (1, 5, 8, 'Ann', 1)",
    "Event 1 was acknowledged by Ann, but no note" },
  { "acknowledged-as-it-should",
    EVENT INSTANCE
    "UPDATE event SET acked_at_us = 5;"
    "INSERT INTO transition (event_id, at_us, kind, actor, batch) VALUES (1, 5, 8, 'Ann', 1);"
    "INSERT INTO note (event_id, at_us, author, via, kind, body, batch)"
    " VALUES (1, 5, 'Ann', 0, 1, '', 1)",
    NULL },
  { "acknowledgement-was-inherited",
    EVENT INSTANCE "UPDATE event SET acked_at_us = 5;"
                   "INSERT INTO transition (event_id, at_us, kind, actor) VALUES (1, 5, 8, 'Ann')",
    NULL },
  { "fired-without-event",
    "INSERT INTO transition (id, event_id, at_us, kind) VALUES (3, 44, 1, 3)",
    "Transition 3 says that event 44 fired" },
  { "fired-nothing",
    "INSERT INTO transition (id, event_id, at_us, kind) VALUES (3, NULL, 1, 3)",
    "Transition 3 says that event ? fired" },
  { "reference",
    "PRAGMA foreign_keys = OFF; INSERT INTO note (id, event_id, at_us, author, via, kind, body)"
    " VALUES (3, 44, 1, 'Ann', 0, 0, '')",
    "Reference: row 3 of note names a row of event" },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *folder = sentinel_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "sentinel.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelDatabase) db = sentinel_database_open (path, SENTINEL_DATABASE_WRITER, &error);
  g_autoptr (GPtrArray) lines = NULL;

  g_assert_no_error (error);
  g_assert_true (sentinel_database_exec (db, test->sql, "Cannot break it", &error));
  lines = sentinel_check_database (db, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < lines->len; i++)
    g_test_message ("%s", (const char *) lines->pdata[i]);
  g_assert_cmpuint (lines->len, ==, test->line != NULL ? 1 : 0);
  if (test->line != NULL)
    g_assert_true (g_str_has_prefix (lines->pdata[0], test->line));
  sentinel_test_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/check/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  return g_test_run ();
}
