/* SPDX-License-Identifier: MIT */
/* A trigger that has a secret parameter, "code". Its rules are never run. */
#pragma once
#include "sentinel-trigger.h"
G_BEGIN_DECLS

#define SENTINEL_SAFE_TRIGGER_ID "safe"

#define SENTINEL_TYPE_SAFE_TRIGGER (sentinel_safe_trigger_get_type ())
G_DECLARE_FINAL_TYPE (SentinelSafeTrigger,
                      sentinel_safe_trigger,
                      SENTINEL,
                      SAFE_TRIGGER,
                      SentinelTrigger)

SentinelSafeTrigger *sentinel_safe_trigger_new (void);

G_END_DECLS
