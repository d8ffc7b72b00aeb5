/* SPDX-License-Identifier: MIT */
/* The bucket is kept as the time at which it is full again (the generic cell rate algorithm), so
 * that no timer has to fill it. */
#include "sentinel-notification-budget.h"

#define CAPACITY 3
#define REFILL_US (10 * G_TIME_SPAN_SECOND)

/**
 * sentinel_notification_budget_get_next_us:
 * @self: a budget
 *
 * Returns: the boottime in µs from which one can be taken; it may lie in the past
 */
gint64
sentinel_notification_budget_get_next_us (const SentinelNotificationBudget *self)
{
  return self->full_at_us - (CAPACITY - 1) * REFILL_US;
}

/**
 * sentinel_notification_budget_take:
 * @self: a budget
 * @now_us: boottime in µs
 *
 * Returns: whether one was left; it is taken then
 */
gboolean
sentinel_notification_budget_take (SentinelNotificationBudget *self, gint64 now_us)
{
  if (now_us < sentinel_notification_budget_get_next_us (self))
    return FALSE;
  self->full_at_us = MAX (self->full_at_us, now_us) + REFILL_US;
  return TRUE;
}
