/* SPDX-License-Identifier: MIT */
/* The transition as a value. */
#include "sentinel-transition.h"

#include <math.h>

#include "sentinel-json.h"

const SentinelNick sentinel_transition_nicks[] = {
  { SENTINEL_TRANSITION_PENDING, "pending" },
  { SENTINEL_TRANSITION_CALMED, "calmed" },
  { SENTINEL_TRANSITION_FIRED, "fired" },
  { SENTINEL_TRANSITION_LEVEL, "level" },
  { SENTINEL_TRANSITION_RECOVERING, "recovering" },
  { SENTINEL_TRANSITION_REFIRED, "refired" },
  { SENTINEL_TRANSITION_RESOLVED, "resolved" },
  { SENTINEL_TRANSITION_ACKNOWLEDGED, "acknowledged" },
  { SENTINEL_TRANSITION_UNACKNOWLEDGED, "unacknowledged" },
  { SENTINEL_TRANSITION_ACK_ENDED, "ack-ended" },
  { SENTINEL_TRANSITION_FLAP_START, "flap-start" },
  { SENTINEL_TRANSITION_FLAP_END, "flap-end" },
  { SENTINEL_TRANSITION_SNOOZED, "snoozed" },
  { SENTINEL_TRANSITION_SNOOZE_ENDED, "snooze-ended" },
  { 0, NULL },
};

/**
 * sentinel_transition_new:
 * @kind: what changed
 * @at_us: when, microseconds UTC
 *
 * Returns: (transfer full): a transition without value and codes
 */
SentinelTransition *
sentinel_transition_new (SentinelTransitionKind kind, gint64 at_us)
{
  SentinelTransition *self = g_new0 (SentinelTransition, 1);

  self->kind = kind;
  self->at_us = at_us;
  self->value = NAN;
  return self;
}

/**
 * sentinel_transition_free:
 * @self: (transfer full): a transition
 */
void
sentinel_transition_free (SentinelTransition *self)
{
  g_free (self->actor);
  g_free (self);
}

/**
 * sentinel_transition_to_json:
 * @self: a transition
 *
 * Returns: (transfer full): the columns of the table, kind as a word, the codes as the numbers that
 * are stored; null means none
 */
JsonObject *
sentinel_transition_to_json (const SentinelTransition *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", self->id);
  sentinel_json_set_id (object, "event_id", self->event_id);
  sentinel_json_set_id (object, "instance_id", self->instance_id);
  json_object_set_int_member (object, "at_us", self->at_us);
  json_object_set_string_member (object,
                                 "kind",
                                 sentinel_nick_of (sentinel_transition_nicks, (int) self->kind));
  json_object_set_int_member (object, "from_code", self->from_code);
  json_object_set_int_member (object, "to_code", self->to_code);
  json_object_set_int_member (object, "reason", self->reason);
  sentinel_json_set_number (object, "value", self->value);
  sentinel_json_set_text (object, "actor", self->actor);
  sentinel_json_set_id (object, "batch", self->batch);
  return object;
}
