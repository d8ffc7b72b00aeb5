/* SPDX-License-Identifier: MIT */
/* The event as a value: made, copied, shared and written as JSON. */
#include "sentinel-event.h"

#include <math.h>

#include "sentinel-attention.h"
#include "sentinel-json.h"

const SentinelNick sentinel_close_reason_nicks[] = {
  { SENTINEL_CLOSE_NONE, "none" },
  { SENTINEL_CLOSE_RESOLVED, "resolved" },
  { SENTINEL_CLOSE_MISSING, "missing" },
  { SENTINEL_CLOSE_DISABLED, "disabled" },
  { SENTINEL_CLOSE_DELETED, "deleted" },
  { SENTINEL_CLOSE_IDENTITY, "identity" },
  { SENTINEL_CLOSE_POINT, "point" },
  { SENTINEL_CLOSE_MANUAL, "manual" },
  { 0, NULL },
};

const SentinelNick sentinel_ack_scope_nicks[] = {
  { SENTINEL_ACK_UNTIL_CHANGED, "changed" },
  { SENTINEL_ACK_UNTIL_RESOLVED, "resolved" },
  { SENTINEL_ACK_UNTIL_TIME, "time" },
  { 0, NULL },
};

G_DEFINE_BOXED_TYPE (SentinelEvent, sentinel_event, sentinel_event_ref, sentinel_event_unref)

/**
 * sentinel_event_new:
 *
 * Returns: (transfer full): an event with no values (NAN), counted once, all else zero
 */
SentinelEvent *
sentinel_event_new (void)
{
  SentinelEvent *self = g_atomic_rc_box_new0 (SentinelEvent);

  self->value_first = self->value_peak = self->value_last = NAN;
  self->repeat_count = 1;
  return self;
}

/**
 * sentinel_event_ref:
 * @self: an event
 *
 * Returns: (transfer full): @self. Any thread.
 */
SentinelEvent *
sentinel_event_ref (SentinelEvent *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_event (gpointer data)
{
  SentinelEvent *self = data;

  g_free (self->category);
  g_free (self->source);
  g_free (self->rule);
  g_free (self->message);
  g_free (self->unit);
  g_free (self->acked_by);
  g_free (self->ack_comment);
  g_free (self->action_taken);
}

/**
 * sentinel_event_unref:
 * @self: (transfer full): an event
 *
 * Gives one reference back. Any thread.
 */
void
sentinel_event_unref (SentinelEvent *self)
{
  g_atomic_rc_box_release_full (self, clear_event);
}

/**
 * sentinel_event_copy:
 * @self: an event
 *
 * Returns: (transfer full): an event of its own with the same contents. Any thread.
 */
SentinelEvent *
sentinel_event_copy (const SentinelEvent *self)
{
  SentinelEvent *copy = g_atomic_rc_box_new0 (SentinelEvent);

  *copy = *self;
  copy->category = g_strdup (self->category);
  copy->source = g_strdup (self->source);
  copy->rule = g_strdup (self->rule);
  copy->message = g_strdup (self->message);
  copy->unit = g_strdup (self->unit);
  copy->acked_by = g_strdup (self->acked_by);
  copy->ack_comment = g_strdup (self->ack_comment);
  copy->action_taken = g_strdup (self->action_taken);
  return copy;
}

/**
 * sentinel_event_is_open:
 * @self: an event
 *
 * Returns: whether it is still firing. Any thread.
 */
gboolean
sentinel_event_is_open (const SentinelEvent *self)
{
  return self->closed_at_us == 0;
}

static void
set_importance (JsonObject *object, const char *member, SentinelImportance importance)
{
  if (importance == SENTINEL_IMPORTANCE_NONE)
    json_object_set_null_member (object, member);
  else
    json_object_set_string_member (object, member, sentinel_importance_to_string (importance));
}

static void
add_origin (JsonObject *object, const SentinelEvent *self)
{
  json_object_set_int_member (object, "id", self->id);
  sentinel_json_set_id (object, "rule_id", self->rule_id);
  sentinel_json_set_text (object, "rule", self->rule);
  sentinel_json_set_id (object, "rule_version", self->rule_version);
  sentinel_json_set_id (object, "instance_id", self->instance_id);
  json_object_set_boolean_member (object, "point", self->point);
  sentinel_json_set_time (object, "opened_at_us", self->opened_at_us);
  sentinel_json_set_time (object, "began_at_us", self->began_at_us);
  sentinel_json_set_time (object, "closed_at_us", self->closed_at_us);
  sentinel_json_set_text (object,
                          "close_reason",
                          self->close_reason == SENTINEL_CLOSE_NONE
                              ? NULL
                              : sentinel_nick_of (sentinel_close_reason_nicks,
                                                  (int) self->close_reason));
}

static void
add_facts (JsonObject *object, const SentinelEvent *self)
{
  set_importance (object, "importance", self->importance);
  set_importance (object, "level_now", self->level_now);
  sentinel_json_set_id (object, "category_id", self->category_id);
  sentinel_json_set_text (object, "category", self->category);
  sentinel_json_set_id (object, "source_id", self->source_id);
  sentinel_json_set_text (object, "source", self->source);
  sentinel_json_set_text (object, "message", self->message);
  sentinel_json_set_number (object, "value_first", self->value_first);
  sentinel_json_set_number (object, "value_peak", self->value_peak);
  sentinel_json_set_number (object, "value_last", self->value_last);
  sentinel_json_set_text (object, "unit", self->unit);
  json_object_set_int_member (object, "refire_count", self->refire_count);
  json_object_set_int_member (object, "repeat_count", self->repeat_count);
  sentinel_json_set_time (object, "last_seen_at_us", self->last_seen_at_us);
  sentinel_json_set_time (object, "shown_until_us", self->shown_until_us);
}

static void
add_attention (JsonObject *object, const SentinelEvent *self)
{
  gboolean is_acknowledged = self->acked_at_us != 0;

  json_object_set_string_member (object,
                                 "status",
                                 sentinel_nick_of (sentinel_attention_nicks,
                                                   (int) sentinel_event_get_attention (self)));
  sentinel_json_set_time (object, "acked_at_us", self->acked_at_us);
  set_importance (object, "acked_level", self->acked_level);
  sentinel_json_set_text (object,
                          "ack_scope",
                          is_acknowledged
                              ? sentinel_nick_of (sentinel_ack_scope_nicks, (int) self->ack_scope)
                              : NULL);
  sentinel_json_set_time (object, "ack_until_us", self->ack_until_us);
  sentinel_json_set_text (object, "acked_by", self->acked_by);
  sentinel_json_set_text (object, "ack_comment", self->ack_comment);
  sentinel_json_set_text (object, "action_taken", self->action_taken);
  sentinel_json_set_time (object, "snoozed_until_us", self->snoozed_until_us);
  sentinel_json_set_id (object, "suppressed_by", self->suppressed_by);
  sentinel_json_set_id (object, "flow_run_id", self->flow_run_id);
}

/**
 * sentinel_event_to_json:
 * @self: an event
 *
 * Writes what scripts read: the columns of the table, the names beside their ids, and "status", the
 * attention word. Every key is always there; null means none. Any thread.
 *
 * Returns: (transfer full): a new object
 */
JsonObject *
sentinel_event_to_json (const SentinelEvent *self)
{
  JsonObject *object = json_object_new ();

  add_origin (object, self);
  add_facts (object, self);
  add_attention (object, self);
  return object;
}
