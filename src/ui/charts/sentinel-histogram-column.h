/* SPDX-License-Identifier: MIT */
/* The place of one bar: what the pointer is over, the keyboard stands on and a screen reader reads.
 * The bar itself is drawn by the histogram. */
#pragma once
#include "sentinel-event-histogram.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_HISTOGRAM_COLUMN (sentinel_histogram_column_get_type ())
G_DECLARE_FINAL_TYPE (SentinelHistogramColumn,
                      sentinel_histogram_column,
                      SENTINEL,
                      HISTOGRAM_COLUMN,
                      GtkWidget)

/* Signal "activate" (). */
GtkWidget *sentinel_histogram_column_new (void);
void sentinel_histogram_column_show (SentinelHistogramColumn *self,
                                     const SentinelHistogramBucket *bucket,
                                     GTimeZone *zone);
/* "14:00 to 15:00: 31 events, 2 critical, 29 low" */
const char *sentinel_histogram_column_get_sentence (SentinelHistogramColumn *self);

G_END_DECLS
