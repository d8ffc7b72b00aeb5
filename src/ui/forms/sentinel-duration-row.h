/* SPDX-License-Identifier: MIT */
/* A row for a duration: a number and its unit. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_DURATION_ROW (sentinel_duration_row_get_type ())
G_DECLARE_FINAL_TYPE (SentinelDurationRow,
                      sentinel_duration_row,
                      SENTINEL,
                      DURATION_ROW,
                      AdwActionRow)

/* Signal "changed" (): by a person. What nobody touched comes back exactly as it was set. */
void sentinel_duration_row_set_ms (SentinelDurationRow *self, gint64 duration_ms);
gint64 sentinel_duration_row_get_ms (SentinelDurationRow *self);
char *sentinel_duration_dup_words (gint64 duration_ms); /* "1 h 30 min", exact */

G_END_DECLS
