/* SPDX-License-Identifier: MIT */
/* A comment or act of a person on an event. Append-only. A plain value. */
#pragma once
#include "sentinel-nick.h"
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

typedef enum {
  SENTINEL_NOTE_COMMENT = 0,
  SENTINEL_NOTE_ACKNOWLEDGED = 1,
  SENTINEL_NOTE_UNACKNOWLEDGED = 2,
  SENTINEL_NOTE_ACTION = 3,
  SENTINEL_NOTE_SYSTEM = 4,
} SentinelNoteKind;

typedef enum {
  SENTINEL_VIA_WINDOW = 0,
  SENTINEL_VIA_NOTIFICATION = 1,
  SENTINEL_VIA_COMMAND_LINE = 2,
  SENTINEL_VIA_DBUS = 3,
  SENTINEL_VIA_ENGINE = 4,
} SentinelVia;

/* comment acknowledged unacknowledged action system */
extern const SentinelNick sentinel_note_kind_nicks[];
extern const SentinelNick sentinel_via_nicks[]; /* window notification command-line dbus engine */

/* Who acts, and by which way it came: every act of a person carries one. */
typedef struct {
  const char *name; /* the person's real name, borrowed */
  SentinelVia via;
} SentinelActor;

typedef struct {
  gint64 id, event_id, at_us;
  char *author;
  SentinelVia via;
  SentinelNoteKind kind;
  char *body;
  gint64 batch; /* 0: none */
} SentinelNote;

SentinelNote *sentinel_note_new (gint64 event_id,
                                 SentinelNoteKind kind,
                                 const char *body,
                                 const SentinelActor *actor,
                                 gint64 at_us);
void sentinel_note_free (SentinelNote *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelNote, sentinel_note_free)
JsonObject *sentinel_note_to_json (const SentinelNote *self);

G_END_DECLS
