/* SPDX-License-Identifier: MIT */
/* Delivers what the transactions wrote: claims due rows for the channels of this process, tries,
 * backs off, marks. Stored, then shown, then marked. */
#pragma once
#include "sentinel-channel.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_OUTBOX (sentinel_outbox_get_type ())
G_DECLARE_FINAL_TYPE (SentinelOutbox, sentinel_outbox, SENTINEL, OUTBOX, GObject)

SentinelOutbox *sentinel_outbox_new (SentinelStore *store);
/* (transfer full) before start */
void sentinel_outbox_add_channel (SentinelOutbox *self, SentinelChannel *channel);
/* whether this process evaluates; not at first */
void sentinel_outbox_set_owner (SentinelOutbox *self, gboolean is_owner);
/* follows outbox-changed; expires what no channel took */
void sentinel_outbox_start (SentinelOutbox *self);
/* what is being delivered is waited for */
void sentinel_outbox_stop_async (SentinelOutbox *self,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean sentinel_outbox_stop_finish (SentinelOutbox *self, GAsyncResult *result, GError **error);

G_END_DECLS
