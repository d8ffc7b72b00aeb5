/* SPDX-License-Identifier: MIT */
/* A combo row. A value that is none of the choices is shown as one more, so that nothing is lost
 * until another is chosen. */
#include "sentinel-choice-field.h"

#include <glib/gi18n.h>

struct _SentinelChoiceField {
  SentinelSchemaField parent_instance;
  GPtrArray *values; /* of JsonNode, one for each item; NULL: left out */
  GtkStringList *model; /* owned by the row */
  guint n_known;
};

G_DEFINE_FINAL_TYPE (SentinelChoiceField, sentinel_choice_field, SENTINEL_TYPE_SCHEMA_FIELD)

static void
free_value (gpointer value)
{
  if (value != NULL)
    json_node_unref (value);
}

/* value: (transfer full) (nullable) */
static void
add_item (SentinelChoiceField *self, const char *label, JsonNode *value)
{
  gtk_string_list_append (self->model, label);
  g_ptr_array_add (self->values, value);
}

static void
add_none (SentinelChoiceField *self, const SentinelProperty *property)
{
  /* Translators: a choice of a field that may be left out */
  add_item (self, _ ("Not set"), property->is_nullable ? json_node_new (JSON_NODE_NULL) : NULL);
}

static void
add_choices (SentinelChoiceField *self, JsonArray *choices)
{
  for (guint i = 0; i < json_array_get_length (choices); i++) {
    JsonNode *choice = json_array_get_element (choices, i);
    g_autofree char *label = sentinel_property_show_text (choice);

    add_item (self, label, json_node_copy (choice));
  }
}

static GtkWidget *
sentinel_choice_field_make_row (SentinelSchemaField *field)
{
  SentinelChoiceField *self = SENTINEL_CHOICE_FIELD (field);
  const SentinelProperty *property = sentinel_schema_field_get_property (field);
  GtkWidget *row = adw_combo_row_new ();

  self->model = gtk_string_list_new (NULL);
  self->values = g_ptr_array_new_with_free_func (free_value);
  if (sentinel_schema_field_is_optional (field))
    add_none (self, property);
  if (property->choices != NULL) {
    add_choices (self, property->choices);
  } else {
    add_item (self, _ ("Yes"), json_node_init_boolean (json_node_alloc (), TRUE));
    add_item (self, _ ("No"), json_node_init_boolean (json_node_alloc (), FALSE));
  }
  self->n_known = self->values->len;
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (self->model));
  g_object_unref (self->model);
  g_signal_connect_object (row,
                           "notify::selected",
                           G_CALLBACK (sentinel_schema_field_edited),
                           field,
                           G_CONNECT_SWAPPED);
  return row;
}

static gboolean
is_same (JsonNode *a, JsonNode *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return json_node_equal (a, b);
}

static void
forget_unknown (SentinelChoiceField *self)
{
  while (self->values->len > self->n_known) {
    g_ptr_array_remove_index (self->values, self->values->len - 1);
    gtk_string_list_remove (self->model, self->values->len);
  }
}

static void
sentinel_choice_field_show (SentinelSchemaField *field, JsonNode *value)
{
  SentinelChoiceField *self = SENTINEL_CHOICE_FIELD (field);
  AdwComboRow *row = ADW_COMBO_ROW (sentinel_schema_field_get_row (field));
  guint at = 0;

  forget_unknown (self);
  while (at < self->values->len && !is_same (g_ptr_array_index (self->values, at), value))
    at++;
  if (at == self->values->len && value == NULL)
    at = sentinel_schema_field_is_optional (field) ? 0 : GTK_INVALID_LIST_POSITION;
  if (at == self->values->len) {
    g_autofree char *label = sentinel_property_show_text (value);

    add_item (self, label, json_node_copy (value));
  }
  adw_combo_row_set_selected (row, at);
}

static JsonNode *
sentinel_choice_field_read (SentinelSchemaField *field)
{
  SentinelChoiceField *self = SENTINEL_CHOICE_FIELD (field);
  guint at = adw_combo_row_get_selected (ADW_COMBO_ROW (sentinel_schema_field_get_row (field)));
  JsonNode *value = at < self->values->len ? g_ptr_array_index (self->values, at) : NULL;

  return value != NULL ? json_node_copy (value) : NULL;
}

static void
sentinel_choice_field_finalize (GObject *object)
{
  g_clear_pointer (&SENTINEL_CHOICE_FIELD (object)->values, g_ptr_array_unref);
  G_OBJECT_CLASS (sentinel_choice_field_parent_class)->finalize (object);
}

static void
sentinel_choice_field_class_init (SentinelChoiceFieldClass *klass)
{
  SentinelSchemaFieldClass *field_class = SENTINEL_SCHEMA_FIELD_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sentinel_choice_field_finalize;
  field_class->make_row = sentinel_choice_field_make_row;
  field_class->show = sentinel_choice_field_show;
  field_class->read = sentinel_choice_field_read;
  field_class->has_subtitle = TRUE;
}

static void
sentinel_choice_field_init (SentinelChoiceField *self)
{
}
