/* SPDX-License-Identifier: MIT */
/* A row for a text of several lines. Tab leaves it. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_LINES_ROW (sentinel_lines_row_get_type ())
G_DECLARE_FINAL_TYPE (SentinelLinesRow, sentinel_lines_row, SENTINEL, LINES_ROW, AdwPreferencesRow)

/* Signal "changed" (): the text did. */
void sentinel_lines_row_set_text (SentinelLinesRow *self, const char *text); /* (nullable) */
char *sentinel_lines_row_dup_text (SentinelLinesRow *self);

G_END_DECLS
