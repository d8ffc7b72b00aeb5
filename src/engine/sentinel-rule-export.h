/* SPDX-License-Identifier: MIT */
/* Rules as a file that people keep, compare and carry to another computer. */
#pragma once
#include "sentinel-registry.h"
#include "sentinel-rule.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct {
  char *text; /* of the file */
  GPtrArray *withheld; /* of char *: what is not in it, a line each for the person */
  guint n_rules;
} SentinelRuleExport;

/* pure; rules: of SentinelRule, in any order */
SentinelRuleExport *sentinel_rule_export_new (GPtrArray *rules, SentinelRegistry *registry);
void sentinel_rule_export_free (SentinelRuleExport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRuleExport, sentinel_rule_export_free)

typedef struct {
  SentinelRegistry *registry; /* borrowed */
  const char *const *names; /* an id or an exact name each, NULL-terminated; empty: all */
} SentinelRuleExportRequest;
/* a read function for sentinel_store_read[_async]; answers a SentinelRuleExport */
gpointer sentinel_rule_export_read (SentinelDatabase *db, gpointer request, GError **error);

G_END_DECLS
