/* SPDX-License-Identifier: MIT */
/* One request to a thread of the store, and how its answer comes home: to a thread that waits, or
 * through a GTask to its context. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct {
  SentinelWriteFunc write; /* one of the two; none: only look what others committed */
  SentinelReadFunc read;
  gpointer data;
  gpointer result; /* of read */
  GError *error;
  GTask *task; /* (nullable): NULL when a thread waits */
  GDestroyNotify result_free; /* for the task */
  GMutex mutex; /* for the thread that waits */
  GCond cond;
  gboolean is_answered;
} SentinelJob;

SentinelJob *sentinel_job_new (GTask *task, gpointer data); /* task: (transfer full) (nullable) */
void sentinel_job_free (SentinelJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelJob, sentinel_job_free)

gboolean sentinel_job_is_cancelled (SentinelJob *self); /* sets error */
void sentinel_job_answer (SentinelJob *self); /* (transfer full): result and error are set */
void sentinel_jobs_answer (GPtrArray *jobs); /* (transfer full) */
void sentinel_job_wait (SentinelJob *self); /* until it is answered; it is the caller's then */

G_END_DECLS
