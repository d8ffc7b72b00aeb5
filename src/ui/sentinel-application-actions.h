/* SPDX-License-Identifier: MIT */
/* What the program can be asked for: by menu, by key, by a notification, over D-Bus. */
#pragma once
#include "sentinel-application.h"
G_BEGIN_DECLS

/* Actions: app.quit, app.about, app.preferences, app.shortcuts, app.new-rule, app.check-all-now,
 * app.pause (b, stateful), app.show-live, and with an event's id (x) app.show-event,
 * app.acknowledge, app.snooze. Once, when the context is there. */
void sentinel_application_actions_install (SentinelApplication *self);

G_END_DECLS
