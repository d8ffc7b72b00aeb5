/* SPDX-License-Identifier: MIT */
#include "sentinel-snooze-act.h"
#include "sentinel-error.h"

SentinelSnoozeAct *
sentinel_snooze_act_new (const SentinelActor *actor)
{
  SentinelSnoozeAct *self = g_new0 (SentinelSnoozeAct, 1);

  self->event_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->done_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->missing_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->actor = (SentinelActor) { g_strdup (actor->name), actor->via };
  return self;
}

void
sentinel_snooze_act_free (SentinelSnoozeAct *self)
{
  g_array_unref (self->event_ids);
  g_array_unref (self->done_ids);
  g_array_unref (self->missing_ids);
  g_free ((char *) self->actor.name);
  g_free (self);
}

gboolean
sentinel_event_acts_snooze (SentinelTransaction *tx, gpointer act, GError **error)
{
  g_set_error_literal (error, SENTINEL_ERROR, SENTINEL_ERROR_UNSUPPORTED, "Not there yet");
  return FALSE;
}

gboolean
sentinel_event_acts_end_snoozes (SentinelTransaction *tx, gpointer unused, GError **error)
{
  return TRUE;
}
