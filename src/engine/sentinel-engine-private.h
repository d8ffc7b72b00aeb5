/* SPDX-License-Identifier: MIT */
/* What the files of the engine share. */
#pragma once
#include "sentinel-attention-timer.h"
#include "sentinel-engine.h"
#include "sentinel-outbox.h"
#include "sentinel-request-service.h"
#include "sentinel-rule-loop.h"
#include "sentinel-runner.h"
#include "sentinel-sample-keeper.h"
G_BEGIN_DECLS

struct _SentinelEngine {
  GObject parent;

  SentinelStore *store;
  SentinelRegistry *registry;
  SentinelOwnerLock *lock;
  SentinelOutbox *outbox;
  SentinelRunner *tester;
  SentinelPause *pause; /* NULL: not asked for yet; it reads the database */
  GPtrArray *nothing; /* stays empty */
  SentinelEngineState state;

  SentinelRuleLoop *loop; /* NULL unless we hold the lock */
  SentinelRequestService *requests; /* while running */
  SentinelAttentionTimer *attention_timer; /* while running */
  SentinelSampleKeeper *sample_keeper; /* while running */
  guint n_guests; /* runs by hand for which alone the lock is held */
  GCancellable *waiting; /* nullable: for the lock */
  gboolean has_wait_failed;
  GTask *stop_task; /* nullable */
};

void sentinel_engine_ensure_loop (SentinelEngine *self); /* the lock is held */
void sentinel_engine_drop_loop (SentinelEngine *self); /* and gives the lock back */

G_END_DECLS
