/* SPDX-License-Identifier: MIT */
/* Carrying out the plan of an import: by the same acts as when a person edits, so that versions,
 * closing and signals are the same. */
#include "sentinel-error.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-import.h"

/**
 * sentinel_rule_import_act_new:
 * @import: a plan; kept alive, and not to be changed while it is carried out
 * @actor: who does it; copied
 *
 * Returns: (transfer full): the act
 */
SentinelRuleImportAct *
sentinel_rule_import_act_new (SentinelRuleImport *import, const SentinelActor *actor)
{
  SentinelRuleImportAct *self = g_new0 (SentinelRuleImportAct, 1);

  self->import = sentinel_rule_import_ref (import);
  self->actor = (SentinelActor) { g_strdup (actor->name), actor->via };
  return self;
}

/**
 * sentinel_rule_import_act_free:
 * @self: (transfer full): an act
 */
void
sentinel_rule_import_act_free (SentinelRuleImportAct *self)
{
  sentinel_rule_import_unref (self->import);
  g_free ((char *) self->actor.name);
  g_free (self);
}

static SentinelWriteFunc
choose_act (const SentinelImportEntry *entry)
{
  if (entry->stored == NULL)
    return sentinel_rule_acts_add;
  return entry->stored->deleted_at_us != 0 ? sentinel_rule_acts_undelete_as
                                           : sentinel_rule_acts_edit;
}

/* What the plan saw is not there any more: for the person that is the same as any other change. */
static void
explain (const SentinelImportEntry *entry, const GError *cause, GError **error)
{
  gboolean is_gone = g_error_matches (cause, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);

  g_set_error (error,
               cause->domain,
               is_gone ? SENTINEL_ERROR_CONFLICT : cause->code,
               "rule “%s”: %s%s",
               entry->name,
               is_gone ? "it was deleted or brought back meanwhile, so plan the import again: "
                       : "",
               cause->message);
}

static gboolean
write_entry (SentinelTransaction *tx,
             SentinelRuleImportAct *self,
             SentinelImportEntry *entry,
             GError **error)
{
  SentinelRuleAct act = { .rule = entry->rule, .actor = self->actor, .rule_id = entry->rule_id };
  g_autoptr (GError) cause = NULL;

  if (!choose_act (entry) (tx, &act, &cause)) {
    explain (entry, cause, error);
    return FALSE;
  }
  entry->rule_id = act.rule_id;
  self->n_closed += act.n_closed;
  if (entry->status == SENTINEL_IMPORT_NEW)
    self->n_added++;
  else
    self->n_changed++;
  return TRUE;
}

/* All of it is undone: what was added has no id. */
static void
forget_ids (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++) {
    SentinelImportEntry *entry = g_ptr_array_index (entries, i);

    entry->rule_id = entry->stored != NULL ? entry->stored->id : 0;
  }
}

/**
 * sentinel_rule_import_apply:
 * @tx: the transaction
 * @act: a #SentinelRuleImportAct; the ids of rules that are new get into its entries
 * @error: CONFLICT: a stored rule is not as it was when the plan was made, or a name was taken
 * meanwhile; the store's
 *
 * Writes every entry that is new or changed and chosen. Writer thread.
 *
 * Returns: whether all of them were written; otherwise none was
 */
gboolean
sentinel_rule_import_apply (SentinelTransaction *tx, gpointer act, GError **error)
{
  SentinelRuleImportAct *self = act;
  GPtrArray *entries = self->import->entries;

  self->n_added = self->n_changed = self->n_closed = 0;
  for (guint i = 0; i < entries->len; i++) {
    SentinelImportEntry *entry = g_ptr_array_index (entries, i);

    if (sentinel_import_entry_is_written (entry) && !write_entry (tx, self, entry, error)) {
      forget_ids (entries);
      return FALSE;
    }
  }
  return TRUE;
}
