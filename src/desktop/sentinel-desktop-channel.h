/* SPDX-License-Identifier: MIT */
/* Desktop notifications: one per instance with a stable id, replaced when it rises, withdrawn when
 * it is over, acknowledged or snoozed; where many come at once, one summary speaks for the rest. */
#pragma once
#include "sentinel-channel.h"
#include "sentinel-desk-settings.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_DESKTOP_CHANNEL (sentinel_desktop_channel_get_type ())
G_DECLARE_FINAL_TYPE (SentinelDesktopChannel,
                      sentinel_desktop_channel,
                      SENTINEL,
                      DESKTOP_CHANNEL,
                      SentinelChannel)

/* whether the person looks at the event at this moment */
typedef gboolean (*SentinelSeenFunc) (gint64 event_id, gpointer data);

/* application: through which it speaks; it has the actions app.show-event, app.acknowledge,
 * app.snooze (x) and app.show-live. */
SentinelChannel *sentinel_desktop_channel_new (GApplication *application,
                                               SentinelStore *store,
                                               SentinelClock *clock,
                                               SentinelDeskSettings *settings);
/* nothing is shown of what is seen already; data must live as long as the channel is used */
void sentinel_desktop_channel_set_seen_func (SentinelDesktopChannel *self,
                                             SentinelSeenFunc func,
                                             gpointer data);

G_END_DECLS
