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

typedef struct {
  SentinelChanges changes;
  GError *trouble; /* the gravest of what is wrong now; NULL: all is well */
  gboolean wants_idle; /* the writer wants to be told when it was idle for a while */
} SentinelNewsItem;

typedef void (*SentinelNewsFunc) (const SentinelNewsItem *item, gpointer data);

SentinelNews *sentinel_news_new (GMainContext *context, SentinelNewsFunc func, gpointer data);
/* thread of context; what was not handed over is forgotten */
void sentinel_news_free (SentinelNews *self);
void sentinel_news_add_changes (SentinelNews *self, const SentinelChanges *changes);
void sentinel_news_ask_for_idle (SentinelNews *self);
void sentinel_news_set_trouble (SentinelNews *self,
                                SentinelTroubleKind kind,
                                const GError *trouble); /* NULL: over */

G_END_DECLS
