/* SPDX-License-Identifier: MIT */
/* What is told, and what is taken back: the rows of an event say what each channel knows of it, a
 * transition says what is new. */
#include "sentinel-delivery-plan.h"
#include "sentinel-action.h"
#include "sentinel-error.h"
#include "sentinel-event-store.h"
#include "sentinel-json.h"
#include "sentinel-log-store.h"

/* News grow old, also where no process has the channel; on the desktop sooner than elsewhere. */
#define DESKTOP_LIFE_US (15 * G_TIME_SPAN_MINUTE)
#define CHANNEL_LIFE_US G_TIME_SPAN_DAY
#define INTERRUPTED \
  "the program ended while it was being done; it may have been done, so it is not done again"

typedef struct {
  SentinelTransaction *tx;
  const SentinelRule *rule; /* (nullable) as transition: nothing new is told */
  const SentinelEvent *event;
  const SentinelTransition *transition;
  GPtrArray *rows; /* (nullable) of SentinelDelivery: of the event, read when they are needed */
} Planning;

static void
add_channel (GPtrArray *channels, const char *channel)
{
  if (!g_ptr_array_find_with_equal_func (channels, channel, g_str_equal, NULL))
    g_ptr_array_add (channels, g_strdup (channel));
}

/**
 * sentinel_delivery_plan_list_channels:
 * @rule: a rule
 *
 * Returns: (transfer full) (element-type utf8): the channels that its events are told on
 */
GPtrArray *
sentinel_delivery_plan_list_channels (const SentinelRule *rule)
{
  return sentinel_actions_list_ids (rule->actions);
}

static gboolean
is_command (const char *channel)
{
  return g_str_equal (channel, SENTINEL_ACTION_COMMAND)
         || g_str_has_prefix (channel, SENTINEL_ACTION_COMMAND ":");
}

/* What an action is run for; 0: nothing that it could be run for. */
static guint
get_on (SentinelDeliveryReason reason)
{
  switch (reason) {
  case SENTINEL_DELIVERY_FIRED:
    return SENTINEL_ACTION_ON_FIRED;
  case SENTINEL_DELIVERY_RAISED:
    return SENTINEL_ACTION_ON_LEVEL;
  case SENTINEL_DELIVERY_RESOLVED:
    return SENTINEL_ACTION_ON_RESOLVED;
  case SENTINEL_DELIVERY_FLAPPING:
  case SENTINEL_DELIVERY_EFFECT:
  case SENTINEL_DELIVERY_TEST:
  default:
    return 0;
  }
}

/* One that cannot be read, from before anybody checked, is told when it fires: then the outbox
 * shows what is wrong with it. */
static guint
read_on (const SentinelRule *rule, const char *channel)
{
  g_autoptr (SentinelAction) action = NULL;

  if (!sentinel_actions_find (rule->actions, channel, &action, NULL))
    return SENTINEL_ACTION_ON_FIRED;
  return action != NULL && action->enabled ? action->on : 0;
}

/* A command says what it is run for; all else is told everything. */
static gboolean
wants (const Planning *planning, const char *channel, SentinelDeliveryReason reason)
{
  return !is_command (channel) || (read_on (planning->rule, channel) & get_on (reason)) != 0;
}

/* A command that is run for ends and not for beginnings needs none to be told of the end. */
static gboolean
wants_any_end (const Planning *planning, const char *channel)
{
  guint on = is_command (channel) ? read_on (planning->rule, channel) : 0;

  return (on & SENTINEL_ACTION_ON_RESOLVED) != 0 && (on & SENTINEL_ACTION_ON_FIRED) == 0
         && planning->event->suppressed_by == 0;
}

/* Who was told something is told the end, also when the rule no longer names that channel. */
static GPtrArray *
list_all_channels (const Planning *planning)
{
  GPtrArray *channels = sentinel_delivery_plan_list_channels (planning->rule);

  for (guint i = 0; i < planning->rows->len; i++)
    add_channel (channels, ((SentinelDelivery *) g_ptr_array_index (planning->rows, i))->channel);
  return channels;
}

static gboolean
read_rows (Planning *planning, GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (planning->tx);

  planning->rows = sentinel_delivery_store_list_of_event (db, planning->event->id, error);
  return planning->rows != NULL;
}

/* Attention gates what is told, never what is recorded. */
static gboolean
is_gated (const Planning *planning)
{
  const SentinelEvent *event = planning->event;

  return event->acked_at_us != 0 || event->suppressed_by != 0 || event->snoozed_until_us != 0;
}

static char *
make_body (const Planning *planning, SentinelDeliveryReason reason)
{
  g_autoptr (JsonObject) body = json_object_new ();

  json_object_set_string_member (body,
                                 "reason",
                                 sentinel_nick_of (sentinel_delivery_reason_nicks, (int) reason));
  json_object_set_int_member (body, "instance_id", planning->event->instance_id);
  json_object_set_object_member (body, "event", sentinel_event_to_json (planning->event));
  return sentinel_json_object_to_text (body);
}

static gboolean
is_news_of (const SentinelDelivery *row, const char *channel)
{
  return g_str_equal (row->channel, channel) && row->reason != SENTINEL_DELIVERY_EFFECT
         && row->reason != SENTINEL_DELIVERY_RESOLVED;
}

/* What comes later does not overtake what waits for its next attempt; an end takes that back. */
static gint64
get_earliest_us (const Planning *planning, const char *channel)
{
  gint64 earliest_us = 0;

  for (guint i = 0; planning->rows != NULL && i < planning->rows->len; i++) {
    const SentinelDelivery *row = g_ptr_array_index (planning->rows, i);

    if (row->state == SENTINEL_DELIVERY_PENDING && is_news_of (row, channel))
      earliest_us = MAX (earliest_us, row->next_at_us);
  }
  return earliest_us;
}

static gint64
get_life_us (const char *channel)
{
  return g_str_equal (channel, SENTINEL_CHANNEL_DESKTOP) ? DESKTOP_LIFE_US : CHANNEL_LIFE_US;
}

static gboolean
tell_channel (const Planning *planning,
              const char *channel,
              SentinelDeliveryReason reason,
              GError **error)
{
  g_autoptr (SentinelDelivery) delivery = NULL;

  if (!wants (planning, channel, reason))
    return TRUE;
  delivery = sentinel_delivery_new (channel, reason);
  delivery->rule_id = planning->event->rule_id;
  delivery->event_id = planning->event->id;
  delivery->transition_id = planning->transition->id;
  if (reason != SENTINEL_DELIVERY_RESOLVED)
    delivery->next_at_us = get_earliest_us (planning, channel);
  delivery->expires_at_us = planning->transition->at_us + get_life_us (channel);
  delivery->idem_key = g_strdup_printf ("%s:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT,
                                        channel,
                                        planning->event->id,
                                        planning->transition->id);
  g_free (delivery->body);
  delivery->body = make_body (planning, reason);
  return sentinel_delivery_store_insert (planning->tx, delivery, error);
}

static gboolean
tell (Planning *planning, SentinelDeliveryReason reason, GError **error)
{
  g_autoptr (GPtrArray) channels = NULL;

  if (is_gated (planning))
    return TRUE;
  if (reason != SENTINEL_DELIVERY_FIRED && !read_rows (planning, error))
    return FALSE;
  channels = sentinel_delivery_plan_list_channels (planning->rule);
  for (guint i = 0; i < channels->len; i++)
    if (!tell_channel (planning, g_ptr_array_index (channels, i), reason, error))
      return FALSE;
  return TRUE;
}

/* A command that was begun and failed may have done all the same what its end is to undo. */
static gboolean
is_told (const SentinelDelivery *row)
{
  return row->state == SENTINEL_DELIVERY_SENT || row->state == SENTINEL_DELIVERY_CLAIMED
         || (row->state == SENTINEL_DELIVERY_FAILED && row->sent_at_us != 0);
}

static gboolean
is_told_or_waiting (const SentinelDelivery *row)
{
  return is_told (row) || row->state == SENTINEL_DELIVERY_PENDING;
}

/* The newest, where it is newer than after_id. */
static const SentinelDelivery *
find_news (const Planning *planning,
           const char *channel,
           gint64 after_id,
           gboolean (*is_state) (const SentinelDelivery *row))
{
  for (guint i = planning->rows->len; i > 0; i--) {
    const SentinelDelivery *row = g_ptr_array_index (planning->rows, i - 1);

    if (row->id > after_id && is_news_of (row, channel) && is_state (row))
      return row;
  }
  return NULL;
}

/* The level of the event when the row was written. */
static SentinelImportance
get_level_of (const SentinelDelivery *row)
{
  g_autoptr (JsonObject) body = sentinel_json_parse_object (row->body, -1, 0, NULL);
  JsonNode *node = body != NULL ? json_object_get_member (body, "event") : NULL;
  g_autofree char *nick = NULL;
  int level = SENTINEL_IMPORTANCE_NONE;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node)
      && sentinel_json_read_string (json_node_get_object (node), "level_now", &nick, NULL)
      && nick != NULL)
    sentinel_nick_parse (sentinel_importance_nicks, "level", nick, &level, NULL);
  return (SentinelImportance) level;
}

/* What a channel knows of the event; all 0: nothing. The rows of what was sent are pruned in time;
 * what was told stays. */
static gboolean
find_told (const Planning *planning,
           const char *channel,
           gboolean (*is_state) (const SentinelDelivery *row),
           SentinelTold *told,
           GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (planning->tx);
  const SentinelEvent *event = planning->event;
  const SentinelDelivery *row = find_news (planning, channel, 0, is_state);

  *told = (SentinelTold) { 0 };
  if (row != NULL)
    *told = (SentinelTold) { event->id, get_level_of (row), row->sent_at_us };
  if (row != NULL || event->instance_id == 0)
    return TRUE;
  if (!sentinel_delivery_store_get_told (db, channel, event->instance_id, told, error))
    return FALSE;
  if (told->event_id != event->id)
    *told = (SentinelTold) { 0 };
  return TRUE;
}

static gboolean
cancel_pending (const Planning *planning, const char *channel, GError **error)
{
  gboolean was_pending;

  return sentinel_delivery_store_cancel_pending (planning->tx,
                                                 planning->event->id,
                                                 channel,
                                                 &was_pending,
                                                 error);
}

static gboolean
end_on_channel (const Planning *planning, const char *channel, GError **error)
{
  SentinelTold told;

  if (!cancel_pending (planning, channel, error)
      || !find_told (planning, channel, is_told, &told, error))
    return FALSE;
  if (told.event_id == 0 && !wants_any_end (planning, channel))
    return TRUE;
  return tell_channel (planning, channel, SENTINEL_DELIVERY_RESOLVED, error);
}

static gboolean
tell_the_end (Planning *planning, GError **error)
{
  g_autoptr (GPtrArray) channels = NULL;

  if (!read_rows (planning, error))
    return FALSE;
  channels = list_all_channels (planning);
  for (guint i = 0; i < channels->len; i++)
    if (!end_on_channel (planning, g_ptr_array_index (channels, i), error))
      return FALSE;
  return TRUE;
}

/* Somebody has seen it: what was not sent yet is news no more. An end that waits to be told stays.
 */
static gboolean
take_back (Planning *planning, GError **error)
{
  if (!read_rows (planning, error))
    return FALSE;
  for (guint i = 0; i < planning->rows->len; i++) {
    SentinelDelivery *row = g_ptr_array_index (planning->rows, i);

    if (row->state != SENTINEL_DELIVERY_PENDING || !is_news_of (row, row->channel))
      continue;
    row->state = SENTINEL_DELIVERY_CANCELLED;
    if (!sentinel_delivery_store_update (planning->tx, row, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_above (const SentinelDelivery *row, const SentinelEvent *event)
{
  return row->reason == SENTINEL_DELIVERY_RAISED && get_level_of (row) > event->level_now;
}

static gboolean
catch_up_on_channel (const Planning *planning, const char *channel, GError **error)
{
  SentinelTold told;

  if (!find_told (planning, channel, is_told_or_waiting, &told, error))
    return FALSE;
  if (told.event_id == 0)
    return tell_channel (planning, channel, SENTINEL_DELIVERY_FIRED, error);
  return told.level >= planning->event->level_now
         || tell_channel (planning, channel, SENTINEL_DELIVERY_RAISED, error);
}

/* An acknowledgement ended: what it held back is told now, unless it was told before. */
static gboolean
catch_up (Planning *planning, GError **error)
{
  g_autoptr (GPtrArray) channels = NULL;

  if (!sentinel_event_is_open (planning->event) || is_gated (planning))
    return TRUE;
  if (!read_rows (planning, error))
    return FALSE;
  channels = sentinel_delivery_plan_list_channels (planning->rule);
  for (guint i = 0; i < channels->len; i++)
    if (!catch_up_on_channel (planning, g_ptr_array_index (channels, i), error))
      return FALSE;
  return TRUE;
}

/* A rise that is over before it was told is news no more; less of it may be. */
static gboolean
take_back_rise (const Planning *planning, SentinelDelivery *row, GError **error)
{
  if (row->state != SENTINEL_DELIVERY_PENDING || !is_above (row, planning->event))
    return TRUE;
  row->state = SENTINEL_DELIVERY_CANCELLED;
  return sentinel_delivery_store_update (planning->tx, row, error)
         && (is_gated (planning) || catch_up_on_channel (planning, row->channel, error));
}

static gboolean
take_back_rises (Planning *planning, GError **error)
{
  if (!read_rows (planning, error))
    return FALSE;
  for (guint i = 0; i < planning->rows->len; i++)
    if (!take_back_rise (planning, g_ptr_array_index (planning->rows, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
plan_transition (Planning *planning, GError **error)
{
  const SentinelTransition *transition = planning->transition;

  switch (transition->kind) {
  case SENTINEL_TRANSITION_FIRED:
    return tell (planning, SENTINEL_DELIVERY_FIRED, error);
  case SENTINEL_TRANSITION_LEVEL:
    return transition->to_code > transition->from_code
               ? tell (planning, SENTINEL_DELIVERY_RAISED, error)
               : take_back_rises (planning, error);
  case SENTINEL_TRANSITION_FLAP_START:
    return tell (planning, SENTINEL_DELIVERY_FLAPPING, error);
  case SENTINEL_TRANSITION_RESOLVED:
    return tell_the_end (planning, error);
  case SENTINEL_TRANSITION_ACKNOWLEDGED:
  case SENTINEL_TRANSITION_SNOOZED:
    return take_back (planning, error);
  case SENTINEL_TRANSITION_UNACKNOWLEDGED:
  case SENTINEL_TRANSITION_ACK_ENDED:
  case SENTINEL_TRANSITION_SNOOZE_ENDED:
    return catch_up (planning, error);
  case SENTINEL_TRANSITION_PENDING:
  case SENTINEL_TRANSITION_CALMED:
  case SENTINEL_TRANSITION_RECOVERING:
  case SENTINEL_TRANSITION_REFIRED:
  case SENTINEL_TRANSITION_FLAP_END:
  default:
    return TRUE;
  }
}

/**
 * sentinel_delivery_plan_write:
 * @tx: the transaction of the cause
 * @rule: the event's rule: its channels
 * @event: the event as it is after @transition
 * @transition: what just changed, stored already
 * @error: the store's
 *
 * Writes the outbox rows that @transition causes and takes back those that it makes pointless.
 * Writer thread.
 *
 * Returns: whether all could be written
 */
gboolean
sentinel_delivery_plan_write (SentinelTransaction *tx,
                              const SentinelRule *rule,
                              const SentinelEvent *event,
                              const SentinelTransition *transition,
                              GError **error)
{
  Planning planning = { tx, rule, event, transition, NULL };
  gboolean written = plan_transition (&planning, error);

  g_clear_pointer (&planning.rows, g_ptr_array_unref);
  return written;
}

/* After an attempt: */

static gboolean
is_over (const SentinelEvent *event)
{
  return !event->point && !sentinel_event_is_open (event);
}

static gboolean
is_news_still (const Planning *planning, const SentinelDelivery *row)
{
  return !is_over (planning->event) && planning->event->acked_at_us == 0
         && planning->event->snoozed_until_us == 0 && !is_above (row, planning->event)
         && find_news (planning, row->channel, row->id, is_told_or_waiting) == NULL;
}

static SentinelDelivery *
find_row (const Planning *planning, gint64 id)
{
  for (guint i = 0; i < planning->rows->len; i++) {
    SentinelDelivery *row = g_ptr_array_index (planning->rows, i);

    if (row->id == id)
      return row;
  }
  return NULL;
}

static gboolean
take_back_retry (Planning *planning, gint64 id, GError **error)
{
  SentinelDelivery *row;

  if (!read_rows (planning, error))
    return FALSE;
  row = find_row (planning, id);
  if (row == NULL || row->state != SENTINEL_DELIVERY_PENDING || is_news_still (planning, row))
    return TRUE;
  row->state = SENTINEL_DELIVERY_CANCELLED;
  return sentinel_delivery_store_update (planning->tx, row, error);
}

/* Who heard of nothing needs no end. */
static gboolean
take_back_end (const Planning *planning, const char *channel, GError **error)
{
  SentinelTold told;

  if (!is_over (planning->event))
    return TRUE;
  if (!find_told (planning, channel, is_told, &told, error))
    return FALSE;
  return told.event_id != 0 || cancel_pending (planning, channel, error);
}

/* *event: NULL: it is gone. */
static gboolean
find_event (SentinelTransaction *tx, gint64 event_id, SentinelEvent **event, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  *event = NULL;
  if (event_id == 0)
    return TRUE;
  *event =
      sentinel_event_store_get (sentinel_transaction_get_database (tx), event_id, &local_error);
  if (*event != NULL || g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* The event may have changed since the row was claimed. One that is gone changes no more. A claim
 * that was given up may have been delivered: then the end is told in any case. */
static gboolean
review_retry (SentinelTransaction *tx,
              const SentinelDelivery *delivery,
              gboolean is_undelivered,
              GError **error)
{
  g_autoptr (SentinelEvent) event = NULL;
  Planning planning = { tx, NULL, NULL, NULL, NULL };
  gboolean is_reviewed;

  if (!is_news_of (delivery, delivery->channel))
    return TRUE;
  if (!find_event (tx, delivery->event_id, &event, error))
    return FALSE;
  if (event == NULL)
    return TRUE;
  planning.event = event;
  is_reviewed = take_back_retry (&planning, delivery->id, error)
                && (!is_undelivered || take_back_end (&planning, delivery->channel, error));
  g_clear_pointer (&planning.rows, g_ptr_array_unref);
  return is_reviewed;
}

/* The level is the one that was told: the event may have gone on since. */
static gboolean
remember_told (SentinelTransaction *tx, const SentinelDelivery *delivery, GError **error)
{
  SentinelTold told = { .at_us = delivery->sent_at_us };
  g_autoptr (SentinelEvent) event = NULL;

  if (!find_event (tx, delivery->event_id, &event, error))
    return FALSE;
  if (event == NULL || event->instance_id == 0)
    return TRUE;
  if (delivery->reason != SENTINEL_DELIVERY_RESOLVED)
    told.event_id = event->id;
  told.level = get_level_of (delivery);
  return sentinel_delivery_store_put_told (tx, delivery->channel, event->instance_id, &told, error);
}

/* After an attempt that began something that must not be done twice, there is no other. */
static gboolean
respect_begun (SentinelTransaction *tx, SentinelDelivery *delivery, GError **error)
{
  g_autoptr (SentinelDelivery) stored =
      sentinel_delivery_store_get (sentinel_transaction_get_database (tx), delivery->id, error);

  if (stored == NULL)
    return FALSE;
  if (stored->sent_at_us == 0 || delivery->state == SENTINEL_DELIVERY_SENT)
    return TRUE;
  delivery->sent_at_us = stored->sent_at_us;
  if (delivery->state == SENTINEL_DELIVERY_PENDING) {
    delivery->state = SENTINEL_DELIVERY_FAILED;
    delivery->next_at_us = sentinel_transaction_get_now_us (tx);
  }
  return TRUE;
}

static gboolean
log_failure (SentinelTransaction *tx, const SentinelDelivery *delivery, GError **error)
{
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  g_autofree char *message = NULL;
  g_autoptr (SentinelLogEntry) entry = NULL;

  if (delivery->sent_at_us != 0)
    message = g_strdup_printf ("%s failed: %s", delivery->channel, delivery->error);
  else
    message = g_strdup_printf ("%s could not deliver after %" G_GINT64_FORMAT " attempts: %s",
                               delivery->channel,
                               delivery->attempts,
                               delivery->error);
  entry = sentinel_log_entry_new (SENTINEL_LOG_ERROR, "outbox", message, now_us);
  entry->rule_id = delivery->rule_id;
  entry->event_id = delivery->event_id;
  return sentinel_log_store_insert (tx, entry, error);
}

/**
 * sentinel_delivery_plan_mark:
 * @tx: the transaction
 * @delivery: what was tried: sent, failed, or pending again; failed, where it must not be tried
 *   again
 * @error: the store's
 *
 * What failed for good is logged. What was sent is what the channel knows from now on. What failed
 * is not tried again when its event was acknowledged, closed or calmed below it meanwhile, or when
 * something newer about it is told; an end of which nobody heard the beginning is taken back.
 * Writer thread.
 *
 * Returns: whether it could be written
 */
gboolean
sentinel_delivery_plan_mark (SentinelTransaction *tx, SentinelDelivery *delivery, GError **error)
{
  if (!respect_begun (tx, delivery, error) || !sentinel_delivery_store_update (tx, delivery, error))
    return FALSE;
  if (delivery->state == SENTINEL_DELIVERY_FAILED && !log_failure (tx, delivery, error))
    return FALSE;
  if (delivery->state == SENTINEL_DELIVERY_SENT)
    return remember_told (tx, delivery, error);
  return review_retry (tx, delivery, TRUE, error);
}

static gboolean
log_interrupted (SentinelTransaction *tx, SentinelDelivery *claimed, GError **error)
{
  if (claimed->sent_at_us == 0)
    return TRUE;
  g_set_str (&claimed->error, INTERRUPTED);
  return log_failure (tx, claimed, error);
}

/**
 * sentinel_delivery_plan_release_claims:
 * @tx: the transaction
 * @claimed_by: (nullable): whose claims, none of them begun; NULL: everybody's
 * @error: the store's
 *
 * Gives claims back, and takes back those that are news no more. What was begun and must not be
 * done twice has failed. Writer thread.
 *
 * Returns: whether it could be written
 */
gboolean
sentinel_delivery_plan_release_claims (SentinelTransaction *tx,
                                       const char *claimed_by,
                                       GError **error)
{
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  g_autoptr (GPtrArray) claimed = sentinel_delivery_store_list_claimed (db, claimed_by, error);

  if (claimed == NULL || sentinel_delivery_store_release_claims (tx, claimed_by, error) < 0
      || sentinel_delivery_store_fail_begun (tx, claimed_by, INTERRUPTED, error) < 0)
    return FALSE;
  for (guint i = 0; i < claimed->len; i++)
    if (!review_retry (tx, g_ptr_array_index (claimed, i), claimed_by != NULL, error)
        || !log_interrupted (tx, g_ptr_array_index (claimed, i), error))
      return FALSE;
  return TRUE;
}
