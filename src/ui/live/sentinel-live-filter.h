/* SPDX-License-Identifier: MIT */
/* The row above the list: quick filters with their counts, and the search that they are combined
 * with. */
#pragma once
#include "sentinel-event-facets.h"
#include "sentinel-filter.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_LIVE_FILTER (sentinel_live_filter_get_type ())
G_DECLARE_FINAL_TYPE (SentinelLiveFilter, sentinel_live_filter, SENTINEL, LIVE_FILTER, AdwBin)

/* Property "narrow": counts leave the quick filters, the search stands below them. Signals
 * "changed" (): it finds something else from now on; "searched" (): what the search alone finds is
 * something else, so that the counts are old. */
SentinelFilter *sentinel_live_filter_ref_filter (SentinelLiveFilter *self); /* NULL: everything */
SentinelFilter *sentinel_live_filter_ref_search (SentinelLiveFilter *self); /* without the quick one
                                                                             */
/* in the syntax of the search; a quick filter that says just that is chosen */
void sentinel_live_filter_set_text (SentinelLiveFilter *self, const char *text);
void sentinel_live_filter_set_facets (SentinelLiveFilter *self, const SentinelEventFacets *facets);
void sentinel_live_filter_grab_search (SentinelLiveFilter *self);
/* what is typed there goes into the search */
void sentinel_live_filter_capture_keys (SentinelLiveFilter *self, GtkWidget *widget);

G_END_DECLS
