/* SPDX-License-Identifier: MIT */
/* Several rules at once: what can be done with them, by hand and by keyboard, and what becomes of
 * the rules; and what a page that is not shown does. */
#include "sentinel-rule-acts.h"
#include "sentinel-rule-row.h"
#include "sentinel-statement.h"
#include "sentinel-ui-test.h"

#define WIDTH 1280
#define HEIGHT 720
#define NARROW 360
#define N_RULES 4
#define N_MANY 700 /* more than one write takes */

typedef struct {
  SentinelUiTest *ui;
  guint n_wanted;
  const char *text, *sql;
} Fixture;

typedef struct {
  guint first, n;
  const char *parameters;
} Batch;

static gboolean
add_batch (SentinelTransaction *tx, gpointer data, GError **error)
{
  static const SentinelActor actor = { "somebody", SENTINEL_VIA_COMMAND_LINE };
  const Batch *batch = data;

  for (guint i = batch->first; i < batch->first + batch->n; i++) {
    SentinelRule *rule = sentinel_rule_new ();
    g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (rule, 0, &actor);

    g_free (rule->name);
    rule->name = g_strdup_printf ("Rule %03u", i);
    g_set_str (&rule->trigger, "cpu-usage");
    rule->period_ms = 3600 * 1000;
    json_node_unref (rule->parameters);
    rule->parameters = json_from_string (batch->parameters, NULL);
    json_node_seal (rule->parameters);
    if (!sentinel_rule_acts_add (tx, act, error))
      return FALSE;
  }
  return TRUE;
}

static SentinelStore *
get_store (Fixture *self)
{
  return sentinel_context_get_store (self->ui->context);
}

static void
add_rules (Fixture *self, guint first, guint n, const char *parameters)
{
  Batch batch = { first, n, parameters };
  g_autoptr (GError) error = NULL;

  sentinel_store_write (get_store (self), add_batch, &batch, &error);
  g_assert_no_error (error);
}

static gpointer
count_rows (SentinelDatabase *db, gpointer sql, GError **error)
{
  g_autoptr (SentinelStatement) statement = sentinel_statement_prepare (db, sql, error);
  gboolean has_row = FALSE;

  g_assert_nonnull (statement);
  g_assert_true (sentinel_statement_step (statement, &has_row, error));
  return GINT_TO_POINTER ((int) sentinel_statement_get_int (statement, 0));
}

static gboolean
has_count (gpointer data)
{
  Fixture *self = data;

  return GPOINTER_TO_INT (sentinel_store_read (get_store (self),
                                               count_rows,
                                               (gpointer) self->sql,
                                               NULL))
         == (int) self->n_wanted;
}

/* Of rules that are there and fit. */
static void
wait_for_count (Fixture *self, const char *sql, guint n)
{
  self->sql = sql;
  self->n_wanted = n;
  if (!sentinel_test_wait_until (has_count, self, SENTINEL_TEST_TIMEOUT_MS))
    g_error ("“%s” never gives %u", sql, n);
}

#define ALL "SELECT count (*) FROM rule WHERE deleted_at_us IS NULL AND trigger = 'cpu-usage'"

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

static gboolean
has_rows (gpointer data)
{
  Fixture *self = data;
  GtkWidget *view = sentinel_ui_test_find (get_page (self), GTK_TYPE_COLUMN_VIEW, NULL);

  return view != NULL
         && g_list_model_get_n_items (G_LIST_MODEL (get_model (self))) == self->n_wanted;
}

static void
wait_for_rows (Fixture *self, guint n)
{
  self->n_wanted = n;
  if (!sentinel_test_wait_until (has_rows, self, SENTINEL_TEST_TIMEOUT_MS))
    g_error ("There never are %u rows", n);
  sentinel_ui_test_wait_for_frames (self->ui);
}

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

static void
open_with (Fixture *self, guint n, const char *parameters)
{
  add_rules (self, 0, n, parameters);
  sentinel_window_show_page (self->ui->window, "rules");
  wait_for_rows (self, n);
  g_assert_true (gtk_widget_activate_action (get_page (self), "rules.sort-by", "s", "name"));
}

static void
act (Fixture *self, const char *action)
{
  g_assert_true (gtk_widget_activate_action (get_page (self), action, NULL));
}

static gboolean
can (Fixture *self, const char *label)
{
  GtkWidget *button = sentinel_ui_test_find (get_page (self), GTK_TYPE_BUTTON, label);

  return button != NULL && gtk_widget_is_sensitive (button);
}

static gboolean
can_switch_on (gpointer data)
{
  return can (data, "Switch _On");
}

static void
undo (Fixture *self)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->ui->window), "win.undo", NULL));
}

/* Tests */

static void
test_select_and_clear (Fixture *self, gconstpointer unused)
{
  g_autoptr (GtkBitset) selected = NULL;
  GtkWidget *list;

  open_with (self, N_RULES, "{}");
  list = gtk_widget_get_last_child (GTK_WIDGET (get_view (self)));
  g_assert_true (gtk_widget_activate_action (list, "list.select-all", NULL));
  sentinel_ui_test_wait_for_text (self->ui, "4 selected");
  act (self, "rules.clear-selection");
  selected = gtk_selection_model_get_selection (get_model (self));
  g_assert_true (gtk_bitset_is_empty (selected));
  g_assert_false (can (self, "_Delete"));
}

static void
test_switch_many (Fixture *self, gconstpointer unused)
{
  open_with (self, N_RULES, "{}");
  gtk_selection_model_select_range (get_model (self), 1, 2, TRUE);
  g_assert_false (can (self, "Switch _On"));
  act (self, "rules.disable");
  wait_for_count (self, ALL " AND enabled = 0", 2);
  sentinel_ui_test_wait_for_text (self->ui, "2 rules switched off");
  gtk_selection_model_select_all (get_model (self));
  g_assert_true (sentinel_test_wait_until (can_switch_on, self, SENTINEL_TEST_TIMEOUT_MS));
  act (self, "rules.enable");
  wait_for_count (self, ALL " AND enabled = 1", N_RULES);
}

static void
test_duplicate_many (Fixture *self, gconstpointer unused)
{
  open_with (self, N_RULES, "{\"threshold\":70.5}");
  gtk_selection_model_select_range (get_model (self), 0, 2, TRUE);
  act (self, "rules.duplicate");
  wait_for_rows (self, N_RULES + 2);
  sentinel_ui_test_wait_for_text (self->ui, "2 copies made, switched off");
  wait_for_count (self,
                  ALL " AND enabled = 0 AND name IN ('Rule 000 (Copy)', 'Rule 001 (Copy)') AND "
                      "json_extract (parameters, '$.threshold') = 70.5",
                  2);
  undo (self);
  wait_for_rows (self, N_RULES);
}

static gboolean
has_label_with (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_label (GTK_LABEL (root)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label_with (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
says (gpointer data)
{
  Fixture *self = data;

  return has_label_with (GTK_WIDGET (self->ui->window), self->text);
}

static void
test_run_many (Fixture *self, gconstpointer unused)
{
  open_with (self, 2, "{\"server\":\"elsewhere\"}");
  add_rules (self, 2, 1, "{\"metric\":\"load\",\"threshold\":100}");
  wait_for_rows (self, 3);
  gtk_selection_model_select_all (get_model (self));
  act (self, "rules.run-now");
  self->text = "3 rules run: 2 cannot be measured";
  g_assert_true (sentinel_test_wait_until (says, self, SENTINEL_TEST_TIMEOUT_MS));
}

/* More than one write takes: one toast, and one Undo for all of them. */
static void
test_delete_very_many (Fixture *self, gconstpointer unused)
{
  open_with (self, N_MANY + N_RULES, "{}");
  gtk_selection_model_select_range (get_model (self), 2, N_MANY, TRUE);
  act (self, "rules.delete");
  wait_for_count (self, ALL, N_RULES);
  sentinel_ui_test_wait_for_text (self->ui, "700 rules deleted");
  wait_for_rows (self, N_RULES);
  undo (self);
  wait_for_count (self, ALL, N_MANY + N_RULES);
  wait_for_rows (self, N_MANY + N_RULES);
}

/* What comes, goes and changes elsewhere is told apart from what stays. */
static void
test_only_what_changed (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRuleRow) before = NULL;
  g_autoptr (SentinelRuleRow) after = NULL;

  open_with (self, N_RULES, "{}");
  before = g_list_model_get_item (G_LIST_MODEL (get_model (self)), 3);
  gtk_selection_model_select_item (get_model (self), 1, TRUE);
  act (self, "rules.delete");
  wait_for_rows (self, N_RULES - 1);
  add_rules (self, 10, 2, "{}");
  wait_for_rows (self, N_RULES + 1);
  after = g_list_model_get_item (G_LIST_MODEL (get_model (self)), 2);
  g_assert_true (before == after);
}

/* A page that nobody sees reads nothing, and is right when it is seen again. */
static void
test_not_shown (Fixture *self, gconstpointer unused)
{
  GtkSelectionModel *model;

  open_with (self, N_RULES, "{}");
  model = get_model (self);
  sentinel_window_show_page (self->ui->window, "live");
  sentinel_ui_test_wait_for_frames (self->ui);
  add_rules (self, 10, 3, "{}");
  sentinel_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, N_RULES);
  sentinel_window_show_page (self->ui->window, "rules");
  wait_for_rows (self, N_RULES + 3);
}

static void
test_narrow (Fixture *self, gconstpointer unused)
{
  open_with (self, N_RULES, "{}");
  gtk_selection_model_select_range (get_model (self), 0, 2, TRUE);
  sentinel_ui_test_wait_for_text (self->ui, "2 selected");
  g_assert_true (can (self, "_Delete"));
  g_assert_false (can (self, "_Switch Off")); /* it is in the menu */
  act (self, "rules.disable");
  wait_for_count (self, ALL " AND enabled = 0", 2);
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
  add ("/ui/rules-selection/select-and-clear", WIDTH, test_select_and_clear);
  add ("/ui/rules-selection/switch-many", WIDTH, test_switch_many);
  add ("/ui/rules-selection/duplicate-many", WIDTH, test_duplicate_many);
  add ("/ui/rules-selection/run-many", WIDTH, test_run_many);
  add ("/ui/rules-selection/delete-very-many", WIDTH, test_delete_very_many);
  add ("/ui/rules-selection/only-what-changed", WIDTH, test_only_what_changed);
  add ("/ui/rules-selection/not-shown", WIDTH, test_not_shown);
  add ("/ui/rules-selection/narrow", NARROW, test_narrow);
  return g_test_run ();
}
