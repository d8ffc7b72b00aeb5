/* SPDX-License-Identifier: MIT */
/* What a preview found, in words. All translated, (transfer full). */
#pragma once
#include "sentinel-preview.h"
G_BEGIN_DECLS

/* "Would have fired 3 times in the last 7 days (now: 11)"; n_now -1: the rule is as it was */
char *sentinel_preview_words_count (guint n_events, int n_now, gint64 span_us);
/* "2 h 10 min, peak 92 %" */
char *sentinel_preview_words_event (const SentinelPreviewEvent *event, const char *unit);
/* "5 events would not have come: 2 acknowledged, 3 without a comment"; nullable: none */
char *sentinel_preview_words_spared (GPtrArray *spared);
/* from when it is fine, and since when it was measured; nullable: nothing to say */
char *sentinel_preview_words_limits (const SentinelPreview *preview,
                                     const SentinelRuleHistory *history,
                                     gboolean is_upwards,
                                     GTimeZone *zone);

G_END_DECLS
