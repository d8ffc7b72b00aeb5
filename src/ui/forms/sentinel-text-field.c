/* SPDX-License-Identifier: MIT */
/* An entry. Where the parameter may be missing, empty means that it is. */
#include "sentinel-text-field.h"

#include <glib/gi18n.h>

#include "sentinel-json.h"

struct _SentinelTextField {
  SentinelSchemaField parent_instance;
};

G_DEFINE_FINAL_TYPE (SentinelTextField, sentinel_text_field, SENTINEL_TYPE_SCHEMA_FIELD)

static gboolean
is_number (const SentinelProperty *property)
{
  return g_str_equal (property->type, "number") || g_str_equal (property->type, "integer");
}

static GtkWidget *
sentinel_text_field_make_row (SentinelSchemaField *field)
{
  const SentinelProperty *property = sentinel_schema_field_get_property (field);
  GtkWidget *row = property->is_secret ? adw_password_entry_row_new () : adw_entry_row_new ();

  if (is_number (property))
    adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), GTK_INPUT_PURPOSE_NUMBER);
  g_signal_connect_object (row,
                           "changed",
                           G_CALLBACK (sentinel_schema_field_edited),
                           field,
                           G_CONNECT_SWAPPED);
  return row;
}

static void
sentinel_text_field_show (SentinelSchemaField *field, JsonNode *value)
{
  g_autofree char *text = sentinel_property_show_text (value);

  gtk_editable_set_text (GTK_EDITABLE (sentinel_schema_field_get_row (field)), text);
}

static JsonNode *
read_empty (SentinelSchemaField *field)
{
  const SentinelProperty *property = sentinel_schema_field_get_property (field);

  if (property->is_nullable)
    return json_node_new (JSON_NODE_NULL);
  if (g_str_equal (property->type, "string") && property->default_value != NULL)
    return json_node_init_string (json_node_alloc (), "");
  return NULL;
}

static JsonNode *
sentinel_text_field_read (SentinelSchemaField *field)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (sentinel_schema_field_get_row (field)));

  if (*text == '\0')
    return read_empty (field);
  return sentinel_property_read_text (sentinel_schema_field_get_property (field), text);
}

static void
sentinel_text_field_class_init (SentinelTextFieldClass *klass)
{
  SentinelSchemaFieldClass *field_class = SENTINEL_SCHEMA_FIELD_CLASS (klass);

  field_class->make_row = sentinel_text_field_make_row;
  field_class->show = sentinel_text_field_show;
  field_class->read = sentinel_text_field_read;
}

static void
sentinel_text_field_init (SentinelTextField *self)
{
}
