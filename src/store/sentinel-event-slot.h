/* SPDX-License-Identifier: MIT */
/* One row of a list: a light, persistent object that is refilled. Rows bind to it; selection and
 * actions hold ids. */
#pragma once
#include "sentinel-event.h"
#include <glib-object.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_EVENT_SLOT (sentinel_event_slot_get_type ())
G_DECLARE_FINAL_TYPE (SentinelEventSlot, sentinel_event_slot, SENTINEL, EVENT_SLOT, GObject)

/* Property "event" (SentinelEvent, nullable: not loaded yet), explicit notify; "id". */
/* (transfer none) (nullable) */
SentinelEvent *sentinel_event_slot_get_event (SentinelEventSlot *self);
/* known at once, 0 for an empty slot */
gint64 sentinel_event_slot_get_id (SentinelEventSlot *self);
/* for the list; notifies what changed */
void sentinel_event_slot_set (SentinelEventSlot *self, gint64 id, SentinelEvent *event);

G_END_DECLS
