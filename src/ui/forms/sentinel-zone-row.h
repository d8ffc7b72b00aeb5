/* SPDX-License-Identifier: MIT */
/* A row to choose a time zone, with search; the first is that of this computer. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_ZONE_ROW (sentinel_zone_row_get_type ())
G_DECLARE_FINAL_TYPE (SentinelZoneRow, sentinel_zone_row, SENTINEL, ZONE_ROW, AdwComboRow)

/* Signal "changed" (): by a person. zone NULL: of this computer. */
void sentinel_zone_row_set_zone (SentinelZoneRow *self, const char *zone);
const char *sentinel_zone_row_get_zone (SentinelZoneRow *self); /* (nullable) */

G_END_DECLS
