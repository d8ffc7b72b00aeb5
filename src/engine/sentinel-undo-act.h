/* SPDX-License-Identifier: MIT */
/* Taking back a batch of acknowledgements, un-acknowledgements or snoozes: each event that is still
 * as the batch left it gets back the columns that it had before. */
#pragma once
#include "sentinel-note.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct {
  /* in */
  gint64 batch; /* of the act that is taken back */
  SentinelActor actor; /* name is owned by the act */
  /* out */
  gint64 undo_batch; /* of the undoing, which can be undone as well */
  GArray *done_ids; /* as they were before */
  GArray *changed_ids; /* somebody changed them since: they stay as they are */
} SentinelUndoAct;

SentinelUndoAct *sentinel_undo_act_new (gint64 batch, const SentinelActor *actor);
void sentinel_undo_act_free (SentinelUndoAct *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelUndoAct, sentinel_undo_act_free)

/* a write function for sentinel_store_write[_async]; NOT_FOUND: no such batch, or older than a day
 */
gboolean sentinel_event_acts_undo (SentinelTransaction *tx, gpointer act, GError **error);

G_END_DECLS
