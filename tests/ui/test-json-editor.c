/* SPDX-License-Identifier: MIT */
/* Parameters as JSON: where the text says it is wrong, and that nothing is lost on the way from the
 * form to the text and back. */
#include "sentinel-error.h"
#include "sentinel-form-driver.h"
#include "sentinel-json-editor.h"
#include "sentinel-json-field.h"
#include "sentinel-json.h"
#include "sentinel-parameters.h"
#include "sentinel-ui-test.h"

static const char schema_text[] =
    "{\"type\":\"object\",\"required\":[\"address\"],\"properties\":{"
    "\"address\":{\"type\":\"string\",\"title\":\"Address\"},"
    "\"limit\":{\"type\":\"number\",\"title\":\"Limit\",\"minimum\":0,\"maximum\":100,"
    "\"default\":90},"
    "\"tags\":{\"type\":\"array\",\"title\":\"Tags\",\"items\":{\"type\":\"string\"}},"
    "\"login\":{\"type\":\"object\",\"title\":\"Login\",\"properties\":{"
    "\"user\":{\"type\":\"string\",\"title\":\"User\"},"
    "\"more\":{\"type\":\"object\",\"title\":\"More\"}}},"
    "\"headers\":{\"type\":\"object\",\"title\":\"Headers\"},"
    "\"steps\":{\"type\":\"array\",\"title\":\"Steps\",\"items\":{\"type\":\"object\","
    "\"properties\":{\"n\":{\"type\":\"integer\",\"maximum\":9}}}},"
    "\"either\":{\"title\":\"Either\",\"anyOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}}}";

typedef struct {
  SentinelSchema *schema;
  SentinelParameters *parameters;
  GtkWidget *window;
  guint n_changed;
} Fixture;

static void
count_cb (Fixture *self)
{
  self->n_changed++;
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
show (Fixture *self)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();

  self->parameters = sentinel_parameters_new (self->schema);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (self->parameters));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), page);
  self->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (self->window), overlay);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 500, 900);
  gtk_window_present (GTK_WINDOW (self->window));
  g_assert_true (sentinel_test_wait_until (is_mapped, self->parameters, SENTINEL_TEST_TIMEOUT_MS));
  g_signal_connect_swapped (self->parameters, "changed", G_CALLBACK (count_cb), self);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  self->schema = sentinel_schema_parse (schema_text, &error);
  g_assert_no_error (error);
  show (self);
}

static void
set_up_unknown (Fixture *self, gconstpointer unused)
{
  show (self);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  SentinelParameters *parameters = self->parameters;

  g_object_add_weak_pointer (G_OBJECT (parameters), (gpointer *) &parameters);
  gtk_window_destroy (GTK_WINDOW (self->window));
  sentinel_test_settle ();
  g_assert_null (parameters);
  g_clear_pointer (&self->schema, sentinel_schema_unref);
}

/* As a person does it: with the switch. */
static gboolean
choose (Fixture *self, const char *name)
{
  GtkWidget *views = sentinel_ui_test_find (self->window, ADW_TYPE_TOGGLE_GROUP, NULL);

  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (views), name);
  sentinel_test_settle ();
  return g_str_equal (adw_toggle_group_get_active_name (ADW_TOGGLE_GROUP (views)), name);
}

static SentinelJsonEditor *
get_editor (Fixture *self)
{
  GtkWidget *editor = sentinel_ui_test_find (self->window, SENTINEL_TYPE_JSON_EDITOR, NULL);

  g_assert_nonnull (editor);
  return SENTINEL_JSON_EDITOR (editor);
}

static GtkTextView *
get_view (Fixture *self)
{
  return GTK_TEXT_VIEW (sentinel_ui_test_find (GTK_WIDGET (get_editor (self)),
                                               GTK_TYPE_TEXT_VIEW,
                                               NULL));
}

static void
type (Fixture *self, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (get_view (self)), text, -1);
  sentinel_test_settle ();
}

static void
assert_text (Fixture *self, const char *text)
{
  g_autofree char *is = sentinel_json_editor_dup_text (get_editor (self));

  g_assert_cmpstr (is, ==, text);
}

static const char *
get_error (Fixture *self)
{
  GtkWidget *note = gtk_widget_get_next_sibling (GTK_WIDGET (get_editor (self)));

  return sentinel_field_note_get_error (SENTINEL_FIELD_NOTE (note));
}

static void
set_values (Fixture *self, const char *text)
{
  g_autoptr (JsonNode) node = sentinel_json_parse (text, -1, 0, NULL);

  g_assert_nonnull (node);
  sentinel_parameters_set_values (self->parameters, node);
}

static void
assert_values (Fixture *self, const char *text)
{
  g_autoptr (JsonNode) expected = sentinel_json_parse (text, -1, 0, NULL);
  g_autoptr (JsonNode) values = sentinel_parameters_dup_values (self->parameters);
  g_autofree char *is = NULL;

  g_assert_nonnull (values);
  is = sentinel_json_to_text (values);
  if (!json_node_equal (expected, values))
    g_error ("The parameters are %s instead of %s", is, text);
}

/* Looking changes nothing, and shows what there is to write. */
static void
test_look (Fixture *self, gconstpointer unused)
{
  set_values (self, "{\"address\":\"a\"}");
  g_assert_true (choose (self, "json"));
  assert_text (self, "{\n  \"address\": \"a\",\n  \"limit\": 90\n}");
  assert_values (self, "{\"address\":\"a\"}");
  g_assert_true (choose (self, "form"));
  assert_values (self, "{\"address\":\"a\"}");
}

/* The text keeps what a person wrote, as far as the form did not change it. */
static void
test_round_trip (Fixture *self, gconstpointer unused)
{
  static const char written[] = "{ \"limit\": 5.50,\n\n\"headers\": {\"b\": 1e2, \"a\": 1},\n"
                                "  \"address\": \"x\" }";

  set_values (self, "{}");
  g_assert_true (choose (self, "json"));
  type (self, written);
  g_assert_null (get_error (self));
  g_assert_true (choose (self, "form"));
  assert_values (self, "{\"limit\":5.5,\"headers\":{\"b\":100.0,\"a\":1},\"address\":\"x\"}");
  g_assert_true (choose (self, "json"));
  assert_text (self, written);
  g_assert_true (choose (self, "form"));
  sentinel_form_driver_type (self->window, "Address (required)", "y");
  g_assert_true (choose (self, "json"));
  assert_text (self,
               "{\n  \"limit\": 5.50,\n  \"headers\": {\n    \"b\": 1e2,\n    \"a\": 1\n  },\n"
               "  \"address\": \"y\"\n}");
}

/* What the trigger does not have is refused, but it stays. */
static void
test_unknown_keys (Fixture *self, gconstpointer unused)
{
  set_values (self, "{\"nmae\":[1],\"address\":\"a\"}");
  g_assert_true (choose (self, "json"));
  assert_text (self, "{\n  \"nmae\": [\n    1\n  ],\n  \"address\": \"a\",\n  \"limit\": 90\n}");
  g_assert_false (sentinel_parameters_check (self->parameters, NULL));
  g_assert_nonnull (strstr (get_error (self), "Line 2, column 11: there is no parameter \"nmae\""));
  g_assert_true (choose (self, "form"));
  assert_values (self, "{\"nmae\":[1],\"address\":\"a\"}");
}

static const struct {
  const char *text, *error; /* the beginning */
} bad[] = {
  { "", "Line 1, column 1: a value is expected" },
  { "{\n  \"address\": \"a\",\n  \"limit\": many\n}", "Line 3, column 12: a value is expected" },
  { "{\"limit\": NaN}", "Line 1, column 11: a value is expected" },
  { "{\"limit\": 1e999}", "Line 1, column 11: the number is too large" },
  { "{\"limit\":\n99999999999999999999}", "Line 2, column 1: the integer does not fit" },
  { "{\"ä\": 1, \"ä\": 2}", "Line 1, column 10: the key \"ä\" is there twice" },
  { "{}\n{}", "Line 2, column 1: there is more after the end" },
  { "[1]", "Line 1, column 1: parameters are an object" },
  { "{\n  \"address\": \"a\",\n  \"limit\": 140\n}", "Line 3, column 12: limit is 140: must be" },
  { "{\"address\":\"a\",\n\"tags\":[\"b\",\n 3]}",
    "Line 3, column 2: tags[1] is 3: must be a text" },
  { "{\"address\":\"a\",\"steps\":[{\"n\":1},\n{\"n\": 10}]}",
    "Line 2, column 7: steps[1].n is 10" },
  { "{\"address\":\"a\",\n\"login\":{\"pin\": 1}}", "Line 2, column 17: there is no parameter" },
};

static void
test_says_where (Fixture *self, gconstpointer unused)
{
  choose (self, "json");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    type (self, bad[i].text);
    g_test_message ("%s", get_error (self));
    g_assert_true (g_str_has_prefix (get_error (self), bad[i].error));
    g_assert_false (sentinel_parameters_check (self->parameters, &error));
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    /* It is refused, and the text is all still there. */
    g_assert_false (choose (self, "form"));
    assert_text (self, bad[i].text);
  }
  type (self, "{\"address\":\"a\"}");
  g_assert_null (get_error (self));
  g_assert_true (choose (self, "form"));
}

static void
test_too_deep (Fixture *self, gconstpointer unused)
{
  g_autofree char *open = g_strnfill (70, '[');

  choose (self, "json");
  type (self, open);
  g_assert_true (g_str_has_prefix (get_error (self), "Line 1, column 65: it is nested"));
  assert_text (self, open);
}

/* A field that was not filled in yet can be filled in there. */
static void
test_missing (Fixture *self, gconstpointer unused)
{
  choose (self, "json");
  type (self, "{\"limit\": 7}");
  g_assert_cmpstr (get_error (self), ==, "Line 1, column 1: address is missing: it must be given");
  g_assert_true (choose (self, "form"));
  assert_values (self, "{\"limit\":7}");
  g_assert_false (sentinel_parameters_check (self->parameters, NULL));
}

static void
assert_cursor (Fixture *self, int line, int column)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (get_view (self));
  GtkTextIter at;

  gtk_text_buffer_get_iter_at_mark (buffer, &at, gtk_text_buffer_get_insert (buffer));
  g_assert_cmpint (gtk_text_iter_get_line (&at), ==, line - 1);
  g_assert_cmpint (gtk_text_iter_get_line_offset (&at), ==, column - 1);
}

static void
test_jump (Fixture *self, gconstpointer unused)
{
  GtkWidget *note;

  choose (self, "json");
  type (self, "{\n  \"address\": \"ä\", \"limit\": 140\n}");
  note = gtk_widget_get_next_sibling (GTK_WIDGET (get_editor (self)));
  sentinel_field_note_go_to_field (SENTINEL_FIELD_NOTE (note));
  assert_cursor (self, 2, 28);
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (get_view (self))));
}

static void
test_format (Fixture *self, gconstpointer unused)
{
  GtkWidget *button;
  guint n_changed;

  choose (self, "json");
  type (self, "{\"address\":\"a\",\"limit\":1.50}");
  n_changed = self->n_changed;
  button = sentinel_ui_test_find (self->window, GTK_TYPE_BUTTON, "Format");
  g_signal_emit_by_name (button, "clicked");
  assert_text (self, "{\n  \"address\": \"a\",\n  \"limit\": 1.50\n}");
  g_assert_cmpuint (self->n_changed, ==, n_changed + 1);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (self->n_changed, ==, n_changed + 1);
  gtk_text_buffer_undo (gtk_text_view_get_buffer (get_view (self)));
  assert_text (self, "{\"address\":\"a\",\"limit\":1.50}");
}

/* Tab leaves the text, and writes nothing into it. */
static void
test_tab (Fixture *self, gconstpointer unused)
{
  choose (self, "json");
  gtk_widget_grab_focus (GTK_WIDGET (get_view (self)));
  g_assert_false (gtk_text_view_get_accepts_tab (get_view (self)));
  g_assert_true (gtk_widget_child_focus (self->window, GTK_DIR_TAB_BACKWARD));
  g_assert_false (gtk_widget_is_focus (GTK_WIDGET (get_view (self))));
  g_assert_true (gtk_widget_child_focus (self->window, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (get_view (self))));
  gtk_widget_child_focus (self->window, GTK_DIR_TAB_FORWARD);
  g_assert_false (gtk_widget_is_focus (GTK_WIDGET (get_view (self))));
}

/* Reloading what somebody else stored keeps a text that is no JSON yet. */
static void
test_new_values (Fixture *self, gconstpointer unused)
{
  choose (self, "json");
  set_values (self, "{\"address\":\"b\"}");
  assert_text (self, "{\n  \"address\": \"b\",\n  \"limit\": 90\n}");
  type (self, "{\"address\": \"c\", ");
  set_values (self, "{\"address\":\"d\"}");
  assert_text (self, "{\"address\": \"c\", ");
  g_assert_null (sentinel_parameters_dup_values (self->parameters));
  type (self, "{\"address\":   \"e\"}");
  set_values (self, "{\"address\":\"e\"}");
  assert_text (self, "{\"address\":   \"e\"}");
  set_values (self, "{\"address\":\"f\",\"limit\":1}");
  assert_values (self, "{\"address\":\"f\",\"limit\":1}");
}

/* Nobody here knows what it means: it is shown as it is, and can be edited. */
static void
test_unknown_trigger (Fixture *self, gconstpointer unused)
{
  set_values (self, "{\"b\":1,\"a\":{\"c\":2.0}}");
  assert_text (self, "{\n  \"b\": 1,\n  \"a\": {\n    \"c\": 2.0\n  }\n}");
  g_assert_null (sentinel_ui_test_find (self->window, ADW_TYPE_TOGGLE_GROUP, NULL));
  g_assert_true (sentinel_parameters_check (self->parameters, NULL));
  type (self, "{\"b\":2}");
  assert_values (self, "{\"b\":2}");
  type (self, "{\"b\":}");
  g_assert_false (sentinel_parameters_check (self->parameters, NULL));
  g_assert_false (sentinel_parameters_show_as_text (self->parameters, FALSE));
}

/* One value as JSON, among the other rows: as unfolding it shows. */
static void
type_value (Fixture *self, const char *title, const char *text)
{
  GtkWidget *row = sentinel_form_driver_get_row (self->window, title);
  GtkWidget *view;

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  sentinel_test_settle ();
  view = sentinel_ui_test_find (row, GTK_TYPE_TEXT_VIEW, NULL);
  g_assert_nonnull (view);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  sentinel_test_settle ();
}

static void
assert_value_error (Fixture *self, const char *title, const char *error)
{
  GtkWidget *row = sentinel_form_driver_get_row (self->window, title);
  SentinelFieldNote *note = sentinel_field_note_find_wrong (row);

  g_assert_cmpstr (note != NULL ? sentinel_field_note_get_error (note) : NULL, ==, error);
  g_assert_true (sentinel_parameters_check (self->parameters, NULL) == (error == NULL));
}

static void
test_field (Fixture *self, gconstpointer unused)
{
  GtkWidget *row;

  set_values (self, "{\"address\":\"a\",\"headers\":{\"x\":1.0},\"either\":7}");
  row = sentinel_form_driver_get_row (self->window, "Headers");
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row)), ==, "{\"x\":1.0}");
  type_value (self, "Headers", "{\"x\": [1");
  assert_value_error (self, "Headers", "Line 1, column 7: the array is not closed");
  g_assert_false (choose (self, "json"));
  type_value (self, "Headers", "[]");
  assert_value_error (self, "Headers", "Line 1, column 1: headers is []: must be an object");
  type_value (self, "Headers", "");
  assert_value_error (self, "Headers", NULL);
  type_value (self, "Either", "\"text\"");
  assert_value_error (self, "Either", NULL);
  type_value (self, "Steps", "[{\"n\": 1},\n {\"n\": 10}]");
  assert_value_error (self, "Steps", "Line 2, column 8: steps[1].n is 10: must be at most 9");
  type_value (self, "Steps", "[{\"n\": 1}]");
  assert_value_error (self, "Steps", NULL);
  assert_values (self, "{\"address\":\"a\",\"either\":\"text\",\"steps\":[{\"n\":1}]}");
}

/* What is given and wrong is unfolded and marked. */
static void
test_field_given_wrong (Fixture *self, gconstpointer unused)
{
  set_values (self, "{\"address\":\"a\",\"steps\":[{\"n\":10}]}");
  assert_value_error (self, "Steps", "Line 3, column 10: steps[0].n is 10: must be at most 9");
  assert_values (self, "{\"address\":\"a\",\"steps\":[{\"n\":10}]}");
}

/* What is deep inside does not pass for a text. */
static void
test_field_in_object (Fixture *self, gconstpointer unused)
{
  GtkWidget *login = sentinel_form_driver_get_row (self->window, "Login");

  set_values (self, "{\"address\":\"a\"}");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (login), TRUE);
  sentinel_test_settle ();
  type_value (self, "More", "{");
  assert_value_error (self, "More", "Line 1, column 2: a key in double quotes is expected");
  type_value (self, "More", "{\"a\": 1}");
  assert_value_error (self, "More", NULL);
  assert_values (self, "{\"address\":\"a\",\"login\":{\"more\":{\"a\":1}}}");
}

/* A form of many parameters is whole from the beginning, though the rows that nobody sees yet come
 * later. */
static char *
make_long_schema (guint n)
{
  static const char *const kinds[] = {
    "\"type\":\"string\"",
    "\"type\":\"string\",\"enum\":[\"a\",\"b\"]",
    "\"type\":\"integer\",\"minimum\":0,\"maximum\":9,\"default\":1",
    "\"type\":\"array\",\"items\":{\"type\":\"string\"}",
    "\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"boolean\"}}",
    "\"type\":\"object\"",
    "\"type\":\"boolean\",\"default\":true",
  };
  GString *text = g_string_new ("{\"type\":\"object\",\"properties\":{");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text,
                            "%s\"p%u\":{\"title\":\"Parameter %u\",%s}",
                            i > 0 ? "," : "",
                            i,
                            i,
                            kinds[i % G_N_ELEMENTS (kinds)]);
  g_string_append (text, "}}");
  return g_string_free (text, FALSE);
}

static gboolean
has_last_row (gpointer form)
{
  GtkWidget *row =
      sentinel_schema_field_get_row (sentinel_schema_form_find (SENTINEL_SCHEMA_FORM (form),
                                                                "p39"));

  return gtk_widget_get_parent (row) != NULL;
}

static void
test_long_form (void)
{
  g_autofree char *text = make_long_schema (40);
  g_autoptr (SentinelSchema) schema = sentinel_schema_parse (text, NULL);
  g_autoptr (JsonNode) given = sentinel_json_parse ("{\"p36\":\"a\",\"p37\":8}", -1, 0, NULL);
  g_autoptr (JsonNode) wrong = sentinel_json_parse ("{\"p37\":80}", -1, 0, NULL);
  g_autoptr (JsonNode) values = NULL;
  SentinelSchemaForm *form = sentinel_schema_form_new (schema);
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *window = gtk_window_new ();
  SentinelSchemaForm *dropped = g_object_ref_sink (sentinel_schema_form_new (schema));

  sentinel_schema_form_set_values (form, given);
  values = sentinel_schema_form_dup_values (form);
  g_assert_true (json_node_equal (values, given));
  g_assert_true (sentinel_schema_form_is_valid (form));
  g_assert_false (has_last_row (form));
  /* One that goes before all its rows are there takes nothing with it. */
  g_object_unref (dropped);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (form));
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (sentinel_test_wait_until (has_last_row, form, SENTINEL_TEST_TIMEOUT_MS));
  gtk_window_destroy (GTK_WINDOW (window));
  form = g_object_ref_sink (sentinel_schema_form_new (schema));
  sentinel_schema_form_set_values (form, wrong);
  g_assert_false (sentinel_schema_form_is_valid (form));
  g_assert_nonnull (sentinel_field_note_find_wrong (GTK_WIDGET (form)));
  g_object_unref (form);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
  add ("/json-editor/look", test_look);
  add ("/json-editor/round-trip", test_round_trip);
  add ("/json-editor/unknown-keys", test_unknown_keys);
  add ("/json-editor/says-where", test_says_where);
  add ("/json-editor/too-deep", test_too_deep);
  add ("/json-editor/missing", test_missing);
  add ("/json-editor/jump", test_jump);
  add ("/json-editor/format", test_format);
  add ("/json-editor/tab", test_tab);
  add ("/json-editor/new-values", test_new_values);
  g_test_add ("/json-editor/unknown-trigger",
              Fixture,
              NULL,
              set_up_unknown,
              test_unknown_trigger,
              tear_down);
  add ("/json-editor/field", test_field);
  add ("/json-editor/field-given-wrong", test_field_given_wrong);
  add ("/json-editor/field-in-object", test_field_in_object);
  g_test_add_func ("/json-editor/long-form", test_long_form);
  return g_test_run ();
}
