/* SPDX-License-Identifier: MIT */
/* Only what describing needs. */
#include "sentinel-safe-trigger.h"

struct _SentinelSafeTrigger {
  SentinelTrigger parent_instance;
};

G_DEFINE_FINAL_TYPE (SentinelSafeTrigger, sentinel_safe_trigger, SENTINEL_TYPE_TRIGGER)

static const SentinelTriggerInfo trigger_info = {
  .id = SENTINEL_SAFE_TRIGGER_ID,
  .name = "Safe",
  .description = "Opens with a code",
  .icon_name = "sentinel-trigger-symbolic",
  .category = "System",
  .importance = SENTINEL_IMPORTANCE_HIGH,
  .period_ms = 60 * 1000,
  .parameters = "{\"type\":\"object\",\"properties\":{"
                "\"code\":{\"type\":\"string\",\"title\":\"Code\",\"x-secret\":true}}}",
};

static const SentinelTriggerInfo *
sentinel_safe_trigger_describe (SentinelTrigger *trigger)
{
  return &trigger_info;
}

static void
sentinel_safe_trigger_class_init (SentinelSafeTriggerClass *klass)
{
  SENTINEL_TRIGGER_CLASS (klass)->describe = sentinel_safe_trigger_describe;
}

static void
sentinel_safe_trigger_init (SentinelSafeTrigger *self)
{
}

/**
 * sentinel_safe_trigger_new:
 *
 * Returns: (transfer full): a trigger
 */
SentinelSafeTrigger *
sentinel_safe_trigger_new (void)
{
  return g_object_new (SENTINEL_TYPE_SAFE_TRIGGER, NULL);
}
