/* SPDX-License-Identifier: MIT */
/* The importance of an event as bar, shape and word. */
#pragma once
#include "sentinel-event-cell.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_IMPORTANCE_CELL (sentinel_importance_cell_get_type ())
G_DECLARE_FINAL_TYPE (SentinelImportanceCell,
                      sentinel_importance_cell,
                      SENTINEL,
                      IMPORTANCE_CELL,
                      SentinelEventCell)

SentinelEventCell *sentinel_importance_cell_new (void);

G_END_DECLS
