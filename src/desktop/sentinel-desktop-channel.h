/* SPDX-License-Identifier: MIT */
/* Desktop notifications, in their first form: one per instance with a stable id, replaced when it
 * rises, withdrawn when it is over or acknowledged. */
#pragma once
#include "sentinel-channel.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_DESKTOP_CHANNEL (sentinel_desktop_channel_get_type ())
G_DECLARE_FINAL_TYPE (SentinelDesktopChannel,
                      sentinel_desktop_channel,
                      SENTINEL,
                      DESKTOP_CHANNEL,
                      SentinelChannel)

/* application: through which it speaks; the default action is "app.show-event" with the event's id
 * (x). */
SentinelChannel *sentinel_desktop_channel_new (GApplication *application, SentinelStore *store);

G_END_DECLS
