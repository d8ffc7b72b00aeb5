/* SPDX-License-Identifier: MIT */
/* How long ago something was, in the few letters that a column has room for, and when exactly, for
 * the tooltip. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

char *sentinel_age_format (gint64 age_us); /* "8 s", "4 min", "2 h", "3 d" */
gboolean sentinel_age_counts_seconds (gint64 age_us);
/* zone NULL: the local one */
char *sentinel_age_format_exact (gint64 at_us, GTimeZone *zone); /* with the day and the zone */
/* day of the week and minute: "Wednesday, 08:00" */
char *sentinel_age_format_time (gint64 at_us, GTimeZone *zone);
char *sentinel_age_format_clock (gint64 at_us, GTimeZone *zone); /* "14:02" */
char *sentinel_age_format_day (gint64 at_us, GTimeZone *zone); /* "24 Nov" */

G_END_DECLS
