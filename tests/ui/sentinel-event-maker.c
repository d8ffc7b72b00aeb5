/* SPDX-License-Identifier: MIT */
/* A processor that is too busy, and said to be so at three levels. */
#include "sentinel-event-maker.h"
#include "sentinel-event-store.h"
#include "sentinel-instance-store.h"
#include "sentinel-json.h"
#include "sentinel-rule-store.h"
#include "sentinel-series-store.h"

static gint64
insert_rule (SentinelTransaction *tx, GError **error)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();

  g_set_str (&rule->name, "Busy processor");
  g_set_str (&rule->trigger, "cpu-usage");
  g_set_str (&rule->category, "System");
  g_clear_pointer (&rule->parameters, json_node_unref);
  rule->parameters = sentinel_json_parse ("{\"metric\":\"usage\",\"threshold\":90}", -1, 0, error);
  rule->importance = SENTINEL_IMPORTANCE_HIGH;
  rule->period_ms = 10000;
  return sentinel_rule_store_insert (tx, rule, "Ada", error);
}

static gint64
put_instance (SentinelTransaction *tx, const SentinelEventMaker *self, GError **error)
{
  g_autoptr (SentinelInstance) instance = sentinel_instance_new (self->rule_id);
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  gint64 series_id;

  g_set_str (&instance->labels, self->labels != NULL ? self->labels : "{}");
  if (!sentinel_instance_store_put (tx, instance, error))
    return 0;
  series_id = sentinel_series_store_ensure (tx, instance->id, "value", "%", error);
  for (guint i = 0; i < self->n_samples; i++) {
    guint n_minutes = i + (2 * i >= self->n_samples ? self->gap_minutes : 0);

    if (!sentinel_series_store_add (tx,
                                    series_id,
                                    now_us - n_minutes * G_TIME_SPAN_MINUTE,
                                    95 - (double) i,
                                    error))
      return 0;
  }
  return instance->id;
}

static gboolean
add_transition (SentinelTransaction *tx,
                const SentinelEvent *event,
                SentinelTransitionKind kind,
                int from_code,
                int to_code,
                GError **error)
{
  g_autoptr (SentinelTransition) transition = sentinel_transition_new (kind, event->opened_at_us);

  transition->event_id = event->id;
  transition->instance_id = event->instance_id;
  transition->from_code = from_code;
  transition->to_code = to_code;
  return sentinel_event_store_add_transition (tx, transition, error);
}

/* Fired as Medium, and escalated to High. */
gboolean
sentinel_event_maker_write (SentinelTransaction *tx, gpointer maker, GError **error)
{
  SentinelEventMaker *self = maker;
  g_autoptr (SentinelEvent) event = sentinel_event_new ();

  self->rule_id = insert_rule (tx, error);
  event->rule_id = self->rule_id;
  event->rule_version = 1;
  event->instance_id = self->rule_id != 0 ? put_instance (tx, self, error) : 0;
  if (event->instance_id == 0)
    return FALSE;
  event->opened_at_us = event->began_at_us = sentinel_transaction_get_now_us (tx);
  event->importance = event->level_now = SENTINEL_IMPORTANCE_HIGH;
  event->category = g_strdup ("System");
  event->source = g_strdup ("build-02");
  event->message = g_strdup (self->message);
  event->value_first = event->value_peak = event->value_last = 95;
  event->unit = g_strdup ("%");
  event->last_seen_at_us = event->opened_at_us;
  event->shown_until_us = event->opened_at_us;
  if (!sentinel_event_store_insert (tx, event, self->payload, error))
    return FALSE;
  self->event_id = event->id;
  return add_transition (tx, event, SENTINEL_TRANSITION_FIRED, 0, 0, error)
         && add_transition (tx,
                            event,
                            SENTINEL_TRANSITION_LEVEL,
                            SENTINEL_IMPORTANCE_MEDIUM,
                            SENTINEL_IMPORTANCE_HIGH,
                            error);
}
