/* SPDX-License-Identifier: MIT */
/* What was measured around an event, with the level that it went past and how long it was open. */
#pragma once
#include "sentinel-event-record.h"
#include "sentinel-level.h"
#include "sentinel-registry.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_DETAILS_CHART (sentinel_details_chart_get_type ())
G_DECLARE_FINAL_TYPE (SentinelDetailsChart, sentinel_details_chart, SENTINEL, DETAILS_CHART, AdwBin)

GtkWidget *sentinel_details_chart_new (void);
/* level: nullable. Hidden where nothing was measured. */
void sentinel_details_chart_set_record (SentinelDetailsChart *self,
                                        const SentinelEventRecord *record,
                                        const SentinelLevel *level,
                                        SentinelRegistry *registry,
                                        GTimeZone *zone,
                                        gint64 now_us);

G_END_DECLS
