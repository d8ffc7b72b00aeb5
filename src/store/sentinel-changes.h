/* SPDX-License-Identifier: MIT */
/* What one or more commits touched: ranges of ids by noun. */
#pragma once
#include "sentinel-id-ranges.h"
#include "sentinel-transaction.h"
G_BEGIN_DECLS

typedef struct {
  SentinelIdRanges *ranges[SENTINEL_N_NOUNS]; /* by noun; NULL: nothing of it */
  gboolean reload; /* some rows of the feed were gone before they were read */
} SentinelChanges;

void sentinel_changes_add (SentinelChanges *self,
                           SentinelNoun noun,
                           gint64 first_id,
                           gint64 last_id);
void sentinel_changes_merge (SentinelChanges *self, const SentinelChanges *other);
gboolean sentinel_changes_are_empty (const SentinelChanges *self);
void sentinel_changes_clear (SentinelChanges *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SentinelChanges, sentinel_changes_clear)

G_END_DECLS
