/* SPDX-License-Identifier: MIT */
/* One parameter of a form: a row that shows its value and reads it back. What a person did not
 * touch comes back bit by bit as it was given, whether the row can show it or not. */
#pragma once
#include "sentinel-field-note.h"
#include "sentinel-schema.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_SCHEMA_FIELD (sentinel_schema_field_get_type ())
G_DECLARE_DERIVABLE_TYPE (SentinelSchemaField,
                          sentinel_schema_field,
                          SENTINEL,
                          SCHEMA_FIELD,
                          GObject)

struct _SentinelSchemaFieldClass {
  GObjectClass parent_class;
  GtkWidget *(*make_row) (SentinelSchemaField *self); /* (transfer floating) */
  /* value: (nullable): what holds, given or by default. No signal may come of it. */
  void (*show) (SentinelSchemaField *self, JsonNode *value);
  /* (transfer full) (nullable): what the row says; NULL: nothing. It need not be right: what cannot
   * be read as the type is given as text. */
  JsonNode *(*read) (SentinelSchemaField *self);
  /* optional: whether what was typed can be read at all; it need not be right */
  gboolean (*check_text) (SentinelSchemaField *self, GError **error);
  /* optional, for rows that hold others: path is what of the value is wrong, like ".token", "[2]",
   * or empty for all of it. Answers whether it is marked inside. */
  gboolean (*show_error) (SentinelSchemaField *self, const char *path, const char *message);
  /* optional, with show_error: all marks below the row go */
  void (*clear_error) (SentinelSchemaField *self);
  /* description and range are below an entry, as it has no subtitle */
  gboolean has_subtitle;
};

/* Signal "changed" (): a person changed it. path: what errors call it. */
SentinelSchemaField *sentinel_schema_field_new (const SentinelProperty *property, const char *path);
const SentinelProperty *sentinel_schema_field_get_property (SentinelSchemaField *self);
const char *sentinel_schema_field_get_path (SentinelSchemaField *self);
/* (transfer none): to be put into one list, in this order; made when it is asked for first */
GtkWidget *sentinel_schema_field_get_row (SentinelSchemaField *self);
SentinelFieldNote *sentinel_schema_field_get_note (SentinelSchemaField *self);

/* value: (nullable): not given */
void sentinel_schema_field_set_value (SentinelSchemaField *self, JsonNode *value);
JsonNode *sentinel_schema_field_dup_value (SentinelSchemaField *self);
/* SENTINEL_ERROR_INVALID with the field, if what it says is not allowed */
gboolean sentinel_schema_field_check (SentinelSchemaField *self, GError **error);
/* SENTINEL_ERROR_INVALID with the field, if what it says cannot be read as a value */
gboolean sentinel_schema_field_check_text (SentinelSchemaField *self, GError **error);
/* marks it, or what is inside of it, if field is its path or begins with it */
gboolean sentinel_schema_field_show_error (SentinelSchemaField *self,
                                           const char *field,
                                           const char *message);
void sentinel_schema_field_clear_error (SentinelSchemaField *self);
gboolean sentinel_schema_field_is_edited (SentinelSchemaField *self);

/* For the kinds of field: */
void sentinel_schema_field_edited (SentinelSchemaField *self); /* nothing while it is shown */
char *sentinel_schema_field_dup_title (SentinelSchemaField *self);
char *sentinel_schema_field_dup_hint (SentinelSchemaField *self);
/* may be left out: it is not required, or null is allowed */
gboolean sentinel_schema_field_is_optional (SentinelSchemaField *self);
JsonNode *sentinel_property_read_text (const SentinelProperty *property, const char *text);
char *sentinel_property_show_text (JsonNode *value);

G_END_DECLS
