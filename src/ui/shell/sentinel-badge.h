/* SPDX-License-Identifier: MIT */
/* How many events need a person, in the colour and with the shape of the worst; nothing when none
 * does. */
#pragma once
#include "sentinel-counters.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_BADGE (sentinel_badge_get_type ())
G_DECLARE_FINAL_TYPE (SentinelBadge, sentinel_badge, SENTINEL, BADGE, AdwBin)

GtkWidget *sentinel_badge_new (SentinelCounters *counters);

G_END_DECLS
