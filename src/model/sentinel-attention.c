/* SPDX-License-Identifier: MIT */
/* The one word for what an event asks of a person, and when an acknowledgement ends. All pure. */
#include "sentinel-attention.h"

const SentinelNick sentinel_attention_nicks[] = {
  { SENTINEL_ATTENTION_SUPPRESSED, "suppressed" },
  { SENTINEL_ATTENTION_SNOOZED, "snoozed" },
  { SENTINEL_ATTENTION_ACKNOWLEDGED, "acknowledged" },
  { SENTINEL_ATTENTION_NEW, "new" },
  { SENTINEL_ATTENTION_UNSEEN, "unseen" },
  { SENTINEL_ATTENTION_RESOLVED, "resolved" },
  { 0, NULL },
};

/**
 * sentinel_event_get_attention:
 * @event: an event
 *
 * Derives the word from the columns, the first that holds. It never looks at the clock: what ends
 * by time is written when it ends. Any thread.
 *
 * Returns: the attention
 */
SentinelAttention
sentinel_event_get_attention (const SentinelEvent *event)
{
  gboolean is_acknowledged = event->acked_at_us != 0;

  if (event->suppressed_by != 0)
    return SENTINEL_ATTENTION_SUPPRESSED;
  if (event->snoozed_until_us != 0)
    return SENTINEL_ATTENTION_SNOOZED;
  if (sentinel_event_is_open (event))
    return is_acknowledged ? SENTINEL_ATTENTION_ACKNOWLEDGED : SENTINEL_ATTENTION_NEW;
  return is_acknowledged ? SENTINEL_ATTENTION_RESOLVED : SENTINEL_ATTENTION_UNSEEN;
}

/**
 * sentinel_acknowledgement_ends_at_level:
 * @event: an event
 * @new_level: the level that its instance takes; %SENTINEL_IMPORTANCE_NONE when it closes
 *
 * A rise above the level that was acknowledged ends every scope. "Until it changes" ends at any
 * other level too. A close ends nothing: a closed event keeps its acknowledgement on record. Any
 * thread.
 *
 * Returns: whether the acknowledgement of @event ends now; %FALSE when it has none
 */
gboolean
sentinel_acknowledgement_ends_at_level (const SentinelEvent *event, SentinelImportance new_level)
{
  if (event->acked_at_us == 0 || new_level == SENTINEL_IMPORTANCE_NONE)
    return FALSE;
  if (new_level > event->acked_level)
    return TRUE;
  return event->ack_scope == SENTINEL_ACK_UNTIL_CHANGED && new_level != event->acked_level;
}

/**
 * sentinel_acknowledgement_ends_at_time:
 * @event: an event
 * @now_us: the wall clock, microseconds UTC
 *
 * Returns: whether @event was acknowledged until a time that has come. Any thread.
 */
gboolean
sentinel_acknowledgement_ends_at_time (const SentinelEvent *event, gint64 now_us)
{
  return event->acked_at_us != 0 && event->ack_scope == SENTINEL_ACK_UNTIL_TIME
         && event->ack_until_us <= now_us;
}
