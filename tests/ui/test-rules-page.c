/* SPDX-License-Identifier: MIT */
/* The page of rules over a real store and the real engine: what a person sees, and what acting on
 * rules does. */
#include "sentinel-rule-acts.h"
#include "sentinel-rule-row.h"
#include "sentinel-rule-store.h"
#include "sentinel-statement.h"
#include "sentinel-ui-test.h"

#define WIDTH 1280
#define HEIGHT 720
#define NARROW 360
#define N_MANY 1000

typedef struct {
  SentinelUiTest *ui;
  guint n_wanted;
  const char *text;
  gint64 rule_id;
} Fixture;

static void
set_up (Fixture *self, gconstpointer width)
{
  self->ui = sentinel_ui_test_new ();
  sentinel_ui_test_open (self->ui, GPOINTER_TO_INT (width), HEIGHT);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  sentinel_ui_test_free (self->ui);
}

/* Rules */

static SentinelRule *
make_rule (const char *name, const char *parameters)
{
  SentinelRule *rule = sentinel_rule_new ();

  g_set_str (&rule->name, name);
  g_set_str (&rule->trigger, "cpu-usage");
  g_set_str (&rule->category, "System");
  rule->period_ms = 3600 * 1000;
  json_node_unref (rule->parameters);
  rule->parameters = json_from_string (parameters, NULL);
  json_node_seal (rule->parameters);
  return rule;
}

static gint64
write_act (SentinelStore *store, SentinelWriteFunc func, SentinelRule *rule, gint64 rule_id)
{
  SentinelActor actor = { .name = "somebody", .via = SENTINEL_VIA_COMMAND_LINE };
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (rule, rule_id, &actor);
  g_autoptr (GError) error = NULL;

  sentinel_store_write (store, func, act, &error);
  g_assert_no_error (error);
  return act->rule_id;
}

static SentinelStore *
get_store (Fixture *self)
{
  return sentinel_context_get_store (self->ui->context);
}

static gint64
add_rule (Fixture *self, const char *name, const char *parameters)
{
  return write_act (get_store (self), sentinel_rule_acts_add, make_rule (name, parameters), 0);
}

static gpointer
list_rules (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_rule_store_list (db, error);
}

/* (transfer full): without the one behind "raise" */
static GPtrArray *
read_rules (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rules = sentinel_store_read (get_store (self), list_rules, NULL, &error);

  g_assert_no_error (error);
  return rules;
}

static gpointer
count_rows (SentinelDatabase *db, gpointer sql, GError **error)
{
  g_autoptr (SentinelStatement) statement = sentinel_statement_prepare (db, sql, error);
  gboolean has_row = FALSE;

  g_assert_nonnull (statement);
  g_assert_true (sentinel_statement_step (statement, &has_row, error));
  g_assert_true (has_row);
  return GINT_TO_POINTER ((int) sentinel_statement_get_int (statement, 0));
}

static int
count (Fixture *self, const char *sql)
{
  return GPOINTER_TO_INT (sentinel_store_read (get_store (self), count_rows, (gpointer) sql, NULL));
}

/* The page */

static GtkWidget *
get_page (Fixture *self)
{
  return sentinel_window_get_page (self->ui->window);
}

static GtkColumnView *
get_view (Fixture *self)
{
  return GTK_COLUMN_VIEW (sentinel_ui_test_find (get_page (self), GTK_TYPE_COLUMN_VIEW, NULL));
}

static GtkSelectionModel *
get_model (Fixture *self)
{
  return gtk_column_view_get_model (get_view (self));
}

static void
open_page (Fixture *self)
{
  sentinel_window_show_page (self->ui->window, "rules");
  sentinel_ui_test_wait_for_frames (self->ui);
}

static gboolean
shows_in_page (gpointer data)
{
  Fixture *self = data;

  return sentinel_ui_test_find (get_page (self), GTK_TYPE_LABEL, self->text) != NULL;
}

static gboolean
shows_no_more (gpointer data)
{
  return !shows_in_page (data);
}

static void
wait_for (Fixture *self, const char *text)
{
  self->text = text;
  if (!sentinel_test_wait_until (shows_in_page, self, SENTINEL_TEST_TIMEOUT_MS))
    g_error ("The page never says “%s”", text);
}

static void
wait_until_gone (Fixture *self, const char *text)
{
  self->text = text;
  g_assert_true (sentinel_test_wait_until (shows_no_more, self, SENTINEL_TEST_TIMEOUT_MS));
}

static gboolean
has_rows (gpointer data)
{
  Fixture *self = data;
  GtkWidget *view = sentinel_ui_test_find (get_page (self), GTK_TYPE_COLUMN_VIEW, NULL);
  GtkSelectionModel *model = view != NULL ? gtk_column_view_get_model (GTK_COLUMN_VIEW (view))
                                          : NULL;

  return model != NULL && g_list_model_get_n_items (G_LIST_MODEL (model)) == self->n_wanted;
}

static void
wait_for_rows (Fixture *self, guint n)
{
  self->n_wanted = n;
  g_assert_true (sentinel_test_wait_until (has_rows, self, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_ui_test_wait_for_frames (self->ui);
}

static void
act (Fixture *self, const char *action)
{
  g_assert_true (gtk_widget_activate_action (get_page (self), action, NULL));
}

static void
select_row (Fixture *self, guint position)
{
  gtk_selection_model_select_item (get_model (self), position, TRUE);
}

static void
search (Fixture *self, const char *text)
{
  GtkWidget *entry = sentinel_ui_test_find (get_page (self), GTK_TYPE_SEARCH_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
choose_group (Fixture *self, const char *name)
{
  GtkWidget *group = sentinel_ui_test_find (get_page (self), ADW_TYPE_TOGGLE_GROUP, NULL);

  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (group), name);
}

/* "All 3", as it is written. */
static char *
dup_group_label (Fixture *self, const char *name)
{
  GtkWidget *group = sentinel_ui_test_find (get_page (self), ADW_TYPE_TOGGLE_GROUP, NULL);
  AdwToggle *toggle = adw_toggle_group_get_toggle_by_name (ADW_TOGGLE_GROUP (group), name);
  GtkWidget *title = gtk_widget_get_first_child (adw_toggle_get_child (toggle));
  GtkWidget *number = gtk_widget_get_last_child (adw_toggle_get_child (toggle));

  return g_strdup_printf ("%s %s",
                          gtk_label_get_label (GTK_LABEL (title)),
                          gtk_label_get_label (GTK_LABEL (number)));
}

typedef struct {
  Fixture *fixture;
  const char *group, *label;
} GroupCount;

static gboolean
has_count (gpointer data)
{
  GroupCount *wanted = data;
  g_autofree char *label = dup_group_label (wanted->fixture, wanted->group);

  return g_str_equal (label, wanted->label);
}

static void
wait_for_count (Fixture *self, const char *group, const char *label)
{
  GroupCount wanted = { self, group, label };

  g_assert_true (sentinel_test_wait_until (has_count, &wanted, SENTINEL_TEST_TIMEOUT_MS));
}

/* Tests */

static void
test_first_run (Fixture *self, gconstpointer unused)
{
  open_page (self);
  wait_for (self, "No Rules Yet");
  act (self, "rules.watch-this-computer");
  wait_for_rows (self, 3);
  g_assert_cmpint (count (self,
                          "SELECT count (*) FROM rule WHERE enabled = 1 AND trigger = 'cpu-usage'"),
                   ==,
                   3);
}

static void
test_says_what_a_rule_is (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = make_rule ("Build server", "{\"threshold\":70}");

  rule->importance = SENTINEL_IMPORTANCE_CRITICAL;
  rule->period_ms = 90 * 1000;
  write_act (get_store (self), sentinel_rule_acts_add, sentinel_rule_copy (rule), 0);
  open_page (self);
  wait_for (self, "Build server");
  wait_for (self, "CPU Usage");
  wait_for (self, "System");
  wait_for (self, "Critical");
  wait_for (self, "Every 90\u00a0s");
  wait_for (self, "Not Run Yet");
  wait_for (self, "No value");
}

static gboolean
is_off (gpointer data)
{
  return count (data, "SELECT count (*) FROM rule WHERE enabled = 0 AND trigger = 'cpu-usage'")
         == 1;
}

static gboolean
is_on (gpointer data)
{
  return !is_off (data);
}

static void
test_switch (Fixture *self, gconstpointer unused)
{
  GtkWidget *toggle;

  add_rule (self, "Build server", "{}");
  open_page (self);
  wait_for (self, "Build server");
  toggle = sentinel_ui_test_find (get_page (self), GTK_TYPE_SWITCH, NULL);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (toggle)));
  g_assert_true (gtk_widget_activate (toggle));
  g_assert_true (sentinel_test_wait_until (is_off, self, SENTINEL_TEST_TIMEOUT_MS));
  wait_for_count (self, "paused", "Off 1");
  select_row (self, 0);
  act (self, "rules.enable");
  g_assert_true (sentinel_test_wait_until (is_on, self, SENTINEL_TEST_TIMEOUT_MS));
  wait_for_count (self, "paused", "Off 0");
}

static void
test_search (Fixture *self, gconstpointer unused)
{
  add_rule (self, "Build server", "{}");
  add_rule (self, "Shop", "{\"scope\":\"max_core\"}");
  open_page (self);
  wait_for_rows (self, 2);
  search (self, "buiLD");
  wait_for_rows (self, 1);
  wait_for (self, "Build server");
  search (self, "max_core");
  wait_for_rows (self, 1);
  wait_for (self, "Shop");
  search (self, "no such thing");
  wait_for (self, "No Rule Matches");
  act (self, "rules.clear-filters");
  wait_for_rows (self, 2);
}

static void
test_groups (Fixture *self, gconstpointer unused)
{
  gint64 id;

  add_rule (self, "Build server", "{}");
  id = add_rule (self, "Shop", "{}");
  write_act (get_store (self), sentinel_rule_acts_disable, NULL, id);
  open_page (self);
  wait_for_rows (self, 2);
  wait_for_count (self, "all", "All 2");
  wait_for_count (self, "active", "Active 1");
  wait_for_count (self, "paused", "Off 1");
  wait_for_count (self, "firing", "Firing 0");
  choose_group (self, "active");
  wait_for_rows (self, 1);
  wait_for (self, "Build server");
  choose_group (self, "paused");
  wait_for (self, "Shop");
  choose_group (self, "firing");
  wait_for (self, "No Rule Matches");
}

static char *
dup_name_at (Fixture *self, guint position)
{
  g_autoptr (GObject) row = g_list_model_get_item (G_LIST_MODEL (get_model (self)), position);

  return g_strdup (sentinel_rule_row_get_status (SENTINEL_RULE_ROW (row))->rule->name);
}

static void
test_sort (Fixture *self, gconstpointer unused)
{
  const char *const names[] = { "a", "b", "c" };

  add_rule (self, "c", "{}");
  add_rule (self, "a", "{}");
  add_rule (self, "b", "{}");
  open_page (self);
  wait_for_rows (self, 3);
  g_assert_true (gtk_widget_activate_action (get_page (self), "rules.sort-by", "s", "name"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *name = dup_name_at (self, i);

    g_assert_cmpstr (name, ==, names[i]);
  }
}

static gboolean
has_label_that_begins (GtkWidget *root, const char *prefix)
{
  if (GTK_IS_LABEL (root) && g_str_has_prefix (gtk_label_get_label (GTK_LABEL (root)), prefix))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label_that_begins (child, prefix))
      return TRUE;
  return FALSE;
}

static gboolean
says_what_came_of_it (gpointer data)
{
  return has_label_that_begins (GTK_WIDGET (((Fixture *) data)->ui->window),
                                "“Build server” is OK");
}

static void
test_run_now (Fixture *self, gconstpointer unused)
{
  /* a load that no computer of tests has, however busy it is */
  add_rule (self, "Build server", "{\"metric\":\"load\",\"threshold\":100}");
  open_page (self);
  wait_for_rows (self, 1);
  select_row (self, 0);
  act (self, "rules.run-now");
  g_assert_true (sentinel_test_wait_until (says_what_came_of_it, self, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_cmpint (count (self, "SELECT count (*) FROM run"), >=, 1);
}

static gboolean
says_why_not (gpointer data)
{
  return has_label_that_begins (GTK_WIDGET (((Fixture *) data)->ui->window),
                                "Cannot be measured: server");
}

static void
test_run_now_fails (Fixture *self, gconstpointer unused)
{
  add_rule (self, "Elsewhere", "{\"server\":\"elsewhere\"}");
  open_page (self);
  wait_for_rows (self, 1);
  select_row (self, 0);
  act (self, "rules.run-now");
  g_assert_true (sentinel_test_wait_until (says_why_not, self, SENTINEL_TEST_TIMEOUT_MS));
}

static gboolean
can_add (gpointer data)
{
  Fixture *self = data;
  GtkWidget *button =
      sentinel_ui_test_find (GTK_WIDGET (self->ui->window), GTK_TYPE_BUTTON, "_Add Rule");

  return button != NULL && gtk_widget_is_sensitive (button);
}

static void
duplicate_first (Fixture *self)
{
  AdwDialog *dialog;

  select_row (self, 0);
  act (self, "rules.duplicate");
  g_assert_true (sentinel_test_wait_until (can_add, self, SENTINEL_TEST_TIMEOUT_MS));
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->ui->window));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "rule.save", NULL));
}

static void
test_duplicate (Fixture *self, gconstpointer unused)
{
  add_rule (self, "Build server", "{\"threshold\":70.5}");
  open_page (self);
  wait_for_rows (self, 1);
  g_assert_true (gtk_widget_activate_action (get_page (self), "rules.sort-by", "s", "name"));
  duplicate_first (self);
  wait_for_rows (self, 2);
  duplicate_first (self);
  wait_for_rows (self, 3);
  wait_for (self, "Build server (Copy)");
  wait_for (self, "Build server (Copy 2)");
  g_assert_cmpint (count (self,
                          "SELECT count (*) FROM rule WHERE json_extract (parameters, "
                          "'$.threshold') = 70.5"),
                   ==,
                   3);
}

static gboolean
is_stored (gpointer data)
{
  Fixture *self = data;
  g_autoptr (GPtrArray) rules = read_rules (self);

  for (guint i = 0; i < rules->len; i++)
    if (((SentinelRule *) g_ptr_array_index (rules, i))->id == self->rule_id)
      return TRUE;
  return FALSE;
}

static void
test_delete_and_undo (Fixture *self, gconstpointer unused)
{
  self->rule_id = add_rule (self, "Build server", "{\"threshold\":70}");
  open_page (self);
  wait_for_rows (self, 1);
  select_row (self, 0);
  act (self, "rules.delete");
  wait_for (self, "No Rules Yet");
  g_assert_false (is_stored (self));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->ui->window), "win.undo", NULL));
  wait_for_rows (self, 1);
  g_assert_true (is_stored (self));
}

static void
test_delete_many (Fixture *self, gconstpointer unused)
{
  add_rule (self, "a", "{}");
  add_rule (self, "b", "{}");
  add_rule (self, "c", "{}");
  open_page (self);
  wait_for_rows (self, 3);
  gtk_selection_model_select_all (get_model (self));
  act (self, "rules.delete");
  wait_for (self, "No Rules Yet");
  sentinel_ui_test_wait_for_text (self->ui, "3 rules deleted");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->ui->window), "win.undo", NULL));
  wait_for_rows (self, 3);
}

/* sentinelctl writes with a store of its own. */
static void
test_changed_elsewhere (Fixture *self, gconstpointer unused)
{
  gint64 id = add_rule (self, "Build server", "{}");
  g_autoptr (SentinelStore) elsewhere =
      sentinel_store_new (self->ui->path, sentinel_context_get_clock (self->ui->context));
  g_autoptr (SentinelRule) rule = NULL;
  g_autoptr (GPtrArray) rules = NULL;

  open_page (self);
  wait_for (self, "Build server");
  select_row (self, 0);
  rules = read_rules (self);
  for (guint i = 0; i < rules->len; i++)
    if (((SentinelRule *) g_ptr_array_index (rules, i))->id == id)
      rule = sentinel_rule_copy (g_ptr_array_index (rules, i));
  g_assert_nonnull (rule);
  g_set_str (&rule->name, "Render server");
  write_act (elsewhere, sentinel_rule_acts_edit, sentinel_rule_copy (rule), id);
  wait_for (self, "Render server");
  g_assert_true (gtk_selection_model_is_selected (get_model (self), 0));
  write_act (elsewhere, sentinel_rule_acts_delete, NULL, id);
  wait_for (self, "No Rules Yet");
  sentinel_store_close (elsewhere);
}

static void
text_read_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  char **text = data;
  g_autoptr (GError) error = NULL;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_set (gpointer text)
{
  return *(char **) text != NULL;
}

static void
test_copy (Fixture *self, gconstpointer unused)
{
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;

  add_rule (self, "Build \"server\"", "{\"threshold\":70.5}");
  open_page (self);
  wait_for_rows (self, 1);
  select_row (self, 0);
  act (self, "rules.copy");
  gdk_clipboard_read_text_async (clipboard, NULL, text_read_cb, &text);
  g_assert_true (sentinel_test_wait_until (is_set, &text, SENTINEL_TEST_TIMEOUT_MS));
  node = json_from_string (text, NULL);
  g_assert_nonnull (node);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "name"),
                   ==,
                   "Build \"server\"");
}

static void
test_narrow (Fixture *self, gconstpointer unused)
{
  add_rule (self, "Build server", "{}");
  open_page (self);
  wait_for (self, "Build server");
  wait_for (self, "Every hour");
  g_assert_null (sentinel_ui_test_find (get_page (self), GTK_TYPE_LABEL, "Importance"));
  g_assert_nonnull (sentinel_ui_test_find (get_page (self), GTK_TYPE_SWITCH, NULL));
}

static gboolean
add_many (SentinelTransaction *tx, gpointer unused, GError **error)
{
  SentinelActor actor = { .name = "somebody", .via = SENTINEL_VIA_COMMAND_LINE };

  for (guint i = 0; i < N_MANY; i++) {
    g_autofree char *name = g_strdup_printf ("Rule %04u", i);
    g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (make_rule (name, "{}"), 0, &actor);

    if (!sentinel_rule_acts_add (tx, act, error))
      return FALSE;
  }
  return TRUE;
}

static double
get_scroll (Fixture *self)
{
  return gtk_adjustment_get_value (
      gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (get_view (self))));
}

/* A change of one rule moves neither what is read nor what is selected. */
static void
test_many (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  double place;

  sentinel_store_write (get_store (self), add_many, NULL, &error);
  g_assert_no_error (error);
  open_page (self);
  wait_for_rows (self, N_MANY);
  wait_for_count (self, "all", "All 1000");
  g_assert_true (gtk_widget_activate_action (get_page (self), "rules.sort-by", "s", "name"));
  gtk_column_view_scroll_to (get_view (self), 500, NULL, GTK_LIST_SCROLL_SELECT, NULL);
  sentinel_ui_test_wait_for_frames (self->ui);
  wait_for (self, "Rule 0500");
  place = get_scroll (self);
  act (self, "rules.disable");
  wait_for_count (self, "paused", "Off 1");
  sentinel_ui_test_wait_for_frames (self->ui);
  g_assert_cmpfloat_with_epsilon (get_scroll (self), place, 0.5);
  g_assert_true (gtk_selection_model_is_selected (get_model (self), 500));
  search (self, "0777");
  wait_for_rows (self, 1);
  wait_for (self, "Rule 0777");
  wait_until_gone (self, "Rule 0500");
}

static void
add (const char *path, int width, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, GINT_TO_POINTER (width), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
  add ("/ui/rules/first-run", WIDTH, test_first_run);
  add ("/ui/rules/says-what-a-rule-is", WIDTH, test_says_what_a_rule_is);
  add ("/ui/rules/switch", WIDTH, test_switch);
  add ("/ui/rules/search", WIDTH, test_search);
  add ("/ui/rules/groups", WIDTH, test_groups);
  add ("/ui/rules/sort", WIDTH, test_sort);
  add ("/ui/rules/run-now", WIDTH, test_run_now);
  add ("/ui/rules/run-now-fails", WIDTH, test_run_now_fails);
  add ("/ui/rules/duplicate", WIDTH, test_duplicate);
  add ("/ui/rules/delete-and-undo", WIDTH, test_delete_and_undo);
  add ("/ui/rules/delete-many", WIDTH, test_delete_many);
  add ("/ui/rules/changed-elsewhere", WIDTH, test_changed_elsewhere);
  add ("/ui/rules/copy", WIDTH, test_copy);
  add ("/ui/rules/narrow", NARROW, test_narrow);
  add ("/ui/rules/many", WIDTH, test_many);
  return g_test_run ();
}
