/* SPDX-License-Identifier: MIT */
/* The columns of an acknowledgement: set, cleared and inherited together, so that none is left
 * behind. */
#include "sentinel-acknowledgement.h"

/**
 * sentinel_acknowledgement_set:
 * @event: the event
 * @acknowledgement: who, when, and how far it reaches; replaces one that is there
 */
void
sentinel_acknowledgement_set (SentinelEvent *event, const SentinelAcknowledgement *acknowledgement)
{
  event->acked_at_us = acknowledgement->at_us;
  event->acked_level = acknowledgement->level;
  event->ack_scope = acknowledgement->scope;
  event->ack_until_us = acknowledgement->until_us;
  g_set_str (&event->acked_by, acknowledgement->by);
  g_set_str (&event->ack_comment, acknowledgement->comment);
}

/**
 * sentinel_acknowledgement_clear:
 * @event: the event; becomes not acknowledged
 */
void
sentinel_acknowledgement_clear (SentinelEvent *event)
{
  sentinel_acknowledgement_set (event, &(SentinelAcknowledgement) { 0 });
}

/**
 * sentinel_acknowledgement_is_inherited:
 * @from: an event
 * @now_us: wall clock, microseconds UTC
 *
 * Returns: whether later events of its instance are born acknowledged
 */
gboolean
sentinel_acknowledgement_is_inherited (const SentinelEvent *from, gint64 now_us)
{
  return from->acked_at_us != 0 && from->ack_scope == SENTINEL_ACK_UNTIL_TIME
         && from->ack_until_us > now_us;
}

/**
 * sentinel_acknowledgement_inherit:
 * @event: a new event of the same instance
 * @from: the event that was acknowledged “until TIME”
 * @now_us: when @event opens
 *
 * Returns: whether @event is now acknowledged as @from is; not so when that has ended, or when
 * @event is worse than what was acknowledged
 */
gboolean
sentinel_acknowledgement_inherit (SentinelEvent *event, const SentinelEvent *from, gint64 now_us)
{
  if (!sentinel_acknowledgement_is_inherited (from, now_us) || event->level_now > from->acked_level)
    return FALSE;
  sentinel_acknowledgement_set (event,
                                &(SentinelAcknowledgement) { .at_us = from->acked_at_us,
                                                             .level = from->acked_level,
                                                             .scope = from->ack_scope,
                                                             .until_us = from->ack_until_us,
                                                             .by = from->acked_by,
                                                             .comment = from->ack_comment });
  return TRUE;
}
