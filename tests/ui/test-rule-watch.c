/* SPDX-License-Identifier: MIT */
/* The page "Watch" in the dialog of a rule: its parameters as JSON, categories that are in use, and
 * the picker of triggers, with what keys do. */
#include "sentinel-form-driver.h"
#include "sentinel-json-editor.h"
#include "sentinel-json.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-dialog.h"
#include "sentinel-rule-form-source.h"
#include "sentinel-rule-picker.h"
#include "sentinel-rule-store.h"
#include "sentinel-suggestion-row.h"
#include "sentinel-ui-test.h"

typedef struct {
  SentinelUiTest *ui;
  SentinelTicker *ticker;
  GtkWidget *dialog; /* NULL: it closed */
} Fixture;

static gboolean
is_gone (gpointer data)
{
  return ((Fixture *) data)->dialog == NULL;
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->ui = sentinel_ui_test_new ();
  sentinel_ui_test_open (self->ui, 1100, 800);
  self->ticker = sentinel_ticker_new (sentinel_context_get_clock (self->ui->context));
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  if (self->dialog != NULL)
    adw_dialog_force_close (ADW_DIALOG (self->dialog));
  g_assert_true (sentinel_test_wait_until (is_gone, self, SENTINEL_TEST_TIMEOUT_MS));
  g_object_unref (self->ticker);
  sentinel_ui_test_free (self->ui);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
open_dialog (Fixture *self, const SentinelRule *rule)
{
  AdwDialog *dialog = sentinel_rule_dialog_new (self->ui->context, self->ticker, rule);

  self->dialog = GTK_WIDGET (dialog);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &self->dialog);
  adw_dialog_present (dialog, GTK_WIDGET (self->ui->window));
  g_assert_true (sentinel_test_wait_until (is_mapped, dialog, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_test_settle ();
  sentinel_ui_test_wait_for_frames (self->ui);
}

static SentinelRule *
make_rule (const char *name, const char *trigger, const char *category, const char *parameters)
{
  SentinelRule *rule = sentinel_rule_new ();

  g_set_str (&rule->name, name);
  g_set_str (&rule->trigger, trigger);
  g_set_str (&rule->category, category);
  json_node_unref (rule->parameters);
  rule->parameters = sentinel_json_parse (parameters, -1, 0, NULL);
  g_assert_nonnull (rule->parameters);
  return rule;
}

static gpointer
list_rules (SentinelDatabase *db, gpointer data, GError **error)
{
  return sentinel_rule_store_list (db, error);
}

static SentinelRule *
read_rule (Fixture *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rules = sentinel_store_read (sentinel_context_get_store (self->ui->context),
                                                     list_rules,
                                                     NULL,
                                                     &error);

  g_assert_no_error (error);
  for (guint i = 0; i < rules->len; i++) {
    SentinelRule *rule = g_ptr_array_index (rules, i);

    if (g_str_equal (rule->name, name))
      return sentinel_rule_ref (rule);
  }
  g_assert_not_reached ();
}

static SentinelRule *
add_rule (Fixture *self,
          const char *name,
          const char *trigger,
          const char *category,
          const char *parameters)
{
  SentinelActor actor = { .name = "somebody", .via = SENTINEL_VIA_COMMAND_LINE };
  g_autoptr (SentinelRuleAct) act =
      sentinel_rule_act_new (make_rule (name, trigger, category, parameters), 0, &actor);
  g_autoptr (GError) error = NULL;

  sentinel_store_write (sentinel_context_get_store (self->ui->context),
                        sentinel_rule_acts_add,
                        act,
                        &error);
  g_assert_no_error (error);
  sentinel_test_settle ();
  return read_rule (self, name);
}

static gboolean
choose (Fixture *self, const char *name)
{
  GtkWidget *views = sentinel_ui_test_find (self->dialog, ADW_TYPE_TOGGLE_GROUP, NULL);

  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (views), name);
  sentinel_ui_test_wait_for_frames (self->ui);
  return g_str_equal (adw_toggle_group_get_active_name (ADW_TOGGLE_GROUP (views)), name);
}

static GtkTextBuffer *
get_json (Fixture *self)
{
  GtkWidget *editor = sentinel_ui_test_find (self->dialog, SENTINEL_TYPE_JSON_EDITOR, NULL);

  g_assert_nonnull (editor);
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (sentinel_ui_test_find (editor,
                                                                         GTK_TYPE_TEXT_VIEW,
                                                                         NULL)));
}

static void
type_json (Fixture *self, const char *text)
{
  gtk_text_buffer_set_text (get_json (self), text, -1);
  sentinel_ui_test_wait_for_frames (self->ui);
}

static gboolean
is_sensitive (Fixture *self, const char *label)
{
  GtkWidget *button = sentinel_ui_test_find (self->dialog, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  return gtk_widget_is_sensitive (button);
}

static gboolean
can_test (Fixture *self)
{
  GtkWidget *label = sentinel_ui_test_find (self->dialog, GTK_TYPE_LABEL, "Test Now");

  g_assert_nonnull (label);
  return gtk_widget_is_sensitive (label);
}

/* The keys of a widget, as they come to it. */
static gboolean
press (GtkWidget *widget, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean is_taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !is_taken; i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
      g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &is_taken);
  }
  sentinel_test_settle ();
  return is_taken;
}

/* JSON */

static void
test_save (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule =
      add_rule (self, "Build", "cpu-usage", "System", "{\"scope\":\"all\",\"threshold\":70.5}");
  g_autoptr (SentinelRule) after = NULL;
  g_autofree char *json = NULL;

  open_dialog (self, rule);
  g_assert_true (choose (self, "json"));
  g_assert_true (adw_dialog_get_can_close (ADW_DIALOG (self->dialog)));
  type_json (self, "{\"threshold\": 55, \"scope\": \"max_core\"}");
  g_assert_false (adw_dialog_get_can_close (ADW_DIALOG (self->dialog)));
  g_assert_true (is_sensitive (self, "_Save"));
  g_assert_true (gtk_widget_activate_action (self->dialog, "rule.save", NULL));
  g_assert_true (sentinel_test_wait_until (is_gone, self, SENTINEL_TEST_TIMEOUT_MS));
  after = read_rule (self, "Build");
  json = sentinel_json_to_text (after->parameters);
  g_assert_cmpstr (json, ==, "{\"threshold\":55,\"scope\":\"max_core\"}");
}

/* Nothing can be stored or tested that is not what is typed, and it cannot be lost by closing. */
static void
test_invalid (Fixture *self, gconstpointer unused)
{
  static const char *const texts[] = { "{\"threshold\": ",
                                       "{\"threshold\": 140}",
                                       "{\"nonsense\": 1}",
                                       "{\"threshold\": 1, \"threshold\": 2}" };
  g_autoptr (SentinelRule) rule = add_rule (self, "Build", "cpu-usage", "System", "{}");

  open_dialog (self, rule);
  choose (self, "json");
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    type_json (self, texts[i]);
    g_assert_false (is_sensitive (self, "_Save"));
    g_assert_false (can_test (self));
    g_assert_false (adw_dialog_get_can_close (ADW_DIALOG (self->dialog)));
    g_assert_false (choose (self, "form"));
  }
  type_json (self, "{\"threshold\": 14}");
  g_assert_true (is_sensitive (self, "_Save"));
  g_assert_true (can_test (self));
}

/* What only the trigger knows is marked in the text as well. */
static void
test_trigger_refuses (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = add_rule (self, "Build", "cpu-usage", "System", "{}");

  open_dialog (self, rule);
  choose (self, "json");
  type_json (self, "{\n  \"server\": \"ssh:x\"\n}");
  g_assert_false (is_sensitive (self, "_Save"));
  sentinel_ui_test_wait_for_text (self->ui,
                                  "Line 2, column 13: server is \"ssh:x\": measuring other "
                                  "computers by ssh: comes later, use localhost");
  /* The form can show that, and says it too. */
  g_assert_true (choose (self, "form"));
  g_assert_nonnull (sentinel_form_driver_get_error (self->dialog, "Server"));
  g_assert_false (is_sensitive (self, "_Save"));
}

/* The line at the bottom says where, and leads there. */
static void
test_go_to_problem (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = add_rule (self, "Build", "cpu-usage", "System", "{}");
  GtkTextIter at;

  open_dialog (self, rule);
  choose (self, "json");
  type_json (self, "{\n  \"threshold\": \"x\"\n}");
  sentinel_ui_test_wait_for_text (self->ui,
                                  "Line 2, column 16: threshold is \"x\": must be a number from 0 "
                                  "to 100 %");
  g_assert_true (gtk_widget_activate_action (self->dialog, "rule.show-problem", NULL));
  gtk_text_buffer_get_iter_at_mark (get_json (self),
                                    &at,
                                    gtk_text_buffer_get_insert (get_json (self)));
  g_assert_cmpint (gtk_text_iter_get_line (&at), ==, 1);
  g_assert_cmpint (gtk_text_iter_get_line_offset (&at), ==, 15);
}

/* A rule of a trigger that is not here can still be read and mended. */
static void
test_unknown_trigger (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = add_rule (self, "Ours", "ours.own", "Own", "{\"b\":1,\"a\":[2]}");
  g_autoptr (SentinelRule) after = NULL;
  g_autofree char *json = NULL;
  GtkWidget *page;

  open_dialog (self, rule);
  page = sentinel_ui_test_find (self->dialog, SENTINEL_TYPE_RULE_FORM_SOURCE, NULL);
  g_assert_null (sentinel_ui_test_find (page, ADW_TYPE_TOGGLE_GROUP, NULL));
  type_json (self, "{\"b\":1,");
  g_assert_false (is_sensitive (self, "_Save"));
  type_json (self, "{\"b\":3,\"a\":[2]}");
  g_assert_true (is_sensitive (self, "_Save"));
  g_assert_true (gtk_widget_activate_action (self->dialog, "rule.save", NULL));
  g_assert_true (sentinel_test_wait_until (is_gone, self, SENTINEL_TEST_TIMEOUT_MS));
  after = read_rule (self, "Ours");
  json = sentinel_json_to_text (after->parameters);
  g_assert_cmpstr (json, ==, "{\"b\":3,\"a\":[2]}");
}

/* Categories */

static gboolean
is_offered (Fixture *self, const char *name)
{
  GtkWidget *row = sentinel_form_driver_get_row (self->dialog, "Category");

  return sentinel_ui_test_find (row, GTK_TYPE_LABEL, name) != NULL;
}

static void
test_category (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) one = add_rule (self, "One", "cpu-usage", "Build", "{}");
  g_autoptr (SentinelRule) two = add_rule (self, "Two", "cpu-usage", "System", "{}");
  g_autoptr (SentinelRule) three = add_rule (self, "Three", "cpu-usage", "Storage", "{}");
  GtkWidget *row;

  open_dialog (self, one);
  row = sentinel_form_driver_get_row (self->dialog, "Category");
  gtk_widget_grab_focus (row);
  g_assert_false (is_offered (self, "Storage"));
  sentinel_form_driver_type (self->dialog, "Category", "st");
  sentinel_ui_test_wait_for_frames (self->ui);
  g_assert_true (is_offered (self, "Storage"));
  g_assert_true (is_offered (self, "System"));
  g_assert_false (is_offered (self, "Build"));
  /* Enter alone stores what is typed; Down chooses first. */
  g_assert_false (press (row, GDK_KEY_Return));
  g_assert_true (press (row, GDK_KEY_Down));
  g_assert_true (press (row, GDK_KEY_Down));
  g_assert_true (press (row, GDK_KEY_Return));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "System");
  g_assert_false (is_offered (self, "Storage"));
  /* A name that is new is as good. */
  sentinel_form_driver_type (self->dialog, "Category", "Star");
  g_assert_false (is_offered (self, "Storage"));
  g_assert_true (is_sensitive (self, "_Save"));
  sentinel_form_driver_type (self->dialog, "Category", "Stor");
  g_assert_true (press (row, GDK_KEY_Escape));
  g_assert_false (is_offered (self, "Storage"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "Stor");
}

/* The picker */

#define TEST_TYPE_TRIGGER (test_trigger_get_type ())
G_DECLARE_FINAL_TYPE (TestTrigger, test_trigger, TEST, TRIGGER, SentinelTrigger)

struct _TestTrigger {
  SentinelTrigger parent_instance;
  SentinelTriggerInfo info;
};

G_DEFINE_FINAL_TYPE (TestTrigger, test_trigger, SENTINEL_TYPE_TRIGGER)

static const SentinelTriggerInfo *
test_trigger_describe (SentinelTrigger *trigger)
{
  return &TEST_TRIGGER (trigger)->info;
}

static void
test_trigger_class_init (TestTriggerClass *klass)
{
  SENTINEL_TRIGGER_CLASS (klass)->describe = test_trigger_describe;
}

static void
test_trigger_init (TestTrigger *self)
{
}

static void
add_trigger (SentinelRegistry *registry, const char *id, const char *name, const char *description)
{
  TestTrigger *trigger = g_object_new (TEST_TYPE_TRIGGER, NULL);

  trigger->info = (SentinelTriggerInfo) { .id = id,
                                          .name = name,
                                          .description = description,
                                          .icon_name = "computer-symbolic",
                                          .category = "System",
                                          .period_ms = 1000,
                                          .parameters = "{\"type\":\"object\"}" };
  sentinel_registry_add (registry, SENTINEL_TRIGGER (trigger));
}

static void
picked_cb (SentinelRulePicker *picker, SentinelTrigger *trigger, const char **id)
{
  *id = sentinel_trigger_describe (trigger)->id;
}

static void
search (GtkWidget *window, const char *text)
{
  GtkWidget *entry = sentinel_ui_test_find (window, GTK_TYPE_SEARCH_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  /* It waits for the end of typing otherwise. */
  g_signal_emit_by_name (entry, "search-changed");
  sentinel_test_settle ();
}

static gboolean
is_shown (GtkWidget *window, const char *name)
{
  return sentinel_ui_test_find (window, GTK_TYPE_LABEL, name) != NULL;
}

static void
test_picker (void)
{
  g_autoptr (SentinelRegistry) registry = sentinel_registry_new ();
  GtkWidget *window = gtk_window_new ();
  SentinelRulePicker *picker = g_object_new (SENTINEL_TYPE_RULE_PICKER, NULL);
  GtkWidget *entry;
  const char *id = NULL;

  add_trigger (registry, "disk-full", "Disk Space", "How much is left");
  add_trigger (registry, "mail-queue", "Mail", "What waits to be sent");
  sentinel_rule_picker_set_registry (picker, registry);
  g_signal_connect (picker, "picked", G_CALLBACK (picked_cb), &id);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (picker));
  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (sentinel_test_wait_until (is_mapped, picker, SENTINEL_TEST_TIMEOUT_MS));
  entry = sentinel_ui_test_find (window, GTK_TYPE_SEARCH_ENTRY, NULL);
  g_assert_true (gtk_search_entry_get_key_capture_widget (GTK_SEARCH_ENTRY (entry))
                 == GTK_WIDGET (picker));
  /* by name, description, id; every word counts */
  search (window, "MAIL");
  g_assert_false (is_shown (window, "Disk Space"));
  search (window, "left");
  g_assert_false (is_shown (window, "Mail"));
  search (window, "queue sent");
  g_assert_true (is_shown (window, "Mail"));
  search (window, "queue left");
  g_assert_true (is_shown (window, "Nothing Found"));
  g_assert_false (press (entry, GDK_KEY_Down));
  search (window, "mail");
  g_assert_true (press (entry, GDK_KEY_Down));
  g_assert_true (ADW_IS_ACTION_ROW (gtk_window_get_focus (GTK_WINDOW (window))));
  gtk_widget_activate (gtk_window_get_focus (GTK_WINDOW (window)));
  g_assert_cmpstr (id, ==, "mail-queue");
  search (window, "");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (id, ==, "disk-full");
  gtk_window_destroy (GTK_WINDOW (window));
  sentinel_test_settle ();
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
  add ("/rule-watch/save", test_save);
  add ("/rule-watch/invalid", test_invalid);
  add ("/rule-watch/trigger-refuses", test_trigger_refuses);
  add ("/rule-watch/go-to-problem", test_go_to_problem);
  add ("/rule-watch/unknown-trigger", test_unknown_trigger);
  add ("/rule-watch/category", test_category);
  g_test_add_func ("/rule-watch/picker", test_picker);
  return g_test_run ();
}
