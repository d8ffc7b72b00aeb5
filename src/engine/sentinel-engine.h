/* SPDX-License-Identifier: MIT */
/* The engine of a process: takes or waits for the owner's lock, then schedules, runs, evaluates and
 * delivers until it is stopped. */
#pragma once
#include "sentinel-applier.h"
#include "sentinel-channel.h"
#include "sentinel-owner-lock.h"
#include "sentinel-pause.h"
#include "sentinel-registry.h"
#include "sentinel-rule.h"
#include "sentinel-run.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef enum {
  SENTINEL_ENGINE_STOPPED,
  SENTINEL_ENGINE_WAITING, /* another process is the owner */
  SENTINEL_ENGINE_RUNNING,
  SENTINEL_ENGINE_DRAINING,
} SentinelEngineState;

#define SENTINEL_TYPE_ENGINE (sentinel_engine_get_type ())
G_DECLARE_FINAL_TYPE (SentinelEngine, sentinel_engine, SENTINEL, ENGINE, GObject)

/* Properties, all with notify: "state", "n-rules" (scheduled), "next-due-us" (boottime, -1 none),
 * "n-unstored". */
SentinelEngine *sentinel_engine_new (SentinelStore *store, SentinelRegistry *registry);
/* (transfer full) before start; delivers whoever is the owner */
void sentinel_engine_add_channel (SentinelEngine *self, SentinelChannel *channel);
/* SENTINEL_ERROR_OWNED when another process is the owner */
gboolean sentinel_engine_try_start (SentinelEngine *self, GError **error);
void sentinel_engine_start_or_wait (SentinelEngine *self); /* takes over when the owner ends */
/* drains: waits for runs in flight (at most their deadlines), commits, releases the lock */
void sentinel_engine_stop_async (SentinelEngine *self,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean sentinel_engine_stop_finish (SentinelEngine *self, GAsyncResult *result, GError **error);

SentinelEngineState sentinel_engine_get_state (SentinelEngine *self);
SentinelPause *sentinel_engine_get_pause (SentinelEngine *self); /* (transfer none) */
guint sentinel_engine_get_n_rules (SentinelEngine *self);
gint64 sentinel_engine_get_next_due_us (SentinelEngine *self);
/* of one rule; -1: not by itself, or another process is the owner */
gint64 sentinel_engine_get_due_us (SentinelEngine *self, gint64 rule_id);
/* (transfer none) of SentinelEvent; empty where rules are not evaluated */
GPtrArray *sentinel_engine_get_unstored (SentinelEngine *self);

/* Runs a rule now, whoever is the owner (a row in request and at most 30 s of waiting when it is
 * not us); a rule that only primes is run again after 1 s. The answer is the stored run. */
void sentinel_engine_run_rule_async (SentinelEngine *self,
                                     gint64 rule_id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
SentinelRun *sentinel_engine_run_rule_finish (SentinelEngine *self,
                                              GAsyncResult *result,
                                              GError **error);
/* "Check All Now": every enabled rule once; (element-type SentinelRun). */
void sentinel_engine_run_all_async (SentinelEngine *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GPtrArray *sentinel_engine_run_all_finish (SentinelEngine *self,
                                           GAsyncResult *result,
                                           GError **error);
/* Runs a rule's trigger and stores nothing ("Test Now"). */
void sentinel_engine_test_rule_async (SentinelEngine *self,
                                      SentinelRule *rule,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
SentinelEvaluation *sentinel_engine_test_rule_finish (SentinelEngine *self,
                                                      GAsyncResult *result,
                                                      GError **error);

G_END_DECLS
