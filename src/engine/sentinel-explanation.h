/* SPDX-License-Identifier: MIT */
/* Why an event fired, or a rule did not, and who was told: the chain of readings, thresholds,
 * clocks, acts and deliveries as sentences, in their order. The window's "Why?" and sentinelctl
 * explain show the same. */
#pragma once
#include "sentinel-registry.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef enum {
  SENTINEL_REASON_RULE, /* what is watched, by which levels and clocks */
  SENTINEL_REASON_READING, /* what was measured */
  SENTINEL_REASON_CHANGE, /* what the evaluator decided */
  SENTINEL_REASON_ACT, /* what a person did */
  SENTINEL_REASON_DELIVERY, /* who was told, or why not */
  SENTINEL_REASON_NOW, /* how it stands, and what would change it */
} SentinelReasonKind;

extern const SentinelNick sentinel_reason_nicks[]; /* rule reading change act delivery now */

typedef struct {
  SentinelReasonKind kind;
  gint64 at_us; /* 0: at no certain time */
  char *text; /* one sentence without a full stop, translated, one line */
} SentinelReason;

typedef struct {
  gint64 event_id, rule_id; /* one of both */
  gint64 now_us; /* realtime of the store's clock */
  gint64 at_us; /* as it stood then; 0: now */
  SentinelRegistry *registry; /* borrowed */
} SentinelExplainQuestion;

/* A SentinelReadFunc, its data a SentinelExplainQuestion: (element-type SentinelReason), what is
 * watched first, then by time, at last how it stands; a few hundred at most. NOT_FOUND. */
gpointer sentinel_explain (SentinelDatabase *db, gpointer question, GError **error);

G_END_DECLS
