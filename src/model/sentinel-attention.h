/* SPDX-License-Identifier: MIT */
/* What an event asks of a person: facts are kept apart in their columns, and this is the one place
 * that derives the word from them. */
#pragma once
#include "sentinel-event.h"
G_BEGIN_DECLS

typedef enum {
  SENTINEL_ATTENTION_SUPPRESSED,
  SENTINEL_ATTENTION_SNOOZED,
  SENTINEL_ATTENTION_ACKNOWLEDGED, /* and still firing */
  SENTINEL_ATTENTION_NEW, /* still firing, nobody acknowledged it */
  SENTINEL_ATTENTION_UNSEEN, /* over, and nobody acknowledged it */
  SENTINEL_ATTENTION_RESOLVED, /* over and acknowledged */
} SentinelAttention;

/* suppressed snoozed acknowledged new unseen resolved */
extern const SentinelNick sentinel_attention_nicks[];
SentinelAttention sentinel_event_get_attention (const SentinelEvent *event);

/* Does this acknowledgement end now? Pure. A rise above the acknowledged level ends every scope;
 * "changed" ends at any change of level; a close ends nothing on record; "time" ends at its time.
 */
gboolean sentinel_acknowledgement_ends_at_level (const SentinelEvent *event,
                                                 SentinelImportance new_level);
gboolean sentinel_acknowledgement_ends_at_time (const SentinelEvent *event, gint64 now_us);

G_END_DECLS
