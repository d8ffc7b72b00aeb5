/* SPDX-License-Identifier: MIT */
/* GTimeZone knows the offset of every instant but not when it changes next; a change is found by
 * halving between two instants whose offsets differ. */
#include "sentinel-zone.h"

#include "sentinel-error.h"
#include "sentinel-text.h"

/**
 * sentinel_zone_new:
 * @id: (nullable): a name of the zone database, as in "Europe/Berlin"; %NULL: the zone of this
 * computer
 * @error: return location; %SENTINEL_ERROR_INVALID: there is no such zone
 *
 * Returns: (transfer full): the zone; %NULL on error
 */
GTimeZone *
sentinel_zone_new (const char *id, GError **error)
{
  g_autofree char *quoted = NULL;
  GTimeZone *zone;

  if (id == NULL)
    return g_time_zone_new_local ();
  zone = sentinel_text_is_plain (id) ? g_time_zone_new_identifier (id) : NULL;
  if (zone != NULL)
    return zone;
  quoted = sentinel_text_quote (id);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "zone is %s: there is no such time zone; write it like Europe/Berlin or UTC",
               quoted);
  sentinel_error_set_field (error, "zone");
  return NULL;
}

/**
 * sentinel_zone_get_offset_s:
 * @zone: a zone
 * @utc_s: seconds UTC
 *
 * Returns: how much the wall clock is ahead of UTC then, seconds
 */
gint64
sentinel_zone_get_offset_s (GTimeZone *zone, gint64 utc_s)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, utc_s);

  return interval < 0 ? 0 : g_time_zone_get_offset (zone, interval);
}

/**
 * sentinel_zone_find_change_s:
 * @zone: a zone
 * @from_s: seconds UTC
 * @to_s: seconds UTC, not before @from_s; near enough that the clock changes once at most
 *
 * Returns: the first second up to @to_s whose offset is not that of @from_s; @to_s + 1: there is
 * none
 */
gint64
sentinel_zone_find_change_s (GTimeZone *zone, gint64 from_s, gint64 to_s)
{
  gint64 offset_s = sentinel_zone_get_offset_s (zone, from_s);
  gint64 same_s = from_s, other_s = to_s;

  if (sentinel_zone_get_offset_s (zone, to_s) == offset_s)
    return to_s + 1;
  while (other_s - same_s > 1) {
    gint64 middle_s = same_s + (other_s - same_s) / 2;

    if (sentinel_zone_get_offset_s (zone, middle_s) == offset_s)
      same_s = middle_s;
    else
      other_s = middle_s;
  }
  return other_s;
}

/**
 * sentinel_zone_resolve_local_s:
 * @zone: a zone
 * @local_s: local seconds
 * @is_skipped: (out): whether the wall clock jumps over it
 *
 * Returns: seconds UTC: of a time that comes twice the first, of one that is skipped the first
 * second after the gap
 */
gint64
sentinel_zone_resolve_local_s (GTimeZone *zone, gint64 local_s, gboolean *is_skipped)
{
  gint64 before_s = sentinel_zone_get_offset_s (zone, local_s - SENTINEL_ZONE_MAX_CHANGE_S);
  gint64 after_s = sentinel_zone_get_offset_s (zone, local_s + SENTINEL_ZONE_MAX_CHANGE_S);

  *is_skipped = FALSE;
  if (sentinel_zone_get_offset_s (zone, local_s - before_s) == before_s)
    return local_s - before_s;
  if (sentinel_zone_get_offset_s (zone, local_s - after_s) == after_s)
    return local_s - after_s;
  *is_skipped = TRUE;
  return sentinel_zone_find_change_s (zone, local_s - after_s, local_s - before_s);
}
