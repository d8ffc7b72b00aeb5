/* SPDX-License-Identifier: MIT */
/* What happened to events since somebody began to acknowledge them. */
#pragma once
#include "sentinel-event.h"
G_BEGIN_DECLS

typedef struct _SentinelAcknowledgeNews SentinelAcknowledgeNews;

/* events: (element-type SentinelEvent) as far as the person saw them */
SentinelAcknowledgeNews *sentinel_acknowledge_news_new (GPtrArray *events);
void sentinel_acknowledge_news_free (SentinelAcknowledgeNews *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelAcknowledgeNews, sentinel_acknowledge_news_free)
/* events: (element-type SentinelEvent) as they are now, NULL elements: gone. A sentence; NULL:
 * nothing happened that matters */
char *sentinel_acknowledge_news_dup_words (SentinelAcknowledgeNews *self, GPtrArray *events);

G_END_DECLS
