/* SPDX-License-Identifier: MIT */
/* Metric data in as many columns as there are pixels, and where a cursor may stand among them: on
 * every column with something in it, and once in every gap that can be seen. */
#pragma once
#include "sentinel-metric-data.h"
G_BEGIN_DECLS

typedef struct {
  gint64 at_us; /* where the cursor is drawn */
  gint64 from_us, to_us; /* of a gap; else both at_us */
  guint column; /* G_MAXUINT: a gap */
} SentinelMetricStop;

typedef struct {
  GArray *columns; /* of SentinelPixelColumn, broken at the gaps */
  GArray *gaps; /* of SentinelMetricGap: those that are a pixel wide, within the range */
  GArray *stops; /* of SentinelMetricStop, oldest first */
} SentinelMetricStops;

/* (transfer full): data nullable; any thread */
SentinelMetricStops *sentinel_metric_stops_new (const SentinelMetricData *data, guint n_columns);
void sentinel_metric_stops_free (SentinelMetricStops *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelMetricStops, sentinel_metric_stops_free)

/* the one nearest to a time, a gap where the time is in it; G_MAXUINT: there is none */
guint sentinel_metric_stops_find (const SentinelMetricStops *self, gint64 at_us);
/* (transfer none): the column or NULL in a gap */
const SentinelPixelColumn *sentinel_metric_stops_get_column (const SentinelMetricStops *self,
                                                             guint stop);

G_END_DECLS
