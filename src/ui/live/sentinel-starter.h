/* SPDX-License-Identifier: MIT */
/* "Watch This Computer", as the window does it: the starter rules, written without waiting. */
#pragma once
#include "sentinel-context.h"
G_BEGIN_DECLS

void sentinel_starter_add_async (SentinelContext *context,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean sentinel_starter_add_finish (SentinelContext *context,
                                      GAsyncResult *result,
                                      GError **error);

G_END_DECLS
