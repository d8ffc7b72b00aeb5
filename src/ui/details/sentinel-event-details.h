/* SPDX-License-Identifier: MIT */
/* All about one event: message, facts, metric, timeline, notes, payload, why. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-ticker.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_EVENT_DETAILS (sentinel_event_details_get_type ())
G_DECLARE_FINAL_TYPE (SentinelEventDetails, sentinel_event_details, SENTINEL, EVENT_DETAILS, AdwBin)

/* once: from here on it shows what is in this store */
void sentinel_event_details_set_context (SentinelEventDetails *self,
                                         SentinelContext *context,
                                         SentinelTicker *ticker);
/* 0: nothing is selected. It holds the id: when the event changes or goes, it follows. */
void sentinel_event_details_set_event_id (SentinelEventDetails *self, gint64 event_id);
/* more than one: it shows their sum instead */
void sentinel_event_details_set_selection (SentinelEventDetails *self, GArray *ids);

G_END_DECLS
