/* SPDX-License-Identifier: MIT */
/* Taking a slot before it is run; durable when the callback comes. Internal to the folder. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

void sentinel_slot_claim_async (SentinelStore *store,
                                gint64 rule_id,
                                gint64 slot_us,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* FALSE without error: it was taken before */
gboolean sentinel_slot_claim_finish (SentinelStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
