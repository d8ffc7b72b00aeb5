/* SPDX-License-Identifier: MIT */
/* What the desktop shows of a rule's events, in words. */
#pragma once
#include "sentinel-desk-settings.h"
#include "sentinel-plan.h"
G_BEGIN_DECLS

/* "Medium: a notification; Critical: stays until it is seen" */
char *sentinel_notify_dup_words (const SentinelPlan *plan, SentinelDeskSettings *settings);

G_END_DECLS
