/* SPDX-License-Identifier: MIT */
/* A rule by its number or its exact name. */
#include "sentinel-ctl-rules.h"

#include "sentinel-rule-store.h"

static gpointer
find_cb (SentinelDatabase *db, gpointer id_or_name, GError **error)
{
  return sentinel_rule_store_find (db, id_or_name, error);
}

/**
 * sentinel_ctl_find_rule:
 * @ctl: the call
 * @id_or_name: a number, or an exact name
 * @error: NOT_FOUND
 *
 * Returns: (transfer full) (nullable): the rule
 */
SentinelRule *
sentinel_ctl_find_rule (SentinelCtl *ctl, const char *id_or_name, GError **error)
{
  return sentinel_store_read (sentinel_ctl_get_store (ctl), find_cb, (gpointer) id_or_name, error);
}

static gpointer
find_any_cb (SentinelDatabase *db, gpointer id_or_name, GError **error)
{
  return sentinel_rule_store_find_any (db, id_or_name, error);
}

/**
 * sentinel_ctl_find_any_rule:
 * @ctl: the call
 * @id_or_name: a number, or an exact name
 * @error: NOT_FOUND
 *
 * Returns: (transfer full) (nullable): the rule, also one that was deleted
 */
SentinelRule *
sentinel_ctl_find_any_rule (SentinelCtl *ctl, const char *id_or_name, GError **error)
{
  return sentinel_store_read (sentinel_ctl_get_store (ctl),
                              find_any_cb,
                              (gpointer) id_or_name,
                              error);
}

/**
 * sentinel_ctl_take_rule:
 * @ctl: the call
 * @argc: how many words are left
 * @argv: the command and one rule
 * @status: (out): the exit status when there is none
 *
 * Returns: (transfer full) (nullable): the rule; NULL after the mistake was said
 */
SentinelRule *
sentinel_ctl_take_rule (SentinelCtl *ctl, int argc, char **argv, SentinelExit *status)
{
  SentinelRule *rule;
  g_autoptr (GError) error = NULL;

  if (argc != 2) {
    *status = sentinel_ctl_misuse ("%s: name one rule, by its number or its exact name", argv[0]);
    return NULL;
  }
  rule = sentinel_ctl_find_rule (ctl, argv[1], &error);
  if (rule == NULL)
    *status = sentinel_ctl_fail (NULL, error);
  return rule;
}
