/* SPDX-License-Identifier: MIT */
/* Whether a command is run for a row of the outbox: one transaction that reads its rule as it is
 * now, keeps cooldown and cap, and marks the row, so that it is never run twice. */
#pragma once
#include "sentinel-action.h"
#include "sentinel-delivery-store.h"
G_BEGIN_DECLS

typedef struct {
  char *idem_key;
  SentinelAction *action; /* in: only of a test; out: what to run */
  SentinelDelivery *delivery; /* out: the row */
  char *rule_name; /* out; nullable: a test, or a rule that is gone */
  char *declined; /* out; NULL: it is to be run, and is marked */
  gboolean is_held_back; /* out: declined by cooldown or cap */
} SentinelCommandBegin;

/* action: (transfer full) (nullable) */
SentinelCommandBegin *sentinel_command_begin_new (const char *idem_key, SentinelAction *action);
void sentinel_command_begin_free (SentinelCommandBegin *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelCommandBegin, sentinel_command_begin_free)

/* SentinelWriteFuncs */
gboolean sentinel_command_begin_run (SentinelTransaction *tx, gpointer begin, GError **error);
gboolean sentinel_command_begin_take_back (SentinelTransaction *tx, gpointer begin, GError **error);
gboolean sentinel_command_begin_log_held_back (SentinelTransaction *tx,
                                               gpointer begin,
                                               GError **error);

G_END_DECLS
