/* SPDX-License-Identifier: MIT */
/* Table rule_version: append-only. */
#include "sentinel-rule-version-store.h"
#include "sentinel-json.h"
#include "sentinel-rows.h"

/**
 * sentinel_rule_version_store_add:
 * @tx: the open transaction
 * @rule: a rule with its id and the number of its new version
 * @author: who changed it
 * @error: the store's
 *
 * Writer thread.
 *
 * Returns: whether it was written
 */
gboolean
sentinel_rule_version_store_add (SentinelTransaction *tx,
                                 const SentinelRule *rule,
                                 const char *author,
                                 GError **error)
{
  g_autoptr (JsonObject) object = sentinel_rule_to_json (rule);
  g_autofree char *body = sentinel_json_object_to_text (object);

  return sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                       error,
                                       "INSERT INTO rule_version (rule_id, version, at_us, author, "
                                       "body) VALUES (?, ?, ?, ?, ?)",
                                       "iiiss",
                                       rule->id,
                                       rule->version,
                                       sentinel_transaction_get_now_us (tx),
                                       author,
                                       body);
}

static gpointer
read_version (SentinelStatement *row, GError **error)
{
  g_autoptr (JsonObject) body =
      sentinel_json_parse_object (sentinel_statement_get_text (row, 1), -1, 0, error);
  SentinelRule *rule = body != NULL ? sentinel_rule_from_json (body, error) : NULL;

  if (rule != NULL)
    rule->version = sentinel_statement_get_int (row, 0);
  return rule;
}

/**
 * sentinel_rule_version_store_list:
 * @db: any connection
 * @rule_id: a rule, deleted or not
 * @first_version: where to begin
 * @error: the store's
 *
 * Returns: (transfer full) (nullable) (element-type SentinelRule): its versions from @first_version
 * on, oldest first, without ids; NULL with error
 */
GPtrArray *
sentinel_rule_version_store_list (SentinelDatabase *db,
                                  gint64 rule_id,
                                  gint64 first_version,
                                  GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT version, body FROM rule_version WHERE rule_id = ?"
                              " AND version >= ? ORDER BY version",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "ii", rule_id, first_version);
  return sentinel_rows_collect (statement,
                                read_version,
                                (GDestroyNotify) sentinel_rule_unref,
                                error);
}

static gpointer
read_record (SentinelStatement *row, GError **error)
{
  SentinelRule *body = read_version (row, error);
  SentinelRuleVersion *version;

  if (body == NULL) {
    g_prefix_error (error,
                    "Cannot read version %" G_GINT64_FORMAT " of rule %" G_GINT64_FORMAT ": ",
                    sentinel_statement_get_int (row, 0),
                    sentinel_statement_get_int (row, 2));
    return NULL;
  }
  version = g_new0 (SentinelRuleVersion, 1);
  version->body = body;
  version->version = body->version;
  version->rule_id = sentinel_statement_get_int (row, 2);
  version->at_us = sentinel_statement_get_int (row, 3);
  version->author = sentinel_statement_dup_text (row, 4);
  return version;
}

/**
 * sentinel_rule_version_store_list_records:
 * @db: any connection
 * @rule_id: a rule, deleted or not
 * @error: the store's
 *
 * Returns: (transfer full) (nullable) (element-type SentinelRuleVersion): all its versions, oldest
 * first; NULL with error
 */
GPtrArray *
sentinel_rule_version_store_list_records (SentinelDatabase *db, gint64 rule_id, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT version, body, rule_id, at_us, author FROM rule_version"
                              " WHERE rule_id = ? ORDER BY version",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "i", rule_id);
  return sentinel_rows_collect (statement,
                                read_record,
                                (GDestroyNotify) sentinel_rule_version_free,
                                error);
}

/* sql: with the rule and a bound as its parameters */
static gboolean
find_version (SentinelDatabase *db,
              const char *sql,
              gint64 rule_id,
              gint64 bound,
              SentinelRule **rule,
              GError **error)
{
  g_autoptr (SentinelStatement) statement = sentinel_statement_get (db, sql, error);
  gboolean has_row;

  *rule = NULL;
  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "ii", rule_id, bound);
  if (!sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  *rule = read_version (statement, error);
  return *rule != NULL;
}

/**
 * sentinel_rule_version_store_find:
 * @db: any connection
 * @rule_id: a rule, deleted or not
 * @first_version: a version
 * @rule: (out) (transfer full) (nullable): that one, or the next where it is not known; without id
 * @error: the store's
 *
 * Returns: whether it could be read
 */
gboolean
sentinel_rule_version_store_find (SentinelDatabase *db,
                                  gint64 rule_id,
                                  gint64 first_version,
                                  SentinelRule **rule,
                                  GError **error)
{
  return find_version (db,
                       "SELECT version, body FROM rule_version WHERE rule_id = ?"
                       " AND version >= ? ORDER BY version LIMIT 1",
                       rule_id,
                       first_version,
                       rule,
                       error);
}

/**
 * sentinel_rule_version_store_find_at:
 * @db: any connection
 * @rule_id: a rule, deleted or not
 * @at_us: microseconds UTC
 * @rule: (out) (transfer full) (nullable): the newest version that there was then; without id
 * @error: the store's
 *
 * Returns: whether it could be read
 */
gboolean
sentinel_rule_version_store_find_at (SentinelDatabase *db,
                                     gint64 rule_id,
                                     gint64 at_us,
                                     SentinelRule **rule,
                                     GError **error)
{
  return find_version (db,
                       "SELECT version, body FROM rule_version WHERE rule_id = ?"
                       " AND at_us <= ? ORDER BY version DESC LIMIT 1",
                       rule_id,
                       at_us,
                       rule,
                       error);
}
