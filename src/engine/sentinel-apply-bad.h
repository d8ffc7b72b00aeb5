/* SPDX-License-Identifier: MIT */
/* The health of a rule: what runs that brought nothing to evaluate count as, and that a good one
 * ends it. Internal to the folder; writer thread. */
#pragma once
#include "sentinel-apply-run.h"
G_BEGIN_DECLS

gboolean sentinel_apply_bad (SentinelApplyRun *self, GError **error);
/* After a good run. problem: (nullable): what is wrong with the rule all the same. */
gboolean sentinel_apply_good_health (SentinelApplyRun *self, const char *problem, GError **error);

G_END_DECLS
