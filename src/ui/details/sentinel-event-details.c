/* SPDX-License-Identifier: MIT */
#include "sentinel-event-details.h"

struct _SentinelEventDetails {
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (SentinelEventDetails, sentinel_event_details, ADW_TYPE_BIN)

static void
sentinel_event_details_class_init (SentinelEventDetailsClass *klass)
{
}

static void
sentinel_event_details_init (SentinelEventDetails *self)
{
}

void
sentinel_event_details_set_context (SentinelEventDetails *self,
                                    SentinelContext *context,
                                    SentinelTicker *ticker)
{
}

void
sentinel_event_details_set_event_id (SentinelEventDetails *self, gint64 event_id)
{
}

void
sentinel_event_details_set_selection (SentinelEventDetails *self, GArray *ids)
{
}
