/* SPDX-License-Identifier: MIT */
/* Waiting for one asynchronous answer: the command line may block, so it runs a loop until it is
 * there. */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

typedef struct {
  GMainLoop *loop;
  GAsyncResult *result;
} SentinelWait;

void sentinel_wait_init (SentinelWait *self);
void sentinel_wait_clear (SentinelWait *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SentinelWait, sentinel_wait_clear)
void sentinel_wait_cb (GObject *source, GAsyncResult *result, gpointer wait); /* the callback to
                                                                                 give */
GAsyncResult *sentinel_wait_for (SentinelWait *self); /* (transfer none) */

G_END_DECLS
