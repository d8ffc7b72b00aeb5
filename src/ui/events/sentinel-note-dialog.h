/* SPDX-License-Identifier: MIT */
/* Asks for a note about an event, or for what was done about it, and writes it. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-note.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_NOTE_DIALOG (sentinel_note_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SentinelNoteDialog, sentinel_note_dialog, SENTINEL, NOTE_DIALOG, AdwDialog)

/* presents one; it closes when the note is stored */
void sentinel_note_ask (GtkWidget *parent,
                        SentinelContext *context,
                        gint64 event_id,
                        SentinelNoteKind kind);

G_END_DECLS
