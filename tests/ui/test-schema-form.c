/* SPDX-License-Identifier: MIT */
/* Forms made from a schema: what is shown, what is read back, and where it says what is wrong. */
#include "sentinel-choice-field.h"
#include "sentinel-error.h"
#include "sentinel-form-driver.h"
#include "sentinel-json.h"
#include "sentinel-list-field.h"
#include "sentinel-number-field.h"
#include "sentinel-object-field.h"
#include "sentinel-schema-form.h"
#include "sentinel-spin.h"
#include "sentinel-switch-field.h"
#include "sentinel-text-field.h"
#include "sentinel-ui-test.h"

#define N_ROUNDS 300

static const char schema_text[] =
    "{\"type\":\"object\",\"required\":[\"address\"],\"properties\":{"
    "\"address\":{\"type\":\"string\",\"title\":\"Address\",\"pattern\":\"^https?://\","
    "\"description\":\"Begins with http:// or https://\"},"
    "\"token\":{\"type\":\"string\",\"title\":\"Token\",\"x-secret\":true},"
    "\"limit\":{\"type\":\"number\",\"title\":\"Limit\",\"minimum\":0,\"maximum\":100,\"default\":"
    "90,"
    "\"x-unit\":\"%\"},"
    "\"tries\":{\"type\":\"integer\",\"title\":\"Tries\",\"minimum\":1,\"maximum\":9,\"default\":3}"
    ","
    "\"offset\":{\"type\":\"number\",\"title\":\"Offset\"},"
    "\"size\":{\"type\":\"integer\",\"title\":\"Size\",\"minimum\":10},"
    "\"mode\":{\"type\":\"string\",\"title\":\"Mode\",\"enum\":[\"fast\",\"safe\"],"
    "\"default\":\"safe\"},"
    "\"level\":{\"type\":\"integer\",\"title\":\"Level\",\"enum\":[1,2,4]},"
    "\"strict\":{\"type\":\"boolean\",\"title\":\"Strict\",\"default\":true},"
    "\"proxy\":{\"type\":\"boolean\",\"title\":\"Proxy\"},"
    "\"hosts\":{\"type\":\"array\",\"title\":\"Hosts\",\"items\":{\"type\":\"string\","
    "\"pattern\":\"^[a-z]+$\"}},"
    "\"codes\":{\"type\":\"array\",\"title\":\"Codes\",\"items\":{\"type\":\"integer\","
    "\"minimum\":100,\"maximum\":599}},"
    "\"login\":{\"type\":\"object\",\"title\":\"Login\",\"required\":[\"user\"],\"properties\":{"
    "\"user\":{\"type\":\"string\",\"title\":\"User\"},"
    "\"port\":{\"type\":\"integer\",\"title\":\"Port\",\"minimum\":1,\"maximum\":65535,"
    "\"default\":443}}},"
    "\"comment\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}],\"title\":\"Comment\"}}}";

typedef struct {
  SentinelSchema *schema;
  SentinelSchemaForm *form;
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
set_up (Fixture *self, gconstpointer unused)
{
  GtkWidget *page = adw_preferences_page_new ();
  g_autoptr (GError) error = NULL;

  self->schema = sentinel_schema_parse (schema_text, &error);
  g_assert_no_error (error);
  self->form = sentinel_schema_form_new (self->schema);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (self->form));
  self->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (self->window), page);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 500, 700);
  gtk_window_present (GTK_WINDOW (self->window));
  g_assert_true (sentinel_test_wait_until (is_mapped, self->form, SENTINEL_TEST_TIMEOUT_MS));
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (count_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  SentinelSchemaForm *form = self->form;

  g_object_add_weak_pointer (G_OBJECT (form), (gpointer *) &form);
  gtk_window_destroy (GTK_WINDOW (self->window));
  sentinel_test_settle ();
  g_assert_null (form);
  sentinel_schema_unref (self->schema);
}

static void
set_values (Fixture *self, const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_assert_nonnull (node);
  sentinel_schema_form_set_values (self->form, node);
}

static void
assert_values (Fixture *self, const char *text)
{
  g_autoptr (JsonNode) expected = json_from_string (text, NULL);
  g_autoptr (JsonNode) values = sentinel_schema_form_dup_values (self->form);

  if (!json_node_equal (expected, values)) {
    g_autofree char *is = sentinel_json_to_text (values);

    g_error ("The form says %s instead of %s", is, text);
  }
}

static void
type (Fixture *self, const char *title, const char *text)
{
  sentinel_form_driver_type (GTK_WIDGET (self->form), title, text);
}

static void
assert_error (Fixture *self, const char *title, const char *error)
{
  g_assert_cmpstr (sentinel_form_driver_get_error (GTK_WIDGET (self->form), title), ==, error);
  g_assert_true (error == NULL || !sentinel_schema_form_is_valid (self->form));
}

static void
expand (Fixture *self, const char *name)
{
  SentinelSchemaField *field = sentinel_schema_form_find (self->form, name);

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (sentinel_schema_field_get_row (field)), TRUE);
  g_assert_true (sentinel_test_wait_until (is_mapped,
                                           gtk_widget_get_parent (GTK_WIDGET (self->form)),
                                           SENTINEL_TEST_TIMEOUT_MS));
  sentinel_test_settle ();
}

static void
test_kinds (Fixture *self, gconstpointer unused)
{
  const struct {
    const char *name;
    GType type;
  } kinds[] = {
    { "address", SENTINEL_TYPE_TEXT_FIELD }, { "token", SENTINEL_TYPE_TEXT_FIELD },
    { "limit", SENTINEL_TYPE_NUMBER_FIELD }, { "tries", SENTINEL_TYPE_NUMBER_FIELD },
    { "offset", SENTINEL_TYPE_TEXT_FIELD },  { "mode", SENTINEL_TYPE_CHOICE_FIELD },
    { "level", SENTINEL_TYPE_CHOICE_FIELD }, { "strict", SENTINEL_TYPE_SWITCH_FIELD },
    { "proxy", SENTINEL_TYPE_CHOICE_FIELD }, { "hosts", SENTINEL_TYPE_LIST_FIELD },
    { "login", SENTINEL_TYPE_OBJECT_FIELD }, { "comment", SENTINEL_TYPE_TEXT_FIELD },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    SentinelSchemaField *field = sentinel_schema_form_find (self->form, kinds[i].name);

    g_assert_nonnull (field);
    g_assert_cmpstr (G_OBJECT_TYPE_NAME (field), ==, g_type_name (kinds[i].type));
  }
  g_assert_true (ADW_IS_PASSWORD_ENTRY_ROW (
      sentinel_schema_field_get_row (sentinel_schema_form_find (self->form, "token"))));
  g_assert_null (sentinel_schema_form_find (self->form, "nothing"));
}

/* Nothing is given, so nothing is said: the defaults stay the trigger's, which may change. */
static void
test_defaults (Fixture *self, gconstpointer unused)
{
  GtkWidget *limit = sentinel_form_driver_get_row (GTK_WIDGET (self->form), "Limit");
  GtkWidget *mode = sentinel_form_driver_get_row (GTK_WIDGET (self->form), "Mode");
  GtkWidget *strict = sentinel_form_driver_get_row (GTK_WIDGET (self->form), "Strict");

  assert_values (self, "{}");
  g_assert_cmpfloat_with_epsilon (adw_spin_row_get_value (ADW_SPIN_ROW (limit)), 90, 1e-12);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (limit)),
                   ==,
                   "0 to 100\u00a0% · default 90");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (mode)), ==, 1);
  g_assert_true (adw_switch_row_get_active (ADW_SWITCH_ROW (strict)));
  g_assert_cmpuint (self->n_changed, ==, 0);
}

/* What nobody has filled in yet is no mistake, but it is not done either. */
static void
test_required (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  assert_error (self, "Address (required)", NULL);
  g_assert_false (sentinel_schema_form_is_valid (self->form));
  g_assert_false (sentinel_schema_form_check (self->form, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
  g_assert_cmpstr (sentinel_error_get_field (error), ==, "address");
  type (self, "Address (required)", "https://example.org");
  g_assert_true (sentinel_schema_form_is_valid (self->form));
  g_assert_cmpuint (self->n_changed, ==, 1);
  type (self, "Address (required)", "");
  assert_error (self, "Address (required)", "Address must be given");
  assert_values (self, "{}");
}

static void
test_text (Fixture *self, gconstpointer unused)
{
  set_values (self, "{\"address\":\"http://a\"}");
  g_assert_true (sentinel_schema_form_is_valid (self->form));
  type (self, "Address (required)", "ftp://a");
  assert_error (self, "Address (required)", "Must be a text that matches ^https?://");
  assert_values (self, "{\"address\":\"ftp://a\"}");
  type (self, "Address (required)", "https://a");
  assert_error (self, "Address (required)", NULL);
  type (self, "Token", "geheim");
  assert_values (self, "{\"address\":\"https://a\",\"token\":\"geheim\"}");
  type (self, "Token", "");
  type (self, "Comment", "x");
  type (self, "Comment", "");
  assert_values (self, "{\"address\":\"https://a\",\"comment\":null}");
}

static void
test_bounds (Fixture *self, gconstpointer unused)
{
  set_values (self, "{\"address\":\"http://a\"}");
  type (self, "Limit", "100");
  assert_error (self, "Limit", NULL);
  assert_values (self, "{\"address\":\"http://a\",\"limit\":100}");
  type (self, "Limit", "100.5");
  assert_error (self, "Limit", "Must be from 0 to 100 %");
  type (self, "Limit", "-1");
  assert_error (self, "Limit", "Must be from 0 to 100 %");
  type (self, "Limit", "12.25");
  assert_error (self, "Limit", NULL);
  type (self, "Tries", "10");
  assert_error (self, "Tries", "Must be from 1 to 9");
  type (self, "Tries", "9");
  assert_error (self, "Tries", NULL);
  assert_values (self, "{\"address\":\"http://a\",\"limit\":12.25,\"tries\":9}");
}

/* The buttons lead back into the bounds, and never out. */
static void
test_spin (Fixture *self, gconstpointer unused)
{
  AdwSpinRow *row = ADW_SPIN_ROW (sentinel_form_driver_get_row (GTK_WIDGET (self->form), "Limit"));
  GtkAdjustment *adjustment = adw_spin_row_get_adjustment (row);

  type (self, "Limit", "140");
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_upper (adjustment), 140, 1e-12);
  adw_spin_row_set_value (row, 139);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_upper (adjustment), 139, 1e-12);
  adw_spin_row_set_value (row, 50);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_upper (adjustment), 100, 1e-12);
  adw_spin_row_set_value (row, 101);
  g_assert_cmpfloat_with_epsilon (adw_spin_row_get_value (row), 100, 1e-12);
  /* What is shown shorter than it is, is kept when the row is only left. */
  set_values (self, "{\"address\":\"http://a\",\"limit\":12.3456789}");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "12.345679");
  adw_spin_row_update (row);
  g_assert_cmpfloat_with_epsilon (adw_spin_row_get_value (row), 12.3456789, 1e-12);
  assert_values (self, "{\"address\":\"http://a\",\"limit\":12.3456789}");
}

static void
test_open_numbers (Fixture *self, gconstpointer unused)
{
  set_values (self, "{\"address\":\"http://a\"}");
  type (self, "Offset", "-2.5e3");
  assert_values (self, "{\"address\":\"http://a\",\"offset\":-2500.0}");
  type (self, "Offset", "many");
  assert_error (self, "Offset", "Must be a number");
  type (self, "Offset", "");
  assert_error (self, "Offset", NULL);
  type (self, "Size", "9");
  assert_error (self, "Size", "Must be at least 10");
  type (self, "Size", "10.5");
  g_assert_nonnull (sentinel_form_driver_get_error (GTK_WIDGET (self->form), "Size"));
  type (self, "Size", "10");
  assert_error (self, "Size", NULL);
  assert_values (self, "{\"address\":\"http://a\",\"size\":10}");
}

static void
test_choices (Fixture *self, gconstpointer unused)
{
  GtkWidget *form = GTK_WIDGET (self->form);

  set_values (self, "{\"address\":\"http://a\",\"mode\":\"slow\"}");
  assert_error (self, "Mode", "Must be one of fast, safe");
  assert_values (self, "{\"address\":\"http://a\",\"mode\":\"slow\"}");
  sentinel_form_driver_choose (form, "Mode", "fast");
  assert_error (self, "Mode", NULL);
  sentinel_form_driver_choose (form, "Level", "4");
  sentinel_form_driver_choose (form, "Proxy", "No");
  sentinel_form_driver_set_on (form, "Strict", FALSE);
  assert_values (self,
                 "{\"address\":\"http://a\",\"mode\":\"fast\",\"level\":4,\"strict\":false,"
                 "\"proxy\":false}");
  sentinel_form_driver_choose (form, "Level", "Not set");
  sentinel_form_driver_choose (form, "Proxy", "Not set");
  assert_values (self, "{\"address\":\"http://a\",\"mode\":\"fast\",\"strict\":false}");
}

static void
click (GtkWidget *row)
{
  GtkWidget *button = sentinel_ui_test_find (row, GTK_TYPE_BUTTON, NULL);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
test_list (Fixture *self, gconstpointer unused)
{
  GtkWidget *form = GTK_WIDGET (self->form);

  set_values (self, "{\"address\":\"http://a\",\"hosts\":[\"alpha\",\"beta\"]}");
  expand (self, "hosts");
  g_assert_cmpstr (adw_expander_row_get_subtitle (
                       ADW_EXPANDER_ROW (sentinel_form_driver_get_row (form, "Hosts"))),
                   ==,
                   "alpha, beta");
  sentinel_form_driver_activate (form, "Add Value");
  type (self, "Value 3", "UP");
  assert_error (self, "Value 3", "Must be a text that matches ^[a-z]+$");
  assert_error (self, "Value 1", NULL);
  type (self, "Value 3", "gamma");
  assert_error (self, "Value 3", NULL);
  assert_values (self, "{\"address\":\"http://a\",\"hosts\":[\"alpha\",\"beta\",\"gamma\"]}");
  click (sentinel_form_driver_get_row (form, "Value 1"));
  assert_values (self, "{\"address\":\"http://a\",\"hosts\":[\"beta\",\"gamma\"]}");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (sentinel_form_driver_get_row (form,
                                                                                      "Value 1"))),
                   ==,
                   "beta");
}

static void
test_list_of_numbers (Fixture *self, gconstpointer unused)
{
  set_values (self, "{\"address\":\"http://a\",\"codes\":[200]}");
  expand (self, "codes");
  type (self, "Value 1", "700");
  assert_error (self, "Value 1", "Must be from 100 to 599");
  type (self, "Value 1", "404");
  assert_values (self, "{\"address\":\"http://a\",\"codes\":[404]}");
}

static void
test_object (Fixture *self, gconstpointer unused)
{
  set_values (self, "{\"address\":\"http://a\",\"login\":{\"user\":\"me\"}}");
  expand (self, "login");
  type (self, "Port", "70000");
  assert_error (self, "Port", "Must be from 1 to 65535");
  type (self, "Port", "80");
  assert_error (self, "Port", NULL);
  assert_values (self, "{\"address\":\"http://a\",\"login\":{\"user\":\"me\",\"port\":80}}");
  type (self, "User (required)", "");
  g_assert_false (sentinel_schema_form_is_valid (self->form));
  g_assert_nonnull (sentinel_field_note_find_wrong (GTK_WIDGET (self->form)));
}

/* All at once, not one after the other. */
static void
test_all_errors (Fixture *self, gconstpointer unused)
{
  type (self, "Address (required)", "nowhere");
  type (self, "Limit", "101");
  type (self, "Offset", "x");
  g_assert_nonnull (sentinel_form_driver_get_error (GTK_WIDGET (self->form), "Address (required)"));
  g_assert_nonnull (sentinel_form_driver_get_error (GTK_WIDGET (self->form), "Limit"));
  g_assert_nonnull (sentinel_form_driver_get_error (GTK_WIDGET (self->form), "Offset"));
  g_assert_null (sentinel_form_driver_get_error (GTK_WIDGET (self->form), "Tries"));
}

static gboolean
is_focus_in (Fixture *self, const char *title)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self->window));
  GtkWidget *row = sentinel_form_driver_get_row (GTK_WIDGET (self->form), title);

  return focus != NULL && (focus == row || gtk_widget_is_ancestor (focus, row));
}

static void
move_focus (Fixture *self, GtkDirectionType direction, const char *title)
{
  guint n_moves = 0;

  while (!is_focus_in (self, title)) {
    g_assert_true (gtk_widget_child_focus (GTK_WIDGET (self->form), direction));
    g_assert_cmpuint (n_moves++, <, 10);
  }
}

/* Tab comes past what is said below a row, and Shift+Tab back. */
static void
test_tab (Fixture *self, gconstpointer unused)
{
  type (self, "Limit", "140");
  gtk_window_set_focus (GTK_WINDOW (self->window), NULL);
  move_focus (self, GTK_DIR_TAB_FORWARD, "Address (required)");
  move_focus (self, GTK_DIR_TAB_FORWARD, "Limit");
  move_focus (self, GTK_DIR_TAB_FORWARD, "Size");
  move_focus (self, GTK_DIR_TAB_BACKWARD, "Limit");
  move_focus (self, GTK_DIR_TAB_BACKWARD, "Address (required)");
}

/* A trigger says more than a schema can. */
static void
test_error_from_outside (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;

  set_values (self, "{\"address\":\"http://a\"}");
  g_set_error (&error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID, "it must answer");
  sentinel_error_set_field (&error, "address");
  g_assert_true (sentinel_schema_form_show_error (self->form, error));
  assert_error (self, "Address (required)", "It must answer");
  type (self, "Address (required)", "http://b");
  assert_error (self, "Address (required)", NULL);
  g_set_error (&other, SENTINEL_ERROR, SENTINEL_ERROR_INVALID, "no");
  g_assert_false (sentinel_schema_form_show_error (self->form, other));
}

/* A newer version may have stored it. It is seen, refused, and never lost without a click. */
static void
test_unknown (Fixture *self, gconstpointer unused)
{
  const char *text = "{\"address\":\"http://a\",\"speed\":{\"x\":[1,2]}}";
  g_autoptr (GError) error = NULL;

  set_values (self, text);
  assert_values (self, text);
  g_assert_false (sentinel_schema_form_check (self->form, &error));
  g_assert_cmpstr (sentinel_error_get_field (error), ==, "speed");
  click (sentinel_form_driver_get_row (GTK_WIDGET (self->form), "speed"));
  assert_values (self, "{\"address\":\"http://a\"}");
  g_assert_true (sentinel_schema_form_is_valid (self->form));
}

/* Round trips */

static JsonNode *
random_text (void)
{
  static const char *const texts[] = { "a", "http://b", " ", "é\"\\", "12", "null", "<b>&" };

  return json_node_init_string (json_node_alloc (),
                                texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))]);
}

static JsonNode *
random_any (void)
{
  switch (g_test_rand_int_range (0, 6)) {
  case 0:
    return json_node_init_int (json_node_alloc (), g_test_rand_int ());
  case 1:
    return json_node_init_double (json_node_alloc (), g_test_rand_double_range (-1e9, 1e9));
  case 2:
    return json_node_init_boolean (json_node_alloc (), g_test_rand_bit ());
  case 3:
    return json_node_new (JSON_NODE_NULL);
  case 4:
    return json_from_string ("[1,\"two\",null]", NULL);
  default:
    return random_text ();
  }
}

/* Right or wrong: a form that nobody touches says what it was given. */
static void
test_untouched (Fixture *self, gconstpointer unused)
{
  for (guint round = 0; round < N_ROUNDS; round++) {
    g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), json_object_new ());
    g_autoptr (JsonNode) values = NULL;
    JsonObject *object = json_node_get_object (node);

    json_object_unref (object);
    for (guint i = 0; i < sentinel_schema_get_n_properties (self->schema); i++)
      if (g_test_rand_bit ())
        json_object_set_member (object,
                                sentinel_schema_get_property (self->schema, i)->name,
                                random_any ());
    sentinel_schema_form_set_values (self->form, node);
    values = sentinel_schema_form_dup_values (self->form);
    g_assert_true (json_node_equal (node, values));
  }
  g_assert_cmpuint (self->n_changed, ==, 0);
}

static JsonNode *
random_integer (int from, int to)
{
  return json_node_init_int (json_node_alloc (), g_test_rand_int_range (from, to));
}

static JsonNode *
random_list (gboolean is_text)
{
  JsonArray *array = json_array_new ();
  guint n = (guint) g_test_rand_int_range (0, 4);
  JsonNode *node;

  for (guint i = 0; i < n; i++)
    json_array_add_element (array, is_text ? random_text () : random_integer (100, 600));
  node = json_node_init_array (json_node_alloc (), array);
  json_array_unref (array);
  return node;
}

static JsonNode *
random_right (const char *name)
{
  if (g_str_equal (name, "limit") || g_str_equal (name, "offset"))
    return g_test_rand_bit ()
               ? random_integer (0, 101)
               : json_node_init_double (json_node_alloc (), g_test_rand_int_range (0, 99) + 0.125);
  if (g_str_equal (name, "tries"))
    return random_integer (1, 10);
  if (g_str_equal (name, "size"))
    return random_integer (10, G_MAXINT32);
  if (g_str_equal (name, "mode"))
    return json_from_string (g_test_rand_bit () ? "\"fast\"" : "\"safe\"", NULL);
  if (g_str_equal (name, "level"))
    return random_integer (1, 3);
  if (g_str_equal (name, "strict") || g_str_equal (name, "proxy"))
    return json_node_init_boolean (json_node_alloc (), g_test_rand_bit ());
  if (g_str_equal (name, "hosts") || g_str_equal (name, "codes"))
    return random_list (g_str_equal (name, "hosts"));
  if (g_str_equal (name, "login"))
    return json_from_string ("{\"user\":\"me\",\"port\":8080}", NULL);
  return random_text ();
}

/* What a row shows of a value of the right type is all of it: typed again, it is the same. */
static void
test_shown_is_read (Fixture *self, gconstpointer unused)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    for (guint i = 0; i < sentinel_schema_get_n_properties (self->schema); i++) {
      const char *name = sentinel_schema_get_property (self->schema, i)->name;
      SentinelSchemaField *field = sentinel_schema_form_find (self->form, name);
      g_autoptr (JsonNode) value = random_right (name);
      g_autoptr (JsonNode) read = NULL;

      sentinel_schema_field_set_value (field, value);
      read = SENTINEL_SCHEMA_FIELD_GET_CLASS (field)->read (field);
      g_assert_nonnull (read);
      if (!json_node_equal (value, read)) {
        g_autofree char *was = sentinel_json_to_text (value);
        g_autofree char *is = sentinel_json_to_text (read);

        g_error ("%s shows %s as %s", name, was, is);
      }
    }
}

int
main (int argc, char **argv)
{
  const struct {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/schema-form/kinds", test_kinds },
    { "/schema-form/defaults", test_defaults },
    { "/schema-form/required", test_required },
    { "/schema-form/text", test_text },
    { "/schema-form/bounds", test_bounds },
    { "/schema-form/spin", test_spin },
    { "/schema-form/open-numbers", test_open_numbers },
    { "/schema-form/choices", test_choices },
    { "/schema-form/list", test_list },
    { "/schema-form/list-of-numbers", test_list_of_numbers },
    { "/schema-form/object", test_object },
    { "/schema-form/all-errors", test_all_errors },
    { "/schema-form/tab", test_tab },
    { "/schema-form/error-from-outside", test_error_from_outside },
    { "/schema-form/unknown", test_unknown },
    { "/schema-form/untouched", test_untouched },
    { "/schema-form/shown-is-read", test_shown_is_read },
  };

  sentinel_ui_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
