/* SPDX-License-Identifier: MIT */
/* A number between two bounds. */
#pragma once
#include "sentinel-schema-field.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_NUMBER_FIELD (sentinel_number_field_get_type ())
G_DECLARE_FINAL_TYPE (SentinelNumberField,
                      sentinel_number_field,
                      SENTINEL,
                      NUMBER_FIELD,
                      SentinelSchemaField)

G_END_DECLS
