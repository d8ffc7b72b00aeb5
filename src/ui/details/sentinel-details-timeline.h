/* SPDX-License-Identifier: MIT */
/* What happened to an event, newest first: changes, what people said, who was told. */
#pragma once
#include "sentinel-event-record.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* (transfer floating); zone NULL: the local one */
GtkWidget *sentinel_details_timeline_new (const SentinelEventRecord *record, GTimeZone *zone);

G_END_DECLS
