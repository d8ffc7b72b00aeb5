/* SPDX-License-Identifier: MIT */
/* Parameter schemas: the subset of JSON Schema that triggers, user triggers and Prefect deployments
 * share (design/03): type, title, description, default, enum, minimum, maximum, format, pattern,
 * required, items of scalars, nested object, $ref into definitions, anyOf [X, null], x-unit,
 * and for a secret x-secret, writeOnly or format password. A property that says more than that
 * (other alternatives, tuples) takes any value here, and the trigger judges it. */
#pragma once
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

typedef struct _SentinelSchema SentinelSchema;

SentinelSchema *sentinel_schema_parse (const char *text, GError **error);
SentinelSchema *sentinel_schema_ref (SentinelSchema *self);
void sentinel_schema_unref (SentinelSchema *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelSchema, sentinel_schema_unref)

/* Checks and fills in the defaults; the answer is sealed, members in the schema's order. INVALID:
 * "threshold is 140: must be from 0 to 100". Unknown names are refused and the known ones listed.
 */
JsonNode *sentinel_schema_apply (SentinelSchema *self, JsonNode *parameters, GError **error);
/* NAME=VALUE of a command line: the text as the property's type wants it. */
JsonNode *sentinel_schema_parse_value (SentinelSchema *self,
                                       const char *name,
                                       const char *text,
                                       GError **error);

typedef struct {
  /* nullable but for name and type */
  const char *name, *type, *title, *description, *format, *unit;
  gboolean is_required, is_secret, is_nullable;
  JsonNode *default_value; /* nullable */
  JsonArray *choices; /* enum; nullable */
  double minimum, maximum; /* NAN: open */
} SentinelProperty;
guint sentinel_schema_get_n_properties (SentinelSchema *self);
const SentinelProperty *sentinel_schema_get_property (SentinelSchema *self, guint index);

/* of an array; NULL: any, or no array */
const SentinelProperty *sentinel_property_get_items (const SentinelProperty *self);
/* of an object; 0 also when it is free in form */
guint sentinel_property_get_n_members (const SentinelProperty *self);
const SentinelProperty *sentinel_property_get_member (const SentinelProperty *self, guint index);
/* One value by itself, as sentinel_schema_apply() does it; path is what errors call it. */
JsonNode *sentinel_property_check (const SentinelProperty *self,
                                   const char *path,
                                   JsonNode *value,
                                   GError **error);

G_END_DECLS
