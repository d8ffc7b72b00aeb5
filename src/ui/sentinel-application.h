/* SPDX-License-Identifier: MIT */
/* The desktop program: one per session, with the engine inside. It watches on when its window is
 * closed, where the person wants that. */
#pragma once
#include "sentinel-window.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_APPLICATION (sentinel_application_get_type ())
G_DECLARE_FINAL_TYPE (SentinelApplication,
                      sentinel_application,
                      SENTINEL,
                      APPLICATION,
                      AdwApplication)

SentinelApplication *sentinel_application_new (void);
/* for its actions: (transfer none), there from startup to shutdown */
SentinelContext *sentinel_application_get_context (SentinelApplication *self);
/* (transfer none): presented, made where there is none */
SentinelWindow *sentinel_application_open_window (SentinelApplication *self);
/* closes the window and ends when what runs is on disk */
void sentinel_application_quit (SentinelApplication *self);

G_END_DECLS
