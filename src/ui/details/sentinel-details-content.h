/* SPDX-License-Identifier: MIT */
/* What the pane of details shows of one event, from top to bottom. When the event changes, only
 * what is new changes on screen: place, focus and selected text stay. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-event-record.h"
#include "sentinel-ticker.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_DETAILS_CONTENT (sentinel_details_content_get_type ())
G_DECLARE_FINAL_TYPE (SentinelDetailsContent,
                      sentinel_details_content,
                      SENTINEL,
                      DETAILS_CONTENT,
                      AdwBin)

GtkWidget *sentinel_details_content_new (SentinelContext *context, SentinelTicker *ticker);
/* nothing of the record is kept */
void sentinel_details_content_set_record (SentinelDetailsContent *self,
                                          const SentinelEventRecord *record);

G_END_DECLS
