/* SPDX-License-Identifier: MIT */
#include "sentinel-sparkline.h"

struct _SentinelSparkline {
  SentinelChart parent_instance;
};

G_DEFINE_FINAL_TYPE (SentinelSparkline, sentinel_sparkline, SENTINEL_TYPE_CHART)

static void
sentinel_sparkline_class_init (SentinelSparklineClass *klass)
{
}

static void
sentinel_sparkline_init (SentinelSparkline *self)
{
}

GtkWidget *
sentinel_sparkline_new (void)
{
  return g_object_new (SENTINEL_TYPE_SPARKLINE, NULL);
}

void
sentinel_sparkline_set_points (SentinelSparkline *self, GArray *points, gint64 gap_us)
{
}

void
sentinel_sparkline_set_tone (SentinelSparkline *self, SentinelImportance tone)
{
}

void
sentinel_sparkline_set_limit (SentinelSparkline *self, double limit)
{
}

void
sentinel_sparkline_set_large (SentinelSparkline *self, gboolean is_large, GTimeZone *zone)
{
}
