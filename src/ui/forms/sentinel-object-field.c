/* SPDX-License-Identifier: MIT */
/* An expander with a field for each member, made when it is unfolded. A member that the schema does
 * not know is kept, for the schema to refuse by name. */
#include "sentinel-object-field.h"

#include <string.h>

struct _SentinelObjectField {
  SentinelSchemaField parent_instance;
  GPtrArray *members; /* of SentinelSchemaField; empty until it is unfolded */
  JsonNode *shown; /* nullable: what the members were read from */
};

G_DEFINE_FINAL_TYPE (SentinelObjectField, sentinel_object_field, SENTINEL_TYPE_SCHEMA_FIELD)

static void
add_member (SentinelObjectField *self, GtkWidget *row, const SentinelProperty *property)
{
  const char *path = sentinel_schema_field_get_path (SENTINEL_SCHEMA_FIELD (self));
  g_autofree char *member_path = g_strconcat (path, ".", property->name, NULL);
  SentinelSchemaField *member = sentinel_schema_field_new (property, member_path);

  g_ptr_array_add (self->members, member);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), sentinel_schema_field_get_row (member));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row),
                            GTK_WIDGET (sentinel_schema_field_get_note (member)));
  g_signal_connect_object (member,
                           "changed",
                           G_CALLBACK (sentinel_schema_field_edited),
                           self,
                           G_CONNECT_SWAPPED);
}

static JsonObject *
get_object (JsonNode *value)
{
  return value != NULL && JSON_NODE_HOLDS_OBJECT (value) ? json_node_get_object (value) : NULL;
}

static void
show_members (SentinelObjectField *self)
{
  JsonObject *object = get_object (self->shown);

  for (guint i = 0; i < self->members->len; i++) {
    SentinelSchemaField *member = g_ptr_array_index (self->members, i);
    const char *name = sentinel_schema_field_get_property (member)->name;

    sentinel_schema_field_set_value (member,
                                     object != NULL ? json_object_get_member (object, name) : NULL);
  }
}

static void
make_members (SentinelObjectField *self)
{
  SentinelSchemaField *field = SENTINEL_SCHEMA_FIELD (self);
  const SentinelProperty *property = sentinel_schema_field_get_property (field);

  if (self->members->len > 0)
    return;
  for (guint i = 0; i < sentinel_property_get_n_members (property); i++)
    add_member (self,
                sentinel_schema_field_get_row (field),
                sentinel_property_get_member (property, i));
  show_members (self);
}

static GtkWidget *
sentinel_object_field_make_row (SentinelSchemaField *field)
{
  GtkWidget *row = adw_expander_row_new ();

  g_signal_connect_object (row,
                           "notify::expanded",
                           G_CALLBACK (make_members),
                           field,
                           G_CONNECT_SWAPPED);
  return row;
}

static void
sentinel_object_field_show (SentinelSchemaField *field, JsonNode *value)
{
  SentinelObjectField *self = SENTINEL_OBJECT_FIELD (field);

  g_clear_pointer (&self->shown, json_node_unref);
  self->shown = value != NULL ? json_node_copy (value) : NULL;
  show_members (self);
}

static JsonObject *
copy_members (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (object == NULL)
    return copy;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    json_object_set_member (copy, name, json_node_copy (member));
  return copy;
}

static JsonNode *
sentinel_object_field_read (SentinelSchemaField *field)
{
  SentinelObjectField *self = SENTINEL_OBJECT_FIELD (field);
  g_autoptr (JsonObject) object = copy_members (get_object (self->shown));

  make_members (self);
  for (guint i = 0; i < self->members->len; i++) {
    SentinelSchemaField *member = g_ptr_array_index (self->members, i);
    const char *name = sentinel_schema_field_get_property (member)->name;
    JsonNode *value = sentinel_schema_field_dup_value (member);

    if (value != NULL)
      json_object_set_member (object, name, value);
    else if (json_object_has_member (object, name))
      json_object_remove_member (object, name);
  }
  if (json_object_get_size (object) == 0 && sentinel_schema_field_is_optional (field))
    return NULL;
  return json_node_init_object (json_node_alloc (), object);
}

static gboolean
sentinel_object_field_check_text (SentinelSchemaField *field, GError **error)
{
  GPtrArray *members = SENTINEL_OBJECT_FIELD (field)->members;

  for (guint i = 0; i < members->len; i++)
    if (!sentinel_schema_field_check_text (g_ptr_array_index (members, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
sentinel_object_field_show_error (SentinelSchemaField *field, const char *path, const char *message)
{
  SentinelObjectField *self = SENTINEL_OBJECT_FIELD (field);
  g_autofree char *whole = g_strconcat (sentinel_schema_field_get_path (field), path, NULL);

  if (*path == '\0')
    return FALSE;
  make_members (self);
  for (guint i = 0; i < self->members->len; i++)
    if (sentinel_schema_field_show_error (g_ptr_array_index (self->members, i), whole, message)) {
      AdwExpanderRow *row = ADW_EXPANDER_ROW (sentinel_schema_field_get_row (field));

      adw_expander_row_set_expanded (row, TRUE);
      return TRUE;
    }
  return FALSE;
}

static void
sentinel_object_field_clear_error (SentinelSchemaField *field)
{
  GPtrArray *members = SENTINEL_OBJECT_FIELD (field)->members;

  for (guint i = 0; i < members->len; i++)
    sentinel_schema_field_clear_error (g_ptr_array_index (members, i));
}

static void
sentinel_object_field_finalize (GObject *object)
{
  SentinelObjectField *self = SENTINEL_OBJECT_FIELD (object);

  g_ptr_array_unref (self->members);
  g_clear_pointer (&self->shown, json_node_unref);
  G_OBJECT_CLASS (sentinel_object_field_parent_class)->finalize (object);
}

static void
sentinel_object_field_class_init (SentinelObjectFieldClass *klass)
{
  SentinelSchemaFieldClass *field_class = SENTINEL_SCHEMA_FIELD_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sentinel_object_field_finalize;
  field_class->make_row = sentinel_object_field_make_row;
  field_class->show = sentinel_object_field_show;
  field_class->read = sentinel_object_field_read;
  field_class->check_text = sentinel_object_field_check_text;
  field_class->show_error = sentinel_object_field_show_error;
  field_class->clear_error = sentinel_object_field_clear_error;
  field_class->has_subtitle = TRUE;
}

static void
sentinel_object_field_init (SentinelObjectField *self)
{
  self->members = g_ptr_array_new_with_free_func (g_object_unref);
}
