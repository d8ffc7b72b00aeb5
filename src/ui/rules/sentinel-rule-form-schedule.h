/* SPDX-License-Identifier: MIT */
/* When a rule runs. */
#pragma once
#include "sentinel-rule-form.h"
#include "sentinel-ticker.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_FORM_SCHEDULE (sentinel_rule_form_schedule_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleFormSchedule,
                      sentinel_rule_form_schedule,
                      SENTINEL,
                      RULE_FORM_SCHEDULE,
                      SentinelRuleForm)

/* once, before it is shown: tells the time */
void sentinel_rule_form_schedule_set_ticker (SentinelRuleFormSchedule *self,
                                             SentinelTicker *ticker);

G_END_DECLS
