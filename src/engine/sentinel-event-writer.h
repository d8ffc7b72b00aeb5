/* SPDX-License-Identifier: MIT */
/* From decision to rows: opens, changes and closes the event of one instance, writes the timeline
 * and what is told. Internal to the folder; writer thread. */
#pragma once
#include "sentinel-evaluator.h"
#include "sentinel-transaction.h"
G_BEGIN_DECLS

typedef struct {
  SentinelTransaction *tx;
  const SentinelPlan *plan;
  SentinelInstance *instance; /* NULL: a point event of nothing that is watched */
  gint64 now_us;
  double value; /* NAN: none */
  const char *unit; /* nullable */
  const char *source; /* nullable */
  const char *message; /* nullable: composed from rule, value and threshold */
  const char *category; /* nullable: the rule's */
  gint64 category_id, source_id; /* 0: looked up by the names */
  JsonNode *payload; /* nullable */
  const char *actor; /* nullable: a person did it */
  gboolean is_repeat_counted; /* each breach of an open event counts in repeat_count */
  gboolean is_quiet; /* nothing is told */
  GPtrArray *opened; /* (nullable) of SentinelEvent: what opens is added */
} SentinelEventWrite;

gboolean sentinel_event_writer_apply (const SentinelEventWrite *write,
                                      const SentinelDecision *decision,
                                      GError **error);
SentinelEvent *sentinel_event_writer_point (const SentinelEventWrite *write,
                                            SentinelImportance importance,
                                            GError **error);

G_END_DECLS
