/* SPDX-License-Identifier: MIT */
/* Reading table rule. */
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-rows.h"
#include "sentinel-rule-store.h"

#define RULE_SELECT_ANY \
  "SELECT r.id, r.uid, r.name, r.trigger, r.parameters, r.period_ms, r.cron, r.zone, " \
  "r.importance, c.name, r.levels," \
  " r.for_ms, r.keep_ms, r.need_n, r.of_m, r.nodata_policy, r.error_policy, r.bad_limit, " \
  "r.event_mode," \
  " r.display_minutes, r.catch_up, r.active_hours, r.flap, r.actions, r.comment, r.enabled, " \
  "r.paused_until_us," \
  " r.version, r.created_at_us, r.updated_at_us, r.deleted_at_us" \
  " FROM rule r JOIN category c ON c.id = r.category_id"
#define RULE_SELECT RULE_SELECT_ANY " WHERE r.deleted_at_us IS NULL"

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
 * sentinel_rule_store_get_deleted:
 * @db: any connection
 * @rule_id: an id
 *
 * Returns: (transfer full) (nullable): the rule as it was when it was deleted; NULL with
 * SENTINEL_ERROR_NOT_FOUND when there is no such deleted rule
 */
SentinelRule *
sentinel_rule_store_get_deleted (SentinelDatabase *db, gint64 rule_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              RULE_SELECT_ANY " WHERE r.id = ? AND r.deleted_at_us IS NOT NULL",
                              error);
  g_autoptr (GError) local_error = NULL;
  SentinelRule *rule;

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", rule_id);
  rule = sentinel_rows_read_one (statement, read_rule, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (rule == NULL)
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_NOT_FOUND,
                 "There is no deleted rule %" G_GINT64_FORMAT " to bring back",
                 rule_id);
  return rule;
}

static SentinelRule *
find_rule (SentinelStatement *statement, const char *id_or_name, GError **error)
{
  guint64 id = 0;

  if (!g_ascii_string_to_unsigned (id_or_name, 10, 1, G_MAXINT64, &id, NULL))
    id = 0;
  sentinel_statement_bind (statement, "is", (gint64) id, id_or_name);
  return read_one_or_not_found (statement, id_or_name, error);
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

  return statement != NULL ? find_rule (statement, id_or_name, error) : NULL;
}

/**
 * sentinel_rule_store_find_any:
 * @db: any connection
 * @id_or_name: an id in digits, or the exact name; an id wins over a name that looks like one
 *
 * As sentinel_rule_store_find(), and where it would find nothing a rule that was deleted; of a name
 * the one that was deleted last.
 *
 * Returns: (transfer full) (nullable): the rule; NULL with SENTINEL_ERROR_NOT_FOUND
 */
SentinelRule *
sentinel_rule_store_find_any (SentinelDatabase *db, const char *id_or_name, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              RULE_SELECT_ANY " WHERE r.id = ?1 OR r.name = ?2"
                                              " ORDER BY r.deleted_at_us IS NULL DESC,"
                                              " r.id = ?1 DESC, r.deleted_at_us DESC LIMIT 1",
                              error);

  return statement != NULL ? find_rule (statement, id_or_name, error) : NULL;
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
 * sentinel_rule_store_list_any:
 * @db: any connection
 *
 * Returns: (transfer full) (nullable) (element-type SentinelRule): every rule, also those that are
 * deleted, by id; NULL with error
 */
GPtrArray *
sentinel_rule_store_list_any (SentinelDatabase *db, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, RULE_SELECT_ANY " ORDER BY r.id", error);

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
