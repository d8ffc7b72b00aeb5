/* SPDX-License-Identifier: MIT */
/* Notes: comments and acts of people on events. */
#pragma once
#include "sentinel-note.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

/* sets its id; touches the event */
gboolean sentinel_note_store_insert (SentinelTransaction *tx, SentinelNote *note, GError **error);
/* of SentinelNote, oldest first */
GPtrArray *sentinel_note_store_list (SentinelDatabase *db, gint64 event_id, GError **error);
/* The newest limit of some kinds (bits 1 << SentinelNoteKind), none after until_us; oldest first.
 * How many lie before them. */
GPtrArray *sentinel_note_store_list_newest (SentinelDatabase *db,
                                            gint64 event_id,
                                            guint kinds,
                                            gint64 until_us,
                                            guint limit,
                                            gint64 *n_left_out,
                                            GError **error);

G_END_DECLS
