/* SPDX-License-Identifier: MIT */
/* A clock that stands still until it is told: for tests, simulation and benches. Its sources fire
 * in the order of their times. */
#pragma once
#include "sentinel-clock.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_FAKE_CLOCK (sentinel_fake_clock_get_type ())
G_DECLARE_FINAL_TYPE (SentinelFakeClock, sentinel_fake_clock, SENTINEL, FAKE_CLOCK, GObject)

SentinelFakeClock *sentinel_fake_clock_new (gint64 realtime_us);
/* both clocks; due sources become ready */
void sentinel_fake_clock_advance (SentinelFakeClock *self, gint64 duration_us);
/* as if somebody set the wall clock */
void sentinel_fake_clock_set_realtime (SentinelFakeClock *self, gint64 realtime_us);
/* of all armed sources; -1: none */
gint64 sentinel_fake_clock_get_next_due_us (SentinelFakeClock *self, SentinelClockKind kind);

G_END_DECLS
