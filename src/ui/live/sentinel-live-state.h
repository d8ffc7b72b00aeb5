/* SPDX-License-Identifier: MIT */
/* What the page says where there are no rows, and the way out of it. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_LIVE_STATE (sentinel_live_state_get_type ())
G_DECLARE_FINAL_TYPE (SentinelLiveState, sentinel_live_state, SENTINEL, LIVE_STATE, AdwBin)

/* description (nullable): markup; what the state always says */
void sentinel_live_state_show (SentinelLiveState *self, const char *id, const char *description);

G_END_DECLS
