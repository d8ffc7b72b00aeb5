/* SPDX-License-Identifier: MIT */
/* Flap damping: the ring of the newest 20 evaluations and whether the condition changed in them.
 * Pure. */
#pragma once
#include "sentinel-instance.h"
G_BEGIN_DECLS

#define SENTINEL_FLAP_ON_PERCENT 30.0
#define SENTINEL_FLAP_OFF_PERCENT 20.0
#define SENTINEL_FLAP_MEMORY_US (6 * G_TIME_SPAN_HOUR)

/* weighted share of changes in per cent, newest heaviest (0.8 … 1.18) */
double sentinel_flap_push (SentinelFlap *flap, gboolean changed, gint64 now_us);

G_END_DECLS
