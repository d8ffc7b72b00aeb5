/* SPDX-License-Identifier: MIT */
/* Prints events as they change: for events tail and monitor --follow. An event is printed when a
 * person would see a difference, not each time its rule measured again. */
#pragma once
#include "sentinel-ctl.h"
G_BEGIN_DECLS

typedef struct _SentinelEventFollower SentinelEventFollower;

/* limit: how many of the newest it begins with, 0: none */
SentinelEventFollower *sentinel_event_follower_new (SentinelCtl *ctl, gint64 limit);
void sentinel_event_follower_free (SentinelEventFollower *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelEventFollower, sentinel_event_follower_free)
/* ids: what changed; NULL: the beginning, or everything may have changed */
gboolean sentinel_event_follower_tell (SentinelEventFollower *self,
                                       SentinelIdRanges *ids,
                                       GError **error);

G_END_DECLS
