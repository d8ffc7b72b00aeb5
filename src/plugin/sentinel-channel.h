/* SPDX-License-Identifier: MIT */
/* The contract of what delivers things. The outbox keeps, orders and repeats; a channel only tries
 * once and says how it went. */
#pragma once
#include "sentinel-action.h"
#include <gio/gio.h>
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

#define SENTINEL_CHANNEL_DESKTOP SENTINEL_ACTION_DESKTOP /* the one that needs no setting up */

#define SENTINEL_TYPE_CHANNEL (sentinel_channel_get_type ())
G_DECLARE_DERIVABLE_TYPE (SentinelChannel, sentinel_channel, SENTINEL, CHANNEL, GObject)

struct _SentinelChannelClass {
  GObjectClass parent_class;
  const char *(*get_id) (SentinelChannel *self);
  /* body: {"reason", "instance_id", "event": {columns}}, or an effect's own. Errors INVALID,
   * NOT_FOUND and UNSUPPORTED are for good; DECLINED is no failure: the person does not want it
   * told; any other is tried again. */
  void (*deliver_async) (SentinelChannel *self,
                         const char *idem_key,
                         JsonObject *body,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
  gboolean (*deliver_finish) (SentinelChannel *self, GAsyncResult *result, GError **error);
  /* 1: one after the other. More: the rows of one id and one rule are, but up to so many of them
   * side by side, and "ID:NAME" is delivered too. */
  guint n_at_once;
  gint64 attempt_limit_us; /* after that an attempt is cancelled */
  gboolean is_owners; /* only the process that evaluates the rules delivers */
};

const char *sentinel_channel_get_id (SentinelChannel *self);
gboolean sentinel_channel_serves (SentinelChannel *self, const char *id);
guint sentinel_channel_get_n_at_once (SentinelChannel *self);
gint64 sentinel_channel_get_attempt_limit_us (SentinelChannel *self);
gboolean sentinel_channel_is_owners (SentinelChannel *self);
void sentinel_channel_deliver_async (SentinelChannel *self,
                                     const char *idem_key,
                                     JsonObject *body,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean sentinel_channel_deliver_finish (SentinelChannel *self,
                                          GAsyncResult *result,
                                          GError **error);

G_END_DECLS
