/* SPDX-License-Identifier: MIT */
/* One rule of a file, and what importing it would do. */
#pragma once
#include "sentinel-nick.h"
#include "sentinel-rule.h"
G_BEGIN_DECLS

typedef enum {
  SENTINEL_IMPORT_NEW,
  SENTINEL_IMPORT_CHANGED,
  SENTINEL_IMPORT_SAME,
  SENTINEL_IMPORT_PROBLEM, /* it cannot be imported */
} SentinelImportStatus;

extern const SentinelNick sentinel_import_status_nicks[]; /* new changed same problem */

typedef struct {
  SentinelImportStatus status;
  /* whether the import writes it, for the person to say: TRUE for what is new or changed */
  gboolean chosen;
  char *name; /* as the file has it; "rule 3 of the file" where it has none */
  SentinelRule *rule; /* what would be stored; NULL: it could not be read */
  SentinelRule *stored; /* what it replaces or brings back (deleted_at_us); NULL: none */
  GPtrArray *changes; /* of SentinelRuleChange; NULL unless changed */
  GPtrArray *notes; /* of char *: what a person should know, a line each */
  GError *problem; /* NULL: none */
  gboolean is_unknown_trigger; /* the problem is that there is no such trigger here */
  gint64 rule_id; /* of the stored rule, also when it has just been added; 0: none */
} SentinelImportEntry;

SentinelImportEntry *sentinel_import_entry_new (const char *name);
void sentinel_import_entry_free (SentinelImportEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelImportEntry, sentinel_import_entry_free)
void sentinel_import_entry_add_note (SentinelImportEntry *self, const char *format, ...)
    G_GNUC_PRINTF (2, 3);
/* whether an import would write it: new or changed, and chosen */
gboolean sentinel_import_entry_is_written (const SentinelImportEntry *self);
/* {"status","name","rule_id","trigger","changes","notes","problem"} */
JsonObject *sentinel_import_entry_to_json (const SentinelImportEntry *self);

G_END_DECLS
