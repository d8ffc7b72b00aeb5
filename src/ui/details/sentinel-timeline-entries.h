/* SPDX-License-Identifier: MIT */
/* The record of an event as sentences: three lists merged by time. */
#pragma once
#include "sentinel-event-record.h"
G_BEGIN_DECLS

typedef struct {
  gint64 at_us;
  guint order; /* of those at one time */
  const char *icon_name, *css_class; /* css_class: nullable */
  char *text;
  char *comment; /* nullable; with its lines */
} SentinelTimelineEntry;

/* (element-type SentinelTimelineEntry) newest first; nothing of the record is kept */
GArray *sentinel_timeline_entries_new (const SentinelEventRecord *record);

G_END_DECLS
