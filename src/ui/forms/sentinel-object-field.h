/* SPDX-License-Identifier: MIT */
/* A group of parameters that belong together. */
#pragma once
#include "sentinel-schema-field.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_OBJECT_FIELD (sentinel_object_field_get_type ())
G_DECLARE_FINAL_TYPE (SentinelObjectField,
                      sentinel_object_field,
                      SENTINEL,
                      OBJECT_FIELD,
                      SentinelSchemaField)

G_END_DECLS
