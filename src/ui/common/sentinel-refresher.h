/* SPDX-License-Identifier: MIT */
/* Reads again what a signal said is old, and no more often than is of use: at once when nothing was
 * asked for a while, else when the interval is over, and never a second time while the first one is
 * still on its way. */
#pragma once
#include "sentinel-clock.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_REFRESHER (sentinel_refresher_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRefresher, sentinel_refresher, SENTINEL, REFRESHER, GObject)

/* Signal "refresh" (): begin to read, and call done() when the answer is there. */
SentinelRefresher *sentinel_refresher_new (SentinelClock *clock, gint64 interval_ms);
void sentinel_refresher_ask (SentinelRefresher *self);
void sentinel_refresher_done (SentinelRefresher *self);

G_END_DECLS
