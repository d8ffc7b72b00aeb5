/* SPDX-License-Identifier: MIT */
/* One level of a rule: a switch, where it is raised, and where it is cleared. */
#pragma once
#include "sentinel-level.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_LEVEL_ROW (sentinel_level_row_get_type ())
G_DECLARE_FINAL_TYPE (SentinelLevelRow, sentinel_level_row, SENTINEL, LEVEL_ROW, AdwExpanderRow)

/* Signal "changed" (): by a person. */
SentinelLevelRow *sentinel_level_row_new (SentinelImportance importance);
void sentinel_level_row_set_level (SentinelLevelRow *self, const SentinelLevel *level); /* NULL: off
                                                                                         */
gboolean sentinel_level_row_get_level (SentinelLevelRow *self, SentinelLevel *level); /* FALSE: off
                                                                                       */
void sentinel_level_row_set_op (SentinelLevelRow *self, SentinelOp op);
char *sentinel_level_dup_words (const SentinelLevel *level); /* "Raised above 90, cleared at 81" */

G_END_DECLS
