/* SPDX-License-Identifier: MIT */
/* Two threads with a read-only connection each, started when they are first needed. Each request
 * sees one snapshot. */
#pragma once
#include "sentinel-job.h"
#include "sentinel-writer.h"
G_BEGIN_DECLS

typedef struct _SentinelReaderPool SentinelReaderPool;

SentinelReaderPool *sentinel_reader_pool_new (const char *database_path, SentinelWriter *writer);
/* answers what is queued, joins the threads; idempotent */
void sentinel_reader_pool_stop (SentinelReaderPool *self);
void sentinel_reader_pool_free (SentinelReaderPool *self);
/* (transfer full); any thread */
void sentinel_reader_pool_push (SentinelReaderPool *self, SentinelJob *job);

G_END_DECLS
