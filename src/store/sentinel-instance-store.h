/* SPDX-License-Identifier: MIT */
/* The instances of rules: the persisted state machines. */
#pragma once
#include "sentinel-instance.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

/* NULL without error: none */
SentinelInstance *sentinel_instance_store_find (SentinelDatabase *db,
                                                gint64 rule_id,
                                                const guint8 *fingerprint,
                                                GError **error);
SentinelInstance *sentinel_instance_store_get (SentinelDatabase *db,
                                               gint64 instance_id,
                                               GError **error);
/* of SentinelInstance, by id */
GPtrArray *sentinel_instance_store_list (SentinelDatabase *db, gint64 rule_id, GError **error);
/* -1 on error */
gint64 sentinel_instance_store_count (SentinelDatabase *db, gint64 rule_id, GError **error);
/* id 0: inserts and sets it */
gboolean sentinel_instance_store_put (SentinelTransaction *tx,
                                      SentinelInstance *instance,
                                      GError **error);
/* with its series and samples; what names its id finds nothing any more */
gboolean sentinel_instance_store_delete (SentinelTransaction *tx,
                                         const SentinelInstance *instance,
                                         GError **error);

G_END_DECLS
