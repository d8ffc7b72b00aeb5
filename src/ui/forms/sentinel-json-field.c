/* SPDX-License-Identifier: MIT */
/* The value is one line below the title; unfolded, it is edited. Empty means that the value is left
 * out. A text that is no JSON yet is given as a text, so that it is never lost, but the field is
 * not valid then. */
#include "sentinel-json-field.h"

#include <glib/gi18n.h>

#include "sentinel-error.h"
#include "sentinel-json-editor.h"
#include "sentinel-json-text.h"
#include "sentinel-json.h"
#include "sentinel-text.h"

#define MAX_SUMMARY_BYTES 120

struct _SentinelJsonField {
  SentinelSchemaField parent_instance;
  SentinelJsonEditor *editor; /* NULL until it is unfolded; borrowed from the row, as the note */
  SentinelFieldNote *note;
  JsonNode *shown; /* nullable */
};

G_DEFINE_FINAL_TYPE (SentinelJsonField, sentinel_json_field, SENTINEL_TYPE_SCHEMA_FIELD)

static AdwExpanderRow *
get_expander (SentinelJsonField *self)
{
  return ADW_EXPANDER_ROW (sentinel_schema_field_get_row (SENTINEL_SCHEMA_FIELD (self)));
}

/* text: (nullable) */
static void
show_summary (SentinelJsonField *self, const char *text)
{
  g_autofree char *hint = NULL;
  g_autofree char *line = NULL;

  if (text != NULL && *text != '\0') {
    line = sentinel_text_to_line (text, MAX_SUMMARY_BYTES);
    adw_expander_row_set_subtitle (get_expander (self), line);
    return;
  }
  hint = sentinel_schema_field_dup_hint (SENTINEL_SCHEMA_FIELD (self));
  adw_expander_row_set_subtitle (get_expander (self), hint);
}

static void
edited_cb (SentinelJsonField *self)
{
  g_autofree char *text = sentinel_json_editor_dup_text (self->editor);

  show_summary (self, text);
  sentinel_schema_field_edited (SENTINEL_SCHEMA_FIELD (self));
}

static void
show_text (SentinelJsonField *self)
{
  g_autofree char *json = self->shown != NULL ? sentinel_json_to_text (self->shown) : NULL;
  g_autofree char *text = json != NULL ? sentinel_json_text_format (json, NULL) : NULL;

  if (self->editor != NULL)
    sentinel_json_editor_set_text (self->editor, text != NULL ? text : "");
}

static void
make_editor (SentinelJsonField *self)
{
  GtkWidget *editor;

  if (self->editor != NULL)
    return;
  editor = sentinel_json_editor_new (TRUE);
  self->editor = SENTINEL_JSON_EDITOR (editor);
  self->note = SENTINEL_FIELD_NOTE (sentinel_field_note_new (editor, NULL));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (editor), _ ("Value as JSON"));
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "fault");
  adw_expander_row_add_row (get_expander (self), editor);
  adw_expander_row_add_row (get_expander (self), GTK_WIDGET (self->note));
  show_text (self);
  g_signal_connect_object (editor, "changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
}

static GtkWidget *
sentinel_json_field_make_row (SentinelSchemaField *field)
{
  GtkWidget *row = adw_expander_row_new ();

  g_signal_connect_object (row,
                           "notify::expanded",
                           G_CALLBACK (make_editor),
                           field,
                           G_CONNECT_SWAPPED);
  return row;
}

static void
sentinel_json_field_show (SentinelSchemaField *field, JsonNode *value)
{
  SentinelJsonField *self = SENTINEL_JSON_FIELD (field);
  g_autofree char *json = value != NULL ? sentinel_json_to_text (value) : NULL;

  g_clear_pointer (&self->shown, json_node_unref);
  self->shown = value != NULL ? json_node_copy (value) : NULL;
  show_text (self);
  show_summary (self, json);
}

/* (nullable): nothing but space */
static char *
dup_text (SentinelJsonField *self)
{
  g_autofree char *text = NULL;

  make_editor (self);
  text = sentinel_json_editor_dup_text (self->editor);
  return *g_strstrip (text) != '\0' ? g_steal_pointer (&text) : NULL;
}

static JsonNode *
sentinel_json_field_read (SentinelSchemaField *field)
{
  g_autofree char *text = dup_text (SENTINEL_JSON_FIELD (field));
  JsonNode *value;

  if (text == NULL)
    return sentinel_schema_field_get_property (field)->is_nullable ? json_node_new (JSON_NODE_NULL)
                                                                   : NULL;
  value = sentinel_json_parse (text, -1, 0, NULL);
  return value != NULL ? value : json_node_init_string (json_node_alloc (), text);
}

static gboolean
sentinel_json_field_check_text (SentinelSchemaField *field, GError **error)
{
  g_autofree char *text = dup_text (SENTINEL_JSON_FIELD (field));
  g_autoptr (JsonNode) value = NULL;

  if (text == NULL)
    return TRUE;
  value = sentinel_json_editor_parse (SENTINEL_JSON_FIELD (field)->editor, error);
  if (value == NULL)
    sentinel_error_set_field (error, sentinel_schema_field_get_path (field));
  return value != NULL;
}

static gboolean
sentinel_json_field_show_error (SentinelSchemaField *field, const char *path, const char *message)
{
  SentinelJsonField *self = SENTINEL_JSON_FIELD (field);
  g_autoptr (GError) unread = NULL;
  g_autoptr (JsonNode) value = NULL;
  g_autofree char *sentence = NULL;

  make_editor (self);
  value = sentinel_json_editor_parse (self->editor, &unread);
  if (value != NULL)
    sentence = sentinel_json_editor_mark (self->editor, path, message, NULL);
  sentinel_field_note_set_error (self->note, value != NULL ? sentence : unread->message);
  adw_expander_row_set_expanded (get_expander (self), TRUE);
  return TRUE;
}

static void
sentinel_json_field_clear_error (SentinelSchemaField *field)
{
  SentinelJsonField *self = SENTINEL_JSON_FIELD (field);

  if (self->editor == NULL)
    return;
  sentinel_json_editor_clear_mark (self->editor);
  sentinel_field_note_set_error (self->note, NULL);
}

static void
sentinel_json_field_finalize (GObject *object)
{
  g_clear_pointer (&SENTINEL_JSON_FIELD (object)->shown, json_node_unref);
  G_OBJECT_CLASS (sentinel_json_field_parent_class)->finalize (object);
}

static void
sentinel_json_field_class_init (SentinelJsonFieldClass *klass)
{
  SentinelSchemaFieldClass *field_class = SENTINEL_SCHEMA_FIELD_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sentinel_json_field_finalize;
  field_class->make_row = sentinel_json_field_make_row;
  field_class->show = sentinel_json_field_show;
  field_class->read = sentinel_json_field_read;
  field_class->check_text = sentinel_json_field_check_text;
  field_class->show_error = sentinel_json_field_show_error;
  field_class->clear_error = sentinel_json_field_clear_error;
  field_class->has_subtitle = TRUE;
}

static void
sentinel_json_field_init (SentinelJsonField *self)
{
}
