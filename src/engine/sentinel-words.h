/* SPDX-License-Identifier: MIT */
/* Values, times and levels as parts of a sentence, translated. Internal to the folder; any thread.
 */
#pragma once
#include "sentinel-level.h"
#include "sentinel-run.h"
G_BEGIN_DECLS

char *sentinel_words_quantity (double value, const char *unit_or_null); /* "93.5 %" */
char *sentinel_words_duration (gint64 duration_ms); /* "2 min", "1 h 30 min" */
char *sentinel_words_time (gint64 at_us); /* local, "2026-11-25 03:12:12" */
const char *sentinel_words_importance (SentinelImportance importance); /* "High" */
const char *sentinel_words_phase (SentinelPhase phase); /* "connecting" */
char *sentinel_words_raise (const SentinelLevel *level, const char *unit); /* "above 90 %" */
char *sentinel_words_clear (const SentinelLevel *level, const char *unit); /* "at 81 % or below" */

G_END_DECLS
