/* SPDX-License-Identifier: MIT */
/* All that is stored about one event, read in one snapshot: what a pane of details shows. */
#pragma once
#include "sentinel-event.h"
#include "sentinel-rule.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct {
  SentinelEvent *event;
  GPtrArray *transitions; /* of SentinelTransition, oldest first */
  gint64 n_left_out; /* transitions between the first and the newest */
  GPtrArray *notes; /* of SentinelNote, oldest first */
  GPtrArray *deliveries; /* of SentinelDelivery, oldest first */
  char *payload; /* nullable, JSON */
  char *labels; /* nullable, JSON, of the instance */
  SentinelRule *rule; /* NULL: deleted, or never was one */
  char *series_name, *series_unit; /* nullable */
  GArray *samples; /* of SentinelSample, around the event; may be empty */
  gint64 sample_span_us; /* the longest that one of them stands for; 0: there are none */
} SentinelEventRecord;

typedef struct {
  gint64 event_id;
  gint64 now_us; /* up to when samples are of use */
} SentinelEventRecordQuestion;

/* A SentinelReadFunc, its data a SentinelEventRecordQuestion: (transfer full) a
 * SentinelEventRecord; NOT_FOUND */
gpointer sentinel_event_record_read (SentinelDatabase *db, gpointer question, GError **error);
void sentinel_event_record_free (SentinelEventRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelEventRecord, sentinel_event_record_free)

G_END_DECLS
