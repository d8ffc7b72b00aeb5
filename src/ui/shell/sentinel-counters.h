/* SPDX-License-Identifier: MIT */
/* How much needs a person, for the whole window: read again when events change. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-importance.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_COUNTERS (sentinel_counters_get_type ())
G_DECLARE_FINAL_TYPE (SentinelCounters, sentinel_counters, SENTINEL, COUNTERS, GObject)

/* Signal "changed" (). */
SentinelCounters *sentinel_counters_new (SentinelContext *context);
gint64 sentinel_counters_get_n_waiting (SentinelCounters *self); /* as "is:waiting" finds them */
SentinelImportance sentinel_counters_get_worst (SentinelCounters *self); /* NONE: nothing waits */

G_END_DECLS
