/* SPDX-License-Identifier: MIT */
/* Whether watching goes on when the window is closed: asked once, when it is closed for the first
 * time with something to watch. */
#pragma once
#include "sentinel-context.h"
#include <adwaita.h>
G_BEGIN_DECLS

gboolean sentinel_background_question_is_due (SentinelContext *context);
/* The answer is kept, and the window closed. Dismissed: nothing happens. */
void sentinel_background_question_ask (GtkWindow *window, SentinelContext *context);

G_END_DECLS
