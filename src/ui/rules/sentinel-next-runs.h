/* SPDX-License-Identifier: MIT */
/* The next five runs of a schedule, a row each. */
#pragma once
#include <adwaita.h>

#include "sentinel-schedule.h"
#include "sentinel-ticker.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_NEXT_RUNS (sentinel_next_runs_get_type ())
G_DECLARE_FINAL_TYPE (SentinelNextRuns,
                      sentinel_next_runs,
                      SENTINEL,
                      NEXT_RUNS,
                      AdwPreferencesGroup)

void sentinel_next_runs_set_ticker (SentinelNextRuns *self, SentinelTicker *ticker);
/* nullable: none to speak of, and it is hidden */
void sentinel_next_runs_set_schedule (SentinelNextRuns *self, SentinelSchedule *schedule);

G_END_DECLS
