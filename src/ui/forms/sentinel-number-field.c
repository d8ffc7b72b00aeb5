/* SPDX-License-Identifier: MIT */
/* A spin row. It shows as many decimals as the number has. */
#include "sentinel-number-field.h"

#include <math.h>

#include "sentinel-spin.h"

struct _SentinelNumberField {
  SentinelSchemaField parent_instance;
};

G_DEFINE_FINAL_TYPE (SentinelNumberField, sentinel_number_field, SENTINEL_TYPE_SCHEMA_FIELD)

static gboolean
is_integer (SentinelSchemaField *field)
{
  return g_str_equal (sentinel_schema_field_get_property (field)->type, "integer");
}

static GtkWidget *
sentinel_number_field_make_row (SentinelSchemaField *field)
{
  const SentinelProperty *property = sentinel_schema_field_get_property (field);
  double range = property->maximum - property->minimum;
  double step = !is_integer (field) && range <= 10 ? range / 100 : 1;
  GtkWidget *row = sentinel_spin_row_new (property->minimum, property->maximum, step);

  sentinel_spin_set_plain (GTK_WIDGET (row), is_integer (field) ? 0 : SENTINEL_SPIN_DECIMALS);
  g_signal_connect_object (row,
                           "notify::value",
                           G_CALLBACK (sentinel_schema_field_edited),
                           field,
                           G_CONNECT_SWAPPED);
  return row;
}

static void
sentinel_number_field_show (SentinelSchemaField *field, JsonNode *value)
{
  double number = sentinel_schema_field_get_property (field)->minimum;

  if (value != NULL && JSON_NODE_HOLDS_VALUE (value)
      && json_node_get_value_type (value) != G_TYPE_STRING)
    number = json_node_get_double (value);
  sentinel_spin_set_value (sentinel_schema_field_get_row (field), number);
}

static JsonNode *
sentinel_number_field_read (SentinelSchemaField *field)
{
  double value = adw_spin_row_get_value (ADW_SPIN_ROW (sentinel_schema_field_get_row (field)));

  /* 90 stays 90 and does not become 90.0 */
  if (fabs (value - rint (value)) <= 0 && fabs (value) < 0x1p53)
    return json_node_init_int (json_node_alloc (), (gint64) value);
  return json_node_init_double (json_node_alloc (), value);
}

static void
sentinel_number_field_class_init (SentinelNumberFieldClass *klass)
{
  SentinelSchemaFieldClass *field_class = SENTINEL_SCHEMA_FIELD_CLASS (klass);

  field_class->make_row = sentinel_number_field_make_row;
  field_class->show = sentinel_number_field_show;
  field_class->read = sentinel_number_field_read;
  field_class->has_subtitle = TRUE;
}

static void
sentinel_number_field_init (SentinelNumberField *self)
{
}
