/* SPDX-License-Identifier: MIT */
/* One execution of a rule. A plain value. */
#pragma once
#include "sentinel-instance.h"
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

/* run.phase: where a bad run broke */
typedef enum {
  SENTINEL_PHASE_NONE = 0,
  SENTINEL_PHASE_PARAMETERS = 1,
  SENTINEL_PHASE_START = 2,
  SENTINEL_PHASE_CONNECT = 3,
  SENTINEL_PHASE_READ = 4,
  SENTINEL_PHASE_PARSE = 5,
  SENTINEL_PHASE_TIMEOUT = 6,
  SENTINEL_PHASE_EVALUATE = 7,
} SentinelPhase;

/* none parameters start connect read parse timeout evaluate */
extern const SentinelNick sentinel_phase_nicks[];

typedef struct {
  gint64 id, rule_id;
  gint64 slot_us; /* 0: run by hand */
  gint64 started_at_us, duration_ms;
  SentinelOutcome outcome;
  SentinelPhase phase;
  char *message; /* nullable */
} SentinelRun;

SentinelRun *sentinel_run_new (gint64 rule_id);
SentinelRun *sentinel_run_copy (const SentinelRun *self);
void sentinel_run_free (SentinelRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRun, sentinel_run_free)
JsonObject *sentinel_run_to_json (const SentinelRun *self);

G_END_DECLS
