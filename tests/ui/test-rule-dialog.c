/* SPDX-License-Identifier: MIT */
/* The dialog of a rule over a real store: what is typed is what is stored, and nothing is lost or
 * stored that nobody asked for. */
#include "sentinel-form-driver.h"
#include "sentinel-rows.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-dialog.h"
#include "sentinel-rule-store.h"
#include "sentinel-statement.h"
#include "sentinel-ui-test.h"

typedef struct {
  SentinelUiTest *ui;
  SentinelTicker *ticker;
  GtkWidget *dialog; /* NULL: it closed */
  guint n_saved;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->ui = sentinel_ui_test_new ();
  sentinel_ui_test_open (self->ui, 1100, 800);
  self->ticker = sentinel_ticker_new (sentinel_context_get_clock (self->ui->context));
}

static gboolean
is_gone (gpointer data)
{
  return ((Fixture *) data)->dialog == NULL;
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  if (self->dialog != NULL)
    adw_dialog_force_close (ADW_DIALOG (self->dialog));
  /* It stays until its last question is answered. */
  g_assert_true (sentinel_test_wait_until (is_gone, self, SENTINEL_TEST_TIMEOUT_MS));
  g_object_unref (self->ticker);
  sentinel_ui_test_free (self->ui);
}

static void
saved_cb (Fixture *self)
{
  self->n_saved++;
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
  g_signal_connect_swapped (dialog, "saved", G_CALLBACK (saved_cb), self);
  adw_dialog_present (dialog, GTK_WIDGET (self->ui->window));
  g_assert_true (sentinel_test_wait_until (is_mapped, dialog, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_test_settle ();
  sentinel_ui_test_wait_for_frames (self->ui);
}

static void
open_new (Fixture *self)
{
  open_dialog (self, NULL);
  sentinel_form_driver_activate (self->dialog, "CPU Usage");
  sentinel_ui_test_wait_for_frames (self->ui);
}

static void
show_page (Fixture *self, const char *name)
{
  GtkWidget *stack = sentinel_ui_test_find (self->dialog, ADW_TYPE_VIEW_STACK, NULL);

  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), name);
  sentinel_ui_test_wait_for_frames (self->ui);
}

static void
type (Fixture *self, const char *title, const char *text)
{
  sentinel_form_driver_type (self->dialog, title, text);
}

static void
assert_error (Fixture *self, const char *title, const char *error)
{
  g_assert_cmpstr (sentinel_form_driver_get_error (self->dialog, title), ==, error);
}

static gboolean
is_mended (gpointer data)
{
  return sentinel_form_driver_get_error (((Fixture *) data)->dialog, "Name") == NULL;
}

static gboolean
can_save (Fixture *self)
{
  GtkWidget *button = sentinel_ui_test_find (self->dialog, GTK_TYPE_BUTTON, "_Add Rule");

  if (button == NULL)
    button = sentinel_ui_test_find (self->dialog, GTK_TYPE_BUTTON, "_Save");
  g_assert_nonnull (button);
  return gtk_widget_is_sensitive (button);
}

static gboolean
is_closed (gpointer data)
{
  return ((Fixture *) data)->dialog == NULL;
}

static void
wait_until_closed (Fixture *self)
{
  g_assert_true (sentinel_test_wait_until (is_closed, self, SENTINEL_TEST_TIMEOUT_MS));
}

static void
save (Fixture *self)
{
  g_assert_true (can_save (self));
  g_assert_true (gtk_widget_activate_action (self->dialog, "rule.save", NULL));
  wait_until_closed (self);
  g_assert_cmpuint (self->n_saved, ==, 1);
}

/* The store */

static gpointer
list_rules (SentinelDatabase *db, gpointer data, GError **error)
{
  return sentinel_rule_store_list (db, error);
}

static GPtrArray *
read_rules (Fixture *self)
{
  SentinelStore *store = sentinel_context_get_store (self->ui->context);
  g_autoptr (GError) error = NULL;
  GPtrArray *rules = sentinel_store_read (store, list_rules, NULL, &error);

  g_assert_no_error (error);
  return rules;
}

static SentinelRule *
read_only_rule (Fixture *self)
{
  g_autoptr (GPtrArray) rules = read_rules (self);

  g_assert_cmpuint (rules->len, ==, 1);
  return sentinel_rule_ref (g_ptr_array_index (rules, 0));
}

/* As somebody else does it, in another program. */
static void
write_rule (Fixture *self, SentinelWriteFunc func, const SentinelRule *rule)
{
  SentinelActor actor = { .name = "somebody", .via = SENTINEL_VIA_COMMAND_LINE };
  SentinelRule *copy = sentinel_rule_copy (rule);
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (copy, copy->id, &actor);
  g_autoptr (GError) error = NULL;

  sentinel_store_write (sentinel_context_get_store (self->ui->context), func, act, &error);
  g_assert_no_error (error);
  sentinel_test_settle ();
}

/* Levels, actions and being off are more than the first page shows. */
static SentinelRule *
add_rule (Fixture *self)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autoptr (GError) error = NULL;

  g_set_str (&rule->name, "Build server");
  g_set_str (&rule->trigger, "cpu-usage");
  g_set_str (&rule->category, "Build");
  g_set_str (&rule->comment, "first line\nsecond line");
  rule->period_ms = 90 * 1000;
  rule->for_ms = 1500;
  rule->display_minutes = 77;
  rule->enabled = FALSE;
  json_node_unref (rule->parameters);
  rule->parameters = json_from_string ("{\"scope\":\"max_core\",\"threshold\":70.5}", NULL);
  json_node_seal (rule->parameters);
  write_rule (self, sentinel_rule_acts_add, rule);
  return read_only_rule (self);
}

static void
assert_same_but_version (const SentinelRule *a, const SentinelRule *b)
{
  g_autoptr (JsonObject) a_json = sentinel_rule_to_json (a);
  g_autoptr (JsonObject) b_json = sentinel_rule_to_json (b);
  g_autoptr (JsonNode) a_node = json_node_init_object (json_node_alloc (), a_json);
  g_autoptr (JsonNode) b_node = json_node_init_object (json_node_alloc (), b_json);
  g_autofree char *a_text = NULL;
  g_autofree char *b_text = NULL;

  json_object_remove_member (a_json, "version");
  json_object_remove_member (b_json, "version");
  json_object_remove_member (a_json, "updated_at_us");
  json_object_remove_member (b_json, "updated_at_us");
  if (json_node_equal (a_node, b_node))
    return;
  a_text = json_to_string (a_node, TRUE);
  b_text = json_to_string (b_node, TRUE);
  g_error ("%s is not %s", a_text, b_text);
}

/* Adding */

static void
test_add (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = NULL;
  JsonObject *parameters;

  open_new (self);
  type (self, "Name", "Desk");
  type (self, "Category", "Home");
  type (self, "Comment", "quiet at night");
  type (self, "Threshold", "72.5");
  sentinel_form_driver_choose (self->dialog, "What to Measure", "load");
  show_page (self, "schedule");
  type (self, "Repeat every", "45");
  show_page (self, "levels");
  sentinel_form_driver_choose (self->dialog, "Importance", "Medium");
  save (self);
  rule = read_only_rule (self);
  parameters = json_node_get_object (rule->parameters);
  g_assert_cmpstr (rule->name, ==, "Desk");
  g_assert_cmpstr (rule->trigger, ==, "cpu-usage");
  g_assert_cmpstr (rule->category, ==, "Home");
  g_assert_cmpstr (rule->comment, ==, "quiet at night");
  g_assert_cmpint (rule->period_ms, ==, 45 * 1000);
  g_assert_cmpint (rule->for_ms, ==, 120 * 1000);
  g_assert_cmpint (rule->importance, ==, SENTINEL_IMPORTANCE_MEDIUM);
  g_assert_null (rule->levels);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (parameters, "threshold"),
                                  72.5,
                                  1e-12);
  g_assert_cmpstr (json_object_get_string_member (parameters, "metric"), ==, "load");
}

static void
test_own_levels (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = NULL;
  const SentinelLevel *level;

  open_new (self);
  show_page (self, "levels");
  sentinel_form_driver_set_on (self->dialog, "Own levels", TRUE);
  sentinel_ui_test_wait_for_frames (self->ui);
  sentinel_form_driver_set_on (self->dialog, "High", FALSE);
  sentinel_form_driver_set_on (self->dialog, "Medium", TRUE);
  sentinel_ui_test_wait_for_frames (self->ui);
  type (self, "Raise at", "60");
  type (self, "Clear at", "61");
  assert_error (self, "Medium", "The clear value must not be above the raise value");
  g_assert_false (can_save (self));
  type (self, "Clear at", "50");
  assert_error (self, "Medium", NULL);
  save (self);
  rule = read_only_rule (self);
  g_assert_nonnull (rule->levels);
  g_assert_cmpuint (rule->levels->len, ==, 2);
  level = &g_array_index (rule->levels, SentinelLevel, 1);
  g_assert_cmpint (level->importance, ==, SENTINEL_IMPORTANCE_MEDIUM);
  g_assert_cmpfloat_with_epsilon (level->raise, 60, 1e-12);
  g_assert_cmpfloat_with_epsilon (level->clear, 50, 1e-12);
}

/* The proposed name follows what is chosen until somebody types one. */
static void
test_name (Fixture *self, gconstpointer unused)
{
  GtkWidget *name;

  open_new (self);
  name = sentinel_form_driver_get_row (self->dialog, "Name");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (name)), ==, "CPU Usage");
  sentinel_form_driver_choose (self->dialog, "What to Measure", "load");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (name)), ==, "CPU Usage: load");
  type (self, "Name", "Mine");
  sentinel_form_driver_choose (self->dialog, "What to Measure", "steal");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (name)), ==, "Mine");
}

static void
test_name_is_taken (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = add_rule (self);

  open_new (self);
  type (self, "Name", "Build server");
  assert_error (self, "Name", "There is already a rule of this name; choose another one");
  g_assert_false (can_save (self));
  write_rule (self, sentinel_rule_acts_delete, rule);
  g_assert_true (sentinel_test_wait_until (is_mended, self, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_true (can_save (self));
}

static void
test_bad_input (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) rules = NULL;

  open_new (self);
  type (self, "Name", "");
  type (self, "Threshold", "140");
  type (self, "Cores", "both");
  show_page (self, "schedule");
  type (self, "Repeat every", "0");
  assert_error (self, "Repeat every", "Must be from 100ms to 365d");
  show_page (self, "watch");
  assert_error (self, "Name", "Must be one line of 1 to 200 characters without control characters");
  assert_error (self, "Threshold", "Must be from 0 to 100 %");
  g_assert_nonnull (sentinel_form_driver_get_error (self->dialog, "Cores"));
  assert_error (self, "Critical Threshold", NULL);
  g_assert_false (can_save (self));
  g_assert_nonnull (sentinel_ui_test_find (self->dialog,
                                           GTK_TYPE_LABEL,
                                           "Name: Must be one line of 1 to 200 characters without "
                                           "control characters"));
  g_assert_false (gtk_widget_activate_action (self->dialog, "rule.save", NULL)
                  && sentinel_test_wait_until (is_closed, self, 0));
  rules = read_rules (self);
  g_assert_cmpuint (rules->len, ==, 0);
}

/* The line at the bottom leads to what it says, wherever that is. */
static void
test_go_to_problem (Fixture *self, gconstpointer unused)
{
  GtkWidget *stack;
  GtkWidget *focus;

  open_new (self);
  stack = sentinel_ui_test_find (self->dialog, ADW_TYPE_VIEW_STACK, NULL);
  type (self, "Threshold", "140");
  show_page (self, "levels");
  gtk_widget_activate_action (self->dialog, "rule.show-problem", NULL);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (stack)), ==, "watch");
  sentinel_ui_test_wait_for_frames (self->ui);
  focus = gtk_root_get_focus (GTK_ROOT (self->ui->window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus,
                                         sentinel_form_driver_get_row (self->dialog, "Threshold")));
}

/* Editing */

static void
test_edit (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) before = add_rule (self);
  g_autoptr (SentinelRule) after = NULL;
  g_autoptr (SentinelRule) expected = sentinel_rule_copy (before);

  open_dialog (self, before);
  type (self, "Name", "Build server 2");
  save (self);
  after = read_only_rule (self);
  g_set_str (&expected->name, "Build server 2");
  /* The comment has two lines, the display time is no round number: all that stays. */
  assert_same_but_version (after, expected);
  g_assert_cmpint (after->version, ==, before->version + 1);
}

/* An entry has one line only; whoever edits it means what is seen. */
static void
test_edit_comment (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) before = add_rule (self);
  g_autoptr (SentinelRule) after = NULL;

  open_dialog (self, before);
  type (self, "Comment", "");
  save (self);
  after = read_only_rule (self);
  g_assert_null (after->comment);
}

typedef struct {
  AdwBanner *banner;
  const char *prefix; /* of its title; NULL: it is not shown */
} Banner;

static gboolean
banner_says (gpointer data)
{
  const Banner *wanted = data;

  if (wanted->prefix == NULL)
    return !adw_banner_get_revealed (wanted->banner);
  return adw_banner_get_revealed (wanted->banner)
         && g_str_has_prefix (adw_banner_get_title (wanted->banner), wanted->prefix);
}

static void
wait_for_banner (Fixture *self, const char *prefix)
{
  GtkWidget *banner = sentinel_ui_test_find (self->dialog, ADW_TYPE_BANNER, NULL);
  Banner wanted = { ADW_BANNER (banner), prefix };

  g_assert_true (sentinel_test_wait_until (banner_says, &wanted, SENTINEL_TEST_TIMEOUT_MS));
}

/* Neither is there one after what the dialog reads when it opens. */
static void
assert_no_banner (Fixture *self)
{
  GtkWidget *banner = sentinel_ui_test_find (self->dialog, ADW_TYPE_BANNER, NULL);
  g_autoptr (GPtrArray) read_after_it = read_rules (self);

  sentinel_test_settle ();
  g_assert_false (adw_banner_get_revealed (ADW_BANNER (banner)));
}

static void
test_changed_elsewhere (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) before = add_rule (self);
  g_autoptr (SentinelRule) theirs = sentinel_rule_copy (before);
  g_autoptr (SentinelRule) after = NULL;

  open_dialog (self, before);
  type (self, "Threshold", "60");
  g_set_str (&theirs->comment, "theirs");
  theirs->period_ms = 5000;
  write_rule (self, sentinel_rule_acts_edit, theirs);
  wait_for_banner (self, "Changed elsewhere at ");
  g_assert_false (can_save (self));
  gtk_widget_activate_action (self->dialog, "rule.reload", NULL);
  wait_for_banner (self, NULL);
  save (self);
  after = read_only_rule (self);
  g_assert_cmpstr (after->comment, ==, "theirs");
  g_assert_cmpint (after->period_ms, ==, 5000);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (after->parameters),
                                               "threshold"),
                   ==,
                   60);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (after->parameters),
                                                  "scope"),
                   ==,
                   "max_core");
}

static void
test_deleted_elsewhere (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) before = add_rule (self);
  g_autoptr (SentinelRule) after = NULL;

  open_dialog (self, before);
  type (self, "Threshold", "60");
  write_rule (self, sentinel_rule_acts_delete, before);
  wait_for_banner (self, "The rule was deleted elsewhere.");
  g_assert_false (can_save (self));
  gtk_widget_activate_action (self->dialog, "rule.reload", NULL);
  g_assert_false (adw_dialog_get_can_close (ADW_DIALOG (self->dialog)));
  save (self);
  after = read_only_rule (self);
  g_assert_cmpstr (after->name, ==, "Build server");
  g_assert_cmpstr (after->trigger, ==, "cpu-usage");
  g_assert_false (after->enabled);
  g_assert_cmpint (after->id, !=, before->id);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (after->parameters),
                                               "threshold"),
                   ==,
                   60);
}

static void
test_comes_back (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) before = add_rule (self);

  open_dialog (self, before);
  write_rule (self, sentinel_rule_acts_delete, before);
  wait_for_banner (self, "The rule was deleted");
  g_assert_false (can_save (self));
  write_rule (self, sentinel_rule_acts_undelete, before);
  wait_for_banner (self, NULL);
  g_assert_true (can_save (self));
  g_assert_true (adw_dialog_get_can_close (ADW_DIALOG (self->dialog)));
}

/* Testing */

static gpointer
count_rows (SentinelDatabase *db, gpointer data, GError **error)
{
  SentinelStatement *statement =
      sentinel_statement_get (db,
                              "SELECT (SELECT count(*) FROM rule) + (SELECT count(*) FROM "
                              "rule_state) + (SELECT count(*) "
                              "FROM run) + (SELECT count(*) FROM instance) + (SELECT count(*) FROM "
                              "event) + (SELECT "
                              "count(*) FROM transition) + (SELECT count(*) FROM sample) + (SELECT "
                              "count(*) FROM series) + "
                              "(SELECT count(*) FROM outbox) + (SELECT count(*) FROM log) + "
                              "(SELECT count(*) FROM change)",
                              error);
  gint64 *n = g_new (gint64, 1);

  g_assert_nonnull (statement);
  *n = sentinel_rows_read_int (statement, error);
  return n;
}

static gint64
count_stored (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *n = sentinel_store_read (sentinel_context_get_store (self->ui->context),
                                              count_rows,
                                              NULL,
                                              &error);

  g_assert_no_error (error);
  return *n;
}

static GtkWidget *
find_footnote (GtkWidget *root)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root)
      && g_str_has_suffix (gtk_label_get_text (GTK_LABEL (root)), "nothing was stored"))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_footnote (child);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static gboolean
has_footnote (gpointer dialog)
{
  return find_footnote (dialog) != NULL;
}

static void
run_test (Fixture *self)
{
  GtkWidget *label = sentinel_ui_test_find (self->dialog, GTK_TYPE_LABEL, "Test Now");

  g_assert_nonnull (label);
  g_assert_true (gtk_widget_activate_action (label, "test.run", NULL));
  g_assert_true (sentinel_test_wait_until (has_footnote, self->dialog, SENTINEL_TEST_TIMEOUT_MS));
}

/* The load is known at once; other values need two looks. */
static void
test_test_now (Fixture *self, gconstpointer unused)
{
  gint64 n_before;

  open_new (self);
  sentinel_form_driver_choose (self->dialog, "What to Measure", "load");
  n_before = count_stored (self);
  run_test (self);
  g_assert_nonnull (sentinel_ui_test_find (self->dialog, GTK_TYPE_LABEL, "OK"));
  g_assert_cmpint (count_stored (self), ==, n_before);
  g_assert_cmpuint (self->n_saved, ==, 0);
  type (self, "Threshold", "50");
  g_assert_null (find_footnote (self->dialog));
  g_assert_nonnull (sentinel_ui_test_find (self->dialog,
                                           GTK_TYPE_LABEL,
                                           "From before the last change"));
}

static void
test_test_fails (Fixture *self, gconstpointer unused)
{
  gint64 n_before;

  open_new (self);
  type (self, "Cores", "core:9999");
  n_before = count_stored (self);
  run_test (self);
  g_assert_nonnull (sentinel_ui_test_find (self->dialog, GTK_TYPE_LABEL, "It Cannot Be Measured"));
  g_assert_cmpint (count_stored (self), ==, n_before);
  type (self, "Cores", "both");
  g_assert_false (gtk_widget_is_sensitive (
      gtk_widget_get_ancestor (sentinel_ui_test_find (self->dialog, GTK_TYPE_LABEL, "Test Now"),
                               GTK_TYPE_BUTTON)));
}

/* Closing */

static AdwAlertDialog *
get_alert (Fixture *self)
{
  AdwDialog *dialog =
      adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->ui->window));

  return ADW_IS_ALERT_DIALOG (dialog) ? ADW_ALERT_DIALOG (dialog) : NULL;
}

static void
press_escape_in_search (Fixture *self)
{
  GtkWidget *search = sentinel_ui_test_find (self->dialog, GTK_TYPE_SEARCH_ENTRY, NULL);

  g_signal_emit_by_name (search, "stop-search");
}

static void
test_escape (Fixture *self, gconstpointer unused)
{
  GtkWidget *search;

  open_dialog (self, NULL);
  search = sentinel_ui_test_find (self->dialog, GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "cpu");
  press_escape_in_search (self);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search)), ==, "");
  sentinel_test_settle ();
  g_assert_nonnull (self->dialog);
  press_escape_in_search (self);
  wait_until_closed (self);
}

/* To look at a rule is no change of it. */
static void
test_close_untouched (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = add_rule (self);

  open_dialog (self, rule);
  assert_no_banner (self);
  show_page (self, "schedule");
  show_page (self, "levels");
  g_assert_true (adw_dialog_close (ADW_DIALOG (self->dialog)));
  wait_until_closed (self);
  open_new (self);
  g_assert_true (adw_dialog_close (ADW_DIALOG (self->dialog)));
  wait_until_closed (self);
}

static void
test_discard (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = add_rule (self);
  g_autoptr (SentinelRule) after = NULL;

  open_dialog (self, rule);
  type (self, "Threshold", "60");
  g_assert_false (adw_dialog_close (ADW_DIALOG (self->dialog)));
  g_assert_nonnull (get_alert (self));
  g_signal_emit_by_name (get_alert (self), "response", "cancel");
  adw_dialog_force_close (ADW_DIALOG (get_alert (self)));
  sentinel_ui_test_wait_for_frames (self->ui);
  g_assert_nonnull (self->dialog);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (sentinel_form_driver_get_row (self->dialog,
                                                                                      "Threshol"
                                                                                      "d"))),
                   ==,
                   "60");
  g_assert_false (adw_dialog_close (ADW_DIALOG (self->dialog)));
  g_signal_emit_by_name (get_alert (self), "response", "discard");
  adw_dialog_force_close (ADW_DIALOG (get_alert (self)));
  wait_until_closed (self);
  after = read_only_rule (self);
  assert_same_but_version (after, rule);
}

/* What is typed and then taken back is no change either. */
static void
test_taken_back (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = add_rule (self);

  open_dialog (self, rule);
  type (self, "Threshold", "60");
  g_assert_false (adw_dialog_get_can_close (ADW_DIALOG (self->dialog)));
  type (self, "Threshold", "70.5");
  g_assert_true (adw_dialog_get_can_close (ADW_DIALOG (self->dialog)));
}

int
main (int argc, char **argv)
{
  const struct {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/rule-dialog/add", test_add },
    { "/rule-dialog/own-levels", test_own_levels },
    { "/rule-dialog/name", test_name },
    { "/rule-dialog/name-is-taken", test_name_is_taken },
    { "/rule-dialog/bad-input", test_bad_input },
    { "/rule-dialog/go-to-problem", test_go_to_problem },
    { "/rule-dialog/edit", test_edit },
    { "/rule-dialog/edit-comment", test_edit_comment },
    { "/rule-dialog/changed-elsewhere", test_changed_elsewhere },
    { "/rule-dialog/deleted-elsewhere", test_deleted_elsewhere },
    { "/rule-dialog/comes-back", test_comes_back },
    { "/rule-dialog/test-now", test_test_now },
    { "/rule-dialog/test-fails", test_test_fails },
    { "/rule-dialog/escape", test_escape },
    { "/rule-dialog/close-untouched", test_close_untouched },
    { "/rule-dialog/discard", test_discard },
    { "/rule-dialog/taken-back", test_taken_back },
  };

  sentinel_ui_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
