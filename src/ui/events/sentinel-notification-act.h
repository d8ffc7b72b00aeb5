/* SPDX-License-Identifier: MIT */
/* What the buttons of a notification do: with or without a window, and said where it fails. */
#pragma once
#include "sentinel-context.h"
#include <gio/gio.h>
G_BEGIN_DECLS

/* The application goes on until it is written. */
void sentinel_notification_acknowledge (GApplication *application,
                                        SentinelContext *context,
                                        gint64 event_id);
void sentinel_notification_snooze (GApplication *application,
                                   SentinelContext *context,
                                   gint64 event_id); /* for an hour */

G_END_DECLS
