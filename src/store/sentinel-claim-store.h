/* SPDX-License-Identifier: MIT */
/* Which slots of a calendar somebody has begun to run, so that none is run twice, whatever happens
 * in between. Slots are microseconds UTC. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

/* *taken FALSE: it was taken before */
gboolean sentinel_claim_store_take (SentinelTransaction *tx,
                                    gint64 rule_id,
                                    gint64 slot_us,
                                    gboolean *taken,
                                    GError **error);
/* the newest of a rule; 0: none; -1 on error */
gint64 sentinel_claim_store_get_newest (SentinelDatabase *db, gint64 rule_id, GError **error);
/* up to a slot that is stored with its run */
gboolean sentinel_claim_store_drop (SentinelTransaction *tx,
                                    gint64 rule_id,
                                    gint64 until_slot_us,
                                    GError **error);

G_END_DECLS
