/* SPDX-License-Identifier: MIT */
/* Short lines: a member that says nothing about its kind of line is left out, so that people can
 * write them by hand. */
#include "sentinel-simulation-report.h"
#include "sentinel-attention.h"
#include "sentinel-instance.h"
#include "sentinel-json.h"
#include "sentinel-simulation-row.h"
#include <math.h>

static void
set_time (JsonObject *line, const char *member, gint64 at_us, gboolean is_iso)
{
  g_autofree char *text = at_us != 0 ? sentinel_simulation_time_format (at_us, is_iso) : NULL;

  sentinel_json_set_text (line, member, text);
}

static void
set_nick (JsonObject *line, const char *member, const SentinelNick *nicks, int value)
{
  json_object_set_string_member (line, member, sentinel_nick_of (nicks, value));
}

static JsonObject *
begin_line (const char *what, gint64 at_us, gboolean is_iso)
{
  JsonObject *line = json_object_new ();

  set_time (line, "at", at_us, is_iso);
  json_object_set_string_member (line, "what", what);
  return line;
}

static void
set_conditions (JsonObject *line, const SentinelTransition *transition)
{
  set_nick (line, "from", sentinel_condition_nicks, transition->from_code);
  set_nick (line, "to", sentinel_condition_nicks, transition->to_code);
}

static void
set_attention (JsonObject *line, const SentinelTransition *transition)
{
  if (transition->kind != SENTINEL_TRANSITION_SNOOZED
      && transition->kind != SENTINEL_TRANSITION_SNOOZE_ENDED)
    set_nick (line, "scope", sentinel_ack_scope_nicks, transition->reason);
  if (transition->actor != NULL)
    json_object_set_string_member (line, "by", transition->actor);
}

static void
set_details (JsonObject *line, const SentinelTransition *transition, const SentinelEvent *event)
{
  switch (transition->kind) {
  case SENTINEL_TRANSITION_FIRED:
    set_conditions (line, transition);
    set_nick (line,
              "level",
              sentinel_importance_nicks,
              (int) (event->point ? event->importance : event->level_now));
    break;
  case SENTINEL_TRANSITION_LEVEL:
    set_nick (line, "from", sentinel_importance_nicks, transition->from_code);
    set_nick (line, "to", sentinel_importance_nicks, transition->to_code);
    break;
  case SENTINEL_TRANSITION_RESOLVED:
    set_conditions (line, transition);
    set_nick (line, "reason", sentinel_close_reason_nicks, transition->reason);
    break;
  case SENTINEL_TRANSITION_PENDING:
  case SENTINEL_TRANSITION_CALMED:
  case SENTINEL_TRANSITION_RECOVERING:
  case SENTINEL_TRANSITION_REFIRED:
    set_conditions (line, transition);
    break;
  case SENTINEL_TRANSITION_ACKNOWLEDGED:
  case SENTINEL_TRANSITION_UNACKNOWLEDGED:
  case SENTINEL_TRANSITION_ACK_ENDED:
  case SENTINEL_TRANSITION_SNOOZED:
  case SENTINEL_TRANSITION_SNOOZE_ENDED:
    set_attention (line, transition);
    break;
  case SENTINEL_TRANSITION_FLAP_START:
  case SENTINEL_TRANSITION_FLAP_END:
  default:
    break;
  }
}

/**
 * sentinel_simulation_report_transition:
 * @transition: what changed
 * @event: (nullable): the event that it belongs to, as it was after that
 * @at_us: the time on the timeline
 * @is_iso: how times are written
 *
 * Returns: (transfer full): the line
 */
JsonObject *
sentinel_simulation_report_transition (const SentinelTransition *transition,
                                       const SentinelEvent *event,
                                       gint64 at_us,
                                       gboolean is_iso)
{
  JsonObject *line = begin_line ("transition", at_us, is_iso);

  set_nick (line, "kind", sentinel_transition_nicks, (int) transition->kind);
  if (event != NULL)
    json_object_set_int_member (line, "event", event->id);
  else
    json_object_set_int_member (line, "instance", transition->instance_id);
  set_details (line, transition, event);
  if (!isnan (transition->value))
    sentinel_json_set_number (line, "value", transition->value);
  return line;
}

/**
 * sentinel_simulation_report_delivery:
 * @delivery: what was just sent
 * @at_us: the time on the timeline
 * @is_iso: how times are written
 *
 * Returns: (transfer full): the line
 */
JsonObject *
sentinel_simulation_report_delivery (const SentinelDelivery *delivery,
                                     gint64 at_us,
                                     gboolean is_iso)
{
  JsonObject *line = begin_line ("delivery", at_us, is_iso);

  json_object_set_string_member (line, "channel", delivery->channel);
  set_nick (line, "reason", sentinel_delivery_reason_nicks, (int) delivery->reason);
  if (delivery->event_id != 0)
    json_object_set_int_member (line, "event", delivery->event_id);
  return line;
}

/**
 * sentinel_simulation_report_event:
 * @event: an event at the end of the simulation
 * @is_iso: how times are written
 *
 * Returns: (transfer full): the line
 */
JsonObject *
sentinel_simulation_report_event (const SentinelEvent *event, gboolean is_iso)
{
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "what", "event");
  json_object_set_int_member (line, "id", event->id);
  json_object_set_int_member (line, "rule_version", event->rule_version);
  sentinel_json_set_text (line, "source", event->source);
  json_object_set_string_member (line, "message", event->message);
  set_nick (line, "importance", sentinel_importance_nicks, (int) event->importance);
  set_nick (line, "status", sentinel_attention_nicks, (int) sentinel_event_get_attention (event));
  set_time (line, "opened", event->opened_at_us, is_iso);
  set_time (line, "began", event->began_at_us, is_iso);
  set_time (line, "closed", event->closed_at_us, is_iso);
  set_nick (line, "close_reason", sentinel_close_reason_nicks, (int) event->close_reason);
  sentinel_json_set_number (line, "value_first", event->value_first);
  sentinel_json_set_number (line, "value_peak", event->value_peak);
  sentinel_json_set_number (line, "value_last", event->value_last);
  json_object_set_int_member (line, "refire_count", event->refire_count);
  json_object_set_int_member (line, "repeat_count", event->repeat_count);
  return line;
}
