/* SPDX-License-Identifier: MIT */
/* Which deliveries a transition causes: for each channel of the rule, the difference between what
 * is now and what was told. */
#pragma once
#include "sentinel-channel.h"
#include "sentinel-delivery-store.h"
#include "sentinel-event.h"
#include "sentinel-rule.h"
#include "sentinel-transition.h"
G_BEGIN_DECLS

/* (transfer full) (element-type utf8): every rule tells the desktop unless its actions say
 * {"channel":"desktop","enabled":false} */
GPtrArray *sentinel_delivery_plan_list_channels (const SentinelRule *rule);
/* Writes the outbox rows (or takes back pending ones) for an event that just changed as the
 * transition says. */
gboolean sentinel_delivery_plan_write (SentinelTransaction *tx,
                                       const SentinelRule *rule,
                                       const SentinelEvent *event,
                                       const SentinelTransition *transition,
                                       GError **error);
/* Stores what an attempt came to, and what the channel knows then; a retry of what is news no more
 * is taken back. */
gboolean sentinel_delivery_plan_mark (SentinelTransaction *tx,
                                      SentinelDelivery *delivery,
                                      GError **error);
/* NULL: everybody's (the owner, at start) */
gboolean sentinel_delivery_plan_release_claims (SentinelTransaction *tx,
                                                const char *claimed_by,
                                                GError **error);

G_END_DECLS
