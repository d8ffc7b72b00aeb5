/* SPDX-License-Identifier: MIT */
/* From callbacks to straight lines. */
#include "sentinel-ctl-wait.h"

/**
 * sentinel_wait_init:
 * @self: an uninitialised wait, usually on the stack with g_auto()
 */
void
sentinel_wait_init (SentinelWait *self)
{
  self->loop = g_main_loop_new (NULL, FALSE);
  self->result = NULL;
}

/**
 * sentinel_wait_clear:
 * @self: a wait
 */
void
sentinel_wait_clear (SentinelWait *self)
{
  g_clear_object (&self->result);
  g_clear_pointer (&self->loop, g_main_loop_unref);
}

/**
 * sentinel_wait_cb:
 * @source: who answers
 * @result: the answer
 * @wait: a #SentinelWait
 *
 * The GAsyncReadyCallback of what is waited for.
 */
void
sentinel_wait_cb (GObject *source, GAsyncResult *result, gpointer wait)
{
  SentinelWait *self = wait;

  self->result = g_object_ref (result);
  g_main_loop_quit (self->loop);
}

/**
 * sentinel_wait_for:
 * @self: a wait whose callback was given to an asynchronous call
 *
 * Returns: (transfer none): the answer, for the call's _finish function
 */
GAsyncResult *
sentinel_wait_for (SentinelWait *self)
{
  if (self->result == NULL)
    g_main_loop_run (self->loop);
  return self->result;
}
