/* SPDX-License-Identifier: MIT */
/* What the chart of a preview shows: what was measured, made small once, and on it the levels and
 * the events of each try. */
#pragma once
#include "sentinel-metric-data.h"
#include "sentinel-preview.h"
G_BEGIN_DECLS

typedef struct _SentinelPreviewMetric SentinelPreviewMetric;

/* series: index into what was measured */
SentinelPreviewMetric *sentinel_preview_metric_new (SentinelRuleHistory *history, guint series);
void sentinel_preview_metric_free (SentinelPreviewMetric *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelPreviewMetric, sentinel_preview_metric_free)
/* (transfer full); preview: nullable, not tried yet */
SentinelMetricData *sentinel_preview_metric_make_data (SentinelPreviewMetric *self,
                                                       const SentinelPlan *plan,
                                                       const SentinelPreview *preview);

G_END_DECLS
