/* SPDX-License-Identifier: MIT */
/* The details of what is selected, with a bar above them that leads to the events before and after.
 */
#pragma once
#include "sentinel-event-details.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_DETAILS_PANE (sentinel_details_pane_get_type ())
G_DECLARE_FINAL_TYPE (SentinelDetailsPane, sentinel_details_pane, SENTINEL, DETAILS_PANE, AdwBin)

/* property "collapsed": it lies over the list, and has a button that closes it */
GtkWidget *sentinel_details_pane_new (SentinelContext *context, SentinelTicker *ticker);
SentinelEventDetails *sentinel_details_pane_get_details (SentinelDetailsPane *self);

G_END_DECLS
