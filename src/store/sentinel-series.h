/* SPDX-License-Identifier: MIT */
/* One series of samples, and what it was measured of. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct {
  gint64 id, instance_id;
  char *name;
  char *unit; /* nullable */
  char *labels; /* JSON, of the instance */
  char *source; /* nullable, of the instance */
} SentinelSeries;

void sentinel_series_free (SentinelSeries *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelSeries, sentinel_series_free)

/* of SentinelSeries, instance by instance. Reader thread. */
GPtrArray *sentinel_series_list_of_rule (SentinelDatabase *db,
                                         gint64 rule_id,
                                         guint limit,
                                         GError **error);

G_END_DECLS
