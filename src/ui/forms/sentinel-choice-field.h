/* SPDX-License-Identifier: MIT */
/* One of a few values, or none. */
#pragma once
#include "sentinel-schema-field.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_CHOICE_FIELD (sentinel_choice_field_get_type ())
G_DECLARE_FINAL_TYPE (SentinelChoiceField,
                      sentinel_choice_field,
                      SENTINEL,
                      CHOICE_FIELD,
                      SentinelSchemaField)

G_END_DECLS
