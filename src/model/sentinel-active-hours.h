/* SPDX-License-Identifier: MIT */
/* When in the week a rule is active: "mon-fri 08:00-18:00; sat 10:00-14:00". Days may be left out
 * ("22:00-06:00": every day), a stretch may go past midnight and then belongs to the day on which
 * it begins. Days and times are those of the wall clock. A plain value, any thread. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

#define SENTINEL_ACTIVE_HOURS_MAX 32 /* stretches */

typedef struct { /* minutes of the week from Monday 00:00, [first, end); end may be past the week */
  guint16 first_min, end_min;
} SentinelActiveStretch;

typedef struct {
  guint n_stretches;
  SentinelActiveStretch stretches[SENTINEL_ACTIVE_HOURS_MAX * 7];
} SentinelActiveHours;

gboolean sentinel_active_hours_parse (const char *text, SentinelActiveHours *hours, GError **error);
gboolean sentinel_active_hours_contain (const SentinelActiveHours *hours,
                                        GTimeZone *zone,
                                        gint64 at_us);
/* the first time at or after a time that is inside; microseconds UTC */
gint64 sentinel_active_hours_get_begin_us (const SentinelActiveHours *hours,
                                           GTimeZone *zone,
                                           gint64 from_us);

G_END_DECLS
