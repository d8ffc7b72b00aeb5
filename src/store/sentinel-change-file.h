/* SPDX-License-Identifier: MIT */
/* sentinel.changed beside the database: whoever commits writes one byte to it, and all others are
 * woken by that. The log's own file events come before the commit can be read, so only this file
 * counts. */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

typedef struct _SentinelChangeFile SentinelChangeFile;

/* func runs in context, at most once in 10 ms, after anybody (this process too) wrote the byte. */
SentinelChangeFile *sentinel_change_file_new (const char *database_path,
                                              GMainContext *context,
                                              GSourceOnceFunc func,
                                              gpointer data);
void sentinel_change_file_free (SentinelChangeFile *self); /* thread of context */

/* Writer thread: */
/* before the feed is read */
gboolean sentinel_change_file_watch (SentinelChangeFile *self, GError **error);
/* after each commit */
gboolean sentinel_change_file_poke (SentinelChangeFile *self, GError **error);

G_END_DECLS
