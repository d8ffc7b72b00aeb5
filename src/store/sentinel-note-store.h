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

G_END_DECLS
