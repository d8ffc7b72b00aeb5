/* SPDX-License-Identifier: MIT */
/* The clock of the machine: timerfd sources, so that suspend and a clock that was set are noticed.
 */
#pragma once
#include "sentinel-clock.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_SYSTEM_CLOCK (sentinel_system_clock_get_type ())
G_DECLARE_FINAL_TYPE (SentinelSystemClock, sentinel_system_clock, SENTINEL, SYSTEM_CLOCK, GObject)

SentinelClock *sentinel_system_clock_new (void);

G_END_DECLS
