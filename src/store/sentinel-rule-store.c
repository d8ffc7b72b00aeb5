/* SPDX-License-Identifier: MIT */
/* Writing table rule; every change of it adds a version. Reading is in sentinel-rule-lookup.c. What
 * a run leaves behind lies apart, in sentinel-rule-state-store.c: an edit never races a run. */
#include "sentinel-rule-store.h"
#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-rows.h"
#include "sentinel-rule-version-store.h"

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

/* Also those of deleted rules are taken. */
static gboolean
check_uid_is_free (SentinelDatabase *db, const SentinelRule *rule, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db, "SELECT id FROM rule WHERE uid = ?", error);
  gint64 other;

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "s", rule->uid);
  other = sentinel_rows_read_int (statement, error);
  if (other > 0) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_CONFLICT,
                 "There is already a rule with the uid of “%s” (rule %" G_GINT64_FORMAT ")",
                 rule->name,
                 other);
    sentinel_error_set_field (error, "uid");
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
 * Returns: its id; 0 with SENTINEL_ERROR_CONFLICT when the name or the uid is taken, or an error
 * of the database
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
  if (!check_name_is_free (db, stored, error) || !check_uid_is_free (db, stored, error)
      || !rule_columns_init (&columns, tx, stored, error)
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
    " = ?, enabled = ?, paused_until_us = ?, version = ?, updated_at_us = ?,"
    " deleted_at_us = NULL WHERE id = ?";

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

/* The version of a rule that comes after the stored one. */
static gboolean
write_next (SentinelTransaction *tx,
            const SentinelRule *old,
            const SentinelRule *rule,
            const char *author,
            GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelRule) stored = NULL;
  g_auto (RuleColumns) columns = { 0 };

  if (!check_is_current (rule, old, error))
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
  g_autoptr (SentinelRule) old =
      sentinel_rule_store_get (sentinel_transaction_get_database (tx), rule->id, error);

  return old != NULL && write_next (tx, old, rule, author, error);
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
  g_autoptr (SentinelRule) old =
      sentinel_rule_store_get_deleted (sentinel_transaction_get_database (tx), rule_id, error);

  return old != NULL && write_next (tx, old, old, author, error);
}

/**
 * sentinel_rule_store_undelete_as:
 * @tx: the open transaction
 * @rule: a valid rule with the id and the version of a deleted one; uid and times are kept as
 * stored
 * @author: who brings it back; on record in a new version
 * @error: NOT_FOUND: there is no such deleted rule; CONFLICT: it is not as @rule's version says, or
 * the name is taken
 *
 * Brings a deleted rule back with its versions and its history, under another definition. Writer
 * thread.
 *
 * Returns: whether it was written
 */
gboolean
sentinel_rule_store_undelete_as (SentinelTransaction *tx,
                                 const SentinelRule *rule,
                                 const char *author,
                                 GError **error)
{
  g_autoptr (SentinelRule) old =
      sentinel_rule_store_get_deleted (sentinel_transaction_get_database (tx), rule->id, error);

  return old != NULL && write_next (tx, old, rule, author, error);
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
