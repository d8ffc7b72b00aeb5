/* SPDX-License-Identifier: MIT */
/* What a rule would have done with what was measured in the last day, week or month, while it is
 * being edited. */
#pragma once
#include <adwaita.h>

#include "sentinel-context.h"
#include "sentinel-plan.h"
#include "sentinel-ticker.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_PREVIEW (sentinel_rule_preview_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRulePreview, sentinel_rule_preview, SENTINEL, RULE_PREVIEW, AdwBin)

/* Signal "level-dragged" (SentinelLevel *level): a person moves a line of the chart; the level as
 * it is then. */
/* once */
void sentinel_rule_preview_set_context (SentinelRulePreview *self,
                                        SentinelContext *context,
                                        SentinelTicker *ticker);
/* stored: the rule as it is (nullable: a new one). plan: as it would be; NULL: it is not valid now,
 * and what was shown stays. */
void sentinel_rule_preview_set_rule (SentinelRulePreview *self,
                                     const SentinelRule *stored,
                                     SentinelPlan *plan);

G_END_DECLS
