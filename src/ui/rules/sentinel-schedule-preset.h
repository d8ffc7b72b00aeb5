/* SPDX-License-Identifier: MIT */
/* The few cron expressions that have a form of their own. A plain value. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* in the order in which they are offered */
typedef enum {
  SENTINEL_REPEAT_PERIOD,
  SENTINEL_REPEAT_HOURLY,
  SENTINEL_REPEAT_DAILY,
  SENTINEL_REPEAT_WORKDAYS,
  SENTINEL_REPEAT_WEEKLY,
  SENTINEL_REPEAT_MONTHLY,
  SENTINEL_REPEAT_CRON, /* any other */
  SENTINEL_REPEAT_MANUAL,
} SentinelRepeat;

#define SENTINEL_PRESET_LAST_DAY 32 /* of the month, whichever it is */

typedef struct {
  SentinelRepeat repeat; /* HOURLY to MONTHLY */
  int minute; /* 0 to 59 */
  int hour; /* 0 to 23; not for HOURLY */
  int weekday; /* 0: Sunday; for WEEKLY */
  int day; /* 1 to 31, or the last; for MONTHLY */
} SentinelSchedulePreset;

/* FALSE: the expression has no form of its own, and nothing is changed */
gboolean sentinel_schedule_preset_parse (const char *cron, SentinelSchedulePreset *preset);
char *sentinel_schedule_preset_format (const SentinelSchedulePreset *preset); /* as cron */

G_END_DECLS
