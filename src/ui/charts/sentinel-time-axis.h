/* SPDX-License-Identifier: MIT */
/* Round times for an axis: as people near the clock would choose them, on both sides of a change
 * to summer time. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

typedef struct {
  gint64 at_us;
  gboolean is_day; /* a day begins; else a time of day */
} SentinelTimeTick;

/* (transfer full): of SentinelTimeTick, oldest first, at most n_most; zone NULL: the local one */
GArray *sentinel_time_axis_new (gint64 from_us, gint64 to_us, guint n_most, GTimeZone *zone);

G_END_DECLS
