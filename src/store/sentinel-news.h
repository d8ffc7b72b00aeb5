/* SPDX-License-Identifier: MIT */
/* What the threads of the store have to tell its main context: put in from any thread, handed over
 * once per batch. */
#pragma once
#include "sentinel-changes.h"
G_BEGIN_DECLS

typedef enum {
  SENTINEL_TROUBLE_WRITING, /* the last commit failed, or the database could not be opened */
  SENTINEL_TROUBLE_MERGING, /* the log cannot be merged into the database file */
  SENTINEL_TROUBLE_WATCHING, /* commits of other processes are not seen at once */
} SentinelTroubleKind;
#define SENTINEL_N_TROUBLE_KINDS 3

typedef struct _SentinelNews SentinelNews;

/* trouble: the gravest of what is wrong now, NULL: all is well. Both are of the receiver until it
 * returns. */
typedef void (*SentinelNewsFunc) (const SentinelChanges *changes,
                                  const GError *trouble,
                                  gpointer data);

SentinelNews *sentinel_news_new (GMainContext *context, SentinelNewsFunc func, gpointer data);
void sentinel_news_free (SentinelNews *self); /* thread of context; what was not handed over is
                                                 forgotten */
void sentinel_news_add_changes (SentinelNews *self, const SentinelChanges *changes);
void sentinel_news_set_trouble (SentinelNews *self,
                                SentinelTroubleKind kind,
                                const GError *trouble); /* NULL: over */

G_END_DECLS
