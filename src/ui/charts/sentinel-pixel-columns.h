/* SPDX-License-Identifier: MIT */
/* As many points as there are columns of pixels to draw them in, whatever was measured: each keeps
 * the lowest, the highest and the last of what falls into it. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* one stretch of time and what was measured in it */
typedef struct {
  gint64 at_us;
  double min, max, last; /* NAN: nothing was observed */
} SentinelPoint;

typedef struct {
  gint64 at_us; /* of the last one in it */
  double min, max, last; /* always numbers */
  gboolean is_joined; /* to the one before */
} SentinelPixelColumn;

/* (transfer full): of SentinelPixelColumn, oldest first. points: oldest first; gap_us: two points
 * further apart are not joined, 0: all are */
GArray *sentinel_pixel_columns_new (GArray *points,
                                    gint64 from_us,
                                    gint64 to_us,
                                    guint n_columns,
                                    gint64 gap_us);

G_END_DECLS
