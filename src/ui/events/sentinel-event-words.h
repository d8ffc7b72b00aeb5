/* SPDX-License-Identifier: MIT */
/* What the columns of an event are called on screen and read aloud: translated words, icon names,
 * style classes. */
#pragma once
#include "sentinel-event.h"
G_BEGIN_DECLS

const char *sentinel_importance_get_word (SentinelImportance importance);
const char *sentinel_importance_get_icon_name (SentinelImportance importance);
const char *sentinel_importance_get_css_class (SentinelImportance importance);
/* from outside, made one line of a bounded length; empty where there is none */
char *sentinel_event_dup_message (const SentinelEvent *event);
char *sentinel_event_dup_source (const SentinelEvent *event);
/* the attention of an event as a word */
const char *sentinel_event_get_status_word (const SentinelEvent *event);
/* why it ended */
const char *sentinel_event_get_close_words (SentinelCloseReason reason);
/* a person has dealt with it: it is drawn quietly */
gboolean sentinel_event_is_seen (const SentinelEvent *event);
/* importance, source and message on one line, for a message to somebody */
char *sentinel_event_dup_line (const SentinelEvent *event);
/* "91.3 %"; empty: none */
char *sentinel_event_dup_value (const SentinelEvent *event);
char *sentinel_event_dup_rule (const SentinelEvent *event);
char *sentinel_event_dup_category (const SentinelEvent *event);
char *sentinel_event_dup_comment (const SentinelEvent *event);
/* all of a row in one sentence, for who does not see it */
char *sentinel_event_dup_sentence (const SentinelEvent *event, GTimeZone *zone);

G_END_DECLS
