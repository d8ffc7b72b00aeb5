/* SPDX-License-Identifier: MIT */
#include "sentinel-undo-act.h"
#include "sentinel-error.h"

SentinelUndoAct *
sentinel_undo_act_new (gint64 batch, const SentinelActor *actor)
{
  SentinelUndoAct *self = g_new0 (SentinelUndoAct, 1);

  self->batch = batch;
  self->done_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->changed_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->actor = (SentinelActor) { g_strdup (actor->name), actor->via };
  return self;
}

void
sentinel_undo_act_free (SentinelUndoAct *self)
{
  g_array_unref (self->done_ids);
  g_array_unref (self->changed_ids);
  g_free ((char *) self->actor.name);
  g_free (self);
}

gboolean
sentinel_event_acts_undo (SentinelTransaction *tx, gpointer act, GError **error)
{
  g_set_error_literal (error, SENTINEL_ERROR, SENTINEL_ERROR_UNSUPPORTED, "Not there yet");
  return FALSE;
}
