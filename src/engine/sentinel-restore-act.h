/* SPDX-License-Identifier: MIT */
/* Setting a rule back to what it once was. */
#pragma once
#include "sentinel-note.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct {
  /* in */
  gint64 rule_id, version;
  SentinelActor actor; /* name is owned by the act */
  /* out */
  gint64 new_version; /* which one it is at now */
  gboolean is_changed; /* FALSE: it did the same already, and nothing was written */
  guint n_closed; /* events that the change ended */
} SentinelRestoreAct;

SentinelRestoreAct *sentinel_restore_act_new (gint64 rule_id,
                                              gint64 version,
                                              const SentinelActor *actor);
void sentinel_restore_act_free (SentinelRestoreAct *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRestoreAct, sentinel_restore_act_free)

/* a write function for sentinel_store_write[_async] */
gboolean sentinel_rule_acts_restore (SentinelTransaction *tx, gpointer act, GError **error);

G_END_DECLS
