/* SPDX-License-Identifier: MIT */
/* A loop around one signal of the store. Nothing polls: the signals come with the commits. */
#include "sentinel-ctl-follow.h"

#include <glib-unix.h>

typedef struct {
  GMainLoop *loop;
  SentinelFollowFunc func;
  gpointer user_data;
  GError *error;
} Follower;

static void
tell (Follower *self, SentinelIdRanges *ids)
{
  if (self->error == NULL && !self->func (ids, self->user_data, &self->error))
    g_main_loop_quit (self->loop);
}

static void
changed_cb (SentinelStore *store, SentinelIdRanges *ids, gpointer user_data)
{
  tell (user_data, ids);
}

static void
reload_cb (SentinelStore *store, gpointer user_data)
{
  tell (user_data, NULL);
}

static gboolean
interrupted_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static SentinelExit
finish (Follower *self)
{
  SentinelExit status = SENTINEL_EXIT_DONE;

  if (self->error != NULL)
    status = sentinel_ctl_fail ("cannot follow", self->error);
  g_clear_error (&self->error);
  g_main_loop_unref (self->loop);
  return status;
}

/**
 * sentinel_ctl_follow:
 * @ctl: the call
 * @signal_name: a signal of the store
 * @func: told at once with NULL, then with each batch of commits
 * @user_data: for @func
 *
 * Returns: the exit status, when it was interrupted or @func failed
 */
SentinelExit
sentinel_ctl_follow (SentinelCtl *ctl,
                     const char *signal_name,
                     SentinelFollowFunc func,
                     gpointer user_data)
{
  SentinelStore *store = sentinel_ctl_get_store (ctl);
  Follower self = { g_main_loop_new (NULL, FALSE), func, user_data, NULL };
  gulong changed = g_signal_connect (store, signal_name, G_CALLBACK (changed_cb), &self);
  gulong reload = g_signal_connect (store, "reload", G_CALLBACK (reload_cb), &self);
  guint interrupt = g_unix_signal_add (SIGINT, interrupted_cb, self.loop);
  guint terminate = g_unix_signal_add (SIGTERM, interrupted_cb, self.loop);

  tell (&self, NULL);
  if (self.error == NULL)
    g_main_loop_run (self.loop);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  g_signal_handler_disconnect (store, changed);
  g_signal_handler_disconnect (store, reload);
  return finish (&self);
}
