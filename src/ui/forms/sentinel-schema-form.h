/* SPDX-License-Identifier: MIT */
/* A form made from a schema: one row a parameter, checked as one types. */
#pragma once
#include "sentinel-schema-field.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_SCHEMA_FORM (sentinel_schema_form_get_type ())
G_DECLARE_FINAL_TYPE (SentinelSchemaForm,
                      sentinel_schema_form,
                      SENTINEL,
                      SCHEMA_FORM,
                      AdwPreferencesGroup)

/* Property "valid": nothing is marked as wrong. Signal "changed" (): a person changed a value; the
 * form has judged it already. */
SentinelSchemaForm *sentinel_schema_form_new (SentinelSchema *schema);
/* an object; anything else counts as empty. Members that the schema does not know are kept. */
void sentinel_schema_form_set_values (SentinelSchemaForm *self, JsonNode *values);
JsonNode *sentinel_schema_form_dup_values (SentinelSchemaForm *self); /* (transfer full), sealed */
gboolean sentinel_schema_form_is_valid (SentinelSchemaForm *self);
/* SENTINEL_ERROR_INVALID: the first thing that is wrong, as it is shown */
gboolean sentinel_schema_form_check (SentinelSchemaForm *self, GError **error);
/* SENTINEL_ERROR_INVALID: what was typed somewhere cannot be read as a value, right or wrong */
gboolean sentinel_schema_form_check_text (SentinelSchemaForm *self, GError **error);
/* What the schema cannot say, as of sentinel_trigger_validate(). FALSE: it is about none of the
 * fields. It stays until the next change. */
gboolean sentinel_schema_form_show_error (SentinelSchemaForm *self, const GError *error);
/* (transfer none) (nullable) */
SentinelSchemaField *sentinel_schema_form_find (SentinelSchemaForm *self, const char *name);

G_END_DECLS
