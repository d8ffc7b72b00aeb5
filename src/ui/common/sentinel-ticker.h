/* SPDX-License-Identifier: MIT */
/* One clock for all ages that are on screen: it fires with the wall clock's seconds while somebody
 * shows seconds, else with its minutes, and not at all when nothing is shown. */
#pragma once
#include "sentinel-clock.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_TICKER (sentinel_ticker_get_type ())
G_DECLARE_FINAL_TYPE (SentinelTicker, sentinel_ticker, SENTINEL, TICKER, GObject)

/* Signal "tick" (gint64 now_us): read the clock again and ask for the next tick. */
SentinelTicker *sentinel_ticker_new (SentinelClock *clock);
gint64 sentinel_ticker_get_now_us (SentinelTicker *self);
/* In which zone times are told; NULL: the local one. Property "times-in-utc", to be bound to the
 * setting; a change of it ticks. */
GTimeZone *sentinel_ticker_get_zone (SentinelTicker *self);
/* who is on screen; a count, given back with release */
void sentinel_ticker_hold (SentinelTicker *self);
void sentinel_ticker_release (SentinelTicker *self);
/* one tick, at the next full second or minute; nothing without a hold */
void sentinel_ticker_want_second (SentinelTicker *self);
void sentinel_ticker_want_minute (SentinelTicker *self);

G_END_DECLS
