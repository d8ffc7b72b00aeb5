/* SPDX-License-Identifier: MIT */
/* Writing a comment on an event, or what was done about it. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-note.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* kind: SENTINEL_NOTE_COMMENT or SENTINEL_NOTE_ACTION */
void sentinel_note_ask (GtkWidget *parent,
                        SentinelContext *context,
                        gint64 event_id,
                        SentinelNoteKind kind);

G_END_DECLS
