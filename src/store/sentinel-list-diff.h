/* SPDX-License-Identifier: MIT */
/* What changed between two results, as few contiguous runs. Pure. */
#pragma once
#include "sentinel-result.h"
G_BEGIN_DECLS

#define SENTINEL_LIST_MAX_RUNS 256

/* Runs ascend. Applied from the last to the first, each one as (old_position, n_removed, n_added):
 * before a run is applied, the rows of the new result from new_position + n_added on are in place
 * already. */
typedef struct {
  guint old_position, n_removed;
  guint new_position, n_added;
} SentinelListRun;

GArray *sentinel_list_diff (SentinelResult *old_result, SentinelResult *new_result);

G_END_DECLS
