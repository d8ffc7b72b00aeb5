/* SPDX-License-Identifier: MIT */
/* Putting events off: until its time a snoozed event is not told again, and asks for nobody. */
#pragma once
#include "sentinel-note.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct {
  /* in */
  GArray *event_ids; /* of gint64; at most 5,000 */
  SentinelActor actor; /* name is owned by the act */
  gint64 until_us; /* microseconds UTC, in the future; 0: ends the snooze */
  /* out */
  gint64 batch; /* for sentinel_event_acts_undo() */
  GArray *done_ids; /* changed by this act */
  GArray *missing_ids; /* no such event */
} SentinelSnoozeAct;

SentinelSnoozeAct *sentinel_snooze_act_new (const SentinelActor *actor);
void sentinel_snooze_act_free (SentinelSnoozeAct *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelSnoozeAct, sentinel_snooze_act_free)

/* write functions for sentinel_store_write[_async] */
gboolean sentinel_event_acts_snooze (SentinelTransaction *tx, gpointer act, GError **error);
/* the owner, when the time has come: what is still so is told again */
gboolean sentinel_event_acts_end_snoozes (SentinelTransaction *tx, gpointer unused, GError **error);

G_END_DECLS
