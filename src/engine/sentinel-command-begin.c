/* SPDX-License-Identifier: MIT */
/* The mark is durable before anything is started: a process that dies after it leaves a row that is
 * failed for good, not one that is run again. What was begun, whatever came of it, counts for
 * cooldown and cap; an end that follows a beginning is never held back, or what the beginning did
 * would stay. */
#include "sentinel-command-begin.h"

#include "sentinel-action-run-store.h"
#include "sentinel-duration.h"
#include "sentinel-error.h"
#include "sentinel-log-store.h"
#include "sentinel-rule-store.h"

/**
 * sentinel_command_begin_new:
 * @idem_key: names the row
 * @action: (transfer full) (nullable): what a test is to run; %NULL: what the rule says
 *
 * Returns: (transfer full): what sentinel_command_begin_run() is about
 */
SentinelCommandBegin *
sentinel_command_begin_new (const char *idem_key, SentinelAction *action)
{
  SentinelCommandBegin *self = g_new0 (SentinelCommandBegin, 1);

  self->idem_key = g_strdup (idem_key);
  self->action = action;
  return self;
}

/**
 * sentinel_command_begin_free:
 * @self: (transfer full): what was begun
 */
void
sentinel_command_begin_free (SentinelCommandBegin *self)
{
  g_clear_pointer (&self->action, sentinel_action_free);
  g_clear_pointer (&self->delivery, sentinel_delivery_free);
  g_free (self->idem_key);
  g_free (self->rule_name);
  g_free (self->declined);
  g_free (self);
}

static gboolean
is_test (const SentinelCommandBegin *self)
{
  return self->delivery->reason == SENTINEL_DELIVERY_TEST;
}

static gboolean
decline (SentinelCommandBegin *self, const char *why)
{
  g_set_str (&self->declined, why);
  return TRUE;
}

/* NULL without error: it is gone. */
static SentinelRule *
find_rule (SentinelDatabase *db, gint64 rule_id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  SentinelRule *rule = sentinel_rule_store_get (db, rule_id, &local_error);

  if (rule == NULL && !g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return rule;
}

static gboolean
read_action (SentinelDatabase *db, SentinelCommandBegin *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (SentinelRule) rule = find_rule (db, self->delivery->rule_id, &local_error);

  g_clear_pointer (&self->action, sentinel_action_free);
  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (rule == NULL)
    return decline (self, "the rule is deleted");
  g_set_str (&self->rule_name, rule->name);
  if (!sentinel_actions_find (rule->actions, self->delivery->channel, &self->action, error))
    return FALSE;
  if (self->action == NULL)
    return decline (self, "the rule does not have this action any more");
  return self->action->enabled || decline (self, "the action is switched off");
}

/* Cooldown and cap: */

static gboolean
get_usage (SentinelTransaction *tx,
           const SentinelCommandBegin *self,
           gint64 stretch_us,
           SentinelActionUsage *usage,
           GError **error)
{
  gint64 now_us = sentinel_transaction_get_now_us (tx);

  return sentinel_action_run_store_get_usage (sentinel_transaction_get_database (tx),
                                              self->delivery,
                                              self->delivery->reason == SENTINEL_DELIVERY_RESOLVED,
                                              now_us - stretch_us,
                                              now_us,
                                              usage,
                                              error);
}

static void
hold_back (SentinelCommandBegin *self, char *why)
{
  g_autofree char *text = why;

  self->is_held_back = TRUE;
  g_set_str (&self->declined, text);
}

static gboolean
keep_cooldown (SentinelTransaction *tx, SentinelCommandBegin *self, GError **error)
{
  SentinelActionUsage usage;
  g_autofree char *ago = NULL;
  g_autofree char *cooldown = NULL;
  gint64 ago_us;

  if (!get_usage (tx, self, self->action->cooldown_ms * G_TIME_SPAN_MILLISECOND, &usage, error))
    return FALSE;
  if (usage.n_runs == 0)
    return TRUE;
  ago_us = sentinel_transaction_get_now_us (tx) - usage.last_at_us;
  ago = sentinel_duration_format (ago_us / G_TIME_SPAN_SECOND * 1000);
  cooldown = sentinel_duration_format (self->action->cooldown_ms);
  hold_back (self,
             g_strdup_printf ("held back: it was run %s ago, and its cooldown is %s",
                              ago,
                              cooldown));
  return TRUE;
}

static gboolean
keep_cap (SentinelTransaction *tx, SentinelCommandBegin *self, GError **error)
{
  SentinelActionUsage usage;

  if (!get_usage (tx, self, G_TIME_SPAN_HOUR, &usage, error))
    return FALSE;
  if (usage.n_runs >= self->action->max_per_hour)
    hold_back (self,
               g_strdup_printf ("held back: it was run %" G_GINT64_FORMAT
                                " times within an hour, and no more are allowed",
                                usage.n_runs));
  return TRUE;
}

static gboolean
is_limited (const SentinelCommandBegin *self)
{
  return self->delivery->reason != SENTINEL_DELIVERY_RESOLVED
         || (self->action->on & SENTINEL_ACTION_ON_FIRED) == 0;
}

static gboolean
keep_limits (SentinelTransaction *tx, SentinelCommandBegin *self, GError **error)
{
  if (!is_limited (self))
    return TRUE;
  return keep_cooldown (tx, self, error) && (self->declined != NULL || keep_cap (tx, self, error));
}

static void
reset (SentinelCommandBegin *self)
{
  g_clear_pointer (&self->delivery, sentinel_delivery_free);
  g_clear_pointer (&self->rule_name, g_free);
  g_clear_pointer (&self->declined, g_free);
  self->is_held_back = FALSE;
}

/* The row of a test is not always one of ours. */
static gboolean
check_action (const SentinelCommandBegin *self, GError **error)
{
  if (self->action != NULL && self->action->argv != NULL)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "The delivery %s does not say what is to be run",
               self->idem_key);
  return FALSE;
}

/* A claim can be taken away only while this process is believed dead; then another may be at it. */
static gboolean
is_ours_still (const SentinelCommandBegin *self)
{
  return self->delivery->state == SENTINEL_DELIVERY_CLAIMED && self->delivery->sent_at_us == 0;
}

static gboolean
decide (SentinelTransaction *tx, SentinelCommandBegin *self, GError **error)
{
  if (!is_ours_still (self))
    return decline (self, "another process has taken it");
  if (is_test (self))
    return TRUE;
  if (!read_action (sentinel_transaction_get_database (tx), self, error))
    return FALSE;
  return self->action == NULL || self->declined != NULL || keep_limits (tx, self, error);
}

/**
 * sentinel_command_begin_run:
 * @tx: the transaction
 * @begin: a #SentinelCommandBegin
 * @error: INVALID: the action contradicts itself; NOT_FOUND: there is no such row; the store's
 *
 * Writer thread.
 *
 * Returns: whether it is decided
 */
gboolean
sentinel_command_begin_run (SentinelTransaction *tx, gpointer begin, GError **error)
{
  SentinelCommandBegin *self = begin;
  SentinelDatabase *db = sentinel_transaction_get_database (tx);

  reset (self);
  self->delivery = sentinel_action_run_store_get_by_key (db, self->idem_key, error);
  if (self->delivery == NULL)
    return FALSE;
  if (!decide (tx, self, error))
    return FALSE;
  if (self->declined != NULL)
    return TRUE;
  return check_action (self, error)
         && sentinel_action_run_store_set_begun (tx,
                                                 self->delivery->id,
                                                 sentinel_transaction_get_now_us (tx),
                                                 error);
}

/**
 * sentinel_command_begin_take_back:
 * @tx: the transaction
 * @begin: a #SentinelCommandBegin that was decided
 * @error: the store's
 *
 * It could not be started: then it may be tried again. Writer thread.
 *
 * Returns: whether it could be written
 */
gboolean
sentinel_command_begin_take_back (SentinelTransaction *tx, gpointer begin, GError **error)
{
  const SentinelCommandBegin *self = begin;

  return sentinel_action_run_store_set_begun (tx, self->delivery->id, 0, error);
}

/**
 * sentinel_command_begin_log_held_back:
 * @tx: the transaction
 * @begin: a #SentinelCommandBegin that was held back
 * @error: the store's
 *
 * Writer thread.
 *
 * Returns: whether it could be written
 */
gboolean
sentinel_command_begin_log_held_back (SentinelTransaction *tx, gpointer begin, GError **error)
{
  const SentinelCommandBegin *self = begin;
  g_autofree char *message = g_strdup_printf ("%s of rule “%s” is %s",
                                              self->delivery->channel,
                                              self->rule_name,
                                              self->declined);
  g_autoptr (SentinelLogEntry) entry =
      sentinel_log_entry_new (SENTINEL_LOG_WARNING,
                              "outbox",
                              message,
                              sentinel_transaction_get_now_us (tx));

  entry->rule_id = self->delivery->rule_id;
  entry->event_id = self->delivery->event_id;
  return sentinel_log_store_insert (tx, entry, error);
}
