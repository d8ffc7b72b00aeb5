/* SPDX-License-Identifier: MIT */
/* Table change: what each commit of any process touched, in order. The writer thread alone reads
 * it: what others committed since, and what it appends itself, become one stream without gaps and
 * without repeats. */
#pragma once
#include "sentinel-changes.h"
G_BEGIN_DECLS

typedef struct _SentinelChangeFeed SentinelChangeFeed;

SentinelChangeFeed *sentinel_change_feed_new (void);
void sentinel_change_feed_free (SentinelChangeFeed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelChangeFeed, sentinel_change_feed_free)

/* After each opening of the connection. The first time it only finds the end of the feed; is_first:
 * nobody can have read before. */
gboolean sentinel_change_feed_attach (SentinelChangeFeed *self,
                                      SentinelDatabase *db,
                                      gboolean is_first,
                                      SentinelChanges *changes,
                                      GError **error);
/* What others committed since, if anything. Inside a transaction it is complete. */
gboolean sentinel_change_feed_catch_up (SentinelChangeFeed *self,
                                        SentinelDatabase *db,
                                        SentinelChanges *changes,
                                        GError **error);
/* the same, but cheaper where nothing happened */
gboolean sentinel_change_feed_look (SentinelChangeFeed *self,
                                    SentinelDatabase *db,
                                    SentinelChanges *changes,
                                    GError **error);
/* Inside a transaction, as its last act; mark_committed when it was. */
gboolean sentinel_change_feed_append (SentinelChangeFeed *self,
                                      SentinelDatabase *db,
                                      const SentinelChanges *own,
                                      GError **error);
void sentinel_change_feed_mark_committed (SentinelChangeFeed *self);

G_END_DECLS
