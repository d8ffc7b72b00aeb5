/* SPDX-License-Identifier: MIT */
/* A list of values, one row each. */
#pragma once
#include "sentinel-schema-field.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_LIST_FIELD (sentinel_list_field_get_type ())
G_DECLARE_FINAL_TYPE (SentinelListField,
                      sentinel_list_field,
                      SENTINEL,
                      LIST_FIELD,
                      SentinelSchemaField)

G_END_DECLS
