/* SPDX-License-Identifier: MIT */
/* The old definition becomes a new version: what was between stays on record. */
#include "sentinel-restore-act.h"

#include "sentinel-error.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-diff.h"
#include "sentinel-rule-store.h"
#include "sentinel-rule-version-store.h"

/**
 * sentinel_restore_act_new:
 * @rule_id: a rule
 * @version: one of its versions
 * @actor: who does it; copied
 *
 * Returns: (transfer full): the act
 */
SentinelRestoreAct *
sentinel_restore_act_new (gint64 rule_id, gint64 version, const SentinelActor *actor)
{
  SentinelRestoreAct *self = g_new0 (SentinelRestoreAct, 1);

  self->rule_id = rule_id;
  self->version = version;
  self->actor = (SentinelActor) { g_strdup (actor->name), actor->via };
  return self;
}

/**
 * sentinel_restore_act_free:
 * @self: (transfer full): an act
 */
void
sentinel_restore_act_free (SentinelRestoreAct *self)
{
  g_free ((char *) self->actor.name);
  g_free (self);
}

/* NULL with error; a deleted one is named. */
static SentinelRule *
get_rule (SentinelDatabase *db, gint64 rule_id, GError **error)
{
  g_autoptr (GError) missing = NULL;
  SentinelRule *rule = sentinel_rule_store_get (db, rule_id, &missing);
  g_autoptr (SentinelRule) deleted = NULL;

  if (rule != NULL)
    return rule;
  if (g_error_matches (missing, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    deleted = sentinel_rule_store_get_deleted (db, rule_id, NULL);
  if (deleted == NULL)
    g_propagate_error (error, g_steal_pointer (&missing));
  else
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_NOT_FOUND,
                 "Rule “%s” (%" G_GINT64_FORMAT
                 ") is deleted: only a rule that exists can be set back",
                 deleted->name,
                 rule_id);
  return NULL;
}

static SentinelRule *
get_version (SentinelDatabase *db, const SentinelRule *rule, gint64 version, GError **error)
{
  g_autoptr (SentinelRule) found = NULL;

  if (!sentinel_rule_version_store_find (db, rule->id, version, &found, error))
    return NULL;
  if (found != NULL && found->version == version)
    return g_steal_pointer (&found);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_NOT_FOUND,
               "Rule “%s” has no version %" G_GINT64_FORMAT "; the newest is %" G_GINT64_FORMAT,
               rule->name,
               version,
               rule->version);
  return NULL;
}

/* What belongs to the row, and a pause, which is of the moment and not of the definition. */
static void
keep_record (SentinelRule *body, const SentinelRule *stored)
{
  body->id = stored->id;
  g_set_str (&body->uid, stored->uid);
  body->version = stored->version;
  body->paused_until_us = stored->paused_until_us;
  body->deleted_at_us = 0;
}

static gboolean
is_same (const SentinelRule *before, const SentinelRule *after)
{
  g_autoptr (GPtrArray) changes = sentinel_rule_diff (before, after);

  return changes->len == 0;
}

/**
 * sentinel_rule_acts_restore:
 * @tx: the transaction
 * @act: a #SentinelRestoreAct
 * @error: NOT_FOUND: no such rule, it is deleted, or it has no such version; CONFLICT: another rule
 * has the name of that version; INVALID, UNSUPPORTED: this version cannot follow it
 *
 * Writes the definition of an old version as the next one. Events that are open go on or are closed
 * as after any other edit.
 *
 * Returns: whether the rule does what that version did
 */
gboolean
sentinel_rule_acts_restore (SentinelTransaction *tx, gpointer act, GError **error)
{
  SentinelRestoreAct *self = act;
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (SentinelRule) stored = get_rule (db, self->rule_id, error);
  g_autoptr (SentinelRule) body = stored != NULL ? get_version (db, stored, self->version, error)
                                                 : NULL;
  SentinelRuleAct edit = { .rule = body, .actor = self->actor };

  if (body == NULL)
    return FALSE;
  keep_record (body, stored);
  self->is_changed = !is_same (stored, body);
  self->new_version = stored->version + (self->is_changed ? 1 : 0);
  if (self->is_changed && !sentinel_rule_acts_edit (tx, &edit, error))
    return FALSE;
  self->n_closed = edit.n_closed;
  return TRUE;
}
