/* SPDX-License-Identifier: MIT */
/* From decision to rows. The event is read inside the transaction, because a person may have
 * acknowledged it from another process since the last evaluation. */
#include "sentinel-event-writer.h"
#include "sentinel-acknowledgement.h"
#include "sentinel-attention.h"
#include "sentinel-delivery-plan.h"
#include "sentinel-error.h"
#include "sentinel-event-store.h"
#include "sentinel-instance-store.h"
#include "sentinel-json.h"
#include <math.h>

typedef struct {
  const SentinelEventWrite *write;
  SentinelEvent *event; /* nullable: nothing is open */
  gboolean is_changed; /* the event's row is behind */
} Writing;

/* *event is NULL where the event is gone, as after a salvage: then there is nothing to change. */
static gboolean
find_event (const SentinelEventWrite *write, gint64 event_id, SentinelEvent **event, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  *event = sentinel_event_store_get (sentinel_transaction_get_database (write->tx),
                                     event_id,
                                     &local_error);
  if (*event != NULL || g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* The event itself: */

static char *
format_quantity (double value, const char *unit)
{
  if (unit == NULL || *unit == '\0')
    return g_strdup_printf ("%.6g", value);
  return g_strdup_printf ("%.6g %s", value, unit);
}

static const SentinelLevel *
find_level (const SentinelPlan *plan, SentinelImportance importance)
{
  for (guint i = 0; i < plan->n_levels; i++)
    if (plan->levels[i].importance == importance)
      return &plan->levels[i];
  return NULL;
}

static char *
compose_message (const SentinelEventWrite *write, SentinelImportance level_now)
{
  const SentinelLevel *level = find_level (write->plan, level_now);
  const char *name = write->plan->rule->name;
  g_autofree char *value = NULL;
  g_autofree char *threshold = NULL;

  if (write->message != NULL && *write->message != '\0')
    return g_strdup (write->message);
  if (isnan (write->value))
    return g_strdup (name);
  value = format_quantity (write->value, write->unit);
  if (level == NULL)
    return g_strdup_printf ("%s: %s", name, value);
  threshold = format_quantity (level->raise, write->unit);
  return g_strdup_printf ("%s: %s (threshold %s)", name, value, threshold);
}

/* A clock that was set back between breach and firing must not make an event that began after it
 * opened. */
static gint64
get_began_us (const SentinelEventWrite *write)
{
  gint64 first_us = write->instance != NULL ? write->instance->first_breach_at_us : 0;

  return first_us != 0 ? MIN (first_us, write->now_us) : write->now_us;
}

static SentinelEvent *
make_event (const SentinelEventWrite *write, SentinelImportance level)
{
  const SentinelRule *rule = write->plan->rule;
  SentinelEvent *event = sentinel_event_new ();

  event->rule_id = rule->id;
  event->rule_version = rule->version;
  event->instance_id = write->instance != NULL ? write->instance->id : 0;
  event->opened_at_us = write->now_us;
  event->began_at_us = get_began_us (write);
  event->importance = level;
  event->level_now = level;
  event->category_id = write->category_id;
  event->source_id = write->source_id;
  g_set_str (&event->category, write->category != NULL ? write->category : rule->category);
  g_set_str (&event->source, write->source);
  g_set_str (&event->rule, rule->name);
  g_set_str (&event->unit, write->unit);
  event->message = compose_message (write, level);
  event->value_first = write->value;
  event->value_peak = write->value;
  event->value_last = write->value;
  event->last_seen_at_us = write->now_us;
  event->shown_until_us = write->now_us + rule->display_minutes * G_TIME_SPAN_MINUTE;
  return event;
}

static gboolean
insert_event (const SentinelEventWrite *write, SentinelEvent *event, GError **error)
{
  g_autofree char *payload = write->payload != NULL ? sentinel_json_to_text (write->payload) : NULL;

  if (!sentinel_event_store_insert (write->tx, event, payload, error))
    return FALSE;
  if (write->opened != NULL)
    g_ptr_array_add (write->opened, sentinel_event_ref (event));
  return TRUE;
}

static double
get_peak (const SentinelPlan *plan, double peak, double value)
{
  gboolean is_downward =
      plan->n_levels > 0
      && (plan->levels[0].op == SENTINEL_OP_LT || plan->levels[0].op == SENTINEL_OP_LE);

  if (isnan (peak))
    return value;
  return is_downward ? MIN (peak, value) : MAX (peak, value);
}

static void
note_value (Writing *writing)
{
  const SentinelEventWrite *write = writing->write;
  SentinelEvent *event = writing->event;

  if (isnan (write->value))
    return;
  event->value_last = write->value;
  event->value_peak = get_peak (write->plan, event->value_peak, write->value);
  writing->is_changed = TRUE;
}

/* The message follows what is breached; the values that calm it leave the last one standing. */
static void
note_breach (Writing *writing)
{
  const SentinelEventWrite *write = writing->write;
  SentinelEvent *event = writing->event;

  g_free (event->message);
  event->message = compose_message (write, write->instance->level);
  event->last_seen_at_us = write->now_us;
  if (write->is_repeat_counted)
    event->repeat_count++;
  writing->is_changed = TRUE;
}

/* What is raised again says it anew: the message and what belongs to it stay together. */
static gboolean
renew_payload (const Writing *writing, GError **error)
{
  const SentinelEventWrite *write = writing->write;
  g_autofree char *payload = NULL;

  if (!write->is_repeat_counted || write->payload == NULL || writing->event->id == 0)
    return TRUE;
  payload = sentinel_json_to_text (write->payload);
  return sentinel_event_store_put_payload (write->tx, writing->event->id, payload, error);
}

/* The timeline: */

static SentinelTransition *
make_transition (const Writing *writing, SentinelTransitionKind kind)
{
  const SentinelEventWrite *write = writing->write;
  SentinelTransition *transition = sentinel_transition_new (kind, write->now_us);

  transition->event_id = writing->event != NULL ? writing->event->id : 0;
  transition->instance_id = write->instance != NULL ? write->instance->id : 0;
  transition->value = write->value;
  g_set_str (&transition->actor, write->actor);
  return transition;
}

static gboolean
store_transition (const Writing *writing, SentinelTransition *transition, GError **error)
{
  const SentinelEventWrite *write = writing->write;

  if (!sentinel_event_store_add_transition (write->tx, transition, error))
    return FALSE;
  if (writing->event == NULL || write->is_quiet)
    return TRUE;
  return sentinel_delivery_plan_write (write->tx,
                                       write->plan->rule,
                                       writing->event,
                                       transition,
                                       error);
}

static gboolean
write_step (const Writing *writing, const SentinelStep *step, GError **error)
{
  g_autoptr (SentinelTransition) transition = make_transition (writing, step->kind);

  transition->from_code = step->from_code;
  transition->to_code = step->to_code;
  transition->reason = step->reason;
  return store_transition (writing, transition, error);
}

/* Acknowledgements: */

static gboolean
write_acknowledgement (Writing *writing,
                       SentinelTransitionKind kind,
                       int scope,
                       const char *actor,
                       GError **error)
{
  g_autoptr (SentinelTransition) transition = make_transition (writing, kind);

  transition->reason = scope;
  g_set_str (&transition->actor, actor);
  return store_transition (writing, transition, error);
}

/* Fills the columns of a new event from the one whose “until TIME” still holds; *inherited says
 * whether there was one. */
static gboolean
inherit_acknowledgement (const SentinelEventWrite *write,
                         SentinelEvent *event,
                         gboolean *inherited,
                         GError **error)
{
  SentinelInstance *instance = write->instance;
  g_autoptr (SentinelEvent) from = NULL;

  *inherited = FALSE;
  if (instance == NULL || instance->ack_event_id == 0)
    return TRUE;
  if (!find_event (write, instance->ack_event_id, &from, error))
    return FALSE;
  *inherited = from != NULL && sentinel_acknowledgement_inherit (event, from, write->now_us);
  if (!*inherited)
    instance->ack_event_id = 0;
  return TRUE;
}

static gboolean
change_level (Writing *writing, const SentinelStep *step, GError **error)
{
  SentinelEvent *event = writing->event;
  SentinelImportance level = (SentinelImportance) step->to_code;
  gboolean ends = event->acked_at_us != 0 && sentinel_acknowledgement_ends_at_level (event, level);
  int scope = (int) event->ack_scope;
  /* A snooze hides what was known, and nothing worse. */
  gboolean wakes = event->snoozed_until_us != 0 && level > event->importance;

  if (wakes)
    event->snoozed_until_us = 0;
  if (ends) {
    sentinel_acknowledgement_clear (event);
    writing->write->instance->ack_event_id = 0;
  }
  event->level_now = level;
  event->importance = MAX (event->importance, level);
  if (!write_step (writing, step, error))
    return FALSE;
  if (wakes && !write_acknowledgement (writing, SENTINEL_TRANSITION_SNOOZE_ENDED, 0, NULL, error))
    return FALSE;
  return !ends
         || write_acknowledgement (writing, SENTINEL_TRANSITION_ACK_ENDED, scope, NULL, error);
}

/* Steps: */

/* Opens what the writing is about: from here on the event exists. */
static gboolean
open_event (Writing *writing,
            SentinelImportance level,
            gboolean is_point,
            const SentinelStep *step,
            GError **error)
{
  const SentinelEventWrite *write = writing->write;
  SentinelEvent *event = writing->event = make_event (write, level);
  gboolean inherited;

  if (!inherit_acknowledgement (write, event, &inherited, error))
    return FALSE;
  if (is_point) {
    event->point = TRUE;
    event->closed_at_us = write->now_us;
    event->close_reason = SENTINEL_CLOSE_POINT;
    event->level_now = SENTINEL_IMPORTANCE_NONE;
  }
  if (!insert_event (write, event, error) || !write_step (writing, step, error))
    return FALSE;
  if (!inherited)
    return TRUE;
  return write_acknowledgement (writing,
                                SENTINEL_TRANSITION_ACKNOWLEDGED,
                                (int) event->ack_scope,
                                event->acked_by,
                                error);
}

static gboolean
close_event (Writing *writing, const SentinelStep *step, GError **error)
{
  SentinelEvent *event = writing->event;

  event->closed_at_us = MAX (writing->write->now_us, event->opened_at_us);
  event->close_reason = (SentinelCloseReason) step->reason;
  event->level_now = SENTINEL_IMPORTANCE_NONE;
  writing->write->instance->open_event_id = 0;
  return write_step (writing, step, error);
}

static gboolean
fire (Writing *writing, const SentinelStep *step, GError **error)
{
  SentinelInstance *instance = writing->write->instance;

  if (!open_event (writing, instance->level, FALSE, step, error))
    return FALSE;
  instance->open_event_id = writing->event->id;
  return TRUE;
}

static gboolean
change_event (Writing *writing, const SentinelStep *step, GError **error)
{
  writing->is_changed = TRUE;
  if (step->kind == SENTINEL_TRANSITION_LEVEL)
    return change_level (writing, step, error);
  if (step->kind == SENTINEL_TRANSITION_RESOLVED)
    return close_event (writing, step, error);
  if (step->kind == SENTINEL_TRANSITION_REFIRED)
    writing->event->refire_count++;
  return write_step (writing, step, error);
}

static gboolean
apply_step (Writing *writing, const SentinelStep *step, GError **error)
{
  if (step->kind == SENTINEL_TRANSITION_FIRED)
    return fire (writing, step, error);
  if (writing->event != NULL)
    return change_event (writing, step, error);
  return write_step (writing, step, error);
}

static gboolean
apply_steps (Writing *writing, const SentinelDecision *decision, GError **error)
{
  if (writing->event != NULL)
    note_value (writing);
  if (writing->event != NULL && decision->outcome == SENTINEL_OUTCOME_BREACH)
    note_breach (writing);
  for (guint i = 0; i < decision->n_steps; i++)
    if (!apply_step (writing, &decision->steps[i], error))
      return FALSE;
  if (!writing->is_changed)
    return TRUE;
  return sentinel_event_store_update (writing->write->tx, writing->event, error)
         && renew_payload (writing, error);
}

static gboolean
load_open_event (Writing *writing, GError **error)
{
  SentinelInstance *instance = writing->write->instance;

  if (instance->open_event_id == 0)
    return TRUE;
  if (!find_event (writing->write, instance->open_event_id, &writing->event, error))
    return FALSE;
  if (writing->event == NULL)
    instance->open_event_id = 0;
  return TRUE;
}

/* A new instance needs its id before anything can name it. */
static gboolean
apply_decision (Writing *writing, const SentinelDecision *decision, GError **error)
{
  const SentinelEventWrite *write = writing->write;

  if (write->instance->id == 0 && decision->n_steps > 0
      && !sentinel_instance_store_put (write->tx, write->instance, error))
    return FALSE;
  return load_open_event (writing, error) && apply_steps (writing, decision, error)
         && sentinel_instance_store_put (write->tx, write->instance, error);
}

/**
 * sentinel_event_writer_apply:
 * @write: what was found, about which instance (required); the instance is stored too
 * @decision: what the evaluator made of it
 * @error: the store's
 *
 * Returns: whether everything could be written
 */
gboolean
sentinel_event_writer_apply (const SentinelEventWrite *write,
                             const SentinelDecision *decision,
                             GError **error)
{
  Writing writing = { write, NULL, FALSE };
  gboolean written = apply_decision (&writing, decision, error);

  g_clear_pointer (&writing.event, sentinel_event_unref);
  return written;
}

/**
 * sentinel_event_writer_point:
 * @write: what was found; its instance, where there is one, must have an id
 * @importance: how much it matters
 * @error: the store's
 *
 * Returns: (transfer full) (nullable): the event, closed as it opened
 */
SentinelEvent *
sentinel_event_writer_point (const SentinelEventWrite *write,
                             SentinelImportance importance,
                             GError **error)
{
  static const SentinelStep fired = { SENTINEL_TRANSITION_FIRED,
                                      SENTINEL_CONDITION_NORMAL,
                                      SENTINEL_CONDITION_FIRING,
                                      0 };
  Writing writing = { write, NULL, FALSE };

  if (open_event (&writing, importance, TRUE, &fired, error))
    return writing.event;
  g_clear_pointer (&writing.event, sentinel_event_unref);
  return NULL;
}
