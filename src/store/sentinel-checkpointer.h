/* SPDX-License-Identifier: MIT */
/* Merges the log into the database file on a thread and a connection of its own, so that no commit
 * waits for it. Never by a timer: the writer says when. */
#pragma once
#include "sentinel-news.h"
G_BEGIN_DECLS

typedef struct _SentinelCheckpointer SentinelCheckpointer;

SentinelCheckpointer *sentinel_checkpointer_new (const char *database_path, SentinelNews *news);
void sentinel_checkpointer_free (SentinelCheckpointer *self); /* joins the thread */
/* any thread; the first time starts it */
void sentinel_checkpointer_wake (SentinelCheckpointer *self);

/* On the caller's connection: merge all and empty the log, if nobody else uses it just now. */
gboolean sentinel_checkpoint_truncate (SentinelDatabase *db, GError **error);

G_END_DECLS
