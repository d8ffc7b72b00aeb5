/* SPDX-License-Identifier: MIT */
/* Which stretches of time the histogram counts in: hours, quarters of days, or days. Pure. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

typedef enum {
  SENTINEL_RANGE_DAY, /* 24 hours */
  SENTINEL_RANGE_WEEK, /* 28 quarters of a day */
  SENTINEL_RANGE_MONTH, /* 30 days */
} SentinelOverviewRange;

/* (transfer full) of gint64: where they begin and end; the last one holds now */
GArray *sentinel_overview_range_list_edges (SentinelOverviewRange range,
                                            gint64 now_us,
                                            GTimeZone *zone);
/* when the day of a time began, plus days */
gint64 sentinel_overview_range_get_midnight (gint64 at_us, int days, GTimeZone *zone);

G_END_DECLS
