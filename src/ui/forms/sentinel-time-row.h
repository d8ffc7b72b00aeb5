/* SPDX-License-Identifier: MIT */
/* A row for a time of day: hours and minutes, each to be typed or stepped. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_TIME_ROW (sentinel_time_row_get_type ())
G_DECLARE_FINAL_TYPE (SentinelTimeRow, sentinel_time_row, SENTINEL, TIME_ROW, AdwActionRow)

/* Signal "changed" (): by a person. */
void sentinel_time_row_set_time (SentinelTimeRow *self, int hour, int minute);
void sentinel_time_row_get_time (SentinelTimeRow *self, int *hour, int *minute);

G_END_DECLS
