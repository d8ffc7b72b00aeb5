/* SPDX-License-Identifier: MIT */
/* A parameter that is typed: a text, a secret, a number without bounds, or JSON. */
#pragma once
#include "sentinel-schema-field.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_TEXT_FIELD (sentinel_text_field_get_type ())
G_DECLARE_FINAL_TYPE (SentinelTextField,
                      sentinel_text_field,
                      SENTINEL,
                      TEXT_FIELD,
                      SentinelSchemaField)

G_END_DECLS
