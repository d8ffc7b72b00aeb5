/* SPDX-License-Identifier: MIT */
/* One text of an event on one line. */
#pragma once
#include "sentinel-event-cell.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_TEXT_CELL (sentinel_text_cell_get_type ())
G_DECLARE_FINAL_TYPE (SentinelTextCell, sentinel_text_cell, SENTINEL, TEXT_CELL, SentinelEventCell)

/* (transfer full): one line */
typedef char *(*SentinelTextFunc) (const SentinelEvent *event);

SentinelEventCell *sentinel_text_cell_new (SentinelTextFunc dup_text);
/* for numbers, which stand at the end of their column */
SentinelEventCell *sentinel_text_cell_new_at_end (SentinelTextFunc dup_text);

G_END_DECLS
