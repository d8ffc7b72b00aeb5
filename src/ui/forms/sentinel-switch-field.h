/* SPDX-License-Identifier: MIT */
/* Yes or no. */
#pragma once
#include "sentinel-schema-field.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_SWITCH_FIELD (sentinel_switch_field_get_type ())
G_DECLARE_FINAL_TYPE (SentinelSwitchField,
                      sentinel_switch_field,
                      SENTINEL,
                      SWITCH_FIELD,
                      SentinelSchemaField)

G_END_DECLS
