/* SPDX-License-Identifier: MIT */
/* One row of the outbox as a value. */
#include "sentinel-delivery-store.h"
#include "sentinel-json.h"

const SentinelNick sentinel_delivery_state_nicks[] = {
  { SENTINEL_DELIVERY_PENDING, "pending" },
  { SENTINEL_DELIVERY_SENT, "sent" },
  { SENTINEL_DELIVERY_FAILED, "failed" },
  { SENTINEL_DELIVERY_EXPIRED, "expired" },
  { SENTINEL_DELIVERY_CANCELLED, "cancelled" },
  { SENTINEL_DELIVERY_CLAIMED, "claimed" },
  { 0, NULL },
};

const SentinelNick sentinel_delivery_reason_nicks[] = {
  { SENTINEL_DELIVERY_FIRED, "fired" },
  { SENTINEL_DELIVERY_RAISED, "raised" },
  { SENTINEL_DELIVERY_RESOLVED, "resolved" },
  { SENTINEL_DELIVERY_EFFECT, "effect" },
  { SENTINEL_DELIVERY_FLAPPING, "flapping" },
  { SENTINEL_DELIVERY_TEST, "test" },
  { 0, NULL },
};

/**
 * sentinel_delivery_new:
 * @channel: the id of a channel
 * @reason: why something is told
 *
 * Returns: (transfer full): a pending delivery with an empty body, due at once
 */
SentinelDelivery *
sentinel_delivery_new (const char *channel, SentinelDeliveryReason reason)
{
  SentinelDelivery *self = g_new0 (SentinelDelivery, 1);

  self->channel = g_strdup (channel);
  self->reason = reason;
  self->body = g_strdup ("{}");
  self->state = SENTINEL_DELIVERY_PENDING;
  return self;
}

/**
 * sentinel_delivery_free:
 * @self: (nullable): a delivery
 */
void
sentinel_delivery_free (SentinelDelivery *self)
{
  if (self == NULL)
    return;
  g_free (self->channel);
  g_free (self->idem_key);
  g_free (self->body);
  g_free (self->claimed_by);
  g_free (self->error);
  g_free (self);
}

static void
set_id (JsonObject *object, const char *member, gint64 id)
{
  if (id == 0)
    json_object_set_null_member (object, member);
  else
    json_object_set_int_member (object, member, id);
}

static void
set_body (JsonObject *object, const char *body)
{
  JsonNode *node = sentinel_json_parse (body, -1, 0, NULL);

  if (node != NULL)
    json_object_set_member (object, "body", node);
  else
    json_object_set_string_member (object, "body", body);
}

/**
 * sentinel_delivery_to_json:
 * @self: a delivery
 *
 * Returns: (transfer full): an object whose keys are the columns; state and reason are words, the
 * body is JSON
 */
JsonObject *
sentinel_delivery_to_json (const SentinelDelivery *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", self->id);
  json_object_set_string_member (object, "channel", self->channel);
  set_id (object, "rule_id", self->rule_id);
  set_id (object, "event_id", self->event_id);
  set_id (object, "transition_id", self->transition_id);
  sentinel_json_set_text (object, "idem_key", self->idem_key);
  json_object_set_string_member (object,
                                 "reason",
                                 sentinel_nick_of (sentinel_delivery_reason_nicks, self->reason));
  set_body (object, self->body);
  json_object_set_string_member (object,
                                 "state",
                                 sentinel_nick_of (sentinel_delivery_state_nicks, self->state));
  json_object_set_int_member (object, "attempts", self->attempts);
  sentinel_json_set_time (object, "next_at_us", self->next_at_us);
  sentinel_json_set_time (object, "expires_at_us", self->expires_at_us);
  sentinel_json_set_text (object, "claimed_by", self->claimed_by);
  sentinel_json_set_time (object, "sent_at_us", self->sent_at_us);
  sentinel_json_set_text (object, "error", self->error);
  return object;
}

/**
 * sentinel_delivery_dup_lane:
 * @self: a delivery
 *
 * Returns: (transfer full): names its channel and its rule: what has the same lane is delivered one
 * after the other
 */
char *
sentinel_delivery_dup_lane (const SentinelDelivery *self)
{
  return g_strdup_printf ("%s/%" G_GINT64_FORMAT, self->channel, self->rule_id);
}
