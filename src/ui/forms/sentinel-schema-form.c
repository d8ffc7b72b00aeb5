/* SPDX-License-Identifier: MIT */
/* Every field is judged by itself, so that all that is wrong is marked at once. A field that was
 * not touched and is only missing is not blamed yet, but the form is not valid.
 *
 * The rows that one sees first are there at once, the others come with the frames behind the first:
 * a form of many parameters opens as fast as one of few. The fields are complete without their
 * rows. */
#include "sentinel-schema-form.h"

#include <glib/gi18n.h>

#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-text.h"

#define MAX_SHOWN_BYTES 200
#define N_FIRST_ROWS 16 /* more than there is room for in the dialog of a rule */
#define N_NEXT_ROWS 3

struct _SentinelSchemaForm {
  AdwPreferencesGroup parent_instance;
  SentinelSchema *schema;
  GPtrArray *fields; /* of SentinelSchemaField */
  JsonObject *unknown; /* what is kept though the schema does not know it */
  GPtrArray *unknown_rows; /* of GtkWidget, borrowed from the group */
  guint n_shown; /* fields whose rows are in the group: the first ones */
  gboolean is_painted; /* once; before that, each row more is a row to wait for */
  gboolean is_valid;
};

enum {
  PROP_0,
  PROP_VALID,
  N_PROPERTIES
};
static GParamSpec *properties[N_PROPERTIES];

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelSchemaForm, sentinel_schema_form, ADW_TYPE_PREFERENCES_GROUP)

static void
set_valid (SentinelSchemaForm *self, gboolean is_valid)
{
  if (self->is_valid == is_valid)
    return;
  self->is_valid = is_valid;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
}

static void
show_rows (SentinelSchemaForm *self, guint n)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  for (; n > 0 && self->n_shown < self->fields->len; n--, self->n_shown++) {
    SentinelSchemaField *field = g_ptr_array_index (self->fields, self->n_shown);

    adw_preferences_group_add (group, sentinel_schema_field_get_row (field));
    adw_preferences_group_add (group, GTK_WIDGET (sentinel_schema_field_get_note (field)));
  }
}

/* A few with each frame that comes behind the first one. */
static gboolean
show_next_rows_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  SentinelSchemaForm *self = SENTINEL_SCHEMA_FORM (widget);

  if (self->is_painted)
    show_rows (self, N_NEXT_ROWS);
  self->is_painted = TRUE;
  return self->n_shown < self->fields->len ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Behind them come others, or one of them is to be seen. */
static void
show_all_rows (SentinelSchemaForm *self)
{
  show_rows (self, self->fields->len);
}

/* Checks one field and marks it; FALSE with the error when it is wrong. */
static gboolean
judge_field (SentinelSchemaForm *self, SentinelSchemaField *field, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (JsonNode) value = NULL;

  sentinel_schema_field_clear_error (field);
  if (sentinel_schema_field_check (field, &wrong))
    return TRUE;
  value = sentinel_schema_field_dup_value (field);
  if (value != NULL || sentinel_schema_field_is_edited (field)) {
    show_all_rows (self);
    sentinel_schema_field_show_error (field, sentinel_error_get_field (wrong), wrong->message);
  }
  g_propagate_error (error, g_steal_pointer (&wrong));
  return FALSE;
}

static gboolean
check_unknown (SentinelSchemaForm *self, GError **error)
{
  g_autoptr (GList) names = json_object_get_members (self->unknown);

  if (names == NULL)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               /* Translators: a name follows */
               _ ("There is no parameter called “%s”"),
               (const char *) names->data);
  sentinel_error_set_field (error, names->data);
  return FALSE;
}

static gboolean
judge (SentinelSchemaForm *self, GError **error)
{
  gboolean is_valid = check_unknown (self, error);

  for (guint i = 0; i < self->fields->len; i++)
    if (!judge_field (self, g_ptr_array_index (self->fields, i), is_valid ? error : NULL))
      is_valid = FALSE;
  return is_valid;
}

static void
changed_cb (SentinelSchemaForm *self)
{
  set_valid (self, judge (self, NULL));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void show_unknown (SentinelSchemaForm *self);

static void
remove_unknown_cb (GtkButton *button, SentinelSchemaForm *self)
{
  const char *name = g_object_get_data (G_OBJECT (button), "name");

  json_object_remove_member (self->unknown, name);
  show_unknown (self);
  changed_cb (self);
}

static void
add_unknown_row (SentinelSchemaForm *self, const char *name, JsonNode *value)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  g_autofree char *json = sentinel_json_to_text (value);
  g_autofree char *shown = sentinel_text_to_line (json, MAX_SHOWN_BYTES);
  g_autofree char *title = sentinel_text_to_line (name, MAX_SHOWN_BYTES);
  /* Translators: the value of a parameter that the trigger does not have */
  g_autofree char *subtitle = g_strdup_printf (_ ("%s · there is no such parameter"), shown);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_add_css_class (row, "error");
  gtk_widget_set_tooltip_text (button, _ ("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Remove"),
                                  -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "name", g_strdup (name), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_unknown_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->unknown_rows, row);
}

static void
show_unknown (SentinelSchemaForm *self)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  for (guint i = 0; i < self->unknown_rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                  g_ptr_array_index (self->unknown_rows, i));
  g_ptr_array_set_size (self->unknown_rows, 0);
  if (json_object_get_size (self->unknown) > 0)
    show_all_rows (self);
  json_object_iter_init_ordered (&iter, self->unknown);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    add_unknown_row (self, name, value);
}

static void
add_field (SentinelSchemaForm *self, const SentinelProperty *property)
{
  SentinelSchemaField *field = sentinel_schema_field_new (property, property->name);

  g_ptr_array_add (self->fields, field);
  g_signal_connect_object (field, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static void
sentinel_schema_form_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_VALID)
    g_value_set_boolean (value, SENTINEL_SCHEMA_FORM (object)->is_valid);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sentinel_schema_form_finalize (GObject *object)
{
  SentinelSchemaForm *self = SENTINEL_SCHEMA_FORM (object);

  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->unknown_rows);
  json_object_unref (self->unknown);
  g_clear_pointer (&self->schema, sentinel_schema_unref);
  G_OBJECT_CLASS (sentinel_schema_form_parent_class)->finalize (object);
}

static void
sentinel_schema_form_class_init (SentinelSchemaFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sentinel_schema_form_get_property;
  object_class->finalize = sentinel_schema_form_finalize;
  properties[PROP_VALID] =
      g_param_spec_boolean ("valid", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_SCHEMA_FORM,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sentinel_schema_form_init (SentinelSchemaForm *self)
{
  self->fields = g_ptr_array_new_with_free_func (g_object_unref);
  self->unknown_rows = g_ptr_array_new ();
  self->unknown = json_object_new ();
  self->is_valid = TRUE;
}

/**
 * sentinel_schema_form_new:
 * @schema: what the values are
 *
 * Returns: (transfer floating): a form with every default
 */
SentinelSchemaForm *
sentinel_schema_form_new (SentinelSchema *schema)
{
  SentinelSchemaForm *self = g_object_new (SENTINEL_TYPE_SCHEMA_FORM, NULL);

  self->schema = sentinel_schema_ref (schema);
  for (guint i = 0; i < sentinel_schema_get_n_properties (schema); i++)
    add_field (self, sentinel_schema_get_property (schema, i));
  show_rows (self, N_FIRST_ROWS);
  if (self->n_shown < self->fields->len)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), show_next_rows_cb, NULL, NULL);
  set_valid (self, judge (self, NULL));
  return self;
}

/**
 * sentinel_schema_form_find:
 * @self: a form
 * @name: of a parameter
 *
 * Returns: (transfer none) (nullable): its field
 */
SentinelSchemaField *
sentinel_schema_form_find (SentinelSchemaForm *self, const char *name)
{
  for (guint i = 0; i < self->fields->len; i++) {
    SentinelSchemaField *field = g_ptr_array_index (self->fields, i);

    if (g_str_equal (sentinel_schema_field_get_property (field)->name, name))
      return field;
  }
  return NULL;
}

static void
keep_unknown (SentinelSchemaForm *self, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_unref (self->unknown);
  self->unknown = json_object_new ();
  if (object == NULL)
    return;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (sentinel_schema_form_find (self, name) == NULL)
      json_object_set_member (self->unknown, name, json_node_copy (value));
}

/**
 * sentinel_schema_form_set_values:
 * @self: a form
 * @values: (nullable): the parameters, allowed or not
 */
void
sentinel_schema_form_set_values (SentinelSchemaForm *self, JsonNode *values)
{
  JsonObject *object = NULL;

  if (values != NULL && JSON_NODE_HOLDS_OBJECT (values))
    object = json_node_get_object (values);
  keep_unknown (self, object);
  show_unknown (self);
  for (guint i = 0; i < self->fields->len; i++) {
    SentinelSchemaField *field = g_ptr_array_index (self->fields, i);
    const char *name = sentinel_schema_field_get_property (field)->name;

    sentinel_schema_field_set_value (field,
                                     object != NULL ? json_object_get_member (object, name) : NULL);
  }
  set_valid (self, judge (self, NULL));
}

/**
 * sentinel_schema_form_dup_values:
 * @self: a form
 *
 * Returns: (transfer full): what it says, sealed; it may be wrong
 */
JsonNode *
sentinel_schema_form_dup_values (SentinelSchemaForm *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  JsonNode *node;

  for (guint i = 0; i < self->fields->len; i++) {
    SentinelSchemaField *field = g_ptr_array_index (self->fields, i);

    value = sentinel_schema_field_dup_value (field);
    if (value != NULL)
      json_object_set_member (object, sentinel_schema_field_get_property (field)->name, value);
  }
  json_object_iter_init_ordered (&iter, self->unknown);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (object, name, json_node_copy (value));
  node = json_node_init_object (json_node_alloc (), object);
  json_node_seal (node);
  return node;
}

/**
 * sentinel_schema_form_is_valid:
 * @self: a form
 *
 * Returns: whether its schema allows what it says, and no other error was shown since it changed
 */
gboolean
sentinel_schema_form_is_valid (SentinelSchemaForm *self)
{
  return self->is_valid;
}

/**
 * sentinel_schema_form_check:
 * @self: a form
 * @error: return location; %SENTINEL_ERROR_INVALID, with the field
 *
 * Returns: whether the schema allows what the form says
 */
gboolean
sentinel_schema_form_check (SentinelSchemaForm *self, GError **error)
{
  gboolean is_valid = judge (self, error);

  set_valid (self, is_valid);
  return is_valid;
}

/**
 * sentinel_schema_form_check_text:
 * @self: a form
 * @error: return location; %SENTINEL_ERROR_INVALID, with the field
 *
 * Returns: whether its values say all that was typed
 */
gboolean
sentinel_schema_form_check_text (SentinelSchemaForm *self, GError **error)
{
  for (guint i = 0; i < self->fields->len; i++)
    if (!sentinel_schema_field_check_text (g_ptr_array_index (self->fields, i), error))
      return FALSE;
  return TRUE;
}

/**
 * sentinel_schema_form_show_error:
 * @self: a form
 * @error: what was said about its values
 *
 * Returns: whether it is shown at a field
 */
gboolean
sentinel_schema_form_show_error (SentinelSchemaForm *self, const GError *error)
{
  const char *path = sentinel_error_get_field (error);

  set_valid (self, FALSE);
  show_all_rows (self);
  for (guint i = 0; path != NULL && i < self->fields->len; i++)
    if (sentinel_schema_field_show_error (g_ptr_array_index (self->fields, i),
                                          path,
                                          error->message))
      return TRUE;
  return FALSE;
}
