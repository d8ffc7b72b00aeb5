/* SPDX-License-Identifier: MIT */
/* Parameters as a form made from their schema or as JSON, whichever a person likes. Going from one
 * to the other loses nothing: keys keep their order and numbers their spelling in the text. */
#pragma once
#include "sentinel-schema-form.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_PARAMETERS (sentinel_parameters_get_type ())
G_DECLARE_FINAL_TYPE (SentinelParameters,
                      sentinel_parameters,
                      SENTINEL,
                      PARAMETERS,
                      AdwPreferencesGroup)

/* Signal "changed" (): by a person. schema: (nullable): not known here, there is JSON only */
SentinelParameters *sentinel_parameters_new (SentinelSchema *schema);
/* an object. A text that is no JSON yet stays; the form gets the values. */
void sentinel_parameters_set_values (SentinelParameters *self, JsonNode *values);
/* (transfer full) (nullable), sealed: right or wrong; NULL: the text is no object */
JsonNode *sentinel_parameters_dup_values (SentinelParameters *self);
/* SENTINEL_ERROR_INVALID: the first thing that is wrong; marks it, or clears what was marked */
gboolean sentinel_parameters_check (SentinelParameters *self, GError **error);
/* marks what else is said to be wrong; FALSE: it is about no parameter */
gboolean sentinel_parameters_show_error (SentinelParameters *self, const GError *error);
/* FALSE: it stays as it is, as the other way would lose what was typed; a toast says why */
gboolean sentinel_parameters_show_as_text (SentinelParameters *self, gboolean is_text);

G_END_DECLS
