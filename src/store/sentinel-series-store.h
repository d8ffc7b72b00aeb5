/* SPDX-License-Identifier: MIT */
/* Samples: one row per series and at least 10 s, with last, min and max. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_SAMPLE_SPAN_US (10 * G_TIME_SPAN_SECOND)

typedef struct {
  gint64 at_us; /* begin of its span: when the first value in it was measured */
  double last, min, max;
  gint64 n;
} SentinelSample;

/* id; 0: none; -1 on error */
gint64 sentinel_series_store_find (SentinelDatabase *db,
                                   gint64 instance_id,
                                   const char *name,
                                   GError **error);
/* id; 0 on error */
gint64 sentinel_series_store_ensure (SentinelTransaction *tx,
                                     gint64 instance_id,
                                     const char *name,
                                     const char *unit,
                                     GError **error);
/* folds into the row of its span, or begins one */
gboolean sentinel_series_store_add (SentinelTransaction *tx,
                                    gint64 series_id,
                                    gint64 at_us,
                                    double value,
                                    GError **error);
/* of SentinelSample */
GArray *sentinel_series_store_list (SentinelDatabase *db,
                                    gint64 instance_id,
                                    const char *name,
                                    gint64 from_us,
                                    gint64 to_us,
                                    GError **error);

/* The newest that begins at or before a time; unit: (transfer full), nullable. *found FALSE: none.
 */
gboolean sentinel_series_store_find_last (SentinelDatabase *db,
                                          gint64 instance_id,
                                          const char *name,
                                          gint64 at_us,
                                          SentinelSample *sample,
                                          char **unit,
                                          gboolean *found,
                                          GError **error);

G_END_DECLS
