/* SPDX-License-Identifier: MIT */
/* What happened to an event, newest first: changes, what people said, who was told. */
#pragma once
#include "sentinel-event-record.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_DETAILS_TIMELINE (sentinel_details_timeline_get_type ())
G_DECLARE_FINAL_TYPE (SentinelDetailsTimeline,
                      sentinel_details_timeline,
                      SENTINEL,
                      DETAILS_TIMELINE,
                      AdwBin)

GtkWidget *sentinel_details_timeline_new (void);
/* zone NULL: the local one; now_us: what is not of this day is told with its day */
void sentinel_details_timeline_set_record (SentinelDetailsTimeline *self,
                                           const SentinelEventRecord *record,
                                           GTimeZone *zone,
                                           gint64 now_us);

G_END_DECLS
