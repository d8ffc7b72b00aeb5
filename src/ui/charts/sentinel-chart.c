/* SPDX-License-Identifier: MIT */
#include "sentinel-chart.h"

typedef struct {
  gint64 from_us, to_us;
  double bottom, top;
} SentinelChartPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SentinelChart, sentinel_chart, GTK_TYPE_WIDGET)

static void
sentinel_chart_class_init (SentinelChartClass *klass)
{
}

static void
sentinel_chart_init (SentinelChart *self)
{
}
