/* SPDX-License-Identifier: MIT */
/* Trying an action: a row of the outbox like any other, with an event that is made up. */
#pragma once
#include "sentinel-rule.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct {
  SentinelRule *rule; /* as it stands in a form; its id is 0 where it is not stored yet */
  char *channel; /* the id of the action: "desktop", "command", "command:NAME" */
  gint64 delivery_id; /* out: the row, whose state and error say what came of it */
  gboolean is_withdrawn; /* out of sentinel_action_test_withdraw() */
} SentinelActionTest;

/* rule: (transfer full) */
SentinelActionTest *sentinel_action_test_new (SentinelRule *rule, const char *channel);
void sentinel_action_test_free (SentinelActionTest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelActionTest, sentinel_action_test_free)

/* a SentinelWriteFunc */
gboolean sentinel_action_test (SentinelTransaction *tx, gpointer test, GError **error);
/* a SentinelWriteFunc, after it: nobody waits for it any more; what has begun goes on */
gboolean sentinel_action_test_withdraw (SentinelTransaction *tx, gpointer test, GError **error);

G_END_DECLS
