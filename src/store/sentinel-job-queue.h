/* SPDX-License-Identifier: MIT */
/* Where jobs wait for a thread of the store: first in, first out, until it is closed. */
#pragma once
#include "sentinel-job.h"
G_BEGIN_DECLS

typedef struct _SentinelJobQueue SentinelJobQueue;

SentinelJobQueue *sentinel_job_queue_new (void);
void sentinel_job_queue_free (SentinelJobQueue *self); /* empty */

/* FALSE: it is closed, and the job is still the caller's */
gboolean sentinel_job_queue_push (SentinelJobQueue *self, SentinelJob *job);
void sentinel_job_queue_close (SentinelJobQueue *self);
/* more jobs than waiting threads */
gboolean sentinel_job_queue_is_crowded (SentinelJobQueue *self);

SentinelJob *sentinel_job_queue_pop (SentinelJobQueue *self); /* waits; NULL: closed and empty */
SentinelJob *sentinel_job_queue_try_pop (SentinelJobQueue *self); /* NULL: empty */

G_END_DECLS
