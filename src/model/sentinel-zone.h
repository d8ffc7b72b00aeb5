/* SPDX-License-Identifier: MIT */
/* Arithmetic between UTC and the wall clock of a time zone, in whole seconds since 1970. "Local"
 * seconds count as if the wall clock were UTC. Any thread. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

#define SENTINEL_ZONE_MAX_CHANGE_S (25 * 3600) /* the clock was never moved by more than a day */

/* id: nullable, the zone of this computer */
GTimeZone *sentinel_zone_new (const char *id, GError **error);
gint64 sentinel_zone_get_offset_s (GTimeZone *zone, gint64 utc_s);
/* the first second with another offset than from_s; to_s + 1: there is none. At most one change may
 * lie between. */
gint64 sentinel_zone_find_change_s (GTimeZone *zone, gint64 from_s, gint64 to_s);
/* A time that comes twice: the first. One that is skipped: *is_skipped, and the first second after
 * the gap. */
gint64 sentinel_zone_resolve_local_s (GTimeZone *zone, gint64 local_s, gboolean *is_skipped);

G_END_DECLS
