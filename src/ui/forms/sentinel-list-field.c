/* SPDX-License-Identifier: MIT */
/* An expander with an entry for each value, a button to remove it, and one to add another. They are
 * made when it is unfolded: a form of many parameters opens faster without what nobody sees. */
#include "sentinel-list-field.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SentinelListField {
  SentinelSchemaField parent_instance;
  GPtrArray *rows, *notes; /* of GtkWidget, borrowed from the expander; one note to each row */
  GtkWidget *add_row; /* NULL until it is unfolded */
  JsonNode *shown; /* nullable: what the rows were or will be made from */
};

G_DEFINE_FINAL_TYPE (SentinelListField, sentinel_list_field, SENTINEL_TYPE_SCHEMA_FIELD)

static AdwExpanderRow *
get_expander (SentinelListField *self)
{
  return ADW_EXPANDER_ROW (sentinel_schema_field_get_row (SENTINEL_SCHEMA_FIELD (self)));
}

static JsonArray *
get_shown (SentinelListField *self)
{
  return self->shown != NULL && JSON_NODE_HOLDS_ARRAY (self->shown)
             ? json_node_get_array (self->shown)
             : NULL;
}

static char *
dup_value_text (SentinelListField *self, guint index)
{
  if (self->add_row != NULL)
    return g_strdup (gtk_editable_get_text (g_ptr_array_index (self->rows, index)));
  return sentinel_property_show_text (json_array_get_element (get_shown (self), index));
}

static void
show_summary (SentinelListField *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *hint = NULL;
  JsonArray *shown = get_shown (self);
  guint n = self->rows->len;

  if (self->add_row == NULL)
    n = shown != NULL ? json_array_get_length (shown) : 0;
  for (guint i = 0; i < n; i++) {
    g_autofree char *value = dup_value_text (self, i);

    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", value);
  }
  hint = sentinel_schema_field_dup_hint (SENTINEL_SCHEMA_FIELD (self));
  adw_expander_row_set_subtitle (get_expander (self), text->len > 0 ? text->str : hint);
}

static void
edited_cb (SentinelListField *self)
{
  show_summary (self);
  sentinel_schema_field_edited (SENTINEL_SCHEMA_FIELD (self));
}

static void
number_rows (SentinelListField *self)
{
  for (guint i = 0; i < self->rows->len; i++) {
    /* Translators: one value of a list, counted from 1 */
    g_autofree char *title = g_strdup_printf (_ ("Value %u"), i + 1);

    adw_preferences_row_set_title (g_ptr_array_index (self->rows, i), title);
  }
}

static void
remove_at (SentinelListField *self, guint index)
{
  adw_expander_row_remove (get_expander (self), g_ptr_array_index (self->rows, index));
  adw_expander_row_remove (get_expander (self), g_ptr_array_index (self->notes, index));
  g_ptr_array_remove_index (self->rows, index);
  g_ptr_array_remove_index (self->notes, index);
  number_rows (self);
}

static void
remove_cb (GtkButton *button, SentinelListField *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (button), ADW_TYPE_ENTRY_ROW);
  guint index;

  if (!g_ptr_array_find (self->rows, row, &index))
    return;
  remove_at (self, index);
  gtk_widget_grab_focus (index < self->rows->len ? g_ptr_array_index (self->rows, index)
                                                 : self->add_row);
  edited_cb (self);
}

static GtkWidget *
make_remove_button (SentinelListField *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");

  gtk_widget_set_tooltip_text (button, _ ("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Remove"),
                                  -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, 0);
  return button;
}

static void
add_value (SentinelListField *self, AdwExpanderRow *expander, JsonNode *value)
{
  GtkWidget *row = adw_entry_row_new ();
  g_autofree char *text = sentinel_property_show_text (value);
  GtkWidget *note = sentinel_field_note_new (row, NULL);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), make_remove_button (self));
  g_ptr_array_add (self->rows, row);
  g_ptr_array_add (self->notes, note);
  number_rows (self);
  adw_expander_row_remove (expander, self->add_row);
  adw_expander_row_add_row (expander, row);
  adw_expander_row_add_row (expander, note);
  adw_expander_row_add_row (expander, self->add_row);
  g_signal_connect_object (row, "changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
}

static void
add_cb (SentinelListField *self)
{
  add_value (self, get_expander (self), NULL);
  edited_cb (self);
  gtk_widget_grab_focus (g_ptr_array_index (self->rows, self->rows->len - 1));
}

static void
show_rows (SentinelListField *self)
{
  JsonArray *shown = get_shown (self);

  while (self->rows->len > 0)
    remove_at (self, self->rows->len - 1);
  for (guint i = 0; shown != NULL && i < json_array_get_length (shown); i++)
    add_value (self, get_expander (self), json_array_get_element (shown, i));
}

static void
make_rows (SentinelListField *self)
{
  if (self->add_row != NULL)
    return;
  self->add_row = g_object_ref_sink (adw_button_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->add_row), _ ("Add Value"));
  adw_button_row_set_start_icon_name (ADW_BUTTON_ROW (self->add_row), "list-add-symbolic");
  g_signal_connect_object (self->add_row,
                           "activated",
                           G_CALLBACK (add_cb),
                           self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (get_expander (self), self->add_row);
  show_rows (self);
}

static GtkWidget *
sentinel_list_field_make_row (SentinelSchemaField *field)
{
  GtkWidget *row = adw_expander_row_new ();

  g_signal_connect_object (row,
                           "notify::expanded",
                           G_CALLBACK (make_rows),
                           field,
                           G_CONNECT_SWAPPED);
  return row;
}

static void
sentinel_list_field_show (SentinelSchemaField *field, JsonNode *value)
{
  SentinelListField *self = SENTINEL_LIST_FIELD (field);

  g_clear_pointer (&self->shown, json_node_unref);
  self->shown = value != NULL ? json_node_copy (value) : NULL;
  if (self->add_row != NULL)
    show_rows (self);
  show_summary (self);
}

static JsonNode *
sentinel_list_field_read (SentinelSchemaField *field)
{
  SentinelListField *self = SENTINEL_LIST_FIELD (field);
  const SentinelProperty *property = sentinel_schema_field_get_property (field);
  const SentinelProperty *items = sentinel_property_get_items (property);
  g_autoptr (JsonArray) array = json_array_new ();

  make_rows (self);
  if (self->rows->len == 0 && property->is_nullable)
    return json_node_new (JSON_NODE_NULL);
  for (guint i = 0; i < self->rows->len; i++) {
    const char *text = gtk_editable_get_text (g_ptr_array_index (self->rows, i));

    json_array_add_element (array, sentinel_property_read_text (items, text));
  }
  return json_node_init_array (json_node_alloc (), array);
}

static gboolean
sentinel_list_field_show_error (SentinelSchemaField *field, const char *path, const char *message)
{
  SentinelListField *self = SENTINEL_LIST_FIELD (field);
  g_autofree char *whole = NULL;
  guint64 index;

  if (*path != '[')
    return FALSE;
  make_rows (self);
  index = g_ascii_strtoull (path + 1, NULL, 10);
  if (index >= self->notes->len)
    return FALSE;
  whole = g_strconcat (sentinel_schema_field_get_path (field), path, NULL);
  sentinel_field_note_show_refusal (g_ptr_array_index (self->notes, index), whole, message);
  adw_expander_row_set_expanded (get_expander (self), TRUE);
  return TRUE;
}

static void
sentinel_list_field_clear_error (SentinelSchemaField *field)
{
  GPtrArray *notes = SENTINEL_LIST_FIELD (field)->notes;

  for (guint i = 0; i < notes->len; i++)
    sentinel_field_note_set_error (g_ptr_array_index (notes, i), NULL);
}

static void
sentinel_list_field_dispose (GObject *object)
{
  g_clear_object (&SENTINEL_LIST_FIELD (object)->add_row);
  G_OBJECT_CLASS (sentinel_list_field_parent_class)->dispose (object);
}

static void
sentinel_list_field_finalize (GObject *object)
{
  SentinelListField *self = SENTINEL_LIST_FIELD (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->notes);
  g_clear_pointer (&self->shown, json_node_unref);
  G_OBJECT_CLASS (sentinel_list_field_parent_class)->finalize (object);
}

static void
sentinel_list_field_class_init (SentinelListFieldClass *klass)
{
  SentinelSchemaFieldClass *field_class = SENTINEL_SCHEMA_FIELD_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_list_field_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_list_field_finalize;
  field_class->make_row = sentinel_list_field_make_row;
  field_class->show = sentinel_list_field_show;
  field_class->read = sentinel_list_field_read;
  field_class->show_error = sentinel_list_field_show_error;
  field_class->clear_error = sentinel_list_field_clear_error;
  field_class->has_subtitle = TRUE;
}

static void
sentinel_list_field_init (SentinelListField *self)
{
  self->rows = g_ptr_array_new ();
  self->notes = g_ptr_array_new ();
}
