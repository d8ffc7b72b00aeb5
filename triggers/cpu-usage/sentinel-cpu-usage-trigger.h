/* SPDX-License-Identifier: MIT */
/* Trigger "cpu-usage": how busy the processor of this computer is. See README.md beside this file.
 */
#pragma once
#include "sentinel-trigger.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_CPU_USAGE_TRIGGER (sentinel_cpu_usage_trigger_get_type ())
G_DECLARE_FINAL_TYPE (SentinelCpuUsageTrigger,
                      sentinel_cpu_usage_trigger,
                      SENTINEL,
                      CPU_USAGE_TRIGGER,
                      SentinelTrigger)

SentinelTrigger *sentinel_cpu_usage_trigger_new (void);

G_END_DECLS
