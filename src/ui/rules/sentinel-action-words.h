/* SPDX-License-Identifier: MIT */
/* What came of an action, in words. */
#pragma once
#include "sentinel-delivery-store.h"
G_BEGIN_DECLS

/* of an event: "Ran today at 11:02, exit status 0"; delivery: (nullable); zone NULL: the local one
 */
char *sentinel_action_dup_last_words (const SentinelDelivery *delivery,
                                      const char *channel,
                                      gint64 now_us,
                                      GTimeZone *zone);
/* of a test that ended: "Exit status 0 at 11:02: done"; *is_good: whether it was done */
char *sentinel_action_dup_test_words (const SentinelDelivery *delivery,
                                      GTimeZone *zone,
                                      gboolean *is_good);

G_END_DECLS
