/* SPDX-License-Identifier: MIT */
/* The rows of a list: the slots that views hold, the events in them, and reading those that are
 * wanted. It knows ids; which id stands where is the list's business. */
#pragma once
#include "sentinel-event-slot.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_EVENT_ROWS_PAGE 128 /* read together */

#define SENTINEL_TYPE_EVENT_ROWS (sentinel_event_rows_get_type ())
G_DECLARE_FINAL_TYPE (SentinelEventRows, sentinel_event_rows, SENTINEL, EVENT_ROWS, GObject)

typedef struct {
  gint64 (*get_id_at) (gpointer list, guint position); /* 0: past the end */
  void (*read_failed) (gpointer list, GError *error); /* (transfer full) */
} SentinelEventRowsOwner;

SentinelEventRows *sentinel_event_rows_new (SentinelStore *store,
                                            const SentinelEventRowsOwner *owner,
                                            gpointer list);
void sentinel_event_rows_close (SentinelEventRows *self);

SentinelEventSlot *sentinel_event_rows_ref_slot (SentinelEventRows *self,
                                                 gint64 id,
                                                 guint position);
void sentinel_event_rows_accept (SentinelEventRows *self,
                                 GPtrArray *events,
                                 const SentinelIdRanges *doubtful);
void sentinel_event_rows_refresh (SentinelEventRows *self, const SentinelIdRanges *ids);

G_END_DECLS
