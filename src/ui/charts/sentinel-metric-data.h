/* SPDX-License-Identifier: MIT */
/* What a metric chart shows: what was measured in a stretch of time, when nothing was, the levels,
 * and when events were open or would have been. It knows no widgets, so a reader thread may make
 * it; once it is handed on it does not change any more. */
#pragma once
#include "sentinel-importance.h"
#include "sentinel-pixel-columns.h"
#include <glib-object.h>
G_BEGIN_DECLS

/* a stretch in which nothing was observed */
typedef struct {
  gint64 from_us, to_us;
} SentinelMetricGap;

typedef struct {
  SentinelImportance importance;
  double raise, clear; /* NAN: none */
} SentinelMetricLevel;

typedef enum {
  SENTINEL_METRIC_BAND_STORED, /* an event was open */
  SENTINEL_METRIC_BAND_PREDICTED, /* one would have been */
} SentinelMetricBandKind;

typedef struct {
  gint64 from_us, to_us; /* to_us 0: still */
  SentinelImportance importance;
  SentinelMetricBandKind kind;
} SentinelMetricBand;

/* an event of a moment */
typedef struct {
  gint64 at_us;
  SentinelImportance importance;
} SentinelMetricMark;

/* Read only; the arrays are never NULL and in the order of time. */
typedef struct {
  char *unit; /* nullable */
  gint64 from_us, to_us;
  GArray *points; /* of SentinelPoint */
  GArray *gaps; /* of SentinelMetricGap */
  GArray *levels; /* of SentinelMetricLevel, in the order they were added */
  GArray *bands; /* of SentinelMetricBand */
  GArray *marks; /* of SentinelMetricMark */
  double lowest, highest, last; /* of all points; NAN: nothing was observed */
} SentinelMetricData;

#define SENTINEL_TYPE_METRIC_DATA (sentinel_metric_data_get_type ())
GType sentinel_metric_data_get_type (void);
SentinelMetricData *sentinel_metric_data_new (const char *unit, gint64 from_us, gint64 to_us);
SentinelMetricData *sentinel_metric_data_ref (SentinelMetricData *self);
void sentinel_metric_data_unref (SentinelMetricData *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelMetricData, sentinel_metric_data_unref)

/* While it is made, by who made it; each oldest first. */
void sentinel_metric_data_add_point (SentinelMetricData *self, const SentinelPoint *point);
void sentinel_metric_data_add_gap (SentinelMetricData *self, gint64 from_us, gint64 to_us);
void sentinel_metric_data_add_level (SentinelMetricData *self, const SentinelMetricLevel *level);
void sentinel_metric_data_add_band (SentinelMetricData *self, const SentinelMetricBand *band);
void sentinel_metric_data_add_mark (SentinelMetricData *self, const SentinelMetricMark *mark);

G_END_DECLS
