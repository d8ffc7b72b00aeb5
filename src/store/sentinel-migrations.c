/* SPDX-License-Identifier: MIT */
/* A step is never edited once it was released: the next change of the schema is a new step at the
 * end of the table. What the columns may hold is told by the structures of the model and the
 * enumerations beside them. */
#include "sentinel-migrations.h"
#include "sentinel-database-private.h"
#include "sentinel-error.h"
#include "sentinel-statement.h"

typedef struct {
  const char *sql;
  gboolean (*fill) (SentinelDatabase *db, GError **error); /* (nullable) what SQL cannot say */
} Migration;

static const char first_schema[] =
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT;"
    "CREATE TABLE category (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE rule (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,"
    " name TEXT NOT NULL, trigger TEXT NOT NULL, parameters TEXT NOT NULL,"
    " period_ms INTEGER, cron TEXT, zone TEXT, importance INTEGER NOT NULL,"
    " category_id INTEGER NOT NULL REFERENCES category, levels TEXT,"
    " for_ms INTEGER NOT NULL DEFAULT 0, keep_ms INTEGER NOT NULL DEFAULT 0,"
    " need_n INTEGER NOT NULL DEFAULT 1, of_m INTEGER NOT NULL DEFAULT 1,"
    " nodata_policy INTEGER NOT NULL, error_policy INTEGER NOT NULL,"
    " bad_limit INTEGER NOT NULL DEFAULT 3, event_mode INTEGER NOT NULL,"
    " display_minutes INTEGER NOT NULL DEFAULT 1440, catch_up INTEGER NOT NULL DEFAULT 1,"
    " active_hours TEXT, flap INTEGER NOT NULL DEFAULT 1,"
    " actions TEXT NOT NULL DEFAULT '[]', comment TEXT, enabled INTEGER NOT NULL,"
    " paused_until_us INTEGER, version INTEGER NOT NULL, created_at_us INTEGER NOT NULL,"
    " updated_at_us INTEGER NOT NULL, deleted_at_us INTEGER) STRICT;"
    "CREATE TABLE rule_version (rule_id INTEGER NOT NULL REFERENCES rule,"
    " version INTEGER NOT NULL, at_us INTEGER NOT NULL, author TEXT NOT NULL,"
    " body TEXT NOT NULL, PRIMARY KEY (rule_id, version)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE rule_state (rule_id INTEGER PRIMARY KEY REFERENCES rule,"
    " last_slot_us INTEGER, last_run_at_us INTEGER, last_output TEXT,"
    " health INTEGER NOT NULL DEFAULT 0, health_text TEXT,"
    " bad_count INTEGER NOT NULL DEFAULT 0, missed_count INTEGER NOT NULL DEFAULT 0,"
    " trigger_state BLOB) STRICT;"
    "CREATE TABLE claim (rule_id INTEGER NOT NULL, slot_us INTEGER NOT NULL,"
    " PRIMARY KEY (rule_id, slot_us)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE run (id INTEGER PRIMARY KEY, rule_id INTEGER NOT NULL, slot_us INTEGER,"
    " started_at_us INTEGER NOT NULL, duration_ms INTEGER NOT NULL,"
    " outcome INTEGER NOT NULL, phase INTEGER, message TEXT) STRICT;"
    "CREATE TABLE instance (id INTEGER PRIMARY KEY,"
    " rule_id INTEGER NOT NULL REFERENCES rule, fingerprint BLOB NOT NULL,"
    " labels TEXT NOT NULL, condition INTEGER NOT NULL, level INTEGER,"
    " observed_breach_ms INTEGER NOT NULL DEFAULT 0,"
    " observed_clear_ms INTEGER NOT NULL DEFAULT 0, first_breach_at_us INTEGER,"
    " first_clear_at_us INTEGER, ring INTEGER NOT NULL DEFAULT 0,"
    " ring_used INTEGER NOT NULL DEFAULT 0, missing_count INTEGER NOT NULL DEFAULT 0,"
    " flap BLOB, flapping INTEGER NOT NULL DEFAULT 0, last_value REAL,"
    " last_eval_at_us INTEGER, open_event_id INTEGER, ack_event_id INTEGER,"
    " UNIQUE (rule_id, fingerprint)) STRICT;"
    "CREATE TABLE event (id INTEGER PRIMARY KEY, rule_id INTEGER, rule_version INTEGER,"
    " instance_id INTEGER, point INTEGER NOT NULL DEFAULT 0,"
    " opened_at_us INTEGER NOT NULL, began_at_us INTEGER NOT NULL, closed_at_us INTEGER,"
    " close_reason INTEGER, importance INTEGER NOT NULL, level_now INTEGER,"
    " category_id INTEGER NOT NULL, source_id INTEGER, message TEXT NOT NULL,"
    " value_first REAL, value_peak REAL, value_last REAL, unit TEXT,"
    " refire_count INTEGER NOT NULL DEFAULT 0, repeat_count INTEGER NOT NULL DEFAULT 1,"
    " last_seen_at_us INTEGER NOT NULL, shown_until_us INTEGER NOT NULL,"
    " acked_at_us INTEGER, acked_level INTEGER, ack_scope INTEGER, ack_until_us INTEGER,"
    " acked_by TEXT, ack_comment TEXT, action_taken TEXT, snoozed_until_us INTEGER,"
    " suppressed_by INTEGER, flow_run_id INTEGER) STRICT;"
    "CREATE INDEX event_open ON event (id) WHERE closed_at_us IS NULL;"
    "CREATE INDEX event_unacked ON event (id) WHERE acked_at_us IS NULL AND importance >="
    " 30;"
    "CREATE INDEX event_critical ON event (id) WHERE acked_at_us IS NULL AND importance >="
    " 40;"
    "CREATE INDEX event_flow_run ON event (flow_run_id) WHERE flow_run_id IS NOT NULL;"
    "CREATE INDEX event_ack_ends ON event (ack_until_us) WHERE ack_until_us IS NOT NULL;"
    "CREATE INDEX event_snoozed ON event (snoozed_until_us) WHERE snoozed_until_us IS NOT"
    " NULL;"
    "CREATE TABLE event_payload (event_id INTEGER PRIMARY KEY REFERENCES event,"
    " body TEXT NOT NULL) STRICT;"
    "CREATE TABLE transition (id INTEGER PRIMARY KEY, event_id INTEGER,"
    " instance_id INTEGER, at_us INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " from_code INTEGER, to_code INTEGER, reason INTEGER, value REAL, actor TEXT,"
    " batch INTEGER) STRICT;"
    "CREATE TABLE note (id INTEGER PRIMARY KEY,"
    " event_id INTEGER NOT NULL REFERENCES event, at_us INTEGER NOT NULL,"
    " author TEXT NOT NULL, via INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " body TEXT NOT NULL, batch INTEGER) STRICT;"
    "CREATE TABLE series (id INTEGER PRIMARY KEY,"
    " instance_id INTEGER NOT NULL REFERENCES instance, name TEXT NOT NULL, unit TEXT,"
    " UNIQUE (instance_id, name)) STRICT;"
    "CREATE TABLE sample (series_id INTEGER NOT NULL, at_us INTEGER NOT NULL,"
    " last REAL NOT NULL, min REAL NOT NULL, max REAL NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY (series_id, at_us)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE outbox (id INTEGER PRIMARY KEY, channel TEXT NOT NULL, event_id INTEGER,"
    " transition_id INTEGER, idem_key TEXT NOT NULL UNIQUE, reason INTEGER NOT NULL,"
    " body TEXT NOT NULL, state INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,"
    " next_at_us INTEGER, expires_at_us INTEGER, claimed_by TEXT, sent_at_us INTEGER,"
    " error TEXT) STRICT;"
    "CREATE TABLE told (channel TEXT NOT NULL, instance_id INTEGER NOT NULL,"
    " event_id INTEGER, level INTEGER, at_us INTEGER NOT NULL, PRIMARY KEY (channel,"
    " instance_id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE log (id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL,"
    " level INTEGER NOT NULL, type TEXT NOT NULL, message TEXT NOT NULL, user TEXT,"
    " source_id INTEGER, importance INTEGER, rule_id INTEGER, event_id INTEGER,"
    " run_id INTEGER) STRICT;"
    "CREATE TABLE change (seq INTEGER PRIMARY KEY AUTOINCREMENT, noun INTEGER NOT NULL,"
    " first_id INTEGER NOT NULL, last_id INTEGER NOT NULL) STRICT;"
    "CREATE TABLE request (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, rule_id INTEGER,"
    " body TEXT, state INTEGER NOT NULL, result TEXT, at_us INTEGER NOT NULL) STRICT;"
    "CREATE TABLE undo (batch INTEGER NOT NULL, event_id INTEGER NOT NULL,"
    " before TEXT NOT NULL, PRIMARY KEY (batch, event_id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;"
    "CREATE UNIQUE INDEX rule_name ON rule (name) WHERE deleted_at_us IS NULL;"
    "CREATE INDEX transition_event ON transition (event_id) WHERE event_id IS NOT NULL;"
    "CREATE INDEX transition_instance ON transition (instance_id,"
    " id) WHERE event_id IS NULL;"
    "CREATE INDEX note_event ON note (event_id);"
    "CREATE INDEX run_rule ON run (rule_id, id);"
    "CREATE INDEX outbox_due ON outbox (next_at_us) WHERE state = 0;"
    "CREATE INDEX outbox_claimed ON outbox (claimed_by) WHERE state = 5;"
    "CREATE INDEX outbox_event ON outbox (event_id) WHERE event_id IS NOT NULL;"
    "CREATE INDEX log_event ON log (event_id) WHERE event_id IS NOT NULL;"
    "CREATE INDEX log_rule ON log (rule_id, id) WHERE rule_id IS NOT NULL;"
    "INSERT INTO category (name) VALUES ('General'), ('Market'), ('System'), ('Security');"
    "INSERT INTO meta (key, value) VALUES ('event_id', 0), ('batch', 0);"
    "PRAGMA application_id = 0x53454E54;";

/* What a rule's actions did, so that a cooldown and a cap hold over restarts. */
static const char actions_of_rules[] =
    "ALTER TABLE outbox ADD COLUMN rule_id INTEGER;"
    "UPDATE outbox SET rule_id = (SELECT rule_id FROM event WHERE event.id = outbox.event_id)"
    " WHERE event_id IS NOT NULL;"
    "CREATE INDEX outbox_rule ON outbox (rule_id, channel) WHERE rule_id IS NOT NULL;"
    "CREATE INDEX outbox_run ON outbox (rule_id, channel, sent_at_us)"
    " WHERE sent_at_us IS NOT NULL AND channel <> 'desktop';";

/* Names this installation towards services that must tell two computers apart. */
static gboolean
add_install_uuid (SentinelDatabase *db, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return sentinel_statement_run_bound (db,
                                       error,
                                       "INSERT INTO meta (key, value) VALUES ('install', ?)",
                                       "s",
                                       uuid);
}

#define ROLLUP(table) \
  "CREATE TABLE " table " (series_id INTEGER NOT NULL, at_us INTEGER NOT NULL," \
  " last REAL NOT NULL, min REAL NOT NULL, max REAL NOT NULL, n INTEGER NOT NULL," \
  " PRIMARY KEY (series_id, at_us)) STRICT, WITHOUT ROWID;"

/* Like sample, each row for a longer span. */
static const char sample_rollups[] = ROLLUP ("sample_1m") ROLLUP ("sample_1h") ROLLUP ("sample_1d");

static const Migration migrations[] = {
  { first_schema, add_install_uuid },
  { sample_rollups, NULL },
  { actions_of_rules, NULL },
};

/**
 * sentinel_migrations_get_head:
 *
 * Returns: the schema version that this program reads and writes
 */
int
sentinel_migrations_get_head (void)
{
  return G_N_ELEMENTS (migrations);
}

static gboolean
read_version (SentinelDatabase *db, int *version, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, "PRAGMA user_version", error);
  gboolean has_row;

  if (statement == NULL || !sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  *version = (int) sentinel_statement_get_int (statement, 0);
  return TRUE;
}

static gboolean
go_step (SentinelDatabase *db, int version, GError **error)
{
  const Migration *migration = &migrations[version];
  g_autofree char *mark = g_strdup_printf ("PRAGMA user_version = %d", version + 1);
  const char *what = "Cannot bring the database up to date";

  return sentinel_database_exec (db, migration->sql, what, error)
         && (migration->fill == NULL || migration->fill (db, error))
         && sentinel_database_exec (db, mark, what, error);
}

/* The version is read again under the lock: another process may just have gone the step. */
static gboolean
go_next_step (SentinelDatabase *db, int *version, GError **error)
{
  return read_version (db, version, error)
         && (*version >= sentinel_migrations_get_head () || go_step (db, *version, error))
         && sentinel_database_exec (db, "COMMIT", "Cannot bring the database up to date", error);
}

/**
 * sentinel_migrations_run:
 * @db: a connection that may write
 *
 * Goes the missing steps, each in a transaction of its own: one that fails leaves the database as
 * it was before it.
 *
 * Returns: FALSE with an error of the database
 */
gboolean
sentinel_migrations_run (SentinelDatabase *db, GError **error)
{
  int version = 0;

  while (version < sentinel_migrations_get_head ()) {
    if (!sentinel_database_exec (db,
                                 "BEGIN IMMEDIATE",
                                 "Cannot bring the database up to date",
                                 error))
      return FALSE;
    if (!go_next_step (db, &version, error)) {
      if (sentinel_database_is_in_transaction (db))
        sqlite3_exec (db->handle, "ROLLBACK", NULL, NULL, NULL);
      return FALSE;
    }
    version++;
  }
  return TRUE;
}
