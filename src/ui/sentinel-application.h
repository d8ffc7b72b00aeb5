/* SPDX-License-Identifier: MIT */
/* The desktop program: one per session, with the engine inside. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_APPLICATION (sentinel_application_get_type ())
G_DECLARE_FINAL_TYPE (SentinelApplication,
                      sentinel_application,
                      SENTINEL,
                      APPLICATION,
                      AdwApplication)

/* Actions: app.quit, app.about, app.show-event (x). */
SentinelApplication *sentinel_application_new (void);

G_END_DECLS
