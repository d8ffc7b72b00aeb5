/* SPDX-License-Identifier: MIT */
/* The system log. */
#pragma once
#include "sentinel-log-entry.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

/* sets its id */
gboolean sentinel_log_store_insert (SentinelTransaction *tx,
                                    SentinelLogEntry *entry,
                                    GError **error);
/* Of SentinelLogEntry, oldest first: those with id > after_id, or the newest limit when after_id is
 * 0; at least min_level. */
GPtrArray *sentinel_log_store_list (SentinelDatabase *db,
                                    gint64 after_id,
                                    SentinelLogLevel min_level,
                                    guint limit,
                                    GError **error);

G_END_DECLS
