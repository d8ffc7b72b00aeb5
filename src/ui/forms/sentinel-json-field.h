/* SPDX-License-Identifier: MIT */
/* A value that no other row can show (an object free in form, a list of objects, what is beyond the
 * subset of schemas): its JSON. */
#pragma once
#include "sentinel-schema-field.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_JSON_FIELD (sentinel_json_field_get_type ())
G_DECLARE_FINAL_TYPE (SentinelJsonField,
                      sentinel_json_field,
                      SENTINEL,
                      JSON_FIELD,
                      SentinelSchemaField)

G_END_DECLS
