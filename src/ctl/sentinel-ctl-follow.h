/* SPDX-License-Identifier: MIT */
/* Following what any process commits, until the person interrupts. */
#pragma once
#include "sentinel-ctl.h"
G_BEGIN_DECLS

/* ids: what changed; NULL at the start and when everything has to be read again. FALSE ends it. */
typedef gboolean (*SentinelFollowFunc) (SentinelIdRanges *ids, gpointer user_data, GError **error);

SentinelExit sentinel_ctl_follow (SentinelCtl *ctl,
                                  const char *signal_name,
                                  SentinelFollowFunc func,
                                  gpointer user_data);

G_END_DECLS
