/* SPDX-License-Identifier: MIT */
/* What is known about an event, a line each. */
#pragma once
#include "sentinel-event-record.h"
#include "sentinel-level.h"
#include "sentinel-ticker.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_DETAILS_FACTS (sentinel_details_facts_get_type ())
G_DECLARE_FINAL_TYPE (SentinelDetailsFacts, sentinel_details_facts, SENTINEL, DETAILS_FACTS, AdwBin)

/* by which the age grows, and in whose zone times are told */
GtkWidget *sentinel_details_facts_new (SentinelTicker *ticker);
/* level: nullable, what the event is past */
void sentinel_details_facts_set_record (SentinelDetailsFacts *self,
                                        const SentinelEventRecord *record,
                                        const SentinelLevel *level);

G_END_DECLS
