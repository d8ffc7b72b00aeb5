/* SPDX-License-Identifier: MIT */
/* Whether watching is paused, for every process on the database: the setting "engine.paused"
 * followed as a property. While it is, the owner runs nothing and no time counts towards any clock;
 * what can be done by hand still can. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_PAUSE (sentinel_pause_get_type ())
G_DECLARE_FINAL_TYPE (SentinelPause, sentinel_pause, SENTINEL, PAUSE, GObject)

/* Properties, read-only with notify: "paused", "until-us", "known". */
SentinelPause *sentinel_pause_new (SentinelStore *store);
gboolean sentinel_pause_is_paused (SentinelPause *self);
/* FALSE until the setting was read for the first time; "paused" is FALSE until then */
gboolean sentinel_pause_is_known (SentinelPause *self);
/* realtime at which it goes on by itself; 0: not paused, or until somebody resumes */
gint64 sentinel_pause_get_until_us (SentinelPause *self);
/* Pauses until somebody resumes, or resumes. What is so already is left as it is. */
void sentinel_pause_set_async (SentinelPause *self,
                               gboolean paused,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean sentinel_pause_set_finish (SentinelPause *self, GAsyncResult *result, GError **error);

G_END_DECLS
