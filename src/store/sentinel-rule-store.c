/* SPDX-License-Identifier: MIT */
/* Table rule; every change of it adds a version. What a run leaves behind lies apart, in
 * sentinel-rule-state-store.c: an edit never races a run. */
#include "sentinel-rule-store.h"
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-rows.h"
#include "sentinel-rule-version-store.h"

#define RULE_SELECT \
  "SELECT r.id, r.uid, r.name, r.trigger, r.parameters, r.period_ms, r.cron, r.zone, " \
  "r.importance, c.name, r.levels," \
  " r.for_ms, r.keep_ms, r.need_n, r.of_m, r.nodata_policy, r.error_policy, r.bad_limit, " \
  "r.event_mode," \
  " r.display_minutes, r.catch_up, r.active_hours, r.flap, r.actions, r.comment, r.enabled, " \
  "r.paused_until_us," \
  " r.version, r.created_at_us, r.updated_at_us, r.deleted_at_us" \
  " FROM rule r JOIN category c ON c.id = r.category_id WHERE r.deleted_at_us IS NULL"

#define MANUAL_RULE_NAME "Manual"

/* The parts of a rule that are JSON or a foreign key, as the columns hold them. */
typedef struct {
  gint64 category_id;
  char *parameters, *levels, *actions;
} RuleColumns;

static void
rule_columns_clear (RuleColumns *columns)
{
  g_free (columns->parameters);
  g_free (columns->levels);
  g_free (columns->actions);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RuleColumns, rule_columns_clear)

static gboolean
rule_columns_init (RuleColumns *columns,
                   SentinelTransaction *tx,
                   const SentinelRule *rule,
                   GError **error)
{
  g_autoptr (JsonNode) levels = NULL;

  columns->parameters = rule->parameters != NULL ? sentinel_json_to_text (rule->parameters)
                                                 : g_strdup ("{}");
  columns->actions = rule->actions != NULL ? sentinel_json_to_text (rule->actions)
                                           : g_strdup ("[]");
  if (rule->levels != NULL) {
    levels = json_node_init_array (json_node_alloc (), NULL);
    json_node_take_array (levels, sentinel_levels_to_json (rule->levels));
    columns->levels = sentinel_json_to_text (levels);
  }
  columns->category_id = sentinel_transaction_ensure_category (tx, rule->category, error);
  return columns->category_id != 0;
}

static gboolean
check_name_is_free (SentinelDatabase *db, const SentinelRule *rule, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT id FROM rule WHERE name = ? AND deleted_at_us IS NULL AND id "
                              "<> ?",
                              error);
  gint64 other;

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "si", rule->name, rule->id);
  other = sentinel_rows_read_int (statement, error);
  if (other > 0) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_CONFLICT,
                 "There is already a rule named “%s” (rule %" G_GINT64_FORMAT
                 "); choose another name",
                 rule->name,
                 other);
    sentinel_error_set_field (error, "name");
  }
  return other == 0;
}

static const char insert_rule_sql[] =
    "INSERT INTO rule (uid, name, trigger, parameters, period_ms, cron, zone, importance,"
    " category_id, levels, for_ms, keep_ms, need_n, of_m, nodata_policy, error_policy,"
    " bad_limit, event_mode, display_minutes, catch_up, active_hours, flap, actions,"
    " comment, enabled, paused_until_us, version, created_at_us, updated_at_us) VALUES"
    " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    " ?, ?)";

static gboolean
insert_row (SentinelTransaction *tx,
            const SentinelRule *rule,
            const RuleColumns *columns,
            GError **error)
{
  return sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                       error,
                                       insert_rule_sql,
                                       "sssstssiisiiiiiiiiiisissitiii",
                                       rule->uid,
                                       rule->name,
                                       rule->trigger,
                                       columns->parameters,
                                       rule->period_ms,
                                       rule->cron,
                                       rule->zone,
                                       (gint64) rule->importance,
                                       columns->category_id,
                                       columns->levels,
                                       rule->for_ms,
                                       rule->keep_ms,
                                       (gint64) rule->need_n,
                                       (gint64) rule->of_m,
                                       (gint64) rule->nodata_policy,
                                       (gint64) rule->error_policy,
                                       (gint64) rule->bad_limit,
                                       (gint64) rule->event_mode,
                                       rule->display_minutes,
                                       (gint64) rule->catch_up,
                                       rule->active_hours,
                                       (gint64) rule->flap,
                                       columns->actions,
                                       rule->comment,
                                       (gint64) rule->enabled,
                                       rule->paused_until_us,
                                       rule->version,
                                       rule->created_at_us,
                                       rule->updated_at_us);
}

/**
 * sentinel_rule_store_insert:
 * @tx: the open transaction
 * @rule: a valid rule; its id, version and times are not looked at
 * @author: who makes it
 *
 * Stores a new rule as version 1. Writer thread.
 *
 * Returns: its id; 0 with SENTINEL_ERROR_CONFLICT when the name is taken, or an error of the
 * database
 */
gint64
sentinel_rule_store_insert (SentinelTransaction *tx,
                            const SentinelRule *rule,
                            const char *author,
                            GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelRule) stored = sentinel_rule_copy (rule);
  g_auto (RuleColumns) columns = { 0 };

  stored->id = 0;
  stored->version = 1;
  stored->created_at_us = stored->updated_at_us = sentinel_transaction_get_now_us (tx);
  stored->deleted_at_us = 0;
  if (!check_name_is_free (db, stored, error) || !rule_columns_init (&columns, tx, stored, error)
      || !insert_row (tx, stored, &columns, error))
    return 0;
  stored->id = sentinel_database_get_last_insert_id (db);
  if (!sentinel_rule_version_store_add (tx, stored, author, error))
    return 0;
  sentinel_transaction_touch (tx, SENTINEL_NOUN_RULE, stored->id);
  return stored->id;
}

static const char update_rule_sql[] =
    "UPDATE rule SET name = ?, trigger = ?, parameters = ?, period_ms = ?, cron = ?, zone"
    " = ?, importance = ?, category_id = ?, levels = ?, for_ms = ?, keep_ms = ?, need_n ="
    " ?, of_m = ?, nodata_policy = ?, error_policy = ?, bad_limit = ?, event_mode = ?,"
    " display_minutes = ?, catch_up = ?, active_hours = ?, flap = ?, actions = ?, comment"
    " = ?, enabled = ?, paused_until_us = ?, version = ?, updated_at_us = ? WHERE id = ?";

static gboolean
update_row (SentinelTransaction *tx,
            const SentinelRule *rule,
            const RuleColumns *columns,
            GError **error)
{
  return sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                       error,
                                       update_rule_sql,
                                       "ssstssiisiiiiiiiiiisissitiii",
                                       rule->name,
                                       rule->trigger,
                                       columns->parameters,
                                       rule->period_ms,
                                       rule->cron,
                                       rule->zone,
                                       (gint64) rule->importance,
                                       columns->category_id,
                                       columns->levels,
                                       rule->for_ms,
                                       rule->keep_ms,
                                       (gint64) rule->need_n,
                                       (gint64) rule->of_m,
                                       (gint64) rule->nodata_policy,
                                       (gint64) rule->error_policy,
                                       (gint64) rule->bad_limit,
                                       (gint64) rule->event_mode,
                                       rule->display_minutes,
                                       (gint64) rule->catch_up,
                                       rule->active_hours,
                                       (gint64) rule->flap,
                                       columns->actions,
                                       rule->comment,
                                       (gint64) rule->enabled,
                                       rule->paused_until_us,
                                       rule->version,
                                       rule->updated_at_us,
                                       rule->id);
}

static gboolean
check_is_current (const SentinelRule *rule, const SentinelRule *stored, GError **error)
{
  if (rule->version == stored->version)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_CONFLICT,
               "Rule “%s” was changed meanwhile (it is at version %" G_GINT64_FORMAT
               ", the edit began at %" G_GINT64_FORMAT "); load it again and repeat the edit",
               stored->name,
               stored->version,
               rule->version);
  sentinel_error_set_field (error, "version");
  return FALSE;
}

/**
 * sentinel_rule_store_update:
 * @tx: the open transaction
 * @rule: a valid rule with the id and the version that the edit began with; uid and times are kept
 * as stored
 * @author: who edits it
 *
 * Stores the next version of a rule. Writer thread.
 *
 * Returns: whether it was written; SENTINEL_ERROR_CONFLICT when the rule changed meanwhile or the
 * name is taken, SENTINEL_ERROR_NOT_FOUND when it is gone
 */
gboolean
sentinel_rule_store_update (SentinelTransaction *tx,
                            const SentinelRule *rule,
                            const char *author,
                            GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelRule) old = sentinel_rule_store_get (db, rule->id, error);
  g_autoptr (SentinelRule) stored = NULL;
  g_auto (RuleColumns) columns = { 0 };

  if (old == NULL || !check_is_current (rule, old, error))
    return FALSE;
  stored = sentinel_rule_copy (rule);
  g_set_str (&stored->uid, old->uid);
  stored->version = old->version + 1;
  stored->created_at_us = old->created_at_us;
  stored->updated_at_us = sentinel_transaction_get_now_us (tx);
  stored->deleted_at_us = 0;
  if (!check_name_is_free (db, stored, error) || !rule_columns_init (&columns, tx, stored, error)
      || !update_row (tx, stored, &columns, error)
      || !sentinel_rule_version_store_add (tx, stored, author, error))
    return FALSE;
  sentinel_transaction_touch (tx, SENTINEL_NOUN_RULE, stored->id);
  return TRUE;
}

/**
 * sentinel_rule_store_delete:
 * @tx: the open transaction
 * @rule_id: a rule
 * @author: who deletes it; on record in the last version
 *
 * Marks a rule as deleted: its row stays for the events that name it, its name is free again.
 * Writer thread.
 *
 * Returns: whether it was written; SENTINEL_ERROR_NOT_FOUND when there is no such rule,
 * SENTINEL_ERROR_UNSUPPORTED for the built-in manual rule
 */
gboolean
sentinel_rule_store_delete (SentinelTransaction *tx,
                            gint64 rule_id,
                            const char *author,
                            GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelRule) rule = sentinel_rule_store_get (db, rule_id, error);

  if (rule == NULL)
    return FALSE;
  if (g_str_equal (rule->uid, SENTINEL_MANUAL_RULE_UID)) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_UNSUPPORTED,
                 "Rule “%s” cannot be deleted: raised events belong to it; it may be disabled",
                 rule->name);
    return FALSE;
  }
  rule->version++;
  rule->updated_at_us = rule->deleted_at_us = sentinel_transaction_get_now_us (tx);
  if (!sentinel_statement_run_bound (db,
                                     error,
                                     "UPDATE rule SET version = ?, updated_at_us = ?, "
                                     "deleted_at_us = ? WHERE id = ?",
                                     "iiii",
                                     rule->version,
                                     rule->updated_at_us,
                                     rule->deleted_at_us,
                                     rule_id)
      || !sentinel_rule_version_store_add (tx, rule, author, error))
    return FALSE;
  sentinel_transaction_touch (tx, SENTINEL_NOUN_RULE, rule_id);
  return TRUE;
}

static gint64
find_manual (SentinelDatabase *db, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, "SELECT id FROM rule WHERE uid = ?", error);

  if (statement == NULL)
    return -1;
  sentinel_statement_bind (statement, "s", SENTINEL_MANUAL_RULE_UID);
  return sentinel_rows_read_int (statement, error);
}

/* People may have taken the name before the first event was raised. */
static gboolean
choose_free_name (SentinelDatabase *db, SentinelRule *rule, GError **error)
{
  for (guint n = 2;; n++) {
    g_autoptr (GError) taken = NULL;

    if (check_name_is_free (db, rule, &taken))
      return TRUE;
    if (!g_error_matches (taken, SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT)) {
      g_propagate_error (error, g_steal_pointer (&taken));
      return FALSE;
    }
    g_free (rule->name);
    rule->name = g_strdup_printf (MANUAL_RULE_NAME " %u", n);
  }
}

static char *
dup_deleted_name (SentinelDatabase *db, gint64 rule_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT name FROM rule WHERE id = ? AND deleted_at_us IS NOT NULL",
                              error);
  gboolean has_row = FALSE;

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", rule_id);
  if (!sentinel_statement_step (statement, &has_row, error))
    return NULL;
  if (has_row)
    return sentinel_statement_dup_text (statement, 0);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_NOT_FOUND,
               "There is no deleted rule %" G_GINT64_FORMAT " to bring back",
               rule_id);
  return NULL;
}

/**
 * sentinel_rule_store_undelete:
 * @tx: the open transaction
 * @rule_id: a deleted rule
 * @author: who brings it back; on record in a new version
 * @error: NOT_FOUND: there is none; CONFLICT: another rule has its name now
 *
 * Brings a deleted rule back with its versions and its history. Writer thread.
 *
 * Returns: whether it was written
 */
gboolean
sentinel_rule_store_undelete (SentinelTransaction *tx,
                              gint64 rule_id,
                              const char *author,
                              GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autofree char *name = dup_deleted_name (db, rule_id, error);
  g_autoptr (SentinelRule) restored = NULL;

  if (name == NULL)
    return FALSE;
  rule->id = rule_id;
  g_set_str (&rule->name, name);
  if (!check_name_is_free (db, rule, error)
      || !sentinel_statement_run_bound (db,
                                        error,
                                        "UPDATE rule SET deleted_at_us = NULL, version = version "
                                        "+ 1, updated_at_us = ? WHERE id = ?",
                                        "ii",
                                        sentinel_transaction_get_now_us (tx),
                                        rule_id))
    return FALSE;
  restored = sentinel_rule_store_get (db, rule_id, error);
  if (restored == NULL || !sentinel_rule_version_store_add (tx, restored, author, error))
    return FALSE;
  sentinel_transaction_touch (tx, SENTINEL_NOUN_RULE, rule_id);
  return TRUE;
}

/**
 * sentinel_rule_store_ensure_manual:
 * @tx: the open transaction
 *
 * The built-in rule that raised events belong to; it is made with the first of them. Writer thread.
 *
 * Returns: its id; 0 with error
 */
gint64
sentinel_rule_store_ensure_manual (SentinelTransaction *tx, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 id = find_manual (db, error);
  g_autoptr (SentinelRule) rule = NULL;

  if (id != 0)
    return MAX (id, 0);
  rule = sentinel_rule_new ();
  g_set_str (&rule->uid, SENTINEL_MANUAL_RULE_UID);
  g_set_str (&rule->name, MANUAL_RULE_NAME);
  g_set_str (&rule->trigger, SENTINEL_MANUAL_TRIGGER);
  g_set_str (&rule->category, "General");
  if (!choose_free_name (db, rule, error))
    return 0;
  return sentinel_rule_store_insert (tx, rule, "Sentinel Alerts", error);
}

static gboolean
read_json_columns (SentinelRule *rule, SentinelStatement *row, GError **error)
{
  const char *levels_text = sentinel_statement_get_text (row, 10);
  g_autoptr (JsonNode) levels = NULL;

  g_clear_pointer (&rule->parameters, json_node_unref);
  g_clear_pointer (&rule->actions, json_node_unref);
  g_clear_pointer (&rule->levels, g_array_unref);
  rule->parameters = sentinel_json_parse (sentinel_statement_get_text (row, 4), -1, 0, error);
  if (rule->parameters == NULL)
    return FALSE;
  rule->actions = sentinel_json_parse (sentinel_statement_get_text (row, 23), -1, 0, error);
  if (rule->actions == NULL || levels_text == NULL)
    return rule->actions != NULL;
  levels = sentinel_json_parse (levels_text, -1, 0, error);
  if (levels == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (levels)) {
    g_set_error (error, SENTINEL_ERROR, SENTINEL_ERROR_CORRUPT, "levels is no array");
    return FALSE;
  }
  rule->levels = sentinel_levels_from_json (json_node_get_array (levels), error);
  return rule->levels != NULL;
}

static void
read_texts (SentinelRule *rule, SentinelStatement *row)
{
  g_set_str (&rule->uid, sentinel_statement_get_text (row, 1));
  g_set_str (&rule->name, sentinel_statement_get_text (row, 2));
  g_set_str (&rule->trigger, sentinel_statement_get_text (row, 3));
  g_set_str (&rule->cron, sentinel_statement_get_text (row, 6));
  g_set_str (&rule->zone, sentinel_statement_get_text (row, 7));
  g_set_str (&rule->category, sentinel_statement_get_text (row, 9));
  g_set_str (&rule->active_hours, sentinel_statement_get_text (row, 21));
  g_set_str (&rule->comment, sentinel_statement_get_text (row, 24));
}

static void
read_numbers (SentinelRule *rule, SentinelStatement *row)
{
  rule->id = sentinel_statement_get_int (row, 0);
  rule->period_ms = sentinel_statement_get_int (row, 5);
  rule->importance = (SentinelImportance) sentinel_statement_get_int (row, 8);
  rule->for_ms = sentinel_statement_get_int (row, 11);
  rule->keep_ms = sentinel_statement_get_int (row, 12);
  rule->need_n = (int) sentinel_statement_get_int (row, 13);
  rule->of_m = (int) sentinel_statement_get_int (row, 14);
  rule->nodata_policy = (SentinelBadPolicy) sentinel_statement_get_int (row, 15);
  rule->error_policy = (SentinelBadPolicy) sentinel_statement_get_int (row, 16);
  rule->bad_limit = (int) sentinel_statement_get_int (row, 17);
  rule->event_mode = (SentinelEventMode) sentinel_statement_get_int (row, 18);
  rule->display_minutes = sentinel_statement_get_int (row, 19);
  rule->catch_up = (int) sentinel_statement_get_int (row, 20);
  rule->flap = sentinel_statement_get_int (row, 22) != 0;
  rule->enabled = sentinel_statement_get_int (row, 25) != 0;
  rule->paused_until_us = sentinel_statement_get_int (row, 26);
  rule->version = sentinel_statement_get_int (row, 27);
  rule->created_at_us = sentinel_statement_get_int (row, 28);
  rule->updated_at_us = sentinel_statement_get_int (row, 29);
  rule->deleted_at_us = sentinel_statement_get_int (row, 30);
}

static gpointer
read_rule (SentinelStatement *row, GError **error)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();

  read_numbers (rule, row);
  read_texts (rule, row);
  if (!read_json_columns (rule, row, error)) {
    g_prefix_error (error, "Cannot read rule “%s” from the database: ", rule->name);
    return NULL;
  }
  return g_steal_pointer (&rule);
}

static SentinelRule *
read_one_or_not_found (SentinelStatement *statement, const char *what, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  SentinelRule *rule = sentinel_rows_read_one (statement, read_rule, &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (rule == NULL)
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_NOT_FOUND,
                 "There is no rule “%s”; list the rules to see their names and ids",
                 what);
  return rule;
}

/**
 * sentinel_rule_store_get:
 * @db: any connection
 * @rule_id: an id
 *
 * Returns: (transfer full) (nullable): the rule; NULL with SENTINEL_ERROR_NOT_FOUND, also for a
 * deleted one
 */
SentinelRule *
sentinel_rule_store_get (SentinelDatabase *db, gint64 rule_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, RULE_SELECT " AND r.id = ?", error);
  g_autofree char *what = g_strdup_printf ("%" G_GINT64_FORMAT, rule_id);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", rule_id);
  return read_one_or_not_found (statement, what, error);
}

/**
 * sentinel_rule_store_find:
 * @db: any connection
 * @id_or_name: an id in digits, or the exact name; an id wins over a name that looks like one
 *
 * Returns: (transfer full) (nullable): the rule; NULL with SENTINEL_ERROR_NOT_FOUND, also for a
 * deleted one
 */
SentinelRule *
sentinel_rule_store_find (SentinelDatabase *db, const char *id_or_name, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              RULE_SELECT
                              " AND (r.id = ?1 OR r.name = ?2) ORDER BY r.id = ?1 DESC LIMIT 1",
                              error);
  guint64 id = 0;

  if (statement == NULL)
    return NULL;
  if (!g_ascii_string_to_unsigned (id_or_name, 10, 1, G_MAXINT64, &id, NULL))
    id = 0;
  sentinel_statement_bind (statement, "is", (gint64) id, id_or_name);
  return read_one_or_not_found (statement, id_or_name, error);
}

/**
 * sentinel_rule_store_list:
 * @db: any connection
 *
 * Returns: (transfer full) (nullable) (element-type SentinelRule): every rule that is not deleted,
 * by id; NULL with error
 */
GPtrArray *
sentinel_rule_store_list (SentinelDatabase *db, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, RULE_SELECT " ORDER BY r.id", error);

  if (statement == NULL)
    return NULL;
  return sentinel_rows_collect (statement, read_rule, (GDestroyNotify) sentinel_rule_unref, error);
}

/**
 * sentinel_rule_store_count:
 * @db: any connection
 * @n_enabled: (out): those that are enabled
 *
 * Returns: how many rules have a schedule; -1 with error
 */
gint64
sentinel_rule_store_count (SentinelDatabase *db, gint64 *n_enabled, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT count(*), sum(enabled) FROM rule WHERE deleted_at_us IS NULL"
                              " AND (period_ms IS NOT NULL OR cron IS NOT NULL)",
                              error);
  gint64 n_rules = statement != NULL ? sentinel_rows_read_int (statement, error) : -1;

  *n_enabled = n_rules > 0 ? sentinel_statement_get_int (statement, 1) : 0;
  return n_rules;
}

/**
 * sentinel_rule_store_get_head:
 * @db: any connection
 * @rule_id: an id
 * @head: (out caller-allocates): what decides whether a run still counts
 *
 * Returns: whether @head was filled; SENTINEL_ERROR_NOT_FOUND when there never was such a rule
 */
gboolean
sentinel_rule_store_get_head (SentinelDatabase *db,
                              gint64 rule_id,
                              SentinelRuleHead *head,
                              GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT version, enabled, deleted_at_us, paused_until_us FROM rule "
                              "WHERE id = ?",
                              error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "i", rule_id);
  if (!sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_NOT_FOUND,
                 "There is no rule %" G_GINT64_FORMAT,
                 rule_id);
    return FALSE;
  }
  head->version = sentinel_statement_get_int (statement, 0);
  head->enabled = sentinel_statement_get_int (statement, 1) != 0;
  head->deleted = sentinel_statement_get_int (statement, 2) != 0;
  head->paused_until_us = sentinel_statement_get_int (statement, 3);
  return TRUE;
}
