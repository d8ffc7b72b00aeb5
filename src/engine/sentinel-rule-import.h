/* SPDX-License-Identifier: MIT */
/* From a file to rules: first a plan that writes nothing (what is new, what changes, what is
 * wrong), then the plan is carried out, wholly or not at all. */
#pragma once
#include "sentinel-import-entry.h"
#include "sentinel-note.h"
#include "sentinel-registry.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct /* refcounted */
{
  GPtrArray *entries; /* of SentinelImportEntry, as in the file */
  gboolean is_original; /* the file is of the original web program */
} SentinelRuleImport;

/* Pure. stored: of SentinelRule, also deleted ones. Errors are about the whole file; what is wrong
 * with one rule is its entry's problem. */
SentinelRuleImport *sentinel_rule_import_plan (GBytes *bytes,
                                               SentinelRegistry *registry,
                                               GPtrArray *stored,
                                               GError **error);
SentinelRuleImport *sentinel_rule_import_ref (SentinelRuleImport *self);
void sentinel_rule_import_unref (SentinelRuleImport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRuleImport, sentinel_rule_import_unref)
guint sentinel_rule_import_count (SentinelRuleImport *self, SentinelImportStatus status);

typedef struct {
  GBytes *bytes; /* borrowed */
  SentinelRegistry *registry; /* borrowed */
} SentinelRuleImportRequest;
/* a read function for sentinel_store_read[_async]; answers a SentinelRuleImport */
gpointer sentinel_rule_import_read (SentinelDatabase *db, gpointer request, GError **error);

typedef struct {
  /* in */
  SentinelRuleImport *import; /* its chosen entries are written */
  SentinelActor actor; /* name is owned by the act */
  /* out */
  guint n_added, n_changed;
  guint n_closed; /* events that the changes ended */
} SentinelRuleImportAct;

SentinelRuleImportAct *sentinel_rule_import_act_new (SentinelRuleImport *import,
                                                     const SentinelActor *actor);
void sentinel_rule_import_act_free (SentinelRuleImportAct *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRuleImportAct, sentinel_rule_import_act_free)
/* A write function: all that is chosen, or nothing. CONFLICT: a rule is not as it was when the plan
 * was made. */
gboolean sentinel_rule_import_apply (SentinelTransaction *tx, gpointer act, GError **error);

G_END_DECLS
