/* SPDX-License-Identifier: MIT */
/* The form and the text are two views of the same values. Of the two, the one that is shown holds
 * what counts; the text counts only once a person changed it, so that looking changes nothing. */
#include "sentinel-parameters.h"

#include <glib/gi18n.h>

#include "sentinel-error.h"
#include "sentinel-json-editor.h"
#include "sentinel-json-text.h"
#include "sentinel-json.h"
#include "sentinel-toast.h"

struct _SentinelParameters {
  AdwPreferencesGroup parent_instance;
  SentinelSchema *schema; /* nullable */
  SentinelSchemaForm *form; /* nullable; borrowed, as all widgets */
  AdwToggleGroup *views;
  GtkWidget *format_button;
  AdwPreferencesGroup *text_group; /* NULL until JSON is shown */
  SentinelJsonEditor *editor;
  SentinelFieldNote *note;
  JsonNode *given; /* nullable */
  char *written; /* nullable: the last text of a person's; it says how to write the values */
  char *shown; /* nullable: what the text was when it was made from the values */
  gboolean is_text, is_switching;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelParameters, sentinel_parameters, ADW_TYPE_PREFERENCES_GROUP)

/* Values */

static gboolean
is_text_edited (SentinelParameters *self)
{
  g_autofree char *text = NULL;

  if (!self->is_text)
    return FALSE;
  text = sentinel_json_editor_dup_text (self->editor);
  return g_strcmp0 (text, self->shown) != 0;
}

static JsonNode *
dup_empty (void)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_node_seal (node);
  return node;
}

/* Behind the text. */
static JsonNode *
dup_base_values (SentinelParameters *self)
{
  if (self->form != NULL)
    return sentinel_schema_form_dup_values (self->form);
  return self->given != NULL ? json_node_ref (self->given) : dup_empty ();
}

/* (nullable) */
static JsonNode *
read_object (const char *text)
{
  g_autoptr (JsonNode) node = sentinel_json_parse (text, -1, 0, NULL);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

/* With the defaults, in the order of the schema: who writes JSON sees what there is to write. */
static JsonNode *
complete (SentinelParameters *self, JsonNode *values)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObject *given = json_node_get_object (values);
  guint n = self->schema != NULL ? sentinel_schema_get_n_properties (self->schema) : 0;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  for (guint i = 0; i < n; i++) {
    const SentinelProperty *property = sentinel_schema_get_property (self->schema, i);

    value = json_object_get_member (given, property->name);
    if (value == NULL)
      value = property->default_value;
    if (value != NULL)
      json_object_set_member (object, property->name, json_node_copy (value));
  }
  json_object_iter_init_ordered (&iter, given);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!json_object_has_member (object, name))
      json_object_set_member (object, name, json_node_copy (value));
  return json_node_init_object (json_node_alloc (), object);
}

/* As a person wrote it, if it says the same; else as little of it changes as possible. */
static char *
dup_text_for (SentinelParameters *self, JsonNode *values)
{
  g_autoptr (JsonNode) whole = complete (self, values);
  g_autoptr (JsonNode) read = self->written != NULL ? read_object (self->written) : NULL;
  g_autofree char *json = NULL;

  if (read != NULL && json_node_equal (read, values))
    return g_strdup (self->written);
  json = self->given != NULL ? sentinel_json_to_text (self->given) : g_strdup ("{}");
  return sentinel_json_text_merge (self->written != NULL ? self->written : json, whole);
}

static void
fill_text (SentinelParameters *self)
{
  g_autoptr (JsonNode) values = dup_base_values (self);

  g_free (self->shown);
  self->shown = dup_text_for (self, values);
  sentinel_json_editor_set_text (self->editor, self->shown);
}

/* The text */

static void
edited_cb (SentinelParameters *self)
{
  sentinel_parameters_check (self, NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
make_editor (SentinelParameters *self)
{
  GtkWidget *editor = sentinel_json_editor_new (FALSE);
  GtkWidget *note = sentinel_field_note_new (editor, NULL);

  self->editor = SENTINEL_JSON_EDITOR (editor);
  self->note = SENTINEL_FIELD_NOTE (note);
  self->text_group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  gtk_widget_add_css_class (note, "fault");
  adw_preferences_group_add (self->text_group, editor);
  adw_preferences_group_add (self->text_group, note);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->text_group));
  g_signal_connect_object (editor, "changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
}

static void
show_view (SentinelParameters *self, gboolean is_text)
{
  if (is_text && self->editor == NULL)
    make_editor (self);
  self->is_text = is_text;
  if (self->form != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->form), !is_text);
  if (self->text_group != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->text_group), is_text);
  gtk_widget_set_visible (self->format_button, is_text);
  self->is_switching = TRUE;
  adw_toggle_group_set_active_name (self->views, is_text ? "json" : "form");
  self->is_switching = FALSE;
}

/* Answers whether what is wrong stands in the text: it is not only missing. */
static gboolean
refuse_text (SentinelParameters *self, const GError *wrong, GError **error)
{
  const char *field = sentinel_error_get_field (wrong);
  gboolean is_there;
  g_autofree char *sentence = sentinel_json_editor_mark (self->editor,
                                                         field != NULL ? field : "",
                                                         wrong->message,
                                                         &is_there);

  sentinel_field_note_set_error (self->note, sentence);
  g_set_error_literal (error, wrong->domain, wrong->code, sentence);
  sentinel_error_set_field (error, field);
  return is_there;
}

/* The note changes once, as that it became wrong is announced. */
static gboolean
check_text (SentinelParameters *self, gboolean *is_there, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (JsonNode) node = sentinel_json_editor_parse (self->editor, &wrong);
  g_autoptr (JsonNode) applied = NULL;

  *is_there = TRUE;
  if (node == NULL) {
    sentinel_field_note_set_error (self->note, wrong->message);
    g_propagate_error (error, g_steal_pointer (&wrong));
    return FALSE;
  }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    g_set_error_literal (&wrong,
                         SENTINEL_ERROR,
                         SENTINEL_ERROR_INVALID,
                         _ ("parameters are an object: { … }"));
  else if (self->schema != NULL)
    applied = sentinel_schema_apply (self->schema, node, &wrong);
  if (wrong != NULL)
    *is_there = refuse_text (self, wrong, error);
  else
    sentinel_field_note_set_error (self->note, NULL);
  return wrong == NULL;
}

/* Going from one view to the other */

static gboolean
refuse_switch (SentinelParameters *self, const char *what, const GError *wrong, GtkWidget *target)
{
  show_view (self, self->is_text);
  sentinel_toast_show_error (GTK_WIDGET (self), what, wrong);
  if (target != NULL)
    gtk_widget_grab_focus (target);
  return FALSE;
}

static gboolean
go_to_text (SentinelParameters *self)
{
  g_autoptr (GError) wrong = NULL;

  if (!sentinel_schema_form_check_text (self->form, &wrong))
    return refuse_switch (self, _ ("The form cannot be written as JSON yet"), wrong, NULL);
  show_view (self, TRUE);
  fill_text (self);
  return TRUE;
}

/* What is only missing can be filled in there; anything else the form might not show as it is. */
static gboolean
go_to_form (SentinelParameters *self)
{
  g_autofree char *text = sentinel_json_editor_dup_text (self->editor);
  g_autoptr (GError) wrong = NULL;
  g_autoptr (JsonNode) values = NULL;
  gboolean is_there;

  if (!is_text_edited (self)) {
    show_view (self, FALSE);
    return TRUE;
  }
  if (!check_text (self, &is_there, &wrong) && is_there)
    return refuse_switch (self,
                          _ ("The form cannot show the text yet"),
                          wrong,
                          GTK_WIDGET (self->editor));
  values = read_object (text);
  g_set_str (&self->written, text);
  sentinel_schema_form_set_values (self->form, values);
  show_view (self, FALSE);
  return TRUE;
}

static void
view_chosen_cb (SentinelParameters *self)
{
  const char *name = adw_toggle_group_get_active_name (self->views);

  if (!self->is_switching)
    sentinel_parameters_show_as_text (self, g_strcmp0 (name, "json") == 0);
}

/* Making it */

static void
format_cb (SentinelParameters *self)
{
  sentinel_json_editor_format (self->editor);
}

static AdwToggle *
make_toggle (const char *name, const char *label)
{
  AdwToggle *toggle = adw_toggle_new ();

  adw_toggle_set_name (toggle, name);
  adw_toggle_set_label (toggle, label);
  return toggle;
}

static GtkWidget *
make_suffix (SentinelParameters *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->format_button = gtk_button_new_with_label (_ ("Format"));
  gtk_widget_set_tooltip_text (self->format_button, _ ("One line a value; nothing else changes"));
  gtk_widget_add_css_class (self->format_button, "flat");
  gtk_widget_set_visible (self->format_button, FALSE);
  g_signal_connect_object (self->format_button,
                           "clicked",
                           G_CALLBACK (format_cb),
                           self,
                           G_CONNECT_SWAPPED);
  self->views = ADW_TOGGLE_GROUP (adw_toggle_group_new ());
  adw_toggle_group_add (self->views, make_toggle ("form", _ ("Form")));
  adw_toggle_group_add (self->views, make_toggle ("json", _ ("JSON")));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->views),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Show Parameters As"),
                                  -1);
  g_signal_connect_object (self->views,
                           "notify::active-name",
                           G_CALLBACK (view_chosen_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->format_button);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->views));
  return box;
}

static void
form_changed_cb (SentinelParameters *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
sentinel_parameters_finalize (GObject *object)
{
  SentinelParameters *self = SENTINEL_PARAMETERS (object);

  g_clear_pointer (&self->schema, sentinel_schema_unref);
  g_clear_pointer (&self->given, json_node_unref);
  g_free (self->written);
  g_free (self->shown);
  G_OBJECT_CLASS (sentinel_parameters_parent_class)->finalize (object);
}

static void
sentinel_parameters_class_init (SentinelParametersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sentinel_parameters_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_PARAMETERS,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sentinel_parameters_init (SentinelParameters *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "parameters");
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), make_suffix (self));
}

/**
 * sentinel_parameters_new:
 * @schema: (nullable): what the values are; %NULL: nobody knows here
 *
 * Returns: (transfer floating): the defaults as a form, or an empty object as JSON
 */
SentinelParameters *
sentinel_parameters_new (SentinelSchema *schema)
{
  SentinelParameters *self = g_object_new (SENTINEL_TYPE_PARAMETERS, NULL);

  if (schema == NULL) {
    gtk_widget_set_visible (GTK_WIDGET (self->views), FALSE);
    show_view (self, TRUE);
    fill_text (self);
    return self;
  }
  self->schema = sentinel_schema_ref (schema);
  self->form = sentinel_schema_form_new (schema);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->form));
  g_signal_connect_object (self->form,
                           "changed",
                           G_CALLBACK (form_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return self;
}

/* A text that already says it stays as it is, with its cursor and what can be undone. */
static void
show_values_as_text (SentinelParameters *self, JsonNode *values)
{
  g_autofree char *text = sentinel_json_editor_dup_text (self->editor);
  g_autoptr (JsonNode) read = read_object (text);

  if (read == NULL || json_node_equal (read, values))
    return;
  g_clear_pointer (&self->written, g_free);
  fill_text (self);
}

/**
 * sentinel_parameters_set_values:
 * @self: a group
 * @values: (nullable): an object, allowed or not; %NULL: an empty one
 */
void
sentinel_parameters_set_values (SentinelParameters *self, JsonNode *values)
{
  g_autoptr (JsonNode) empty = dup_empty ();
  gboolean was_edited = is_text_edited (self);

  if (values == NULL || !JSON_NODE_HOLDS_OBJECT (values))
    values = empty;
  g_clear_pointer (&self->given, json_node_unref);
  self->given = json_node_copy (values);
  if (self->form != NULL)
    sentinel_schema_form_set_values (self->form, values);
  if (was_edited) {
    show_values_as_text (self, values);
    return;
  }
  g_clear_pointer (&self->written, g_free);
  if (self->is_text)
    fill_text (self);
}

/**
 * sentinel_parameters_dup_values:
 * @self: a group
 *
 * Returns: (transfer full) (nullable): what it says, sealed, allowed or not; %NULL: the text is no
 * object
 */
JsonNode *
sentinel_parameters_dup_values (SentinelParameters *self)
{
  g_autofree char *text = NULL;

  if (!is_text_edited (self))
    return dup_base_values (self);
  text = sentinel_json_editor_dup_text (self->editor);
  return read_object (text);
}

/**
 * sentinel_parameters_check:
 * @self: a group
 * @error: return location; %SENTINEL_ERROR_INVALID, with the field where there is one
 *
 * Returns: whether the schema allows what it says
 */
gboolean
sentinel_parameters_check (SentinelParameters *self, GError **error)
{
  gboolean is_there;

  if (self->is_text)
    return check_text (self, &is_there, error);
  return sentinel_schema_form_check (self->form, error);
}

static gboolean
is_parameter (SentinelParameters *self, const char *field)
{
  g_autofree char *name = g_strndup (field, strcspn (field, ".["));
  g_autofree char *text = sentinel_json_editor_dup_text (self->editor);
  SentinelJsonPlace place;

  if (self->form != NULL && sentinel_schema_form_find (self->form, name) != NULL)
    return TRUE;
  return sentinel_json_text_find (text, name, &place);
}

/**
 * sentinel_parameters_show_error:
 * @self: a group
 * @error: what was said about its values
 *
 * Returns: whether it is about one of them, which is marked now
 */
gboolean
sentinel_parameters_show_error (SentinelParameters *self, const GError *error)
{
  const char *field = sentinel_error_get_field (error);

  if (!self->is_text)
    return sentinel_schema_form_show_error (self->form, error);
  if (field == NULL || !is_parameter (self, field))
    return FALSE;
  if (sentinel_field_note_get_error (self->note) == NULL)
    refuse_text (self, error, NULL);
  return TRUE;
}

/**
 * sentinel_parameters_show_as_text:
 * @self: a group
 * @is_text: as JSON; else as a form
 *
 * Returns: whether it is shown so now
 */
gboolean
sentinel_parameters_show_as_text (SentinelParameters *self, gboolean is_text)
{
  gboolean is_shown;

  if (self->is_text == is_text)
    return TRUE;
  if (self->form == NULL)
    return FALSE;
  is_shown = is_text ? go_to_text (self) : go_to_form (self);
  if (is_shown)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return is_shown;
}
