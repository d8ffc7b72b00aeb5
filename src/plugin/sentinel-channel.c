/* SPDX-License-Identifier: MIT */
/* The contract of what delivers things: the public calls over the class. */
#include "sentinel-channel.h"

#include <string.h>

#define ATTEMPT_LIMIT_US (30 * G_TIME_SPAN_SECOND)

G_DEFINE_ABSTRACT_TYPE (SentinelChannel, sentinel_channel, G_TYPE_OBJECT)

static void
sentinel_channel_class_init (SentinelChannelClass *klass)
{
  klass->n_at_once = 1;
  klass->attempt_limit_us = ATTEMPT_LIMIT_US;
}

static void
sentinel_channel_init (SentinelChannel *self)
{
}

/**
 * sentinel_channel_get_id:
 * @self: a channel
 *
 * Returns: (transfer none): the name that outbox rows call it by, like "desktop"
 */
const char *
sentinel_channel_get_id (SentinelChannel *self)
{
  return SENTINEL_CHANNEL_GET_CLASS (self)->get_id (self);
}

/**
 * sentinel_channel_serves:
 * @self: a channel
 * @id: what a row of the outbox names
 *
 * Returns: whether it delivers such rows
 */
gboolean
sentinel_channel_serves (SentinelChannel *self, const char *id)
{
  const char *own = sentinel_channel_get_id (self);
  gsize length = strlen (own);

  if (strncmp (id, own, length) != 0)
    return FALSE;
  return id[length] == '\0' || (id[length] == ':' && sentinel_channel_get_n_at_once (self) > 1);
}

/**
 * sentinel_channel_get_n_at_once:
 * @self: a channel
 *
 * Returns: how many rows may be delivered at the same time, each of another rule or another name;
 * 1: one row after the other, and no names
 */
guint
sentinel_channel_get_n_at_once (SentinelChannel *self)
{
  return SENTINEL_CHANNEL_GET_CLASS (self)->n_at_once;
}

/**
 * sentinel_channel_get_attempt_limit_us:
 * @self: a channel
 *
 * Returns: microseconds after which an attempt is to be cancelled
 */
gint64
sentinel_channel_get_attempt_limit_us (SentinelChannel *self)
{
  return SENTINEL_CHANNEL_GET_CLASS (self)->attempt_limit_us;
}

/**
 * sentinel_channel_is_owners:
 * @self: a channel
 *
 * Returns: whether only the process that evaluates the rules delivers on it
 */
gboolean
sentinel_channel_is_owners (SentinelChannel *self)
{
  return SENTINEL_CHANNEL_GET_CLASS (self)->is_owners;
}

/**
 * sentinel_channel_deliver_async:
 * @self: a channel
 * @idem_key: what must not be done twice; a repeated delivery has the same one
 * @body: what to deliver, borrowed for the call; see the class
 * @cancellable: (nullable): gives up the attempt
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Tries once to deliver.
 */
void
sentinel_channel_deliver_async (SentinelChannel *self,
                                const char *idem_key,
                                JsonObject *body,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  SENTINEL_CHANNEL_GET_CLASS (self)
      ->deliver_async (self, idem_key, body, cancellable, callback, user_data);
}

/**
 * sentinel_channel_deliver_finish:
 * @self: a channel
 * @result: what the callback got
 * @error: return location; %SENTINEL_ERROR_INVALID, %SENTINEL_ERROR_NOT_FOUND and
 *   %SENTINEL_ERROR_UNSUPPORTED are for good, any other may pass
 *
 * Returns: whether it was delivered
 */
gboolean
sentinel_channel_deliver_finish (SentinelChannel *self, GAsyncResult *result, GError **error)
{
  return SENTINEL_CHANNEL_GET_CLASS (self)->deliver_finish (self, result, error);
}
