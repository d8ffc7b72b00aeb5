/* SPDX-License-Identifier: MIT */
/* Empty means that the value is left out. A text that is no JSON yet is given as a text, so that it
 * is never lost, but the field is not valid then. */
#include "sentinel-json-field.h"

#include <glib/gi18n.h>

#include "sentinel-error.h"
#include "sentinel-json-editor.h"
#include "sentinel-json-text.h"
#include "sentinel-json.h"

struct _SentinelJsonField {
  SentinelSchemaField parent_instance;
};

G_DEFINE_FINAL_TYPE (SentinelJsonField, sentinel_json_field, SENTINEL_TYPE_SCHEMA_FIELD)

static SentinelJsonEditor *
get_editor (SentinelSchemaField *field)
{
  return SENTINEL_JSON_EDITOR (sentinel_schema_field_get_row (field));
}

static GtkWidget *
sentinel_json_field_make_row (SentinelSchemaField *field)
{
  GtkWidget *row = sentinel_json_editor_new (TRUE);

  g_signal_connect_object (row,
                           "changed",
                           G_CALLBACK (sentinel_schema_field_edited),
                           field,
                           G_CONNECT_SWAPPED);
  return row;
}

static void
sentinel_json_field_show (SentinelSchemaField *field, JsonNode *value)
{
  g_autofree char *json = value != NULL ? sentinel_json_to_text (value) : NULL;
  g_autofree char *text = json != NULL ? sentinel_json_text_format (json, NULL) : NULL;

  sentinel_json_editor_set_text (get_editor (field), text != NULL ? text : "");
}

/* (nullable): nothing but space */
static char *
dup_text (SentinelSchemaField *field)
{
  g_autofree char *text = sentinel_json_editor_dup_text (get_editor (field));

  return *g_strstrip (text) != '\0' ? g_steal_pointer (&text) : NULL;
}

static JsonNode *
sentinel_json_field_read (SentinelSchemaField *field)
{
  g_autofree char *text = dup_text (field);
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
  g_autofree char *text = dup_text (field);
  g_autoptr (JsonNode) value = NULL;

  if (text == NULL)
    return TRUE;
  value = sentinel_json_editor_parse (get_editor (field), error);
  if (value == NULL)
    sentinel_error_set_field (error, sentinel_schema_field_get_path (field));
  return value != NULL;
}

static gboolean
sentinel_json_field_show_error (SentinelSchemaField *field, const char *path, const char *message)
{
  g_autofree char *sentence = sentinel_json_editor_mark (get_editor (field), path, message, NULL);

  sentinel_field_note_set_error (sentinel_schema_field_get_note (field), sentence);
  return TRUE;
}

static void
sentinel_json_field_clear_error (SentinelSchemaField *field)
{
  sentinel_json_editor_clear_mark (get_editor (field));
}

static void
sentinel_json_field_class_init (SentinelJsonFieldClass *klass)
{
  SentinelSchemaFieldClass *field_class = SENTINEL_SCHEMA_FIELD_CLASS (klass);

  field_class->make_row = sentinel_json_field_make_row;
  field_class->show = sentinel_json_field_show;
  field_class->read = sentinel_json_field_read;
  field_class->check_text = sentinel_json_field_check_text;
  field_class->show_error = sentinel_json_field_show_error;
  field_class->clear_error = sentinel_json_field_clear_error;
}

static void
sentinel_json_field_init (SentinelJsonField *self)
{
}
