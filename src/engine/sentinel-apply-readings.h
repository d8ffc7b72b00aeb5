/* SPDX-License-Identifier: MIT */
/* A run that answered. Internal to the folder; writer thread. */
#pragma once
#include "sentinel-apply-run.h"
G_BEGIN_DECLS

/* readings: (element-type SentinelReading), at least one */
gboolean sentinel_apply_readings (SentinelApplyRun *self, GPtrArray *readings, GError **error);

G_END_DECLS
