/* SPDX-License-Identifier: MIT */
/* A cron expression as a sentence: "At 09:30 on weekdays". */
#pragma once
#include "sentinel-cron.h"
G_BEGIN_DECLS

char *sentinel_cron_dup_words (const SentinelCron *cron);

G_END_DECLS
