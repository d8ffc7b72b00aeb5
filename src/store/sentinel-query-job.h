/* SPDX-License-Identifier: MIT */
/* What a list has done for it on a reader, in one snapshot: the query, how its answer differs from
 * what is shown, and the rows that come into view with it. */
#pragma once
#include "sentinel-result.h"
G_BEGIN_DECLS

typedef struct {
  SentinelQuery query; /* holds a reference on its filter */
  SentinelResult *shown; /* (nullable) */
} SentinelQueryJob;

typedef struct {
  SentinelResult *result;
  GArray *runs; /* of SentinelListRun */
  GPtrArray *events; /* of SentinelEvent: the first of those that were added */
} SentinelQueryAnswer;

SentinelQueryJob *sentinel_query_job_new (const SentinelQuery *query, SentinelResult *shown);
void sentinel_query_job_free (SentinelQueryJob *self);
gpointer sentinel_query_job_run (SentinelDatabase *db, gpointer job, GError **error);

void sentinel_query_answer_free (SentinelQueryAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelQueryAnswer, sentinel_query_answer_free)

G_END_DECLS
