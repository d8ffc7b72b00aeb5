/* SPDX-License-Identifier: MIT */
/* The rows that a list read lately, by id: pages go when others were used since. Not for several
 * threads. */
#pragma once
#include "sentinel-event.h"
#include "sentinel-id-ranges.h"
G_BEGIN_DECLS

typedef struct _SentinelEventCache SentinelEventCache;

SentinelEventCache *sentinel_event_cache_new (guint max_rows);
void sentinel_event_cache_free (SentinelEventCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelEventCache, sentinel_event_cache_free)

SentinelEvent *sentinel_event_cache_lookup (SentinelEventCache *self, gint64 id);
gboolean sentinel_event_cache_contains (SentinelEventCache *self, gint64 id);
void sentinel_event_cache_add_page (SentinelEventCache *self, GPtrArray *events);
void sentinel_event_cache_drop (SentinelEventCache *self, const SentinelIdRanges *ids);
guint sentinel_event_cache_get_n_rows (SentinelEventCache *self);

G_END_DECLS
