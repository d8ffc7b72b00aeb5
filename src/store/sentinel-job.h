/* SPDX-License-Identifier: MIT */
/* One request to a thread of the store, and how its answer comes home: to a thread that waits, or
 * through a GTask to its context. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef enum {
  SENTINEL_JOB_WRITE,
  SENTINEL_JOB_READ,
  SENTINEL_JOB_LOOK, /* somebody may have committed; has no answer */
  SENTINEL_JOB_MERGE, /* it was idle for a while; has no answer */
} SentinelJobKind;

typedef struct _SentinelJob SentinelJob;

struct _SentinelJob {
  SentinelJobKind kind;
  SentinelWriteFunc write;
  SentinelReadFunc read;
  gpointer data;
  gpointer result; /* of read */
  GError *error;
  GTask *task; /* (nullable): NULL when a thread waits */
  GDestroyNotify result_free; /* for the task */
  SentinelJob *next; /* in a queue, or among answers that travel together */
  GMutex mutex; /* hands result and error over */
  GCond cond;
  gboolean is_answered; /* mutex */
};

/* task: (transfer full) (nullable) */
SentinelJob *sentinel_job_new (SentinelJobKind kind, GTask *task, gpointer data);
void sentinel_job_free (SentinelJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelJob, sentinel_job_free)

gboolean sentinel_job_is_cancelled (SentinelJob *self); /* sets error */
void sentinel_job_answer (SentinelJob *self); /* (transfer full): result and error are set */
void sentinel_jobs_answer (GPtrArray *jobs); /* (transfer full) */
void sentinel_job_wait (SentinelJob *self); /* until it is answered; it is the caller's then */

G_END_DECLS
