/* SPDX-License-Identifier: MIT */
/* Whether watching is paused, for every process on the database: the setting "engine.paused"
 * followed as a property. While it is, the owner runs nothing and no time counts towards any clock;
 * what can be done by hand still can. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_PAUSE (sentinel_pause_get_type ())
G_DECLARE_FINAL_TYPE (SentinelPause, sentinel_pause, SENTINEL, PAUSE, GObject)

/* Property "paused", read-only with notify. */
SentinelPause *sentinel_pause_new (SentinelStore *store);
gboolean sentinel_pause_is_paused (SentinelPause *self);
void sentinel_pause_set_async (SentinelPause *self,
                               gboolean paused,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean sentinel_pause_set_finish (SentinelPause *self, GAsyncResult *result, GError **error);

G_END_DECLS
