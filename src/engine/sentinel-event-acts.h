/* SPDX-License-Identifier: MIT */
/* What people do to events: write functions for sentinel_store_write[_async], the data is the act's
 * struct, filled with what came of it. */
#pragma once
#include "sentinel-event.h"
#include "sentinel-note.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct {
  /* in */
  GArray *event_ids; /* of gint64; at most 5,000 */
  SentinelActor actor; /* name is owned by the act */
  char *comment; /* nullable */
  SentinelAckScope scope;
  gint64 until_us; /* with SENTINEL_ACK_UNTIL_TIME */
  /* out */
  gint64 batch;
  GArray *done_ids; /* changed by this act */
  GArray *missing_ids; /* no such event */
} SentinelAcknowledgeAct;

SentinelAcknowledgeAct *sentinel_acknowledge_act_new (const SentinelActor *actor);
void sentinel_acknowledge_act_free (SentinelAcknowledgeAct *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelAcknowledgeAct, sentinel_acknowledge_act_free)

/* again replaces and is on record */
gboolean sentinel_event_acts_acknowledge (SentinelTransaction *tx, gpointer act, GError **error);
/* scope is ignored */
gboolean sentinel_event_acts_unacknowledge (SentinelTransaction *tx, gpointer act, GError **error);
/* the owner, when "until TIME" has come */
gboolean sentinel_event_acts_end_acknowledgements (SentinelTransaction *tx,
                                                   gpointer unused,
                                                   GError **error);

typedef struct {
  gint64 event_id;
  SentinelActor actor;
  SentinelNoteKind kind;
  char *body;
  gint64 note_id; /* out */
} SentinelNoteAct;

SentinelNoteAct *sentinel_note_act_new (gint64 event_id,
                                        const char *body,
                                        const SentinelActor *actor);
void sentinel_note_act_free (SentinelNoteAct *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelNoteAct, sentinel_note_act_free)
/* kind ACTION also sets action_taken */
gboolean sentinel_event_acts_note (SentinelTransaction *tx, gpointer act, GError **error);

typedef struct {
  SentinelImportance importance;
  /* key NULL: a point event; category NULL: General */
  char *source, *message, *key, *category, *unit;
  double value; /* NAN: none */
  gboolean resolve; /* ends what is open under source and key; nothing open: NOT_FOUND */
  gboolean resolve_if_open; /* with resolve: nothing open is fine, event_id stays 0 */
  JsonNode *payload; /* nullable */
  gint64 rule_id; /* 0: the built-in manual rule */
  gint64 event_id; /* out */
  gboolean repeated; /* out: it was open already and this was counted */
} SentinelRaiseAct;

SentinelRaiseAct *sentinel_raise_act_new (SentinelImportance importance,
                                          const char *source,
                                          const char *message);
void sentinel_raise_act_free (SentinelRaiseAct *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRaiseAct, sentinel_raise_act_free)
gboolean sentinel_event_acts_raise (SentinelTransaction *tx, gpointer act, GError **error);
/* GPtrArray of SentinelRaiseAct, all or nothing: the way in for bulk. Of more than twenty only the
 * twenty most important are told; all are stored. */
gboolean sentinel_event_acts_raise_many (SentinelTransaction *tx, gpointer acts, GError **error);

G_END_DECLS
