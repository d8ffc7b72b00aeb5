/* SPDX-License-Identifier: MIT */
/* How often the person may be interrupted: a bucket of three, and one more every ten seconds. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* all 0: full */
typedef struct {
  gint64 full_at_us; /* boottime at which nothing is missing any more */
} SentinelNotificationBudget;

/* FALSE: there is none left, and nothing was taken */
gboolean sentinel_notification_budget_take (SentinelNotificationBudget *self, gint64 now_us);
/* boottime from which one can be taken */
gint64 sentinel_notification_budget_get_next_us (const SentinelNotificationBudget *self);

G_END_DECLS
