/* SPDX-License-Identifier: MIT */
/* The writer thread: the only owner of the connection that writes. Whatever waits goes into one
 * transaction. */
#pragma once
#include "sentinel-change-file.h"
#include "sentinel-job.h"
#include "sentinel-news.h"
G_BEGIN_DECLS

#define SENTINEL_WRITER_IDLE_US (10 * G_USEC_PER_SEC)

typedef struct _SentinelWriter SentinelWriter;

/* All that is passed in outlives the writer. Opens the database at once, on its thread. */
SentinelWriter *sentinel_writer_new (const char *database_path,
                                     SentinelClock *clock,
                                     SentinelNews *news,
                                     SentinelChangeFile *file);
/* answers what is queued, joins the thread; idempotent */
void sentinel_writer_stop (SentinelWriter *self);
void sentinel_writer_free (SentinelWriter *self);

/* (transfer full); any thread */
void sentinel_writer_push (SentinelWriter *self, SentinelJob *job);
void sentinel_writer_look (SentinelWriter *self); /* somebody may have committed; any thread */
/* some time after the news asked; any thread */
void sentinel_writer_merge_if_idle (SentinelWriter *self);
/* until the first attempt to open is over */
void sentinel_writer_wait_tried (SentinelWriter *self);

G_END_DECLS
