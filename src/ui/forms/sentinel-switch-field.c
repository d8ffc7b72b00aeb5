/* SPDX-License-Identifier: MIT */
/* A switch. */
#include "sentinel-switch-field.h"

struct _SentinelSwitchField {
  SentinelSchemaField parent_instance;
};

G_DEFINE_FINAL_TYPE (SentinelSwitchField, sentinel_switch_field, SENTINEL_TYPE_SCHEMA_FIELD)

static GtkWidget *
sentinel_switch_field_make_row (SentinelSchemaField *field)
{
  GtkWidget *row = adw_switch_row_new ();

  g_signal_connect_object (row,
                           "notify::active",
                           G_CALLBACK (sentinel_schema_field_edited),
                           field,
                           G_CONNECT_SWAPPED);
  return row;
}

static void
sentinel_switch_field_show (SentinelSchemaField *field, JsonNode *value)
{
  gboolean is_on = value != NULL && JSON_NODE_HOLDS_VALUE (value)
                   && json_node_get_value_type (value) == G_TYPE_BOOLEAN
                   && json_node_get_boolean (value);

  adw_switch_row_set_active (ADW_SWITCH_ROW (sentinel_schema_field_get_row (field)), is_on);
}

static JsonNode *
sentinel_switch_field_read (SentinelSchemaField *field)
{
  AdwSwitchRow *row = ADW_SWITCH_ROW (sentinel_schema_field_get_row (field));

  return json_node_init_boolean (json_node_alloc (), adw_switch_row_get_active (row));
}

static void
sentinel_switch_field_class_init (SentinelSwitchFieldClass *klass)
{
  SentinelSchemaFieldClass *field_class = SENTINEL_SCHEMA_FIELD_CLASS (klass);

  field_class->make_row = sentinel_switch_field_make_row;
  field_class->show = sentinel_switch_field_show;
  field_class->read = sentinel_switch_field_read;
  field_class->has_subtitle = TRUE;
}

static void
sentinel_switch_field_init (SentinelSwitchField *self)
{
}
