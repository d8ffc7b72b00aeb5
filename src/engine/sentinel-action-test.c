/* SPDX-License-Identifier: MIT */
/* The row carries the action itself, so that it can be tried before the rule is saved. */
#include "sentinel-action-test.h"

#include <glib/gi18n.h>

#include "sentinel-action.h"
#include "sentinel-delivery-store.h"
#include "sentinel-error.h"
#include "sentinel-event.h"
#include "sentinel-json.h"

/* Who tries an action looks at it: later nobody does. */
#define LIFE_US G_TIME_SPAN_MINUTE

/**
 * sentinel_action_test_new:
 * @rule: (transfer full): the rule, stored or not
 * @channel: the id of one of its actions; the desktop is always there
 *
 * Returns: (transfer full): what sentinel_action_test() does
 */
SentinelActionTest *
sentinel_action_test_new (SentinelRule *rule, const char *channel)
{
  SentinelActionTest *self = g_new0 (SentinelActionTest, 1);

  self->rule = rule;
  self->channel = g_strdup (channel);
  return self;
}

/**
 * sentinel_action_test_free:
 * @self: (transfer full): a test
 */
void
sentinel_action_test_free (SentinelActionTest *self)
{
  sentinel_rule_unref (self->rule);
  g_free (self->channel);
  g_free (self);
}

/* One that is off can be tried too. */
static SentinelAction *
find_action (const SentinelActionTest *self, GError **error)
{
  SentinelAction *action = NULL;

  if (!sentinel_actions_find (self->rule->actions, self->channel, &action, error))
    return NULL;
  if (action == NULL && g_str_equal (self->channel, SENTINEL_ACTION_DESKTOP))
    return sentinel_action_new (SENTINEL_ACTION_DESKTOP);
  if (action == NULL)
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_NOT_FOUND,
                 "The rule has no action %s",
                 self->channel);
  else if (action->other != NULL)
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_UNSUPPORTED,
                 "This version cannot do what the action %s is for",
                 self->channel);
  if (action == NULL || action->other == NULL)
    return action;
  sentinel_action_free (action);
  return NULL;
}

static JsonObject *
make_event (const SentinelRule *rule, gint64 now_us)
{
  g_autoptr (SentinelEvent) event = sentinel_event_new ();

  event->rule_id = rule->id;
  event->rule_version = rule->version;
  event->opened_at_us = event->began_at_us = event->last_seen_at_us = now_us;
  event->shown_until_us = now_us;
  event->importance = event->level_now = rule->importance;
  event->rule = g_strdup (rule->name);
  event->source = g_strdup (rule->name);
  event->category = g_strdup (rule->category);
  event->message = g_strdup_printf (_ ("This is a test of “%s”: nothing has happened"), rule->name);
  return sentinel_event_to_json (event);
}

static char *
make_body (const SentinelActionTest *self, const SentinelAction *action, gint64 now_us)
{
  g_autoptr (JsonObject) body = json_object_new ();

  json_object_set_string_member (body,
                                 "reason",
                                 sentinel_nick_of (sentinel_delivery_reason_nicks,
                                                   SENTINEL_DELIVERY_TEST));
  json_object_set_int_member (body, "instance_id", 0);
  json_object_set_object_member (body, "event", make_event (self->rule, now_us));
  json_object_set_object_member (body, "action", sentinel_action_to_json (action));
  return sentinel_json_object_to_text (body);
}

/**
 * sentinel_action_test:
 * @tx: the transaction
 * @test: a #SentinelActionTest; gets the id of the row
 * @error: NOT_FOUND: the rule has no such action; INVALID, UNSUPPORTED: it cannot be done; the
 *   store's
 *
 * Has an action done as it would be, for an event that is made up. It is tried once, leaves no
 * note, and counts for no cooldown. Where nobody delivers it within a minute, it expires. Writer
 * thread.
 *
 * Returns: whether it is on its way
 */
gboolean
sentinel_action_test (SentinelTransaction *tx, gpointer test, GError **error)
{
  SentinelActionTest *self = test;
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  g_autoptr (SentinelAction) action = find_action (self, error);
  g_autoptr (SentinelDelivery) delivery = NULL;
  g_autofree char *uuid = NULL;

  if (action == NULL)
    return FALSE;
  uuid = g_uuid_string_random ();
  delivery = sentinel_delivery_new (self->channel, SENTINEL_DELIVERY_TEST);
  delivery->rule_id = self->rule->id;
  delivery->expires_at_us = now_us + LIFE_US;
  delivery->idem_key = g_strconcat (self->channel, ":test:", uuid, NULL);
  g_free (delivery->body);
  delivery->body = make_body (self, action, now_us);
  if (!sentinel_delivery_store_insert (tx, delivery, error))
    return FALSE;
  self->delivery_id = delivery->id;
  return TRUE;
}

/**
 * sentinel_action_test_withdraw:
 * @tx: the transaction
 * @test: a #SentinelActionTest that is on its way
 * @error: the store's
 *
 * Takes back what nobody has begun, so that it is not done when nobody looks. Writer thread.
 *
 * Returns: whether @test says if it was taken back
 */
gboolean
sentinel_action_test_withdraw (SentinelTransaction *tx, gpointer test, GError **error)
{
  SentinelActionTest *self = test;
  g_autoptr (SentinelDelivery) delivery =
      sentinel_delivery_store_get (sentinel_transaction_get_database (tx),
                                   self->delivery_id,
                                   error);

  if (delivery == NULL)
    return FALSE;
  self->is_withdrawn = delivery->state == SENTINEL_DELIVERY_PENDING;
  if (!self->is_withdrawn)
    return TRUE;
  delivery->state = SENTINEL_DELIVERY_CANCELLED;
  delivery->next_at_us = sentinel_transaction_get_now_us (tx);
  g_set_str (&delivery->error, "nobody waits for this test any more");
  return sentinel_delivery_store_update (tx, delivery, error);
}
