/* SPDX-License-Identifier: MIT */
/* sentinelctl rules versions, restore: what a rule once was. */
#include <string.h>

#include "sentinel-commands.h"
#include "sentinel-ctl-options.h"
#include "sentinel-ctl-output.h"
#include "sentinel-ctl-rules.h"
#include "sentinel-error.h"
#include "sentinel-restore-act.h"
#include "sentinel-rule-diff.h"
#include "sentinel-rule-version-store.h"
#include "sentinel-timestamp.h"

static gpointer
list_cb (SentinelDatabase *db, gpointer rule, GError **error)
{
  return sentinel_rule_version_store_list_records (db, ((const SentinelRule *) rule)->id, error);
}

/* That a rule is deleted is a column like the others, but no setting. */
static char *
describe_field (const SentinelRuleChange *change)
{
  if (strcmp (change->field, "deleted_at_us") != 0)
    return sentinel_ctl_dup_fact_name (change->field);
  return g_strdup (JSON_NODE_HOLDS_NULL (change->after) ? "(brought back)" : "(deleted)");
}

/* "period, parameters.threshold"; previous NULL: nothing is known of before. */
static char *
describe_changes (const SentinelRuleVersion *previous, const SentinelRuleVersion *version)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) changes = NULL;

  if (previous == NULL)
    return g_strdup (version->version == 1 ? "(new)" : "");
  changes = sentinel_rule_diff (previous->body, version->body);
  for (guint i = 0; i < changes->len; i++) {
    const SentinelRuleChange *change = g_ptr_array_index (changes, i);
    g_autofree char *name = describe_field (change);

    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_row (SentinelTable *table,
         const SentinelRuleVersion *previous,
         const SentinelRuleVersion *version)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, version->version);
  g_autofree char *at = sentinel_timestamp_format_local (version->at_us);
  g_autofree char *changes = describe_changes (previous, version);

  sentinel_table_add (table, number, at, version->author, changes, NULL);
}

static SentinelExit
print_versions (SentinelCtl *ctl, GPtrArray *versions)
{
  g_autoptr (SentinelTable) table =
      sentinel_table_new ((const char *const[]) { "VERSION", "WHEN", "AUTHOR", "CHANGED", NULL });

  for (guint i = 0; i < versions->len; i++) {
    const SentinelRuleVersion *version = g_ptr_array_index (versions, i);

    if (ctl->json) {
      g_autoptr (JsonObject) object = sentinel_rule_version_to_json (version);

      sentinel_ctl_print_json (object);
    } else {
      add_row (table, i > 0 ? versions->pdata[i - 1] : NULL, version);
    }
  }
  if (!ctl->json)
    sentinel_table_print (table);
  return SENTINEL_EXIT_DONE;
}

static const SentinelRule *
find_body (GPtrArray *versions, gint64 number, GError **error)
{
  for (guint i = 0; i < versions->len; i++) {
    const SentinelRuleVersion *version = g_ptr_array_index (versions, i);

    if (version->version == number)
      return version->body;
  }
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_NOT_FOUND,
               "The rule has no version %" G_GINT64_FORMAT
               "; “sentinelctl rules versions RULE” lists those that it has",
               number);
  return NULL;
}

static SentinelExit
print_diff (SentinelCtl *ctl, GPtrArray *versions, gint64 before, gint64 after)
{
  g_autoptr (GError) error = NULL;
  const SentinelRule *old_body = find_body (versions, before, &error);
  const SentinelRule *new_body = old_body != NULL ? find_body (versions, after, &error) : NULL;
  g_autoptr (GPtrArray) changes = NULL;

  if (new_body == NULL)
    return sentinel_ctl_fail (NULL, error);
  changes = sentinel_rule_diff (old_body, new_body);
  if (!ctl->json) {
    sentinel_ctl_print_changes (changes, "");
    return SENTINEL_EXIT_DONE;
  }
  for (guint i = 0; i < changes->len; i++) {
    g_autoptr (JsonObject) object = sentinel_rule_change_to_json (changes->pdata[i]);

    sentinel_ctl_print_json (object);
  }
  return SENTINEL_EXIT_DONE;
}

static SentinelExit
versions (SentinelCtl *ctl, int argc, char **argv)
{
  gboolean is_diff = FALSE;
  const GOptionEntry entries[] = {
    { "diff", 0, 0, G_OPTION_ARG_NONE, &is_diff, "Only what is different between two", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SentinelRule) rule = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before = 0, after = 0;

  if (!sentinel_ctl_parse ("RULE [--diff A B]",
                           "Lists what a rule was, also one that is deleted: each version with who "
                           "wrote it and what\n"
                           "it changed. With --diff: what became different from version A to B.",
                           entries,
                           &argc,
                           &argv))
    return SENTINEL_EXIT_USAGE;
  if (argc != (is_diff ? 4 : 2))
    return sentinel_ctl_misuse (is_diff ? "rules versions: name one rule, and two of its versions "
                                          "behind --diff"
                                        : "rules versions: name one rule, by its number or its "
                                          "exact name");
  if (is_diff
      && (!sentinel_ctl_parse_number ("version", argv[2], &before)
          || !sentinel_ctl_parse_number ("version", argv[3], &after)))
    return SENTINEL_EXIT_USAGE;
  rule = sentinel_ctl_find_any_rule (ctl, argv[1], &error);
  if (rule == NULL)
    return sentinel_ctl_fail (NULL, error);
  list = sentinel_store_read (sentinel_ctl_get_store (ctl), list_cb, rule, &error);
  if (list == NULL)
    return sentinel_ctl_fail ("cannot list the versions", error);
  return is_diff ? print_diff (ctl, list, before, after) : print_versions (ctl, list);
}

static SentinelExit
restore (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (SentinelRule) rule = NULL;
  g_autoptr (SentinelRestoreAct) act = NULL;
  g_autoptr (GError) error = NULL;
  SentinelActor actor;
  gint64 version;

  if (!sentinel_ctl_parse ("RULE VERSION",
                           "Sets a rule back to what it was, as a new version, and prints the "
                           "number of that.\n"
                           "A rule that is like that already is left as it is.",
                           entries,
                           &argc,
                           &argv))
    return SENTINEL_EXIT_USAGE;
  if (argc != 3)
    return sentinel_ctl_misuse ("rules restore: name one rule and one of its versions");
  if (!sentinel_ctl_parse_number ("version", argv[2], &version))
    return SENTINEL_EXIT_USAGE;
  rule = sentinel_ctl_find_any_rule (ctl, argv[1], &error);
  if (rule == NULL)
    return sentinel_ctl_fail (NULL, error);
  actor = sentinel_ctl_get_actor (ctl);
  act = sentinel_restore_act_new (rule->id, version, &actor);
  if (!sentinel_store_write (sentinel_ctl_get_store (ctl), sentinel_rule_acts_restore, act, &error))
    return sentinel_ctl_fail ("cannot restore the rule", error);
  sentinel_ctl_print_number (ctl->json, "version", act->new_version);
  return SENTINEL_EXIT_DONE;
}

const SentinelCommand sentinel_rule_version_commands[] = {
  { "rules",
    "versions",
    "RULE [--diff A B]",
    "Show what a rule was, and who changed it",
    versions },
  { "rules", "restore", "RULE VERSION", "Set a rule back to one of its versions", restore },
  { NULL },
};
